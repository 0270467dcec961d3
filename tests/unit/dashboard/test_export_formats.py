"""Tables to export: no cell becomes a formula, no number becomes a text, nothing is lost."""

import csv
import io
from typing import Any

import pytest
from dash import html
from pyarrow import parquet

from dashboard.export_formats import Column, Sheet, as_csv, as_parquet, safe, words_of

COLUMNS = (Column("actor", "Actor"), Column("index", "Index"), Column("note", "=Note"))
FACTS = {"as_of": "2026-11-27T02:00Z", "title": "45,518 events,=1+1", "rows": "2"}


def table(*values: Any) -> list[list[str]]:
    """Give the lines of a CSV file with these values in one column, without heading and facts."""
    sheet = Sheet((Column("value", "Value"),), [{"value": value} for value in values], {})
    return list(csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"))))[1:]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+1", "@sum(1)", "\t=1", "\r=1", "\n=1", "＝1", "－1", "=", "+", "-"],
)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str):
    assert safe(text) == f"'{text}"
    assert table(text) == [[f"'{text}"]]


@pytest.mark.parametrize("text", ["", "Estonia", "a=b", "– none", "▼ 3", "'quoted", ' "x", y'])
def test_other_texts_stay_as_they_are(text: str):
    assert table(text, "end") == [[text], ["end"]]


def test_numbers_are_written_as_numbers_also_below_zero():
    sheet = Sheet((Column("v", "V"),), [{"v": v} for v in (-3, -2.5, 0, 7, "-4", "+1.5")], {})

    assert as_csv(sheet).decode("utf-8-sig").split("\r\n")[1:-1] == [
        "-3",
        "-2.5",
        "0",
        "7",
        "-4",
        "+1.5",
    ]


def test_none_zero_false_and_an_empty_text_look_different():
    sheet = Sheet((Column("v", "V"),), [{"v": v} for v in (None, 0, False, "")], {})

    assert as_csv(sheet).decode("utf-8-sig").split("\r\n")[1:-1] == ["", "0", "false", '""']


def test_the_facts_stand_before_the_table_and_cannot_become_cells():
    sheet = Sheet(COLUMNS, [], FACTS)

    lines = as_csv(sheet).decode("utf-8-sig").split("\r\n")

    assert lines[:3] == ["# as of: 2026-11-27T02:00Z", "# title: 45,518 events, =1+1", "# rows: 2"]
    assert lines[3] == '"Actor","Index","\'=Note"'


def test_parquet_keeps_kinds_facts_and_checks_its_pages():
    rows = [
        {"actor": "EST", "index": 81.5, "note": None, "n": 1, "is_old": True},
        {"actor": "FIN", "index": None, "note": "-1+1", "n": 2, "is_old": None},
    ]
    columns = (*COLUMNS, Column("n", "N"), Column("is_old", "Old"))

    made = parquet.read_table(
        io.BytesIO(as_parquet(Sheet(columns, rows, FACTS))), page_checksum_verification=True
    )

    assert made.to_pylist() == rows
    assert [str(field.type) for field in made.schema] == [
        "string",
        "double",
        "string",
        "int64",
        "bool",
    ]
    assert made.schema.metadata[b"muster.as_of"] == b"2026-11-27T02:00Z"
    assert made.schema.field("actor").metadata == {b"heading": b"Actor"}


def test_a_flipped_bit_in_a_parquet_file_is_found():
    rows = [{"actor": "EST", "index": float(n), "note": "x" * 40} for n in range(50)]
    made = bytearray(as_parquet(Sheet(COLUMNS, rows, FACTS)))
    made[40] ^= 0x10

    with pytest.raises(OSError, match=r"(?i)crc|checksum|corrupt|page"):
        parquet.read_table(io.BytesIO(bytes(made)), page_checksum_verification=True)


def test_the_words_of_components_are_taken_without_their_marks():
    assert words_of(["6 of 7, ", html.Span(["due ", html.B(2035)]), None]) == "6 of 7, due 2035"
