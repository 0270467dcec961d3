"""A plain table as a value: like a grid, but for few rows, with cells that may be elements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from dash import html

from dashboard.errors import BadText
from dashboard.wording.catalogue import say, texts

R = TypeVar("R")


@dataclass(frozen=True)
class TextColumn(Generic[R]):
    """A column: its field, and what a row shows in it."""

    field: str
    cell: Callable[[R], Any]


@dataclass(frozen=True, kw_only=True)
class TextTable(Generic[R]):
    """A table whose first column names its rows.

    `heads` and `caption` name texts: the table with a heading for each column, and what the table
    is for who cannot see it. `row_look` gives the class of a row.
    """

    look: str
    heads: str
    caption: str
    columns: Sequence[TextColumn[R]]
    row_look: Callable[[R], str] = lambda _: ""

    def of(self, rows: Sequence[R]) -> html.Table:
        """Give the table of these rows."""
        heads = [html.Th(self.heading(column), scope="col") for column in self.columns]
        return html.Table(
            [
                html.Caption(say(self.caption), className="sr-only"),
                html.Thead(html.Tr(heads)),
                html.Tbody([self._row(one) for one in rows]),
            ],
            className=f"plain-table {self.look}",
        )

    def heading(self, column: TextColumn[R]) -> str:
        """Give the heading of a column; raises BadText with its name."""
        heads = texts(self.heads)
        if column.field not in heads:
            raise BadText(f"the column {column.field!r} has no text in {self.heads!r}")
        return heads[column.field]

    def _row(self, one: R) -> html.Tr:
        first, *others = (column.cell(one) for column in self.columns)
        cells = [html.Th(first, scope="row"), *(html.Td(cell) for cell in others)]
        return html.Tr(cells, className=self.row_look(one))
