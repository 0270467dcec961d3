"""Files of every kind: what they hold is read, what they are is named, and nothing bends a row."""

import gzip
import os
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from infra.errors import MusterError
from streams.imports import apart, columns, files, mapping
from streams.imports.errors import ImportFailed
from streams.imports.findings import Findings
from streams.imports.language import Table
from streams.imports.rows import RowReader
from tests.unit.imports.test_mapping_language import ASSESSED, HEAD, NOW

TEXT = "Country,Day,Score\nNorway,2025-07-03,81.5\nSpain,2025-07-04,3\n"
RULES = ASSESSED.replace('["%d/%m/%Y", "%Y-%m", "%Y"]', '["%Y-%m-%d"]')
SCORES = {"NOR": 81.5, "ESP": 3.0}


def read(file: Path, rules: str = RULES) -> tuple[dict[str, float], Findings]:
    """Give the scores of a file by actor, and what was found."""
    chosen = mapping.parse((HEAD + rules).encode(), "visits")
    reader = RowReader(chosen, columns.opened(file, chosen), NOW)
    data = [event.message.event.data for event in reader.events()]
    return {one.actor: one.score for one in data}, reader.findings


def book(file: Path, **sheets: list[list[object]]) -> Path:
    """Write a workbook."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(file)
    return file


ROWS = [
    ["Country", "Day", "Score"],
    ["Norway", date(2025, 7, 3), 81.5],
    ["Spain", "2025-07-04", 3],
]


def test_a_workbook_is_read_with_its_dates_and_numbers(tmp_path):
    assert read(book(tmp_path / "t.xlsx", Marks=ROWS))[0] == SCORES


@pytest.mark.parametrize("name", ["marks.csv", "marks.txt", "marks"])
def test_a_workbook_is_known_by_its_bytes_whatever_its_name(tmp_path: Path, name: str):
    file = book(tmp_path / "t.xlsx", Marks=ROWS).rename(tmp_path / name)

    assert read(file)[0] == SCORES


def test_numbers_of_a_workbook_need_no_marks_whatever_the_mapping_says_of_marks(tmp_path):
    marks = '[file]\ndecimal = ","\nthousands = "."\n'

    assert read(book(tmp_path / "t.xlsx", Marks=ROWS), marks + RULES)[0] == SCORES


def test_rows_of_a_workbook_have_the_numbers_of_the_spreadsheet(tmp_path):
    rows = [*ROWS[:2], [None], [None], ["Atlantis", date(2025, 7, 3), 5]]

    _, findings = read(book(tmp_path / "t.xlsx", Marks=rows))

    assert [row.number for row in findings.refused] == [5]


def test_a_workbook_with_several_sheets_asks_for_the_name_of_one(tmp_path):
    file = book(tmp_path / "t.xlsx", Marks=ROWS, Notes=[["x"]])

    with pytest.raises(
        ImportFailed, match=r"it has the sheets Marks, Notes: name one with file\.sheet"
    ):
        read(file)
    assert read(file, '[file]\nsheet = "Marks"\n' + RULES)[0] == SCORES
    with pytest.raises(ImportFailed, match="there is no sheet 'Mark'"):
        read(file, '[file]\nsheet = "Mark"\n' + RULES)


def test_a_formula_whose_result_is_not_in_the_file_is_refused_and_not_empty(tmp_path):
    file = book(tmp_path / "t.xlsx", Marks=[*ROWS, ["Italy", date(2025, 7, 5), "=1+2"]])

    scores, findings = read(file)

    assert scores == SCORES
    assert findings.refused[0].number == 4
    assert "column 3 has a formula whose result is not in the file" in findings.refused[0].problem


def test_a_workbook_that_states_a_huge_extent_is_read_all_the_same(tmp_path):
    file = book(tmp_path / "t.xlsx", Marks=ROWS)
    _rewritten(file, "sheet1.xml", b'ref="A1:C3"', b'ref="A1:XFD1048576"')

    assert read(file)[0] == SCORES


def test_a_workbook_made_to_fill_the_memory_ends_its_reader_alone(tmp_path):
    file = book(tmp_path / "t.xlsx", Marks=ROWS)
    _rewritten(file, "sheet1.xml", b"Norway", b"x" * 100_000_000)
    assert file.stat().st_size < 1_000_000

    with pytest.raises(ImportFailed, match="reading it takes more than 60 s or 250 MB"):
        list(apart.rows(file, "xlsx", None, ".", seconds=60, memory_bytes=250 * 1024**2))


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path):
    file = book(tmp_path / "t.xlsx", Marks=ROWS * 20_000)

    with pytest.raises(ImportFailed, match="reading it takes more than 1 s"):
        list(apart.rows(file, "xlsx", None, ".", seconds=1))


def _rewritten(file: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    assert any(old in content for name, content in parts.items() if name.endswith(part))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(old, new) if name.endswith(part) else content)


def test_a_gzip_file_is_read_as_the_text_inside(tmp_path):
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(TEXT.encode()))

    assert read(tmp_path / "t.csv.gz")[0] == SCORES


def test_a_cut_off_gzip_file_is_named_and_nothing_of_it_counts(tmp_path):
    rows = "".join(f"Norway,2025-07-03,{os.urandom(8).hex()}\n" for _ in range(5_000))
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress((TEXT + rows).encode())[:-9_000])

    with pytest.raises(ImportFailed, match=r"is damaged or incomplete"):
        read(tmp_path / "t.csv.gz")


def test_a_parquet_file_is_read_with_its_types(tmp_path):
    table = pa.table(
        {
            "Country": ["Norway", "Spain"],
            "Day": [date(2025, 7, 3), date(2025, 7, 4)],
            "Score": [81.5, 3.0],
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")

    assert read(tmp_path / "t.parquet")[0] == SCORES


def test_a_parquet_file_with_flipped_bits_is_an_error_and_no_other_value(tmp_path):
    file = tmp_path / "t.parquet"
    table = pa.table({"Country": ["Norway"] * 999, "Day": ["2025"] * 999, "Score": [1.0] * 999})
    pq.write_table(table, file, write_page_checksum=True, compression="none", use_dictionary=False)
    content = bytearray(file.read_bytes())
    content[400] ^= 0x10
    file.write_bytes(content)

    with pytest.raises(ImportFailed, match="cannot be read as Parquet"):
        list(files.records(file, Table()))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", r"an old Excel workbook \(.xls\)"),
        (b"%PDF-1.7 rest", "a PDF"),
        (b"BZh91AY&SY", "compressed by bzip2"),
        (b"\xfd7zXZ\x00\x00", "compressed by xz"),
        (b"\xff\xfeC\x00o\x00", 'UTF-16; set file.encoding = "utf-16"'),
        (b"\x1f\x8bno gzip", "is damaged or incomplete"),
        (b"PAR1 no parquet", "cannot be read as Parquet"),
        (b"PK\x03\x04 no zip", "is a damaged ZIP archive or workbook"),
        (b"Country,Day\nC\xf4te,2025\n", "is not utf-8-sig at byte 13; set file.encoding"),
        (b"", "is empty"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path, content, what):
    (tmp_path / "t.csv").write_bytes(content)

    with pytest.raises(ImportFailed, match=what):
        read(tmp_path / "t.csv")


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("mimetype", "is an OpenDocument file"),
        ("xl/workbook.bin", "is a binary Excel workbook"),
        ("table.csv", "is a ZIP archive and no workbook"),
    ],
)
def test_an_archive_that_is_no_workbook_is_named(tmp_path, part, what):
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr(part, "x")

    with pytest.raises(ImportFailed, match=what):
        read(tmp_path / "t.zip")


def test_utf_16_is_read_when_the_mapping_says_so(tmp_path):
    (tmp_path / "t.csv").write_bytes(TEXT.encode("utf-16"))

    assert read(tmp_path / "t.csv", '[file]\nencoding = "utf-16"\n' + RULES)[0] == SCORES


def test_a_row_with_surplus_cells_is_refused_and_not_cut(tmp_path):
    (tmp_path / "t.csv").write_text(TEXT + "Italy,2025-07-05,7,left over\n")

    scores, findings = read(tmp_path / "t.csv")

    assert scores == SCORES
    assert [row.number for row in findings.refused] == [4]
    assert "has more cells than the 3 columns of the header" in findings.refused[0].reason


def test_a_row_that_is_too_short_is_refused_and_not_filled(tmp_path):
    (tmp_path / "t.csv").write_text(TEXT + "Italy,2025-07-05\n")

    scores, findings = read(tmp_path / "t.csv")

    assert scores == SCORES
    assert "has fewer cells than the 3 columns of the header" in findings.refused[0].reason


def test_empty_cells_behind_the_last_column_lose_nothing(tmp_path):
    (tmp_path / "t.csv").write_text(TEXT.replace("\n", ",,\n").replace("Score,,", "Score"))

    scores, findings = read(tmp_path / "t.csv")

    assert (scores, findings.refused) == (SCORES, [])


def test_two_columns_of_one_name_are_refused_when_the_mapping_names_them(tmp_path):
    (tmp_path / "t.csv").write_text("Country,Day,Score,Score\nNorway,2025-07-03,81,82\n")

    with pytest.raises(
        MusterError, match=r"has the column 'Score' more than once \(columns 3, 4\)"
    ):
        read(tmp_path / "t.csv")


def test_two_columns_of_one_name_that_nobody_reads_do_no_harm(tmp_path):
    text = TEXT.replace("\n", ",a,b\n").replace("Score,a,b", "Score,Note,Note")
    (tmp_path / "t.csv").write_text(text)

    assert read(tmp_path / "t.csv")[0] == SCORES


def test_blank_lines_count_as_the_spreadsheet_counts_them(tmp_path):
    (tmp_path / "t.csv").write_text(TEXT.replace("Spain", "\n\nAtlantis"))

    _, findings = read(tmp_path / "t.csv")

    assert [row.number for row in findings.refused] == [5]


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("Country,Day,score", r"\(nearest: score\); its header is Country, Day, score"),
        ("Country;Day;Score", "set file.delimiter = ';' if that is one"),
    ],
)
def test_a_missing_column_is_told_with_the_header_that_was_found(tmp_path, header, hint):
    (tmp_path / "t.csv").write_text(f"{header}\nNorway,2025-07-03,81\n")

    with pytest.raises(MusterError, match=hint):
        read(tmp_path / "t.csv")


def test_a_quote_that_is_never_closed_swallows_no_rows(tmp_path):
    (tmp_path / "t.csv").write_text(TEXT + '"Italy,2025-07-05,7\nFrance,2025-07-06,8\n')

    with pytest.raises(ImportFailed, match="is a quote missing"):
        read(tmp_path / "t.csv")


def test_a_line_without_end_does_not_fill_the_memory(tmp_path):
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(b"x" * 40_000_000))

    with pytest.raises(ImportFailed, match="has a line of more than 16,000,000 characters"):
        read(tmp_path / "t.csv.gz")


def test_a_date_with_an_hour_stays_an_instant(tmp_path):
    rows = [ROWS[0], ["Norway", datetime(2025, 7, 3, 10, 30), 5]]
    rules = RULES.replace('["%Y-%m-%d"]', '["%Y-%m-%d %H:%M:%S"]')

    _, findings = read(book(tmp_path / "t.xlsx", Marks=rows), rules)

    assert findings.events == 1
