"""The page of exercises in a real browser."""

import pytest
from playwright.sync_api import Browser

from tests.dashboard.running import Dashboard, look, until

pytestmark = pytest.mark.usefixtures("filled")
SIZES = [(1600, 1000), (1920, 1080), (1280, 860), (390, 844)]


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fills_the_screen_and_never_scrolls_sideways(
    chromium: Browser, dashboard: Dashboard, size: tuple[int, int]
):
    seen = look(chromium, dashboard.url, "/exercises", size=size)
    until(lambda: seen.page.query_selector("#exercise-panel .rating"), "the ratings")

    width, inside, height = seen.page.evaluate(
        "[document.documentElement.scrollWidth, document.getElementById('main').scrollHeight,"
        " document.getElementById('main').clientHeight]"
    )

    assert width <= size[0]
    if size[0] >= 1600:
        assert inside <= height
    seen.is_clean()
    seen.context.close()


def test_a_bar_is_reached_and_chosen_by_keyboard_and_stays_in_the_address(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/exercises")
    until(lambda: seen.page.query_selector(".tl-bar[tabindex='0']"), "a bar to reach")
    before = seen.text("#exercise-title")

    seen.page.focus(".tl-bar[tabindex='0']")
    seen.page.keyboard.press("ArrowLeft")
    until(lambda: not seen.page.evaluate("document.getElementById('tip').hidden"), "the words")
    seen.page.keyboard.press("Enter")
    until(lambda: "exercise=EXERCISE" in seen.page.url, "the exercise in the address")
    until(lambda: seen.text("#exercise-title") != before, "another exercise")

    seen.is_clean()
    seen.context.close()


def test_a_row_of_the_list_opens_its_exercise(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/exercises?state=planned")
    until(lambda: seen.page.query_selector("#exercise-grid .ag-row[row-index='1']"), "the rows")
    wanted = seen.page.get_attribute("#exercise-grid .ag-row[row-index='1']", "row-id") or "?"

    seen.page.click("#exercise-grid .ag-row[row-index='1'] .ag-cell")
    until(lambda: f"exercise={wanted}" in seen.page.url, "the exercise in the address")

    seen.shows("#exercise-title", "planned for")
    seen.context.close()


def test_a_deep_link_shows_an_exercise_as_it_was_known_then(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/exercises")
    seen.shows("#exercise-panel", "Reported as held")
    chosen = seen.page.get_attribute(".tl-bar.is-chosen", "href") or ""
    past = look(chromium, dashboard.url, f"{chosen}&as_of=2000-01-01")

    past.shows("#exercise-title", "Nothing is known of EXERCISE")
    past.shows("#mode", "AS OF 010000ZJAN2000")
    past.context.close()
    seen.context.close()


def test_results_have_a_table_with_every_evaluator(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/exercises")

    seen.page.click("[data-twin='exercise']")

    until(lambda: seen.page.query_selector("#exercise-results .ag-row"), "rows of results")
    seen.has_no_barriers("light")
    seen.context.close()


@pytest.mark.parametrize("query", ["kind=war", "state=UP", "exercise=%00", "actor=%27"])
def test_garbage_in_the_address_is_refused(dashboard: Dashboard, query: str):
    assert dashboard.get(f"/exercises?{query}")[0] == 400
