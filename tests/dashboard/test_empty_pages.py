"""Every page with nothing recorded: it says what would fill it, and nothing breaks."""

import pytest
from playwright.sync_api import Browser

from dashboard.app import PAGES
from tests.dashboard.running import Dashboard, look

# What is about now, and the form, have something to show also while nothing is recorded.
NEVER_EMPTY = [page.path for page in PAGES if page.is_always_now and page.path != "/alerts"]
# Alerts are empty until there are rules, whatever is recorded; their tests say so.
PATHS = [page.path for page in PAGES if page.path not in (*NEVER_EMPTY, "/alerts")]


@pytest.mark.parametrize("path", PATHS)
def test_an_empty_page_says_what_would_fill_it_and_can_be_read_by_everyone(
    chromium: Browser, dashboard: Dashboard, path: str
):
    seen = look(chromium, dashboard.url, path)

    assert "muster demo" in seen.text(".empty-panel")
    assert "muster publish FILE" in seen.text(".empty-panel")
    assert seen.text("#banner-top") == seen.text("#banner-bottom") == "NO DATA · UNMARKED"
    assert seen.text("#data-age") == "no event recorded"
    seen.has_no_barriers("light")
    seen.has_no_barriers("dark")
    seen.is_clean()
    seen.context.close()


@pytest.mark.parametrize("path", NEVER_EMPTY)
def test_what_an_empty_ledger_does_not_empty_is_shown_and_can_be_read_by_everyone(
    chromium: Browser, dashboard: Dashboard, path: str
):
    seen = look(chromium, dashboard.url, path)

    assert seen.text(".empty-panel") == ""
    assert seen.text("#data-age") == "no event recorded"
    seen.has_no_barriers("light")
    seen.has_no_barriers("dark")
    seen.is_clean()
    seen.context.close()
