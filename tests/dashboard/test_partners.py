"""The page of partners in a browser: clean, by keyboard, by address, and within the screen."""

import pytest
from playwright.sync_api import Browser

from tests.dashboard.running import Dashboard, look, until

pytestmark = pytest.mark.usefixtures("filled")


def test_the_page_is_drawn_clean_and_without_barriers_in_light_and_dark(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/partners")
    until(lambda: seen.page.query_selector("#insight-table td.l0"), "the matrix")

    assert "32 members and 12 partners belong; 1 left" in seen.text("#brings-title")
    assert "can move within 30 days" in seen.text("#notice-title")
    seen.has_no_barriers("light")
    seen.has_no_barriers("dark")
    seen.is_clean()
    seen.context.close()


@pytest.mark.parametrize("size", [(1600, 1000), (390, 844)])
def test_the_page_fills_the_screen_and_never_scrolls_sideways(
    chromium: Browser, dashboard: Dashboard, size: tuple[int, int]
):
    seen = look(chromium, dashboard.url, "/partners", size=size)

    width, height = seen.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )

    assert width <= size[0]
    if size[0] >= 1600:
        assert height <= size[1]
    seen.context.close()


def test_an_actor_is_chosen_by_keyboard_and_partners_can_be_listed_alone(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/partners?group=partners")
    until(lambda: seen.page.query_selector("#brings-table .list-what"), "the partners")

    assert "Estonia" not in seen.text("#brings-table")
    seen.page.focus("#brings-table .list-what")
    seen.page.keyboard.press("Enter")
    seen.shows("#actor-title", "Austria: Partner nation")
    assert "actor=AUT" in seen.page.url
    assert "group=partners" in seen.page.url
    seen.is_clean()
    seen.context.close()


def test_an_actor_that_does_not_belong_is_said_to_and_garbage_is_refused(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/partners?actor=BRA&group=odd")
    seen.shows("#actor-title", "Brazil does not belong")
    seen.is_clean()
    seen.context.close()

    status, body = dashboard.get("/partners?actor=%3Cb%3E")
    assert status == 400
    assert "This address cannot be shown" in body
