"""The page of lessons in a real browser."""

import pytest
from playwright.sync_api import Browser

from tests.dashboard.running import Dashboard, look, until

pytestmark = pytest.mark.usefixtures("filled")


@pytest.mark.parametrize("size", [(1600, 1000), (1920, 1080), (1280, 860), (390, 844)])
def test_the_page_fills_the_screen_and_never_scrolls_sideways(
    chromium: Browser, dashboard: Dashboard, size: tuple[int, int]
):
    seen = look(chromium, dashboard.url, "/lessons", size=size)
    until(lambda: seen.page.query_selector(".history li"), "the history")

    width, inside, height = seen.page.evaluate(
        "[document.documentElement.scrollWidth, document.getElementById('main').scrollHeight,"
        " document.getElementById('main').clientHeight]"
    )

    assert width <= size[0]
    if size[0] >= 1600:
        assert inside <= height
    seen.is_clean()
    seen.context.close()


def test_a_burden_leads_to_its_lessons_by_keyboard(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/lessons")
    until(lambda: seen.page.query_selector(".burdens a[tabindex='0']"), "a burden to reach")

    seen.page.focus(".burdens a[tabindex='0']")
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    until(lambda: "actor=" in seen.page.url and "area=" in seen.page.url, "the address")
    until(lambda: seen.page.query_selector("#lesson-grid .ag-row"), "its lessons")

    seen.is_clean()
    seen.context.close()


def test_a_lesson_leads_to_the_exercise_that_could_prove_it_and_back_to_its_events(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/lessons?state=overdue")
    until(lambda: seen.page.query_selector("#lesson-panel a[href*='exercise=']"), "a candidate")

    seen.page.click("#lesson-panel a[href*='exercise=']")
    seen.shows("#exercise-title", "planned for")
    seen.page.go_back()
    until(lambda: seen.page.query_selector(".history a[data-go]"), "the history")
    seen.page.click(".history a[data-go]")
    until(lambda: "/events?seq=" in seen.page.url, "the event")

    seen.is_clean()
    seen.context.close()


def test_burden_has_a_table_and_gaps_are_explained(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/lessons")

    seen.page.click("[data-twin='burden']")
    until(lambda: seen.page.query_selector("#burden-grid .ag-row"), "rows of burden")

    assert seen.page.query_selector("#gaps-grid [data-why^='readiness:']")
    seen.has_no_barriers("light")
    seen.context.close()


@pytest.mark.parametrize("query", ["state=UP", "lesson=%00", "area=sea"])
def test_garbage_in_the_address_is_refused(dashboard: Dashboard, query: str):
    assert dashboard.get(f"/lessons?{query}")[0] == 400
