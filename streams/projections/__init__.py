"""The projections: one file per question. To add one: its file."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

import msgspec

from schemas.events import EventCorrected, EventData, EventRetracted
from schemas.life import rank_of
from streams.events.recorded import Fact
from streams.projections import series
from streams.projections.projection import STAMPS, Projection, Row, RowsOfFact, SeriesRow
from streams.projections.series import Series


def _found() -> Iterator[Projection]:
    """Give every projection that a module of this folder has, module by module."""
    for module in sorted(one.name for one in iter_modules(__path__)):
        for value in vars(import_module(f"{__name__}.{module}")).values():
            if isinstance(value, Projection):
                yield value


PROJECTIONS = tuple(_found())

# Event types without rows of their own, and why.
UNPROJECTED: dict[type[EventData], str] = {
    EventCorrected: "decides what its root's rows say (streams/events/amendments.py)",
    EventRetracted: "decides whether its root's rows are in force (streams/events/amendments.py)",
}


def versions() -> dict[str, int]:
    """Return the version of the fold of each projection, by its table."""
    return {projection.table: projection.version for projection in PROJECTIONS}


class PlacedRow(NamedTuple):
    """A row, its table, and where its move stands in the order of life, if that may matter."""

    projection: Projection
    row: Row
    life_rank: int | None

    @property
    def series(self) -> Series | None:
        """Return the series that the row is about, if it is about one."""
        return self.row.series_id if isinstance(self.row, SeriesRow) else None

    @property
    def values(self) -> tuple[object, ...]:
        """Return a value for each of the table's own columns, in their order."""
        values = msgspec.structs.astuple(self.row)
        if isinstance(self.row, SeriesRow):
            values = (self.row.series_id.series_id, *values[1:])
        return values if self.life_rank is None else (*values, self.life_rank)


def rows_of(fact: Fact) -> list[PlacedRow]:
    """Return every row that follows from a fact, each with the table it belongs to."""
    return [
        PlacedRow(projection, row, rank)
        for projection, rows, rank in _handlers(type(fact.data))
        for row in rows(fact)
    ]


@cache
def _handlers(kind: type[EventData]) -> tuple[tuple[Projection, RowsOfFact, int | None], ...]:
    return tuple(
        (projection, projection.rows_of[kind], rank_of(kind) if projection.is_ranked else None)
        for projection in PROJECTIONS
        if kind in projection.rows_of
    )


__all__ = [
    "PROJECTIONS",
    "STAMPS",
    "UNPROJECTED",
    "PlacedRow",
    "Projection",
    "Row",
    "Series",
    "rows_of",
    "series",
    "versions",
]
