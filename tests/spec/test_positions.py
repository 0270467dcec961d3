"""How far apart members stand by their votes elsewhere: context, and part of no reading."""

from datetime import timedelta

import pytest

from schemas.events import DecisionProposed, PositionEstimated, SilenceBroken
from schemas.vocabulary import Classification
from tests.spec.cases import NOW, agrees, joined, left
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import Engine, at, days_before, same

MEMBERS = ("EST", "FIN", "LVA")


def placed(actor: str, point: float, age_days: int = 30, **more: object) -> bytes:
    """Give where an actor was placed, by default a quarter to both sides, in session 74."""
    bounds = {"low": point - 0.25, "high": point + 0.25, "time": days_before(NOW, age_days)}
    return event(PositionEstimated, actor=actor, point=point, **(bounds | more))


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ((1.0, 0.75, 1.25), (1.0, 0.75, 1.25), (0.0, 0.0, 0.5)),
        ((1.0, 0.75, 1.25), (-1.0, -1.5, -0.5), (2.0, 1.25, 2.75)),
        ((-1.0, -1.5, -0.5), (1.0, 0.75, 1.25), (2.0, 1.25, 2.75)),
        ((1.0, 0.5, 1.5), (1.5, 1.25, 2.0), (0.5, 0.0, 1.5)),
        ((1.0, 0.0, 2.0), (1.25, 1.0, 1.5), (0.25, 0.0, 1.5)),
        ((3.0, 2.0, 3.5), (-2.5, -3.0, -2.0), (5.5, 4.0, 6.5)),
    ],
    ids=["alike", "apart", "the other way round", "overlapping", "one inside", "far apart"],
)
def test_a_distance_is_told_with_what_both_bounds_allow(engine: Engine, one, other, distance):
    events = [
        placed(actor, point, low=low, high=high)
        for actor, (point, low, high) in (("EST", one), ("FIN", other))
    ]
    known_at = engine.tell(*joined(*MEMBERS), *events)

    [row] = engine.ask("position_distances", "NATO", NOW, known_at)

    found = (row["distance"], row["distance_low"], row["distance_high"])
    assert all(same(got, expected) for got, expected in zip(found, distance, strict=True))
    assert agrees(row, {"actor_a": "EST", "actor_b": "FIN", "age_days": 30, "is_current": True})


@pytest.mark.parametrize(
    ("points", "median", "mean", "from_median"),
    [
        ({"EST": 1.0}, 1.0, 1.0, 0.0),
        ({"EST": 1.0, "FIN": 0.0}, 0.5, 0.5, 0.5),
        ({"EST": 1.0, "FIN": 0.5, "LVA": -3.0}, 0.5, -0.5, 0.5),
        ({"EST": 1.0, "FIN": 0.5, "LVA": -3.0, "SWE": 9.0}, 0.5, -0.5, 0.5),
    ],
    ids=["alone", "two", "three", "a stranger does not count"],
)
def test_the_middle_is_that_of_the_members_that_were_placed(
    engine: Engine, points, median, mean, from_median
):
    events = [placed(actor, point) for actor, point in points.items()]
    known_at = engine.tell(*joined(*MEMBERS), *events)

    est = engine.ask("positions", "NATO", NOW, known_at)[0]

    assert same(est["median"], median)
    assert same(est["mean"], mean)
    assert same(est["from_median"], from_median)
    assert same(est["from_mean"], abs(1.0 - mean))
    assert same(est["from_median_low"], max(0.0, from_median - 0.25))
    assert same(est["from_median_high"], from_median + 0.25)
    assert est["placed"] == len(points.keys() - {"SWE"})


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([placed("EST", 1.0)], {"EST": 1.0}),
        ([placed("EST", 1.0, 400, occasion="session-73"), placed("EST", 2.0)], {"EST": 2.0}),
        (
            [placed("EST", 1.0, 400, occasion="session-73"), placed("FIN", 2.0)],
            {"FIN": 2.0},
        ),
        (
            [placed("EST", 1.0, id="b"), placed("FIN", 2.0, scale_version="2021-06", id="a")],
            {"EST": 1.0},
        ),
        ([placed("EST", 1.0), placed("FIN", 2.0, 20, scale_version="2021-06")], {"FIN": 2.0}),
        ([placed("EST", 1.0), placed("EST", 2.0, sequence=1)], {"EST": 2.0}),
        ([placed("SWE", 1.0)], {}),
        ([], {}),
    ],
    ids=[
        "one",
        "the newest session",
        "who was not placed in it has none",
        "of two versions at one moment the last by identity",
        "the newer version",
        "said again",
        "a stranger",
        "nothing",
    ],
)
def test_only_points_of_one_occasion_and_version_stand_side_by_side(
    engine: Engine, events, expected
):
    known_at = engine.tell(*joined(*MEMBERS), *events)

    found = engine.ask("positions", "NATO", NOW, known_at)

    assert {row["actor"]: row["point"] for row in found} == expected


def test_two_scales_are_never_compared(engine: Engine):
    known_at = engine.tell(
        *joined(*MEMBERS), placed("EST", 1.0), placed("FIN", 2.0, scale="OTHER")
    )

    assert engine.ask("position_distances", "NATO", NOW, known_at) == []
    assert [row["scale"] for row in engine.ask("positions", "NATO", NOW, known_at)] == [
        "OTHER",
        "UNGA-IDEAL-POINT",
    ]


def test_pairs_can_be_asked_for_one_actor_and_for_everybody(engine: Engine):
    events = [placed(actor, 1.0) for actor in (*MEMBERS, "SWE")]
    known_at = engine.tell(*joined(*MEMBERS), *events)

    of_fin = engine.ask("position_distances", "NATO", NOW, known_at, "FIN")

    assert [(row["actor_a"], row["actor_b"]) for row in of_fin] == [("EST", "FIN"), ("FIN", "LVA")]
    assert len(engine.ask("position_distances", None, NOW, known_at)) == 6


@pytest.mark.parametrize(("age_days", "is_current"), [(0, True), (548, True), (549, False)])
def test_an_old_position_is_still_shown_and_called_old(engine: Engine, age_days, is_current):
    known_at = engine.tell(*joined(*MEMBERS), placed("EST", 1.0, age_days))

    [row] = engine.ask("positions", "NATO", NOW, known_at)

    assert agrees(row, {"age_days": age_days, "is_current": is_current})


def test_both_clocks_hold_for_context_too(engine: Engine):
    root = placed("EST", 1.0)
    first = engine.tell(*joined("EST"), root)
    second = engine.tell(correction_of(root, point=1.2))
    third = engine.tell(retraction_of(root, id="r1"))

    asked = [engine.ask("positions", "NATO", NOW, known) for known in (first, second, third)]

    assert [[row["point"] for row in rows] for rows in asked] == [[1.0], [1.2], []]
    assert engine.ask("positions", "NATO", NOW - timedelta(days=31), third) == []


def test_whoever_left_is_not_placed_among_the_members(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"), left("FIN", "2026-11-20"), placed("EST", 1.0), placed("FIN", 0.0)
    )

    assert len(engine.ask("positions", "NATO", at("2026-11-19"), known_at)) == 2
    assert len(engine.ask("positions", "NATO", NOW, known_at)) == 1


def test_what_may_not_be_read_moves_no_middle(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"), placed("EST", 1.0), placed("FIN", 0.0, classification="SECRET")
    )
    engine.clear_for(Classification.RESTRICTED)

    [row] = engine.ask("positions", "NATO", NOW, known_at)

    assert agrees(row, {"median": 1.0, "placed": 1})


def test_votes_elsewhere_are_never_mixed_into_divergence(engine: Engine):
    proposed = event(DecisionProposed, time=days_before(NOW, 20))
    before = engine.tell(
        *joined(*MEMBERS), proposed, event(SilenceBroken, time=days_before(NOW, 19))
    )
    after = engine.tell(placed("EST", 3.0), placed("FIN", -3.0))

    asked = [engine.ask("divergence", "NATO", NOW, known) for known in (before, after)]

    assert asked[0] == asked[1]
