"""The one way from a fact to the rows it stands for, as lines of COPY.

What is known without the lock is written before it is taken; the number, the moment and the end of
a row follow under it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from streams.decode import copy_text
from streams.events.amendments import Step
from streams.events.recorded import EventKey, Fact, Recorded
from streams.projections import Series, rows_of

OPEN_END = "infinity"


class PendingRow(NamedTuple):
    """A row of a projection, complete but for what is known under the lock only."""

    table: str
    text: str
    series: Series | None

    def completed(
        self, seq: int, root_seq: int, recorded_at: str, ended_at: str = OPEN_END
    ) -> "CompleteRow":
        """Return the row as it is written: said by this event, about this root, from then on."""
        text = f"{self.text}\t{seq}\t{root_seq}\t{recorded_at}\t{ended_at}"
        return CompleteRow(self.table, text, self.series)


class CompleteRow(NamedTuple):
    """A row of a projection as it is written, and the series it names."""

    table: str
    text: str
    series: Series | None


def of_fact(fact: Fact, label_id: int, sequence: int, root: EventKey) -> list[PendingRow]:
    """Return the rows of a fact that is stated about this root."""
    stamp = (
        f"{copy_text.instant(fact.occurred_at)}\t{label_id}\t{sequence}"
        f"\t{copy_text.text(root.source)}\t{copy_text.text(root.id)}"
    )
    return [
        PendingRow(one.projection.table, f"{copy_text.row(one.values)}\t{stamp}", one.series)
        for one in rows_of(fact)
    ]


def in_force(root: Recorded, step: Step) -> Iterator[CompleteRow]:
    """Return the rows in force in one step of what was known of a root."""
    recorded_at = copy_text.instant(step.recorded_at)
    ended_at = copy_text.instant(step.ended_at) if step.ended_at else OPEN_END
    for row in of_fact(step.said_by.fact, root.label_id, root.envelope.sequence, root.key):
        yield row.completed(step.said_by.seq, root.seq, recorded_at, ended_at)
