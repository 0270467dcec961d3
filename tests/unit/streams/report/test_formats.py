"""Every format says the same, is the same bytes again, and takes texts of every kind as texts."""

import io
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx as python_docx
import msgspec
import openpyxl
import pypdfium2
import pytest
from pypdf import PdfReader

from streams.report import document
from streams.report.document import (
    Bullets,
    Column,
    Paragraph,
    Section,
    Table,
)
from streams.report.formats import docx, html, pdf, xlsx
from streams.report.sections.annex import changed_since
from streams.report.svg import before_and_after, stacked
from tests.support.reports import FOREIGN, HOSTILE, MARKING, STATE, report

WRITERS = {"pdf": pdf.write, "html": html.write, "docx": docx.write, "xlsx": xlsx.write}
# Two lines of a header, and what is beside them, are no place for the text of a page.
EDGE_PT, LEFT_PT = 30, 48


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_report_gives_the_same_bytes_also_in_another_process(form: str):
    program = (
        "import sys, importlib; from streams.report.document import decode;"
        f" write = importlib.import_module('streams.report.formats.{form}').write;"
        " sys.stdout.buffer.write(write(decode(sys.stdin.buffer.read())))"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        input=document.encode(report()),
        capture_output=True,
        check=True,
        env={"TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1", "LANG": "de_DE.UTF-8"},
    ).stdout

    assert WRITERS[form](report()) == elsewhere


def test_marking_and_state_stand_twice_on_every_page():
    pages = PdfReader(io.BytesIO(pdf.write(report()))).pages
    texts = [page.extract_text() for page in pages]

    assert len(texts) > 3
    assert [text.count(MARKING) for text in texts] == [2] * len(texts)
    assert [text.count(STATE) for text in texts] == [2] * len(texts)


def test_nothing_on_a_page_lies_outside_its_margins():
    found = pypdfium2.PdfDocument(pdf.write(report()))
    outside: list[str] = []
    for page in found:
        width, height = page.get_size()
        text = page.get_textpage()
        for place in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(place)
            is_inside = left >= LEFT_PT and right <= width - LEFT_PT
            if not (is_inside and bottom >= EDGE_PT and top <= height - EDGE_PT):
                outside.append(text.get_text_range(place, 1))

    assert [one for one in outside if one.strip()] == []


def test_texts_are_texts_in_a_pdf_and_what_has_no_glyph_is_named():
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(pdf.write(report(1)))).pages
    )

    assert "#strong[x]" in text.replace("\n", "")
    assert "[U+65E5]" in text
    assert "Łódź Ελλάς Київ" in text


def test_every_character_that_is_said_to_have_a_glyph_has_one():
    every = "".join(chr(one) for one in range(0x20, 0x2400) if chr(one) == pdf.printed(chr(one)))
    one = msgspec.structs.replace(report(1), sections=(Section("All", (Paragraph(every),)),))

    assert len(every) > 600
    assert pdf.write(one).startswith(b"%PDF")


def test_a_pdf_is_tagged_and_says_its_title_and_language():
    reader = PdfReader(io.BytesIO(pdf.write(report(1))))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert HOSTILE in (reader.metadata.title or "")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.append(tag)
        if tag not in ("meta", "br", "col"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.found.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_is_well_formed_and_says_texts_as_texts():
    tags = _Tags()
    tags.feed(html.write(report(2)).decode())

    assert tags.open == []
    assert "b" not in tags.found
    assert tags.text.count(HOSTILE) == 2 + 1 + 1 + 1 + 1 + 2  # title twice, lines, and below
    assert {"script", "link", "img"} & set(tags.found) == set()


def test_html_marks_top_and_bottom_on_the_screen_and_on_paper():
    text = html.write(report(1)).decode()

    assert text.count(f"<strong>{MARKING}</strong>") == 2
    assert text.count("@top-center") == text.count("@bottom-center") == 1
    assert "</style>" not in text.split("@page {", 2)[2].split("</style>")[0]


def test_a_docx_has_headings_tables_words_for_its_pictures_and_its_marking():
    found = python_docx.Document(io.BytesIO(docx.write(report(2))))
    edges = [
        edge.paragraphs[0].text for edge in (found.sections[0].header, found.sections[0].footer)
    ]
    heads = [one.text for one in found.paragraphs if one.style.name == "Heading 1"]  # type: ignore[union-attr]

    assert [text.split("   ") for text in edges] == [[STATE, MARKING]] * 2
    assert heads == ["Not supported", "Pictures", "Improvement plan"]
    assert found.tables[0].cell(1, 1).text == f"{HOSTILE}\n{FOREIGN}"
    assert [one._inline.docPr.get("descr") for one in found.inline_shapes] == ["Land: 3 and 0"] * 2


def test_a_workbook_has_a_sheet_for_each_table_and_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(report(2))))
    plan = book["Improvement plan"]
    cells = [cell for row in plan.iter_rows() for cell in row if cell.value is not None]

    assert book.sheetnames == ["Open actions from before", "Improvement plan"]
    assert plan["B5"].value == f"{HOSTILE}\n{FOREIGN}"
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cells[0].value, cells[-1].value] == [MARKING, MARKING]
    assert MARKING in (plan.oddHeader.center.text or "")


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_character_that_no_office_file_can_hold_is_left_out(form: str):
    one = report(1)
    plan = Table("Plan", (Column("A"),), (("a\x00b\x0bc",),))
    odd = msgspec.structs.replace(one, sections=(Section("Improvement plan", (plan,)),))

    with zipfile.ZipFile(io.BytesIO(WRITERS[form](odd))) as file:
        texts = [file.read(name) for name in file.namelist() if name.endswith(".xml")]

    assert any(b"abc" in text for text in texts)


@pytest.mark.parametrize(
    "drawn",
    [
        stacked(("P",), []),
        stacked(("P", "S"), [("<&\"'>", (0, 0))]),
        before_and_after(("a", "b"), []),
        before_and_after(("a", "b"), [("Land", 0, 0, 0)]),
    ],
)
def test_a_drawing_of_nothing_is_a_drawing(drawn: object):
    ElementTree.fromstring(drawn[0])  # type: ignore[index]  # noqa: S314


def test_a_new_edition_says_what_is_new_and_what_is_gone():
    before = report(3)
    table = before.sections[2].blocks[1]
    assert isinstance(table, Table)
    changed = Table(table.title, table.columns, (*table.rows[:2], ("new", "row", "9")))
    now = (*before.sections[:2], Section("Improvement plan", (Paragraph(HOSTILE), changed)))
    section = changed_since(1, before, now)

    assert section.title == "What changed since edition 1"
    [bullets] = section.blocks
    assert isinstance(bullets, Bullets)
    assert bullets.items[0] == "Improvement plan: 1 line new, 1 gone."
    assert bullets.items[1] == "+ new | row | 9"
    assert bullets.items[2].startswith("− urn:x:")


def test_an_edition_that_says_the_same_says_so():
    before = report(1)

    assert changed_since(1, before, before.sections).blocks == (Bullets(("Nothing.",)),)


def test_a_report_comes_back_from_what_is_kept_of_it():
    assert document.decode(document.encode(report())) == report()
