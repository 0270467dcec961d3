"""Every page on a ledger of any size: drawn, clean, within the screen, with a bounded page."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from dashboard.app import PAGES
from infra.clock import utc_now
from streams.client.message import Message
from streams.client.publisher import Publisher
from tests.bench.load import load
from tests.bench.producer import send_all
from tests.dashboard.running import Dashboard, look, until
from tests.support.instance import Instance

PATHS = [page.path for page in PAGES]
PAST = "/?as_of=AT"
SIZES = [(1600, 1000), (1920, 1080), (1280, 800), (390, 844)]
LOAD_EVENTS = 60_000
MOST_NODES = 12_000
CUT = """
[...document.querySelectorAll('.card-title, .subtitle, .nav-link')]
  .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
  .map(one => one.textContent)
"""


@pytest.fixture(scope="module")
def large(muster: Instance, history: list[Message]) -> Instance:
    """Give a ledger with the season and many more events about the same members."""
    with Publisher(muster.settings) as publisher:
        for message in history:
            publisher.send(message)
        publisher.flush()
    send_all(muster.settings, load(7, LOAD_EVENTS))
    muster.wait_until_read(240)
    return muster


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("path", [*PATHS, PAST])
def test_a_page_on_a_large_ledger_fits_every_screen_and_stays_within_bounds(
    chromium: Browser, dashboard: Dashboard, path: str
):
    at = utc_now() - timedelta(days=60)
    seen = look(chromium, dashboard.url, path.replace("AT", f"{at:%Y-%m-%d}"))

    assert seen.page.evaluate("document.querySelectorAll('*').length") < MOST_NODES
    assert seen.text(".panel-age") == ""
    for width, height in SIZES:
        seen.page.set_viewport_size({"width": width, "height": height})
        until(lambda width=width: seen.page.evaluate("innerWidth") == width, "the new size")
        seen.page.evaluate("new Promise(done => setTimeout(done, 300))")

        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        assert seen.page.evaluate(CUT) == []
        if width >= 1600:
            assert seen.page.evaluate("document.documentElement.scrollHeight") <= height
    seen.is_clean()
    seen.context.close()
