"""The rows of an Excel workbook, in the process that may be ended for it."""
# pyright: standard

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import openpyxl

from streams.imports.plain import text_of


def lines(path: str, wanted: str, decimal: str) -> Iterator[tuple[int, list[str], str | None]]:
    """Return number, cells and what is wrong of each row of a sheet that holds something."""
    # Opened here: of a name the library looks at the ending, and refuses what is called .csv.
    with open(path, "rb") as for_values, open(path, "rb") as for_formulas:
        values = openpyxl.load_workbook(for_values, read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(for_formulas, read_only=True, data_only=False)
        yield from _lines(values, formulas, wanted, decimal)


def _lines(
    values: Any, formulas: Any, wanted: str, decimal: str
) -> Iterator[tuple[int, list[str], str | None]]:
    name = _sheet(values, wanted)
    # A formula whose result was never kept reads as an empty cell: only its text tells them apart.
    pairs = zip_longest(_rows(values[name]), _rows(formulas[name]), fillvalue=())
    for number, (row, written) in enumerate(pairs, start=1):
        cells = [text_of(value, decimal) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        problem = _problem(row, written)
        if cells or problem:
            yield number, cells, problem


def _sheet(book, wanted: str) -> str:  # noqa: ANN001 - the library has no types
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if wanted:
        if wanted in book.sheetnames:
            return wanted
        raise LookupError(f"there is no sheet {wanted!r}; it has {', '.join(book.sheetnames)}")
    if len(visible) != 1:
        raise LookupError(
            f"it has the sheets {', '.join(visible)}: name one with file.sheet in the mapping"
        )
    return visible[0]


def _rows(sheet):  # noqa: ANN001, ANN202
    sheet.reset_dimensions()  # the extent a file states may be any
    return sheet.iter_rows(values_only=True)


def _problem(values: tuple[object, ...], written: tuple[object, ...]) -> str | None:
    for place, (value, formula) in enumerate(zip(values, written, strict=False)):
        if value is None and isinstance(formula, str) and formula.startswith("="):
            return (
                f"column {place + 1} has a formula whose result is not in the file; "
                "open the workbook, save it and import again"
            )
    return None
