"""What may be reviewed, and what a finding may say."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from streams.report.errors import BadFinding, NothingToReview
from streams.report.review import (
    Finding,
    FindingKind,
    Review,
    Scope,
    as_written,
    instant,
    require_possible,
)

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def period(first: str, last: str, known_at: str | None = None) -> Review:
    return Review(
        name="R",
        scope=Scope.PERIOD,
        body="NATO",
        from_at=instant("--from", first),
        to_at=instant("--to", last),
        known_at=instant("--known-at", known_at) if known_at else None,
    )


def test_a_period_that_is_over_may_be_reviewed():
    require_possible(period("2026-01-01", "2026-07-01T12:00Z", "2026-07-02"), NOW)


@pytest.mark.parametrize(
    ("review", "said"),
    [
        (period("2026-07-01", "2026-01-01"), "does not lie before"),
        (period("2026-07-01", "2026-07-01"), "does not lie before"),
        (period("2026-07-01", "2027-01-01"), "still to come"),
        (period("2026-01-01", "2026-07-01", "2025-12-31"), "nothing of the period had been heard"),
        (period("2026-01-01", "2026-07-01", "2026-12-31"), "still to come"),
    ],
)
def test_an_impossible_period_is_refused(review: Review, said: str):
    with pytest.raises(NothingToReview, match=said):
        require_possible(review, NOW)


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "26-01-01", "1899-01-01", "2026-1-1"])
def test_what_is_no_instant_is_refused(text: str):
    with pytest.raises(NothingToReview, match="--from"):
        instant("--from", text)


def test_an_instant_in_another_zone_is_the_same_moment():
    assert instant("--from", "2026-05-12T14:00+02:00") == datetime(2026, 5, 12, 12, tzinfo=UTC)


def test_the_same_finding_has_the_same_name_and_another_one_another():
    first = Finding(kind=FindingKind.STRENGTH, observation="On time.")
    again = Finding(kind=FindingKind.STRENGTH, observation="On time.")
    other = Finding(kind=FindingKind.IMPROVEMENT, observation="On time.")

    assert first.finding_id == again.finding_id
    assert first.finding_id != other.finding_id


def test_a_file_of_findings_is_read():
    found = as_written(
        {
            "finding": [
                {"kind": "strength", "observation": "On time.", "evidence": [12, "a/b#c"]},
                {"kind": "improvement", "observation": "Late.", "elements": ["training"]},
            ]
        },
        "f.toml",
    )

    assert [one.kind for one in found.finding] == ["strength", "improvement"]
    assert found.finding[0].evidence == (12, "a/b#c")


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        ({"kind": "praise", "observation": "x"}, r"\$.finding\[0\].kind"),
        ({"kind": "strength"}, "observation"),
        ({"kind": "strength", "observation": ""}, "observation"),
        ({"kind": "strength", "observation": "  "}, "observation says nothing"),
        ({"kind": "strength", "observation": "x" * 2001}, "observation"),
        ({"kind": "strength", "observation": "a\u202eb"}, "U\\+202E"),
        ({"kind": "strength", "observation": "x", "area": "space"}, "area"),
        ({"kind": "strength", "observation": "x", "objectiv": "a"}, "objectiv"),
        ({"kind": "strength", "observation": "x", "elements": ["luck"]}, "elements"),
        ({"kind": "strength", "observation": "x", "evidence": 3}, "evidence"),
    ],
)
def test_a_finding_that_cannot_be_kept_is_refused_with_its_place(finding: object, said: str):
    with pytest.raises(BadFinding, match=said):
        as_written({"finding": [finding]}, "f.toml")


def test_a_file_without_findings_is_refused():
    with pytest.raises(BadFinding, match="no finding"):
        as_written({"finding": []}, "f.toml")


def test_the_file_that_the_readme_shows_is_read():
    text = (Path(__file__).parents[4] / "streams/README.md").read_text()
    [shown] = re.findall(r"```\n(\[\[finding\]\].*?)```", text, re.DOTALL)
    [one] = as_written(tomllib.loads(shown), "README.md").finding

    assert one.evidence == (1204, "exercise-system/north#result-17")
