"""Somebody without a system types in an event: helped, told every fault, recorded once."""

import json
import urllib.request
from collections.abc import Generator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from dashboard.recording import Recorder, id_of
from infra.local.host import free_port
from schemas.events import ExerciseResultRecorded
from tests.dashboard.running import Dashboard, Watched, look, until
from tests.dashboard.signing import Client, account, browser_of, by_login, signed_in
from tests.support.builders import event
from tests.support.instance import Instance

PATH = "/api/recorded"
KEY = "recorded-key-0123456789"
RESULT = {
    "exercise_id": "typed-27", "exercise_kind": "livex", "actor": "EST", "area": "logistics",
    "objective_id": "log-1", "evaluator": "external", "rating": "S",
}  # fmt: skip


def form(**data: object) -> dict[str, Any]:
    return {
        "type": "exercise.result_recorded",
        "data": RESULT | data,
        "now": "2026-11-27T02:00:00Z",
        "time": "2026-05-12",
        "classification": "UNCLASSIFIED",
    }


def post(
    dashboard: Dashboard, key: str, body: object, path: str = PATH
) -> tuple[int, dict[str, Any]]:
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    url = dashboard.url + path
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310
    status, said = dashboard.ask(request)
    return status, json.loads(said)


def became(dashboard: Dashboard, key: str) -> dict[str, Any]:
    return json.loads(dashboard.get(f"{PATH}?key={key}")[1])


def stored(muster: Instance, **data: str) -> int:
    return muster.one("select count(*) from ledger where event::jsonb -> 'data' @> %s::jsonb",
                      json.dumps(data))  # fmt: skip


def at(page: Page, pointer: str) -> str:
    return page.input_value(f"[data-at='{pointer}']")


def fault(seen: Watched, pointer: str) -> str:
    return seen.text(f"[data-fault-at='{pointer}']")


def choose(seen: Watched, type: str) -> None:
    until(lambda: seen.page.query_selector("#record-type"), "the choice of types")
    seen.page.select_option("#record-type", type)
    until(lambda: seen.page.query_selector("#record-fields [data-at]"), "the fields")


def fill(seen: Watched, **others: str) -> None:
    for name, value in ({f"/data/{name}": value for name, value in RESULT.items()} | {
        "/classification": "UNCLASSIFIED", "/time": "2026-05-12", **others,
    }).items():  # fmt: skip
        field = seen.page.query_selector(f"[data-at='{name}']")
        assert field is not None, name
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def test_a_result_is_typed_in_by_keyboard_and_what_became_of_it_is_shown(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    seen = look(chromium, dashboard.url, "/record")
    until(lambda: seen.page.query_selector("#record-type"), "the choice of types")
    keys = seen.page.keyboard
    seen.page.focus("#record-type")
    keys.type("Result")
    until(lambda: seen.page.query_selector("#record-fields [data-at]"), "the fields")
    for text in (RESULT["exercise_id"], "livex", "EST", "logistics", "log-1", "external", "S"):
        keys.press("Tab")
        keys.type(text)
    for text in ("", "", "By keyboard alone.", "UNCL", "", "2026-05-12"):
        keys.press("Tab")
        keys.type(text)

    assert [at(seen.page, f"/data/{name}") for name in RESULT] == [*RESULT.values()]
    seen.shows("#record-event", '"comment": "By keyboard alone."')
    keys.press("Tab")
    keys.press("Enter")
    seen.shows("#record-receipt", "Stored as event")
    assert stored(muster, comment="By keyboard alone.") == 1
    assert at(seen.page, "/data/exercise_id") == ""
    seen.is_clean()
    seen.context.close()


def test_every_fault_is_beside_its_field_and_nothing_is_sent_before_they_are_gone(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    seen = look(chromium, dashboard.url, "/record")
    choose(seen, "exercise.result_recorded")
    seen.page.fill("[data-at='/data/actor']", "Estonia")
    until(lambda: "matching" in fault(seen, "/data/actor"), "the fault of what was typed")
    untouched = fault(seen, "/data/area")
    seen.page.click("#record-send")
    until(lambda: "required" in fault(seen, "/data/area"), "the fault of what was not")
    focused = seen.page.evaluate("document.activeElement.dataset.at")

    assert untouched == ""
    assert "required" in fault(seen, "/classification")
    assert "beside its field" in seen.text("#record-state")
    assert focused == "/data/exercise_id"
    assert seen.page.get_attribute("[data-at='/data/actor']", "aria-invalid") == "true"
    seen.has_no_barriers("light")
    seen.has_no_barriers("dark")
    fill(seen, **{"/data/objective_id": "all-right-now"})
    until(lambda: not seen.page.query_selector("[aria-invalid='true']"), "the faults to go")
    assert stored(muster, objective_id="all-right-now") == 0
    seen.is_clean()
    seen.context.close()


def test_what_is_typed_survives_a_reload_and_two_clicks_record_it_once(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    seen = look(chromium, dashboard.url, "/record")
    choose(seen, "exercise.result_recorded")
    fill(seen, **{"/data/objective_id": "clicked-twice"})
    seen.page.reload()
    until(lambda: seen.page.query_selector("#record-fields [data-at]"), "the fields again")

    assert at(seen.page, "/data/objective_id") == "clicked-twice"
    assert at(seen.page, "/classification") == "UNCLASSIFIED"
    seen.page.dblclick("#record-send")
    seen.shows("#record-receipt", "Stored as event")
    seen.page.reload()
    seen.shows("#record-receipt", "Stored as event")
    muster.wait_until_read()
    assert stored(muster, objective_id="clicked-twice") == 1
    assert muster.one("select coalesce(sum(duplicates + dead), 0) from checkpoint") == 0
    seen.context.close()


def test_rows_of_a_list_are_added_and_taken_out(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/record")
    choose(seen, "meeting.held")
    for n, actor in enumerate(("EST", "FIN", "USA")):
        seen.page.click("[data-add-row='/data/attendees']")
        seen.page.fill(f"[data-at='/data/attendees/{n}/actor']", actor)
        seen.page.fill(f"[data-at='/data/attendees/{n}/rank']", str(n + 1))
    seen.page.click("[data-remove-row='/data/attendees/1']")

    seen.shows("#record-event", '"actor": "USA",\n        "rank": 3')
    assert "FIN" not in seen.text("#record-event")
    assert not seen.page.query_selector("[data-at='/data/attendees/2/actor']")
    seen.has_no_barriers("light")
    seen.is_clean()
    seen.context.close()


def test_a_form_sent_again_is_kept_once_and_may_not_say_something_else(
    dashboard: Dashboard, muster: Instance
):
    first = post(dashboard, KEY, form(objective_id="api-1"))
    muster.wait_until_read()
    again = post(dashboard, KEY, form(objective_id="api-1"))
    other = post(dashboard, KEY, form(objective_id="api-2"))
    muster.wait_until_read()

    assert (first[0], again[0], other[0]) == (201, 200, 409)
    assert "said something else" in other[1]["error"]
    assert became(dashboard, KEY)["status"] == "stored"
    assert (stored(muster, objective_id="api-1"), stored(muster, objective_id="api-2")) == (1, 0)


def test_trying_sends_nothing_and_bad_input_gets_a_reason(dashboard: Dashboard, muster: Instance):
    muster.wait_until_read()
    before = muster.one("select seq from head")
    tried = post(dashboard, "tried-key-0123456789", form(), f"{PATH}/check")
    faulty = post(dashboard, "tried-key-0123456789", form(rating="B"))
    bad = [
        post(dashboard, "short", form()),
        post(dashboard, KEY, form() | {"type": "note.added"}),
        post(dashboard, KEY, form() | {"source": "north"}),
        post(dashboard, KEY, "text"),
    ]
    plain = {"Content-Type": "text/plain", "Idempotency-Key": KEY}

    assert (tried[0], tried[1]["faults"]) == (200, [])
    assert (faulty[0], faulty[1]["faults"][0]["pointer"]) == (422, "/data/rating")
    assert {status for status, _ in bad} == {400}
    assert all(len(said["error"]) > 5 for _, said in bad)
    assert dashboard.post(PATH, form(), plain) == 415
    assert dashboard.post(PATH, b"x" * 70_000) == 413
    assert dashboard.post(PATH, form(), {"Origin": "http://evil.test"}) == 403
    assert dashboard.get(f"{PATH}?key=short")[0] == 400
    assert became(dashboard, "tried-key-0123456789") == {"status": "unread"}
    muster.wait_until_read()
    assert muster.one("select seq from head") == before


def test_an_event_that_became_a_dead_letter_says_why(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    key = "dead-key-0123456789ab"
    id = id_of(key, Recorder("operator", 0))
    raw = event(ExerciseResultRecorded, source="muster/record/operator", id=id, rating="X")
    muster.send("exercise-results", [raw])
    muster.wait_until_read()

    assert became(dashboard, key)["reason"] == "invalid-data"
    seen = look(chromium, dashboard.url, "/record")
    kept = json.dumps({"key": key, "id": id})
    seen.page.evaluate(f"sessionStorage.setItem('muster-recorded', JSON.stringify({kept}))")
    seen.page.reload()
    seen.shows("#record-receipt", "Not stored: invalid-data: data.rating")
    seen.context.close()


def test_while_the_broker_is_away_what_is_typed_stays(chromium: Browser, muster: Instance):
    away = Dashboard(replace(muster.settings, kafka=f"127.0.0.1:{free_port()}")).start()
    try:
        seen = look(chromium, away.url, "/record")
        choose(seen, "exercise.result_recorded")
        fill(seen, **{"/data/objective_id": "kept"})
        seen.page.click("#record-send")

        seen.shows("#record-state", "does not answer")
        assert at(seen.page, "/data/objective_id") == "kept"
        seen.context.close()
    finally:
        away.stop()


@pytest.fixture
def by_name(muster: Instance) -> Generator[Dashboard]:
    own = by_login(muster).start()
    account(muster, "ann", "RESTRICTED", "EST", "recorder")
    account(muster, "bea", "RESTRICTED", "FIN")
    yield own
    own.stop()


def typed_by(client: Client, key: str, **others: str) -> tuple[int, dict[str, Any]]:
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        "Origin": client.url,
        "Sec-Fetch-Site": "same-origin",
    }
    answer = client.ask("POST", PATH, json.dumps(form(**others)).encode(), headers)
    return answer.status, json.loads(answer.body)


def test_only_a_recorder_may_and_only_who_typed_it_is_told_what_became_of_it(
    chromium: Browser, by_name: Dashboard, muster: Instance
):
    ann, bea = signed_in(by_name, "ann"), signed_in(by_name, "bea")
    status, said = typed_by(ann, KEY, objective_id="by-ann")
    refused, why = typed_by(bea, KEY, objective_id="by-bea")
    muster.wait_until_read()
    theirs = look(chromium, by_name.url, "/", context=browser_of(chromium, by_name, bea))
    links = theirs.text("#nav")
    theirs.context.close()

    assert (status, said["source"]) == (201, "muster/record/ann")
    assert (refused, why["error"]) == (403, "Writing needs the role recorder.")
    assert "Record" not in links
    assert "needs the role recorder" in bea.get("/record").body
    assert json.loads(ann.get(f"{PATH}?key={KEY}").body)["status"] == "stored"
    assert bea.get(f"{PATH}?key={KEY}").status == 403
    assert (stored(muster, objective_id="by-ann"), stored(muster, objective_id="by-bea")) == (1, 0)
