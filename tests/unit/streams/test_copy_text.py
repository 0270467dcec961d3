from datetime import UTC, date, datetime

import pytest

from schemas.vocabulary import Area
from streams.decode import copy_text
from streams.projections import series


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, r"\N"),
        (True, "t"),
        (False, "f"),
        (-7, "-7"),
        (0.1, "0.1"),
        ("plain", "plain"),
        ("a\tb\nc\rd\\e", r"a\tb\nc\rd\\e"),
        (r"\N", r"\\N"),
        ("é – 漢", "é – 漢"),
        (b"\x00\xff", r"\\x00ff"),
        (date(2026, 5, 4), "2026-05-04"),
        (datetime(2026, 5, 4, 1, 2, 3, 4, tzinfo=UTC), "2026-05-04 01:02:03.000004+00:00"),
        (Area.LAND, "land"),
        ((), "{}"),
        (("a", 'b"c', "d\\e"), r'{"a","b\\"c","d\\\\e"}'),
    ],
)
def test_a_value_is_written_as_copy_reads_it(value, expected):
    assert copy_text.field(value) == expected


def test_a_series_is_written_as_its_number():
    one = series.readiness("EST", Area.LAND)

    assert copy_text.field(one) == str(one.series_id)
