"""While a page is open: events arrive, the server goes and comes back, and nothing is lost."""

import time
from collections.abc import Generator

import pytest
from playwright.sync_api import Browser

from infra.clock import utc_now
from schemas.events import InteropTestRecorded, MemberJoined, ResourceLevelReported
from tests.dashboard.running import PAINTED, Dashboard, JavaProducer, Watched, look, until
from tests.support.builders import event
from tests.support.instance import Instance

ROWS = "[...document.querySelectorAll('#latest-events li')].map(li => li.innerText)"
HEAP_GROWTH = 1.5


@pytest.fixture(scope="module", autouse=True)
def members(muster: Instance) -> None:
    """Have a body with two members and one test between them."""
    muster.send(
        "summit-decisions",
        [event(MemberJoined, actor=actor, from_on="2004-03-29") for actor in ("EST", "FIN")],
    )
    muster.send("exercise-results", [event(InteropTestRecorded)])
    muster.wait_until_read()


@pytest.fixture(scope="module")
def java(muster: Instance) -> Generator[JavaProducer]:
    """Give a producer in another language, warm."""
    producer = JavaProducer(muster.settings, muster.topic("capability-updates"))
    try:
        producer.publish(_report(1))
        until(lambda: muster.one("select seq from head") >= 4, "the producer's first event")
        yield producer
    finally:
        producer.end()


def _report(pct: float) -> bytes:
    return event(ResourceLevelReported, pct=pct, time=utc_now().isoformat())


def _rows_with(seen: Watched, words: str) -> list[str]:
    return [row for row in seen.page.evaluate(ROWS) if words in row]


def test_an_event_of_another_program_reaches_the_page_within_a_second(
    chromium: Browser, dashboard: Dashboard, java: JavaProducer
):
    seen = look(chromium, dashboard.url, "/")
    seen.page.evaluate("window.stays = true")

    java.publish(_report(71.5))
    took_s = until(lambda: _rows_with(seen, "71.5"), "the event on the page")

    print(f"published by a Java program, on the page after {took_s * 1000:.0f} ms")
    assert took_s < 1.0
    assert "new" in _rows_with(seen, "71.5")[0]
    assert seen.page.evaluate("window.stays")
    seen.is_clean()
    seen.context.close()


def test_the_log_and_the_readings_follow_without_a_reload(
    chromium: Browser, dashboard: Dashboard, java: JavaProducer
):
    log = look(chromium, dashboard.url, "/events")
    overview = look(chromium, dashboard.url, "/", context=log.context)

    java.publish(_report(62.5))

    until(lambda: "62.5" in log.text("#log-grid .ag-row"), "the newest row of the log")
    cell = "#readiness-matrix [data-key='land|EST']"
    until(
        lambda: "62.5" in (overview.page.get_attribute(cell, "aria-label") or ""),
        "the reading to follow",
    )
    log.context.close()


def test_eight_tabs_share_one_stream(chromium: Browser, dashboard: Dashboard, java: JavaProducer):
    context = chromium.new_context()
    tabs = [look(chromium, dashboard.url, "/", context=context) for _ in range(8)]

    java.publish(_report(53.5))

    for tab in tabs:
        until(lambda tab=tab: _rows_with(tab, "53.5"), "the event on every tab")
    assert '"streams":1' in dashboard.get("/health")[1]
    context.close()


def test_the_past_counts_what_happens_but_does_not_apply_it(
    chromium: Browser, dashboard: Dashboard, java: JavaProducer, muster: Instance
):
    seen = look(chromium, dashboard.url, "/?known_at=2026-11-01")
    since = muster.one("select seq from head")
    seen.shows("#mode", f"{since} events since, not applied")

    java.publish(_report(44.5))

    # Whenever it was opened: what a past view says is a function of its two clocks.
    seen.shows("#mode", f"{since + 1} events since, not applied")
    assert _rows_with(seen, "44.5") == []
    seen.context.close()


def test_a_killed_server_is_noticed_and_nothing_is_lost_when_it_is_back(
    chromium: Browser, dashboard: Dashboard, java: JavaProducer, muster: Instance
):
    seen = look(chromium, dashboard.url, "/")
    before = muster.one("select seq from head")

    dashboard.kill()
    for number in range(5):
        java.publish(_report(30.25 + number))
    until(lambda: muster.one("select seq from head") >= before + 5, "five events stored")
    until(lambda: "feed late" in seen.text("#feed"), "the page to say that the feed is late")
    dashboard.start()

    until(lambda: len(_rows_with(seen, ".25")) >= 5, "the five events")
    assert [len(_rows_with(seen, f"{30.25 + number}")) for number in range(5)] == [1] * 5
    until(lambda: "feed current" in seen.text("#feed"), "the feed to be current")
    seen.context.close()


def test_a_page_whose_first_question_had_no_answer_asks_again_although_no_event_comes(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    page = chromium.new_context().new_page()
    statuses: list[int] = []
    page.on("response", lambda answer: statuses.append(answer.status))
    with muster.connect() as owner:
        owner.execute("alter table running_sum rename to running_sum_away")
        try:
            page.goto(dashboard.url)
            until(lambda: page.evaluate("1") and 503 in statuses, "the page to be refused")
        finally:
            owner.execute("alter table running_sum_away rename to running_sum")

    until(lambda: page.evaluate(PAINTED), "the page to be painted", 60)
    page.context.close()


def test_many_events_leave_the_page_as_small_as_it_was(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    seen = look(chromium, dashboard.url, "/")
    session = seen.context.new_cdp_session(seen.page)

    def measured() -> tuple[float, int]:
        session.send("HeapProfiler.collectGarbage")
        heap = seen.page.evaluate("performance.memory.usedJSHeapSize")
        return heap, seen.page.evaluate("document.querySelectorAll('*').length")

    # The list of events holds sixty rows: it is full before anything is measured.
    for number in range(6):
        _burst(muster, seen, number)
    heap, nodes = measured()
    for number in range(6, 12):
        _burst(muster, seen, number)

    heap_after, nodes_after = measured()
    print(f"heap {heap / 1e6:.1f} → {heap_after / 1e6:.1f} MB, nodes {nodes} → {nodes_after}")
    assert heap_after < heap * HEAP_GROWTH
    assert nodes_after <= nodes * 1.1 + 50
    seen.is_clean()
    seen.context.close()


def _burst(muster: Instance, seen: Watched, number: int) -> None:
    marks = [f"{number + 10}.{tenth}5" for tenth in range(10)]
    muster.send("capability-updates", [_report(float(mark)) for mark in marks])
    until(lambda: _rows_with(seen, marks[-1]) or _rows_with(seen, marks[0]), "a burst")
    time.sleep(1.2)


def test_the_server_stops_in_time_although_streams_are_open(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/")

    took_s = dashboard.stop()

    print(f"stopped after {took_s:.1f} s")
    assert took_s < 5
    dashboard.start()
    seen.context.close()
