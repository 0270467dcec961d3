"""Every page on a year of history: readable, clean, addressable, and never wrong about now."""

import json
import re

import pytest
from playwright.sync_api import Browser

from tests.dashboard.running import Dashboard, look, until
from tests.support.instance import Instance

PAGES = {
    "/": "#readiness-matrix .m-cell.l2",
    "/interoperability": "#pair-matrix .m-cell.is-selected",
    "/trends": "#trend-figure-8 .scatterlayer path",
    "/exercises": "#exercise-panel .rating:not(.none)",
    "/lessons": "#lesson-grid .ag-row",
    "/events": "#log-grid .ag-row",
}
pytestmark = pytest.mark.usefixtures("filled")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_drawn_clean_and_without_barriers_in_light_and_dark(
    chromium: Browser, dashboard: Dashboard, path: str
):
    seen = look(chromium, dashboard.url, path)
    until(lambda: seen.page.query_selector(PAGES[path]), f"{PAGES[path]} on {path}")

    assert "EXERCISE DATA" in seen.text("#banner-top")
    assert seen.text("#banner-top") == seen.text("#banner-bottom")
    seen.has_no_barriers("light")
    seen.has_no_barriers("dark")
    seen.is_clean()
    seen.context.close()


@pytest.mark.parametrize("size", [(1600, 1000), (1920, 1080), (1280, 800), (390, 844)])
def test_no_page_scrolls_sideways_and_the_wall_does_not_scroll_at_all(
    chromium: Browser, dashboard: Dashboard, size: tuple[int, int]
):
    seen = look(chromium, dashboard.url, "/", size=size)

    width, height = seen.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )

    assert width <= size[0]
    if size[0] >= 1600:
        assert height <= size[1]
    seen.context.close()


def test_no_chart_offers_to_upload_itself(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/trends")
    until(lambda: seen.page.query_selector(PAGES["/trends"]), "the charts")

    configs = seen.page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].map(one => "
        "[one._context.showSendToCloud, one._context.plotlyServerURL, one._context.displaylogo])"
    )

    assert configs
    assert all(config == [False, "", False] for config in configs)
    seen.context.close()


def test_an_unknown_page_says_so(dashboard: Dashboard):
    status, body = dashboard.get("/no-such-page")

    assert status == 404
    assert "There is no such page" in body


def test_other_hosts_other_sites_and_other_methods_are_refused(dashboard: Dashboard):
    assert dashboard.get("/", {"Host": "muster.example"})[0] == 421
    assert dashboard.get("/_dash-layout", {"Host": "192.0.2.1"})[0] == 421
    cross_site = {"Sec-Fetch-Site": "cross-site"}
    assert dashboard.post("/_dash-update-component", {}, cross_site) == 403
    assert dashboard.post("/_dash-update-component", {}, {"Origin": "http://evil.test"}) == 403
    assert dashboard.post("/stream", {}) == 405
    assert dashboard.get("/stream?last=minus-one")[0] == 400
    assert dashboard.get("/api/events/none")[0] == 400
    assert dashboard.get("/api/events/999999999")[0] == 404


def test_a_deep_link_shows_the_past_as_the_past_and_back_to_live_returns(
    chromium: Browser, dashboard: Dashboard, filled: Instance
):
    seen = look(chromium, dashboard.url, "/?as_of=2026-06-01T00:00Z&body=NATO")

    assert "AS OF 010000ZJUN26 — NOT LIVE" in seen.text("#mode")
    assert seen.page.evaluate("document.body.dataset.mode") == "past"
    assert "010000ZJUN26" in seen.text("#readiness-subtitle")

    seen.page.click("#live")
    seen.page.click("#back-to-live")
    until(lambda: "as_of" not in seen.page.url, "the address to lose its clock")
    until(lambda: seen.text("#mode") == "", "the page to be live")

    assert "body=NATO" in seen.page.url
    seen.is_clean()
    seen.context.close()


def test_the_clock_bar_takes_a_date_time_group_and_says_what_is_wrong_with_another(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/events")

    seen.page.keyboard.press("t")
    seen.page.fill("#as-of", "010600ZJUN26")
    seen.page.press("#as-of", "Enter")
    seen.shows("#mode", "AS OF 010600ZJUN26 — NOT LIVE")
    seen.page.click("#live")
    seen.page.fill("#as-of", "next week")
    seen.page.press("#as-of", "Enter")
    seen.shows("#main h1", "This address cannot be shown")

    assert "as_of is 'next week'" in seen.text("#main")
    seen.context.close()


def test_a_pair_is_chosen_by_keyboard_and_stays_in_the_address(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/interoperability?pair=EST+FIN")
    seen.shows("#pair-title", "Estonia and Finland")

    seen.page.focus("#pair-matrix .is-selected")
    seen.page.keyboard.press("ArrowRight")
    chosen = seen.page.evaluate("document.activeElement.dataset.key").replace("|", "+")
    seen.page.keyboard.press("Enter")
    until(lambda: f"pair={chosen}" in seen.page.url, "the pair in the address")
    until(lambda: "Estonia and Finland" not in seen.text("#pair-title"), "another pair")

    seen.is_clean()
    seen.context.close()


def test_every_chart_has_a_table_twin(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/")

    for button in seen.page.query_selector_all("[data-twin]"):
        button.click()

    until(lambda: seen.page.query_selector("#dimensions .plain-table"), "the dimensions")
    until(lambda: seen.page.query_selector("#readiness-grid .ag-row"), "rows of readings")
    until(lambda: seen.page.query_selector("#commitments-grid .ag-row"), "rows of commitments")
    seen.has_no_barriers("light")
    seen.context.close()


def test_the_event_log_finds_events_and_shows_them_as_received(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/events?type=org.muster.commitment.made&text=GDP")

    seen.shows("#log-subtitle", "with kind commitment and text “GDP”")
    seen.page.click("#log-grid .ag-row")
    until(lambda: "seq=" in seen.page.url, "the event in the address")
    number = re.search(r"seq=(\d+)", seen.page.url)
    assert number is not None
    seen.shows("#envelope-subtitle", f"{int(number[1]):,}")

    status, text = dashboard.get(f"/api/events/{number[1]}")
    assert status == 200
    assert json.loads(text)["type"] == "org.muster.commitment.made"
    seen.context.close()


def test_enter_on_a_row_of_the_log_shows_that_event(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/events")
    until(lambda: seen.page.query_selector("#log-grid .ag-row[row-index='1']"), "the rows")
    number = seen.page.get_attribute("#log-grid .ag-row[row-index='1']", "row-id")

    seen.page.focus("#log-grid .ag-row[row-index='0'] .ag-cell")
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")

    until(lambda: f"seq={number}" in seen.page.url, "the event in the address")
    seen.shows("#envelope-subtitle", f"Event {int(number or 0):,}")
    seen.is_clean()
    seen.context.close()


def test_commitments_without_room_are_counted_and_never_cut(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/")
    seen.shows("#commitments-subtitle", "next due first")
    count = len(seen.page.query_selector_all(".commitment"))

    seen.page.evaluate("document.getElementById('commitments-bars').style.height = '50px'")

    seen.shows("#commitments-subtitle", f"of {count} shown, next due first; the table has all")
    fitting = re.search(r"(\d) of", seen.text("#commitments-subtitle"))
    assert fitting is not None
    assert 0 < int(fitting[1]) < count
    seen.context.close()
