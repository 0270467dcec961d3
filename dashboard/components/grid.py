"""A grid as a value: what its columns are called and how a typed row fills each of them.

A column holds its field, its width, what its values are, and the function that takes its value
from a row. So a heading can never stand over another column's values, on the screen or in a file.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

import dash_ag_grid as dag

from dashboard.components import table
from dashboard.components.parts import Place, Wire
from dashboard.components.table import Kind
from dashboard.components.values import day_value, instant_value, said
from dashboard.errors import BadText
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts

D = TypeVar("D")
R = TypeVar("R")
Value = str | int | float | bool | None
V = TypeVar("V", bound=Value)
Row = dict[str, Any]
WHY = "why"
HIDDEN_HEADS = "card.columns"
CHOSEN_BY_CLICK = {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True}


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: how a row gives its value, and the words for it where the value needs some.

    `steps` are the thresholds that rounding must not cross; a hidden column is only in files.
    """

    field: str
    width: int
    value: Callable[[R], Value]
    kind: Kind = Kind.TEXT
    steps: tuple[float, ...] = ()
    words: Callable[[R], str | None] | None = None
    is_hidden: bool = False

    def cell(self, row: R) -> Row:
        """Give what a row holds in this column."""
        words = None if self.words is None else self.words(row)
        return said(self.field, self.value(row), words)


def worded(
    field: str,
    width: int,
    value: Callable[[R], V],
    words: Callable[[V], str | None],
    kind: Kind = Kind.CODE,
) -> Column[R]:
    """Give a column whose values have words of their own."""
    return Column(field, width, value, kind, words=lambda row: words(value(row)))


def actor(
    field: str, width: int, code: Callable[[R], str], *, with_code: bool = True
) -> Column[R]:
    """Give a column of actors: their codes, said as their names."""

    def words(own: str) -> str:
        return f"{names.actor(own)} ({own})" if with_code else names.actor(own)

    return worded(field, width, code, words)


def area(field: str, width: int, code: Callable[[R], str | None]) -> Column[R]:
    """Give a column of areas: their codes, said as their names."""
    return worded(field, width, code, lambda own: None if own is None else names.area(own))


def dimension(field: str, width: int, code: Callable[[R], str]) -> Column[R]:
    """Give a column of dimensions: their codes, said as their names."""
    return worded(field, width, code, lambda own: names.DIMENSIONS[own])


def on_day(
    field: str,
    width: int,
    day: Callable[[R], date | None],
    *,
    words: Callable[[R], str | None] | None = None,
) -> Column[R]:
    """Give a column of days."""
    return Column(field, width, lambda row: day_value(day(row)), Kind.DAY, words=words)


def at_instant(
    field: str,
    width: int,
    at: Callable[[R], datetime | None],
    *,
    words: Callable[[R], str | None] | None = None,
) -> Column[R]:
    """Give a column of instants."""
    return Column(field, width, lambda row: instant_value(at(row)), Kind.INSTANT, words=words)


def hidden(field: str, value: Callable[[R], Value], kind: Kind = Kind.TEXT) -> Column[R]:
    """Give a column that is only in files: what a row is about, as a code or a value."""
    return Column(field, 1, value, kind, is_hidden=True)


def why(reference: Callable[[R], str | None]) -> Column[R]:
    """Give the column with the button that opens the explain panel for a row."""
    return Column(WHY, 0, reference)


@dataclass(frozen=True, kw_only=True)
class Grid(Generic[D, R]):
    """A grid: its rows are typed, and each of its columns takes its own value from them.

    `heads` and `nothing` name texts: the table with a heading for each column, and what stands
    there while there are no rows. `row_id` names the fields by which rows are told apart, `key` is
    one more of them that is no column. The rows of a grid that `is_sparse` are of several kinds:
    what a row has no value for is left out. `for_files` gives the rows of a file where the screen
    shows a part of them.
    """

    id: str
    heads: str
    nothing: str
    columns: Sequence[Column[R]]
    rows: Callable[[D], Sequence[R]]
    for_files: Callable[[D], Sequence[R]] | None = None
    wrapped: Collection[str] = ()
    row_id: str | Sequence[str] = ()
    key: Callable[[R], str] | None = None
    is_sparse: bool = False
    chosen: Callable[[D], Sequence[str]] | None = None
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def component(self) -> dag.AgGrid:
        """Give the grid without rows."""
        options = dict(self.options)
        if self.chosen is not None:
            options["rowSelection"] = dict(CHOSEN_BY_CLICK)
        return table.grid(
            self.id,
            [self._definition(column) for column in self.columns],
            empty=say(self.nothing),
            wrapped=self.wrapped,
            row_id=self.row_id,
            **options,
        )

    @property
    def places(self) -> list[Place[D]]:
        """Give the place of the rows, and of those that are chosen where some can be."""
        found: list[Place[D]] = [Place(self.id, "rowData", self.shown)]
        if (chosen := self.chosen) is not None:
            found.append(Place(self.id, "selectedRows", lambda data: {"ids": [*chosen(data)]}))
        return found

    @property
    def wires(self) -> Sequence[Wire]:
        """Give nothing: a grid works by itself."""
        return ()

    def heading(self, column: Column[R]) -> str:
        """Give the heading of a column; raises BadText with the names of both."""
        if column.field == WHY:
            return say("why.column")
        table = HIDDEN_HEADS if column.is_hidden else self.heads
        heads = texts(table)
        if column.field not in heads:
            raise BadText(f"the column {column.field!r} of {self.id!r} has no text in {table!r}")
        return heads[column.field]

    def _definition(self, column: Column[R]) -> dict[str, Any]:
        if column.field == WHY:
            return table.why_column(WHY, self.heading(column))
        return table.column(
            column.field,
            self.heading(column),
            column.width,
            column.kind,
            steps=column.steps,
            is_hidden=column.is_hidden,
        )

    def shown(self, data: D) -> list[Row]:
        """Give the rows as the screen shows them."""
        return [self.row(one) for one in self.rows(data)]

    def whole(self, data: D) -> list[Row]:
        """Give the rows as a file has them."""
        return [self.row(one) for one in (self.for_files or self.rows)(data)]

    def row(self, one: R) -> Row:
        """Give one row as JSON: a value for each column, beside it words where it has some."""
        found: Row = {} if self.key is None else {"key": self.key(one)}
        for column in self.columns:
            found.update(column.cell(one))
        if self.is_sparse:
            return {name: value for name, value in found.items() if value is not None}
        return found
