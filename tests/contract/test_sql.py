"""SQL is written one way, and nothing in it is left over."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sql_rules import broken_rules

ROOT = Path(__file__).parents[2]
PACKAGES = ("schemas", "infra", "streams", "dashboard", "tests")
NOT_OURS = {"node_modules", "built"}
# A migration never changes once it was applied; what shows today's tables is made by a program.
AS_THEY_ARE = "infra/timescale"


def files(ending: str) -> Iterator[Path]:
    """Give our own files of a kind."""
    for package in PACKAGES:
        for folder, inside, names in os.walk(ROOT / package):
            inside[:] = sorted({*inside} - NOT_OURS)
            found = (Path(folder, name) for name in sorted(names) if name.endswith(ending))
            yield from (path.relative_to(ROOT) for path in found)


FILES = [path for path in files(".sql") if not str(path).startswith(AS_THEY_ARE)]
NAMED = re.compile(r"^-- name: *(\w+)", re.MULTILINE)
ALL_OF_THEM = Path("tests/bench/reads/questions.sql")  # is asked from end to end, name by name
OF_STATEMENTS = [
    path for path in FILES if "-- name:" in (ROOT / path).read_text() and path != ALL_OF_THEM
]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_of_sql_is_written_as_the_others_are(path: Path):
    assert broken_rules(str(path), (ROOT / path).read_text()) == []


def test_every_statement_is_asked_by_the_code():
    texts = [(ROOT / one).read_text() for one in files(".py")]
    words = {word for text in texts for word in re.findall(r'"(\w+)"', text)}
    names = [
        f"{path}: {name}"
        for path in OF_STATEMENTS
        for name in NAMED.findall((ROOT / path).read_text())
        if name not in words
    ]

    assert names == []


BROKEN = {
    "select a,b": "a space follows a comma",
    "select a\n     , b": "a comma ends a line, and begins none",
    "SELECT a": "SELECT is written in small letters",
    "select a where b != c": "<> says that two are not equal",
    "select a ": "a tab, or a space at its end",
    "select\ta": "a tab, or a space at its end",
    "select " + "a" * 160: "longer than 160 characters",
    "create function f() returns int as $$ $$;": "f has no comment that says what it is asked",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_rule_that_is_broken_is_named(text: str):
    [found] = broken_rules("a.sql", f"{text}\n")

    assert found.endswith(BROKEN[text])


def test_what_is_only_said_breaks_no_rule():
    text = "-- SELECT a,b != c\nselect 'NOT a,b', \"ALL\" -- AND x,y\n"

    assert broken_rules("a.sql", text) == []


def test_a_file_that_does_not_end_with_its_line_is_named():
    assert broken_rules("a.sql", "select 1") == ["a.sql: ends otherwise"]
