"""One clock says what is from the future: the database's, whatever a worker's host thinks."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from infra.local import report
from schemas.events import ExerciseResultRecorded
from tests.support.builders import document
from tests.support.instance import Instance, wait_until

RESULTS = "exercise-results"
HOUR_S = 3600.0


def results(name: str, count: int, ahead: timedelta) -> list[bytes]:
    """Give results that say they happened so long after now."""
    at = (datetime.now(UTC) + ahead).isoformat()
    return [
        json.dumps(document(ExerciseResultRecorded, id=f"{name}-{number}", time=at)).encode()
        for number in range(count)
    ]


def outcomes(instance: Instance) -> tuple[list[str], list[tuple[str, str]]]:
    """Give the ids that are stored, and what became dead letters and why."""
    prefix = f"{instance.settings.topic_prefix}%"
    stored = instance.ask("select event_id from ledger where topic like %s order by 1", prefix)
    dead = instance.ask(
        "select convert_from(bytes, 'UTF8')::jsonb ->> 'id', reason from dead_letter"
        " where topic like %s order by 1",
        prefix,
    )
    return [row[0] for row in stored], [(row[0], row[1]) for row in dead]


@pytest.mark.parametrize("ahead_s", [-HOUR_S, HOUR_S], ids=["an hour slow", "an hour fast"])
def test_a_worker_whose_host_has_a_wrong_clock_judges_as_the_database_does_and_says_so(
    instance: Instance, ahead_s: float
):
    instance.make_topics()
    now, ahead = (
        results(f"now-{ahead_s:.0f}", 31, timedelta(0)),
        results(f"ahead-{ahead_s:.0f}", 3, timedelta(minutes=30)),
    )
    instance.send(RESULTS, now)
    instance.send(RESULTS, ahead)

    worker = instance.start_worker(clock_ahead_s=ahead_s)
    instance.wait_until_read()

    stored, dead = outcomes(instance)
    assert len(stored) == 31
    assert sorted(dead) == [
        (f"ahead-{ahead_s:.0f}-{number}", "from-the-future") for number in range(3)
    ]
    worker.wait_until_it_says("event=host-clock-differs")
    wait_until(
        lambda: instance.one(
            "select coalesce(abs(clock_ahead_s - %s) < 60, false) from worker where pid = %s",
            ahead_s,
            worker.process.pid,
        ),
        timeout_s=20,
        what="the worker to tell the database how wrong its host's clock is",
    )
    said = dict(report.system(instance.settings).rows)
    found = [words for what, words in said.items() if what.startswith("clock of ")]
    side = "ahead of" if ahead_s > 0 else "behind"
    assert any(f" s {side} the database's" in words for words in found)
    instance.verify()


def test_two_workers_whose_clocks_disagree_judge_alike(instance: Instance):
    instance.make_topics()
    slow = instance.start_worker(clock_ahead_s=-HOUR_S)
    slow.wait_until_it_reads()
    fast = instance.start_worker(clock_ahead_s=HOUR_S)
    fast.wait_until_it_reads()
    for partition in range(4):
        instance.send(RESULTS, results(f"now-p{partition}", 4, timedelta(0)), partition=partition)
        instance.send(
            RESULTS, results(f"ahead-p{partition}", 2, timedelta(minutes=30)), partition=partition
        )
    instance.wait_until_read()

    stored, dead = outcomes(instance)
    assert len(stored) == 16
    assert all(name.startswith("now-") for name in stored)
    assert len(dead) == 8
    assert {reason for _, reason in dead} == {"from-the-future"}
    assert slow.process.poll() is None
    assert fast.process.poll() is None


def test_a_worker_whose_host_has_the_right_clock_says_nothing(instance: Instance):
    instance.make_topics()
    worker = instance.start_worker()
    worker.wait_until_it_reads()
    wait_until(
        lambda: instance.one(
            "select coalesce(abs(clock_ahead_s) < 2, false) from worker where pid = %s",
            worker.process.pid,
        ),
        timeout_s=20,
        what="the worker to compare the clocks",
    )

    assert "host-clock-differs" not in worker.log
