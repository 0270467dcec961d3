from datetime import UTC, date, datetime

import pytest

from schemas.vocabulary import Area
from streams.decode import copy_csv


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (-7, "-7"),
        (0.1, "0.1"),
        ("null", '"null"'),
        ("", '""'),
        ("a\tb\nc\rd", '"a\tb\nc\rd"'),
        ('say "n"\\n', r'"say \"n\"\\n"'),
        ("]\n[", '"]\n["'),
        ("\x01\x1f\b\f", '"\x01\x1f\b\f"'),
        ("é – 漢", '"é – 漢"'),
        (date(2026, 5, 4), '"2026-05-04"'),
        (datetime(2026, 5, 4, 1, 2, 3, 4, tzinfo=UTC), '"2026-05-04T01:02:03.000004Z"'),
        (Area.LAND, '"land"'),
    ],
)
def test_a_value_is_written_as_copy_reads_it(value, expected):
    assert copy_csv.lines([(value, 1)]).decode() == f"{expected},1\n"


def test_each_row_is_a_line():
    assert copy_csv.lines([(1, "a"), (2, "b")]) == b'1,"a"\n2,"b"\n'
