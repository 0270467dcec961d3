"""What could not become an event is listed with its reason, and a pause says how to go on."""

import json
import urllib.request
from typing import Any
from urllib.parse import quote

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


def _correct(
    dashboard: Dashboard, path: str, letter: str, text: str
) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"letter": letter, "text": text}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(dashboard.url + path, body, headers)  # noqa: S310
    status, said = dashboard.ask(request)
    return status, json.loads(said)


def _lying(muster: Instance, source_id: str) -> str:
    [(partition, offset)] = muster.ask(
        'select partition, "offset" from muster.dead_letter where event_id = %s', source_id
    )
    return f"{muster.topic(RESULTS)}@1/{partition}/{offset}"


def test_a_corrected_copy_is_checked_while_it_is_typed_and_takes_the_place(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    muster.send(RESULTS, [event(ExerciseResultRecorded, id="typo", rating="X")], partition=1)
    muster.wait_until_read()
    letter = _lying(muster, "typo")
    seen = look(chromium, dashboard.url, f"/events?show=dead-letters&letter={quote(letter)}")
    seen.shows("#letter-title", "invalid-data, open")

    seen.page.click("[data-correct]")
    until(lambda: seen.page.query_selector("[data-copy-at='/data/rating']"), "the fields")
    until(lambda: "✕" in seen.text("#copy-state"), "the fault")
    invalid = seen.page.get_attribute("[data-copy-at='/data/rating']", "aria-invalid")
    seen.has_no_barriers("light")
    seen.has_no_barriers("dark")
    seen.page.fill("[data-copy-at='/data/rating']", "S")
    seen.shows("#copy-state", "Nothing is wrong with it by itself")
    written = seen.page.input_value("#copy-text")
    seen.page.click("[data-copy='send']")

    seen.shows("#copy-state", "stored as event")
    assert invalid == "true"
    assert json.loads(written)["data"]["rating"] == "S"
    assert muster.one("select count(*) from ledger where event_id = 'typo'") == 1
    seen.page.click("[data-copy='close']")
    seen.shows("#letter-title", "invalid-data, redriven")
    seen.shows("#letter-panel", "with a corrected copy by viewer operator; stored as event")
    acts = muster.ask("select subject from muster.audit_entry where act = 'dead-letter.redrive'")
    assert (_named(muster, letter),) in acts
    seen.is_clean()
    seen.context.close()


def test_a_copy_that_is_wrong_or_for_nothing_is_refused(dashboard: Dashboard, muster: Instance):
    muster.send(RESULTS, [event(ExerciseResultRecorded, id="wrong", rating="X")], partition=1)
    muster.wait_until_read()
    letter, path = _lying(muster, "wrong"), "/api/dead-letters"
    good = event(ExerciseResultRecorded, id="wrong").decode()
    faulty = _correct(dashboard, path, letter, good.replace('"S"', '"Y"'))
    nowhere = _correct(dashboard, path, letter.rpartition("/")[0] + "/999999", good)
    assert muster.muster("dead-letters", "discard", _named(muster, letter), "--why", "old")[0] == 0
    discarded = _correct(dashboard, path, letter, good)

    assert (faulty[0], faulty[1]["faults"][0]["pointer"]) == (422, "/data/rating")
    assert _correct(dashboard, f"{path}/check", letter, "nonsense")[1]["faults"]
    assert _correct(dashboard, f"{path}/check", letter, good) == (200, {"faults": []})
    assert (nowhere[0], discarded[0]) == (404, 409)
    assert dashboard.post(path, {"letter": "x", "text": ""}) == 400
    assert dashboard.post(path, {}, {"Content-Type": "text/plain"}) == 415
    assert dashboard.post(path, {}, {"Origin": "http://evil.test"}) == 403
    assert muster.one("select count(*) from ledger where event_id = 'wrong'") == 0


def _named(muster: Instance, letter: str) -> str:
    return letter.replace(muster.topic(RESULTS), RESULTS).replace("@1", "")


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
