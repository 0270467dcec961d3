"""Why: every number opens the panel with the evidence behind it, by mouse, key and address."""

import re

import pytest
from playwright.sync_api import Browser

from tests.dashboard.running import Dashboard, look, until
from tests.support.instance import Instance

pytestmark = pytest.mark.usefixtures("filled")
SHARES = "[...document.querySelectorAll('#why tbody tr:not(.is-out) td:last-child')]"


def test_a_cell_opens_the_panel_by_key_and_escape_gives_the_focus_back(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/")
    until(lambda: seen.page.query_selector("#readiness-matrix .m-cell.l2"), "the matrix")
    seen.page.focus("#readiness-matrix .m-cell.l2")
    key = seen.page.evaluate("document.activeElement.dataset.key")

    seen.page.keyboard.press("w")
    seen.shows("#why", "Evidence")
    assert seen.page.evaluate("document.activeElement.id") == "why"
    seen.has_no_barriers("light")
    seen.has_no_barriers("dark")
    seen.page.keyboard.press("Escape")

    until(lambda: not seen.page.is_visible("#why"), "the panel to close")
    assert seen.page.evaluate("document.activeElement.dataset.key") == key
    assert "why=" not in seen.page.url
    seen.is_clean()
    seen.context.close()


def test_the_shares_of_a_reading_add_up_and_each_item_leads_to_its_event(
    chromium: Browser, dashboard: Dashboard, filled: Instance
):
    actor, area = filled.one(
        "select actor || '|' || area from series join evidence using (series_id) "
        "where kind = 'readiness' group by actor, area having count(*) between 3 and 12 "
        "order by count(*) desc, 1 limit 1"
    ).split("|")
    seen = look(chromium, dashboard.url, f"/?why=readiness:{actor}:{area}")
    seen.shows("#why", "Shares add up to 100 %")

    texts = seen.page.evaluate(f"{SHARES}.map(cell => cell.innerText)")
    shares = [float(text.split()[0]) for text in texts if "%" in text]

    assert sum(shares) == pytest.approx(100, abs=0.05 * len(shares) + 0.01)
    seen.page.click("#why tbody th a")
    until(lambda: "/events?" in seen.page.url, "the event's page")
    number = re.search(r"seq=(\d+)", seen.page.url)
    assert number is not None
    seen.shows("#envelope-subtitle", f"{int(number[1]):,}")
    seen.is_clean()
    seen.context.close()


@pytest.mark.parametrize(
    "reference",
    ["rollup:logistics", "interop:EST%2BFIN:technical", "readiness:XXX:land", "commitment:no:EST"],
)
def test_every_kind_of_number_is_explained_also_where_there_is_nothing(
    chromium: Browser, dashboard: Dashboard, reference: str
):
    seen = look(chromium, dashboard.url, f"/?why={reference}")

    until(lambda: seen.page.query_selector("#why h2"), "the panel")
    seen.has_no_barriers("light")
    seen.is_clean()
    seen.context.close()
