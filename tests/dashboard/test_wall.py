"""A wall: pages in turn for hours, through restarts, without growing and without a hand.

The short form runs with the other tests. With `MUSTER_WALL_MINUTES=2` it is the long one: at sixty
times the pace, two hours of a wall, with ten restarts of the server.
"""

import os
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from infra.clock import utc_now
from schemas.events import ResourceLevelReported
from tests.dashboard.running import Dashboard, Watched, look, until
from tests.support.builders import event
from tests.support.instance import Instance

MINUTES = float(os.environ.get("MUSTER_WALL_MINUTES", "0.5"))
RESTARTS = max(2, round(MINUTES * 5))
PAGES = "overview,interoperability,trends,events"
WALL = f"/?wall=1&pages={PAGES}&every=1"
GROWTH = 0.10
PAUSE_S = 0.5

pytestmark = [
    pytest.mark.usefixtures("filled"),
    pytest.mark.timeout(240 + MINUTES * 240),
]


def _measured(seen: Watched) -> tuple[float, int]:
    """Give heap and nodes with the same page on the screen each time."""
    until(lambda: seen.page.evaluate("location.pathname") == "/events", "the last page's turn")
    until(lambda: seen.page.evaluate("location.pathname") == "/", "the first page's turn")
    until(lambda: seen.page.query_selector("#readiness-matrix .m-cell.l2"), "its matrix")
    session = seen.context.new_cdp_session(seen.page)
    session.send("HeapProfiler.collectGarbage")
    heap = seen.page.evaluate("performance.memory.usedJSHeapSize")
    return heap, seen.page.evaluate("document.querySelectorAll('*').length")


def _paths(seen: Watched, seconds: float) -> Iterator[str]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield seen.page.evaluate("location.pathname")
        time.sleep(0.1)


def test_a_wall_shows_its_pages_in_turn_and_has_nothing_to_touch(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, WALL, size=(1920, 1080))

    shown = set(_paths(seen, 12))

    assert shown == {"/", "/interoperability", "/trends", "/events"}
    controls = "[...document.querySelectorAll('button, input')]"
    visible = f"{controls}.filter(one => one.checkVisibility()).map(one => one.id)"
    assert seen.page.evaluate(visible) == ["live"]
    assert "wall=1" in seen.page.url
    seen.is_clean()
    seen.context.close()


def test_a_wall_goes_on_through_restarts_and_does_not_grow(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    seen = look(chromium, dashboard.url, WALL, size=(1920, 1080))
    _keep_going(muster, 10)
    heap, nodes = _measured(seen)

    for _ in range(RESTARTS):
        _keep_going(muster, MINUTES * 60 / RESTARTS)
        dashboard.kill()
        muster.send("capability-updates", [_report(number) for number in range(3)])
        dashboard.start()
    until(lambda: "current" in seen.text("#feed"), "the feed to be current")
    newest = muster.one("select seq from head")
    until(lambda: seen.page.evaluate("muster.live.seq") >= newest, "the wall to know it all")
    heap_after, nodes_after = _measured(seen)

    print(
        f"{MINUTES * 60:.0f} s, {RESTARTS} restarts: "
        f"heap {heap / 1e6:.1f} → {heap_after / 1e6:.1f} MB, nodes {nodes} → {nodes_after}"
    )
    assert nodes_after == pytest.approx(nodes, rel=GROWTH)
    assert heap_after < heap * (1 + GROWTH)
    seen.context.close()


def _keep_going(muster: Instance, seconds: float) -> None:
    """Have live events for this long: sixty times as many as the demo tells."""
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        muster.send("capability-updates", [_report(number + tenth) for tenth in range(10)])
        number += 10
        time.sleep(PAUSE_S)


def _report(number: int) -> bytes:
    return event(ResourceLevelReported, pct=10 + number % 80, time=utc_now().isoformat())
