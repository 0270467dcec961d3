"""Events over HTTP: taken once Kafka has them, checked as workers do, refused with all reasons."""

import json
import signal
import socket
import time
import uuid
from typing import Any

import pytest

from infra.local.host import free_port
from schemas.events import ExerciseResultRecorded
from tests.support.builders import document, event
from tests.support.gateway import (
    BATCH,
    JSON,
    STRUCTURED,
    Answer,
    GatewayProcess,
    new_key,
    running_gateway,
)
from tests.support.instance import Instance, wait_until

RESULT = ExerciseResultRecorded


def fresh() -> str:
    """Give an id that no other test uses."""
    return f"g-{uuid.uuid4().hex[:12]}"


def binary(written: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    """Give an event in binary mode over HTTP: its body and its headers."""
    headers = {f"ce-{name}": str(value) for name, value in written.items() if name != "data"}
    return json.dumps(written["data"]).encode(), headers


def stored(instance: Instance, id: str) -> int:
    return instance.one("select count(*) from ledger where event_id = %s", id)


def test_an_event_is_accepted_then_stored_then_known(gateway: GatewayProcess, shared: Instance):
    raw = event(RESULT, id=(id := fresh()))

    sent = gateway.post(raw)
    fate = gateway.fate("test", id, wait_s=20)
    again = gateway.post(raw)

    assert (sent.status, sent.statuses) == (202, ["accepted"])
    [receipt] = sent.json["receipts"]
    assert (receipt["source"], receipt["id"]) == ("test", id)
    assert receipt["topic"] == "exercise-results"
    assert sent.headers["location"] == receipt["href"]
    assert fate.headers["preference-applied"] == "wait=20"
    assert fate.json["status"] == "stored"
    assert [(fate.json["partition"], fate.json["offset"])] == [
        (receipt["partition"], receipt["offset"])
    ]
    assert fate.json["seq"] == shared.one("select seq from ledger where event_id = %s", id)
    assert (again.status, again.statuses) == (200, ["duplicate"])
    assert again.json["receipts"][0]["seq"] == fate.json["seq"]


def test_in_all_three_modes_it_is_the_same_event(gateway: GatewayProcess, shared: Instance):
    written = document(RESULT, id=(id := fresh()), comment="Grüße aus Tallinn")
    body, headers = binary(written)

    first = gateway.post(body, JSON, **headers)
    gateway.fate("test", id, wait_s=20)
    others = [
        gateway.post(json.dumps(written).encode()),
        gateway.post(json.dumps([written]).encode(), BATCH),
        gateway.post(body, "Application/JSON; charset=UTF-8", **headers),
        gateway.post(body, "application/vnd.muster+json", **headers),
    ]

    assert first.statuses == ["accepted"]
    assert [answer.statuses for answer in others] == [["duplicate"]] * 4
    assert stored(shared, id) == 1


def test_attributes_in_headers_are_percent_encoded(gateway: GatewayProcess):
    body, headers = binary(document(RESULT, id=(id := fresh())))

    sent = gateway.post(body, JSON, **(headers | {"ce-id": "%67" + id[1:]}))

    assert [receipt["id"] for receipt in sent.json["receipts"]] == [id]


def test_an_id_that_said_something_else_is_a_conflict(gateway: GatewayProcess):
    gateway.post(event(RESULT, id=(id := fresh()), rating="S"))
    gateway.fate("test", id, wait_s=20)

    sent = gateway.post(event(RESULT, id=id, rating="M"))

    assert (sent.status, sent.kind) == (409, "conflicting-duplicate")
    assert sent.faults == {"/id": "conflicting-duplicate"}


def test_a_batch_is_taken_whole_or_not_at_all(gateway: GatewayProcess, shared: Instance):
    good, other = fresh(), fresh()
    events = [document(RESULT, id=good), document(RESULT, id=other)]
    bad = document(RESULT, id=fresh(), rating="X", time="2100-01-01T00:00:00Z")
    ahead = document(RESULT, id=fresh(), time="2100-01-01T00:00:00Z")

    refused = gateway.post(json.dumps([*events, bad, ahead, 5]).encode(), BATCH)
    before = gateway.fate("test", good)
    taken = gateway.post(json.dumps([*events, events[0]]).encode(), BATCH)
    gateway.fate("test", other, wait_s=20)
    gateway.fate("test", good, wait_s=20)

    assert (refused.status, refused.kind) == (400, "malformed")
    assert refused.faults == {
        "/2/data/rating": "invalid-data",
        "/3/time": "from-the-future",
        "/4": "not-an-object",
    }
    assert (before.status, before.kind) == (404, "unknown-event")
    assert (taken.status, taken.statuses) == (202, ["accepted"] * 3)
    assert (stored(shared, good), stored(shared, other)) == (1, 1)
    assert gateway.post(b"[]", BATCH).json == {"receipts": []}


def test_one_id_with_two_contents_in_one_batch_is_refused(gateway: GatewayProcess):
    id = fresh()
    events = [document(RESULT, id=id, rating=rating) for rating in "SM"]

    sent = gateway.post(json.dumps(events).encode(), BATCH)

    assert (sent.status, sent.faults) == (409, {"/1/id": "conflicting-duplicate"})
    assert gateway.fate("test", id).status == 404


def test_a_dry_run_sends_nothing(gateway: GatewayProcess, shared: Instance):
    raw = event(RESULT, id=(id := fresh()))

    good = gateway.post(raw, path="/v1/validate")
    bad = gateway.post(event(RESULT, rating="X"), path="/v1/validate")

    assert (good.status, good.statuses) == (200, ["acceptable"])
    assert (bad.status, bad.faults) == (422, {"/data/rating": "invalid-data"})
    assert gateway.fate("test", id).status == 404


def test_a_dead_letter_is_told_to_its_producer(gateway: GatewayProcess, shared: Instance):
    shared.send("exercise-results", [event(RESULT, id=(id := fresh()), rating="X")])

    found = gateway.fate("test", id, wait_s=20)

    assert found.json["status"] == "dead-letter"
    [letter] = found.json["dead_letters"]
    assert letter["reason"] == "invalid-data"
    assert letter["topic"] == "exercise-results"


REFUSED: dict[str, tuple[int, str, bytes, dict[str, str]]] = {
    "no JSON": (400, "malformed", b"{", {}),
    "nothing": (400, "malformed", b"", {}),
    "an array": (400, "malformed", b"[1]", {}),
    "a byte order mark": (400, "malformed", b"\xef\xbb\xbf" + event(RESULT), {}),
    "UTF-16": (400, "malformed", event(RESULT).decode().encode("utf-16"), {}),
    "brackets": (400, "malformed", b"[" * 200_000, {}),
    "deep": (400, "malformed", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, {}),
    "NaN": (400, "malformed", b'{"id": NaN}', {}),
    "a key twice": (400, "malformed", b'{"id": "a", "id": "b"}', {}),
    "a null": (400, "malformed", b'{"id": "a\\u0000"}', {}),
    "a word": (422, "invalid-event", b'{"specversion": "1.0"}', {}),
    "two modes": (400, "malformed", event(RESULT), {"ce-id": "a"}),
    "a batch and headers": (400, "malformed", b"[]", {"ce-id": "a", "Content-Type": BATCH}),
    "a batch that is none": (400, "malformed", b"{}", {"Content-Type": BATCH}),
    "too large": (413, "too-large", b" " * 1_100_000, {}),
    "too many": (413, "too-large", b"[" + b"{}," * 1000 + b"{}]", {"Content-Type": BATCH}),
    "no type": (415, "unsupported-media-type", b"{}", {"Content-Type": ""}),
    "text": (415, "unsupported-media-type", b"{}", {"Content-Type": "text/plain"}),
    "plain JSON": (415, "unsupported-media-type", event(RESULT), {"Content-Type": JSON}),
    "a charset": (
        415,
        "unsupported-media-type",
        event(RESULT),
        {"Content-Type": f"{STRUCTURED}; charset=utf-16"},
    ),
    "gzip": (415, "unsupported-media-type", b"\x1f\x8b", {"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_event_is_refused_with_its_kind(gateway: GatewayProcess, name: str):
    status, kind, body, headers = REFUSED[name]

    sent = gateway.ask("POST", "/v1/events", body, {"Content-Type": STRUCTURED} | headers)

    assert (sent.status, sent.kind) == (status, kind)
    assert sent.headers["content-type"] == "application/problem+json"
    assert sent.json["status"] == status


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/v1/nothing", 404, "not-found"),
        ("GET", "/v1/types/nothing", 404, "not-found"),
        ("GET", "//v1/events", 404, "not-found"),
        ("GET", "/v1/events/", 404, "not-found"),
        ("DELETE", "/v1/events", 405, "method-not-allowed"),
        ("GET", "/v1/validate", 405, "method-not-allowed"),
        ("GET", "/v1/events", 400, "bad-query"),
        ("GET", "/v1/events?source=test", 400, "bad-query"),
        ("GET", "/v1/events?source=test&id=a%00b", 400, "bad-query"),
        ("GET", "/v1/events?source=test&id=a&id=b", 400, "bad-query"),
        ("GET", "/v1/events?source=test&id=a&all=1", 400, "bad-query"),
        ("POST", "/v1/events?key=a", 400, "bad-query"),
    ],
)
def test_an_address_that_means_nothing_is_a_problem_too(
    gateway: GatewayProcess, method: str, path: str, status: int, kind: str
):
    answer = gateway.ask(method, path)

    assert (answer.status, answer.kind) == (status, kind)


def test_a_body_without_an_end_is_read_no_further_than_the_limit(gateway: GatewayProcess):
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=20) as connection:
        head = (
            "POST /v1/events HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            f"Authorization: Bearer {gateway.key}\r\nContent-Type: {STRUCTURED}\r\n\r\n"
        )
        connection.sendall(head.encode())
        sent = 0
        try:
            while sent < 64 * 1024 * 1024:
                connection.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
                sent += 0x10000
        except OSError:
            pass  # the gateway has hung up
        answer = connection.recv(100) if sent < 64 * 1024 * 1024 else b""

    assert sent < 64 * 1024 * 1024
    assert answer == b"" or b" 413 " in answer


def test_what_everybody_may_read_needs_no_key(gateway: GatewayProcess):
    types = gateway.ask("GET", "/v1/types", key="")
    one = gateway.ask("GET", "/v1/types/exercise.result_recorded", key="")
    described = gateway.ask("GET", "/v1/openapi.json", key="")
    topics = gateway.ask("GET", "/v1/asyncapi.json", key="")
    page = gateway.ask("GET", "/", key="")
    health = gateway.ask("GET", "/v1/healthz", key="")

    assert one.json in types.json["types"]
    assert one.json["dataschema"] == "urn:muster:schema:exercise.result_recorded:v1"
    assert described.json["openapi"] == "3.1.0"
    assert topics.json["channels"]["exercise-results"]["bindings"]["kafka"]["partitions"] == 4
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert health.json == {"status": "ok", "kafka": "ok", "database": "ok"}


def test_without_keys_and_kafka_it_says_what_to_do_and_when_to_come_again(shared: Instance):
    with shared.connect() as connection:
        connection.execute("create temp table kept as select * from producer_key")
        connection.execute("delete from producer_key")
        with running_gateway(shared, kafka=f"127.0.0.1:{free_port()}") as gateway:
            wait_until(lambda: "no-key" in gateway.log, timeout_s=20, what="a word on keys")
            gateway.key = new_key(shared)
            sent = gateway.post(event(RESULT, id=fresh()))
            health = gateway.ask("GET", "/v1/healthz")
            refused = gateway.post(b"{")
            code = gateway.stop()
        connection.execute("insert into producer_key select * from kept")

    assert "to make the first: muster keys create NAME --source 'NAME/*'" in gateway.log
    assert (sent.status, sent.kind) == (503, "unavailable")
    assert int(sent.headers["retry-after"]) >= 1
    assert (health.status, health.json["database"]) == (503, "ok")
    assert refused.status == 400
    assert code == -signal.SIGTERM


def test_while_the_database_is_away_nobody_is_let_in_or_turned_away(shared: Instance):
    conninfo = f"host=127.0.0.1 port={free_port()} dbname=muster"
    with running_gateway(shared, conninfo=conninfo) as gateway:
        sent: Answer = gateway.post(event(RESULT, id=fresh()), key="nobody")

    assert (sent.status, sent.kind) == (503, "unavailable")


@pytest.mark.parametrize("cut", ["whole", "head and body", "in the head", "in the body"])
def test_an_offer_of_http2_is_passed_over_and_the_body_read(gateway: GatewayProcess, cut: str):
    ids = [fresh(), fresh()]
    bodies = [event(RESULT, id=id) for id in ids]
    heads = [
        (
            "POST /v1/events HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\n"
            f"Content-Length: {len(body)}\r\nHost: 127.0.0.1\r\nUpgrade: h2c\r\n"
            "HTTP2-Settings: AAEAAEAAAAIAAAABAAMA\r\n"
            f"Authorization: Bearer {gateway.key}\r\nContent-Type: {STRUCTURED}\r\n\r\n"
        ).encode()
        for body in bodies
    ]
    answers = list[bytes]()
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=20) as connection:
        for head, body in zip(heads, bodies, strict=True):
            whole = head + body
            at = {"whole": 0, "head and body": len(head), "in the head": 60}.get(cut)
            at = len(head) + 9 if at is None else at
            for part in (whole[:at], whole[at:]):
                connection.sendall(part)
                time.sleep(0.1)
            answers.append(connection.recv(65536))

    assert [answer.split(b"\r\n")[0] for answer in answers] == [b"HTTP/1.1 202 Accepted"] * 2
    assert all(id.encode() in answer for id, answer in zip(ids, answers, strict=True))
