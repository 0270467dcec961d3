"""What a page costs to load, measured in a real browser: bytes on the wire and requests."""

import pytest
from playwright.sync_api import Browser

from dashboard.app import BY_PATH
from tests.bench.figures import GOALS
from tests.bench.screen.browser import loads
from tests.bench.screen.figures import KB, LOADS, load_figure
from tests.dashboard.running import Dashboard
from tests.support.instance import Instance


@pytest.mark.parametrize("path", BY_PATH)
def test_a_page_is_light_the_first_time_and_lighter_the_next(
    path: str, filled: Instance, dashboard: Dashboard, chromium: Browser
):
    cold, warm = loads(chromium, dashboard.url + path)

    for which, load in zip(LOADS, (cold, warm), strict=True):
        assert GOALS[load_figure(which, "sent", path)].is_met_by(load.sent_bytes / KB), load
    assert GOALS[load_figure("warm", "requests", path)].is_met_by(warm.requests)


def test_the_marking_and_the_frame_are_there_from_the_first_byte(
    filled: Instance, dashboard: Dashboard
):
    status, text = dashboard.get("/trends")
    first = text[text.index("<body>") : text.index('id="react-entry-point"')]

    assert status == 200
    assert first.count('<div class="banner">EXERCISE DATA · ') == 2
    assert "Interoperability</a>" in first


def test_whoever_has_an_asset_never_asks_for_it_again(dashboard: Dashboard):
    status, text = dashboard.get("/")
    address = text.split('<link rel="stylesheet" href="')[1].split('"')[0]

    status, _ = dashboard.get(address)
    headers = dashboard.headers(address, {"Accept-Encoding": "br"})

    assert status == 200
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Content-Encoding"] == "br"


def test_the_stream_of_events_is_not_held_back_by_compression(dashboard: Dashboard):
    headers = dashboard.headers("/stream", {"Accept-Encoding": "gzip, br"})

    assert headers["Content-Type"].startswith("text/event-stream")
    assert "Content-Encoding" not in headers
