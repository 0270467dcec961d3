"""How decisions come about: by consensus, by silence that nobody breaks in time, or not at all."""

from datetime import timedelta

import pytest

from schemas.events import (
    DecisionAdopted,
    DecisionBlocked,
    DecisionProposed,
    DecisionRescinded,
    ReservationRecorded,
    SilenceBroken,
)
from tests.spec.cases import agrees
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import Engine, at, same

DEADLINE = "2016-07-22T16:00:00Z"


def proposed(time: str = "2016-07-15T12:00:00Z", deadline: str | None = DEADLINE, **more: object):
    """Give the event by which a decision was put under silence."""
    return event(DecisionProposed, time=time, silence_deadline_at=deadline, **more)


def broken(time: str, actor: str = "FRA", **more: object) -> bytes:
    """Give the objection of an actor."""
    return event(SilenceBroken, actor=actor, time=time, **more)


def adopted(time: str, mode: str = "consensus", **more: object) -> bytes:
    """Give the adoption of the decision."""
    return event(DecisionAdopted, mode=mode, time=time, **more)


def the_decision(engine: Engine, as_of: str, *events: bytes):
    """Give what became of the one decision."""
    known_at = engine.tell(*events)
    [row] = engine.ask("decisions", "NATO", at(as_of), known_at)
    return row


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2016-07-15T12:00:00", "silence"),
        ("2016-07-22T15:59:59", "silence"),
        ("2016-07-22T16:00:00", "adopted"),
        ("2030-01-01", "adopted"),
    ],
)
def test_silence_adopts_at_its_minute_without_anybody_sending_an_event(
    engine: Engine, as_of, state
):
    assert the_decision(engine, as_of, proposed())["state"] == state


def test_what_silence_adopted_was_decided_at_the_deadline(engine: Engine):
    row = the_decision(engine, "2016-08-01", proposed())

    assert agrees(
        row, {"state": "adopted", "mode": "silence", "decided_at": at("2016-07-22T16:00:00")}
    )


@pytest.mark.parametrize(
    ("time", "state", "breaks", "anomalies"),
    [
        ("2016-07-22T15:59:00Z", "broken", 1, []),
        ("2016-07-22T15:59:59.999999Z", "broken", 1, []),
        ("2016-07-22T16:00:00Z", "adopted", 0, ["broken"]),
        ("2016-07-22T16:01:00Z", "adopted", 0, ["broken"]),
        ("2016-07-14T12:00:00Z", "adopted", 0, ["broken"]),
    ],
    ids=["a minute before", "at the last moment", "at the deadline", "after it", "too early"],
)
def test_silence_is_broken_only_before_its_deadline(
    engine: Engine, time, state, breaks, anomalies
):
    row = the_decision(engine, "2016-08-01", proposed(), broken(time))

    assert agrees(row, {"state": state, "breaks": breaks, "anomalies": anomalies})


@pytest.mark.parametrize(
    ("opened", "deadline"),
    [
        ("2015-06-08T08:00:00Z", "2015-06-11T18:00:00Z"),
        ("2016-07-15T08:00:00Z", "2016-07-22T16:00:00Z"),
        ("2017-12-18T08:00:00Z", "2018-01-03T17:30:00Z"),
        ("2017-10-04T08:00:00Z", "2017-10-12T16:00:00Z"),
    ],
    ids=["3 days", "7 days", "16 days", "8 days"],
)
def test_real_windows_end_at_their_minute(engine: Engine, opened, deadline):
    known_at = engine.tell(proposed(opened, deadline))
    end = at(deadline.removesuffix("Z"))

    [before] = engine.ask("decisions", "NATO", end - timedelta(microseconds=1), known_at)
    [after] = engine.ask("decisions", "NATO", end, known_at)

    assert before["state"] == "silence"
    assert agrees(after, {"state": "adopted", "decided_at": end})


def test_several_may_break_the_same_silence(engine: Engine):
    row = the_decision(
        engine,
        "2016-08-01",
        proposed(),
        broken("2016-07-16T09:00:00Z", "FRA"),
        broken("2016-07-16T10:00:00Z", "DEU"),
        broken("2016-07-17T10:00:00Z", "BEL"),
    )

    assert agrees(row, {"state": "broken", "breaks": 3, "objectors": ["BEL", "DEU", "FRA"]})


def test_silence_is_broken_even_when_nobody_says_by_whom(engine: Engine):
    by_somebody = broken("2016-07-22T15:00:00Z", actor=None)

    row = the_decision(engine, "2016-08-01", proposed(), by_somebody)

    assert agrees(row, {"state": "broken", "breaks": 1, "objectors": []})


def test_a_second_proposal_before_the_deadline_replaces_the_deadline(engine: Engine):
    again = proposed("2016-07-20T00:00:00Z", "2016-07-29T16:00:00Z")

    row = the_decision(engine, "2016-07-25", proposed(), again)

    assert agrees(
        row,
        {
            "state": "silence",
            "silence_deadline_at": at("2016-07-29T16:00:00"),
            "proposed_at": at("2016-07-15T12:00:00"),
        },
    )


def test_a_second_proposal_after_silence_has_adopted_comes_too_late(engine: Engine):
    again = proposed("2016-07-22T16:00:00Z", "2016-07-29T16:00:00Z")

    row = the_decision(engine, "2016-08-01", proposed(), again)

    assert agrees(row, {"state": "adopted", "anomalies": ["proposed"]})


def test_after_a_break_a_new_round_may_succeed(engine: Engine):
    row = the_decision(
        engine,
        "2016-09-01",
        proposed(),
        broken("2016-07-16T09:00:00Z"),
        proposed("2016-08-01T00:00:00Z", "2016-08-10T16:00:00Z"),
    )

    assert agrees(row, {"state": "adopted", "mode": "silence", "breaks": 1})


def test_a_meeting_may_settle_what_silence_did_not(engine: Engine):
    row = the_decision(
        engine,
        "2018-02-01",
        proposed("2017-10-04T00:00:00Z", "2017-10-12T16:00:00Z"),
        broken("2017-10-11T00:00:00Z"),
        adopted("2018-01-10T00:00:00Z", "meeting_after_break"),
    )

    assert agrees(row, {"state": "adopted", "mode": "meeting_after_break", "breaks": 1})


def test_a_letter_after_the_deadline_only_confirms_what_silence_adopted(engine: Engine):
    row = the_decision(engine, "2016-08-01", proposed(), adopted("2016-07-25T00:00:00Z"))

    assert agrees(row, {"mode": "silence", "decided_at": at("2016-07-22T16:00:00")})


@pytest.mark.parametrize(
    ("events", "state", "anomalies"),
    [
        ([adopted("2016-07-16T00:00:00Z")], "adopted", []),
        ([event(DecisionBlocked, time="2016-07-16T00:00:00Z")], "blocked", []),
        ([event(DecisionRescinded, time="2016-07-16T00:00:00Z")], "adopted", ["rescinded"]),
        ([event(DecisionRescinded, time="2016-07-23T00:00:00Z")], "rescinded", []),
        ([event(DecisionBlocked, time="2016-07-23T00:00:00Z")], "adopted", ["blocked"]),
        ([event(ReservationRecorded, time="2016-07-23T00:00:00Z")], "adopted", []),
    ],
    ids=["adopted", "blocked", "rescinded early", "rescinded", "blocked late", "reserved"],
)
def test_a_move_that_does_not_fit_is_kept_as_an_anomaly(engine: Engine, events, state, anomalies):
    row = the_decision(engine, "2016-08-01", proposed(), *events)

    assert agrees(row, {"state": state, "anomalies": anomalies})


def test_without_a_deadline_silence_decides_nothing(engine: Engine):
    row = the_decision(engine, "2020-01-01", proposed(deadline=None))

    assert agrees(row, {"state": "proposed", "decided_at": None, "mode": None})


def test_a_retracted_objection_was_none(engine: Engine):
    objection = broken("2016-07-16T09:00:00Z", id="objection")
    first = engine.tell(proposed(), objection)
    later = engine.tell(retraction_of(objection))

    [then] = engine.ask("decisions", "NATO", at("2016-08-01"), first)
    [now] = engine.ask("decisions", "NATO", at("2016-08-01"), later)

    assert (then["state"], now["state"]) == ("broken", "adopted")


def test_a_corrected_deadline_holds_from_when_it_was_known(engine: Engine):
    put = proposed()
    first = engine.tell(put)
    later = engine.tell(correction_of(put, silence_deadline_at="2016-07-30T16:00:00Z"))

    [then] = engine.ask("decisions", "NATO", at("2016-07-25"), first)
    [now] = engine.ask("decisions", "NATO", at("2016-07-25"), later)

    assert (then["state"], now["state"]) == ("adopted", "silence")


def test_another_body_decides_for_itself(engine: Engine):
    known_at = engine.tell(proposed(body="WTO", decision_id="other"), proposed())

    found = engine.ask("decisions", "NATO", at("2016-08-01"), known_at)
    both = engine.ask("decisions", None, at("2016-08-01"), known_at)

    assert [row["decision_id"] for row in found] == ["decision-1"]
    assert [row["decision_id"] for row in both] == ["decision-1", "other"]


@pytest.mark.parametrize(
    ("newest_at", "proposed_", "contested"),
    [
        ("2016-07-20", 4, 2),
        ("2019-07-16", 4, 2),
        ("2019-07-17", 3, 1),
        ("2019-07-20", 2, 0),
        ("2019-07-21", 1, 0),
    ],
    ids=[
        "at once",
        "three years on",
        "one has left the window",
        "the contested have",
        "all others have",
    ],
)
def test_divergence_is_the_share_contested_of_three_years_up_to_the_newest(
    engine: Engine, newest_at, proposed_, contested
):
    known_at = engine.tell(
        proposed(),
        broken("2016-07-16T00:00:00Z"),
        proposed("2016-07-18T00:00:00Z", decision_id="two"),
        event(ReservationRecorded, decision_id="two", time="2016-07-19T00:00:00Z"),
        proposed("2016-07-19T00:00:00Z", decision_id="three"),
        proposed(f"{newest_at}T00:00:00Z", decision_id="newest"),
    )

    [row] = engine.ask("divergence", "NATO", at("2019-08-01"), known_at)

    assert agrees(row, {"proposed": proposed_, "contested": contested})
    assert same(row["divergence_ratio"], contested / proposed_)
    assert str(row["newest_on"]) == newest_at


def test_consensus_does_not_return_because_nothing_is_put_forward(engine: Engine):
    known_at = engine.tell(
        proposed(),
        broken("2016-07-16T00:00:00Z"),
        proposed("2018-07-18T00:00:00Z", decision_id="two"),
    )

    asked = [
        engine.ask("divergence", "NATO", at(as_of), known_at)
        for as_of in ("2018-08-01", "2019-08-01", "2030-01-01")
    ]

    assert [(rows[0]["contested"], rows[0]["proposed"]) for rows in asked] == [(1, 2)] * 3


def test_divergence_is_told_per_policy_domain(engine: Engine):
    known_at = engine.tell(
        adopted("2016-07-01T00:00:00Z", decision_id="a", policy_domain="audit"),
        adopted("2016-07-01T00:00:00Z", decision_id="b", policy_domain="posture"),
        event(ReservationRecorded, decision_id="b", time="2016-07-01T00:00:00Z"),
    )

    found = engine.ask("divergence", "NATO", at("2016-07-20"), known_at)

    assert [(row["policy_domain"], row["divergence_ratio"]) for row in found] == [
        ("audit", 0.0),
        ("posture", 1.0),
    ]
