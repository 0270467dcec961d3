"""The page about alerts: what needs a response, and one click that takes care of it."""

import subprocess
from collections.abc import Generator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from dashboard.server import Dashboard as Server
from schemas.events import CapabilityAssessed, MemberJoined
from streams.alerts import keeping
from streams.store.tables.session import open_session
from tests.dashboard.running import Dashboard, look, until
from tests.support.alerts import rule
from tests.support.builders import event
from tests.support.instance import MUSTER, Instance
from tests.support.stack import environment

YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture(scope="module", autouse=True)
def alerts(muster: Instance) -> Generator[None]:
    """Have two weak readings, a rule for each and one that holds for nothing, watched."""
    on_screen = {"channel": "screen", "address": None}
    with open_session(muster.settings.database("muster_owner")) as owner:
        keeping.add_rule(owner, rule("logistics", about={"area": "logistics"}, **on_screen))
        keeping.add_rule(owner, rule("air", about={"area": "air"}, priority="low", **on_screen))
        keeping.add_rule(owner, rule("silence", "silence", priority="medium", **on_screen))
    joined = event(MemberJoined, from_on="2000-01-01", time="2000-01-01T00:00:00Z")
    muster.send("summit-decisions", [joined])
    muster.wait_until_read()
    muster.send("capability-updates", [weak("logistics"), weak("air")])
    muster.wait_until_read()
    log = (muster.folder / "alerts.log").open("wb")
    with (
        log,
        subprocess.Popen(
            [MUSTER, "alerts", "run"],
            env=dict(environment(muster.settings)),
            stdout=log,
            stderr=log,
        ) as process,
    ):
        yield
        process.terminate()


def weak(area: str) -> bytes:
    about = {"actor": "EST", "area": area, "id": f"weak-{area}"}
    return event(CapabilityAssessed, score=10, time=YESTERDAY, **about)


def test_open_alerts_stand_with_their_cause_and_what_is_to_be_done(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/alerts")

    seen.shows("#open-alerts-title", "2 alerts are open, 2 not acknowledged")
    seen.shows("#open-alerts-subtitle", "The rules are evaluated as events come")
    seen.shows("#open-alerts-list", "EST logistics: level 4")
    seen.shows("#open-alerts-list", "Response: Call the cell")
    seen.shows("#open-alerts-list", "event 2")
    seen.shows("#rules-title", "3 rules of ten are in force")
    seen.shows("#alerts-chip", "2 alerts")
    seen.has_no_barriers("light")
    seen.has_no_barriers("dark")
    seen.is_clean()
    seen.context.close()


def test_the_most_urgent_stands_first(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/alerts")
    seen.shows("#open-alerts-list", "EST air")

    said = seen.text("#open-alerts-list")
    assert said.index("high") < said.index("low")
    seen.context.close()


def test_one_click_takes_care_of_an_alert_and_says_who_did(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    seen = look(chromium, dashboard.url, "/alerts")
    seen.shows("#open-alerts-list", "EST logistics")
    seen.page.locator("[data-alert=acknowledge]").first.click()

    seen.shows("#open-alerts-list", "Acknowledged by operator")
    seen.shows("#open-alerts-title", "2 alerts are open, 1 not acknowledged")
    done = "select acted_by, action from muster.alert_action where action = 'acknowledged'"
    assert muster.ask(done) == [("operator", "acknowledged")]
    seen.page.locator("[data-alert=shelve]").first.click()
    seen.shows("#shelves-title", "1 is shelved")
    seen.is_clean()
    seen.context.close()


def test_their_number_stands_on_every_page(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/")

    seen.shows("#alerts-chip", "2 alerts")
    seen.page.locator("#alerts-chip").click()
    until(lambda: seen.page.url.endswith("/alerts"), "the page about alerts")
    seen.context.close()


def test_what_is_ones_own_is_shared_with_nobody_who_reads_alike(muster: Instance):
    shared = Server(muster.settings).shared.outputs

    assert [one for one in shared if "partitions-grid" in one]
    assert [one for one in shared if "open-alerts" in one] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"no json", 400),
        (b'{"act": "acknowledge", "episode": "x"}', 400),
        (b'{"act": "clear", "episode": "0123456789abcdef"}', 400),
        (b'{"act": "acknowledge", "episode": "0123456789abcdef"}', 404),
        (b'{"act": "shelve", "episode": "0123456789abcdef", "minutes": 721}', 400),
    ],
)
def test_what_is_no_act_on_an_alert_of_ones_own_is_refused(dashboard: Dashboard, body, status):
    assert dashboard.post("/api/alerts", body) == status
