"""A real browser: when does an event stand in the page, what does a page cost to load?"""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from infra.errors import ServiceUnavailable
from tests.dashboard.running import CHROMIUM, CHROMIUM_ARGUMENTS, PAINTED

WAIT_S = 60
# A shared worker loads its own script and the stream, where a page's session does not see it.
WORKER = "/assets/live-"
HEARD = "!!document.querySelector('#feed[data-state=ok]')"
# Notes when each event's row came into the list, on the clock that the sender uses too.
WATCH = """
window.seenAt = {};
const note = () => document.querySelectorAll('#latest-events li[data-seq]').forEach(li => {
  window.seenAt[li.dataset.seq] ??= performance.timeOrigin + performance.now();
});
new MutationObserver(note).observe(document, {childList: true, subtree: true});
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What it took to load a page."""

    first_paint_ms: float
    painted_ms: float  # until its data is on it
    sent_bytes: float
    requests: int  # that left the browser, the stream of events among them


@contextmanager
def browser() -> Generator[Browser]:
    """Give a real browser."""
    with sync_playwright() as playwright:
        own = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield own
        own.close()


def watched(browser: Browser, url: str, *, is_watching: bool = True) -> Page:
    """Give a page with events on it, that notes when each comes into its list."""
    page = browser.new_context(viewport={"width": 1600, "height": 1000}).new_page()
    if is_watching:
        page.add_init_script(WATCH)
    page.goto(url)
    until(lambda: bool(page.query_selector("#latest-events li[data-seq]")), "events on the page")
    return page


def seen_at_s(page: Page) -> dict[int, float]:
    """Give when each event came into the page, in seconds since 1970."""
    return {int(seq): at / 1000 for seq, at in page.evaluate("window.seenAt").items()}


def page_seq(page: Page) -> int:
    """Give the number of the newest event the page has heard of."""
    return int(page.evaluate("muster.live.seq || 0"))


def loads(browser: Browser, url: str) -> tuple[Load, Load]:
    """Give what the first load of a page took, and what the next one took."""
    context = browser.new_context(viewport={"width": 1600, "height": 1000})
    page = context.new_page()
    try:
        return _load(page, url), _load(page, url)
    finally:
        context.close()


def _load(page: Page, url: str) -> Load:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    left = _watch_requests(session)
    drawn_ms = painted_ms(page, url)
    until(lambda: page.evaluate(HEARD), f"{url} to hear the feed")
    # What the browser tells is heard only while something is asked of it.
    until(lambda: page.evaluate("1") and None not in left.values(), f"{url} to have everything")
    first = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)[0]"
    )
    session.detach()
    sent = [one for one in left.values() if one is not None]
    # And the stream.
    return Load(first, drawn_ms, sum(sent), len(left) + 1)


def painted_ms(page: Page, url: str) -> float:
    """Go to an address, and give how long it took until the page's data was on it."""
    began = time.monotonic()
    page.goto(url, wait_until="commit")
    until(lambda: page.evaluate(PAINTED), f"{url} to be painted")
    return 1000 * (time.monotonic() - began)


def _watch_requests(session: CDPSession) -> dict[str, float | None]:
    """Give what was sent for each request that leaves the browser, None while it is under way."""
    left: dict[str, float | None] = {}
    document = ""

    def leaves(event: dict[str, Any]) -> None:
        nonlocal document
        if event.get("type") == "Document":
            document = event["loaderId"]
        # The page before this one may still ask, and is gone before it has its answer.
        is_own = event["loaderId"] == document
        url = event["request"]["url"]
        if is_own and WORKER not in url and not url.startswith(("data:", "blob:")):
            left[event["requestId"]] = None

    def was_kept(event: dict[str, Any]) -> None:
        if event.get("response", {"fromDiskCache": True})["fromDiskCache"]:
            left.pop(event["requestId"], None)

    def came(event: dict[str, Any]) -> None:
        if event["requestId"] in left:
            left[event["requestId"]] = event.get("encodedDataLength", 0.0)

    session.on("Network.requestWillBeSent", leaves)
    session.on("Network.requestServedFromCache", was_kept)
    session.on("Network.responseReceived", was_kept)
    session.on("Network.loadingFinished", came)
    session.on("Network.loadingFailed", came)
    return left


def heap_bytes(page: Page) -> float:
    """Give how much the page's scripts hold, after everything that can go is gone."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = page.evaluate("performance.memory.usedJSHeapSize")
    session.detach()
    return float(used)


def until(holds: Callable[[], bool], what: str, within_s: float = WAIT_S) -> None:
    """Return once something holds; Playwright's own waiting is blocked by the page's policy."""
    give_up_at = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > give_up_at:
            raise ServiceUnavailable(f"waited {within_s:g} s for {what}")
        time.sleep(0.02)
