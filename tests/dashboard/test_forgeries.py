"""Forged and malformed requests to everything that takes any: refused, never a 500, never data."""

import json
from collections.abc import Iterable
from urllib.parse import quote
from urllib.request import Request

import pytest

from dashboard.app import BY_PATH
from schemas.events import ResourceLevelReported
from schemas.vocabulary import Classification
from tests.dashboard.forgeries import (
    ABOUT_NOTHING,
    GARBAGE,
    NOWHERE,
    RAW,
    WRONG,
    misshapen,
    revalued,
)
from tests.dashboard.running import Dashboard
from tests.support.builders import event
from tests.support.callbacks import UPDATE_PATH, Message, callbacks, message
from tests.support.instance import Instance

NOTES = "/api/notes"
SECRET = "Ultramarine brigade"
JSON = {"Content-Type": "application/json", "Idempotency-Key": "key-of-a-forgery"}


@pytest.fixture(scope="module", autouse=True)
def guarded(filled: Instance) -> Instance:
    """Give a ledger with a secret in it that the viewer may not read."""
    secret = event(ResourceLevelReported, reporter=SECRET, classification="SECRET")
    filled.send("capability-updates", [secret])
    filled.wait_until_read()
    with filled.connect() as connection:
        connection.execute(
            "update viewer set clearance_rank = %s where db_role = 'muster_reader'",
            [Classification.RESTRICTED.rank],
        )
    assert filled.one("select count(*) from ledger where event::text like %s", f"%{SECRET}%") == 1
    return filled


@pytest.fixture(scope="module")
def on_server(dashboard: Dashboard) -> list[Message]:
    """Give the good message to each callback that runs on the server."""
    known = callbacks(dashboard.url)
    return [message(one) for one in known if one["clientside_function"] is None]


def _send(dashboard: Dashboard, path: str, body: bytes) -> tuple[int, str]:
    return dashboard.ask(Request(dashboard.url + path, body, JSON))  # noqa: S310


def _faults(
    dashboard: Dashboard, path: str, bodies: Iterable[object], allowed: Iterable[int]
) -> list[tuple[int, str]]:
    """Give what was sent and answered with another status, or with more than a reason."""
    faults = []
    for body in bodies:
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        status, said = _send(dashboard, path, text)
        is_plain = status < 400 or (set(json.loads(said)) == {"error"} and len(said) < 1000)
        if status not in allowed or not is_plain or SECRET in said:
            faults.append((status, text[:2000].decode("latin-1")))
    return faults


def test_a_good_message_is_answered_and_one_for_the_browser_is_refused(
    dashboard: Dashboard, on_server: list[Message]
):
    known = callbacks(dashboard.url)
    in_browser = [message(one) for one in known if one["clientside_function"] is not None]

    assert len(on_server) > len(BY_PATH)
    assert _faults(dashboard, UPDATE_PATH, on_server, [200]) == []
    assert _faults(dashboard, UPDATE_PATH, in_browser, [400]) == []


def test_a_message_of_the_wrong_shape_is_refused_by_every_callback(
    dashboard: Dashboard, on_server: list[Message]
):
    forged = [one for good in on_server for one in misshapen(good)]

    assert _faults(dashboard, UPDATE_PATH, forged, [400]) == []
    assert _faults(dashboard, UPDATE_PATH, RAW, [400, 413]) == []


def test_forged_values_give_a_page_or_a_reason_and_never_a_secret(
    dashboard: Dashboard, on_server: list[Message]
):
    forged = [one for good in on_server for one in revalued(good)]

    assert _faults(dashboard, UPDATE_PATH, forged, [200, 400]) == []


@pytest.mark.parametrize(
    "path", [*BY_PATH, "/api/frames", NOTES, "/export/overview/readiness.csv"]
)
def test_garbage_in_an_address_is_refused_with_a_reason(dashboard: Dashboard, path: str):
    first = "page=/&" if path == NOTES else ""
    answers = {
        query: dashboard.get(f"{path}?{first}{quote(query, safe='=&%')}")
        for query in (*GARBAGE, *ABOUT_NOTHING)
    }

    assert {query: answers[query][0] for query in GARBAGE if answers[query][0] != 400} == {}
    assert {status for status, _ in answers.values()} <= {200, 400}
    assert [said for _, said in answers.values() if SECRET in said] == []
    if path in BY_PATH:
        assert all("This address cannot be shown" in answers[query][1] for query in GARBAGE)


@pytest.mark.parametrize("path", NOWHERE)
def test_where_nothing_is_nothing_is_shown(dashboard: Dashboard, path: str):
    status, said = dashboard.get(path)

    assert 400 <= status < 500
    assert len(said) < 1000


def test_forged_notes_are_refused_and_written_nowhere(dashboard: Dashboard, guarded: Instance):
    note = {"kind": "note", "about": "/events#log", "text": "Forged."}
    forged = [{**note, name: value} for name in note for value in WRONG if value != "x"]
    before = guarded.one("select seq from head")

    assert _faults(dashboard, NOTES, [*forged, *WRONG, *RAW], [400, 413]) == []
    assert guarded.lag() == 0
    assert guarded.one("select seq from head") == before
