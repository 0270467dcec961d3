"""Who may send what: keys are held to their scope, refusals are on record and tell no more."""

import hashlib
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from schemas.events import (
    CommitmentMade,
    ExerciseResultRecorded,
    MeetingHeld,
    ResourceLevelReported,
)
from tests.integration.gateway.test_gateway import fresh
from tests.support.builders import correction_of, document, event, retraction_of
from tests.support.gateway import BATCH, GatewayProcess, keys_command, new_key
from tests.support.instance import Instance

RESULT = ExerciseResultRecorded


def revoke(instance: Instance, key: str) -> None:
    assert keys_command(instance, "revoke", key.partition(".")[0]).exit_code == 0


def refusals(instance: Instance, **of: Any) -> list[tuple[Any, ...]]:
    [(name, value)] = of.items()
    return instance.ask(
        "select key_id, producer, request, status, reason, events, size_bytes, sha256 from ("
        "  select detail::json ->> 'key_id' as key_id, nullif(who, '') as producer,"
        "    subject as request,"
        "    (detail::json ->> 'status')::int as status, detail::json ->> 'reason' as reason,"
        "    (detail::json ->> 'events')::int as events, number,"
        "    (detail::json ->> 'size_bytes')::bigint as size_bytes,"
        "    decode(detail::json ->> 'sha256', 'hex') as sha256"
        "  from audit_entry where act = 'gateway.request'"
        f") refusal where {name} = %s order by number",
        value,
    )


def test_whoever_has_no_valid_key_gets_the_same_answer(gateway: GatewayProcess, shared: Instance):
    expired, revoked = new_key(shared, "late"), new_key(shared, "gone")
    with shared.connect() as connection:
        connection.execute(
            "update producer_key set expires_at = clock_timestamp() where key_id = %s",
            [expired.partition(".")[0]],
        )
    revoke(shared, revoked)
    other = gateway.key.partition(".")[0] + "." + revoked.partition(".")[2]
    raw = event(RESULT, id=fresh())
    shown = {
        "nothing": {},
        "a word": {"Authorization": "Bearer hello"},
        "another scheme": {"Authorization": f"Basic {gateway.key}"},
        "no such key": {"Authorization": "Bearer " + "0" * 12 + "." + "a" * 43},
        "another's secret": {"Authorization": f"Bearer {other}"},
        "expired": {"Authorization": f"Bearer {expired}"},
        "revoked": {"Authorization": f"Bearer {revoked}"},
    }

    answers = {
        name: gateway.ask("POST", "/v1/events", raw, headers, key="")
        for name, headers in shown.items()
    }

    alike = {
        (one.status, one.body, frozenset(one.headers.items() - {("date", one.headers["date"])}))
        for one in answers.values()
    }
    assert len(alike) == 1
    assert next(iter(alike))[0] == 401
    on_record = refusals(shared, sha256=hashlib.sha256(raw).digest())
    assert len(on_record) == len(shown)
    assert {row[1:5] for row in on_record} == {(None, "POST /v1/events", 401, "not-authenticated")}
    assert gateway.fate("test", json.loads(raw)["id"]).status == 404


def test_a_key_in_the_address_opens_nothing(gateway: GatewayProcess):
    assert gateway.ask("GET", f"/v1/events?key={gateway.key}", key="").status == 401


SCOPES: dict[str, tuple[tuple[str, ...], bytes, dict[str, str]]] = {
    "source": (
        ("--source", "test/north*"),
        event(RESULT, source="test/south"),
        {"/source": "source-not-allowed"},
    ),
    "type": (
        ("--type", "exercise.*"),
        event(ResourceLevelReported),
        {"/type": "type-not-allowed"},
    ),
    "actor": (
        ("--actor", "FIN"),
        event(RESULT, actor="EST"),
        {"/data": "actor-not-allowed"},
    ),
    "body": (
        ("--body", "NATO"),
        event(MeetingHeld, body="G7"),
        {"/data/body": "body-not-allowed"},
    ),
    "all members of a body": (
        ("--actor", "FIN"),
        event(CommitmentMade, actors=[]),
        {"/data": "actor-not-allowed"},
    ),
    "label": (
        ("--highest", "RESTRICTED"),
        event(RESULT, classification="CONFIDENTIAL"),
        {"/classification": "label-not-allowed"},
    ),
    "a retraction of what another source said": (
        (),
        retraction_of(event(RESULT, source="other"), source="test"),
        {"/data/root/source": "amended-event-not-allowed"},
    ),
    "a correction of what is not there": (
        ("--actor", "EST"),
        correction_of(event(RESULT, actor="EST", id="nowhere")),
        {"/data/root": "amended-event-not-allowed"},
    ),
}


@pytest.mark.parametrize("name", SCOPES)
def test_what_a_key_is_not_for_is_refused_and_on_record(
    gateway: GatewayProcess, shared: Instance, name: str
):
    options, raw, faults = SCOPES[name]
    key = new_key(shared, "held", *options)

    sent = gateway.post(raw, key=key)
    tried = gateway.post(raw, key=key, path="/v1/validate")

    assert (sent.status, sent.kind, sent.faults) == (403, "not-allowed", faults)
    assert tried.status == 403
    [row, _] = refusals(shared, key_id=key.partition(".")[0])
    [reason] = faults.values()
    assert row[1:] == (
        "held",
        "POST /v1/events",
        403,
        f"not-allowed {reason}",
        1,
        len(raw),
        hashlib.sha256(raw).digest(),
    )


def test_nobody_reaches_others_by_amending_what_was_said_of_them(
    gateway: GatewayProcess, shared: Instance
):
    root = event(RESULT, id=(id := fresh()), actor="EST")
    gateway.post(root)
    gateway.fate("test", id, wait_s=20)
    foreign, own = (
        new_key(shared, "fin", "--actor", "FIN"),
        new_key(shared, "est", "--actor", "EST"),
    )

    answers = [
        gateway.post(amendment, key=key, path="/v1/validate").status
        for key in (foreign, own)
        for amendment in (correction_of(root, rating="M"), retraction_of(root))
    ]

    assert answers == [403, 403, 200, 200]


def test_a_producer_learns_nothing_of_other_sources(gateway: GatewayProcess, shared: Instance):
    key = new_key(shared, "north", "--source", "test/north")
    gateway.post(event(RESULT, id=(id := fresh())))
    gateway.fate("test", id, wait_s=20)

    there, nowhere = gateway.fate("test", id, key=key), gateway.fate("test", fresh(), key=key)

    assert there.status == nowhere.status == 403
    assert there.body == nowhere.body


def test_a_batch_with_one_event_out_of_scope_is_refused(gateway: GatewayProcess):
    events = [document(RESULT, id=(id := fresh())), document(RESULT, source="other")]

    sent = gateway.post(json.dumps(events).encode(), BATCH)

    assert (sent.status, sent.faults) == (403, {"/1/source": "source-not-allowed"})
    assert gateway.fate("test", id).status == 404


def test_more_than_a_key_may_send_has_to_wait(gateway: GatewayProcess, shared: Instance):
    key = new_key(shared, "slow", "--rate", "2")
    raws = [event(RESULT, id=fresh()) for _ in range(12)]

    answers = [gateway.post(raw, key=key) for raw in raws]
    refused = [answer for answer in answers if answer.status == 429]
    time.sleep(int(refused[0].headers["retry-after"]))
    later = gateway.post(raws[-1], key=key)

    assert {answer.status for answer in answers} == {202, 429}
    assert later.status == 202


def test_a_key_that_is_revoked_while_its_request_is_under_way_sends_nothing(
    gateway: GatewayProcess, shared: Instance
):
    key, raw = new_key(shared, "quick"), event(RESULT, id=(id := fresh()))

    def slowly() -> Iterator[bytes]:
        yield raw[:10]
        time.sleep(0.5)
        revoke(shared, key)
        yield raw[10:]

    sent = gateway.post(slowly(), key=key, Content_Length=str(len(raw)))

    assert sent.status == 401
    assert gateway.fate("test", id).status == 404


def test_the_use_of_a_key_is_written_down_and_its_secret_nowhere(
    gateway: GatewayProcess, shared: Instance
):
    key = new_key(shared, "seen")
    key_id, _, secret = key.partition(".")
    gateway.post(event(RESULT, id=fresh()), key=key)

    listed = keys_command(shared, "list").output
    rows = str(shared.ask("select * from producer_key where key_id = %s", key_id))

    assert f"{key_id}  seen  in force" in listed
    assert "used never" not in listed.partition(key_id)[2].partition("\n")[0]
    assert secret not in rows + listed + gateway.log


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("create", "north"), 2, "Missing option '--source'"),
        (("create", "a b", "--source", "a"), 2, "names no producer"),
        (("create", "a", "--source", "a*b"), 2, "a * only at its end"),
        (("create", "a", "--source", "a", "--type", "nothing.*"), 2, "no event type is"),
        (("create", "a", "--source", "a", "--actor", "est"), 2, "must be a code"),
        (("revoke", "0" * 12), 65, "there is no key"),
        (("revoke", "a.b"), 2, "never by its secret"),
    ],
)
def test_a_key_that_cannot_be_is_one_line(
    shared: Instance, arguments: tuple[str, ...], code: int, said: str
):
    found = keys_command(shared, *arguments)

    assert getattr(found.exception, "exit_code", found.exit_code) == code
    assert said in found.output + str(found.exception)


def test_readers_see_no_keys_and_no_refusals(shared: Instance):
    with shared.connect() as connection:
        rights = connection.execute(
            "select bool_or(has_table_privilege('muster_reader', name, 'select')) from unnest("
            "array['muster.producer_key', 'muster.audit_entry']) name"
        ).fetchone()

    assert rights == (False,)
