"""A format of somebody's file says a moment, or it is refused."""

from datetime import datetime

import pytest

from schemas.formats import NoMoment, has_two_digit_year, precision, read


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("%Y-%m-%d", "day"),
        ("%m/%d/%y", "day"),
        ("%Y-%j", "day"),
        ("%G-W%V-%u", "day"),
        ("%Y %W %a", "day"),
        ("%Y-%m-xx", "month"),
        ("%B %Y", "month"),
        ("%Y", "year"),
        ("%d%H%MZ%b%y", None),
        ("%Y-%m-%dT%H:%M:%S.%fZ", None),
    ],
)
def test_a_format_is_as_exact_as_what_it_names(form: str, expected: str | None) -> None:
    assert precision(form) == expected


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("%Y-W%W", "names a week"),
        ("%G-W%V", "names a week"),
        ("%d %b", "no year"),
        ("%H:%M", "no year"),
        ("%Y %d", "day of no month"),
        ("%Y-%m %H:%M", "hour of no day"),
        ("%%Y", "no year"),
    ],
)
def test_a_format_that_says_no_moment_is_refused(form: str, says: str) -> None:
    with pytest.raises(NoMoment, match=says):
        precision(form)


@pytest.mark.parametrize(
    ("text", "first_year", "expected"),
    [
        ("05/20/55", 1955, 1955),
        ("05/20/55", 1956, 2055),
        ("05/20/54", 1955, 2054),
        ("05/20/80", 1980, 1980),
        ("05/20/79", 1980, 2079),
        ("05/20/00", 1980, 2000),
    ],
)
def test_a_year_in_two_digits_is_one_of_the_hundred_from_the_first(
    text: str, first_year: int, expected: int
) -> None:
    assert read(text, "%m/%d/%y", first_year) == datetime(expected, 5, 20)


def test_a_year_in_two_digits_without_its_century_is_refused() -> None:
    assert has_two_digit_year("%m/%d/%y")
    assert not has_two_digit_year("%Y-%m-%d")
    with pytest.raises(NoMoment, match="state the first year"):
        read("05/20/55", "%m/%d/%y")


def test_a_day_that_the_year_meant_does_not_have_is_no_text_of_the_format() -> None:
    with pytest.raises(ValueError, match="day"):
        read("02/29/00", "%m/%d/%y", 1900)


def test_a_fraction_is_cut_after_the_microsecond() -> None:
    form = "%Y-%m-%dT%H:%M:%S.%f"

    assert read("2025-12-31T23:59:59.9999999", form) == datetime(2025, 12, 31, 23, 59, 59, 999999)


def test_a_week_with_its_day_is_that_day() -> None:
    assert read("2026-W20-1", "%G-W%V-%u") == datetime(2026, 5, 11)
