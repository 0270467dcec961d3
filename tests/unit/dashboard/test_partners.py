"""Who belongs and what they bring, in words; a dash where nothing can be known."""

from dataclasses import replace
from datetime import UTC, date, datetime

from dashboard.pages.partners import agreed, brings, insight, notice, reporting
from dashboard.pages.partners import words as partners
from dashboard.pages.partners.insight import active
from dashboard.pages.partners.queries import (
    Baseline,
    Belonging,
    Contribution,
    NoticeBand,
    Offer,
    PartnerContribution,
    Report,
    Sharing,
)
from dashboard.queries.readings import ReportingState
from tests.support.shown import in_grid, in_text_table

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def belongs(actor: str, kind: str = "member", to_on: date | None = None) -> Belonging:
    """Give one spell."""
    return Belonging(
        actor=actor, kind=kind, from_on=date(2004, 3, 29), to_on=to_on, is_current=to_on is None
    )


def report(actor: str, age_days: int | None, *, is_missing: bool) -> Report:
    """Give one expected report; without an age nothing was ever reported."""
    return Report(
        actor=actor,
        area=None if age_days is None else "logistics",
        pillar=None if age_days is None else "P",
        last_at=None if age_days is None else NOW,
        age_days=age_days,
        is_missing=is_missing,
        state="never"
        if age_days is None
        else "lapsed"
        if age_days > 90
        else "late"
        if is_missing
        else "current",
    )


def state(actor: str, reporting: str, age_days: int | None) -> ReportingState:
    """Give how one member reports in one area."""
    return ReportingState(
        actor=actor,
        area="logistics",
        reporting=reporting,
        report_age_days=age_days,
        oldest_pillar=None,
        oldest_at=None,
    )


def shares(giver: str, receiver: str, products: int, topic: str = "outages") -> Sharing:
    """Give one topic between two actors."""
    return Sharing(
        from_actor=giver, to_actor=receiver, topic=topic, products=products, newest_at=NOW
    )


def test_members_come_first_and_a_partner_has_no_readiness_not_zero():
    member = Contribution(
        actor="EST",
        kind="member",
        exercises=3,
        results=5,
        areas=9,
        ready=7,
        mean_index=80.0,
        mean_resources=None,
        scored=0,
        compliance_ratio=None,
        products_shared=0,
        offers=2,
    )
    partner = PartnerContribution(
        actor="CHE",
        kind="partner_nation",
        exercises=0,
        results=0,
        products_shared=4,
        products_received=1,
        offers=0,
        standards_implemented=2,
    )
    gone = belongs("EX-KITEAIR", "commercial", date(2025, 4, 30))
    listed = [gone, belongs("CHE", "partner_nation"), belongs("EST")]

    first, second, third = partners.lines(listed, [member], [partner])

    assert (first.actor, first.ready, first.resources, first.commitments) == (
        "EST",
        "7 of 9",
        "–",
        "–",
    )
    assert (second.actor, second.ready, second.insight, second.exercises) == ("CHE", "–", "4", "0")
    assert (third.belongs, third.insight) == ("29 Mar 2004 to 30 Apr 2025", "–")
    assert partners.brings_title(listed) == "1 members and 1 partners belong; 1 left"


def test_an_offer_says_how_much_how_fast_and_from_when():
    offer = Offer(
        actor="EST",
        area="land",
        capability_code="brigade",
        quantity=2,
        ntm_days=30,
        ntm_band=2,
        available_from_on=date(2027, 1, 1),
        is_available=False,
        ledger_seq=1,
        age_days=600,
        is_late=False,
    )

    assert partners.offer(offer) == "2 × brigade, land: 30 d notice, from 1 Jan 2027"
    assert partners.offer(replace(offer, is_late=True)) == (
        "2 × brigade, land: 30 d notice, from 1 Jan 2027; late: not said again for 600 d"
    )


def test_a_band_says_how_much_of_it_was_not_said_again_for_long():
    band = NoticeBand(
        band=1, at_most_days=10, actors=1, offers=2, quantity=3, late=0, oldest_age_days=None
    )

    assert partners.offered(band) == "3 in 2 offers"
    assert partners.offered(replace(band, late=1, oldest_age_days=600)) == (
        "3 in 2 offers, 1 late, oldest 600 d"
    )


def test_notice_counts_what_is_fast():
    bands = [
        NoticeBand(
            band=1, at_most_days=10, actors=1, offers=1, quantity=3, late=0, oldest_age_days=None
        ),
        NoticeBand(
            band=2, at_most_days=30, actors=2, offers=2, quantity=4, late=0, oldest_age_days=None
        ),
        NoticeBand(
            band=3, at_most_days=180, actors=0, offers=0, quantity=0, late=0, oldest_age_days=None
        ),
        NoticeBand(
            band=4, at_most_days=None, actors=1, offers=1, quantity=5, late=0, oldest_age_days=None
        ),
    ]

    assert partners.notice_title(bands) == "7 units of 12 can move within 30 days"
    assert partners.notice(bands[3]) == "longer"
    assert partners.notice_title([]) == "Nothing that is offered is available"


def test_who_works_behind_the_newest_spiral_is_counted_and_marked():
    old = Baseline(baseline="FMN", actor="EST", level=4, newest_level=5, is_behind=True)
    new = Baseline(baseline="FMN", actor="FIN", level=5, newest_level=5, is_behind=False)

    assert partners.agreed_title([old, new], 2) == "1 of 2 work behind FMN spiral 5"
    assert partners.agreed_title([old, new], 5) == (
        "4 of 5 work behind FMN spiral 5, 3 of them by none"
    )
    assert partners.agreed_title([new], 1) == "All 1 work by FMN spiral 5"
    assert partners.agreed_title([], 5) == "Nobody has adopted a baseline"
    assert partners.spiral(old) == "▼ FMN spiral 4, behind spiral 5"


def test_insight_is_counted_and_its_topics_are_named():
    rows = [shares("EST", "FIN", 2), shares("EST", "FIN", 1, "sea lanes"), shares("FIN", "LVA", 1)]

    assert partners.insight_title(rows) == "Estonia gave most: 3 of 4 hand-overs in a year"
    assert partners.shared(rows[:2]) == "Estonia to Finland: 3 (outages 2 and sea lanes 1)"
    assert active(rows) == ["FIN", "EST", "LVA"]
    assert partners.insight_title([]) == "No insight was shared in a year"


def test_who_never_reported_is_named_apart_from_who_is_late():
    rows = [
        report("ISL", None, is_missing=True),
        report("EST", 165, is_missing=True),
        report("EST", 60, is_missing=True),
        report("FIN", 3, is_missing=False),
    ]

    states = [
        state("ISL", "never", None),
        state("EST", "lapsed", 165),
        state("EST", "late", 60),
        state("EST", "current", 3),
        state("FIN", "current", 3),
    ]

    assert partners.late_by_actor(states) == [
        ("ISL", "has never reported"),
        ("EST", "1 late, 1 lapsed, 0 never, oldest 165 d"),
    ]
    assert partners.in_time_by_actor(states) == [("FIN", "1 in time, the oldest 3 of 45 d")]
    assert partners.discipline(rows) == "3 of 4 are missing, from 2 actors"
    assert partners.discipline(rows[3:]) == "all 1 are in time"
    assert partners.reporting_title([]) == "Nothing is expected to be reported"


def test_each_cell_of_the_list_stands_under_its_own_heading():
    line = partners.Line(
        actor="EST",
        kind="member",
        belongs="since 29 Mar 2004",
        is_current=True,
        exercises="1",
        results="2",
        ready="3 of 8",
        resources="40.5",
        commitments="50 % of 6",
        insight="7",
        offers="8",
    )

    assert in_text_table(brings.TABLE, brings.Listed(line, "/partners", is_chosen=True)) == {
        "Actor": "Estonia (shown)",
        "Kind": "Member",
        "Belongs": "since 29 Mar 2004",
        "Exercises": "1",
        "Results": "2",
        "Areas ready": "3 of 8",
        "Resources, %": "40.5",
        "Compliance": "50 % of 6",
        "Insight given": "7",
        "Offers": "8",
    }


def test_each_value_of_the_tables_behind_the_charts_stands_under_its_own_heading():
    band = NoticeBand(
        band=2, at_most_days=10, actors=3, offers=4, quantity=5, late=1, oldest_age_days=None
    )
    spiral = Baseline(baseline="FMN", actor="EST", level=3, newest_level=4, is_behind=True)
    shared = Sharing(from_actor="EST", to_actor="FIN", topic="energy", products=6, newest_at=NOW)

    assert in_grid(notice.NOTICE.grid, band) == {
        "Notice": "at most 10 d",
        "Units": 5,
        "Offers": 4,
        "Members": 3,
        "Late": 1,
    }
    assert in_grid(agreed.AGREED.grid, agreed.Agreed("EST", spiral, 0.25)) == {
        "Member": "Estonia",
        "Spiral": "FMN 3",
        "Standards shared": 25.0,
    }
    assert in_grid(insight.INSIGHT.grid, shared) == {
        "From": "Estonia",
        "To": "Finland",
        "Topic": "energy",
        "Products": 6,
        "Newest": "27 Nov 2026",
    }
    assert in_grid(reporting.REPORTING.grid, report("EST", 50, is_missing=True)) == {
        "Actor": "Estonia",
        "Area": "Logistics",
        "Pillar": "personnel",
        "Last report": "27 Nov 2026",
        "Age, d": 50,
        "State": "late",
        "Missing": True,
    }


def test_of_what_nobody_knows_a_table_shows_nothing():
    assert in_grid(agreed.AGREED.grid, agreed.Agreed("EST", None, None)) == {
        "Member": "Estonia",
        "Spiral": None,
        "Standards shared": None,
    }
    never = in_grid(reporting.REPORTING.grid, report("EST", None, is_missing=True))
    assert (never["Area"], never["Pillar"], never["Last report"]) == (None, None, None)
