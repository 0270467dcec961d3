"""Review on a year of history: by keyboard alone, true to the read functions, past as past."""

import io
import json
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser
from pyarrow import parquet

from tests.dashboard.running import Dashboard, Watched, look, until
from tests.support.instance import Instance

# A hundred readings can be opened, and the header comes before them.
MOST_TABS = 300
READY = "document.getElementById('replay')?.dataset.ready === 'true'"
LISTED = "document.querySelectorAll('#review-changes details').length"
NEXT = """
[...document.querySelectorAll('#review-changes .changes-ways a')]
  .some(one => one.textContent.startsWith('More'))
"""
GARBAGE = (
    "",
    "from_at=x",
    "as_of=2026-01-01",
    "dimension=spiritual",
    "body=<b>",
    "asof=1",
    "seq=1",
    "%00=%00",
)

pytestmark = pytest.mark.usefixtures("filled")


def review(chromium: Browser, dashboard: Dashboard, query: str = "", **how: object) -> Watched:
    seen = look(chromium, dashboard.url, f"/review{query}", **how)  # type: ignore[arg-type]
    until(lambda: seen.page.evaluate(READY), "the frames to be there")
    until(
        lambda: seen.page.query_selector("#review-changes[data-ready]"),
        "the difference to be there",
    )
    return seen


def address(seen: Watched) -> str:
    return seen.page.evaluate("location.pathname + location.search")


def value(seen: Watched, handle: str) -> str:
    return seen.page.get_attribute(f"#review-{handle}", "aria-valuetext") or ""


def press(seen: Watched, *keys: str) -> None:
    for key in keys:
        seen.page.keyboard.press(key)


def tab_to(seen: Watched, wanted: str) -> None:
    def is_there() -> bool:
        press(seen, "Tab")
        return bool(seen.page.evaluate(f"document.activeElement.matches({json.dumps(wanted)})"))

    assert any(is_there() for _ in range(MOST_TABS)), f"the key Tab never comes to {wanted}"


def test_a_whole_review_by_keyboard_alone(chromium: Browser, dashboard: Dashboard):
    seen = review(chromium, dashboard)
    tab_to(seen, "#review-a")
    before = value(seen, "a")
    press(seen, "PageDown", "Shift+ArrowLeft", "ArrowLeft")
    until(lambda: "from_at=" in address(seen), "A to be in the address")
    tab_to(seen, "#review-b")
    press(seen, "ArrowLeft")
    until(lambda: "as_of=" in address(seen), "B to be in the address")
    tab_to(seen, "#review-t")
    press(seen, "Home")
    start = value(seen, "t")
    press(seen, "Space")
    until(lambda: seen.page.evaluate("muster.replay.isPlaying"), "the replay to play")
    until(lambda: value(seen, "t") != start, "the moment to move")
    press(seen, "Space")

    assert value(seen, "a") != before
    assert not seen.page.evaluate("muster.replay.isPlaying")
    stopped = seen.text("#review-at")
    press(seen, ".")
    assert seen.text("#review-at") != stopped
    assert seen.page.query_selector("#review-events a")
    press(seen, ",", ",")

    until(lambda: seen.page.query_selector(".change summary"), "a changed reading")
    tab_to(seen, ".change summary")
    press(seen, "Enter")
    tab_to(seen, ".change[open] a, #review-name-text")
    if seen.page.evaluate("document.activeElement.id") != "review-name-text":
        press(seen, "Enter")
        until(lambda: "/events?" in address(seen), "the event of the cause")
        seen.page.go_back()
        until(lambda: seen.page.query_selector("#review-name-text"), "the review again")
    tab_to(seen, "#review-name-text")
    seen.page.keyboard.type("After the winter")
    assert seen.page.input_value("#review-name-text") == "After the winter"
    seen.is_clean()
    seen.context.close()


def test_it_says_how_a_report_is_made_of_what_is_shown(chromium: Browser, dashboard: Dashboard):
    seen = review(chromium, dashboard, "?from_at=2026-03-01&as_of=2026-06-01&body=NATO")
    seen.page.click(".report-commands summary")
    seen.page.click("#review-report summary")
    making, writing = seen.text("#review-report pre").splitlines()

    assert making.startswith("muster review create ")
    assert "--from 2026-03-01T00:00Z --to 2026-06-01T00:00Z --body NATO" in making
    assert writing.startswith("muster report ")
    seen.has_no_barriers("light")
    seen.is_clean()
    seen.context.close()


@pytest.mark.parametrize("query", ["?span=90d", "?dimension=technical"])
def test_it_is_drawn_clean_and_without_barriers_in_light_and_dark(
    chromium: Browser, dashboard: Dashboard, query: str
):
    seen = review(chromium, dashboard, query)

    assert seen.page.query_selector("#review-matrix .m-cell.l2")
    seen.has_no_barriers("light")
    seen.has_no_barriers("dark")
    seen.is_clean()
    seen.context.close()


def test_a_frame_of_the_past_never_looks_like_now(chromium: Browser, dashboard: Dashboard):
    seen = review(chromium, dashboard)
    seen.page.focus("#review-t")
    press(seen, "Home")

    assert "is-past" in (seen.page.get_attribute("#replay", "class") or "")
    moment = seen.page.get_attribute("#replay a[data-open='/trends']", "href") or ""
    assert "as_of=" in moment
    seen.context.close()


def test_playing_costs_little_time_for_a_frame(chromium: Browser, dashboard: Dashboard):
    seen = review(chromium, dashboard, "?speed=30")
    seen.page.click("#review-play")
    until(lambda: not seen.page.evaluate("muster.replay.isPlaying"), "the replay to end")
    times = seen.page.evaluate("muster.replay.times")

    gaps, own = (sorted(one[i] for one in times) for i in (0, 1))
    middle = len(times) // 2
    print(
        f"{len(times)} frames; from one to the next {gaps[middle]:.0f} ms, "
        f"own work {own[middle]:.1f} ms"
    )
    assert value(seen, "t") == value(seen, "b")
    seen.context.close()


def test_without_motion_the_replay_goes_in_steps(chromium: Browser, dashboard: Dashboard):
    context = chromium.new_context(
        reduced_motion="reduce", viewport={"width": 1280, "height": 800}
    )
    seen = review(chromium, dashboard, "?speed=90", context=context)
    seen.page.click("#review-play")
    until(lambda: not seen.page.evaluate("muster.replay.isPlaying"), "the replay to end")

    assert seen.page.evaluate("muster.replay.times.length") == 0
    assert value(seen, "t") == value(seen, "b")
    context.close()


@pytest.mark.parametrize("state", ["now", "then"])
@pytest.mark.parametrize("dimension", [None, "technical"])
def test_frames_folded_in_the_browser_are_what_the_read_functions_say(
    chromium: Browser, dashboard: Dashboard, filled: Instance, state: str, dimension: str | None
):
    chosen = f"&dimension={dimension}" if dimension else ""
    seen = review(chromium, dashboard, f"?state={state}{chosen}")
    moments = seen.page.evaluate("muster.replay.frames.moments")
    known = seen.page.evaluate(
        "new URLSearchParams(muster.replay.model.address.split('?')[1]).get('known_at')"
    )
    nothing = -1 if dimension else 0
    for i in (len(moments) // 3, len(moments) - 20, 5, len(moments)):
        seen.page.evaluate(f"muster.replay.frames.go({i})")
        folded = seen.page.evaluate(
            "(f => Object.fromEntries(f.keys.map(k => [k, f.value(k)])))(muster.replay.frames)"
        )
        at = datetime.fromtimestamp(moments[i - 1] / 1000, UTC)
        latest = datetime.fromisoformat(known.replace("Z", "+00:00"))
        asked = (at, min(at, latest) if state == "then" else latest)

        found = {key: cell for key, cell in folded.items() if cell and cell["level"] != nothing}

        read = dict(_read(filled, dimension, *asked))
        assert found.keys() == read.keys()
        for key, (level, index, last_level, last_index) in read.items():
            assert (found[key]["level"], found[key]["lastLevel"]) == (level, last_level)
            assert _rounds_to(index, found[key]["index"])
            assert _rounds_to(last_index, found[key]["lastIndex"])
    seen.context.close()


def _rounds_to(index: float | None, points: int | None) -> bool:
    return index is points if None in (index, points) else abs(index - points) <= 0.5 + 1e-9


def _read(
    muster: Instance, dimension: str | None, at: datetime, known: datetime
) -> Iterator[tuple[str, tuple[int, float | None, int, float | None]]]:
    if dimension:
        asked = (
            "select actor_a, actor_b, coalesce(level, -2), last_level "
            "from readiness.interoperability('NATO', %s, %s, %s)"
        )
        for actor_a, actor_b, level, last_level in muster.ask(asked, at, known, dimension):
            yield f"{actor_a}|{actor_b}", (level, None, last_level, None)
        return
    asked = (
        "select area, actor, level, index, last_level, last_index "
        "from readiness.readiness('NATO', %s, %s)"
    )
    for area, actor, level, index, last_level, last_index in muster.ask(asked, at, known):
        levels = [9 if one == "ND" else int(one) for one in (level, last_level)]
        yield f"{area}|{actor}", (levels[0], index, levels[1], last_index)


def test_an_address_is_the_review(chromium: Browser, dashboard: Dashboard):
    query = "?from_at=2026-03-01&as_of=2026-06-01&span=3y&speed=7&state=then&dimension=human"
    seen = review(chromium, dashboard, query)

    assert (value(seen, "a"), value(seen, "b")) == ("010000ZMAR26", "010000ZJUN26")
    assert "As then known" in seen.text("#review-choices .is-current:last-child")
    assert seen.page.evaluate("document.body.dataset.mode") == "past"
    seen.is_clean()
    seen.context.close()


@pytest.mark.parametrize("query", GARBAGE)
def test_frames_nobody_can_read_are_refused_with_the_reason(dashboard: Dashboard, query: str):
    status, body = dashboard.get(f"/api/frames?{query}")

    assert status == 400
    assert json.loads(body)["error"]


def test_garbage_in_the_address_of_the_page_is_refused(dashboard: Dashboard):
    for query in ("span=2y", "speed=2", "from_at=then", "state=Then"):
        assert dashboard.get(f"/review?{query}")[0] == 400


def test_changes_are_filtered_by_area_member_and_cause_and_all_can_be_reached(
    chromium: Browser, dashboard: Dashboard
):
    whole = rows_of(dashboard, "")
    areas = {row["where"] for row in whole}
    assert len(areas) > 1
    area = min(areas)

    in_area = rows_of(dashboard, f"?area={area}")
    assert in_area
    assert {row["where"] for row in in_area} == {area}
    assert readings(in_area) == {one for one in readings(whole) if one[1] == area}

    actor = in_area[0]["actor"]
    of_actor = rows_of(dashboard, f"?actor={actor}")
    assert {row["actor"] for row in of_actor} == {actor}

    cause = whole[0]["cause"]
    by_cause = rows_of(dashboard, f"?cause={cause.replace(' ', '-')}")
    assert {(row["actor"], row["where"]) for row in by_cause} == {
        (row["actor"], row["where"]) for row in whole if row["cause"] == cause
    }

    seen = review(chromium, dashboard, f"?area={area}")
    assert seen.page.evaluate(LISTED) == min(100, len(readings(in_area)))
    seen.context.close()


def test_every_part_of_a_long_list_of_changes_has_a_way_to_the_next(
    chromium: Browser, dashboard: Dashboard
):
    total = len(readings(rows_of(dashboard, "?span=1y")))
    seen = review(chromium, dashboard, "?span=1y")
    reached = seen.page.evaluate(LISTED)
    while seen.page.evaluate(NEXT):
        seen.page.click("#review-changes .changes-ways a:last-child")
        until(
            lambda before=reached: seen.text(".changes-ways").startswith(f"{before + 1:,} to"),
            "the next part",
        )
        reached += seen.page.evaluate(LISTED)

    assert reached == total
    seen.context.close()


def rows_of(dashboard: Dashboard, query: str) -> list[dict[str, Any]]:
    """Give the file of everything that changed."""
    url = f"{dashboard.url}/export/review/difference.parquet{query}"
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310
        return parquet.read_table(io.BytesIO(answer.read())).to_pylist()


def readings(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Give which readings are in a file: one may have many causes."""
    return {(row["actor"], row["where"]) for row in rows}
