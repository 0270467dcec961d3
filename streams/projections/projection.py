"""What a projection is: one table, and the rows that follow from a fact."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from schemas.events import EventData
from streams.events.recorded import Fact

Row = tuple[object, ...]
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
    """A table, its own columns, and a pure function from fact to rows for each type it takes."""

    table: str
    columns: tuple[str, ...]
    rows_of: Mapping[type[EventData], RowsOfFact]

    @property
    def is_ranked(self) -> bool:
        """Tell whether rows say where their moves stand in the order of life."""
        return self.columns[-1] == LIFE_RANK
