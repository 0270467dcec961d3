"""A replay on several screens: in step, marked, moved by its holder, and nothing is left of it.

The short form runs with the other tests. `MUSTER_REPLAY_S=600` replays for so many seconds.
"""

import os
import time
import uuid
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser
from psycopg import sql
from psycopg.conninfo import make_conninfo

from infra.postgres import Connection, connect
from infra.settings import Settings
from infra.viewers.kept import put_viewer
from streams.demo.chance import DEFAULT_SEED, Chance
from streams.demo.recording import record_history
from tests.dashboard.running import CHROMIUM, CHROMIUM_ARGUMENTS, Dashboard, Watched, look, until
from tests.support.instance import Instance
from tests.support.postgres import Database

SECONDS = float(os.environ.get("MUSTER_REPLAY_S", "15"))
SCREENS = 3
IN_STEP_MS = 250
A_BEAT_MS = 1000
DAY = timedelta(days=1)
# What each page shows, and since when; drawn in several strokes, it counts once all is still.
WATCH = """
() => {
  const still = 120;
  let timer, at = 0;
  window.states = [];
  const note = () => {
    const text = document.getElementById('main').textContent;
    const asOf = muster.page.parameters.as_of;
    if (window.states.at(-1)?.text !== text) window.states.push({at, asOf, text});
  };
  const changed = () => { at = Date.now(); clearTimeout(timer); timer = setTimeout(note, still); };
  const watched = {childList: true, characterData: true, subtree: true};
  new MutationObserver(changed).observe(document.getElementById('main'), watched);
  changed();
}
"""
PARAMETERS = "muster.page.parameters"
CHANNELS = ("muster", "muster_clock")
AT = "#replay-now"

pytestmark = pytest.mark.timeout(300 + 2 * SECONDS)


@pytest.fixture(scope="module")
def recorded(stack: Settings, database: Database, tmp_path_factory: Any) -> Instance:
    """Give a Muster whose year of history was recorded as it went by."""
    settings = replace(stack, conninfo=make_conninfo(stack.conninfo, dbname=database.name))
    assert record_history(settings, Chance(DEFAULT_SEED), 1)
    return Instance(settings, tmp_path_factory.mktemp("replay"))


@pytest.fixture(scope="module")
def shown(recorded: Instance) -> Generator[Dashboard]:
    own = Dashboard(recorded.settings).start()
    yield own
    if own.is_running():
        own.stop()


@dataclass(frozen=True)
class Replay:
    """A replay of the season's last weeks, which stands at first."""

    own: Instance
    name: str

    def turn(self, what: str, *how: str) -> str:
        """Do something to it by command."""
        code, said = self.own.muster("replay", what, self.name, *how)
        assert code == 0, said
        return said


@pytest.fixture(params=["then"])
def replay(recorded: Instance, request: pytest.FixtureRequest) -> Generator[Replay]:
    newest = recorded.one("select recorded_at from muster.head")
    days = [f"{newest - timedelta(days=ago):%Y-%m-%d}" for ago in (21, 7)]
    own = Replay(recorded, f"r{uuid.uuid4().hex[:8]}")
    own.turn(
        "start",
        "--from",
        days[0],
        "--to",
        days[1],
        "--speed",
        "3600x",
        "--paused",
        "--known",
        request.param,
    )
    yield own
    recorded.ask("delete from muster.replay_clock returning name")


def open_on(
    browser: Browser, shown: Dashboard, replay: Replay, path: str = "/", **how: Any
) -> Watched:
    return look(browser, shown.url, f"{path}?clock={replay.name}", **how)


@contextmanager
def browsers(chromium: Browser) -> Iterator[list[Browser]]:
    """Give three browsers, each a process of its own."""
    with ExitStack() as stack:
        own = [
            chromium.browser_type.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
            for _ in range(SCREENS)
        ]
        for one in own:
            stack.callback(one.close)
        yield own


def checksums(owner: Connection) -> dict[str, tuple[Any, ...]]:
    """Give of each table of facts and of the live world how many rows it has, and their sum.

    Who turned the clock is written into the trail.
    """
    names = owner.execute(
        "select schemaname, tablename from pg_tables where schemaname in ('muster', 'muster_1')"
        " and tablename not in ('replay_clock', 'audit_entry', 'session', 'worker', 'log_end')"
    ).fetchall()
    query = "select count(*), sum(hashtextextended(t::text, 0)::numeric) from {} t"
    found = {}
    for schema, table in names:
        asked = sql.SQL(query).format(sql.Identifier(schema, table))
        row = owner.execute(asked).fetchone()
        assert row is not None
        found[f"{schema}.{table}"] = row
    return found


def states(seen: Watched) -> list[dict[str, Any]]:
    return seen.page.evaluate("window.states")


@pytest.mark.parametrize("replay", ["then", "now"], indirect=True)
def test_three_browsers_show_the_same_states_in_order_and_nothing_is_changed_by_it(
    chromium: Browser, shown: Dashboard, replay: Replay
):
    with browsers(chromium) as own, replay.own.connect() as owner, listening(owner) as heard:
        before = checksums(owner)
        screens = [open_on(one, shown, replay) for one in own]
        for seen in screens:
            seen.page.evaluate(WATCH)
        replay.turn("play")
        time.sleep(SECONDS)
        replay.turn("pause")
        stood = settled(screens)
        found = [states(seen) for seen in screens]

        assert len({*stood}) == 1
        assert len(found[0]) > 2
        assert [[one["text"] for one in some] for some in found[1:]] == [
            [one["text"] for one in found[0]] for _ in found[1:]
        ]
        apart = [
            max(moments) - min(moments)
            for moments in zip(*([one["at"] for one in some] for some in found), strict=True)
        ][1:]  # the first stood there when it was looked at
        print(f"{len(apart)} states, apart by {sorted(apart)} ms")
        # Three browsers and all services share the cores of one machine here.
        assert median(apart) <= IN_STEP_MS
        assert max(apart) < A_BEAT_MS
        assert checksums(owner) == before
        assert {channel for channel, _ in heard()} == {"muster_clock"}
        assert {payload for _, payload in heard()} == {""}
        for seen in screens:
            seen.is_clean()


@contextmanager
def listening(owner: Connection) -> Iterator[Any]:
    """Give what rings meanwhile, on every channel there is."""
    found: list[tuple[str, str]] = []
    with connect(owner.info.dsn, application_name="muster tests") as sink:
        for channel in CHANNELS:
            sink.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))

        def heard() -> list[tuple[str, str]]:
            found.extend((note.channel, note.payload) for note in sink.notifies(timeout=0.2))
            return found

        yield heard


def settled(screens: list[Watched]) -> list[str]:
    """Wait until every screen shows where the replay stands; give what each shows."""

    def moments() -> list[str]:
        return [seen.page.evaluate("muster.followed.asked").__str__() for seen in screens]

    until(lambda: len({*moments()}) == 1, "the screens to stand at one moment", 20)
    time.sleep(1)
    return [seen.page.evaluate("document.getElementById('main').textContent") for seen in screens]


def test_who_comes_late_is_in_step_at_once_and_every_page_follows(
    chromium: Browser, shown: Dashboard, replay: Replay
):
    first = open_on(chromium, shown, replay)
    replay.turn("step", "--by", "3d")
    replay.turn("play")
    until(lambda: "Pause" in first.text("#replay-play"), "the first screen to play")
    late = open_on(chromium, shown, replay, "/events")

    until(lambda: late.text(AT) and late.text(AT) == first.text(AT), "the late one to be in step")
    late.page.click("#nav a:has-text('Trends')")
    until(lambda: late.page.evaluate("muster.page.path") == "/trends", "the other page")
    until(lambda: late.text(AT) == first.text(AT), "the other page to be in step")
    assert late.page.evaluate("location.search") == f"?clock={replay.name}"
    assert late.page.evaluate("document.title") == "REPLAY Trends – Muster"
    for seen in (first, late):
        seen.is_clean()
        seen.context.close()


def test_its_holder_moves_it_by_key_and_by_button_for_all_who_follow(
    chromium: Browser, shown: Dashboard, replay: Replay
):
    here, there = (open_on(chromium, shown, replay) for _ in range(2))
    until(lambda: here.page.is_visible("#replay-controls"), "the buttons")
    began = here.text(AT)

    here.page.keyboard.press("f")
    until(lambda: there.text(AT) != began, "a day on")
    until(lambda: moment_of(there) - moment_of_replay(replay, "from_at") == DAY, "its data")
    here.page.keyboard.press("b")
    until(lambda: there.text(AT) == began, "a day back")
    here.page.keyboard.press("-")
    until(lambda: "standing · 600 ×" in there.text("#replay-state"), "a slower pace")
    here.page.click("#replay-faster")
    until(lambda: "3,600 ×" in there.text("#replay-state"), "a faster pace")
    here.page.keyboard.press("p")
    until(lambda: "standing" not in there.text("#replay-state"), "it to play")
    here.page.click("#replay-play")
    until(lambda: "standing" in there.text("#replay-state"), "it to stand")
    here.page.click("#replay-way", position={"x": 200, "y": 4})
    until(
        lambda: moment_of(there) > moment_of_replay(replay, "from_at") + DAY,
        "where it was clicked",
    )
    here.page.keyboard.press("l")
    until(lambda: here.text("#live") == "● LIVE", "now on this screen")
    assert not here.page.is_visible("#replay-bar")
    assert there.page.is_visible("#replay-bar")
    there.page.click("#replay-stop")
    until(lambda: "was stopped" in there.text("#replay-state"), "it to be said that it is stopped")
    for seen in (here, there):
        seen.context.close()


def test_who_does_not_hold_it_sees_who_does_and_moves_nothing(
    chromium: Browser, shown: Dashboard, replay: Replay
):
    with replay.own.connect() as owner:
        put_viewer(owner, "analyst", "RESTRICTED", None)
    seen = open_on(chromium, shown, replay)
    replay.turn("hand-over", "analyst")

    until(lambda: "held by analyst" in seen.text("#replay-state"), "the new holder")
    assert not seen.page.is_visible("#replay-controls")
    began = seen.text(AT)
    seen.page.keyboard.press("f")
    seen.shows("#replay-refused", "analyst holds")
    assert seen.text(AT) == began
    assert turned(shown, {"clock": replay.name, "act": "stop"}) == 403
    code, said = replay.own.muster("replay", "play", replay.name)
    assert (code, said.count("\n")) == (2, 1)
    assert "analyst holds" in said
    replay.turn("play", "--viewer", "analyst")
    until(lambda: seen.text(AT) != began, "the new holder to play it")
    seen.context.close()


def test_at_its_end_it_stands_and_says_so(chromium: Browser, shown: Dashboard, replay: Replay):
    seen = open_on(chromium, shown, replay)
    last = replay.own.one(
        "select to_at - interval '1 hour' from muster.replay_clock where name = %s", replay.name
    )
    replay.turn("seek", f"{last:%Y-%m-%dT%H:%MZ}")
    replay.turn("play")

    until(lambda: "ended" in seen.text("#replay-state"), "the end")
    until(lambda: moment_of(seen) == moment_of_replay(replay, "to_at"), "the last moment")
    seen.page.keyboard.press("p")
    seen.shows("#replay-refused", "has ended")
    seen.context.close()


def test_it_goes_on_when_the_dashboard_is_killed_and_screens_find_it_again(
    chromium: Browser, shown: Dashboard, replay: Replay
):
    seen = open_on(chromium, shown, replay)
    replay.turn("play")
    until(lambda: "standing" not in seen.text("#replay-state"), "it to play")
    shown.kill()
    replay.turn("pause")
    replay.turn("step", "--by", "2d")
    shown.start()

    until(lambda: "standing" in seen.text("#replay-state"), "the screen to hear of it")
    until(
        lambda: (
            seen.page.evaluate("muster.followed.asked")
            == seen.page.evaluate("muster.followed.clock.position")
        ),
        "what is shown to be of that moment",
    )
    seen.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_marked_and_what_is_taken_away_too(
    chromium: Browser, shown: Dashboard, replay: Replay, scheme: Any
):
    replay.turn("step", "--by", "2d")
    seen = open_on(chromium, shown, replay, scheme=scheme)
    mark = f"REPLAY {replay.name} · EXERCISE DATA · "
    until(lambda: seen.page.is_visible("#replay-bar"), "the bar")

    assert seen.text("#banner-top").startswith(mark)
    assert seen.text("#banner-bottom").startswith(mark)
    assert seen.text(".replay-mark") == "REPLAY"
    seen.has_no_barriers(scheme)
    seen.page.click("#readiness .menu summary")
    href = seen.page.get_attribute("#readiness [data-take=csv]", "href") or ""
    status, text = shown.get(href)
    assert status == 200
    facts = dict(
        line[2:].strip().split(": ", 1) for line in text.split("\n") if line.startswith("# ")
    )
    shown_at = seen.page.evaluate(PARAMETERS)["as_of"]
    assert facts["marking"].startswith(mark)
    assert moment(facts["as of"]) == moment(facts["known at"]) == moment(shown_at)
    assert "clock=" not in facts["link"]
    assert f"as_of={facts['as of']}" in facts["link"]
    seen.is_clean()
    seen.context.close()


def test_a_wall_shows_the_replay_and_nothing_to_touch(
    chromium: Browser, shown: Dashboard, replay: Replay
):
    seen = look(chromium, shown.url, f"/?clock={replay.name}&wall=1&pages=overview,trends&every=1")

    until(lambda: seen.page.evaluate("muster.page.path") == "/trends", "the next page")
    until(lambda: seen.page.is_visible("#replay-bar"), "the bar")
    assert seen.page.evaluate("new URLSearchParams(location.search).get('clock')") == replay.name
    assert not seen.page.is_visible("#replay-play")
    seen.context.close()


WRONG_ADDRESSES = {
    "/?clock=nobody-started-it": 404,
    "/?clock=": 200,
    "/?clock=No": 400,
    "/?clock=a&clock=b": 400,
    "/api/replay": 400,
    "/api/replay?clock=nobody-started-it": 404,
    "/api/replay?clock=a&body=NATO": 400,
    "/export/overview/readiness.csv?clock=nobody-started-it": 400,
    "/api/notes?page=/&clock=nobody-started-it": 400,
}


def test_a_replay_that_is_not_there_is_named_and_shows_nothing(shown: Dashboard):
    answers = {address: shown.get(address) for address in WRONG_ADDRESSES}

    assert {one: status for one, (status, _) in answers.items()} == WRONG_ADDRESSES
    assert "was stopped, or never started" in answers["/?clock=nobody-started-it"][1]


WRONG_TURNS: tuple[tuple[Any, int], ...] = (
    (b"", 400),
    (b"[", 400),
    (b"\xff", 400),
    ({"clock": None, "act": "play"}, 400),
    ({"clock": "nobody-started-it", "act": "play"}, 404),
    ({"clock": "x" * 41, "act": "play"}, 400),
    ({"act": "erase"}, 400),
    ({"act": "play", "faster": True}, 400),
    ({"act": "speed"}, 400),
    ({"act": "speed", "rate": 0}, 400),
    ({"act": "speed", "rate": 3601}, 400),
    ({"act": "seek", "to": "yesterday"}, 400),
    ({"act": "seek", "to": "2026-01-01T00:00:00"}, 400),
    ({"act": "seek", "to": "1999-01-01T00:00:00Z"}, 400),
    ({"act": "step", "step_s": 10**12}, 400),
    ({"act": "hand-over", "holder": "nobody-of-this-name"}, 400),
    ({"act": "hand-over", "holder": "x" * 1100}, 413),
)


def test_what_nobody_can_do_to_a_replay_is_refused_and_moves_nothing(
    shown: Dashboard, replay: Replay
):
    query = "select * from muster.replay_clock where name = %s"
    before = replay.own.ask(query, replay.name)
    named = [
        ({"clock": replay.name, **what} if isinstance(what, dict) else what, status)
        for what, status in WRONG_TURNS
    ]
    found = [turned(shown, what) for what, _ in named]

    assert found == [status for _, status in named]
    assert replay.own.ask(query, replay.name) == before
    elsewhere = {"Content-Type": "text/plain"}
    assert shown.post("/api/replay", {"clock": replay.name, "act": "play"}, elsewhere) == 415
    foreign = {"Origin": "http://elsewhere.example.org"}
    assert shown.post("/api/replay", {"clock": replay.name, "act": "play"}, foreign) == 403
    assert replay.own.ask(query, replay.name) == before


def turned(shown: Dashboard, what: object) -> int:
    return shown.post("/api/replay", what)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def moment_of(seen: Watched) -> datetime:
    """Give the moment that a screen has asked for."""
    return moment(seen.page.evaluate(PARAMETERS)["as_of"])


def moment_of_replay(replay: Replay, column: str) -> datetime:
    row = replay.own.ask(f"select {column} from muster.replay_clock where name = %s", replay.name)
    return row[0][0]
