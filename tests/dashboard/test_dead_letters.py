"""What could not become an event is listed with its reason, and a pause says how to go on."""

import pytest
from playwright.sync_api import Browser

from schemas.events import ExerciseResultRecorded, MemberJoined, schema_urn
from tests.dashboard.running import Dashboard, Watched, look, until
from tests.support.builders import event
from tests.support.instance import Instance

RESULTS = "exercise-results"
REFUSED = {
    "not-json": b"nonsense",
    "not-an-object": b"[]",
    "wrong-topic": event(MemberJoined, actor="EST"),
}
ROWS = "[...document.querySelectorAll('#dead-grid .ag-center-cols-container .ag-row')]"


@pytest.fixture(scope="module", autouse=True)
def refused(muster: Instance) -> None:
    """Have an event, and records that are none."""
    muster.send("summit-decisions", [event(MemberJoined, actor="EST")])
    muster.send(RESULTS, REFUSED.values(), partition=1)
    muster.wait_until_read()


def _rows(seen: Watched) -> list[str]:
    return seen.page.evaluate(f"{ROWS}.map(row => row.innerText)")


def test_each_dead_letter_is_listed_with_its_reason_and_where_it_lies(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    seen = look(chromium, dashboard.url, "/events?show=dead-letters")

    until(lambda: len(_rows(seen)) == len(REFUSED), "a row for each")
    for reason in REFUSED:
        [row] = [row for row in _rows(seen) if reason in row]
        assert f"{muster.topic(RESULTS)}/1" in row
    assert "3 dead letters among" in seen.text("#dead-title")
    assert "not-an-object, not-json and wrong-topic" in seen.text("#dead-subtitle")
    seen.has_no_barriers("light")
    seen.is_clean()
    seen.context.close()


def test_one_dead_letter_is_shown_in_full_with_what_to_do_and_what_was_done(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    seen = look(chromium, dashboard.url, "/events?show=dead-letters")
    until(lambda: len(_rows(seen)) == len(REFUSED), "a row for each")
    offset = [*REFUSED].index("not-an-object")
    name = f"{RESULTS}/1/{offset}"

    seen.page.click(f"#dead-grid .ag-row[row-id='{muster.topic(RESULTS)}@1/1/{offset}']")

    seen.shows("#letter-title", "not-an-object, open")
    assert f"letter={muster.topic(RESULTS)}%401/1/{offset}" in seen.page.url
    assert seen.text("#letter-panel .raw") == "[]"
    assert "the message must be one JSON object" in seen.text("#letter-panel .letter-list")
    commands = [one.inner_text() for one in seen.page.query_selector_all("#letter-panel code")]
    assert f"muster dead-letters redrive {name}" in commands
    assert len(seen.page.query_selector_all("#groups-grid .ag-center-cols-container .ag-row")) == 3
    seen.has_no_barriers("light")

    # What somebody does in a shell is on the page without anybody asking.
    code, said = muster.muster("dead-letters", "discard", name, "--why", "a <b>test</b>")
    assert code == 0, said
    seen.shows("#letter-title", "not-an-object, discarded")
    assert "discarded (a <b>test</b>) by" in seen.text("#letter-panel")
    until(lambda: len(_rows(seen)) == len(REFUSED) - 1, "the list without it")
    seen.page.click("#dead-choice >> text=Discarded")
    until(lambda: len(_rows(seen)) == 1, "only what is discarded")
    assert muster.muster("dead-letters", "restore", name)[0] == 0
    until(lambda: len(_rows(seen)) == 0, "nothing discarded")
    seen.is_clean()
    seen.context.close()


def test_a_paused_partition_is_announced_on_every_page_until_its_command_has_been_run(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    seen = look(chromium, dashboard.url, "/")

    urn = schema_urn(ExerciseResultRecorded)
    newer = [event(ExerciseResultRecorded, id=f"newer-{number}") for number in range(150)]
    newer = [one.replace(urn.encode(), urn.replace(":v1", ":v9").encode()) for one in newer]
    muster.send(RESULTS, newer, partition=2)
    seen.shows("#notices", f"Reading of {muster.topic(RESULTS)} partition 2 is paused since")
    command = seen.text("#notices code")
    assert command == f"muster worker --resume {RESULTS}/2"
    seen.has_no_barriers("dark")

    code, said = muster.muster(*command.split()[1:])

    assert (code, "goes on" in said) == (0, True)
    muster.wait_until_read()
    until(lambda: seen.text("#notices") == "", "the announcement to go")
    seen.is_clean()
    seen.context.close()
