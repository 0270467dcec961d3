"""Files of read functions say what they need: all of it, and nothing else."""

import re

import pytest

from infra.functions import needs_of, shipped
from infra.sql import SqlFile
from tests.support.needs import made_twice, misdeclared

COMMON = "common/"
HEAD = SqlFile("common/head", "create function head() returns int language sql as 'select 1';\n")


def test_every_file_needs_what_it_calls_and_nothing_else():
    assert misdeclared(shipped()) == []


def test_no_function_is_made_in_two_files():
    assert made_twice(shipped()) == []


def test_what_is_common_needs_only_what_is_common():
    common = [file for file in shipped() if file.name.startswith(COMMON)]

    assert common
    for file in common:
        assert [need for need in needs_of(file) if not need.startswith(COMMON)] == [], file.name


def caller(text: str) -> SqlFile:
    """Give a file that makes one function, with this text before and in it."""
    needs, _, body = text.rpartition("|")
    return SqlFile("ledger/events", f"{needs}\ncreate function events() returns int {body}\n")


@pytest.mark.parametrize(
    "text",
    [
        "-- needs: common/head|select head()",
        "-- needs: common/head|select\n    head\n    ()",
        "|select ahead(), a.head(), head, 1 -- head()",
        "|;\ncomment on function events is 'Are these ''events'' at the head()?';",
    ],
)
def test_a_file_that_says_what_it_needs_is_right(text):
    assert misdeclared([HEAD, caller(text)]) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("|select head()", "ledger/events calls head and lacks `-- needs: common/head`"),
        ("-- needs: common/head|select 1", "ledger/events needs common/head, of which it calls"),
        ("-- needs: common/gone|select 1", "ledger/events needs common/gone, of which it calls"),
        (
            "-- needs: common/head, common/head|select head()",
            "ledger/events declares a need twice",
        ),
    ],
)
def test_a_need_that_is_missing_or_superfluous_is_named(text, sentence):
    (found,) = misdeclared([HEAD, caller(text)])

    assert found.startswith(sentence)


def test_a_function_that_two_files_make_is_named_with_both():
    again = SqlFile("ledger/head", HEAD.text.replace("create", "create or replace"))

    assert made_twice([HEAD, again]) == ["head is made in common/head and ledger/head"]


def test_a_function_with_settings_of_its_own_is_planned_once_in_a_session():
    heads = re.findall(
        r"create (?:or replace )?function (\w+)\((.*?)\bas \$\$", _all_texts(), re.S
    )
    planned_at_each_call = [
        name for name, head in heads if re.search(r"language sql\b.*\bset \w+", head, re.S)
    ]

    assert len(heads) > 100
    assert planned_at_each_call == []


def _all_texts() -> str:
    return "\n".join(file.text for file in shipped())
