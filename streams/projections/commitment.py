"""What was promised, by when, and how far has each actor come?"""

from collections.abc import Iterable

from schemas.events import (
    CommitmentMade,
    CommitmentProgressReported,
    CommitmentReaffirmed,
    CommitmentRevised,
    CommitmentTerms,
    CommitmentWithdrawn,
    ComplianceAssessed,
)
from streams.events.recorded import Fact
from streams.projections.projection import LIFE_RANK, Projection, Row


def of_commitment(fact: Fact) -> Iterable[Row]:
    """Return the terms of the commitment as made, or as revised."""
    made = fact.data
    assert isinstance(made, CommitmentTerms)
    return (
        (
            made.commitment_id,
            made.body,
            made.decision_id,
            made.title,
            made.actors,
            made.metric,
            made.unit,
            made.baseline,
            made.target,
            made.direction,
            made.start_on,
            made.due_on,
            made.binding,
        ),
    )


def of_progress(fact: Fact) -> Iterable[Row]:
    """Return the value as reported, and until which day it can have been seen, not foreseen."""
    report = fact.data
    assert isinstance(report, CommitmentProgressReported)
    return (
        (
            report.commitment_id,
            report.actor,
            report.value,
            report.observed_on,
            report.is_estimate,
            fact.last_day,
        ),
    )


def of_reaffirmation(fact: Fact) -> Iterable[Row]:
    """Return that it holds, and where that was said."""
    said = fact.data
    assert isinstance(said, CommitmentReaffirmed)
    return ((said.commitment_id, said.body, "reaffirmed", said.meeting_id, None, None),)


def of_withdrawal(fact: Fact) -> Iterable[Row]:
    """Return who gave it up; nobody named is everybody."""
    said = fact.data
    assert isinstance(said, CommitmentWithdrawn)
    return ((said.commitment_id, said.body, "withdrawn", None, said.actors, said.reason),)


def of_assessment(fact: Fact) -> Iterable[Row]:
    """Return the score as given."""
    judged = fact.data
    assert isinstance(judged, ComplianceAssessed)
    return ((judged.commitment_id, judged.actor, judged.score, judged.stage, judged.assessor),)


COMMITMENT = Projection(
    table="commitment",
    columns=(
        "commitment_id",
        "body",
        "decision_id",
        "title",
        "actors",
        "metric",
        "unit",
        "baseline",
        "target",
        "direction",
        "start_on",
        "due_on",
        "binding",
        LIFE_RANK,
    ),
    rows_of={CommitmentMade: of_commitment, CommitmentRevised: of_commitment},
)

COMMITMENT_PROGRESS = Projection(
    table="commitment_progress",
    columns=("commitment_id", "actor", "value", "observed_on", "is_estimate", "period_ends_on"),
    rows_of={CommitmentProgressReported: of_progress},
)

COMMITMENT_MOVE = Projection(
    table="commitment_move",
    columns=("commitment_id", "body", "move", "meeting_id", "actors", "reason", LIFE_RANK),
    rows_of={CommitmentReaffirmed: of_reaffirmation, CommitmentWithdrawn: of_withdrawal},
)

COMPLIANCE_SCORE = Projection(
    table="compliance_score",
    columns=("commitment_id", "actor", "score", "stage", "assessor"),
    rows_of={ComplianceAssessed: of_assessment},
)
