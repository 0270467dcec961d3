"""How long the server takes to give each page its data, asked as the browser asks."""

import time
import urllib.request
from collections.abc import Sequence

from playwright.sync_api import Browser

from tests.bench.screen.browser import until

UPDATE = "/_dash-update-component"
PAGE_MARK = "-empty.children"  # the callback that fills a page also fills its empty panel


def page_data_ms(browser: Browser, url: str, path: str, times: int) -> Sequence[float]:
    """Give how long each answer with the page's data took."""
    body = _question(browser, url, path)
    return [_ask_ms(url, body) for _ in range(times)]


def _question(browser: Browser, url: str, path: str) -> bytes:
    page = browser.new_context().new_page()
    found: list[str] = []
    page.on(
        "request", lambda one: found.append(one.post_data or "") if UPDATE in one.url else None
    )
    page.goto(url + path)
    until(lambda: bool(page.evaluate("true") and _of_page(found)), f"{path} to ask for its data")
    page.context.close()
    return _of_page(found)[-1].encode()


def _of_page(bodies: Sequence[str]) -> list[str]:
    return [body for body in bodies if PAGE_MARK in body]


def _ask_ms(url: str, body: bytes) -> float:
    request = urllib.request.Request(url + UPDATE, body, {"Content-Type": "application/json"})  # noqa: S310
    began = time.monotonic()
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        answer.read()
    return 1000 * (time.monotonic() - began)
