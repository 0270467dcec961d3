"""What was put to which body, what stood in its way, and what was decided?"""

from collections.abc import Iterable

from schemas.events import (
    DecisionAdopted,
    DecisionBlocked,
    DecisionProposed,
    DecisionRescinded,
    EventData,
    ReservationRecorded,
    SilenceBroken,
)
from streams.events.recorded import Fact
from streams.projections.projection import LIFE_RANK, Projection, Row

_MOVES: dict[type[EventData], str] = {
    SilenceBroken: "broken",
    ReservationRecorded: "reserved",
    DecisionBlocked: "blocked",
    DecisionRescinded: "rescinded",
}


def of_decision(fact: Fact) -> Iterable[Row]:
    """Return the decision as adopted."""
    adopted = fact.data
    assert isinstance(adopted, DecisionAdopted)
    return (
        (
            adopted.decision_id,
            adopted.body,
            adopted.meeting_id,
            adopted.topic,
            adopted.policy_domain,
            adopted.mode,
        ),
    )


def of_proposal(fact: Fact) -> Iterable[Row]:
    """Return the decision as proposed, with the end of its silence procedure."""
    proposed = fact.data
    assert isinstance(proposed, DecisionProposed)
    return (
        (
            proposed.decision_id,
            proposed.body,
            proposed.meeting_id,
            proposed.topic,
            proposed.policy_domain,
            proposed.silence_deadline_at,
        ),
    )


def of_move(fact: Fact) -> Iterable[Row]:
    """Return who objected, and why; a rescission is the body's own."""
    move = fact.data
    assert isinstance(
        move, SilenceBroken | ReservationRecorded | DecisionBlocked | DecisionRescinded
    )
    actor = None if isinstance(move, DecisionRescinded) else move.actor
    return ((move.decision_id, _MOVES[type(move)], actor, move.reason),)


DECISION = Projection(
    table="decision",
    columns=("decision_id", "body", "meeting_id", "topic", "policy_domain", "mode", LIFE_RANK),
    rows_of={DecisionAdopted: of_decision},
)

PROPOSAL = Projection(
    table="proposal",
    columns=(
        "decision_id",
        "body",
        "meeting_id",
        "topic",
        "policy_domain",
        "silence_deadline_at",
        LIFE_RANK,
    ),
    rows_of={DecisionProposed: of_proposal},
)

DECISION_MOVE = Projection(
    table="decision_move",
    columns=("decision_id", "move", "actor", "reason", LIFE_RANK),
    rows_of=dict.fromkeys(_MOVES, of_move),
)
