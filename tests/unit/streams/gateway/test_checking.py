"""What is new, what was said before, what contradicts it: as a worker will decide."""

import json
from datetime import UTC, datetime

from schemas.events import (
    EventRetracted,
    ExerciseResultRecorded,
    ExerciseScheduled,
    RequirementSet,
)
from schemas.vocabulary import Classification
from streams.events.recorded import EventKey
from streams.gateway.answers import Status
from streams.gateway.broker import Placed
from streams.gateway.checking import check_all, faults_of_roots, roots_to_know, sort_out
from streams.gateway.database import DeadLetterRow, Stored, StoredEvent
from streams.gateway.fates import fate_of
from streams.gateway.problems import ProblemKind, kind_of
from streams.gateway.received import Received
from streams.gateway.scope import Scope, matches
from tests.support.builders import RECEIVED_AT, correction_of, decoded, document, event

RESULT = ExerciseResultRecorded
ALL = Scope(("*",), (), frozenset(), frozenset(), Classification.TOP_SECRET.rank)
NOW = RECEIVED_AT
KEY = EventKey("test", "one")


def checked(*raws: bytes, scope: Scope = ALL):
    return check_all([Received(raw, (), f"/{n}") for n, raw in enumerate(raws)], scope)


def has(raw: bytes) -> dict[EventKey, Stored]:
    [one] = checked(raw).events
    return {one.key: Stored(one.row.content_sha256, "t", 0, 0, 1, NOW)}


def test_what_the_ledger_has_is_not_new():
    raw = event(RESULT, id="one")

    found = sort_out(checked(raw, event(RESULT, id="two")).events, has(raw), NOW)

    assert [one.key.id for one in found.new] == ["two"]
    assert found.faults == []


def test_other_content_under_an_identity_is_a_fault():
    raw, other = (event(RESULT, id="one", rating=rating) for rating in "SM")

    found = sort_out(checked(other).events, has(raw), NOW)

    assert [(fault.pointer, fault.reason) for fault in found.faults] == [
        ("/0/id", "conflicting-duplicate")
    ]


def test_the_clock_decides_what_is_from_the_future_but_not_of_what_is_stored():
    ahead = event(RESULT, id="one", time="2026-11-23T12:06:00Z")
    plan = event(ExerciseScheduled, id="plan", time="2026-11-23T12:06:00Z")
    events = checked(ahead, plan).events

    assert [fault.reason for fault in sort_out(events, {}, NOW).faults] == ["from-the-future"]
    assert sort_out(events, has(ahead), NOW).faults == []


def test_white_space_and_order_make_no_other_event():
    written = document(RESULT, id="one")
    other = json.dumps(dict(reversed(written.items())), indent=3).encode()

    found = sort_out(checked(other).events, has(json.dumps(written).encode()), NOW)

    assert (found.new, found.faults) == ([], [])


def test_a_retraction_of_a_type_that_nobody_can_amend_is_refused():
    raw = event(EventRetracted, root_type="org.muster.nothing")

    assert [(fault.pointer, fault.reason) for fault in checked(raw).faults] == [
        ("/0/data/root_type", "invalid-data")
    ]


def test_no_more_than_a_hundred_faults_are_looked_for():
    assert len(checked(*[b"{}"] * 1000).faults) < 200


def test_a_requirement_for_all_is_not_for_who_speaks_of_one():
    raw = event(RequirementSet, actor="ALL", body="NATO")
    one = Scope(("*",), (), frozenset({"EST"}), frozenset(), 4)

    assert [fault.reason for fault in checked(raw, scope=one).faults] == ["actor-not-allowed"]
    assert checked(raw).faults == []


def test_an_amendment_is_judged_with_its_root():
    root = decoded(RESULT, id="root", actor="EST")
    raw = correction_of(event(RESULT, id="root", actor="EST"), rating="M")
    for actor, reasons in (("EST", []), ("FIN", ["amended-event-not-allowed"])):
        scope = Scope(
            ("*",), (), frozenset({actor, "EST"} - ({"EST"} if reasons else set())), frozenset(), 4
        )
        events = checked(raw).events

        faults = faults_of_roots(events, scope, {EventKey("test", "root"): root})

        assert [fault.reason for fault in faults] == reasons
        assert roots_to_know(events, scope) == {EventKey("test", "root")}


def test_whoever_may_say_everything_need_know_no_root():
    events = checked(event(EventRetracted, id="one")).events

    assert roots_to_know(events, ALL) == set()
    assert faults_of_roots(events, ALL, {}) == []


def test_a_star_stands_for_what_begins_so():
    assert matches("a/b", ["a/*"])
    assert matches("anything", ["*"])
    assert not matches("a", ["a/*"])
    assert not matches("ab", ["a"])


def test_a_body_with_several_faults_is_of_the_first_kind():
    faults = checked(b"{", event(RESULT, rating="X")).faults

    assert kind_of(faults) is ProblemKind.MALFORMED
    assert kind_of(faults[1:]) is ProblemKind.INVALID


STORED = StoredEvent(7, NOW, RESULT.TYPE, "EST", "t-exercise-results", 1, 2, None)
DEAD = DeadLetterRow("t-exercise-results", 1, 2, NOW, "invalid-data", "x", 3, "00")
PLACE = Placed("exercise-results", 1, 2)


def test_what_became_of_an_event_is_told():
    def status(stored=None, letters=(), lately=None):
        found = fate_of(KEY, stored, letters, lately, "t-")
        return found and found.status

    assert status() is None
    assert status(lately=PLACE) is Status.ACCEPTED
    assert status(STORED, lately=PLACE) is Status.STORED
    assert status(letters=[DEAD]) is Status.DEAD_LETTER
    assert status(letters=[DEAD], lately=PLACE) is Status.DEAD_LETTER
    assert status(letters=[DEAD], lately=PLACE._replace(offset=9)) is Status.ACCEPTED
    assert status(STORED, [DEAD]) is Status.STORED


def test_topics_are_told_without_the_prefix_of_an_instance():
    found = fate_of(KEY, STORED, [DEAD], None, "t-")

    assert found is not None
    assert found.topic == found.dead_letters[0].topic == "exercise-results"
    assert found.recorded_at == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
