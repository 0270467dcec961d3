"""What was put to which body, what stood in its way, and what was decided?"""

from collections.abc import Iterable
from datetime import datetime

from schemas.events import (
    DecisionAdopted,
    DecisionBlocked,
    DecisionProposed,
    DecisionRescinded,
    EventData,
    ReservationRecorded,
    SilenceBroken,
)
from schemas.vocabulary import DecisionMode
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row

_MOVES: dict[type[EventData], str] = {
    SilenceBroken: "broken",
    ReservationRecorded: "reserved",
    DecisionBlocked: "blocked",
    DecisionRescinded: "rescinded",
}


class DecisionRow(Row, frozen=True, kw_only=True):
    """A decision as adopted."""

    decision_id: str
    body: str
    meeting_id: str | None
    topic: str
    policy_domain: str
    mode: DecisionMode


class ProposalRow(Row, frozen=True, kw_only=True):
    """A decision as proposed, with the end of its silence procedure, where it has one."""

    decision_id: str
    body: str
    meeting_id: str | None
    topic: str
    policy_domain: str
    silence_deadline_at: datetime | None


class DecisionMoveRow(Row, frozen=True, kw_only=True):
    """What stands against a decision, and whose it is; nobody's is the body's own."""

    decision_id: str
    move: str
    actor: str | None
    reason: str | None


def of_decision(fact: Fact) -> Iterable[DecisionRow]:
    """Return the decision as adopted."""
    adopted = fact.data
    assert isinstance(adopted, DecisionAdopted)
    return (
        DecisionRow(
            decision_id=adopted.decision_id,
            body=adopted.body,
            meeting_id=adopted.meeting_id,
            topic=adopted.topic,
            policy_domain=adopted.policy_domain,
            mode=adopted.mode,
        ),
    )


def of_proposal(fact: Fact) -> Iterable[ProposalRow]:
    """Return the decision as proposed, with the end of its silence procedure."""
    proposed = fact.data
    assert isinstance(proposed, DecisionProposed)
    return (
        ProposalRow(
            decision_id=proposed.decision_id,
            body=proposed.body,
            meeting_id=proposed.meeting_id,
            topic=proposed.topic,
            policy_domain=proposed.policy_domain,
            silence_deadline_at=proposed.silence_deadline_at,
        ),
    )


def of_move(fact: Fact) -> Iterable[DecisionMoveRow]:
    """Return who objected, and why; a rescission is the body's own."""
    move = fact.data
    assert isinstance(
        move, SilenceBroken | ReservationRecorded | DecisionBlocked | DecisionRescinded
    )
    return (
        DecisionMoveRow(
            decision_id=move.decision_id,
            move=_MOVES[type(move)],
            actor=None if isinstance(move, DecisionRescinded) else move.actor,
            reason=move.reason,
        ),
    )


DECISION = Projection(
    table="decision", row=DecisionRow, rows_of={DecisionAdopted: of_decision}, is_ranked=True
)

PROPOSAL = Projection(
    table="proposal", row=ProposalRow, rows_of={DecisionProposed: of_proposal}, is_ranked=True
)

DECISION_MOVE = Projection(
    table="decision_move",
    row=DecisionMoveRow,
    rows_of=dict.fromkeys(_MOVES, of_move),
    is_ranked=True,
)
