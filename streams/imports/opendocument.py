"""The rows of an OpenDocument spreadsheet, in the process that may be ended for it."""
# pyright: standard

from collections.abc import Iterator
from zipfile import ZipFile

import python_calamine as calamine
from defusedxml.ElementTree import iterparse

from streams.imports.plain import text_of

CELL = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell"
FORMULA = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}formula"
VALUE_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
STRING_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}string-value"


def lines(path: str, wanted: str, decimal: str) -> Iterator[tuple[int, list[str], str | None]]:
    """Return the number and the cells of each row of a sheet that holds something."""
    _require_results(path)
    # Opened here: of a name the library looks at the ending.
    with open(path, "rb") as file:
        book = calamine.load_workbook(file)
    sheet = book.get_sheet_by_name(_sheet(book, wanted))
    first = sheet.start[0] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows(), start=first + 1):
        cells = [text_of(value, decimal) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells, None


def _sheet(book: calamine.CalamineWorkbook, wanted: str) -> str:
    if wanted:
        if wanted in book.sheet_names:
            return wanted
        raise LookupError(f"there is no sheet {wanted!r}; it has {', '.join(book.sheet_names)}")
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == calamine.SheetVisibleEnum.Visible
    ]
    if len(visible) != 1:
        raise LookupError(
            f"it has the sheets {', '.join(visible)}: name one with file.sheet in the mapping"
        )
    return visible[0]


def _require_results(path: str) -> None:
    """Refuse formulas that gave an error: read, they would be empty cells like any other."""
    with ZipFile(path) as archive, archive.open("content.xml") as content:
        for _, element in iterparse(content):
            if element.tag != CELL:
                continue
            shown = "".join(element.itertext()).strip()
            has_result = element.get(STRING_VALUE) or element.get(VALUE_TYPE) not in (
                None,
                "string",
            )
            if element.get(FORMULA) and not has_result and shown:
                raise LookupError(
                    f"a formula in it gives {shown}; mend it, save the file and import again"
                )
            element.clear()
