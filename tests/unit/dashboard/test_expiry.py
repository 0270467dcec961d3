"""What turns late if it is not said again: the days ahead, told in advance."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dashboard.pages.overview.queries import AgeingOffer
from dashboard.pages.overview.rows import Ahead, Then
from dashboard.pages.overview.words.expiry import Standing, expiry
from dashboard.queries.commitments import CommitmentLine
from dashboard.wording.sentences import plain

NOW = Standing(datetime(2026, 11, 28, tzinfo=UTC), [], [], [], [])
OFFER = AgeingOffer(actor="EST", area="land", capability_code="brigade", age_days=500)
VALUE = CommitmentLine(
    commitment_id="two-percent",
    title="Two percent of GDP",
    metric="defence expenditure",
    unit="% of GDP",
    actor="EST",
    target=2.0,
    due_on=date(2030, 1, 1),
    value=1.9,
    age_days=500,
    is_estimate=False,
    expected=1.8,
    score=1,
    is_late=None,
    is_counted=True,
    outcome=None,
)


def said(now: Standing, days: int, *offers: AgeingOffer) -> str:
    """Give the sentence about so many days ahead."""
    then = Then(days, [], [], [])
    ahead = Ahead([then], [], [], list(offers))
    return plain(expiry(now, ahead, then, is_known_after=False))


@pytest.mark.parametrize(
    ("age_days", "days", "is_told"), [(519, 30, True), (518, 30, False), (459, 90, True)]
)
def test_an_offer_that_will_be_late_is_told(age_days, days, is_told):
    words = said(NOW, days, replace(OFFER, age_days=age_days))

    assert ("1 offer turns older than 548 days (Estonia brigade)" in words) is is_told


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({"age_days": 519}, True),
        ({"age_days": 518}, False),
        ({"age_days": 549}, False),
        ({"age_days": None, "value": None}, False),
        ({"age_days": 519, "is_counted": False}, False),
    ],
    ids=["that day", "the day after", "it is already", "nothing was reported", "who left"],
)
def test_a_value_of_a_commitment_that_will_be_late_is_told(changes, is_told):
    words = said(replace(NOW, promises=[replace(VALUE, **changes)]), 30)

    told = "1 value of a commitment turns older than 548 days (Two percent of GDP)"
    assert (told in words) is is_told


def test_several_are_counted_with_the_oldest_as_example():
    older = replace(OFFER, actor="FIN", capability_code="frigate", age_days=540)

    words = said(NOW, 90, older, OFFER)

    assert words == (
        "If nothing happens: 2 offers turn older than 548 days (such as Finland frigate)."
    )
