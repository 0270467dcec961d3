"""What is acknowledged and not stored is found, named and read, also in partitions added later."""

import json
import time

import pytest

from schemas.events import ExerciseResultRecorded
from tests.support import kafka
from tests.support.builders import event
from tests.support.instance import wait_until

RESULTS = "exercise-results"


def results(count: int, prefix: str) -> list[bytes]:
    return [event(ExerciseResultRecorded, id=f"{prefix}-{number}") for number in range(count)]


def test_partitions_added_while_two_workers_run_are_read_within_ten_seconds(instance):
    instance.make_topics()
    workers = [instance.start_worker() for _ in range(2)]
    for worker in workers:
        worker.wait_until_it_says("event=worker-started")
    instance.send(RESULTS, results(20, "before"))
    instance.wait_until_read()
    address, topic = instance.settings.kafka, instance.topic(RESULTS)

    kafka.add_partitions(address, topic, 12)
    added_at = time.monotonic()
    for partition in range(4, 12):
        instance.send(RESULTS, results(5, f"added-{partition}"), partition=partition)

    wait_until(
        lambda: instance.one("select count(*) from ledger where event_id like 'added-%%'") == 40,
        timeout_s=10,
        what="the added partitions to be read",
    )
    assert time.monotonic() - added_at < 10
    assert sum(worker.log.count("joining-again") for worker in workers) <= 4
    instance.verify()


def test_verify_lists_the_events_nobody_has_read_and_fails_only_when_asked_to(instance):
    instance.make_topics()
    worker = instance.start_worker()
    instance.send(RESULTS, results(3, "read"))
    instance.wait_until_read()
    worker.stop()
    kafka.add_partitions(instance.settings.kafka, instance.topic(RESULTS), 5)
    instance.send(RESULTS, results(8, "unread"), partition=2)
    instance.send(RESULTS, results(2, "unread-new"), partition=4)

    code, said = instance.muster("verify")
    strict_code, _ = instance.muster("verify", "--all-read")
    _, as_json = instance.muster("verify", "--json")

    topic = instance.topic(RESULTS)
    assert code == 0
    assert "unread: 10" in said
    assert f"{topic}/2: 8" in said
    assert f"{topic}/4: 2, which nobody has begun to read" in said
    assert strict_code == 1
    assert [(one["partition"], one["records"]) for one in json.loads(as_json)["unread"]] == [
        (2, 8),
        (4, 2),
    ]


def test_when_all_is_read_verify_says_so_in_its_strict_form_too(instance):
    instance.make_topics()
    instance.start_worker()
    instance.send(RESULTS, results(8, "all"))
    instance.wait_until_read()

    code, said = instance.muster("verify", "--all-read")

    assert (code, "unread: 0" in said) == (0, True)


@pytest.mark.parametrize("ends", ["commit", "abort"])
def test_the_end_of_a_transaction_is_no_unread_event(instance, ends):
    instance.make_topics()
    instance.start_worker().wait_until_it_reads()
    topic = instance.topic(RESULTS)
    kafka.send_in_transaction(instance.settings.kafka, topic, results(3, ends), ends=ends)

    instance.wait_until_read(timeout_s=10)

    code, said = instance.muster("verify", "--all-read")
    stored = instance.one("select count(*) from ledger where topic = %s", topic)
    assert (code, stored) == (0, 3 if ends == "commit" else 0), said


def test_the_database_lists_an_added_partition_as_unread_before_anybody_reads_it(instance):
    instance.make_topics()
    worker = instance.start_worker()
    instance.send(RESULTS, results(3, "seen"))
    instance.wait_until_read()
    worker.stop()
    topic = instance.topic(RESULTS)
    with instance.connect() as owner:
        owner.execute(
            "insert into log_end (topic, epoch, partition, end_offset, first_seen_at, seen_at)"
            " values (%s, 1, 7, 9, now(), now())",
            [topic],
        )
        rows = owner.execute(
            "select partition, unread, updated_at from readiness.partitions()"
            " where topic = %s and unread > 0",
            [topic],
        ).fetchall()
        owner.execute("delete from log_end where partition = 7")

    assert rows == [(7, 9, None)]
