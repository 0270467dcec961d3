"""What live events cost a page that is open: its main thread, its memory, the bytes it is sent."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page

from infra import clock
from infra.settings import Settings
from streams.client.message import Message
from streams.client.publisher import Publisher
from streams.demo.chance import DEFAULT_SEED, Chance
from streams.demo.live import LiveDay
from tests.bench.screen.browser import painted_ms

EVERY_S = 2.5  # 24 events a minute
FAST_PER_S = 10
SETTLE_S = 4.0
# How many bytes the answers had that came since the last time, their heads included.
ANSWERS = """
window.answers = [];
new PerformanceObserver(list => list.getEntries().forEach(one => {
  if (one.name.includes('_dash-update-component')) window.answers.push(one.transferSize);
})).observe({type: 'resource'});
"""
TAKE_ANSWERS = "window.answers.splice(0)"


@dataclass(frozen=True, slots=True)
class Resting:
    """What one open page took; its updates are those that live events caused."""

    drawn_ms: float  # from the address to its data
    update_ms: Sequence[float]  # of the main thread, for each update
    update_bytes: Sequence[float]
    fast_busy_share: float  # of the main thread, at ten events a second
    nodes: tuple[float, float]  # before and after all events
    heap_bytes: tuple[float, float]


class Live:
    """Live events as the demo has them, one at a time."""

    def __init__(self, settings: Settings) -> None:
        self._chance, self._number = Chance(DEFAULT_SEED), 0
        self._day = LiveDay(self._chance, clock.utc_now())
        self._settings = settings

    def send(self, count: int, per_s: float) -> None:
        """Send so many events, evenly spread, and return when the last has had its time."""
        with Publisher(self._settings, linger_ms=0) as publisher:
            for _ in range(count):
                began = time.monotonic()
                publisher.send(self._next())
                publisher.flush()
                time.sleep(max(0.0, 1 / per_s - (time.monotonic() - began)))

    def _next(self) -> Message:
        self._number, now = self._number + 1, clock.utc_now()
        return self._day.event(self._number, now).message(self._chance, now)


def rest_of(
    browser: Browser, url: str, send: Callable[[int, float], None], updates: int, fast_events: int
) -> Resting:
    """Give what a page takes while so many events come slowly, and then so many fast."""
    context = browser.new_context(viewport={"width": 1600, "height": 1000})
    page = context.new_page()
    page.add_init_script(ANSWERS)
    drawn_ms = painted_ms(page, url)
    time.sleep(SETTLE_S)
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    before = _memory(session)
    slow = [_update(page, session, send) for _ in range(updates)]
    busy_share = _busy_share(session, send, fast_events)
    time.sleep(SETTLE_S)
    after = _memory(session)
    context.close()
    seen = [one for one in slow if one is not None]
    return Resting(
        drawn_ms,
        [ms for ms, _ in seen],
        [size for _, size in seen],
        busy_share,
        (before["Nodes"], after["Nodes"]),
        (before["JSHeapUsedSize"], after["JSHeapUsedSize"]),
    )


def _update(
    page: Page, session: CDPSession, send: Callable[[int, float], None]
) -> tuple[float, float] | None:
    """Give what one event took of the main thread, and its bytes; None when nobody asked."""
    page.evaluate(TAKE_ANSWERS)
    before = _metrics(session)["TaskDuration"]
    send(1, 1 / EVERY_S)
    took_ms = 1000 * (_metrics(session)["TaskDuration"] - before)
    sent = page.evaluate(TAKE_ANSWERS)
    return (took_ms, sum(sent)) if sent else None


def _busy_share(
    session: CDPSession, send: Callable[[int, float], None], fast_events: int
) -> float:
    before, began = _metrics(session)["TaskDuration"], time.monotonic()
    send(fast_events, FAST_PER_S)
    return (_metrics(session)["TaskDuration"] - before) / (time.monotonic() - began)


def _memory(session: CDPSession) -> dict[str, float]:
    session.send("HeapProfiler.collectGarbage")
    return _metrics(session)


def _metrics(session: CDPSession) -> dict[str, float]:
    found = session.send("Performance.getMetrics")["metrics"]
    return {one["name"]: one["value"] for one in found}
