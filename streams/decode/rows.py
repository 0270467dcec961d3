"""The one way from a fact to the rows it stands for.

What is known without the lock is there before it is taken; the number, the moment and the end of a
row follow under it.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import NamedTuple, cast, get_args

import msgspec

from streams.decode import copy_text
from streams.events.amendments import Step
from streams.events.recorded import EventKey, Fact, Recorded
from streams.projections import PlacedRow, Row, Series, rows_of

OPEN_END = "infinity"


class CompleteRow(NamedTuple):
    """A row of a projection as it is written, and the series it names."""

    table: str
    values: tuple[object, ...]
    series: Series | None


class PendingRow(NamedTuple):
    """A row of a projection, complete but for what is known under the lock only."""

    table: str
    values: tuple[object, ...]
    series: Series | None

    def completed(
        self, seq: int, root_seq: int, recorded_at: datetime, ended_at: datetime | str = OPEN_END
    ) -> CompleteRow:
        """Return the row as it is written: said by this event, about this root, from then on."""
        values = (*self.values, seq, root_seq, recorded_at, ended_at)
        return CompleteRow(self.table, values, self.series)


def of_fact(fact: Fact, label_id: int, sequence: int, root: EventKey) -> list[PendingRow]:
    """Return the rows of a fact that is stated about this root."""
    stamp = (fact.occurred_at, label_id, sequence, *root)
    return [
        PendingRow(one.projection.table, (*_values(one), *stamp), one.series)
        for one in rows_of(fact)
    ]


def in_force(root: Recorded, step: Step) -> Iterator[CompleteRow]:
    """Return the rows in force in one step of what was known of a root."""
    said_by, envelope = step.said_by, root.envelope
    said = (said_by.fact.occurred_at, root.label_id, envelope.sequence)
    known = (said_by.seq, root.seq, step.recorded_at, step.ended_at or OPEN_END)
    return stamped(said_by.fact, (*said, envelope.source, envelope.id, *known))


def stamped(fact: Fact, stamp: tuple[object, ...]) -> Iterator[CompleteRow]:
    """Return the rows of a fact with a value for each of `STAMPS`, in their order."""
    for one in rows_of(fact):
        yield CompleteRow(one.projection.table, (*_values(one), *stamp), one.series)


def _values(one: PlacedRow) -> tuple[object, ...]:
    values = one.values
    if not _has_arrays(type(one.row)):
        return values
    return tuple(map(_written, values))


def _written(value: object) -> object:
    if type(value) is not tuple:
        return value
    return copy_text.array(cast(tuple[str, ...], value))


@cache
def _has_arrays(kind: type[Row]) -> bool:
    hints = [field.type for field in msgspec.structs.fields(kind)]
    parts = {part for hint in hints for part in (hint, *get_args(hint))}
    return any(getattr(part, "__origin__", None) is tuple for part in parts)
