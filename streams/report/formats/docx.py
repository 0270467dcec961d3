"""A report as DOCX, for staffs that go on working in it."""
# pyright: standard

import io
from datetime import datetime
from typing import Any

import docx
import msgspec
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from streams.report.document import (
    Block,
    Bullets,
    Column,
    Document,
    Frame,
    Notice,
    Paragraph,
    Picture,
    Table,
)
from streams.report.formats import pdf
from streams.report.formats.zipped import without_controls, without_times

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Cm(21), Cm(29.7), Cm(1.8)
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
CELL_EDGE_TWENTIETHS_PT = 50
INK = RGBColor(0x1A, 0x1A, 0x1A)


def write(document: Document) -> bytes:
    """Return the report as DOCX; the same report gives the same bytes."""
    document = msgspec.convert(without_controls(msgspec.to_builtins(document)), Document)
    word = docx.Document()
    _prepare(word, document.frame)
    word.add_heading(document.frame.title, 0)
    for section in document.sections:
        word.add_heading(section.title, 1)
        for block in section.blocks:
            _add(word, block, section.title)
    made = io.BytesIO()
    word.save(made)
    year, month, day = document.frame.dated
    return without_times(made.getvalue(), f"{year:04}-{month:02}-{day:02}T00:00:00Z")


def _prepare(word: Word, frame: Frame) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = PAGE_WIDTH, PAGE_HEIGHT
    page.left_margin = page.right_margin = MARGIN
    page.top_margin = page.bottom_margin = Cm(2.2)
    for edge in (page.header, page.footer):
        line = edge.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(frame.state).font.size = Pt(9)
        marking = line.add_run(f"   {frame.marking}")
        marking.bold, marking.font.size = True, Pt(9)
    known = word.core_properties
    known.title, known.author, known.subject = frame.title, frame.author, frame.state
    known.comments = known.last_modified_by = ""
    known.language = "en"
    known.created = known.modified = datetime(*frame.dated)  # noqa: DTZ001 - the library adds Z
    normal: Any = word.styles["Normal"]
    normal.font.name, normal.font.size = "Liberation Serif", Pt(10.5)
    for name in ("Title", "Heading 1"):
        style: Any = word.styles[name]
        style.font.name, style.font.color.rgb = "Liberation Serif", INK
        style.font.size = Pt(18 if name == "Title" else 13.5)


def _add(word: Word, block: Block, heading: str) -> None:
    match block:
        case Paragraph(text):
            word.add_paragraph(text)
        case Bullets(items):
            for one in items:
                word.add_paragraph(one, "List Bullet")
        case Notice(title, items):
            word.add_paragraph().add_run(title).bold = True
            for one in items:
                word.add_paragraph(one, "List Bullet")
        case Picture():
            _add_picture(word, block)
        case Table():
            _add_table(word, block, heading)


def _add_picture(word: Word, one: Picture) -> None:
    shown = word.add_picture(io.BytesIO(pdf.png(one)), width=TEXT_WIDTH)
    known = shown._inline.docPr
    known.set("descr", one.alt)
    known.set("title", one.title)
    word.add_paragraph(one.title, "Caption")


def _add_table(word: Word, table: Table, heading: str) -> None:
    if table.title != heading:
        title = word.add_paragraph()
        title.add_run(table.title).bold = True
        title.paragraph_format.keep_with_next = True
        title.paragraph_format.space_after = Pt(2)
    made = word.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    _narrow(made)
    whole = sum(one.share for one in table.columns)
    widths = [int(TEXT_WIDTH * one.share / whole) for one in table.columns]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Emu(width)
    head = made.rows[0]
    _keep_whole(head, "w:tblHeader")
    titles = [one.title for one in table.columns]
    for row, texts in [(head, titles), *((made.add_row(), texts) for texts in table.rows)]:
        _keep_whole(row, "w:cantSplit")
        for cell, column, text in zip(row.cells, table.columns, texts, strict=True):
            _fill(cell, text, column, is_bold=row is head)
    word.add_paragraph()


def _narrow(table: Any) -> None:
    """Let cells begin close to their lines: many columns share one page."""
    edges = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        edge = OxmlElement(side)
        edge.set(qn("w:w"), str(CELL_EDGE_TWENTIETHS_PT))
        edge.set(qn("w:type"), "dxa")
        edges.append(edge)
    # What comes later in the schema of such files must stand after it.
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(edges)


def _keep_whole(row: Any, how: str) -> None:
    """Let a row stand at the top of every page of its table, or on one page with all of it."""
    found = row._tr.get_or_add_trPr()
    told = OxmlElement(how)
    told.set(qn("w:val"), "true")
    found.append(told)


def _fill(cell: Any, text: str, column: Column, *, is_bold: bool) -> None:
    line = cell.paragraphs[0]
    if column.is_number:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = line.add_run(text)
    run.bold, run.font.size = is_bold, Pt(7.5)
