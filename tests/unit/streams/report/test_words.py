"""Reports and pages have the same words for the same things."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from streams.report import words
from streams.report.reading import Marking

ROOT = Path(__file__).parents[4]
OWN = tomllib.loads((ROOT / "streams/report/words.toml").read_text())


def texts(file: str) -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((ROOT / "dashboard" / file).read_text())


@pytest.mark.parametrize(
    ("own", "file", "group", "table"),
    [
        ("areas", "wording/texts/names.toml", "names", "areas"),
        ("dimensions", "wording/texts/names.toml", "names", "dimensions"),
        ("pair_levels", "wording/texts/names.toml", "names", "levels"),
        ("pillars", "wording/texts/names.toml", "names", "pillars"),
        ("causes", "wording/texts/causes.toml", "causes", "kind"),
        ("report_causes", "wording/texts/causes.toml", "causes", "report"),
    ],
)
def test_a_code_has_the_words_that_the_pages_have_for_it(own, file, group, table):
    shown = {key: said for key, said in texts(file)[group][table].items() if key != "weakest"}

    assert OWN[own] == shown


def test_a_report_is_marked_as_a_page_is():
    shell = texts("wording/texts/shell.toml")["shell"]

    assert words.banner(Marking("SECRET", True)) == f"{shell['exercise_data']} · SECRET"
    assert words.banner(Marking("SECRET", False)) == "SECRET"
    assert words.banner(Marking(None, False)) == shell["unmarked"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.number(61.25), "61.2"),
        (words.number(-0.04), "0.0"),
        (words.number(None), "–"),
        (words.signed(-0.004, 2), "0.00"),
        (words.signed(-3.21, 1), "−3.2"),
        (words.signed(0.456, 2), "+0.46"),
        (words.count(1, "day"), "1 day"),
        (words.count(1200, "day"), "1,200 days"),
        (words.events([3, None, 1, 3]), "1, 3"),
        (words.day(date(2026, 5, 1)), "2026-05-01"),
        (words.moment(datetime(2026, 5, 1, 12, tzinfo=UTC)), "2026-05-01 12:00Z"),
        (words.moment(datetime(2026, 5, 1, 12, 0, 9, tzinfo=UTC)), "2026-05-01 12:00:09Z"),
        (words.cause("came", "P"), "personnel: reported anew"),
        (words.cause("came", None), "new result"),
        (words.cause("unheard of", None), "unheard_of"),
    ],
)
def test_numbers_days_and_causes_are_said_one_way(said: str, expected: str):
    assert said == expected
