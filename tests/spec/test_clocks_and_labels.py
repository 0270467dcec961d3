"""What was true then, what we had heard by then, and who may read it."""

import json
from datetime import timedelta

import pytest

from schemas.events import (
    ExerciseCancelled,
    ExerciseConducted,
    ExerciseScheduled,
    MeetingHeld,
    NoteAdded,
)
from schemas.vocabulary import Classification
from tests.spec.cases import NOW, interop, joined, rated, reported
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import Engine, at, days_before, same, undone
from tests.support.postgres import Database


def points(engine: Engine, known_at, as_of=NOW):
    """Give what EST showed in logistics, None if nothing."""
    rows = engine.ask("readiness", "NATO", as_of, known_at)
    return round(rows[0]["t"], 9) if rows else None


def test_an_item_counts_from_the_moment_it_happened(engine: Engine):
    known_at = engine.tell(*joined("EST"), rated(0, time="2026-05-12T12:00:00Z"))

    assert points(engine, known_at, at("2026-05-12T11:59:59")) is None
    assert points(engine, known_at, at("2026-05-12T12:00:00")) == 77.0


def test_ages_are_whole_utc_days(engine: Engine):
    known_at = engine.tell(*joined("EST"), rated(0, time="2026-05-12T23:59:59Z"))

    [same_day] = engine.ask("readiness", "NATO", at("2026-05-12T23:59:59"), known_at)
    [next_day] = engine.ask("readiness", "NATO", at("2026-05-13T00:00:00"), known_at)

    assert (same_day["age_days"], next_day["age_days"]) == (0, 1)


def test_what_was_heard_later_was_not_known_before(engine: Engine):
    first = engine.tell(*joined("EST"), rated(20))
    second = engine.tell(rated(10, rating="U"))

    assert points(engine, first) == 77.0
    assert points(engine, second) < 77.0


def test_a_correction_counts_from_when_it_was_heard(engine: Engine):
    root = rated(10)
    before = engine.tell(*joined("EST"), root)
    after = engine.tell(correction_of(root, rating="M"))

    assert (points(engine, before), points(engine, after)) == (77.0, 62.0)


def test_a_correction_moves_an_item_in_time(engine: Engine):
    root = rated(10)
    known_at = engine.tell(
        *joined("EST"), root, correction_of(root, time=days_before(NOW, 20), rating="U")
    )

    assert points(engine, known_at, NOW - timedelta(days=15)) == 27.0
    assert points(engine, known_at, NOW - timedelta(days=21)) is None


@pytest.mark.parametrize("root_first", [True, False])
def test_an_amendment_may_arrive_before_its_root(engine: Engine, root_first):
    root = rated(10)
    correction = correction_of(root, rating="M")
    first, second = (root, correction) if root_first else (correction, root)
    engine.tell(*joined("EST"), first)

    assert points(engine, engine.tell(second)) == 62.0


def test_of_two_corrections_the_one_sent_last_holds_whatever_came_first(engine: Engine):
    root = rated(10)
    later = correction_of(root, rating="U", id="c1", occurred="2026-06-02T00:00:00Z")
    earlier = correction_of(root, rating="M", id="c2", occurred="2026-06-01T00:00:00Z")
    engine.tell(*joined("EST"), root, later)

    assert points(engine, engine.tell(earlier)) == 27.0


def test_retracting_a_correction_brings_back_what_it_replaced(engine: Engine):
    root = rated(10)
    engine.tell(*joined("EST"), root, correction_of(root, rating="M", id="c1"))

    assert points(engine, engine.tell(retraction_of(root, amends="c1"))) == 77.0


def test_a_retraction_is_final(engine: Engine):
    root = rated(10)
    retraction = retraction_of(root)
    engine.tell(*joined("EST"), root, retraction)
    known_at = engine.tell(correction_of(root, rating="P", occurred="2026-07-01T00:00:00Z"))

    assert points(engine, known_at) is None


def test_what_was_retracted_is_still_known_to_have_been_believed(engine: Engine):
    root = rated(10)
    before = engine.tell(*joined("EST"), root)
    after = engine.tell(retraction_of(root))

    assert (points(engine, before), points(engine, after)) == (77.0, None)


def test_a_report_is_gone_from_the_very_moment_its_retraction_is_heard(engine: Engine):
    root = reported("P", 90, 1, ntm_days=5)
    before = engine.tell(*joined("EST"), rated(0), reported("P", 50, 9), root)
    after = engine.tell(retraction_of(root))

    def said(known_at):
        [reading] = engine.ask("readiness", "NATO", NOW, known_at)
        trend = engine.ask("trend", "NATO", NOW, NOW, timedelta(days=1), known_at)
        notices = engine.ask("reported_notice", "NATO", NOW, known_at)
        return reading["p"], [one["level"] for one in trend], [one["ntm_days"] for one in notices]

    assert said(before) == (90.0, ["2"], [5])
    assert said(after) == (50.0, ["4"], [])


def test_what_is_on_a_page_and_how_an_exercise_came_about_keep_to_the_clearance(
    database: Database,
):
    high = {"classification": "SECRET"}
    with undone(database) as told:
        known_at = told.tell(
            event(NoteAdded, about="EST", text="open"),
            event(NoteAdded, about="EST#levels", text="closed", **high),
            event(ExerciseScheduled, exercise_id="amber-26"),
            event(ExerciseCancelled, exercise_id="amber-26", **high),
            event(ExerciseConducted, exercise_id="amber-26", **high),
        )
        asked = (("notes_on_page", "EST"), ("exercise_moves", "amber-26"))

        def said(clearance: Classification) -> list[object]:
            told.clear_for(clearance)
            rows = [row for one in asked for row in told.ask(*one, NOW, known_at)]
            return sorted(row["text"] if "text" in row else row["move"] for row in rows)

        assert said(Classification.SECRET) == [
            "cancelled",
            "closed",
            "conducted",
            "open",
            "scheduled",
        ]
        assert said(Classification.RESTRICTED) == ["open", "scheduled"]


@pytest.mark.parametrize(
    ("attributes", "root_type"),
    [({"source": "other"}, None), ({"classification": "SECRET"}, None), ({}, MeetingHeld.TYPE)],
    ids=["other source", "other label", "other type"],
)
def test_an_amendment_that_does_not_match_its_root_has_no_effect(
    engine: Engine, attributes, root_type
):
    root = rated(10)
    retraction = json.loads(retraction_of(root, **attributes))
    retraction["data"]["root_type"] = root_type or retraction["data"]["root_type"]

    known_at = engine.tell(*joined("EST"), root, json.dumps(retraction).encode())

    assert points(engine, known_at) == 77.0


def test_nobody_reads_above_the_clearance(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"),
        rated(0),
        rated(0, rating="U", classification="SECRET"),
        reported("P", 50, classification="RESTRICTED"),
        interop(0, classification="CONFIDENTIAL"),
    )

    def seen(clearance: Classification):
        engine.clear_for(clearance)
        [reading] = engine.ask("readiness", "NATO", NOW, known_at)
        pairs = engine.ask("interoperability", "NATO", NOW, known_at)
        return round(reading["t"], 6), reading["p"], len(pairs)

    assert seen(Classification.UNCLASSIFIED) == (77.0, None, 0)
    assert seen(Classification.RESTRICTED) == (77.0, 50.0, 0)
    assert seen(Classification.CONFIDENTIAL) == (77.0, 50.0, 1)
    assert seen(Classification.SECRET) == (52.0, 50.0, 1)


def test_a_member_whose_joining_may_not_be_read_is_no_member(engine: Engine):
    known_at = engine.tell(rated(0))

    assert engine.ask("readiness", "NATO", NOW, known_at) == []


def test_a_trend_is_the_reading_at_each_of_its_points(engine: Engine):
    known_at = engine.tell(
        *joined("EST"), rated(400), rated(30, rating="P"), reported("P", 80, 100)
    )
    step = timedelta(days=50)

    line = engine.ask("trend", "NATO", NOW - 8 * step, NOW, step, known_at)

    assert [point["at"] for point in line] == [NOW - i * step for i in range(8, -1, -1)]
    for point in line:
        [reading] = engine.ask("readiness", "NATO", point["at"], known_at)
        assert same(point["t"], reading["t"])
        assert same(point["conf"], reading["conf"])
        assert point["index"] is None or same(point["index"], reading["index"])
        assert (point["level"], point["items"]) == (reading["level"], reading["items"])
    assert [point["pillars"] for point in line] == ["T"] * 6 + ["PT"] * 2 + ["T"]


def test_a_trend_lets_a_report_be_late_and_lapse_on_the_day_on_which_a_reading_does(
    engine: Engine,
):
    known_at = engine.tell(*joined("EST"), rated(91, rating="P"), reported("P", 80, 91))
    day = timedelta(days=1)

    line = engine.ask("trend", "NATO", NOW - 46 * day, NOW, day, known_at)

    states = [point["reporting"] for point in line]
    assert states == ["current"] + ["late"] * 45 + ["lapsed"]
    assert [point["pillars"] for point in line] == ["PT"] * 46 + ["T"]
