"""Read functions ask for visible rows by the functions made for it, or say why they do not."""

import re

import pytest

from infra.functions import shipped
from infra.sql import SqlFile
from streams.projections import PROJECTIONS
from tests import visible


def test_the_functions_of_visible_rows_are_current():
    found = visible.VISIBLE.read_text("utf-8")

    assert found == visible.text(), "run python -m tests.visible"


def test_every_projection_is_asked_by_a_read_function():
    asked = "\n".join(file.text for file in shipped() if file.name != "common/visible")
    tables = [one.table for one in PROJECTIONS]
    # By its function, or as a table; its name alone may be that of a column.
    unread = [one for one in tables if not re.search(rf"\b(_visible_|from |join ){one}\b", asked)]

    assert [f"no read function asks _visible_{one}" for one in unread] == []


def test_no_read_function_reads_a_table_without_saying_why():
    assert visible.unexplained(shipped()) == []


@pytest.mark.parametrize(
    "text",
    [
        "select from _visible_note($1, $2, $3) n",
        "-- why: whoever may see it\nfrom note n",
        "-- why: only narrows\nselect a from note\nunion select a from lesson",
        "-- from note\nselect note.text from noted",
        "create function f() returns setof note",
        "returns table (actor text, note text, level int)",
        "comment on function f is 'What is taken from note?';",
    ],
)
def test_what_asks_by_its_function_or_says_why_is_right(text: str):
    assert visible.unexplained([SqlFile("ledger/notes", text)]) == []


@pytest.mark.parametrize(
    "text",
    [
        "select *\nfrom note n",
        "select * from lesson join note using (about)",
        "select * from viewer, note n",
        "select exists (select from note n)",
        "-- why: only narrows\nfrom lesson l\nwhere true\nand exists (select from note)",
    ],
)
def test_a_table_that_is_read_without_a_why_is_named_with_its_function(text: str):
    *_, last = visible.unexplained([SqlFile("ledger/notes", text)])

    assert last == (
        f"ledger/notes, line {text.count(chr(10)) + 1}, reads note: ask _visible_note(as_of, "
        "known_at, labels), or say on the line before it `-- why: ...`"
    )
