"""What can be chosen on Overview, Interoperability, Trends and Events, and what it changes."""

from collections.abc import Generator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from infra.clock import utc_now
from schemas.events import CapabilityAssessed
from tests.dashboard.running import Dashboard, Watched, look, until
from tests.support.builders import event
from tests.support.instance import Instance

FIRST_ROW = "#pair-matrix .m-row-head"
PANEL = "document.querySelector('#trend-figure-0 .js-plotly-plot')"
LINES = f"{PANEL}.data.filter(one => one.mode === 'lines' && one.x.length).length"
BANDS = f"{PANEL}.data.filter(one => one.fill && one.fill !== 'none').length"
CHOSEN = [
    "/trends?actors=EST,LVA,LTU&area=logistics",
    "/trends?actor=EST&span=5y",
    "/trends?pair=EST+FIN&dimension=human",
    "/interoperability?actor=NOR&dimension=technical&order=mean",
    "/lessons?area=logistics&actor=EST",
    "/exercises?kind=livex&area=air",
    "/events?actor=EST&type=org.muster.exercise.result_recorded&text=land",
    "/summits?area=logistics",
    "/review?span=90d",
]
POOR = (("EST", "land"), ("NOR", "maritime"), ("NLD", "air"))


@pytest.fixture(scope="module")
def fallen(filled: Instance) -> Instance:
    """Give the year of history, and inspections of this hour that went badly."""
    filled.send(
        "capability-updates",
        [
            event(
                CapabilityAssessed,
                actor=actor,
                area=area,
                score=2.0,
                id=f"poor-{actor}",
                time=(utc_now() - timedelta(hours=1)).isoformat(timespec="seconds"),
            )
            for actor, area in POOR
        ],
    )
    filled.wait_until_read()
    return filled


@pytest.fixture
def opened(chromium: Browser, dashboard: Dashboard) -> Generator["Opener"]:
    """Give what opens a page; it is closed, and was clean, in the end."""
    opener = Opener(chromium, dashboard)
    yield opener
    for seen in opener.pages:
        seen.is_clean()
        seen.context.close()


class Opener:
    """Opens pages and remembers them."""

    def __init__(self, chromium: Browser, dashboard: Dashboard) -> None:
        self._chromium, self._dashboard = chromium, dashboard
        self.pages: list[Watched] = []

    def __call__(self, path: str, size: tuple[int, int] = (1600, 1000)) -> Watched:
        """Open a page."""
        seen = look(self._chromium, self._dashboard.url, path, size=size)
        self.pages.append(seen)
        return seen


@pytest.mark.usefixtures("fallen")
def test_the_overview_says_what_fell_by_which_event_and_what_expires(opened: Opener):
    seen = opened("/")
    seen.shows("#situation", "fell:")

    causes = seen.page.query_selector_all("#situation a[href*='/events?seq=']")
    assert causes
    terms = [one.inner_text() for one in seen.page.query_selector_all("#situation dt")]
    assert "In 30 days" in terms
    assert "In 90 days" in terms
    assert "If nothing happens: " in seen.text("#situation")

    causes[0].click()
    seen.shows("#envelope-subtitle", "Event ")


@pytest.mark.usefixtures("filled")
def test_the_matrix_is_ordered_as_asked_and_shows_one_pair_in_depth(opened: Opener):
    seen = opened("/interoperability?pair=EST+FIN&order=name")
    until(lambda: seen.text(FIRST_ROW) == "Albania", "the members by name")

    seen.shows("#pairs-subtitle", "by name")
    seen.shows("#pair-title", "Estonia and Finland")
    seen.shows("#pair-beside", "Tests behind it")
    until(lambda: seen.page.query_selector("#pair-history .js-plotly-plot"), "two years of it")
    seen.page.click("#order-choice a:has-text('Mean')")
    until(lambda: "order=mean" in seen.page.url, "the order in the address")
    seen.shows("#pairs-subtitle", "highest first")


@pytest.mark.usefixtures("filled")
def test_a_square_of_the_map_chooses_a_member_and_chosen_again_the_pair(opened: Opener):
    seen = opened("/interoperability?pair=EST+FIN")
    until(lambda: len(seen.page.query_selector_all(".tiles .tile")) == 32, "a square for each")

    seen.page.click(".tile:has-text('NOR')")
    until(lambda: "actor=NOR" in seen.page.url, "the member in the address")
    seen.shows("#members-subtitle", "Norway")
    seen.page.click("[data-twin='members']")

    until(lambda: seen.page.query_selector("#members-grid .ag-row"), "a row for each member")


@pytest.mark.usefixtures("filled")
def test_members_are_compared_in_one_panel_and_a_pair_has_a_band(opened: Opener):
    seen = opened("/trends?actors=EST,LVA,LTU&area=logistics")
    until(lambda: seen.page.evaluate(f"{PANEL} && {LINES} >= 2"), "a line for each")

    assert "Estonia" in seen.text("#trend-subtitle")
    assert "logistics" in seen.text("#trend-title")

    seen = opened("/trends?pair=EST+FIN")
    until(lambda: seen.page.evaluate(f"{PANEL} && {BANDS} > 0"), "the band up to the mean")
    seen.shows("#trend-title", "Estonia and Finland")


@pytest.mark.usefixtures("filled")
def test_an_address_with_choices_is_still_the_same_once_its_page_is_there(opened: Opener):
    for path in CHOSEN:
        seen = opened(path)
        seen.page.evaluate("new Promise(done => setTimeout(done, 700))")  # what fires late has

        assert seen.page.evaluate("location.pathname + location.search") == path


@pytest.mark.usefixtures("filled")
def test_the_filters_of_the_event_log_stand_in_the_address_and_are_said(opened: Opener):
    seen = opened("/events")

    seen.page.fill("#filter-actor", "est")
    seen.page.fill("#filter-text", "logistics")
    seen.page.press("#filter-text", "Enter")
    until(lambda: "actor=EST" in seen.page.url, "the actor in the address")
    seen.shows("#log-subtitle", "text “logistics” and about Estonia")
    until(lambda: seen.page.query_selector("#log-grid .ag-row"), "what fits")
    seen.page.click("#state-choice a:has-text('Flagged')")
    until(lambda: "state=flagged" in seen.page.url, "the state in the address")

    seen.shows("#log-grid .ag-overlay", "No event fits the choices above.")


@pytest.mark.usefixtures("filled")
def test_a_list_ends_with_a_whole_row_and_says_how_many_follow(opened: Opener):
    seen = opened("/partners")
    more = "document.getElementById('brings').dataset.more || ''"
    until(lambda: "more below" in seen.page.evaluate(more), "what is not shown")

    cut = seen.page.evaluate(
        "(list => [...list.querySelectorAll('tbody tr')].filter(row => {"
        " const end = list.getBoundingClientRect().bottom, at = row.getBoundingClientRect();"
        " return at.top < end - 1 && at.bottom > end + 1; }).length)"
        "(document.getElementById('brings-table'))"
    )

    assert cut == 0


@pytest.mark.usefixtures("filled")
def test_a_long_page_on_a_phone_has_no_barriers_below_the_fold_either(opened: Opener):
    for path in ("/lessons", "/system"):
        seen = opened(path, size=(390, 844))
        until(lambda seen=seen: seen.page.query_selector(".ag-row"), "rows")
        seen.has_no_barriers("light")
