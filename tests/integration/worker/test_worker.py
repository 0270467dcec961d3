"""`muster worker` as a process, against real services."""

import hashlib
import json
import signal
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from schemas.events import (
    CommitmentMade,
    DecisionAdopted,
    ExerciseResultRecorded,
    ResourceLevelReported,
    schema_urn,
)
from tests.support import kafka
from tests.support.builders import document, event, retraction_of
from tests.support.instance import Instance, wait_until
from tests.support.proxy import wire_to

RESULTS = "exercise-results"


def results(count: int, prefix: str = "e") -> list[bytes]:
    return [event(ExerciseResultRecorded, id=f"{prefix}-{number}") for number in range(count)]


def written(**changes: Any) -> bytes:
    """An event with attributes changed after it was written, right or wrong."""
    return json.dumps(document(ExerciseResultRecorded, id="x") | changes).encode()


def without(*names: str) -> bytes:
    whole = document(ExerciseResultRecorded, id="x")
    return json.dumps({name: value for name, value in whole.items() if name not in names}).encode()


def newer(count: int) -> list[bytes]:
    """Events of a version this program does not know: that looks like our own fault."""
    urn = schema_urn(ExerciseResultRecorded)
    values = [event(ExerciseResultRecorded, id=f"newer-{number}") for number in range(count)]
    return [one.replace(urn.encode(), urn.replace(":v1", ":v9").encode()) for one in values]


def next_week() -> str:
    return (datetime.now(UTC) + timedelta(days=7)).isoformat()


def nested(depth: int) -> bytes:
    return b'{"data":' + b"[" * depth + b"]" * depth + b"}"


OVERSIZE = b'{"data": "' + b"x" * 2_000_000 + b'"}'
DOCUMENT = written()
BAD_INPUT: dict[str, tuple[bytes | None, str]] = {
    "not JSON": (b"<event/>", "not-json"),
    "not an object": (b"[1, 2]", "not-an-object"),
    "missing type": (without("type"), "missing-attribute"),
    "unknown type": (written(type="org.muster.exercise.imagined"), "unknown-type"),
    "future version": (
        written(dataschema=schema_urn(ExerciseResultRecorded).replace(":v1", ":v2")),
        "unknown-version",
    ),
    "duplicate key": (DOCUMENT[:-1] + b', "subject": "EST"}', "duplicate-key"),
    "duplicate key, escaped": (DOCUMENT[:-1] + rb', "\u0073ubject": "EST"}', "duplicate-key"),
    "NaN": (DOCUMENT.replace(b'"data": {', b'"data": {"tasks_met": NaN, '), "not-finite-number"),
    "null character": (written(subject="E\0T"), "null-character"),
    "nested 64 deep": (nested(64), "too-deep"),
    "2 MB": (OVERSIZE, "too-large"),
    "null value": (None, "empty"),
    "year 99999": (written(time="99999-01-01T00:00:00Z"), "bad-time"),
    "time without zone": (written(time="2026-05-12T12:00:00"), "bad-time"),
    "next week": (written(time=next_week()), "from-the-future"),
    "unknown label": (written(classification="VERY SECRET"), "unknown-label"),
    "missing label": (without("classification"), "missing-label"),
    "same identity, other content": (
        event(ExerciseResultRecorded, id="twice", rating="U"),
        "conflicting-duplicate",
    ),
    "wrong topic": (event(DecisionAdopted), "wrong-topic"),
}


def test_every_kind_of_bad_input_is_kept_with_its_reason_and_the_partition_goes_on(instance):
    instance.make_topics()
    good = event(ExerciseResultRecorded, id="twice", rating="S")
    values = [good, *(value for value, _ in BAD_INPUT.values()), *results(1, "after")]
    instance.send(RESULTS, values, partition=0, **{"message.max.bytes": 4_000_000})

    instance.start_worker()
    instance.wait_until_read()

    kept = dict(
        instance.ask(
            'select "offset", reason from dead_letter where topic = %s', instance.topic(RESULTS)
        )
    )
    named = {name: kept.get(offset) for offset, name in enumerate(BAD_INPUT, 1)}
    assert named == {name: reason for name, (_, reason) in BAD_INPUT.items()}
    assert instance.one("select count(*) from ledger where event_id = 'after-0'") == 1
    instance.verify()


def test_of_an_oversize_message_the_hash_and_the_first_64_kib_are_kept(instance):
    instance.make_topics()
    instance.send(RESULTS, [OVERSIZE], **{"message.max.bytes": 4_000_000})

    instance.start_worker()
    instance.wait_until_read()

    ((size_bytes, sha256, kept),) = instance.ask(
        "select size_bytes, sha256, bytes from dead_letter where topic = %s",
        instance.topic(RESULTS),
    )
    assert size_bytes == len(OVERSIZE)
    assert bytes(sha256) == hashlib.sha256(OVERSIZE).digest()
    assert bytes(kept) == OVERSIZE[: 64 * 1024]


def test_batches_in_every_codec_and_events_in_binary_mode_are_read(instance):
    instance.make_topics()
    for codec in ("none", "gzip", "snappy", "lz4", "zstd"):
        # Enough of it that the batch is really compressed.
        instance.send(RESULTS, results(50, codec), **{"compression.type": codec})
    whole = document(ResourceLevelReported, id="binary")
    body = json.dumps(whole.pop("data")).encode()
    headers = [(f"ce_{name}", str(value).encode()) for name, value in whole.items()]
    headers.append(("content-type", b"application/json"))
    instance.send("capability-updates", [body], headers=headers)

    instance.start_worker()
    instance.wait_until_read()

    found = instance.ask(
        "select split_part(event_id, '-', 1), count(*) from ledger where topic like %s group by 1",
        f"{instance.settings.topic_prefix}%",
    )
    assert dict(found) == {
        "none": 50,
        "gzip": 50,
        "snappy": 50,
        "lz4": 50,
        "zstd": 50,
        "binary": 1,
    }


def test_a_worker_listens_on_no_port_and_stops_within_five_seconds(instance):
    worker = instance.start_worker()
    worker.wait_until_it_reads()

    ports = worker.listening_ports()
    code, took_s = worker.stop()

    assert ports == []
    assert code == 0
    assert took_s < 5
    assert "event=worker-stopped" in worker.log
    assert instance.one("select stopped_reason from worker") == "SIGTERM"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_stops_while_events_pour_in(instance, number):
    instance.make_topics()
    instance.send(RESULTS, results(20_000, f"pour-{number}"))
    worker = instance.start_worker()
    worker.wait_until_it_reads()

    began = time.monotonic()
    worker.signal(number)

    assert worker.end() == 0
    assert time.monotonic() - began < 5
    instance.verify()


def test_amendments_through_the_log_take_effect_whichever_partition_they_came_by(instance):
    instance.make_topics()
    root = event(ExerciseResultRecorded, id="amended-root")
    instance.send(RESULTS, [retraction_of(root)], partition=3)
    instance.start_worker()
    instance.wait_until_read()
    instance.send(RESULTS, [root], partition=1)
    instance.wait_until_read()

    assert instance.one("select count(*) from evidence where event_id = 'amended-root'") == 0
    instance.verify()


def test_a_commit_whose_answer_is_lost_is_not_stored_twice(instance):
    parts = conninfo_to_dict(instance.settings.conninfo)
    with wire_to(str(parts["host"]), int(str(parts["port"]))) as wire:
        direct = instance.settings
        through = make_conninfo(direct.conninfo, port=wire.port)
        cut_off = Instance(
            type(direct)(**{**vars_of(direct), "conninfo": through}), instance.folder
        )
        instance.make_topics()
        worker = cut_off.start_worker()
        worker.wait_until_it_reads()
        wire.commits_to_lose = 3
        for number in range(8):
            instance.send(RESULTS, results(40, f"lost-{number}"))
            time.sleep(0.2)
        instance.wait_until_read()
        worker.stop()

    assert wire.lost == 3
    found = instance.ask(
        "select stored, duplicates from checkpoint where topic = %s", instance.topic(RESULTS)
    )
    assert sum(stored for stored, _ in found) == 320
    assert sum(duplicates for _, duplicates in found) == 0
    instance.verify()


def vars_of(settings: Any) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in settings.__dataclass_fields__}


def test_a_partition_full_of_dead_letters_pauses_the_others_go_on_and_resume_goes_on(instance):
    instance.make_topics()
    first = instance.start_worker()
    instance.send(RESULTS, newer(1310), partition=2)
    first.wait_until_it_says("event=partition-paused")
    instance.send(RESULTS, results(5, "late"), partition=2)
    instance.send(RESULTS, results(5, "elsewhere"), partition=1)
    wait_until(
        lambda: (
            instance.one("select count(*) from ledger where event_id like 'elsewhere-%%'") == 5
        ),
        timeout_s=10,
        what="the other partition to go on",
    )
    assert (
        instance.one("select count(*) from dead_letter where topic = %s", instance.topic(RESULTS))
        == 100
    )
    assert instance.one("select count(*) from ledger where event_id like 'late-%%'") == 0

    code, said = instance.muster("worker", "--resume", f"{RESULTS}/2")

    assert (code, f"{RESULTS}/2 goes on; a worker is running" in said) == (0, True)
    instance.wait_until_read(timeout_s=10)
    assert instance.one("select count(*) from ledger where event_id like 'late-%%'") == 5
    assert first.log.count("event=partition-paused") == 1
    first.stop()
    instance.verify()


def test_a_faulty_source_is_said_once_and_everybody_else_goes_on(instance):
    instance.make_topics()
    worker = instance.start_worker()
    faulty = [
        event(ExerciseResultRecorded, id=f"f{n}", source="faulty").replace(b'"time"', b'"tme"')
        for n in range(300)
    ]

    instance.send(RESULTS, faulty, partition=1)
    instance.send(RESULTS, results(5, "beside"), partition=1)
    instance.wait_until_read()
    code, said = instance.muster("worker", "--resume-source", "faulty")

    assert instance.one("select count(*) from ledger where event_id like 'beside-%%'") == 5
    assert worker.log.count("event=source-set-aside") == 1
    assert "event=partition-paused" not in worker.log
    assert (code, "judged afresh" in said) == (0, True), said
    instance.verify()


def test_without_another_worker_resume_goes_on_as_the_worker(instance):
    instance.make_topics()
    first = instance.start_worker()
    instance.send(RESULTS, newer(120), partition=0)
    first.wait_until_it_says("event=partition-paused")
    first.stop()

    second = instance.start_worker("--resume", f"{RESULTS}/0")

    second.wait_until_it_says("event=partition-resumed")
    instance.wait_until_read()


@pytest.mark.parametrize("wrong", ["nowhere", "exercise-results/x", "exercise-results/77"])
def test_resume_of_what_is_not_there_says_so(instance, wrong):
    instance.make_topics()

    code, said = instance.muster("worker", "--resume", wrong)

    assert code == 2
    assert "muster:" in said


def test_a_topic_made_anew_stops_the_worker_until_somebody_accepts_it(instance):
    instance.make_topics()
    worker = instance.start_worker()
    instance.send(RESULTS, results(60, "old"))
    instance.wait_until_read()
    address, topic = instance.settings.kafka, instance.topic(RESULTS)

    kafka.delete_topic(address, topic)
    wait_until(lambda: made_again(address, topic), timeout_s=20, what="the topic to be made again")
    instance.send(RESULTS, results(600, "new"))

    assert worker.end() == 3, worker.log
    assert "topic-changed" in worker.log
    # A worker that is started again does not read it either.
    again = instance.start_worker()
    assert again.end() == 3, again.log

    instance.start_worker("--accept-new-topic", RESULTS)
    instance.wait_until_read()

    assert instance.one("select count(*) from ledger where event_id like 'new-%%'") == 600
    assert instance.one("select max(epoch) from topic_epoch where topic = %s", topic) == 2
    instance.verify()


def made_again(address: str, topic: str) -> bool:
    try:
        kafka.make_topic(address, topic)
    except Exception:
        return False
    return True


def test_records_that_are_gone_before_they_were_read_stop_the_worker(instance):
    instance.make_topics()
    worker = instance.start_worker()
    instance.send(RESULTS, results(10, "read"), partition=0)
    instance.wait_until_read()
    worker.stop()
    instance.send(RESULTS, results(20, "unread"), partition=0)
    kafka.delete_records(instance.settings.kafka, instance.topic(RESULTS), 0, before_offset=25)

    stopped = instance.start_worker()

    assert stopped.end() == 4, stopped.log
    assert "offset-out-of-range" in stopped.log
    instance.start_worker("--accept-new-topic", RESULTS)
    instance.wait_until_read()
    assert instance.one("select count(*) from ledger where event_id like 'unread-%%'") == 5
    instance.verify()


def test_a_worker_waits_for_services_and_says_so(instance, stack):
    absent = make_conninfo(stack.conninfo, port=1)
    early = Instance(
        type(stack)(**{**vars_of(instance.settings), "conninfo": absent}), instance.folder
    )

    worker = early.start_worker()

    worker.wait_until_it_says("event=waiting-for-service")
    code, took_s = worker.stop()
    assert code == 0
    assert took_s < 5


def test_a_database_without_tables_is_named_at_once(instance, stack):
    empty = make_conninfo(stack.conninfo, dbname="postgres")
    lost = Instance(
        type(stack)(**{**vars_of(instance.settings), "conninfo": empty}), instance.folder
    )

    code, said = lost.muster("worker")

    assert code == 5
    assert "muster migrate" in said


def test_verify_names_the_first_row_that_differs(instance):
    instance.make_topics()
    instance.send("summit-decisions", [event(CommitmentMade, id="promise", target=2.0)])
    worker = instance.start_worker()
    instance.wait_until_read()
    worker.stop()
    with instance.connect() as owner:
        owner.execute("update commitment set target = 3 where event_id = 'promise'")

    code, said = instance.muster("verify", "--json")

    with instance.connect() as owner:
        owner.execute("update commitment set target = 2 where event_id = 'promise'")
    assert code == 1
    wrong = [row for row in json.loads(said)["comparisons"] if not row["is_ok"]]
    assert [row["of"] for row in wrong] == ["commitment"]
    assert "promise" in wrong[0]["first_difference"]
    instance.verify()


def test_three_workers_share_the_partitions_and_take_over_from_one_another(instance):
    instance.make_topics()
    workers = [instance.start_worker() for _ in range(3)]
    for worker in workers:
        worker.wait_until_it_says("event=worker-started")
    instance.send(RESULTS, results(3000, "three"))
    workers[0].kill()
    workers[1].stop()
    instance.send(RESULTS, results(3000, "one"))

    instance.wait_until_read(timeout_s=40)

    found = instance.one("select count(*) from ledger where topic = %s", instance.topic(RESULTS))
    assert found == 6000
    instance.verify()


def test_a_worker_whose_slot_was_taken_begins_anew_in_another(instance):
    instance.make_topics()
    worker = instance.start_worker()
    worker.wait_until_it_reads()
    with instance.connect() as thief:

        def took_the_slot() -> bool:
            thief.execute(
                "select pg_terminate_backend(l.pid) from pg_locks l"
                " join pg_database d on d.oid = l.database and d.datname = current_database()"
                " where l.locktype = 'advisory' and l.classid = 7305100 and l.objid = 0"
            )
            return bool(thief.execute("select pg_try_advisory_lock(7305100, 0)").fetchone()[0])

        wait_until(took_the_slot, timeout_s=5, what="the slot to be taken")
        worker.wait_until_it_says(r"(?s)worker-started slot=0.*worker-started slot=1")
        instance.send(RESULTS, results(3, "anew"))
        instance.wait_until_read()

    assert worker.process.poll() is None
    assert instance.one("select count(*) from ledger where event_id like 'anew-%%'") == 3
