"""The page about the system: drawn clean, honest about silence, and told when a worker goes."""

import pytest
from playwright.sync_api import Browser

from schemas.events import MemberJoined
from tests.dashboard.running import Dashboard, look, until
from tests.support.builders import event
from tests.support.instance import Instance


@pytest.fixture(scope="module", autouse=True)
def members(muster: Instance) -> None:
    """Have something in the ledger, and one dead letter."""
    muster.send("summit-decisions", [event(MemberJoined), b"no event"])
    muster.wait_until_read()


def test_the_page_is_drawn_clean_and_says_that_everything_is_stored(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    muster.verify()
    seen = look(chromium, dashboard.url, "/system")

    seen.shows("#partitions-title", "Everything received is stored")
    seen.shows("#workers-title", "1 worker is at work")
    seen.shows("#reasons-title", "1 dead letter, 1 in the last 24 h")
    seen.shows("#verified-title", "comparisons held on")
    seen.shows("#viewers-grid", "COSMIC TOP SECRET")
    seen.shows("#viewers-subtitle", "1 live stream of this dashboard is open")
    assert seen.text("#notices") == ""
    seen.has_no_barriers("light")
    seen.has_no_barriers("dark")
    seen.is_clean()
    seen.context.close()


def test_when_the_last_worker_is_gone_every_page_says_so_without_a_reload(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    seen = look(chromium, dashboard.url, "/events")

    muster.workers[0].kill()

    seen.shows("#notices", "Events are not being stored: no worker has been seen since")
    seen.shows("#notices", "muster worker")
    muster.start_worker().wait_until_it_reads()
    seen.shows("#notices", "")
    seen.context.close()


def test_garbage_in_its_address_is_refused(dashboard: Dashboard):
    assert dashboard.get("/system?as_of=never")[0] == 400


def test_the_page_asks_again_by_itself_also_in_the_past_and_while_nothing_happens(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/system?as_of=2026-11-01T00:00Z")
    moved = "document.querySelector('#partitions-grid [col-id=moved].ag-cell')?.textContent"
    until(lambda: seen.page.evaluate(moved), "the partitions")
    before = seen.page.evaluate(moved)

    until(lambda: seen.page.evaluate(moved) != before, "the time since to go on", 60)
    seen.context.close()
