"""Pairs in depth: their order, their history, what stands beside them, and the map of members."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.figures.runs import runs
from dashboard.figures.theme import LIGHT
from dashboard.pages.interoperability.data import HISTORY_STEP
from dashboard.pages.interoperability.figures.history import pair_history
from dashboard.pages.interoperability.figures.order import both_ways, by_cluster, by_mean
from dashboard.pages.interoperability.figures.tiles import places
from dashboard.pages.interoperability.queries import Exposure, PairBaseline, PairStandards
from dashboard.pages.interoperability.rows import PairTest
from dashboard.pages.interoperability.tiles import Tile, tile_map
from dashboard.pages.interoperability.words import members, pairs
from dashboard.queries.readings import PairPoint
from tests.unit.dashboard.test_wording import PAIR

AT = datetime(2026, 11, 23, tzinfo=UTC)
NATO = (
    "ALB BEL BGR CAN CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN ISL ITA LTU LUX LVA MKD MNE NLD "
    "NOR POL PRT ROU SVK SVN SWE TUR USA"
)
TEST = PairTest(
    dimension="technical",
    seq=9,
    occurred_at=AT,
    age_days=12,
    value=0.5,
    weight=0.98,
    counts=True,
    tests=1,
)
POINT = PairPoint(
    at=AT, dimension="technical", level=2, lower_bound=0.55, mean=0.7, is_capped=False
)


def test_good_partners_stand_side_by_side():
    levels = both_ways({"A|C": 3, "B|D": 3, "A|B": 1})

    assert by_cluster("ABCD", levels) in (["C", "A", "B", "D"], ["D", "B", "A", "C"])


def test_a_pair_without_data_brings_nobody_together():
    levels = both_ways({"A|C": 1, "A|D": 0, "C|D": 0})

    order = by_cluster("ABCD", levels)

    assert abs(order.index("A") - order.index("C")) == 1


@pytest.mark.parametrize("order", [by_cluster, by_mean])
def test_an_order_is_the_same_whatever_comes_first_and_leaves_nobody_out(order):
    levels = both_ways({"A|B": 2, "A|C": 2, "B|E": 1, "D|E": 3})

    assert order("ABCDE", levels) == order("EDCBA", levels)
    assert sorted(order("ABCDE", levels)) == list("ABCDE")
    assert order([], {}) == []


def test_by_mean_the_untested_come_last():
    levels = both_ways({"B|C": 3, "A|B": 0})

    assert by_mean("ABCD", levels) == ["C", "B", "A", "D"]


def test_each_member_has_a_square_of_its_own_on_the_map():
    placed = places(NATO.split())

    assert len({(place.column, place.row) for place in placed}) == 32
    assert {place.actor for place in placed} == set(NATO.split())
    assert max(place.column for place in placed) == 12
    assert max(place.row for place in placed) == 9


def test_who_has_no_square_or_whose_square_is_taken_stands_below():
    placed = {place.actor: place for place in places(["CZE", "CSK", "NATO-ACT", "POL"])}

    assert len(placed) == 4
    assert placed["CZE"].row == placed["NATO-ACT"].row > placed["POL"].row
    assert len({(place.column, place.row) for place in placed.values()}) == 4


def test_a_square_is_a_link_with_its_words():
    drawn = tile_map("Map", [Tile("LUX", "l2", "2", "Luxembourg: mean level 2", "/x")])

    [item] = drawn.children
    square = item.children.to_plotly_json()["props"]
    assert square["aria-label"] == square["data-tip"] == "Luxembourg: mean level 2"
    assert square["href"] == "/x"


def test_the_map_means_over_those_with_data_and_counts_the_unknown():
    found = members.standings(
        ["EST", "FIN", "LUX", "SWE", "NOR"],
        ["EST", "FIN"],
        both_ways({"EST|SWE": 3, "FIN|SWE": 2}),
        both_ways({"EST|NOR": 3}),
    )

    assert [(one.actor, one.mean, one.known, one.last) for one in found] == [
        ("LUX", None, 0, None),
        ("SWE", 2.5, 2, None),
        ("NOR", None, 0, 3.0),
    ]
    assert "with 1 of 3 members, 1 lapsed, 1 unknown" in members.title(found)
    assert "lapsed, last known 3" in members.tile_words(found[2], ["EST", "FIN"])
    assert "no data" in members.tile_words(found[0], ["EST", "FIN"])


def test_a_time_without_a_test_is_a_gap_in_the_history():
    months = [POINT, *(replace(POINT, at=AT + HISTORY_STEP * i) for i in (1, 4, 5))]

    assert [len(run) for run in runs(months, HISTORY_STEP)] == [2, 2]


def test_a_dimension_without_history_is_hatched_and_never_a_line():
    figure = pair_history(
        [POINT],
        LIGHT,
        from_at=AT - timedelta(days=730),
        to_at=AT,
        step=HISTORY_STEP,
    )

    kinds = [(trace.type, trace.xaxis) for trace in figure.data]
    assert kinds == [
        ("scatter", "x"),
        ("scatter", "x"),
        ("bar", "x2"),
        ("bar", "x3"),
        ("bar", "x4"),
    ]


def test_never_tested_and_too_old_are_different_gaps():
    old = replace(TEST, dimension="human", age_days=812, counts=False)

    text = pairs.gaps([PAIR], [TEST, old])

    assert text == "Procedural and Information never tested; Human last tested 812 d ago: too old."


def test_exercises_together_are_counted_beside_and_not_scored():
    joint = Exposure(exercises=15, untested=12, latest_on=date(2026, 11, 1))

    assert pairs.exposure(joint).startswith("15 exercises in the 24 months up to the last, 12")
    assert "No exercise" in pairs.exposure(replace(joint, exercises=0))


def test_standards_are_said_with_of_how_many_and_none_is_not_zero():
    overlap = [PairStandards(dimension="technical", implemented_by_both=0, required=3)]

    assert pairs.standards(overlap) == "Both work by 0 of 3 technical."
    assert pairs.standards([]) == "Nothing on record for both."


def test_a_baseline_behind_is_named_as_what_holds_the_level():
    own = PairBaseline(baseline="FMN", actor="EST", level=3, newest_level=4, is_behind=True)

    assert "held at 2" in pairs.baseline(("EST", "FIN"), [own])
    assert "Finland" in pairs.baseline(("EST", "FIN"), [replace(own, is_behind=False)])
    assert "Nothing on record" in pairs.baseline(("EST", "FIN"), [])


def test_the_tests_behind_a_pair_are_counted_also_those_not_listed():
    assert pairs.shown_of([replace(TEST, tests=10)]) == "the newest 1 of 10"
    assert pairs.outcome(TEST) == "limited"
