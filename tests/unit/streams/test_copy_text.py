from datetime import UTC, datetime

import pytest

from streams.decode import copy_text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", "plain"),
        ("a\tb\nc\rd\\e", r"a\tb\nc\rd\\e"),
        (r"\N", r"\\N"),
        ("é – 漢", "é – 漢"),
    ],
)
def test_a_text_is_written_as_copy_reads_it(value, expected):
    assert copy_text.text(value) == expected
    assert copy_text.is_as_it_is(value) == (value == expected)


def test_an_instant_is_written_with_its_zone():
    moment = datetime(2026, 5, 4, 1, 2, 3, 4, tzinfo=UTC)

    assert copy_text.instant(moment) == "2026-05-04 01:02:03.000004+00:00"


@pytest.mark.parametrize(
    ("items", "expected"),
    [((), "{}"), (("a", 'b"c', "d\\e", None), r'{"a","b\"c","d\\e",NULL}')],
)
def test_an_array_is_written_as_its_literal(items, expected):
    assert copy_text.array(items) == expected
