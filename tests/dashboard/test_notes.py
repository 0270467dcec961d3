"""What people write on a screen is an event: stored when acknowledged, once, seen by others."""

import json
import urllib.request
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from infra.local.host import free_port
from schemas.events import MemberJoined
from tests.dashboard.running import Dashboard, look, until
from tests.support.builders import event
from tests.support.instance import Instance

PATH = "/api/notes"


@pytest.fixture(scope="module", autouse=True)
def members(muster: Instance) -> None:
    """Have a body with two members."""
    muster.send(
        "summit-decisions",
        [event(MemberJoined, actor=actor, from_on="2004-03-29") for actor in ("EST", "FIN")],
    )
    muster.wait_until_read()


def post(dashboard: Dashboard, key: str, text: str, **other: object) -> tuple[int, dict[str, str]]:
    """Give the status and the answer that a note gets."""
    body = {"kind": "note", "about": "/events#log", "text": text, **other}
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    status, said = dashboard.ask(
        urllib.request.Request(dashboard.url + PATH, json.dumps(body).encode(), headers)  # noqa: S310
    )
    return status, json.loads(said)


def texts(muster: Instance, text: str) -> int:
    """Give how often the ledger has a text."""
    return muster.one("select count(*) from note where text = %s", text)


def test_acknowledged_means_stored_and_a_retry_stores_nothing_twice(
    dashboard: Dashboard, muster: Instance
):
    statuses = [post(dashboard, "first-key-0123456", "Once only.")[0] for _ in range(3)]
    muster.wait_until_read()
    dashboard.kill()
    dashboard.start()
    after_restart, said = post(dashboard, "first-key-0123456", "Once only.")

    assert statuses[0] == 201
    assert after_restart == 200
    assert int(said["seq"]) > 0
    assert texts(muster, "Once only.") == 1
    assert muster.one("select coalesce(sum(dead), 0) from checkpoint") == 0
    label = muster.ask(
        "select author, classification from note join label using (label_id) where text = %s",
        "Once only.",
    )
    assert label == [("operator", "UNCLASSIFIED")]


def test_a_key_that_comes_with_another_text_is_a_conflict(dashboard: Dashboard):
    assert post(dashboard, "second-key-012345", "This.")[0] == 201
    assert post(dashboard, "second-key-012345", "That.")[0] == 409


def test_bad_input_gets_a_reason_and_writes_nothing(dashboard: Dashboard, muster: Instance):
    muster.wait_until_read()
    before = muster.one("select seq from head")
    bad = [
        post(dashboard, "bad-key-012345678", "x", kind="order"),
        post(dashboard, "bad-key-012345678", "x", about="two words"),
        post(dashboard, "bad-key-012345678", "\u0007"),
        post(dashboard, "bad-key-012345678", "x" * 2001),
        post(dashboard, "bad", "x"),
    ]
    plain = {"Content-Type": "text/plain", "Idempotency-Key": "bad-key-012345678"}

    assert {status for status, _ in bad} == {400}
    assert all(len(said["error"]) > 5 for _, said in bad)
    assert dashboard.post(PATH, {"kind": "note"}, plain) == 415
    assert dashboard.post(PATH, b"x" * 20_000) == 413
    assert dashboard.post(PATH, {}, {"Sec-Fetch-Site": "cross-site"}) == 403
    assert dashboard.post(PATH, {}, {"Origin": "http://evil.test"}) == 403
    assert dashboard.get(f"{PATH}?page=/events&as_of=yesterday")[0] == 400
    assert dashboard.get(f"{PATH}?page=%00")[0] == 400
    muster.wait_until_read()
    assert muster.one("select seq from head") == before


def test_a_broker_that_is_away_is_said_and_the_text_stays_in_the_form(
    chromium: Browser, muster: Instance
):
    away = replace(muster.settings, kafka=f"127.0.0.1:{free_port()}")
    dashboard = Dashboard(away).start()
    try:
        seen = look(chromium, dashboard.url, "/events")
        seen.page.click("[data-note=log]")
        seen.page.fill("#notes-text", "Kept until it can be sent.")
        seen.page.click("#notes-form button[type=submit]")

        seen.shows("#notes-state", "does not answer")
        seen.shows("#notes-state", "Your text is still here")
        assert seen.page.input_value("#notes-text") == "Kept until it can be sent."
        assert texts(muster, "Kept until it can be sent.") == 0
        seen.context.close()
    finally:
        dashboard.stop()


def test_a_note_is_written_by_keyboard_and_others_see_it_without_asking(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    # On a card of its own: the other tests write about the list beside it.
    writing = look(chromium, dashboard.url, "/events")
    reading = look(chromium, dashboard.url, "/events")
    reading.page.click("[data-note=envelope]")

    writing.page.focus("[data-note=envelope]")
    writing.page.keyboard.press("Enter")
    writing.page.keyboard.type("The depot <b>burns</b>.")
    writing.page.keyboard.press("Tab")
    writing.page.keyboard.press("Space")
    writing.page.keyboard.press("Tab")
    writing.page.keyboard.press("Enter")

    writing.shows("#notes-state", "Stored, marked UNCLASSIFIED")
    reading.shows("#notes-list", "The depot <b>burns</b>.")
    reading.shows("#notes-list", "seen, taken care of")
    until(lambda: "1 note" in writing.text("[data-note=envelope]"), "the count on the card")
    assert muster.one("select kind from note where text like %s", "The depot %") == (
        "acknowledgement"
    )
    writing.has_no_barriers("light")
    writing.has_no_barriers("dark")
    writing.page.keyboard.press("Escape")
    assert writing.page.evaluate("document.activeElement.dataset.note") == "envelope"
    writing.is_clean()
    reading.context.close()
    writing.context.close()


def test_the_past_shows_what_had_been_written_by_then(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/events?as_of=2020-01-01T00:00Z")

    seen.page.click("[data-note=log]")

    seen.shows("#notes-list", "by these clocks")
    seen.context.close()
