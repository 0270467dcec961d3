"""Importing a table again: what the ledger made of it, on real services and a real worker."""

import os
import uuid
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from infra.settings import Settings
from tests.support.instance import TOPIC_NAMES, Instance
from tests.support.kafka import delete_topic
from tests.support.postgres import Database

MAPPING = """
name = "{name}"
title = "Marks"
label = {{ policy = "PUBLIC", classification = "UNCLASSIFIED" }}
[[events]]
type = "org.muster.capability.assessed"
key = ["Id"]
time = {{ column = "Day" }}
[events.fields]
actor = {{ column = "Country", as = "country" }}
area = {{ column = "Area", map = {{ "Sea" = "maritime", "Land" = "land" }} }}
instrument = "{instrument}"
instrument_version = "1"
score = {{ column = "Mark", as = "float" }}
evaluator = "external"
"""
HEAD = "Id,Country,Day,Area,Mark\n"
ROWS = [
    "1,Norway,2025-03-01,Sea,80\n",
    "2,Spain,2025-03-02,Land,60\n",
    "3,Italy,2025-03-03,Sea,40\n",
]


@pytest.fixture(scope="module")
def system(
    stack: Settings, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Instance]:
    """Give a system with a worker; each test imports under a name of its own."""
    prefix = f"imports-{os.getpid()}-{uuid.uuid4().hex[:8]}-"
    conninfo = make_conninfo(stack.conninfo, dbname=database.name)
    settings = replace(stack, conninfo=conninfo, topic_prefix=prefix)
    own = Instance(settings, tmp_path_factory.mktemp("system"))
    own.start_worker().wait_until_it_reads()
    try:
        yield own
    finally:
        own.end_workers()
        for name in TOPIC_NAMES:
            delete_topic(own.settings.kafka, own.topic(name))


class Marks:
    """A table of marks, the mapping it is read by, and what the ledger says of it."""

    def __init__(self, system: Instance, folder: Path) -> None:
        self.system = system
        self.name = f"marks-{uuid.uuid4().hex[:8]}"
        self.source = f"import/{self.name}"
        self.table, self.mapping = folder / "marks.csv", folder / "marks.toml"

    def write(self, rows: list[str], instrument: str = "A", **changed: str) -> None:
        """Write table and mapping."""
        self.table.write_text(HEAD + "".join(rows))
        text = MAPPING.format(name=self.name, instrument=instrument)
        for old, new in changed.items():
            text = text.replace(old, new)
        self.mapping.write_text(text)

    def imported(self, *options: str) -> tuple[int, str]:
        """Import the table; give the exit code and what was said."""
        return self.system.muster("import", str(self.mapping), str(self.table), *options)

    def in_force(self) -> dict[str, tuple[str, int]]:
        """Give instrument and mark by actor, as the rows of the readings have them."""
        found = self.system.ask(
            "select s.actor, e.instrument, e.value_milli / 1000 from evidence e"
            " join series s using (series_id) where e.source = %s and e.ended_at = 'infinity'",
            self.source,
        )
        return {actor: (instrument, mark) for actor, instrument, mark in found}

    def events(self) -> int:
        """Give how many events of this table the ledger holds, amendments too."""
        return self.system.one("select count(*) from ledger where source = %s", self.source)


@pytest.fixture
def marks(system: Instance, tmp_path: Path) -> Marks:
    """Give a table of three rows under a name of its own."""
    return Marks(system, tmp_path)


A = {"NOR": ("A", 80), "ESP": ("A", 60), "ITA": ("A", 40)}
B = {"NOR": ("B", 80), "ESP": ("B", 60), "ITA": ("B", 40)}


def test_a_corrected_mapping_corrects_what_was_imported(marks: Marks):
    marks.write(ROWS)
    assert marks.imported()[0] == 0
    marks.write(ROWS, instrument="B")

    code, said = marks.imported()

    assert code == 0, said
    assert "plan: 0 new, 0 same, 3 corrected, 0 gone" in said
    assert "corrected 3: instrument (row 2, 3, 4; first: instrument A -> B)" in said
    assert "in the ledger: 0 new, 3 corrected, 0 retracted, 0 same, 0 dead letters" in said
    assert marks.in_force() == B
    assert marks.system.one("select count(*) from dead_letter") == 0
    assert marks.system.one("select count(*) from checkpoint where paused_at is not null") == 0


def test_the_same_import_again_sends_nothing(marks: Marks):
    marks.write(ROWS)
    marks.imported()

    code, said = marks.imported()

    assert code == 0, said
    assert "plan: 0 new, 3 same, 0 corrected, 0 gone" in said
    assert "0 acknowledged, 0 failed" in said
    assert "3 unchanged" in said
    assert marks.events() == 3


def test_a_third_import_corrects_the_correction_and_the_first_one_corrects_back(marks: Marks):
    told: list[dict[str, tuple[str, int]]] = []
    for instrument in ("A", "B", "C", "A", "B", "B"):
        marks.write(ROWS, instrument=instrument)
        code, said = marks.imported()
        assert code == 0, said
        told.append(marks.in_force())

    assert [rows["NOR"][0] for rows in told] == ["A", "B", "C", "A", "B", "B"]
    assert marks.events() == 3 * 5  # the sixth adds nothing


def test_a_dry_run_shows_the_plan_and_sends_nothing(marks: Marks):
    marks.write(ROWS)
    marks.imported()
    rows = [ROWS[0], ROWS[1].replace("60", "65"), "4,France,2025-03-04,Land,50\n", "5,,2025,,\n"]
    marks.write(rows)

    code, said = marks.imported("--check")

    assert code == 65
    assert "plan: 1 new, 1 same, 1 corrected, 1 gone; nothing was sent" in said
    assert "corrected 1: score (row 3; first: score 60.0 -> 65.0)" in said
    assert "gone 1 of table" in said
    assert "capability.assessed ITA 2025-03-03" in said
    assert marks.events() == 3


def test_a_row_that_is_gone_is_named_and_stays(marks: Marks):
    marks.write(ROWS)
    marks.imported()
    marks.write(ROWS[:2])

    code, said = marks.imported()

    assert code == 0, said
    assert "they stay unless --retract-gone is given" in said
    assert marks.in_force() == A


def test_a_row_that_is_gone_is_retracted_when_asked_and_told_when_it_comes_back(marks: Marks):
    marks.write(ROWS)
    marks.imported()
    marks.write(ROWS[:2])
    code, said = marks.imported("--retract-gone")
    assert code == 0, said
    assert "1 gone and retracted" in said
    assert "1 retracted, 0 same, 0 dead letters" in said
    assert "ITA" not in marks.in_force()
    marks.write(ROWS)

    code, said = marks.imported()
    before = marks.in_force()
    again, said_again = marks.imported("--restore")

    assert code == 65
    assert "retracted before 1: row 4; a retraction is final" in said
    assert "ITA" not in before
    assert again == 0, said_again
    assert "1 restored" in said_again
    assert marks.in_force() == A
    assert marks.imported()[0] == 0
    marks.write(ROWS, instrument="B")
    assert marks.imported()[0] == 0
    assert marks.in_force() == B


def test_nothing_is_retracted_while_a_row_is_refused(marks: Marks):
    marks.write(ROWS)
    marks.imported()
    marks.write([ROWS[0], "x,Atlantis,2025-03-02,Land,60\n"])

    code, said = marks.imported("--retract-gone")

    assert code == 65
    assert "nothing is retracted as long as rows are refused" in said
    assert marks.in_force() == A


def test_rows_of_another_table_of_the_same_mapping_are_never_gone(marks: Marks):
    marks.write(ROWS)
    marks.imported()
    marks.table = marks.table.with_name("next-year.csv")
    marks.write(["9,France,2026-03-04,Land,50\n"])

    code, said = marks.imported("--retract-gone")

    assert code == 0, said
    assert "plan: 1 new, 0 same, 0 corrected, 0 gone" in said
    assert "other tables of this mapping are left alone: marks (3 events)" in said
    assert marks.in_force() == A | {"FRA": ("A", 50)}


def test_a_later_issue_under_another_name_is_compared_when_it_says_so(marks: Marks):
    marks.write(ROWS)
    marks.imported()
    marks.table = marks.table.with_name("marks-revised.csv")
    marks.write(ROWS[1:])

    code, said = marks.imported("--table", "marks", "--retract-gone")

    assert code == 0, said
    assert "1 gone and retracted" in said
    assert marks.in_force().keys() == {"ESP", "ITA"}


def test_a_corrected_country_moves_to_its_own_series(marks: Marks):
    marks.write(ROWS)
    marks.imported()
    marks.write([ROWS[0].replace("Norway", "Sweden"), *ROWS[1:]])

    code, said = marks.imported()

    assert code == 0, said
    assert marks.in_force().keys() == {"SWE", "ESP", "ITA"}


def test_another_label_is_refused_because_a_correction_cannot_change_it(marks: Marks):
    marks.write(ROWS)
    marks.imported()
    marks.write(ROWS, UNCLASSIFIED="RESTRICTED")

    code, said = marks.imported()

    assert code == 65
    assert "refused 3: is in the ledger under the label PUBLIC|UNCLASSIFIED|" in said
    assert marks.in_force() == A


def test_another_type_is_refused_because_a_correction_cannot_change_it(marks: Marks):
    marks.write(ROWS)
    marks.imported()
    marks.write(ROWS)
    text = marks.mapping.read_text().replace(
        "capability.assessed", "capability.resource_level_reported"
    )
    for old, new in (
        ('instrument = "A"', 'pillar = "P"'),
        ('instrument_version = "1"', ""),
        ("score =", "pct ="),
        ('evaluator = "external"', 'reporter = "HQ"'),
    ):
        text = text.replace(old, new)
    marks.mapping.write_text(text)

    code, said = marks.imported()

    assert code == 65
    assert "refused 3: is in the ledger as org.muster.capability.assessed" in said
    assert marks.in_force() == A


def test_what_a_retraction_by_hand_took_back_is_said_and_not_sent_again(marks: Marks):
    marks.write(ROWS[:1])
    marks.imported()
    marks.write([])
    assert marks.imported("--retract-gone")[0] == 0
    marks.write(ROWS[:1], instrument="B")

    code, said = marks.imported("--dry-run")

    assert code == 65
    assert "plan: 0 new, 0 same, 0 corrected, 0 gone, 1 retracted before" in said


def test_the_report_holds_every_row_that_went_another_way(marks: Marks, tmp_path: Path):
    marks.write(ROWS)
    marks.imported()
    bad = [f"b{n},Norway,2025-03-0{n},Sea,many\n" for n in range(1, 10)]
    marks.write([ROWS[0].replace("80", "81"), ROWS[1], *bad])

    marks.imported("--report", str(tmp_path / "report.csv"))

    lines = (tmp_path / "report.csv").read_text().splitlines()
    assert lines[0] == "row,outcome,field,value,reason"
    assert sum(",refused,score,many,is not a number" in line for line in lines) == 9
    assert "2,corrected,score,,score 80.0 -> 81.0" in lines
    assert sum(",gone," in line for line in lines) == 1


def test_two_imports_under_one_name_do_not_meet(marks: Marks):
    marks.write(ROWS)
    with marks.system.connect() as connection:
        connection.execute("select pg_advisory_lock(7305120, hashtext(%s))", [marks.source])

        code, said = marks.imported()

    assert code == 69
    assert "Another import under this mapping's name is running" in said
    assert marks.events() == 0


def test_everything_still_agrees(marks: Marks):
    marks.system.wait_until_read()

    marks.system.verify()
