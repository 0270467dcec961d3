"""What was refused is sent again as it came, once, and everybody can see what became of it."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from kafka import KafkaConsumer, TopicPartition

from infra.settings import Settings
from schemas.events import ExerciseResultRecorded, schema_urn
from streams.dead_letters import letters
from streams.dead_letters.letters import Copy
from streams.dead_letters.place import Place
from streams.store.tables.session import open_session
from tests.support.builders import document
from tests.support.instance import Instance
from tests.support.kafka import Headers, delete_topic, producer
from tests.support.stack import environment

RESULTS = "exercise-results"
HEADERS = [("content-type", b"application/cloudevents+json"), ("trace", b"\xff\x00")]
URN = schema_urn(ExerciseResultRecorded)


def result(id: str, **more: object) -> bytes:
    return json.dumps(document(ExerciseResultRecorded, id=id, **more)).encode()


def send(instance: Instance, value: bytes, headers: Headers = HEADERS) -> None:
    sender = producer(instance.settings.kafka)
    where = {"key": b"EST", "headers": list(headers), "partition": 1}
    sender.produce(instance.topic(RESULTS), value, **where)
    assert sender.flush(20) == 0


@contextmanager
def broken_ledger(instance: Instance):
    """Let the ledger refuse what is perfectly valid, as a mistake of ours would."""
    with instance.connect() as owner:
        owner.execute(
            "alter table muster.ledger add constraint broken check (source <> 'broken') not valid"
        )
        try:
            yield
        finally:
            owner.execute("alter table muster.ledger drop constraint broken")


def in_binary_mode(value: bytes) -> tuple[bytes, Headers]:
    """Give the same event with its attributes as headers; others may have the same value."""
    attributes = json.loads(value)
    data = json.dumps(attributes.pop("data")).encode()
    content_type = attributes.pop("datacontenttype", "application/json")
    headers = [(f"ce_{name}", str(one).encode()) for name, one in attributes.items()]
    return data, [("content-type", content_type.encode()), *headers]


def make_unstorable(instance: Instance, *values: bytes | tuple[bytes, Headers]) -> None:
    """Have valid events become dead letters by a fault of ours that is mended afterwards."""
    instance.make_topics()
    with broken_ledger(instance):
        for value in values:
            send(instance, *(value if isinstance(value, tuple) else (value,)))
        instance.start_worker()
        instance.wait_until_read()


def records(instance: Instance, partition: int = 1) -> list[tuple[object, object, object]]:
    """Give all records of a partition as they lie in the log."""
    place = TopicPartition(instance.topic(RESULTS), partition)
    consumer = KafkaConsumer(bootstrap_servers=instance.settings.kafka.split(","), group_id=None)
    try:
        consumer.assign([place])
        consumer.seek_to_beginning(place)
        end = consumer.end_offsets([place])[place]
        found: list[tuple[object, object, object]] = []
        while consumer.position(place) < end:
            for one in consumer.poll(500).get(place, ()):
                found.append((one.key, one.value, [tuple(header) for header in one.headers]))
        return found
    finally:
        consumer.close()


def redrive(instance: Instance, *arguments: str) -> tuple[int, str]:
    return instance.muster("dead-letters", "redrive", *arguments)


def show(instance: Instance, place: str) -> str:
    code, said = instance.muster("dead-letters", "show", place)
    assert code == 0, said
    return said


def stored(instance: Instance, source: str = "broken") -> list[str]:
    rows = instance.ask(
        "select event_id from ledger where source = %s and topic = %s order by seq",
        source,
        instance.topic(RESULTS),
    )
    return [id for (id,) in rows]


def test_what_our_own_fault_refused_is_stored_once_the_fault_is_mended(instance: Instance):
    value = result("mended", source="broken")
    make_unstorable(instance, value)
    before = show(instance, f"{RESULTS}/1/0")

    code, said = redrive(instance, f"{RESULTS}/1/0")

    assert "reason:      unstorable" in before
    assert "today:       nothing is wrong with it by itself" in before
    assert (code, stored(instance)) == (0, ["mended"]), said
    assert "1 sent again, 0 left as they are; in the ledger: 1 new" in said
    # Value, key and headers are what had come.
    first, second = records(instance)
    assert first == second == (b"EST", value, HEADERS)
    after = show(instance, f"{RESULTS}/1/0")
    seq = instance.one("select seq from ledger where source = 'broken' and event_id = 'mended'")
    assert "state:       redriven" in after
    assert f"stored as {seq}, from {RESULTS}/1/1" in after
    instance.verify()


def test_a_dead_letter_is_sent_once_unless_somebody_insists(instance: Instance):
    make_unstorable(instance, result("once", source="broken"))
    redrive(instance, f"{RESULTS}/1/0")

    code, said = redrive(instance, f"{RESULTS}/1/0")
    _, by_reason = redrive(instance, "--reason", "unstorable", "--yes")
    sent_once = len(records(instance))
    insisting, insisted = redrive(instance, f"{RESULTS}/1/0", "--again")

    assert code == 65
    assert f"{RESULTS}/1/0 is left: it was redriven before" in said
    assert f"{RESULTS}/1/0" not in by_reason
    assert sent_once == 2
    assert (insisting, stored(instance)) == (0, ["once"])
    assert "1 same" in insisted
    assert "the ledger had it already" in show(instance, f"{RESULTS}/1/0")
    instance.verify()


def test_what_is_refused_again_is_said_with_its_reason(instance: Instance):
    instance.make_topics()
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    send(instance, result("tomorrow", source="early", time=tomorrow))
    instance.start_worker()
    instance.wait_until_read()

    code, said = redrive(instance, f"{RESULTS}/1/0")

    assert code == 65
    assert "1 dead letters" in said
    assert f"dead again at {RESULTS}/1/1: from-the-future" in show(instance, f"{RESULTS}/1/0")
    assert "state:       open" in show(instance, f"{RESULTS}/1/1")
    assert stored(instance, "early") == []
    instance.verify()


def test_what_time_itself_has_mended_is_stored(instance: Instance):
    instance.make_topics()
    # Five minutes ahead are allowed.
    soon = datetime.now(UTC) + timedelta(minutes=5, seconds=25)
    send(instance, result("soon", source="soon", time=soon.isoformat()))
    instance.start_worker()
    instance.wait_until_read()
    assert "reason:      from-the-future" in show(instance, f"{RESULTS}/1/0")
    while datetime.now(UTC) < soon - timedelta(minutes=5, seconds=-1):
        signal.sigtimedwait([], 1)

    code, said = redrive(instance, f"{RESULTS}/1/0")

    assert (code, stored(instance, "soon")) == (0, ["soon"]), said


def test_what_todays_version_still_refuses_is_not_sent(instance: Instance):
    instance.make_topics()
    newer = result("newer", source="newer").replace(
        URN.encode(), URN.replace(":v1", ":v9").encode()
    )
    send(instance, newer)
    instance.start_worker()
    instance.wait_until_read()

    code, said = redrive(instance, f"{RESULTS}/1/0")

    assert code == 65
    assert f"{RESULTS}/1/0 is left: still refused: unknown-version" in said
    assert len(records(instance)) == 1
    assert "state:       open" in show(instance, f"{RESULTS}/1/0")


def test_a_corrected_copy_is_checked_and_sent_in_its_place(instance: Instance, tmp_path: Path):
    instance.make_topics()
    send(instance, result("wrong", source="corrected", rating="Z"))
    instance.start_worker()
    instance.wait_until_read()
    file = tmp_path / "event.json"
    wrong = document(ExerciseResultRecorded, id="wrong", source="corrected", rating="Y")
    file.write_text(json.dumps(wrong | {"policy": None}))
    refused, said = redrive(instance, f"{RESULTS}/1/0", "--corrected", str(file))
    right = document(ExerciseResultRecorded, id="wrong", source="corrected", rating="S")
    file.write_text(json.dumps(right, indent=2))

    code, sent = redrive(instance, f"{RESULTS}/1/0", "--corrected", str(file))

    assert refused == 65
    assert "/data/rating: " in said
    assert "/policy: " in said
    assert (code, stored(instance, "corrected")) == (0, ["wrong"]), sent
    assert "redriven with a corrected copy by " in show(instance, f"{RESULTS}/1/0")


def dies_at(settings: Settings, statement: str, arguments: Sequence[str]) -> int:
    return subprocess.run(
        [sys.executable, "-m", "tests.support.dying_at", statement, "dead-letters", *arguments],
        env=dict(environment(settings)),
        capture_output=True,
        timeout=60,
        check=False,
    ).returncode


def test_killed_between_sending_and_noting_nothing_is_sent_twice(instance: Instance):
    ids = ["cut-1", "cut-2", "cut-3", "cut-4"]
    events = [result(id, source="broken") for id in ids]
    # Of the last two the values are the same; which event each is, its headers say.
    make_unstorable(instance, *events[:2], *map(in_binary_mode, events[2:]))
    places = [f"{RESULTS}/1/{number}" for number in range(4)]
    command = ["redrive", *places, "--no-wait"]

    assert dies_at(instance.settings, "note_redriven", command) == -signal.SIGKILL
    in_doubt = show(instance, places[0])
    code, said = redrive(instance, *places)

    assert "state:       open" in in_doubt
    assert "redrive begun by" in in_doubt
    assert "not known to be sent" in in_doubt
    assert code == 0, said
    assert "0 sent again (4 were sent before), 0 left as they are" in said
    assert len(records(instance)) == 8
    assert sorted(stored(instance)) == ids
    for place in places:
        assert "stored as " in show(instance, place)
    instance.verify()


def test_killed_before_anything_was_sent_all_of_it_is_sent(instance: Instance):
    make_unstorable(
        instance, result("early-1", source="broken"), result("early-2", source="broken")
    )
    place = f"{RESULTS}/1/1"
    assert dies_at(instance.settings, "begin_redrives", ["redrive", place]) == -signal.SIGKILL
    conninfo = instance.settings.database("muster_worker")
    with open_session(conninfo) as connection:
        # And as it is when the process ends right after that statement.
        (letter,) = letters.read(connection, [Place(instance.topic(RESULTS), 1, 1, 0)])
        copy = Copy(instance.topic(RESULTS), 1, 1, 2, letter.sha256, "broken", "early-1", False)
        letters.begin_redrives(connection, {letter: copy}, "somebody")

    code, said = redrive(instance, f"{RESULTS}/1/0", place)

    assert (code, stored(instance)) == (0, ["early-1", "early-2"]), said
    assert "2 sent again, 0 left as they are" in said
    assert len(records(instance)) == 4


def test_a_discarded_one_is_out_of_the_way_until_it_is_restored(instance: Instance):
    instance.make_topics()
    send(instance, b"a test of the sender")
    send(instance, b"another")
    instance.start_worker()
    instance.wait_until_read()
    first = f"{RESULTS}/1/0"

    code, said = instance.muster("dead-letters", "discard", first, "--why", "a test of the sender")
    _, listed = instance.muster("dead-letters", "list", "--topic", RESULTS)
    _, discarded = instance.muster("dead-letters", "list", "--state", "discarded")
    again, twice = instance.muster("dead-letters", "discard", first, "--why", "again")
    left, kept = redrive(instance, first)
    one = show(instance, first)
    instance.muster("dead-letters", "restore", first)
    _, restored = instance.muster("dead-letters", "list", "--topic", RESULTS)

    assert code == 0, said
    assert first not in listed
    assert f"{RESULTS}/1/1" in listed
    assert "not listed: 1 discarded; --state all lists them" in listed
    assert first in discarded
    assert (again, f"{first} is discarded already" in twice) == (65, True)
    assert (left, "it is discarded; `muster dead-letters restore`" in kept) == (65, True)
    assert "discarded (a test of the sender) by " in one
    assert first in restored
    assert len(records(instance)) == 2
    assert [
        row[0]
        for row in instance.ask(
            "select action from dead_letter_action where topic = %s order by number",
            instance.topic(RESULTS),
        )
    ] == ["discarded", "restored"]


def test_two_who_act_at_once_are_kept_apart(instance: Instance):
    make_unstorable(instance, result("apart", source="broken"))
    with open_session(instance.settings.database("muster_worker")) as connection:
        letters.take_turn(connection)

        code, said = redrive(instance, f"{RESULTS}/1/0")

    assert (code, said.count("\n")) == (75, 1)
    assert "Somebody else is at work on dead letters" in said
    assert len(records(instance)) == 1


def test_a_topic_that_was_made_anew_takes_nothing_until_it_is_accepted(instance: Instance):
    make_unstorable(instance, result("anew", source="broken"))
    instance.end_workers()
    delete_topic(instance.settings.kafka, instance.topic(RESULTS))
    instance.make_topics()

    code, said = redrive(instance, f"{RESULTS}/1/0")

    assert (code, records(instance)) == (69, [])
    assert "was made anew" in said


def test_without_kafka_nothing_is_noted(instance: Instance):
    make_unstorable(instance, result("away", source="broken"))
    away = Instance(replace(instance.settings, kafka="127.0.0.1:1"), instance.folder)

    code, said = redrive(away, f"{RESULTS}/1/0")

    assert code == 69
    assert "the Kafka broker at 127.0.0.1:1 does not answer" in said
    assert (
        instance.ask("select * from dead_letter_action where topic = %s", instance.topic(RESULTS))
        == []
    )


@pytest.mark.parametrize("statement", ["update", "delete"])
def test_what_was_done_cannot_be_changed_by_who_does_it(instance: Instance, statement: str):
    with open_session(instance.settings.database("muster_worker")) as connection:
        row = connection.execute(
            "select has_table_privilege('muster.dead_letter_action', %s)", [statement]
        ).fetchone()

    assert row == (False,)
