"""What was promised, by when, and how far has each actor come?"""

from collections.abc import Iterable

from schemas.events import CommitmentMade, CommitmentProgressReported
from streams.projections.projection import Projection, Row
from streams.recorded import Fact


def of_commitment(fact: Fact) -> Iterable[Row]:
    """Return the commitment as made."""
    made = fact.data
    assert isinstance(made, CommitmentMade)
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
    """Return the value as reported."""
    report = fact.data
    assert isinstance(report, CommitmentProgressReported)
    return (
        (
            report.commitment_id,
            report.actor,
            report.value,
            report.observed_on,
            report.is_estimate,
        ),
    )


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
    ),
    rows_of={CommitmentMade: of_commitment},
)

COMMITMENT_PROGRESS = Projection(
    table="commitment_progress",
    columns=("commitment_id", "actor", "value", "observed_on", "is_estimate"),
    rows_of={CommitmentProgressReported: of_progress},
)
