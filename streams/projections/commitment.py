"""What was promised, by when, and how far has each actor come?"""

from collections.abc import Iterable
from datetime import date

from schemas.events import (
    CommitmentMade,
    CommitmentProgressReported,
    CommitmentReaffirmed,
    CommitmentRevised,
    CommitmentTerms,
    CommitmentWithdrawn,
    ComplianceAssessed,
)
from schemas.vocabulary import Binding, Direction, Stage
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class CommitmentRow(Row, frozen=True, kw_only=True):
    """The terms of a commitment, as made or as revised."""

    commitment_id: str
    body: str
    decision_id: str | None
    title: str
    actors: tuple[str, ...]
    metric: str
    unit: str
    baseline: float | None
    target: float
    direction: Direction
    start_on: date
    due_on: date
    binding: Binding


class CommitmentProgressRow(Row, frozen=True, kw_only=True):
    """A value of one actor, and until which day it can have been seen, not foreseen."""

    commitment_id: str
    actor: str
    value: float
    observed_on: date
    is_estimate: bool
    period_ends_on: date


class CommitmentMoveRow(Row, frozen=True, kw_only=True):
    """A move of a commitment: reaffirmed or withdrawn."""

    commitment_id: str
    body: str
    move: str
    meeting_id: str | None = None
    actors: tuple[str, ...] | None = None
    reason: str | None = None


class ComplianceScoreRow(Row, frozen=True, kw_only=True):
    """How well an assessor finds that an actor keeps a commitment."""

    commitment_id: str
    actor: str
    score: int
    stage: Stage
    assessor: str


def of_commitment(fact: Fact) -> Iterable[CommitmentRow]:
    """Return the terms of the commitment as made, or as revised."""
    made = fact.data
    assert isinstance(made, CommitmentTerms)
    return (
        CommitmentRow(
            commitment_id=made.commitment_id,
            body=made.body,
            decision_id=made.decision_id,
            title=made.title,
            actors=made.actors,
            metric=made.metric,
            unit=made.unit,
            baseline=made.baseline,
            target=made.target,
            direction=made.direction,
            start_on=made.start_on,
            due_on=made.due_on,
            binding=made.binding,
        ),
    )


def of_progress(fact: Fact) -> Iterable[CommitmentProgressRow]:
    """Return the value as reported, and until which day it can have been seen, not foreseen."""
    report = fact.data
    assert isinstance(report, CommitmentProgressReported)
    return (
        CommitmentProgressRow(
            commitment_id=report.commitment_id,
            actor=report.actor,
            value=report.value,
            observed_on=report.observed_on,
            is_estimate=report.is_estimate,
            period_ends_on=fact.last_day,
        ),
    )


def of_reaffirmation(fact: Fact) -> Iterable[CommitmentMoveRow]:
    """Return that it holds, and where that was said."""
    said = fact.data
    assert isinstance(said, CommitmentReaffirmed)
    return (
        CommitmentMoveRow(
            commitment_id=said.commitment_id,
            body=said.body,
            move="reaffirmed",
            meeting_id=said.meeting_id,
        ),
    )


def of_withdrawal(fact: Fact) -> Iterable[CommitmentMoveRow]:
    """Return who gave it up; nobody named is everybody."""
    said = fact.data
    assert isinstance(said, CommitmentWithdrawn)
    return (
        CommitmentMoveRow(
            commitment_id=said.commitment_id,
            body=said.body,
            move="withdrawn",
            actors=said.actors,
            reason=said.reason,
        ),
    )


def of_assessment(fact: Fact) -> Iterable[ComplianceScoreRow]:
    """Return the score as given."""
    judged = fact.data
    assert isinstance(judged, ComplianceAssessed)
    return (
        ComplianceScoreRow(
            commitment_id=judged.commitment_id,
            actor=judged.actor,
            score=judged.score,
            stage=judged.stage,
            assessor=judged.assessor,
        ),
    )


COMMITMENT = Projection(
    table="commitment",
    row=CommitmentRow,
    rows_of={CommitmentMade: of_commitment, CommitmentRevised: of_commitment},
    is_ranked=True,
)

COMMITMENT_PROGRESS = Projection(
    table="commitment_progress",
    row=CommitmentProgressRow,
    rows_of={CommitmentProgressReported: of_progress},
)

COMMITMENT_MOVE = Projection(
    table="commitment_move",
    row=CommitmentMoveRow,
    rows_of={CommitmentReaffirmed: of_reaffirmation, CommitmentWithdrawn: of_withdrawal},
    is_ranked=True,
)

COMPLIANCE_SCORE = Projection(
    table="compliance_score",
    row=ComplianceScoreRow,
    rows_of={ComplianceAssessed: of_assessment},
)
