"""What the read functions say about the ledger and the records; readings are in tests/spec."""

import json
from collections.abc import Generator
from datetime import date, timedelta

import pytest

from schemas.events import DecisionAdopted, ExerciseConducted, ExerciseResultRecorded, MeetingHeld
from schemas.vocabulary import Classification
from tests.spec.cases import NOW, interop, joined, left, rated
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import InDatabase, at, undone
from tests.support.postgres import Database


@pytest.fixture
def told(database: Database) -> Generator[InDatabase]:
    """Give a database to tell events to, which forgets them after the test."""
    with undone(database) as engine:
        yield engine


def named(told: InDatabase, function: str, **arguments: object):
    """Give the rows of a read function called with named arguments."""
    names = ", ".join(f"{name} => %({name})s" for name in arguments)
    columns = told.connection.execute(f"select * from readiness.{function}({names})", arguments)
    assert columns.description is not None
    keys = [column.name for column in columns.description]
    return [dict(zip(keys, row, strict=True)) for row in columns.fetchall()]


def test_events_are_listed_newest_first_and_page_by_page(told: InDatabase):
    told.tell(*(rated(i) for i in range(5)))

    first = named(told, "events", max_rows=2)
    second = named(told, "events", max_rows=2, before_seq=first[-1]["seq"])
    news = named(told, "events", after_seq=4)

    assert [row["seq"] for row in first] == [5, 4]
    assert [row["seq"] for row in second] == [3, 2]
    assert [row["seq"] for row in news] == [5]


@pytest.mark.parametrize(
    ("arguments", "seqs"),
    [
        ({"only_type": "org.muster.exercise.interop_tested"}, [3]),
        ({"only_subject": "EST+FIN"}, [3]),
        ({"only_actor": "EST"}, [3, 2, 1]),
        ({"only_actor": "FIN"}, [3]),
        ({"occurred_from": at("2000-01-01"), "occurred_to": at("2026-11-20T12:00:00")}, [2]),
        ({"occurred_from": at("2026-11-20T12:00:00")}, [3]),
    ],
)
def test_events_are_found_by_type_subject_actor_and_time(told: InDatabase, arguments, seqs):
    told.tell(*joined("EST"), rated(10), interop(3))

    assert [row["seq"] for row in named(told, "events", **arguments)] == seqs


def test_an_event_shows_what_became_of_it(told: InDatabase):
    root, other = rated(10), rated(9)
    known_at = told.tell(root, other)
    correction = correction_of(root, rating="M", id="c1")
    told.tell(correction, retraction_of(other), retraction_of(root, source="stranger"))

    rows = {row["seq"]: row for row in named(told, "events")}
    before = {row["seq"]: row for row in named(told, "events", known_at=known_at)}

    assert (rows[1]["amended"], rows[2]["amended"]) == ("corrected", "retracted")
    assert (rows[3]["root_seq"], rows[4]["root_seq"]) == (1, 2)
    assert rows[5]["flag"] == "other-source"
    assert [before[seq]["amended"] for seq in before] == [None, None]
    told.tell(retraction_of(root, amends="c1", id="r1"))
    rows = {row["seq"]: row for row in named(told, "events")}
    assert (rows[1]["amended"], rows[3]["amended"]) == (None, "retracted")


def test_one_event_comes_with_its_text(told: InDatabase):
    told.tell(rated(10, correlationid="case-7"))

    [row] = named(told, "event", wanted_seq=1)

    assert json.loads(row["event"])["data"]["rating"] == "S"
    assert (row["correlation_id"], row["classification"]) == ("case-7", "UNCLASSIFIED")
    assert row["summary"] == "EST logistics: rated S by external evaluators in amber-26"
    assert named(told, "event", wanted_seq=2) == []


def test_what_may_not_be_read_is_not_listed_or_counted(told: InDatabase):
    known_at = told.tell(rated(10), rated(9, classification="SECRET"))
    told.clear_for(Classification.RESTRICTED)

    counts = {row["what"]: row["n"] for row in told.ask("counts", NOW, known_at)}

    assert counts == {"events": 1, "exercise.result_recorded": 1, "dead letters": 0}
    with_reader = told.ask("events")
    assert [row["seq"] for row in with_reader] == [1]
    assert told.ask("event", 2) == []


def test_made_up_data_is_marked(told: InDatabase):
    real = told.tell(rated(10))
    made_up = told.tell(rated(9, source="synthetic/season-1", classification="RESTRICTED"))

    assert told.ask("marking", real)[0]["is_exercise"] is False
    assert told.ask("marking", made_up) == [{"classification": "RESTRICTED", "is_exercise": True}]


def test_bodies_are_listed_also_when_nobody_is_left(told: InDatabase):
    known_at = told.tell(
        *joined("EST", "FIN"), *joined("DDR", body="WTO"), left("DDR", "1990-09-24", body="WTO")
    )

    assert told.ask("bodies", NOW, known_at) == [
        {"body": "NATO", "members": 2, "is_dissolved": False, "members_until_on": None},
        {
            "body": "WTO",
            "members": 0,
            "is_dissolved": True,
            "members_until_on": date(1990, 9, 24),
        },
    ]


def test_a_body_that_only_met_is_listed_too(told: InDatabase):
    before = told.tell(*joined("EST"))
    known_at = told.tell(event(MeetingHeld, body="SLD", time="2014-01-01T00:00:00Z"))

    both = [
        {"body": body, "members": members, "is_dissolved": False, "members_until_on": None}
        for body, members in (("NATO", 1), ("SLD", 0))
    ]
    assert told.ask("bodies", NOW, known_at) == both
    assert told.ask("bodies", NOW, before) == both[:1]
    assert told.ask("bodies", at("2013-12-31"), known_at) == both[:1]


def test_a_meeting_counts_who_came_and_what_was_decided(told: InDatabase):
    known_at = told.tell(
        event(MeetingHeld, attendees=[{"actor": "EST", "rank": 1}, {"actor": "FIN", "rank": 2}]),
        event(DecisionAdopted, meeting_id="summit-26"),
        event(MeetingHeld, meeting_id="other", body="G7"),
    )

    [meeting] = told.ask("meetings", "NATO", NOW, known_at)

    assert (meeting["meeting_id"], meeting["attendees"]) == ("summit-26", 2)
    assert (meeting["mean_rank"], meeting["decisions"]) == (1.5, 1)


def test_an_exercise_counts_who_took_part_also_after_a_correction(told: InDatabase):
    root = event(ExerciseConducted)
    before = told.tell(root, event(ExerciseResultRecorded))
    after = told.tell(correction_of(root, participants=[{"actor": "POL"}]))

    [first] = told.ask("exercises", NOW, before)
    [second] = told.ask("exercises", NOW, after)

    assert (first["participants"], first["personnel"], first["results"]) == (2, 4200, 1)
    assert (second["participants"], second["personnel"], second["results"]) == (1, None, 1)


def test_readings_change_next_at_midnight(told: InDatabase):
    [row] = told.ask("next_change", NOW)

    assert row["next_change"] == at("2026-11-24")


def test_a_trend_of_too_many_points_is_refused(told: InDatabase):
    with pytest.raises(Exception, match="at most 1000 points"):
        told.ask("trend", "NATO", at("1990-01-01"), NOW, timedelta(days=1), NOW)


def test_a_share_of_no_body_is_none(told: InDatabase):
    known_at = told.tell(*joined("EST"), rated(10))

    [row] = told.ask("readiness_in_body", None, NOW, known_at)

    assert (row["members"], row["ready_ratio"]) == (0, None)
