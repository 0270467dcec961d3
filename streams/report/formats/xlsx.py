"""The improvement plan as XLSX, to be worked in and sent on."""
# pyright: standard

import io
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from streams.report.document import Document, Table
from streams.report.formats.zipped import without_controls, without_times

SHEETS = ("Open actions from before", "Improvement plan")
HEAD_ROWS = 4
WIDTH_OF_SHARE = 9  # characters


def write(document: Document) -> bytes:
    """Return the open actions and the plan, a sheet each; the same report gives the same bytes."""
    book = Workbook()
    first = book.active
    for number, name in enumerate(SHEETS):
        sheet = first if number == 0 and isinstance(first, Worksheet) else book.create_sheet()
        sheet.title = name
        _fill(sheet, document, _table(document, name))
    year, month, day = document.frame.dated
    book.properties.title = document.frame.title
    book.properties.creator = document.frame.author
    book.properties.created = book.properties.modified = datetime(year, month, day)  # noqa: DTZ001
    made = io.BytesIO()
    book.save(made)
    return without_times(made.getvalue(), f"{year:04}-{month:02}-{day:02}T00:00:00Z")


def _table(document: Document, name: str) -> Table | None:
    return next(
        (
            block
            for section in document.sections
            if section.title == name
            for block in section.blocks
            if isinstance(block, Table)
        ),
        None,
    )


def _fill(sheet: Worksheet, document: Document, table: Table | None) -> None:
    frame = document.frame
    for row, text in enumerate((frame.marking, frame.state, frame.title), 1):
        _put(sheet, row, 1, text, is_bold=True)
    edges: Any = (sheet.oddHeader, sheet.oddFooter)
    for edge in edges:
        # An ampersand begins a code there.
        edge.center.text = f"{frame.state}   {frame.marking}".replace("&", "&&")
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    last = HEAD_ROWS + 1
    if table is None:
        _put(sheet, last, 1, "None.")
    else:
        for place, column in enumerate(table.columns, 1):
            _put(sheet, HEAD_ROWS, place, column.title, is_bold=True)
            sheet.column_dimensions[get_column_letter(place)].width = column.share * WIDTH_OF_SHARE
        for last, row in enumerate(table.rows, HEAD_ROWS + 1):
            for place, text in enumerate(row, 1):
                _put(sheet, last, place, text)
        sheet.print_title_rows = f"{HEAD_ROWS}:{HEAD_ROWS}"
        sheet.freeze_panes = f"A{HEAD_ROWS + 1}"
    _put(sheet, last + 2, 1, frame.marking, is_bold=True)


def _put(sheet: Worksheet, row: int, place: int, text: str, *, is_bold: bool = False) -> None:
    cell = sheet.cell(row, place, without_controls(text))
    # Always a text: what begins like a formula must not become one.
    cell.data_type = "s"
    cell.font = Font(bold=is_bold)
    if row >= HEAD_ROWS:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
