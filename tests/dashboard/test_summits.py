"""The page of summits in a browser: clean, by keyboard, by address, and with nothing recorded."""

import pytest
from playwright.sync_api import Browser

from tests.dashboard.running import Dashboard, look, until

pytestmark = pytest.mark.usefixtures("filled")
STRIP = "#cadence-figure .scatterlayer path"


def test_the_page_is_drawn_clean_and_without_barriers_in_light_and_dark(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/summits")
    until(lambda: seen.page.query_selector(STRIP), "the strip")
    until(lambda: seen.page.query_selector("#meeting-panel table"), "before and after")

    assert "under silence" in seen.text("#decisions-title")
    assert "came least" in seen.text("#attendance-title")
    assert "Association, not effect" in seen.text("#meeting-panel")
    seen.has_no_barriers("light")
    seen.has_no_barriers("dark")
    seen.is_clean()
    seen.context.close()


@pytest.mark.parametrize("size", [(1600, 1000), (1920, 1080), (390, 844)])
def test_the_page_fills_the_screen_and_never_scrolls_sideways(
    chromium: Browser, dashboard: Dashboard, size: tuple[int, int]
):
    seen = look(chromium, dashboard.url, "/summits", size=size)

    width, height, inner, room = seen.page.evaluate(
        "(m => [document.documentElement.scrollWidth, document.documentElement.scrollHeight, "
        "m.scrollHeight, m.clientHeight])(document.getElementById('main'))"
    )

    assert width <= size[0]
    if size[0] >= 1600:
        assert height <= size[1]
        assert inner <= room
    seen.context.close()


def test_a_decision_is_opened_by_keyboard_and_closed_again(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/summits?state=contested")
    until(lambda: seen.page.query_selector("#decisions-list .list-what"), "a decision")

    seen.page.focus("#decisions-list .list-what")
    seen.page.keyboard.press("Enter")
    until(lambda: "decision=EXERCISE-decision-" in seen.page.url, "the decision in the address")
    seen.shows("#decisions-list", "Proposed, silence until")
    seen.page.focus("#decisions-choice a")
    seen.page.keyboard.press("Enter")
    until(lambda: "decision=" not in seen.page.url, "all decisions")

    seen.is_clean()
    seen.context.close()


def test_a_deep_link_shows_that_commitment_and_that_meeting(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(
        chromium,
        dashboard.url,
        "/summits?commitment=EXERCISE-notice-10-days&actor=FRA&meeting=EXERCISE-summit-2026",
    )

    seen.shows("#promise-title", "EXERCISE: have the first brigade ready within 10 days")
    seen.shows("#meeting-title", "Postponed")
    seen.shows("#meeting-subtitle", "postponed from 7 Jul 2026")
    assert seen.page.input_value("#pick-actor-summits") == "France"
    seen.page.click("[data-twin='promise']")
    until(lambda: seen.page.query_selector("#promise-grid .ag-row"), "a row for each actor")
    seen.context.close()


def test_what_nobody_knows_is_said_and_nothing_breaks(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/summits?commitment=x&decision=y&meeting=z&state=odd")

    seen.shows("#promise-title", "No such commitment is known")
    seen.shows("#decisions-title", "No such decision is known")
    seen.shows("#meeting-title", "No such meeting is known")
    seen.is_clean()
    seen.context.close()


@pytest.mark.parametrize("query", ["decision=%00", "meeting=" + "x" * 200, "state=NOT-A-WORD"])
def test_garbage_in_the_address_gets_a_clear_page(dashboard: Dashboard, query: str):
    status, body = dashboard.get(f"/summits?{query}")

    assert status == 400
    assert "This address cannot be shown" in body
