"""A wall: pages in turn for hours, through restarts, without growing and without a hand.

The short form runs with the other tests. With `MUSTER_WALL_MINUTES=2` it is the long one: at sixty
times the pace, two hours of a wall, with ten restarts of the server.
"""

import os
import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from infra.clock import utc_now
from schemas.events import ResourceLevelReported
from tests.dashboard.running import Dashboard, Watched, look, until
from tests.support.builders import event
from tests.support.instance import Instance

MINUTES = float(os.environ.get("MUSTER_WALL_MINUTES", "0.1"))
RESTARTS = max(1, round(MINUTES * 5))
PATHS = ["/", "/interoperability", "/trends", "/events"]
WALL = "/?wall=1&pages=overview,interoperability,trends,events&every=1"
WARM_UP_S = 30  # for each minute of the run
GROWTH = 0.10
PAUSE_S = 0.5
# What a browser itself says of a server that is away; anything else is a fault.
LOST_CONNECTION = ("net::ERR_", "the server did not respond")
# A reading is a button too, for whoever asks why; on a wall it is a number.
VISIBLE_CONTROLS = """
[...document.querySelectorAll('button:not([data-why]), input, select, textarea')]
  .filter(one => one.checkVisibility()).map(one => one.id || one.outerHTML)
"""

pytestmark = [
    pytest.mark.usefixtures("filled"),
    pytest.mark.timeout(240 + MINUTES * 240),
]


@dataclass(frozen=True)
class Size:
    """How large a page is, with everything that can be thrown away thrown away."""

    heap_mb: float
    nodes: int  # in the page and kept by a script


def test_a_wall_shows_its_pages_in_turn_through_restarts_and_does_not_grow(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    seen = look(chromium, dashboard.url, WALL, size=(1920, 1080))
    seen.page.evaluate("window.wasLoadedOnce = true")
    for path in PATHS:
        _send(muster, 30)
        _until_shown(seen, path)
        assert seen.page.evaluate(VISIBLE_CONTROLS) == ["live"]
    seen.is_clean()
    # The heap of a new page grows for some forty turns, while its code is compiled.
    _keep_going(muster, MINUTES * WARM_UP_S)
    before = _size(seen)

    for _ in range(RESTARTS):
        _keep_going(muster, MINUTES * 60 / RESTARTS)
        dashboard.kill()
        _send(muster, 3)
        dashboard.start()
    _until_it_knows_all(seen, muster)
    after = _size(seen)

    print(f"{MINUTES * 60:.0f} s, {RESTARTS} restarts: {before} → {after}")
    assert seen.page.evaluate("window.wasLoadedOnce && location.search.includes('wall=1')")
    assert [one for one in seen.errors if not any(word in one for word in LOST_CONNECTION)] == []
    assert seen.elsewhere == []
    assert after.nodes == pytest.approx(before.nodes, rel=GROWTH)
    assert after.heap_mb == pytest.approx(before.heap_mb, rel=GROWTH)
    seen.context.close()


def _until_it_knows_all(seen: Watched, muster: Instance) -> None:
    muster.wait_until_read()
    newest = muster.one("select seq from head")
    listed = "Number(document.querySelector('#latest-events li[data-seq]')?.dataset.seq)"
    until(lambda: seen.page.evaluate(listed) == newest, "the newest event in the list")
    assert "current" in seen.text("#feed")


def _until_shown(seen: Watched, path: str) -> None:
    shown = "muster.page.path === {!r} && !!document.querySelector('.page:not(.is-waiting)')"
    until(lambda: seen.page.evaluate(shown.format(path)), f"the turn of {path}")


def _size(seen: Watched) -> Size:
    """Give the size with the same page on the screen each time."""
    _until_shown(seen, PATHS[-1])
    _until_shown(seen, PATHS[0])
    session = seen.context.new_cdp_session(seen.page)
    session.send("HeapProfiler.collectGarbage")
    counted = session.send("Memory.getDOMCounters")
    heap = session.send("Runtime.getHeapUsage")
    session.detach()
    return Size(round(heap["usedSize"] / 1e6, 1), counted["nodes"])


def _keep_going(muster: Instance, seconds: float) -> None:
    """Have live events for this long: sixty times as many as the demo tells."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        _send(muster, 10)
        time.sleep(PAUSE_S)


def _send(muster: Instance, count: int) -> None:
    at = utc_now().isoformat()
    events = [event(ResourceLevelReported, pct=10 + n % 80, time=at) for n in range(count)]
    muster.send("capability-updates", events)
