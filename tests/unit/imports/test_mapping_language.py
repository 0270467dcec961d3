"""What a mapping may say, on rows made up for it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from infra.errors import MusterError
from schemas.vocabulary import DatePrecision
from streams.client.message import Message
from streams.imports import columns, mapping
from streams.imports.findings import Findings
from streams.imports.rows import RowReader

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HEAD = """
name = "visits"
title = "Visits"
label = { policy = "PUBLIC", classification = "UNCLASSIFIED" }
missing = ["", "n/a"]
"""
ASSESSED = """
[[events]]
type = "org.muster.capability.assessed"
key = ["Country", "Day"]
time = { column = "Day", formats = ["%d/%m/%Y", "%Y-%m", "%Y"] }
[events.fields]
actor = { column = "Country", as = "country" }
area = "land"
instrument = "VISIT"
instrument_version = "1"
score = { column = "Score", as = "float" }
evaluator = "external"
"""
CONDUCTED = """
[[events]]
type = "org.muster.exercise.conducted"
key = ["Id"]
time = { column = "Start" }
[events.fields]
exercise_id = { text = "{Id}-{Year}" }
kind = { column = "Kind", map = { "c" = "cpx" }, otherwise = "livex" }
domains = { flags = { Sea = "maritime", Amphibious = "maritime", Air = "air" } }
started_on = { column = "Start", as = "date" }
participants = { columns = ["A", "C"], as = "country", each = "actor" }
[events.fields.ended_on]
column = "End"
as = "date"
formats = ["%Y-%m-%d", "%Y-%m-xx"]
edge = "end"
not_before = "started_on"
"""
PLACE = 'place = { column = "B", cut = 8, optional = true }\n'
CONDUCTED_COLUMNS = "Id,Year,Kind,Sea,Amphibious,Air,Start,End,A,B,C\n"


def read(tmp_path: Path, rules: str, table: str) -> tuple[list[Message], Findings]:
    """Give the events of a table under a mapping, and what was found on the way."""
    file = tmp_path / "table.csv"
    file.write_bytes(table.encode())
    chosen = mapping.parse((HEAD + rules).encode(), "visits")
    reader = RowReader(chosen, columns.opened(file, chosen), NOW)
    return [event.message for event in reader.events()], reader.findings


def exercise(tmp_path: Path, row: str, rules: str = CONDUCTED):
    """Give the data of the one exercise in a row, and the notes about it."""
    messages, findings = read(tmp_path, rules, CONDUCTED_COLUMNS + row + "\n")
    assert not findings.refused
    return messages[0].event.data, findings.notes


def test_a_row_becomes_an_event_with_label_source_and_time(tmp_path):
    messages, _ = read(tmp_path, ASSESSED, "Country,Day,Score\nNorway,03/07/2025,81.5\n")

    envelope = messages[0].event.envelope
    assert envelope.source == "import/visits"
    assert envelope.time == datetime(2025, 7, 3, tzinfo=UTC)
    assert envelope.date_precision is DatePrecision.DAY
    assert (envelope.policy, envelope.classification) == ("PUBLIC", "UNCLASSIFIED")
    assert messages[0].event.data.actor == "NOR"
    assert messages[0].topic == "capability-updates"


@pytest.mark.parametrize(
    ("written", "at", "precision"),
    [("2025-07", (2025, 7, 1), DatePrecision.MONTH), ("2025", (2025, 1, 1), DatePrecision.YEAR)],
)
def test_a_date_is_as_exact_as_its_format(tmp_path, written, at, precision):
    messages, _ = read(tmp_path, ASSESSED, f"Country,Day,Score\nNorway,{written},81\n")

    envelope = messages[0].event.envelope
    assert envelope.time == datetime(*at, tzinfo=UTC)
    assert envelope.date_precision is precision


def test_the_same_row_gives_the_same_id_wherever_it_stands(tmp_path):
    one, _ = read(tmp_path, ASSESSED, "Country,Day,Score\nNorway,2025,81\n")
    other, _ = read(tmp_path, ASSESSED, "Score,Country,Day\n70,Spain,2025\n99,Norway,2025\n")

    assert one[0].event.envelope.id == other[1].event.envelope.id


def test_two_rows_with_the_same_key_are_not_merged_but_told(tmp_path):
    table = "Country,Day,Score\nNorway,2025,81\nNorway,2025,82\n"

    messages, findings = read(tmp_path, ASSESSED, table)

    assert len(messages) == 1
    assert [(row.number, row.reason) for row in findings.refused] == [
        (3, "has the same key as another row, row 2")
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Norway,2025,", "score: Score is empty"),
        ("Norway,2025,n/a", "score: Score is empty"),
        ("Norway,2025,many", "score: 'many' is not a number"),
        ("Norway,2025,nan", "score: 'nan' is not a finite number"),
        ("Norway,2025,101", "score: '101.0' must be at most 100.0"),
        ("Norway,soon,81", "time: 'soon' is not a date like %d/%m/%Y or %Y-%m or %Y"),
        ("Norway,,81", "time: Day is empty"),
        (
            "Atlantis,2025,81",
            "actor: 'Atlantis' is no country known by that name; [countries.names] can say which",
        ),
        (
            "Norwy,2025,81",
            "actor: 'Norwy' is no country known by that name; [countries.names] can say which"
            " (nearest: Norway, NOR)",
        ),
        ("Norway,1850,81", "too-early: time: before 1900 (1850-01-01)"),
        (
            "Norway,2030,81",
            "from-the-future: time: more than 5 minutes ahead of arrival (2030-01-01)",
        ),
    ],
)
def test_a_row_that_cannot_become_an_event_is_listed_with_its_reason(tmp_path, row, reason):
    table = f"Country,Day,Score\nSpain,2025,80\n{row}\n"

    messages, findings = read(tmp_path, ASSESSED, table)

    assert len(messages) == 1
    assert [(found.number, found.reason) for found in findings.refused] == [(3, reason)]


def test_a_row_without_the_value_the_mapping_asks_for_is_skipped_and_counted(tmp_path):
    rules = ASSESSED.replace("time =", 'skip_missing = ["Score"]\ntime =')

    messages, findings = read(tmp_path, rules, "Country,Day,Score\nNorway,2025,n/a\n")

    assert (messages, findings.refused) == ([], [])
    assert findings.skipped == {"no Score": [2]}
    assert findings.empty_rows == 1


def test_only_rows_that_fit_the_filter_are_taken(tmp_path):
    rules = ASSESSED.replace("time =", 'only = { Country = ["Spain", "Italy"] }\ntime =')

    messages, findings = read(tmp_path, rules, "Country,Day,Score\nNorway,2025,1\nSpain,2025,2\n")

    assert [message.event.data.actor for message in messages] == ["ESP"]
    assert findings.skipped == {"Country is not Spain or Italy": [2]}


def test_several_events_of_one_row_have_different_ids(tmp_path):
    part = ASSESSED.replace("key =", 'part = "again"\nkey =').replace('"land"', '"air"')

    messages, _ = read(tmp_path, ASSESSED + part, "Country,Day,Score\nNorway,2025,81\n")

    assert len({message.event.envelope.id for message in messages}) == 2


def test_decimal_commas_thousands_and_percent_signs_are_read(tmp_path):
    rules = '[file]\ndelimiter = ";"\ndecimal = ","\nthousands = "."\n' + ASSESSED

    messages, _ = read(tmp_path, rules, "Country;Day;Score\nNorway;2025;81,5 %\n")

    assert messages[0].event.data.score == 81.5


def test_a_share_is_scaled_to_percent(tmp_path):
    rules = ASSESSED.replace('as = "float"', 'as = "float", scale = 100')

    messages, _ = read(tmp_path, rules, "Country,Day,Score\nNorway,2025,0.5\n")

    assert messages[0].event.data.score == 50


def test_slots_become_participants_and_unknown_values_are_left_out(tmp_path):
    data, notes = exercise(tmp_path, "x1,1995,c,1,1,0,1995-07-01,1995-07-xx,Norway,,n/a")

    assert [participant.actor for participant in data.participants] == ["NOR"]
    assert not notes


def test_a_row_with_an_unknown_name_in_a_list_is_refused_and_not_shortened(tmp_path):
    row = "x1,1995,c,1,1,0,1995-07-01,1995-07-xx,Norway,Atlantis,Spain\n"

    messages, findings = read(tmp_path, CONDUCTED, CONDUCTED_COLUMNS + row)

    assert messages == []
    assert findings.refused[0].reason.startswith("participants: 'Atlantis' is no country known")


def test_the_same_country_twice_in_one_row_takes_part_once(tmp_path):
    data, notes = exercise(tmp_path, "x1,1995,c,1,1,0,1995-07-01,1995-07-02,Poland,Spain,Poland")

    assert [participant.actor for participant in data.participants] == ["POL", "ESP"]
    assert dict(notes) == {"the same value twice in one list; kept once": [2]}


def test_flags_and_maps_give_the_words_of_the_vocabulary(tmp_path):
    data, _ = exercise(tmp_path, "x1,1995,c,1,1,0,1995-07-01,1995-07-02,,,")

    assert (data.exercise_id, data.kinds, data.domains) == ("x1-1995", ("cpx",), ("maritime",))


def test_a_month_at_its_end_is_its_last_day(tmp_path):
    data, notes = exercise(tmp_path, "x1,1996,-,0,0,1,1996-02-10,1996-02-xx,,,")

    assert data.ended_on.isoformat() == "1996-02-29"
    assert not notes


def test_an_end_before_the_start_is_raised_to_it_and_told(tmp_path):
    data, notes = exercise(tmp_path, "x1,1996,-,0,0,1,1996-02-10,1996-02-01,,,")

    assert data.ended_on == data.started_on
    assert dict(notes) == {"End lies before started_on; started_on taken": [2]}


def test_a_name_may_stand_for_several_nations_and_for_another_one_before_a_day(tmp_path):
    names = '[countries]\norganisations = ["NATO"]\n[countries.names]\n"NATO" = "NATO"\n'
    names += '"Baltic States" = ["EST", "LVA"]\n'
    before = '[countries.before."1991-12-26"]\n"Russia" = "SUN"\n'
    rules = names + before + CONDUCTED

    early, _ = exercise(
        tmp_path, "x1,1990,-,0,0,1,1990-01-01,1990-01-02,Russia,NATO,Baltic States", rules
    )
    late, _ = exercise(tmp_path, "x1,1992,-,0,0,1,1992-01-01,1992-01-02,Russia,,", rules)

    assert [p.actor for p in early.participants] == ["SUN", "NATO", "EST", "LVA"]
    assert [p.actor for p in late.participants] == ["RUS"]


def test_long_text_is_cut_and_told(tmp_path):
    rules = CONDUCTED.replace("participants =", PLACE + "participants =")

    data, notes = exercise(
        tmp_path, "x1,1996,-,0,0,1,1996-02-10,1996-02-11,,North Macedonia,", rules
    )

    assert data.place == "North M…"
    assert dict(notes) == {"B cut to 8 characters": [2]}


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        (ASSESSED.replace("key =", "keys ="), "events[0]: Object contains unknown field `keys`"),
        (
            ASSESSED.replace('column = "Score"', 'colum = "Score"'),
            "events[0].fields.score: Object contains unknown field `colum`",
        ),
        (
            ASSESSED.replace("score =", "points ="),
            "events[0].fields.points: org.muster.capability.assessed has no such field",
        ),
        (
            ASSESSED.replace('evaluator = "external"', ""),
            "events[0].fields.evaluator: org.muster.capability.assessed needs it",
        ),
        (
            ASSESSED.replace("capability.assessed", "capability.guessed"),
            "events[0].type: there is no event type org.muster.capability.guessed",
        ),
        (
            ASSESSED.replace('key = ["Country", "Day"]', "key = []"),
            "events[0].key: name at least one column",
        ),
        (
            ASSESSED.replace('key = ["Country", "Day"]', 'key = ["Land"]'),
            "events[0].key: table.csv has no column 'Land'",
        ),
        (
            ASSESSED.replace('column = "Score"', 'column = "Points"'),
            "events[0].fields.score: table.csv has no column 'Points'",
        ),
        (
            ASSESSED.replace('column = "Score"', 'column = "Score", text = "{Day}"'),
            "events[0].fields.score: needs exactly one of column, columns, flags, filled, text",
        ),
        ('facts = ["atlantis"]\n' + ASSESSED, "facts: there is no 'atlantis'"),
        ('[file]\nencoding = "utf-9"\n' + ASSESSED, "file.encoding: unknown encoding: utf-9"),
        ("[file\n", "the file: is not TOML"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_by_one_line_that_names_the_key(
    tmp_path, rules, line
):
    table = "Country,Day,Score\nNorway,2025,81\n"

    with pytest.raises(MusterError) as caught:
        read(tmp_path, rules, table)

    assert str(caught.value).startswith(f"mapping visits: {line}")


@pytest.mark.parametrize("name", mapping.shipped_names())
def test_every_shipped_mapping_makes_sense_and_has_its_own_name(name):
    assert mapping.load(name).name == name


PROMISED = """
[[events]]
part = "promise"
type = "org.muster.commitment.made"
key = ["#row"]
time = { column = "Year", formats = ["%Y"] }
[events.fields]
commitment_id = { text = "list:{#row}" }
body = "G7"
title = { column = "Text", default = "(no text)" }
actors = { filled = { uk = "GBR", us = "USA" } }
metric = "score"
unit = "points"
target = 1.0
direction = "up"
start_on = { column = "Year", as = "date", formats = ["%Y"] }
due_on = { column = "Year", as = "date", formats = ["%Y"], edge = "end", years_later = 1 }
binding = "aim"
[[events]]
part = "uk"
type = "org.muster.commitment.compliance_assessed"
key = ["#row"]
skip_missing = ["uk"]
time = { column = "Year", formats = ["%Y"], years_later = 1 }
[events.fields]
commitment_id = { text = "list:{#row}" }
actor = "GBR"
score = { column = "uk", as = "int" }
stage = "final"
assessor = "Somebody"
"""


def test_a_file_without_a_key_is_known_by_its_row_numbers(tmp_path):
    table = "Year,Text,uk,us\n2015,Same,1,0\n2015,Same,1,0\n"

    messages, findings = read(tmp_path, PROMISED, table)

    assert not findings.refused
    data = [message.event.data for message in messages]
    assert [event.commitment_id for event in data] == ["list:1", "list:1", "list:2", "list:2"]
    assert len({message.event.envelope.id for message in messages}) == 4


def test_the_filled_cells_of_a_row_name_its_actors(tmp_path):
    table = "Year,Text,uk,us\n2015,One,-1,n/a\n2016,Two,,0\n"

    messages, findings = read(tmp_path, PROMISED, table)

    made = [m.event.data for m in messages if m.event.data.TYPE.endswith("made")]
    assert [event.actors for event in made] == [("GBR",), ("USA",)]
    assert findings.skipped == {"no uk": [3]}


def test_a_date_can_lie_some_years_after_the_one_in_the_file(tmp_path):
    messages, _ = read(tmp_path, PROMISED, "Year,Text,uk,us\n2015,One,1,1\n")

    made, scored = (message.event for message in messages)
    assert (str(made.data.start_on), str(made.data.due_on)) == ("2015-01-01", "2016-12-31")
    assert scored.envelope.time == datetime(2016, 1, 1, tzinfo=UTC)
    assert scored.envelope.date_precision is DatePrecision.YEAR


def test_a_leap_day_some_years_later_is_the_last_of_february(tmp_path):
    later = ASSESSED.replace('"%Y"] }', '"%Y"], years_later = 1 }')

    messages, _ = read(tmp_path, later, "Country,Day,Score\nNorway,29/02/2024,81\n")

    assert messages[0].event.envelope.time == datetime(2025, 2, 28, tzinfo=UTC)


def test_a_column_of_the_file_with_the_name_of_the_row_number_is_the_files_own(tmp_path):
    messages, _ = read(tmp_path, PROMISED, "#row,Year,Text,uk,us\nA7,2015,One,1,1\n")

    assert messages[0].event.data.commitment_id == "list:A7"


def test_a_number_can_be_added_to_a_cell_that_counts_from_another_start(tmp_path):
    rules = ASSESSED.replace(
        'time = { column = "Day", formats = ["%d/%m/%Y", "%Y-%m", "%Y"] }',
        'time = { column = "Day", plus = 1945, formats = ["%Y"], edge = "end" }',
    )

    messages, findings = read(tmp_path, rules, "Country,Day,Score\nNorway,74,5\nNorway,x,5\n")

    assert [one.event.envelope.time for one in messages] == [datetime(2019, 12, 31, tzinfo=UTC)]
    assert [row.reason for row in findings.refused] == ["time: 'x' is not a number"]
