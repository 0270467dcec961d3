"""Sentences from rows: what changed, what is worst, what is old, what was promised."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from dashboard.pages.interoperability import words as interoperability
from dashboard.pages.overview import words as overview
from dashboard.pages.overview.rows import RolledUp
from dashboard.pages.partners import words as partners
from dashboard.pages.trends import words as trends
from dashboard.queries.commitments import Compliance
from dashboard.queries.ledger import EventLine
from dashboard.queries.readings import BodyPoint, PairReading, Reading, ReportingState
from dashboard.queries.storing import PartitionState
from dashboard.wording import (
    causes,
    events,
    names,
    numbers,
    reporting,
)
from dashboard.wording.sentences import plain

AT = datetime(2026, 11, 23, 3, 56, tzinfo=UTC)
LATE = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
READING = Reading(
    actor="EST",
    area="logistics",
    level="2",
    t=78.5489,
    conf=0.57,
    confidence="Moderate",
    items=3,
    external_items=1,
    p=91.0,
    s=None,
    r=None,
    reported_t=None,
    p_state="late",
    s_state="never",
    r_state="never",
    reporting="late",
    pillars=2,
    index=84.8,
    last_t=78.5489,
    last_level="2",
    last_index=84.8,
    newest_at=AT,
    age_days=12,
    newest_seq=7,
    report_age_days=50,
)
ROLLED_UP = RolledUp(
    area="logistics",
    members=32,
    current=15,
    late=5,
    lapsed=2,
    never=10,
    reporting_members=20,
    ready=9,
    ready_ratio=9 / 32,
    weakest_level="ND",
    weakest_known_level="4",
    nd=5,
    mean_index=60.0,
    indices=22,
    lapsed_indices=2,
    oldest_age_days=700,
)
PLEDGE = Compliance(
    commitment_id="gdp",
    title="Spend 2 % of GDP",
    scored=28,
    actors=32,
    compliance_ratio=0.625,
    met=10,
    partly=15,
    missed=3,
    due_on=date(2024, 12, 31),
    late=0,
    not_reported=0,
)
PAIR = PairReading(
    actor_a="EST",
    actor_b="FIN",
    dimension="technical",
    level=2,
    is_lapsed=False,
    last_level=2,
    lower_bound=0.5018,
    mean=0.75,
    tests=2,
    newest_at=AT,
    age_days=0,
    newest_seq=9,
    is_weakest=True,
)

EVENT = EventLine(
    seq=1,
    recorded_at=AT,
    occurred_at=AT,
    date_precision=None,
    type="org.muster.event.corrected",
    version=1,
    subject="EST",
    source="x",
    event_id="x",
    classification="UNCLASSIFIED",
    amended=None,
    flag=None,
    summary="",
)


def test_an_instant_is_a_date_time_group_with_z():
    assert numbers.dtg(AT) == "230356ZNOV26"


def test_a_date_is_never_given_more_exactly_than_it_is_known():
    assert numbers.occurred(AT, "year") == "2026"
    assert numbers.occurred(AT, "month") == "NOV 2026"
    assert numbers.occurred(AT, "day") == "23 NOV 2026"
    assert numbers.occurred(AT, None) == "230356ZNOV26"


def test_zero_none_and_unknown_look_different():
    assert (numbers.one_decimal(0.0), numbers.one_decimal(None)) == ("0", "–")
    assert (numbers.age(0), numbers.age(None)) == ("0 d", "no age")


def test_a_change_carries_its_sign_as_a_symbol():
    assert numbers.change_points(50.0, 46.8) == "▲ 3.2"
    assert numbers.change_points(46.8, 50.0) == "▼ 3.2"
    assert numbers.change_points(50.0, 50.0) == "no change"
    assert numbers.change_points(50.0, None) == ""


def test_what_fell_and_what_rose_is_said_with_both_levels():
    fallen = replace(READING, level="3")
    risen = replace(READING, actor="FIN", level="1")
    fell, rose = overview.moved([fallen, risen], [READING, replace(READING, actor="FIN")])

    said = plain(overview.changes(fell, rose, {}, "2 events occurred."))

    assert "▼ 1 reading fell: Estonia logistics 2 → 3" in said
    assert "▲ 1 reading rose: Finland logistics 2 → 1" in said


def test_a_reading_that_stays_is_no_change():
    fell, rose = overview.moved([READING], [READING])

    assert fell == rose == []
    assert overview.changes(fell, rose, {}, "") == ["No reading changed its level. "]


def test_the_weakest_area_is_said_with_its_coverage():
    said = plain(overview.weakest([ROLLED_UP], [READING]))

    assert "Logistics: 9 of 32 members ready (level 1 or 2), 5 not demonstrated," in said
    assert "the weakest known at level 4." in said


def test_members_are_called_ready_only_in_areas_that_have_data():
    without = replace(ROLLED_UP, area="land", never=32, indices=0, ready=0)
    elsewhere = replace(ROLLED_UP, area="air")

    assert overview.matrix_title([ROLLED_UP, without]) == (
        "Logistics is ready in 9 of 32 members; no other area has data"
    )
    assert overview.matrix_title([ROLLED_UP, elsewhere, without]) == (
        "9 of 32 members are ready in each area that has data"
    )


def state(area: str, reporting: str, age_days: int | None) -> ReportingState:
    return ReportingState(
        actor="EST",
        area=area,
        reporting=reporting,
        report_age_days=age_days,
        oldest_pillar=None if age_days is None else "P",
        oldest_at=None if age_days is None else AT - timedelta(days=age_days),
    )


def test_the_three_counts_are_the_same_on_overview_partners_and_trends():
    states = [
        state("land", "late", 50),
        state("logistics", "lapsed", 166),
        state("air", "never", None),
        state("isr", "current", 3),
    ]
    counted = replace(_land(0, 0.5, 1), members=4, current=1, late=1, lapsed=1, never=1)

    assert "1 late (older than 45 days), 1 lapsed" in plain(overview.stale(states))
    assert partners.reporting_title(states) == (
        "Reports of 4 member areas: 1 late, 1 lapsed, 1 never made"
    )
    assert reporting.counts(states) == reporting.counts_of_points([counted])


def test_late_lapsed_and_never_are_counted_and_the_oldest_is_named():
    states = [
        ReportingState(
            actor=actor,
            area="logistics",
            reporting=state,
            report_age_days=age_days,
            oldest_pillar=age_days and "P",
            oldest_at=age_days and AT,
        )
        for actor, state, age_days in (
            ("EST", "late", 50),
            ("FIN", "lapsed", 166),
            ("NOR", "never", None),
            ("POL", "current", 3),
        )
    ]

    said = plain(overview.stale(states))

    assert "1 late (older than 45 days), 1 lapsed (older than 90), 1 never made" in said
    assert "of 4 member areas" in said
    assert "The oldest: Finland logistics at 166 d." in said
    assert "no members" in plain(overview.stale([]))


def test_a_commitment_is_said_with_k_of_n_scored():
    said = plain(overview.promises([PLEDGE]))

    assert "62.5\u00a0% compliance with 28 of 32 scored, 3 at or below the baseline" in said


def test_a_reading_is_said_with_confidence_and_age():
    said = overview.reading_words(READING)

    assert "level 2, training 78.5" in said
    assert "confidence Moderate, 3 items" in said
    assert "newest 12 d old" in said


def test_what_has_lapsed_says_what_was_known_last():
    lapsed = replace(READING, level="ND", p_state="lapsed", index=None)

    said = overview.reading_words(lapsed)

    assert "lapsed (personnel too old): last known level 2, training 78.5" in said
    assert "P 91 (lapsed)" in said


def test_not_demonstrated_is_not_called_a_level():
    assert "not demonstrated" in overview.reading_words(
        replace(READING, level="ND", t=None, last_t=None, last_level="ND")
    )


def test_pairs_are_counted_of_all_pairs_and_untested_ones_are_named():
    assert interoperability.summary([2, 3, 1], 496) == "2 of 496 pairs are at level 2 or better"
    covered = interoperability.coverage(3, 10, 496, "technical")
    assert "10 have lapsed, 483 were never tested" in covered


def test_a_pair_without_a_test_is_unknown_and_not_zero():
    assert "unknown, not zero" in interoperability.pair_summary("EST", "FIN", [])


def test_a_pair_is_said_with_what_holds_it_back():
    said = interoperability.pair_summary("EST", "FIN", [PAIR])

    assert "level 2 (compatible), held back by the technical dimension (1 of 4 have data)" in said


def test_a_paused_partition_comes_with_the_command_that_goes_on():
    paused = PartitionState(
        topic="exercise-results",
        partition=2,
        next_offset=10,
        stored=5,
        duplicates=0,
        dead=5,
        paused_at=AT,
        pause_reason="half of the last 1,000 records were bad",
        updated_at=AT,
    )

    [(words, command)] = events.paused([paused, replace(paused, paused_at=None)])

    assert "partition 2 is paused since 230356ZNOV26" in words
    assert command == "muster worker --resume exercise-results/2"


def test_the_command_that_goes_on_names_a_topic_without_the_prefix_it_adds_itself():
    paused = PartitionState(
        topic="demo-exercise-results",
        partition=2,
        next_offset=10,
        stored=5,
        duplicates=0,
        dead=5,
        paused_at=AT,
        pause_reason=None,
        updated_at=AT,
    )

    assert events.paused([paused])[0][1] == "muster worker --resume exercise-results/2"


def test_names_are_those_people_use_also_for_states_that_are_gone():
    assert [names.actor(code) for code in ("EST", "GBR", "DDR", "XX1")] == [
        "Estonia",
        "United Kingdom",
        "East Germany",
        "XX1",
    ]


def test_a_summary_has_words_for_codes():
    assert names.plain("EST c2_comms: pillar P at 92.9 %") == (
        "EST command and comms: personnel at 92.9\u00a0%"
    )


def _land(days: int, ready_ratio: float, reporting: int) -> BodyPoint:
    return BodyPoint(
        at=AT + timedelta(days=days),
        area="land",
        ready_ratio=ready_ratio,
        ready=round(ready_ratio * 32),
        members=32,
        current=reporting,
        late=0,
        lapsed=0,
        never=32 - reporting,
        nd=32 - reporting,
        mean_index=None,
        indices=0,
        lapsed_indices=0,
    )


def test_a_change_is_not_measured_from_what_a_few_members_said():
    points = [_land(-900, 0.0, 2), _land(-600, 0.5, 15), _land(0, 0.75, 30)]

    assert trends.body_title(points) == "Land rose most, by 25 points"
    assert "land was 50\u00a0% of 32 on 2 Apr 2025, the first point with at least half" in (
        trends.body_sentence(points, AT)
    )


def test_no_change_is_claimed_when_only_the_end_has_enough_coverage():
    points = [_land(-900, 0.0, 2), _land(0, 0.75, 30)]

    assert trends.body_title(points) == "Readiness of the body over time"
    assert "shown since" in trends.body_sentence(points, AT)


@pytest.mark.parametrize("at", [LATE, LATE.astimezone(timezone(timedelta(hours=-5)))])
def test_a_day_and_an_hour_are_those_of_utc_wherever_it_runs_and_whoever_says_them(at: datetime):
    assert numbers.day(at) == "23 Nov 2026"
    assert numbers.dtg(at) == "232330ZNOV26"
    assert numbers.occurred(at, "day") == "23 NOV 2026"
    assert numbers.occurred(at, None) == "232330ZNOV26"


def test_every_kind_of_cause_is_named_as_it_is_stored_and_found_again_in_an_address():
    kinds = causes.kinds()

    assert "began to report" in kinds
    assert not [kind for kind in kinds if "_" in kind]
    for kind in kinds:
        assert causes.kind_of(causes.address_of(kind)) == kind


def test_a_flagged_event_says_so_beside_what_became_of_it():
    assert events.state(replace(EVENT, flag="no root", amended=None)) == "⚑ no root"
    assert events.state(replace(EVENT, flag=None, amended=None)) == ""
    both = events.state(replace(EVENT, flag="no root", amended="retracted"))
    assert both.endswith(" ⚑ no root")
    assert len(both) > len(" ⚑ no root")
