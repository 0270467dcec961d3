"""OpenDocument spreadsheets and calendars, as other programs write them."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from odf.opendocument import OpenDocument, OpenDocumentSpreadsheet, OpenDocumentText
from odf.table import Table as Sheet
from odf.table import TableCell, TableRow
from odf.text import P

from streams.imports import apart, columns, files, mapping
from streams.imports.errors import ImportFailed
from streams.imports.importing import stem_of
from streams.imports.language import Table
from streams.imports.rows import RowReader
from tests.unit.imports.test_mapping_language import HEAD, NOW


def cell(value: object) -> Any:
    """Give a cell as LibreOffice writes it."""
    match value:
        case None:
            return TableCell()
        case float() | int():
            made = TableCell(valuetype="float", value=value)
        case datetime() | date():
            made = TableCell(valuetype="date", datevalue=value.isoformat())
        case _:
            made = TableCell(valuetype="string")
    made.addElement(P(text=str(value)))
    return made


def spreadsheet(file: Path, *sheets: Any) -> Path:
    """Write a spreadsheet of these sheets."""
    made = OpenDocumentSpreadsheet()
    for one in sheets:
        made.spreadsheet.addElement(one)
    made.save(file)
    return file


def sheet(name: str, *rows: Any) -> Any:
    """Give a sheet; what fills the rest of it is written as one row that repeats."""
    made = Sheet(name=name)
    for row in rows:
        made.addElement(row if not isinstance(row, list) else _row(row))
    made.addElement(TableRow(numberrowsrepeated=1_000_000))
    return made


def _row(values: list[object]) -> Any:
    made = TableRow()
    for value in values:
        made.addElement(cell(value))
    return made


def cells(file: Path, table: Table | None = None) -> list[tuple[int, list[str]]]:
    """Give number and cells of every row of a file."""
    return [(one.number, one.cells) for one in files.records(file, table or Table())]


def test_a_spreadsheet_is_read_with_its_dates_and_numbers(tmp_path):
    file = spreadsheet(
        tmp_path / "t.ods",
        sheet(
            "Visits",
            ["Country", "Day", "Mark"],
            ["Norway", date(2025, 7, 3), 4],
            TableRow(numberrowsrepeated=2),
            ["007", datetime(2025, 7, 3, 10, 30), 3.25],
        ),
    )

    assert cells(file) == [
        (1, ["Country", "Day", "Mark"]),
        (2, ["Norway", "2025-07-03", "4"]),
        (5, ["007", "2025-07-03 10:30:00", "3.25"]),
    ]
    assert cells(file, Table(decimal=","))[-1] == (5, ["007", "2025-07-03 10:30:00", "3,25"])


def test_a_spreadsheet_with_several_sheets_asks_for_the_name_of_one(tmp_path):
    file = spreadsheet(tmp_path / "t.ods", sheet("Marks", ["a"], [1]), sheet("Notes", ["b"], [2]))

    with pytest.raises(ImportFailed, match=r"the sheets Marks, Notes: name one with file\.sheet"):
        cells(file)
    assert cells(file, Table(sheet="Notes")) == [(1, ["b"]), (2, ["2"])]
    with pytest.raises(ImportFailed, match="there is no sheet 'Note'"):
        cells(file, Table(sheet="Note"))


def test_a_formula_that_gives_an_error_is_no_empty_cell(tmp_path):
    failed = TableCell(valuetype="string", stringvalue="", formula="of:=1/0")
    failed.addElement(P(text="#DIV/0!"))
    row = TableRow()
    row.addElement(failed)

    with pytest.raises(ImportFailed, match="a formula in it gives #DIV/0!; mend it"):
        cells(spreadsheet(tmp_path / "t.ods", sheet("Marks", ["Mark"], row)))


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(tmp_path):
    empty = TableCell(valuetype="string", stringvalue="", formula='of:=""')
    row = _row(["Norway"])
    row.addElement(empty)
    row.addElement(cell(4))

    found = cells(spreadsheet(tmp_path / "t.ods", sheet("Marks", ["a", "b", "c"], row)))

    assert found[-1] == (2, ["Norway", "", "4"])


def test_a_text_document_is_no_table(tmp_path):
    document: OpenDocument = OpenDocumentText()
    document.save(tmp_path / "t.odt")

    with pytest.raises(ImportFailed, match=r"is an OpenDocument file and no spreadsheet"):
        cells(tmp_path / "t.odt")


def test_a_spreadsheet_is_known_by_its_bytes_whatever_its_name(tmp_path: Path):
    file = spreadsheet(tmp_path / "t.ods", sheet("Marks", ["Mark"], ["A"]))

    assert cells(file.rename(tmp_path / "t.csv")) == [(1, ["Mark"]), (2, ["A"])]


def test_a_file_that_says_it_is_another_kind_is_refused(tmp_path):
    file = spreadsheet(tmp_path / "t.ods", sheet("Marks", ["a"]))

    with pytest.raises(ImportFailed, match=r"is no xlsx file, which file.format says it is"):
        cells(file, Table(format="xlsx"))
    assert cells(file, Table(format="ods")) == [(1, ["a"])]


def test_a_spreadsheet_may_take_so_much_and_no_more(tmp_path):
    rows = [[f"{n}-{k}" for k in range(20)] for n in range(5_000)]
    file = spreadsheet(tmp_path / "t.ods", sheet("Marks", *rows))

    with pytest.raises(ImportFailed, match=r"reading it takes more than 0\.1 s or 1024 MB"):
        list(apart.rows(file, "ods", None, ".", seconds=0.1))


COUNCIL = """BEGIN:VEVENT
UID:council
SUMMARY:Council\\, weekly
DTSTART;TZID=Europe/Brussels:20260325T100000
DTEND;TZID=Europe/Brussels:20260325T120000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Brussels:20260408T100000
LOCATION:Brussels
CATEGORIES:NAC,weekly
END:VEVENT"""
EXERCISE = """BEGIN:VEVENT
UID:exercise
SUMMARY:Steadfast
DTSTART;VALUE=DATE:20260401
DTEND;VALUE=DATE:20260411
STATUS:TENTATIVE
END:VEVENT"""


def calendar(file: Path, *events: str, newline: str = "\r\n") -> Path:
    """Write a calendar of these events."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//made up//EN", *events, "END:VCALENDAR"]
    file.write_bytes("\n".join(lines).replace("\n", newline).encode())
    return file


def dates(file: Path) -> list[tuple[int, str, str, str]]:
    """Give number, uid, start and end of every date in a calendar."""
    [header, *rows] = files.records(file, Table())
    assert header.cells[:5] == ["uid", "summary", "start", "end", "all_day"]
    assert all(one.problem is None for one in rows)
    return [(one.number, one.cells[0], one.cells[2], one.cells[3]) for one in rows]


def test_what_repeats_is_a_row_for_each_time_at_the_hour_of_its_zone(tmp_path):
    # The clock goes on by an hour on 29 March; the second of April's dates was taken out.
    assert dates(calendar(tmp_path / "c.ics", COUNCIL)) == [
        (2, "council", "2026-03-25T09:00:00Z", "2026-03-25T11:00:00Z"),
        (2, "council", "2026-04-01T08:00:00Z", "2026-04-01T10:00:00Z"),
        (2, "council", "2026-04-15T08:00:00Z", "2026-04-15T10:00:00Z"),
    ]


def test_whole_days_end_with_their_last_day(tmp_path):
    assert dates(calendar(tmp_path / "c.ics", EXERCISE)) == [
        (2, "exercise", "2026-04-01", "2026-04-10")
    ]


def test_a_date_that_was_moved_stands_where_it_was_moved_to(tmp_path):
    moved = """BEGIN:VEVENT
UID:council
SUMMARY:Council\\, moved
RECURRENCE-ID;TZID=Europe/Brussels:20260401T100000
DTSTART;TZID=Europe/Brussels:20260402T150000
DTEND;TZID=Europe/Brussels:20260402T160000
END:VEVENT"""

    found = dates(calendar(tmp_path / "c.ics", COUNCIL, moved))

    assert [one[2] for one in found] == [
        "2026-03-25T09:00:00Z",
        "2026-04-02T13:00:00Z",
        "2026-04-15T08:00:00Z",
    ]


def test_what_repeats_without_end_is_read_for_five_years(tmp_path):
    found = dates(calendar(tmp_path / "c.ics", COUNCIL.replace(";COUNT=4", "")))

    assert 255 <= len(found) <= 262
    assert found[-1][2].startswith("2031-")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("DTSTART:nonsense", "DTSTART is 'nonsense', which is no date"),
        ("DTSTART:20260230T100000Z", "DTSTART is '20260230T100000Z', which is no date"),
        ("SUMMARY:none", "has no DTSTART"),
    ],
)
def test_an_event_without_a_date_is_refused_and_the_others_are_read(tmp_path, line, problem):
    broken = f"BEGIN:VEVENT\nUID:broken\n{line}\nEND:VEVENT"

    [_, *rows] = files.records(calendar(tmp_path / "c.ics", broken, EXERCISE), Table())

    assert [(one.number, one.cells[0], one.problem) for one in rows] == [
        (2, "broken", problem),
        (3, "exercise", None),
    ]


def test_an_end_that_is_a_day_and_a_start_that_is_a_moment_are_read(tmp_path):
    mixed = """BEGIN:VEVENT
UID:mixed
DTSTART:20260401T100000Z
DTEND;VALUE=DATE:20260402
END:VEVENT"""

    assert dates(calendar(tmp_path / "c.ics", mixed, newline="\n")) == [
        (2, "mixed", "2026-04-01T10:00:00Z", "2026-04-02T00:00:00Z")
    ]


@pytest.mark.parametrize("text", ["BEGIN:VCALENDAR\r\nX", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"])
def test_what_is_no_calendar_is_said_in_one_line(tmp_path, text):
    (tmp_path / "c.ics").write_text(text, "utf-8")

    with pytest.raises(ImportFailed, match="cannot be read as a calendar") as refusal:
        list(files.records(tmp_path / "c.ics", Table()))

    assert "\n" not in str(refusal.value)


def test_a_calendar_of_meetings_becomes_plans(tmp_path):
    rules = """
[[events]]
type = "org.muster.meeting.scheduled"
key = ["uid", "start"]
only = { all_day = "false" }
time = { column = "start", formats = ["%Y-%m-%dT%H:%M:%SZ"] }
[events.fields]
meeting_id = { text = "nac:{start}" }
body = "NATO"
level = "ambassador"
starts_on = { column = "start", as = "date", formats = ["%Y-%m-%dT%H:%M:%SZ"] }
ends_on = { column = "end", as = "date", formats = ["%Y-%m-%dT%H:%M:%SZ"] }
"""
    chosen = mapping.parse((HEAD + rules).encode(), "visits")
    file = calendar(tmp_path / "c.ics", COUNCIL, EXERCISE)

    reader = RowReader(chosen, columns.opened(file, chosen), NOW)
    found = [one.message.event for one in reader.events()]

    assert reader.findings.refused == []
    assert [one.envelope.time.isoformat() for one in found] == [
        "2026-03-25T09:00:00+00:00",
        "2026-04-01T08:00:00+00:00",
        "2026-04-15T08:00:00+00:00",
    ]


@pytest.mark.parametrize("name", ["visits.ods", "visits.ics", "visits.csv.gz"])
def test_a_table_goes_by_the_name_of_its_file(name):
    assert stem_of(Path(name)) == "visits"
