"""Pages rest: of what comes they change what is new, and nothing where nothing is."""

import re
import time
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser

from dashboard.app import PAGES
from infra.clock import utc_now
from schemas.envelope import decode
from schemas.events import InteropTestRecorded
from streams.client.message import Message
from streams.client.publisher import Publisher
from streams.demo.chance import DEFAULT_SEED, Chance
from streams.demo.live import LiveDay
from tests.dashboard.running import Dashboard, Watched, look, until
from tests.dashboard.walking import READ
from tests.support.builders import event
from tests.support.instance import Instance

EVENTS = 12
SAME_S = 60.0
# These two say how many seconds ago something was, or stand still.
LIVE = [page.path for page in PAGES if not page.is_always_now and page.path != "/review"]
PAST = "?as_of=2026-11-01T00:00Z&known_at=2099-01-01T00:00Z"
MOST_BYTES = 1000  # of an answer that says that nothing changed, its head included
WATCH = """
window.answered = [];
// Dash itself marks what it asks for.
const isOurs = one => one.attributeName !== 'data-dash-is-loading';
window.touches = [];
const told = one => [one.type, one.attributeName, one.target.id, one.target.className].join(' ');
new MutationObserver(all => { window.touches.push(...all.filter(isOurs).map(told)); }).observe(
  document.getElementById('main'),
  {childList: true, subtree: true, characterData: true, attributes: true});
new PerformanceObserver(list => list.getEntries().forEach(one => {
  if (one.name.includes('_dash-update-component')) window.answered.push(one.transferSize);
})).observe({type: 'resource'});
"""
PASSING = re.compile(
    r"\d{6}Z[A-Z]{3}\d{2,4}|T\d{2}:\d{2}:\d{2}\.\d+Z| · [▲▼●] .*|\d+ min\b|\d+ seconds?\b"
)
# What charts and grids number by chance as they draw.
DRAWN_BY_OTHERS = """
[...document.querySelectorAll('.page :is(svg, .ag-root-wrapper) [id]')].map(one => one.id)
"""
# What a grid told those who hear it stays with it: one filled before it is drawn was never empty.
SPOKEN = ".ag-aria-description-container"
FOLLOWED = {"/", "/interoperability", "/exercises", "/partners", "/events"}

pytestmark = pytest.mark.usefixtures("filled")


def _shown(seen: Watched) -> dict[str, Any]:
    """Give everything on a page but what the passing of time or the way here changes."""
    seen.page.evaluate("document.querySelectorAll('.event-new').forEach(mark => mark.remove())")
    seen.page.evaluate(
        f"document.querySelectorAll('{SPOKEN}').forEach(one => one.textContent = '')"
    )
    found = seen.page.evaluate(READ)
    for id in seen.page.evaluate(DRAWN_BY_OTHERS):
        found["texts"].pop(id, None)
    return _without_passing({name: found[name] for name in ("texts", "items", "cells", "grids")})


def _without_passing(value: Any) -> Any:
    if isinstance(value, str):
        return PASSING.sub("", value)
    if isinstance(value, dict):
        return {key: _without_passing(one) for key, one in value.items()}
    return [_without_passing(one) for one in value] if isinstance(value, list) else value


def _differences(one: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, ...]]:
    """Give the places at which two pages differ, and what stands there."""
    return [
        (part, place, str(one[part].get(place)), str(other[part].get(place)))
        for part in one
        for place in one[part].keys() | other[part].keys()
        if one[part].get(place) != other[part].get(place)
    ]


def _live(muster: Instance) -> None:
    chance, now = Chance(DEFAULT_SEED), utc_now()
    day = LiveDay(chance, now)
    with Publisher(muster.settings) as publisher:
        publisher.send(day.opening().message(chance, now))
        publisher.send(_test_of_a_pair())  # some hours of a day have none
        for number in range(EVENTS):
            at = utc_now()
            publisher.send(day.event(number, at).message(chance, at))
            publisher.flush()
            time.sleep(0.3)


def _test_of_a_pair() -> Message:
    time_now = utc_now().isoformat(timespec="microseconds")
    text = event(InteropTestRecorded, outcome="issue", time=time_now, source="synthetic/rest")
    return Message(text, decode(text))


@pytest.mark.parametrize("path", LIVE)
def test_a_page_that_followed_events_reads_as_one_that_is_opened_now(
    chromium: Browser, dashboard: Dashboard, muster: Instance, path: str
):
    followed = look(chromium, dashboard.url, path)
    followed.open_tables()
    before = _shown(followed)

    _live(muster)
    muster.wait_until_read()
    opened = look(chromium, dashboard.url, path)
    opened.open_tables()

    with suppress(AssertionError):
        until(lambda: _shown(followed) == _shown(opened), f"{path} to show the same", SAME_S)
    assert _differences(_shown(followed), _shown(opened)) == []
    assert path not in FOLLOWED or _shown(followed) != before
    followed.is_clean()
    followed.context.close()
    opened.context.close()


def _is_still(seen: Watched) -> bool:
    """Say whether nothing has been touched for a second: grids and charts go on for a while."""
    seen.page.evaluate("touches.length = 0; answered.length = 0")
    seen.page.wait_for_timeout(1000)
    return not seen.page.evaluate("touches.length")


@pytest.mark.parametrize("path", [page.path for page in PAGES if not page.is_always_now])
def test_a_page_whose_data_did_not_change_touches_nothing(
    chromium: Browser, dashboard: Dashboard, path: str
):
    seen = look(chromium, dashboard.url, path + PAST)
    seen.page.evaluate(WATCH)
    until(lambda: _is_still(seen), "the page to be drawn to its end")

    seen.page.evaluate("dash_clientside.set_props('tick', {data: Date.now()})")
    answers = 1 if path == "/review" else 2
    until(lambda: seen.page.evaluate("answered.length") >= answers, "the answers")
    seen.page.wait_for_timeout(300)

    assert seen.page.evaluate("touches") == []
    assert sum(seen.page.evaluate("answered")) < answers * MOST_BYTES
    seen.context.close()


def test_the_rows_behind_a_chart_come_when_they_are_opened(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/")
    rows = (
        "async () => { const api = await dash_ag_grid.getApiAsync('readiness-grid');"
        " return api.getDisplayedRowCount(); }"
    )

    assert seen.page.evaluate(rows) == 0
    seen.page.click("[data-twin='readiness']")
    until(lambda: seen.page.evaluate(rows) > 0, "the rows of the readings")
    seen.context.close()
