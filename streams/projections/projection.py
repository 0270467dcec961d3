"""What a projection is: one table, and the rows that follow from a fact."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import msgspec

from schemas.events import EventData
from streams.events.recorded import Fact
from streams.projections.series import Series


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A row of one table: its fields are the table's own columns, in their order.

    Each value is given by name, so that two columns of one type cannot change places.
    """


class SeriesRow(Row, frozen=True, kw_only=True):
    """A row about a series of evidence; it is written with the number of the series."""

    series_id: Series


RowsOfFact = Callable[[Fact], Iterable[Row]]

# Every row also says when it was true, when we knew it so, who may see it and which event says so.
# The writer of rows adds these; they follow from the event, not from the question.
STAMPS = (
    "occurred_at",
    "label_id",
    "sequence",
    "source",
    "event_id",
    "ledger_seq",
    "root_seq",
    "recorded_at",
    "ended_at",
)


# The last of a table's own columns where moves of one moment may meet: see schemas/life.py. It
# follows from the type of the event, so that rows_of adds it.
LIFE_RANK = "life_rank"


@dataclass(frozen=True, slots=True)
class Projection:
    """A table, what a row of it is, and a pure function from fact to rows for each type it takes.

    Rows of a ranked one also say where their moves stand in the order of life.
    """

    table: str
    row: type[Row]
    rows_of: Mapping[type[EventData], RowsOfFact]
    is_ranked: bool = False
    version: int = 1  # to be raised when the same events give other rows: `python -m tests.folds`

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the table's own columns, in their order."""
        rank = (LIFE_RANK,) if self.is_ranked else ()
        return (*(field.encode_name for field in msgspec.structs.fields(self.row)), *rank)
