"""Walls: a screen shows a code, somebody else types it, and the screen only ever looks."""

import json
import re
import time
from collections.abc import Generator

import pytest
from playwright.sync_api import Browser

from dashboard.app import PAGES
from dashboard.wording.catalogue import texts
from infra.viewers import kept, walls
from schemas.events import MemberJoined, ResourceLevelReported
from tests.dashboard.running import Dashboard, place, until
from tests.dashboard.signing import Client, account, by_login, signed_in
from tests.support.builders import event
from tests.support.instance import Instance

OUT_WITHIN_S = 5.0
CODE = re.compile(r'class="wall-code">([^<]+)<')


@pytest.fixture(scope="module")
def dashboard(muster: Instance) -> Generator[Dashboard]:
    joined = [event(MemberJoined, actor=one, from_on="2004-03-29") for one in ("EST", "FIN")]
    muster.send("summit-decisions", joined)
    muster.send("capability-updates", [event(ResourceLevelReported, actor="EST", pct=41.5)])
    muster.wait_until_read()
    own = by_login(muster).start()
    account(muster, "chief", "COSMIC TOP SECRET", None, "administrator")
    # Everything that a viewer may be allowed: a wall is allowed none of it.
    account(muster, "watch", "RESTRICTED", "EST", "recorder", "analyst", "administrator")
    yield own
    own.stop()


@pytest.fixture(autouse=True)
def afresh(muster: Instance) -> None:
    with muster.connect() as owner:
        owner.execute("delete from muster.sign_in_attempt")
        owner.execute("delete from muster.session where wall is not null")
        owner.execute("delete from muster.wall_code")


def screen(dashboard: Dashboard) -> tuple[Client, str]:
    """Give a screen that waits, and the code that it shows."""
    client = Client(dashboard.url)
    return client, shown(client)


def shown(client: Client) -> str:
    answer = client.get("/wall")
    found = CODE.search(answer.body)
    assert found, answer
    return found[1]


def pair(dashboard: Dashboard, code: str, name: str = "Hall", **more: str) -> int:
    chief = signed_in(dashboard, "chief")
    form = {"code": code, "name": name, "viewer": "watch", "every": "30", **more}
    return chief.form("/walls/pair", **form).status


def paired(dashboard: Dashboard, name: str = "Hall") -> Client:
    client, code = screen(dashboard)
    assert pair(dashboard, code, name) == 200
    assert client.get("/wall").status == 303
    return client


def test_a_screen_in_a_browser_from_its_code_to_its_end(chromium: Browser, dashboard: Dashboard):
    wall = chromium.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    wall.goto(dashboard.url + "/wall")
    code = wall.locator(".wall-code").inner_text()
    context = chromium.new_context()
    chief = signed_in(dashboard, "chief")
    own = [{"name": n, "value": v, "url": dashboard.url} for n, v in chief.cookies.items()]
    context.add_cookies(own)  # type: ignore[arg-type]
    managing = context.new_page()
    managing.goto(dashboard.url + "/you")
    managing.get_by_role("link", name="Walls").click()
    managing.get_by_label("Code").fill(code.lower().replace("-", " "))
    managing.get_by_label("Name of the screen").fill("Operations room")
    managing.get_by_label("It sees what this viewer may see").fill("watch")
    managing.get_by_label("Events").check()
    managing.get_by_label("Seconds for each page").fill("5")
    managing.get_by_role("button", name="Pair").click()
    said = managing.get_by_role("status").inner_text()

    assert "Operations room is paired" in said
    until(lambda: "wall=1" in place(wall), "the first page")
    until(lambda: wall.locator(".page:not(.is-waiting)").count() == 1, "what is on it")
    pages = "overview,interoperability,trends,events"
    assert place(wall) == f"{dashboard.url}/?wall=1&pages={pages}&every=5"
    until(lambda: "/interoperability" in place(wall), "the second page in turn", 20)

    began = time.monotonic()
    managing.get_by_role("button", name="End the wall Operations room").click()
    until(lambda: place(wall).endswith("/wall"), "the code again", OUT_WITHIN_S)

    assert time.monotonic() - began < OUT_WITHIN_S
    assert wall.locator(".wall-code").inner_text() != code
    assert "No screen is paired" in managing.content()
    context.close()
    wall.context.close()


def test_a_wall_sees_what_its_viewer_sees_and_only_looks(dashboard: Dashboard):
    client = paired(dashboard)
    body = json.dumps({"kind": "note", "about": "/events#log", "text": "x"}).encode()
    own = {"Content-Type": "application/json", "Idempotency-Key": "a-key-of-a-wall-01"}

    assert ">watch<" in client.get("/events").body
    assert client.get("/export/events/log.csv").status == 403
    assert client.ask("POST", "/api/notes", body, own).status == 403
    assert client.ask("POST", "/api/whatifs", b'{"seq": 1}', own).status == 403
    assert client.ask("POST", "/api/replay", b'{"clock": "x", "act": "play"}', own).status == 403
    assert client.get("/walls").status == 403
    assert client.form("/walls/end", name="Hall").status == 403
    assert "This is for others" in client.get("/system").body
    assert client.get("/events").status == 200


def test_a_code_pairs_once_and_only_while_it_is_shown(dashboard: Dashboard, muster: Instance):
    client, code = screen(dashboard)
    again = shown(client)
    statuses = [pair(dashboard, code, "First"), pair(dashboard, code, "Second")]
    late, old = screen(dashboard)
    muster.ask("update muster.wall_code set ends_at = clock_timestamp() returning origin")
    too_late = pair(dashboard, old, "Third")

    assert again == code
    assert statuses == [200, 409]
    assert too_late == 409
    assert shown(late) != old


def test_codes_cannot_be_guessed(dashboard: Dashboard):
    screen(dashboard)
    statuses = [pair(dashboard, f"2222-{number:04}") for number in range(7)]

    assert statuses[:5] == [409] * 5
    assert 429 in statuses[5:]


def test_only_administrators_pair_and_end(dashboard: Dashboard, muster: Instance):
    account(muster, "plain", "SECRET", "EST", "recorder", "analyst")
    paired(dashboard, "Hall")
    _, code = screen(dashboard)
    plain, nobody = signed_in(dashboard, "plain"), Client(dashboard.url)
    form = {"code": code, "name": "Theirs", "viewer": "watch", "every": "30"}

    for one, status in ((plain, 403), (nobody, 401)):
        assert one.form("/walls/pair", **form).status == status
        assert one.form("/walls/end", name="Hall").status == status
    assert plain.get("/walls").status == 403
    assert nobody.get("/walls").header("location").startswith("/sign-in")
    assert muster.ask("select wall from muster.session where wall is not null") == [("Hall",)]


def test_what_another_site_sends_pairs_nothing(dashboard: Dashboard):
    chief = signed_in(dashboard, "chief")
    _, code = screen(dashboard)
    form = {"code": code, "name": "Theirs", "viewer": "watch", "every": "30"}
    other = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}

    assert chief.form("/walls/pair", headers=other, **form).status == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"viewer": "no-such"},
        {"viewer": "owner"},
        {"name": "<script>"},
        {"every": "1"},
        {"every": "x"},
        {"page-system": "on"},
        {"unknown": "x"},
    ],
    ids=str,
)
def test_what_cannot_be_paired_leaves_the_code_as_it_was(
    dashboard: Dashboard, wrong: dict[str, str]
):
    _, code = screen(dashboard)

    assert pair(dashboard, code, **{"name": "Hall", **wrong}) in (400, 409)
    assert pair(dashboard, code) == 200


def test_a_wall_ends_with_its_viewers_rights_and_not_with_that_persons_sessions(
    dashboard: Dashboard, muster: Instance
):
    wall = paired(dashboard)
    watch = signed_in(dashboard, "watch")
    for _ in range(11):
        signed_in(dashboard, "watch")
    watch = signed_in(dashboard, "watch")
    watch.form("/sign-out-everywhere")
    kept_on = wall.get("/events").status
    with muster.connect() as owner:
        kept.put_viewer(owner, "watch", "UNCLASSIFIED", "EST", ["analyst"])
        ended = wall.get("/events")
        kept.put_viewer(
            owner, "watch", "RESTRICTED", "EST", ["recorder", "analyst", "administrator"]
        )

    assert kept_on == 200
    assert ended.header("location").startswith("/sign-in")
    assert wall.get(ended.header("location")).header("location") == "/wall"


def test_a_screen_that_was_off_for_a_day_is_paired_again(dashboard: Dashboard, muster: Instance):
    wall = paired(dashboard)
    muster.ask(
        "update muster.session set seen_at = seen_at - interval '25 hours'"
        " where wall is not null returning wall"
    )

    assert wall.get("/events").status == 303
    assert shown(wall)


def test_a_person_who_signs_in_is_no_screen_and_a_browser_with_a_person_shows_no_code(
    dashboard: Dashboard,
):
    client, _ = screen(dashboard)
    to_sign_in = client.get("/sign-in?as=person")
    client.sign_in("chief")

    assert to_sign_in.status == 200
    assert "Somebody is signed in here" in client.get("/wall").body
    client.form("/sign-out")
    assert client.get("/sign-in").status == 200


def test_too_many_screens_of_an_address_wait_for_their_turn(dashboard: Dashboard):
    statuses = [Client(dashboard.url).get("/wall").status for _ in range(22)]

    assert statuses == [200] * 20 + [503] * 2


def test_the_database_keeps_neither_the_code_nor_the_token(dashboard: Dashboard, muster: Instance):
    client, code = screen(dashboard)
    rows = str(muster.ask("select c::text from muster.wall_code c"))

    assert code not in rows
    assert code.replace("-", "") not in rows
    assert [one for one in client.cookies.values() if len(one) > 20 and one in rows] == []


def test_commands_pair_list_and_end(dashboard: Dashboard, muster: Instance):
    wall, code = screen(dashboard)
    named = ("--viewer", "watch", "--name", "Hall")
    codes = [
        muster.muster("walls", "pair", "2222-2222", *named)[0],
        muster.muster("walls", "pair", code, *named, "--page", "system")[0],
        muster.muster("walls", "pair", code, *named, "--page", "events", "--every", "60")[0],
    ]
    _, listed = muster.muster("walls", "list")
    shows = wall.get("/wall").header("location")
    ended, _ = muster.muster("walls", "end", "Hall")
    again, said = muster.muster("walls", "end", "Hall")

    assert codes == [2, 2, 0]
    assert "Hall  as watch, paired by " in listed
    assert shows == "/events?wall=1&pages=events&every=60"
    assert (ended, again) == (0, 2)
    assert said.count("\n") == 1
    assert wall.get("/events").status == 303


def test_the_pages_of_walls_are_those_that_are_not_for_operators():
    shown = {page.name: page.title for page in PAGES if not page.only_for}
    assert [*walls.PAGES] == [*shown]
    assert texts("walls.pages") == shown
    for page in PAGES:
        if not page.only_for:
            assert walls.shows([page.name], 30).startswith(f"{page.path}?")
