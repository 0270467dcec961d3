"""A mapping by example: what a table's columns look like, and which of them fills which field."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from schemas.events import EventData
from schemas.typed import RECORDED
from streams.imports import cells, map_commands, mapping
from streams.imports.errors import ImportFailed, Unconvertible
from streams.imports.guessing import Guess, guess
from streams.imports.samples import Looks, sample_of

RESULTS = """\
Exercise;Nation;Domain;Objective;Grade;Evaluated by;Date;Comments
Amber 26;Estonia;Logistics;log-1;S;external;12/5/2026;ok
Amber 26;Finland;C2 comms;log-2;P;external;12/5/2026;
Amber 26;Latvia;Sea;log-1;M;peer;13/5/2026;n/a
"""


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "Results 2026.csv"
    file.write_bytes(text.encode(encoding))
    return file


def guessed(file: Path, kind: type[EventData]) -> Guess:
    return guess(kind, *sample_of(file), file)


@pytest.mark.parametrize(
    ("cells_of_a_column", "looks", "formats"),
    [
        (["3", "-4"], Looks.WHOLE, []),
        (["3.5", "4"], Looks.NUMBER, []),
        (["yes", "no"], Looks.YES_NO, []),
        (["Norway", "Spain", "Narnia", "ITA"], Looks.COUNTRY, []),
        (["Norway", "Oslo"], Looks.TEXT, []),
        (["2026-05-12", "2026-05-13"], Looks.DATE, ["%Y-%m-%d"]),
        (["12/5/2026", "25/5/2026"], Looks.DATE, ["%d/%m/%Y"]),
        (["12/25/2026", "1/2/2026"], Looks.DATE, ["%m/%d/%Y"]),
        (["2026-05-12", "2026-06"], Looks.DATE, ["%Y-%m-%d", "%Y-%m"]),
        (["1999", "2010"], Looks.DATE, ["%Y"]),
        (["1999", "20"], Looks.WHOLE, []),
        (["", ""], Looks.NOTHING, []),
        (["4", "n/a"], Looks.WHOLE, []),
        (["4", "-9"], Looks.WHOLE, []),
    ],
)
def test_a_column_looks_like_what_all_its_values_can_be(
    tmp_path: Path, cells_of_a_column: list[str], looks: Looks, formats: list[str]
):
    rows = "".join(f"{n};{text}\n" for n, text in enumerate(cells_of_a_column))
    sample, _ = sample_of(written(tmp_path, f"Id;What\n{rows}"))

    assert (sample.columns[1].looks, list(sample.columns[1].formats)) == (looks, formats)
    assert sample.file.delimiter == ";"


def test_a_mark_before_the_fraction_and_an_encoding_are_found(tmp_path: Path):
    text = "Id;Land;Wert\n1;Österreich;1,5\n2;Norwegen;20\n"
    sample, _ = sample_of(written(tmp_path, text, "cp1252"))

    assert (sample.file.encoding, sample.file.decimal) == ("cp1252", ",")
    assert sample.columns[2].looks is Looks.NUMBER
    assert sample.columns[1].examples[0] == "Österreich"


def test_fields_are_filled_by_names_and_values(tmp_path: Path):
    found = guessed(written(tmp_path, RESULTS), RECORDED["exercise.result_recorded"])
    [event] = found.mapping["events"]
    fields = event["fields"]

    assert {name: rule["column"] for name, rule in fields.items()} == {
        "exercise_id": "Exercise", "actor": "Nation", "area": "Domain",
        "objective_id": "Objective", "rating": "Grade",
        "evaluator": "Evaluated by", "comment": "Comments",
    }  # fmt: skip
    assert fields["exercise_id"]["as"] == "id"
    assert fields["actor"]["as"] == "country"
    assert fields["area"]["map"] == {"Logistics": "logistics", "C2 comms": "c2_comms"}
    assert event["time"] == {"column": "Date", "formats": ["%d/%m/%Y"]}
    assert event["key"] == [
        "Exercise", "Nation", "Domain", "Objective", "Evaluated by", "Date",
    ]  # fmt: skip
    assert found.mapping["missing"] == ["", "n/a"]
    assert found.mapping["name"] == "results-2026"
    assert found.mapping["label"]["classification"] == ""


def test_the_narrowest_range_that_holds_the_numbers_is_taken(tmp_path: Path):
    def filled(marks: str) -> str | None:
        text = f"Country,Year,Mark\nEST,2025,{marks}\nFIN,2026,3\n"
        event = guessed(written(tmp_path, text), RECORDED["capability.assessed"]).mapping[
            "events"
        ][0]
        return next((n for n, rule in event["fields"].items() if rule["column"] == "Mark"), None)

    assert (filled("4"), filled("40"), filled("400")) == ("level", "score", None)


def test_a_list_of_who_took_part_is_split(tmp_path: Path):
    text = "Exercise,Start,End,Countries\nAmber,2026-05-01,2026-05-09,Estonia; Latvia\n"
    event = guessed(written(tmp_path, text), RECORDED["exercise.conducted"]).mapping["events"][0]

    assert event["fields"]["participants"] == {
        "column": "Countries", "as": "country", "split": ";", "each": "actor", "optional": True,
    }  # fmt: skip
    assert event["time"]["column"] == "End"


@pytest.mark.parametrize("kind", RECORDED.values(), ids=RECORDED)
def test_whatever_is_guessed_is_a_mapping_or_says_what_it_lacks(
    tmp_path: Path, kind: type[EventData]
):
    file = written(tmp_path, RESULTS)
    found = guessed(file, kind).mapping
    found["label"]["classification"] = "UNCLASSIFIED"
    wrong = ""
    try:
        mapping.parse_json(json.dumps(found).encode(), "guess")
    except mapping.MappingError as error:
        wrong = str(error)

    assert not wrong or wrong.endswith("needs it")


def test_the_command_begins_a_mapping_that_can_be_checked(tmp_path: Path):
    file = written(tmp_path, RESULTS.replace("Sea", "Maritime"))
    kind = ["--type", "interop", "--classification", "UNCLASSIFIED"]
    unknown = CliRunner().invoke(map_commands.map_table, [str(file), *kind])
    kind[1] = "exercise.result_recorded"
    made = CliRunner().invoke(map_commands.map_table, [str(file), *kind], standalone_mode=False)
    text = made.output.replace("[events.fields]", '[events.fields]\nexercise_kind = "livex"')
    own = mapping.parse(text.encode(), "made")
    unmarked = CliRunner().invoke(map_commands.map_table, [str(file), *kind[:2]])

    assert unknown.exit_code != 0
    assert unmarked.exit_code != 0
    assert own.events[0].fields["exercise_kind"] == "livex"
    assert own.file.delimiter == ";"


def test_columns_are_shown_with_mappings_that_fit(tmp_path: Path):
    file = written(tmp_path, RESULTS)
    shown = CliRunner().invoke(map_commands.map_table, [str(file)], standalone_mode=False)

    assert "Nation                   country" in shown.output
    assert "dates" not in shown.output
    assert "3 rows, 8 columns" in shown.output


@pytest.mark.parametrize(("text", "made"), [
    ("Amber 26", "Amber-26"), ("Übung (Nord) ", "Ubung-Nord"), ("a/b:c", "a/b:c"),
])  # fmt: skip
def test_a_text_becomes_an_identifier(text: str, made: str):
    assert cells.identifier(text) == made


def test_what_leaves_no_identifier_is_refused():
    with pytest.raises(Unconvertible, match="nothing that can stand"):
        cells.identifier("…")


def test_a_file_that_is_no_table_is_refused(tmp_path: Path):
    with pytest.raises(ImportFailed, match="is empty"):
        sample_of(written(tmp_path, ""))
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    with pytest.raises(ImportFailed, match="a PDF"):
        sample_of(pdf)
