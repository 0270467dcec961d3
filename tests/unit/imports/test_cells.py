"""Numbers and dates as people write them: read as they stand, or refused; never bent."""

from datetime import UTC, datetime

import pytest

from schemas.vocabulary import DatePrecision
from streams.imports import cells
from streams.imports.errors import Unconvertible
from streams.imports.language import Rule, Table

POINT = Table()
ENGLISH = Table(thousands=",")
GERMAN = Table(decimal=",", thousands=".")
FRENCH = Table(decimal=",", thousands=" ")
SWISS = Table(thousands="'")


@pytest.mark.parametrize(
    ("text", "table", "value"),
    [
        ("80", POINT, 80),
        (" 80.5 ", POINT, 80.5),
        ("-1.5", POINT, -1.5),
        ("\N{MINUS SIGN}1.5", POINT, -1.5),
        (".5", POINT, 0.5),
        ("5.", POINT, 5),
        ("1e3", POINT, 1000),
        ("81.5 %", POINT, 81.5),
        ("2,300", ENGLISH, 2300),
        ("1,234,567.25", ENGLISH, 1234567.25),
        ("1234567", ENGLISH, 1234567),
        ("1.500", GERMAN, 1500),
        ("1.234,5", GERMAN, 1234.5),
        ("1 234,5", FRENCH, 1234.5),
        ("1\u00a0234,5", FRENCH, 1234.5),
        ("1\u202f234\u202f567", FRENCH, 1234567),
        ("1'234.5", SWISS, 1234.5),
    ],
)
def test_a_number_is_read_as_it_stands(text, table, value):
    assert cells.number(text, table) == value


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("2,3", ENGLISH),  # was 23
        ("2,3000", ENGLISH),
        ("1234,567", ENGLISH),
        (",500", ENGLISH),
        ("0,012", ENGLISH),  # was 12
        ("-00,012", ENGLISH),
        ("0.015", GERMAN),
        ("0\u00a0012,5", FRENCH),
        ("1,23,456", ENGLISH),
        ("1,234.5,6", ENGLISH),
        ("1.5", GERMAN),  # was 15
        ("1.234.5", GERMAN),
        ("1 234.567", Table(decimal=",", thousands=" ")),
        ("1\u202f234 567", FRENCH),  # two marks in one number
        ("1,5", POINT),
        ("1_000", POINT),
        ("1_000", ENGLISH),
        ("1 000", POINT),
        ("\u0661\u0662", POINT),  # digits of another script
        ("0x10", POINT),
        ("1e", POINT),
        ("many", POINT),
        ("--1", POINT),
        (".", POINT),
        ("nan", POINT),
        ("inf", POINT),
        ("1e999", POINT),
    ],
)
def test_what_is_no_number_here_is_refused(text, table):
    with pytest.raises(Unconvertible):
        cells.number(text, table)


@pytest.mark.parametrize(
    ("text", "table", "hint"),
    [
        ("1,5", POINT, "if ',' is the decimal mark, set file.decimal"),
        ("1.5", Table(decimal=","), "if '.' is the decimal mark, set file.decimal"),
        ("2,3", ENGLISH, "stands before groups of three digits only"),
        ("1 000", POINT, 'set file.thousands = " "'),
        ("1_000", POINT, "set file.thousands if a mark is between them"),
    ],
)
def test_the_refusal_says_what_the_mapping_may_have_to_say(text, table, hint):
    with pytest.raises(Unconvertible, match=hint.replace("(", r"\(")) as caught:
        cells.number(text, table)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "scale", "value"),
    [
        ("30.994186", 1.0, 30.994186),
        ("0.30994186", 100, 30.994186),
        ("3", 0.1, 0.3),
        ("7", 1e-3, 0.007),
    ],
)
def test_a_factor_leaves_no_noise_of_binary_fractions(text, scale, value):
    assert cells.number(text, POINT, scale) == value


@pytest.mark.parametrize(
    ("text", "scale", "value"),
    [("0.25", 100, 25), ("12345678901234567890", 1, 12345678901234567890)],
)
def test_a_whole_number_is_exact(text, scale, value):
    assert cells.whole_number(text, POINT, scale) == value


@pytest.mark.parametrize(("text", "scale"), [("1.5", 1), ("3", 0.5)])
def test_a_number_that_is_not_whole_is_not_rounded(text, scale):
    with pytest.raises(Unconvertible, match="is not a whole number"):
        cells.whole_number(text, POINT, scale)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2025-12-31T23:59:59.9999999Z", "%Y-%m-%dT%H:%M:%S.%fZ"),
        ("2025-12-31 23:59:59.999999999", "%Y-%m-%d %H:%M:%S.%f"),
    ],
)
def test_a_fraction_finer_than_a_microsecond_is_cut_off(text, form):
    found = cells.event_time(text, Rule(column="Day", formats=(form,)))

    assert found.at == datetime(2025, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "pivot", "year"),
    [
        ("7/3/68", 1969, 2068),
        ("7/3/69", 1969, 1969),
        ("7/3/68", 1930, 1968),
        ("7/3/10", 1911, 2010),
    ],
)
def test_years_of_two_digits_lie_in_the_hundred_years_from_the_pivot(text, pivot, year):
    rule = Rule(column="Day", formats=("%m/%d/%y",), pivot=pivot)

    assert cells.event_time(text, rule).at == datetime(year, 7, 3, tzinfo=UTC)


def test_a_leap_day_of_a_year_without_one_is_refused():
    with pytest.raises(Unconvertible, match="is no day of the year 1900"):
        cells.event_time("2/29/00", Rule(column="Day", formats=("%m/%d/%y",), pivot=1890))


@pytest.mark.parametrize(
    ("form", "text", "precision"),
    [
        ("%Y", "2025", DatePrecision.YEAR),
        ("%B %Y", "July 2025", DatePrecision.MONTH),
        ("%Y-%j", "2025-184", DatePrecision.DAY),
        ("%G-W%V-%u", "2025-W27-4", DatePrecision.DAY),
        ("%Y-%m-%d %H", "2025-07-03 10", None),
        ("%%d %Y", "%d 2025", DatePrecision.YEAR),
    ],
)
def test_a_date_is_as_exact_as_its_format(form, text, precision):
    assert cells.event_time(text, Rule(column="Day", formats=(form,))).precision is precision


def test_years_beyond_the_calendar_are_refused():
    with pytest.raises(Unconvertible, match="outside the calendar"):
        cells.event_time("9999-01-01", Rule(column="Day", years_later=1))
