"""What becomes of a promise: revised, reaffirmed, judged, given up, or forgotten."""

from datetime import timedelta

import pytest

from schemas.events import (
    CommitmentMade,
    CommitmentProgressReported,
    CommitmentReaffirmed,
    CommitmentRevised,
    CommitmentWithdrawn,
    ComplianceAssessed,
    ExerciseResultRecorded,
    MeetingHeld,
    ResourceLevelReported,
)
from tests.spec.cases import agrees, joined
from tests.support.builders import event, retraction_of
from tests.support.given import Engine, at, same

TERMS = {
    "actors": ["EST"],
    "baseline": 0.0,
    "target": 100.0,
    "start_on": "2020-01-01",
    "due_on": "2030-01-01",
}


def made(**more: object) -> bytes:
    """Give a commitment of EST from 0 in 2020 to 100 in 2030."""
    return event(CommitmentMade, **(TERMS | {"time": "2019-06-01T00:00:00Z"} | more))


def revised(**more: object) -> bytes:
    """Give new terms of the same commitment."""
    return event(CommitmentRevised, **(TERMS | {"time": "2022-06-01T00:00:00Z"} | more))


def judged(score: int, on: str, stage: str = "interim", **more: object) -> bytes:
    """Give what an assessor said about EST."""
    return event(ComplianceAssessed, score=score, stage=stage, time=f"{on}T00:00:00Z", **more)


def observed(value: float, on: str, actor: str = "EST") -> bytes:
    """Give what an actor had reached on a day."""
    return event(
        CommitmentProgressReported,
        actor=actor,
        value=value,
        observed_on=on,
        time=f"{on}T00:00:00Z",
    )


def standing(engine: Engine, as_of: str, *events: bytes):
    """Give where EST stands."""
    known_at = engine.tell(*events)
    [row] = engine.ask("commitments", "NATO", at(as_of), known_at)
    return row


@pytest.mark.parametrize(("as_of", "target"), [("2022-05-31", 100.0), ("2022-06-01", 50.0)])
def test_new_terms_hold_from_when_they_were_said(engine: Engine, as_of, target):
    row = standing(engine, as_of, made(), revised(target=50.0))

    assert row["target"] == target


@pytest.mark.parametrize(
    ("scores", "score", "stage"),
    [
        ([], 1, None),
        ([judged(-1, "2021-02-01")], -1, "interim"),
        ([judged(-1, "2021-02-01"), judged(0, "2021-03-01")], 0, "interim"),
        ([judged(0, "2021-03-01"), judged(-1, "2021-02-01")], 0, "interim"),
        ([judged(-1, "2021-02-01", "final"), judged(0, "2021-03-01")], -1, "final"),
        ([judged(-1, "2021-02-01", "final"), judged(0, "2021-03-01", "final")], 0, "final"),
        ([judged(-1, "2022-01-01", "final")], 1, None),
        ([judged(-1, "2021-02-01", actor="FIN")], 1, None),
    ],
    ids=[
        "nobody",
        "one",
        "the later",
        "the later, said first",
        "a final one",
        "the later final",
        "not yet",
        "about another",
    ],
)
def test_an_assessor_beats_the_path_and_a_final_score_an_interim_one(
    engine: Engine, scores, score, stage
):
    row = standing(engine, "2021-06-01", made(), observed(90.0, "2021-01-01"), *scores)

    assert agrees(row, {"score": score, "auto_score": 1, "score_stage": stage})


def test_an_assessor_may_score_what_no_path_could(engine: Engine):
    row = standing(engine, "2021-06-01", made(baseline=None), judged(0, "2021-01-01"))

    assert agrees(row, {"score": 0, "auto_score": None, "assessor": "research group"})


def test_a_retracted_score_was_never_given(engine: Engine):
    said = judged(-1, "2021-02-01")

    row = standing(
        engine, "2021-06-01", made(), observed(90.0, "2021-01-01"), said, retraction_of(said)
    )

    assert agrees(row, {"score": 1, "score_stage": None})


def test_scores_of_assessors_count_in_compliance(engine: Engine):
    known_at = engine.tell(
        made(actors=["EST", "FIN", "LVA"]),
        *(judged(score, "2021-01-01", actor=a) for a, score in (("EST", 1), ("FIN", -1))),
    )

    [row] = engine.ask("compliance", "NATO", at("2021-06-01"), known_at)

    assert agrees(row, {"scored": 2, "actors": 3, "met": 1, "missed": 1})
    assert same(row["compliance_ratio"], 0.5)


def withdrawn(*actors: str, on: str = "2022-01-01") -> bytes:
    """Give that some, or with nobody named all, gave up."""
    return event(CommitmentWithdrawn, actors=list(actors), time=f"{on}T00:00:00Z")


@pytest.mark.parametrize(
    ("events", "actors"),
    [
        ([], ["EST", "FIN"]),
        ([withdrawn("EST")], ["FIN"]),
        ([withdrawn()], []),
        ([withdrawn("EST"), withdrawn("FIN")], []),
        ([withdrawn("EST", on="2019-01-01")], ["EST", "FIN"]),
        ([withdrawn("EST", on="2024-01-01")], ["EST", "FIN"]),
        ([withdrawn(), revised(actors=["EST"])], ["EST"]),
    ],
    ids=["nobody", "one", "all", "each", "before it was made", "not yet", "and promised anew"],
)
def test_who_withdrew_has_promised_nothing_until_new_terms(engine: Engine, events, actors):
    known_at = engine.tell(made(actors=["EST", "FIN"]), *events)

    found = engine.ask("commitments", "NATO", at("2023-01-01"), known_at)

    assert [row["actor"] for row in found] == actors


def summit(on: str, body: str = "NATO", level: str = "summit", **more: object) -> bytes:
    """Give a meeting of one day."""
    fields = {"meeting_id": f"{body}-{on}", "time": f"{on}T00:00:00Z"}
    return event(
        MeetingHeld, body=body, level=level, started_on=on, ended_on=on, **(fields | more)
    )


PRAGUE = made(
    commitment_id="PCC",
    start_on="2002-11-21",
    due_on="2008-12-31",
    time="2002-11-21T00:00:00Z",
)
SUMMITS = [summit(on) for on in ("2002-11-21", "2004-06-28", "2006-11-28", "2008-04-02")]


@pytest.mark.parametrize(
    ("as_of", "since", "dormant"),
    [
        ("2002-12-01", 0, False),
        ("2004-06-27", 0, False),
        ("2004-06-28", 1, False),
        ("2008-04-01", 2, False),
        ("2008-04-02", 3, True),
        ("2020-01-01", 3, True),
    ],
)
def test_the_prague_commitment_is_dormant_by_2008(engine: Engine, as_of, since, dormant):
    known_at = engine.tell(PRAGUE, *SUMMITS)

    [row] = engine.ask("dormancy", "NATO", at(as_of), known_at)

    assert agrees(row, {"summits_since": since, "is_dormant": dormant, "reaffirmations": 0})


@pytest.mark.parametrize(
    ("events", "since", "reaffirmations"),
    [
        ([event(CommitmentReaffirmed, commitment_id="PCC", time="2004-06-28T00:00:00Z")], 2, 1),
        ([event(CommitmentReaffirmed, commitment_id="other", time="2004-06-28T00:00:00Z")], 3, 0),
        ([revised(commitment_id="PCC", time="2006-11-29T00:00:00Z")], 1, 0),
        ([summit("2005-02-22")], 4, 0),
        ([summit("2005-02-22", body="G7")], 3, 0),
        ([summit("2005-02-22", level="fm")], 3, 0),
        ([summit("2006-11-28", place="Riga", sequence=1)], 3, 0),
    ],
    ids=[
        "reaffirmed",
        "another reaffirmed",
        "revised",
        "one more summit",
        "of another body",
        "of ministers",
        "told twice",
    ],
)
def test_a_commitment_wakes_when_it_is_spoken_of(engine: Engine, events, since, reaffirmations):
    known_at = engine.tell(PRAGUE, *SUMMITS, *events)

    [row] = engine.ask("dormancy", "NATO", at("2009-01-01"), known_at)

    assert agrees(row, {"summits_since": since, "reaffirmations": reaffirmations})


def test_a_commitment_is_made_when_its_terms_are_said_not_when_it_is_affirmed(engine: Engine):
    early = event(CommitmentReaffirmed, commitment_id="PCC", time="2002-11-20T00:00:00Z")
    late = event(CommitmentReaffirmed, commitment_id="PCC", time="2004-06-28T00:00:00Z")
    known_at = engine.tell(early, PRAGUE, *SUMMITS, late)

    [row] = engine.ask("dormancy", "NATO", at("2009-01-01"), known_at)

    assert agrees(row, {"made_at": at("2002-11-21"), "last_affirmed_at": at("2004-06-28")})


def test_what_was_given_up_does_not_sleep(engine: Engine):
    gone = event(CommitmentWithdrawn, commitment_id="PCC", actors=[], time="2005-01-01T00:00:00Z")
    known_at = engine.tell(PRAGUE, *SUMMITS, gone)

    assert engine.ask("dormancy", "NATO", at("2009-01-01"), known_at) == []
    assert len(engine.ask("dormancy", "NATO", at("2004-12-31"), known_at)) == 1


def test_the_view_around_a_meeting_sets_both_sides_of_the_door_beside_each_other(engine: Engine):
    day = at("2021-07-01")
    window = timedelta(days=180)
    known_at = engine.tell(
        *joined("EST", "FIN", "LVA"),
        made(actors=["EST", "FIN", "LVA"]),
        summit("2021-07-01", attendees=[{"actor": "EST", "rank": 1}]),
        *(
            observed(value, f"{(day + sign * window).date()}", actor)
            for actor, before, after in (("EST", -1.0, 90.0), ("FIN", 90.0, 0.0))
            for sign, value in ((-1, before), (1, after))
        ),
    )

    assert engine.ask("meeting_effect", "NATO", day + window - timedelta(days=1), known_at) == []
    came, stayed = engine.ask("meeting_effect", "NATO", day + window, known_at)

    assert agrees(
        came,
        {
            "attended": True,
            "scored": 1,
            "compliance_before": 0.0,
            "compliance_after": 1.0,
            "actors": 0,
            "index_before": None,
        },
    )
    assert agrees(
        stayed,
        {"attended": False, "scored": 1, "compliance_before": 1.0, "compliance_after": 0.0},
    )


def test_whoever_falls_silent_after_a_meeting_stays_in_the_view_around_it(engine: Engine):
    day = at("2021-07-01")
    window = timedelta(days=180)
    known_at = engine.tell(
        *joined("EST", "FIN"),
        summit("2021-07-01", attendees=[{"actor": "EST", "rank": 1}]),
        *(
            rated_on(f"{(day - window - timedelta(days=1)).date()}", actor)
            for actor in ("EST", "FIN")
        ),
        *(
            event(
                ResourceLevelReported,
                actor=actor,
                area="logistics",
                pillar="P",
                pct=pct,
                time=f"{(day - window - timedelta(days=1)).date()}T00:00:00Z",
            )
            for actor, pct in (("EST", 77.0), ("FIN", 17.0))
        ),
    )

    came, stayed = engine.ask("meeting_effect", "NATO", day + window, known_at)

    assert agrees(came, {"actors": 1, "index_before": 77.0, "index_after": 77.0, "lapsed": 1})
    assert agrees(stayed, {"actors": 1, "index_before": 47.0, "index_after": 47.0, "lapsed": 1})


def rated_on(day: str, actor: str) -> bytes:
    """Give a result of an actor in logistics."""
    return event(ExerciseResultRecorded, actor=actor, time=f"{day}T00:00:00Z")
