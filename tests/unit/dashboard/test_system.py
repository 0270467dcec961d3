"""The system about itself: nothing unknown looks like nothing, and silence is never health."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dashboard.pages.system import words as wording
from dashboard.pages.system.queries import Comparison, DeadReason, Rate, Worker
from dashboard.queries.storing import Partition, Storing
from dashboard.wording.storing import not_storing

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
AT_WORK = Storing(workers=1, last_seen_at=NOW)
PARTITION = Partition(
    topic="exercise-results",
    partition=0,
    next_offset=10,
    end_offset=10,
    end_seen_at=NOW,
    unread=0,
    oldest_unread_at=None,
    oldest_unread_s=None,
    stored=9,
    duplicates=1,
    dead=0,
    gaps=0,
    paused_at=None,
    pause_reason=None,
    updated_at=NOW,
    updated_s=3.0,
)
UNKNOWN = replace(PARTITION, end_offset=None, end_seen_at=None, unread=None)
BEHIND = replace(PARTITION, unread=1204, oldest_unread_s=130.0)
PAUSED = replace(
    PARTITION, topic="x-exercise-results", paused_at=NOW, pause_reason="too many dead"
)
WORKER = Worker(
    slot=0, host="vm", pid=7, started_at=NOW, seen_at=NOW, seen_s=1.0, stopped_reason=None
)


def test_without_a_worker_the_page_says_that_nothing_is_stored_and_since_when():
    gone = Storing(workers=0, last_seen_at=NOW)
    never = Storing(workers=0, last_seen_at=None)

    notice = not_storing(gone)

    assert notice is not None
    assert "not being stored: no worker has been seen since 270200ZNOV26" in notice[0]
    assert notice[1] == "muster worker"
    assert "ever" in (not_storing(never) or ("", ""))[0]
    assert not_storing(AT_WORK) is None
    assert "not being stored" in wording.partitions([PARTITION], gone)
    assert "not being stored" in wording.partitions([PARTITION], never)


@pytest.mark.parametrize(
    ("partitions", "words"),
    [
        ([PARTITION], "Everything received is stored"),
        ([PARTITION, BEHIND], "1,204 records are not stored yet, the oldest for 2 min at least"),
        ([PARTITION, UNKNOWN], "of 1 partition the end is unknown"),
        ([UNKNOWN], "not known"),
        ([BEHIND, PAUSED], "1 partition is paused"),
    ],
)
def test_the_partitions_are_told_in_one_line(partitions: list[Partition], words: str):
    assert words in wording.partitions(partitions, AT_WORK)


def test_a_paused_partition_names_its_reason_and_the_command_without_the_prefix():
    state = wording.partition_state(PAUSED)

    assert "too many dead" in state
    assert state.endswith("muster worker --resume exercise-results/0")


def test_a_worker_is_at_work_gone_or_stopped():
    assert wording.worker_state(WORKER) == "✓ at work"
    assert wording.worker_state(replace(WORKER, seen_s=31.0)) == "△ not seen"
    assert wording.worker_state(replace(WORKER, stopped_reason="SIGTERM")) == "stopped: SIGTERM"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "–"),
        (-1, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3600, "1 h"),
        (90_000_000, "1,041 d"),
    ],
)
def test_how_long_something_lasts_is_told_in_one_unit(seconds: float | None, words: str):
    assert wording.lasted(seconds) == words


def test_dead_letters_of_today_are_told_from_old_ones():
    old = DeadReason(reason="not-json", in_all=12, last_day=0, last_hour=0, newest_at=NOW)

    assert wording.dead([]) == "No dead letters"
    assert wording.dead([old]) == "12 dead letters, none in the last 24 h"
    assert wording.dead([replace(old, last_day=3)]) == "12 dead letters, 3 in the last 24 h"


def test_rates_are_events_a_minute():
    assert wording.a_minute(Rate(within_s=3600, events=90)) == "1.5"
    assert wording.a_minute(Rate(within_s=3600, events=1)) == "< 0.1"
    assert wording.a_minute(Rate(within_s=3600, events=0)) == "0"
    assert wording.rates([Rate(within_s=3600, events=1)]) == "1 event in the last hour"
    assert wording.rates([Rate(within_s=3600, events=0)]) == "No event in the last hour"


def test_a_failed_verification_names_the_first_difference():
    held = Comparison(
        verified_at=NOW,
        seq=5,
        check_name=wording.PROJECTIONS,
        of_what="evidence",
        expected="1 rows",
        found="1 rows",
        first_difference=None,
        is_ok=True,
    )
    failed = replace(held, found="2 rows", first_difference="unexpected (1)", is_ok=False)

    assert wording.verified([]) == "Never verified"
    assert "All 2 comparisons held on 270200ZNOV26" in wording.verified([held, held])
    assert "1 comparison failed" in wording.verified([held, failed])
    assert wording.comparison_state(failed) == "✕ unexpected (1)"


def test_clearances_are_told_by_their_names():
    assert wording.clearance(0) == "UNCLASSIFIED"
    assert wording.clearance(4) == "COSMIC TOP SECRET"
    assert wording.clearance(9) == "unknown"
