"""What did which body decide, and how?"""

from collections.abc import Iterable

from schemas.events import DecisionAdopted
from streams.projections.projection import Projection, Row
from streams.recorded import Fact


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


DECISION = Projection(
    table="decision",
    columns=("decision_id", "body", "meeting_id", "topic", "policy_domain", "mode"),
    rows_of={DecisionAdopted: of_decision},
)
