"""SQL functions come in the order in which they need each other."""

import random
from importlib import metadata

import pytest

from infra import functions
from infra.errors import MusterError
from infra.functions import NeedsUnmet, in_order, needs_of
from infra.sql import SqlFile


def test_a_file_says_in_one_line_or_more_what_it_needs():
    file = SqlFile(
        "a/one", "-- needs: a/two, b/three\n-- needs: c/four\n\nselect 1; -- needs: x/y\n"
    )

    assert needs_of(file) == ("a/two", "b/three", "c/four")


def test_what_is_needed_comes_first_and_what_is_left_open_by_name():
    files = [
        SqlFile("a/last", "-- needs: b/first, c/first\n"),
        SqlFile("b/first", "select 1;\n"),
        SqlFile("b/second", "-- needs: c/first\n"),
        SqlFile("c/first", "select 1;\n"),
    ]

    for seed in range(20):
        found = in_order(random.Random(seed).sample(files, len(files)))

        assert [file.name for file in found] == ["b/first", "c/first", "a/last", "b/second"]


@pytest.mark.parametrize(
    ("needs", "complaint"),
    [
        ({"a/one": "a/two"}, "a/one needs a/two, and there is no such file"),
        ({"a/one": "a/two", "a/two": "a/one"}, "a/(one|two) -> a/(one|two) -> a/(one|two)"),
    ],
)
def test_needs_that_cannot_be_met_are_named(needs, complaint):
    files = [SqlFile(name, f"-- needs: {need}\n") for name, need in needs.items()]

    with pytest.raises(NeedsUnmet, match=complaint):
        in_order(files)


def test_two_packages_may_not_ship_files_of_one_name():
    with pytest.raises(NeedsUnmet, match="a/one is shipped twice"):
        in_order([SqlFile("a/one", "select 1;\n"), SqlFile("a/one", "select 2;\n")])


def test_an_installation_that_knows_no_functions_says_what_to_do(monkeypatch):
    monkeypatch.setattr(functions, "entry_points", lambda group: metadata.EntryPoints())

    with pytest.raises(MusterError, match="run `make setup`"):
        functions.shipped()
