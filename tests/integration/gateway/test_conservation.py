"""What was answered 2xx is in the ledger exactly once, or a dead letter that contradicts it.

Also when the gateway is killed between Kafka's acknowledgement and its own answer, and whatever
bodies it is sent: none is a failure of the gateway, and none that is no event is accepted.
"""

import json
import os
import random
import threading
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.envelope import decode
from schemas.errors import Refused
from schemas.events import ExerciseResultRecorded, ResourceLevelReported
from schemas.topics import topic_of_event
from tests.support.builders import document, event
from tests.support.gateway import (
    BATCH,
    STRUCTURED,
    Answer,
    GatewayProcess,
    dying_before_it_answers,
    new_key,
    running_gateway,
    send_until_answered,
)
from tests.support.instance import MUSTER, Instance
from tests.support.strategies import any_event

RESULT = ExerciseResultRecorded
BODIES = int(os.environ.get("MUSTER_EXAMPLES", "2000"))
OF_ONE = 10  # bodies of one that was drawn: itself, and with something in it spoiled
SPOILS = (
    b"", b"\x00", b"\xff", b'"', b"{", b"]", b",", b"NaN", b"1e999", b"-0", b"null",
    b"\\u0000", b"\\ud800", b"[" * 40, b"9" * 400, b'"id":"x",', b"\xef\xbb\xbf",
    "\u202e".encode(),
)  # fmt: skip


def test_whenever_it_is_killed_what_was_answered_with_success_is_stored_once(shared: Instance):
    stopping, answered, failed = threading.Event(), dict[str, int](), list[bytes]()
    with running_gateway(shared, program=dying_before_it_answers(5)) as gateway:
        gateway.key = new_key(shared)

        def send(name: str) -> None:
            luck, number = random.Random(name), 0
            while not stopping.is_set():
                ids = [f"kill-{name}-{number + more}" for more in range(luck.choice([1, 1, 7]))]
                number += len(ids)
                events = [document(RESULT, id=id, rating=luck.choice("PSMU")) for id in ids]
                if len(events) == 1:
                    body, content_type = json.dumps(events[0]).encode(), STRUCTURED
                else:
                    body, content_type = json.dumps(events).encode(), BATCH
                answer = send_until_answered(gateway, body, content_type)
                if answer.status in (200, 202):
                    answered.update(dict.fromkeys(ids, answer.status))
                else:
                    failed.append(answer.body)

        senders = [threading.Thread(target=send, args=(name,)) for name in "abc"]
        for sender in senders:
            sender.start()
        for program in (dying_before_it_answers(9), (MUSTER, "gateway")):
            gateway.wait_until_it_is_dead()  # Kafka has what its client sends once more
            gateway.program = program
            gateway.start()
        time.sleep(0.5)
        gateway.kill()  # anywhere
        gateway.start()
        time.sleep(0.5)
        stopping.set()
        for sender in senders:
            sender.join(60)
    shared.wait_until_read()
    rows = shared.ask("select event_id, count(*) from ledger group by event_id")
    kept, dead = dict(rows), "select count(*) from dead_letter where event_id ~ '^kill-'"

    assert failed == []
    assert len(answered) > 20
    assert {id: kept.get(id) for id in answered} == dict.fromkeys(answered, 1)
    assert shared.one(dead) == 0
    shared.verify()


def test_no_body_is_a_failure_and_none_that_is_no_event_is_accepted(
    gateway: GatewayProcess, shared: Instance
):
    key = new_key(shared, "all", "--source", "*", "--highest", "COSMIC TOP SECRET")
    accepted: set[tuple[str, str]] = set()

    few = BODIES // OF_ONE

    @settings(max_examples=few, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(bodies(), st.integers(0, 2**32))
    def send(body: bytes, seed: int) -> None:
        luck = random.Random(seed)
        for one in (body, *(spoiled(body, luck) for _ in range(OF_ONE - 1))):
            judge(one)

    def judge(body: bytes) -> None:
        sent = gateway.post(body, key=key)
        is_event = is_taken(body)

        # What is refused although it is an event contradicts what was said, or the clock.
        assert sent.status in ({200, 202, 409, 422} if is_event else {400, 413, 422})
        assert sent.status < 300 or sent.json["faults"]
        if sent.status == 202:
            accepted.update((one["source"], one["id"]) for one in sent.json["receipts"])

    send()
    shared.wait_until_read()
    rows = shared.ask("select source, event_id, count(*) from ledger group by 1, 2")
    kept = {(source, id): count for source, id, count in rows}

    assert accepted
    assert {key: kept.get(key) for key in accepted} == dict.fromkeys(accepted, 1)


def spoiled(body: bytes, luck: random.Random) -> bytes:
    """Give a body in which a few bytes were replaced, taken out, or put in."""
    for _ in range(luck.choice([1, 1, 2, 5])):
        at, cut = luck.randint(0, len(body)), luck.choice([0, 1, 1, 3, 20])
        body = body[:at] + luck.choice(SPOILS) + body[at + cut :]
    return body


def is_taken(body: bytes) -> bool:
    try:
        topic_of_event(decode(body))
    except Refused:
        return False
    return True


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """Give events, events with something wrong, and bytes of any kind."""
    kind = draw(st.sampled_from(["event", "changed", "cut", "bytes", "json"]))
    if kind == "bytes":
        return draw(st.binary(max_size=200))
    if kind == "json":
        return json.dumps(draw(JSON_VALUES)).encode()
    raw = draw(any_event())
    if kind == "cut":
        return raw[: draw(st.integers(0, len(raw)))]
    return changed(draw, raw) if kind == "changed" else raw


def changed(draw: st.DrawFn, raw: bytes) -> bytes:
    written = json.loads(raw)
    part = draw(st.sampled_from([written, written["data"]]))
    name = draw(st.sampled_from(sorted(part)) | st.text(max_size=10))
    part[name] = draw(JSON_VALUES)
    return json.dumps(written).encode()


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def test_what_two_say_at_once_under_one_id_is_stored_once_and_the_other_is_shown(
    gateway: GatewayProcess, shared: Instance
):
    raws = [event(ResourceLevelReported, id="two-at-once", pct=pct) for pct in (10.0, 90.0)]
    answers: list[Answer] = []
    senders = [
        threading.Thread(target=lambda raw=raw: answers.append(gateway.post(raw))) for raw in raws
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(30)
    shared.wait_until_read()
    fate = gateway.fate("test", "two-at-once").json
    reasons = [letter["reason"] for letter in fate.get("dead_letters", [])]

    assert sorted(answer.status for answer in answers) in ([202, 202], [202, 409])
    assert fate["status"] == "stored"
    assert len(reasons) == sum(answer.status == 202 for answer in answers) - 1
    assert set(reasons) <= {"conflicting-duplicate"}
