"""Absence never improves: what silence does to readings, pairs and counts."""

from datetime import timedelta

import pytest

from schemas.events import BaselineAdopted, MemberJoined
from schemas.vocabulary import Classification, Dimension
from tests.spec.cases import NOW, agrees, assessed, interop, joined, left, rated, reported
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import Engine, Row, at, days_before, same

AREA = "logistics"
STATES = ("current", "late", "lapsed", "never")
BAD, GOOD = {"rating": "U"}, {"rating": "P"}
# What a bad result of 800 days and a good one of 400 days ago add up to at the good one.
MIXED = (27.0 * 2 ** (-400 / 335) + 92.5) / (2 ** (-400 / 335) + 1)


def reading_of(engine: Engine, known_at: object, as_of=NOW) -> Row:
    """Give the one reading of NATO."""
    [reading] = engine.ask("readiness", "NATO", as_of, known_at)
    return reading


@pytest.mark.parametrize(
    ("newer", "points"),
    [
        ([rated(0, rating=None)], MIXED),
        ([rated(0, actor="FIN")], MIXED),
        ([rated(0, area="land")], MIXED),
        ([reported("P", 95)], MIXED),
        (
            [rated(400, **GOOD, id="same-moment")],
            (MIXED * (2 ** (-400 / 335) + 1) + 92.5) / (2 ** (-400 / 335) + 2),
        ),
        ([rated(399, **GOOD)], None),
        ([rated(60, **GOOD)], (92.5 * (1 + 2 ** (-340 / 335))) / (1 + 2 ** (-340 / 335))),
    ],
    ids=[
        "a result without a rating",
        "a result of somebody else",
        "a result elsewhere",
        "a report",
        "another one of the same moment counts beside",
        "a newer one shifts the mix",
        "a newer one puts out of date what is too old for it",
    ],
)
def test_only_a_newer_item_of_the_series_shifts_its_points(engine: Engine, newer, points):
    known_at = engine.tell(*joined("EST"), rated(800, **BAD), rated(400, **GOOD), *newer)

    [reading] = [
        one
        for one in engine.ask("readiness", "NATO", NOW, known_at)
        if (one["actor"], one["area"]) == ("EST", AREA)
    ]

    if points is None:
        w = (2 ** (-401 / 335), 2 ** (-1 / 335), 1.0)
        points = (27.0 * w[0] + 92.5 * (w[1] + w[2])) / sum(w)
    assert same(reading["t"], points)


def test_taking_the_newest_result_back_takes_the_reading_back_to_the_one_before(engine: Engine):
    newest = rated(400, **GOOD)
    before = engine.tell(*joined("EST"), rated(800, **BAD), newest)
    after = engine.tell(retraction_of(newest))

    assert same(reading_of(engine, before)["t"], MIXED)
    assert agrees(reading_of(engine, after), {"t": None, "last_t": 27.0, "level": "ND"})
    as_of = NOW - timedelta(days=300)
    assert agrees(reading_of(engine, after, as_of), {"t": 27.0, "level": "4"})


def test_a_newest_result_that_turns_out_to_have_no_rating_moves_nothing(engine: Engine):
    newest = rated(100, **GOOD)
    known_at = engine.tell(
        *joined("EST"), rated(400, **BAD), newest, correction_of(newest, rating=None)
    )

    assert agrees(reading_of(engine, known_at), {"t": 27.0, "items": 1, "age_days": 400})


def test_a_result_that_the_viewer_may_not_see_shifts_nothing(engine: Engine):
    known_at = engine.tell(
        *joined("EST"),
        rated(800, **BAD),
        rated(400, **GOOD),
        rated(1, classification="SECRET", **BAD),
    )
    engine.clear_for(Classification.RESTRICTED)

    assert same(reading_of(engine, known_at)["t"], MIXED)


@pytest.mark.parametrize(
    ("as_of_days", "items", "weight", "t_level"),
    [
        (0, 2, 2 ** (-600 / 912) + 1, 1),
        (365, 2, 2 ** (-965 / 912) + 2 ** (-365 / 335), 1),
        (366, 2, 2 ** (-966 / 912) + 2 ** (-366 / 335), 2),
        (730, 2, 2 ** (-1330 / 912) + 2 ** (-730 / 335), 2),
        (731, 1, 2 ** (-1331 / 912), 2),
        (1225, 1, 2 ** (-1825 / 912), 2),
        (1226, 0, 0.0, None),
    ],
)
def test_in_silence_only_weights_fade_until_the_last_item_is_past_its_validity(
    engine: Engine, as_of_days, items, weight, t_level
):
    first = at("2023-05-01T12:00:00")
    told = [
        assessed(0, score=95.0, time=days_before(first, 600)),
        rated(0, **GOOD, time=days_before(first, 0)),
    ]
    known_at = engine.tell(*joined("EST"), *told)

    reading = reading_of(engine, known_at, first + timedelta(days=as_of_days))

    points = (95.0 * 2 ** (-600 / 912) + 92.5) / (2 ** (-600 / 912) + 1)
    assert same(reading["last_t"], points)
    assert reading["t"] is None if t_level is None else same(reading["t"], points)
    assert agrees(reading, {"t_level": t_level, "items": items, "external_items": items})
    assert same(reading["total_weight"], weight)
    assert same(reading["conf"], weight / (weight + 1))


def test_the_line_of_an_instrument_does_not_break_in_silence(engine: Engine):
    both = [assessed(500, instrument="JEE"), rated(500, **GOOD)]
    known_at = engine.tell(*joined("EST"), *both)

    keys = [
        reading_of(engine, known_at, NOW + timedelta(days=days))["instrument_key"]
        for days in (0, 400, 1000, 1400)
    ]

    assert keys == ["JEE:1,exercise:1"] * 4


def test_an_old_version_does_not_come_back_when_the_new_one_expires(engine: Engine):
    told = [
        assessed(1400, instrument="X", instrument_version="1", score=95.0),
        assessed(600, instrument="X", instrument_version="2", score=60.0, evaluator="self"),
    ]
    known_at = engine.tell(*joined("EST"), *told)

    assert agrees(reading_of(engine, known_at), {"level": "ND", "last_t": 60.0, "items": 0})


@pytest.mark.parametrize(
    ("reports", "level", "reporting"),
    [
        ([reported("R", 65, 91)], "ND", "lapsed"),
        ([reported("R", 65, 91), reported("P", 95, 1)], "ND", "lapsed"),
        ([reported("R", 65, 91), reported("R", 95, 90)], "2", "late"),
        ([reported("R", 65, 9000)], "ND", "lapsed"),
        ([reported("T", 65, 200)], "2", "never"),
        ([], "2", "never"),
    ],
    ids=[
        "who stops reporting has no level",
        "whatever else is reported",
        "who reports again has one",
        "however long ago",
        "a reported T is not expected",
        "who never reported is not level 1",
    ],
)
def test_a_pillar_once_reported_stays_expected(engine: Engine, reports, level, reporting):
    known_at = engine.tell(*joined("EST"), rated(0, **GOOD), *reports)

    assert agrees(reading_of(engine, known_at), {"level": level, "reporting": reporting})


def test_only_taking_a_report_back_ends_that_it_is_expected(engine: Engine):
    report = reported("R", 65, 100)
    known_at = engine.tell(*joined("EST"), rated(0, **GOOD), report, retraction_of(report))

    assert agrees(reading_of(engine, known_at), {"level": "2", "r": None, "r_state": "never"})


def test_leaving_and_joining_again_forgives_nothing(engine: Engine):
    known_at = engine.tell(
        *joined("EST"),
        rated(20, **GOOD),
        reported("R", 65, 200),
        left("EST", "2026-08-01"),
        *joined("EST", on="2026-10-01"),
    )

    assert agrees(reading_of(engine, known_at), {"level": "ND", "r_state": "lapsed", "r": 65.0})


def test_what_was_known_last_stands_beside_what_lapsed(engine: Engine):
    known_at = engine.tell(
        *joined("EST"),
        rated(100, **GOOD),
        reported("P", 95, 100),
        reported("S", 92, 10),
        reported("R", 65, 1),
    )

    reading = reading_of(engine, known_at)

    assert agrees(reading, {"level": "ND", "last_level": "3", "index": None, "t": 92.5})
    assert same(reading["last_index"], (92.5 + 95.0 + 92.0 + 65.0) / 4)
    assert agrees(reading, {"pillars": 3, "report_age_days": 100, "p_level": 1})


def area_row(engine: Engine, *arguments: object) -> Row:
    """Give the one area of a roll-up."""
    [area] = engine.ask("rollup", "NATO", *arguments)
    return area


def test_each_member_is_in_one_reporting_state_and_the_four_add_up_to_all(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN", "LVA", "NOR", "POL", "SWE"),
        *(rated(5, actor=actor, **GOOD) for actor in ("EST", "FIN", "LVA", "NOR")),
        *(reported(pillar, 95, 5) for pillar in "PSR"),
        reported("P", 95, 5, actor="FIN"),
        reported("S", 95, 46, actor="FIN"),
        reported("P", 95, 5, actor="LVA"),
        reported("R", 60, 91, actor="LVA"),
        reported("T", 95, 5, actor="NOR"),
        reported("P", 95, 400, actor="POL"),
    )

    area = area_row(engine, NOW, known_at)
    states = engine.ask("reporting_states", "NATO", NOW, known_at)

    assert [area[state] for state in STATES] == [1, 1, 2, 2]
    assert agrees(area, {"members": 6, "reporting_members": 2, "ready": 3, "nd": 3})
    assert agrees(area, {"weakest_level": "ND", "weakest_known_level": "3"})
    assert {row["actor"]: row["reporting"] for row in states} == {
        "EST": "current",
        "FIN": "late",
        "LVA": "lapsed",
        "NOR": "never",
        "POL": "lapsed",
        "SWE": "never",
    }
    assert [row["area"] for row in states] == [AREA] * 6
    assert agrees(
        next(row for row in states if row["actor"] == "FIN"),
        {"report_age_days": 46, "oldest_pillar": "S", "oldest_at": NOW - timedelta(days=46)},
    )
    assert agrees(
        next(row for row in states if row["actor"] == "SWE"),
        {"report_age_days": None, "oldest_pillar": None, "oldest_at": None},
    )


def test_every_member_has_a_state_in_every_area_that_any_member_was_heard_of_in(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"), rated(5), reported("P", 95, 5, area="land", actor="FIN")
    )

    states = engine.ask("reporting_states", "NATO", NOW, known_at)

    assert [(row["actor"], row["area"], row["reporting"]) for row in states] == [
        ("EST", "land", "never"),
        ("EST", AREA, "never"),
        ("FIN", "land", "current"),
        ("FIN", AREA, "never"),
    ]


def test_a_reading_stands_beside_what_its_area_adds_up_to(engine: Engine):
    known_at = engine.tell(*joined("EST", "FIN"), rated(5), reported("P", 95, 5))

    [beside] = engine.ask("readiness_in_body", "NATO", NOW, known_at)
    [reading] = engine.ask("readiness", "NATO", NOW, known_at)

    both = {**area_row(engine, NOW, known_at), **reading}
    assert beside == {name: both[name] for name in beside}
    assert len(beside) == len({*area_row(engine, NOW, known_at), *beside})


def test_in_silence_a_body_becomes_no_readier(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN", "LVA"),
        rated(5, **GOOD),
        *(reported(pillar, 95, 5) for pillar in "PS"),
        reported("R", 65, 40),
        rated(5, actor="FIN", **GOOD),
        *(reported(pillar, 95, 5, actor="FIN") for pillar in "PSR"),
        rated(700, actor="LVA", rating="U"),
    )

    days = (0, 30, 51, 87, 400, 4000)
    areas = [area_row(engine, NOW + timedelta(days=day), known_at) for day in days]

    assert [area["ready"] for area in areas] == [1, 1, 1, 0, 0, 0]
    assert [area["nd"] for area in areas] == [0, 0, 2, 3, 3, 3]
    assert [area["weakest_level"] for area in areas] == ["4", "4", "ND", "ND", "ND", "ND"]
    assert [area["weakest_known_level"] for area in areas] == ["4"] * 6
    assert len({area["mean_index"] for area in areas}) == 1
    assert [area["lapsed_indices"] for area in areas] == [0, 0, 2, 3, 3, 3]
    assert [area["reporting_members"] for area in areas] == [2, 2, 1, 0, 0, 0]


def test_a_mean_index_takes_no_member_that_never_had_one(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"), rated(5, **GOOD), reported("P", 10, 5, actor="FIN")
    )

    area = area_row(engine, NOW, known_at)

    assert agrees(area, {"mean_index": 92.5, "indices": 1, "lapsed_indices": 0, "nd": 1})


def test_a_body_moves_at_events_and_its_trend_says_what_lapsed(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"), rated(100, **GOOD), *(reported(p, 95, 100) for p in "PSR")
    )

    points = engine.ask(
        "body_trend", "NATO", NOW - timedelta(days=100), NOW, timedelta(days=50), known_at
    )

    counts = [[point[name] for name in (*STATES, "ready", "nd")] for point in points]
    assert counts == [[1, 0, 0, 1, 1, 1], [0, 1, 0, 1, 1, 1], [0, 0, 1, 1, 0, 2]]
    assert [(point["indices"], point["lapsed_indices"]) for point in points] == [
        (1, 0),
        (1, 0),
        (1, 1),
    ]
    assert len({point["mean_index"] for point in points}) == 1


def test_a_trend_holds_its_points_until_they_lapse_and_keeps_the_last_ones_known(engine: Engine):
    known_at = engine.tell(
        *joined("EST"), rated(800, **BAD), rated(740, **GOOD), reported("P", 95, 740)
    )

    points = engine.ask(
        "trend", "NATO", NOW - timedelta(days=740), NOW, timedelta(days=74), known_at
    )

    assert len({point["t"] for point in points[:-1]}) == 1
    assert agrees(points[-1], {"t": None, "index": None, "level": "ND", "items": 0, "pillars": ""})
    assert agrees(points[0], {"pillars": "PT", "reporting": "current"})
    assert agrees(points[1], {"pillars": "PT", "reporting": "late", "last_level": "3"})
    assert agrees(points[2], {"pillars": "T", "reporting": "lapsed", "index": None, "level": "ND"})
    assert len({point["last_index"] for point in points}) == 1


EIGHT = [interop(0, id=f"good-{i}") for i in range(8)]
FIVE = [interop(200, "issue", id=f"bad-{i}") for i in range(5)]


def pair(engine: Engine, question: str, known_at: object, days: int = 0) -> Row:
    """Give the one row about a pair, so many days from now."""
    [row] = engine.ask(question, "NATO", NOW + timedelta(days=days), known_at)
    return row


@pytest.mark.parametrize(
    ("days", "level", "tests"),
    [(0, 2, 13), (530, 1, 13), (531, 1, 8), (730, 1, 8), (731, None, 0)],
)
def test_issues_stay_in_the_mix_until_something_newer_is_known(engine: Engine, days, level, tests):
    known_at = engine.tell(*joined("EST", "FIN"), *FIVE, *EIGHT)

    row = pair(engine, "interoperability", known_at, days)

    assert agrees(row, {"level": level, "tests": tests, "is_lapsed": level is None})
    # What was known last is what would stand had nothing lapsed: it draws back as the tests fade.
    assert agrees(row, {"last_level": 2 if days == 0 else 1, "newest_at": NOW})


def test_a_test_that_did_not_take_place_moves_nothing(engine: Engine):
    known_at = engine.tell(*joined("EST", "FIN"), *FIVE, *EIGHT)
    later = engine.tell(interop(0, "not_tested"))

    assert pair(engine, "interoperability", later) == pair(engine, "interoperability", known_at)


def test_a_pair_that_lapsed_in_one_dimension_is_lapsed_and_the_others_stay_shown(engine: Engine):
    old = [interop(731, "issue", dimension="human", id=f"old-{i}") for i in range(3)]
    known_at = engine.tell(*joined("EST", "FIN"), *EIGHT, *old)

    row = pair(engine, "pair_levels", known_at)
    dimensions = {
        one["dimension"]: one for one in engine.ask("interoperability", "NATO", NOW, known_at)
    }

    assert agrees(row, {"level": None, "is_lapsed": True, "weakest_dimension": "human"})
    assert agrees(row, {"dimensions": 1, "tested_dimensions": 2, "tests": 8, "last_level": 0})
    assert agrees(dimensions["technical"], {"level": 3, "is_weakest": False, "is_lapsed": False})
    assert agrees(dimensions["human"], {"level": None, "is_weakest": True, "last_level": 0})
    assert agrees(dimensions["human"], {"lower_bound": None, "mean": None, "n_eff": 0.0})


def test_of_two_lapsed_dimensions_the_first_by_name_is_the_weakest(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"),
        interop(800),
        interop(900, "issue", dimension="procedural"),
        interop(800, dimension="human"),
        interop(1, dimension="information"),
    )

    assert pair(engine, "pair_levels", known_at)["weakest_dimension"] == "human"


def test_all_pairs_of_a_body_fall_into_levels_lapsed_and_never(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN", "LVA", "POL"),
        *EIGHT,
        *(interop(0, actor_b="LVA", id=f"l{i}") for i in "ab"),
        interop(10, actor_b="POL"),
        interop(10, "issue", actor_a="FIN", actor_b="LVA"),
        interop(731, actor_a="FIN", actor_b="POL"),
        interop(1, actor_a="SWE"),
        interop(731, dimension="human"),
    )

    counts = {
        row["dimension"]: row
        for row in engine.ask("interoperability_counts", "NATO", NOW, known_at)
    }

    assert set(counts) == {Dimension.HUMAN, Dimension.TECHNICAL}
    levels = ("possible", "level_0", "level_1", "level_2", "level_3", "lapsed", "never")
    assert [counts["technical"][name] for name in levels] == [6, 1, 1, 1, 1, 1, 1]
    assert [counts["human"][name] for name in levels] == [6, 0, 0, 0, 0, 1, 5]


def test_shares_of_pairs_are_of_all_that_are_possible_at_the_moment(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN", "LVA"),
        *joined("POL", on="2026-11-23"),
        *(interop(10, id=f"good-{i}") for i in range(8)),
        interop(729, actor_b="LVA"),
    )

    [before, after] = engine.ask(
        "interoperability_trend", "NATO", NOW - timedelta(days=2), NOW, timedelta(days=2), known_at
    )

    names = ("compatible", "pairs", "lapsed", "never", "possible")
    assert [before[name] for name in names] == [1, 2, 0, 1, 3]
    assert [after[name] for name in names] == [1, 2, 0, 4, 6]
    assert same(before["level_2_ratio"], 1 / 3)
    assert same(after["level_2_ratio"], 1 / 6)
    bounds = [row["lower_bound"] for row in engine.ask("interoperability", "NATO", NOW, known_at)]
    assert same(after["mean_lower_bound"], sum(bounds) / 6)


def test_pairs_that_lapse_stay_in_the_trend(engine: Engine):
    known_at = engine.tell(*joined("EST", "FIN"), *EIGHT)
    period = (NOW, NOW + timedelta(days=800), timedelta(days=400))

    points = engine.ask("interoperability_trend", "NATO", *period, known_at)
    line = engine.ask("pair_trend", "NATO", "FIN", "EST", *period, known_at)

    assert [(one["compatible"], one["lapsed"], one["never"]) for one in points] == [
        (1, 0, 0),
        (1, 0, 0),
        (0, 1, 0),
    ]
    assert points[-1]["mean_lower_bound"] == 0.0
    assert [(one["level"], one["is_lapsed"]) for one in line] == [
        (3, False),
        (2, False),
        (None, True),
    ]
    assert agrees(line[-1], {"lower_bound": None, "mean": None, "is_capped": False})


def test_what_a_pair_was_known_for_last_is_held_by_the_baselines_of_today(engine: Engine):
    adopted = [
        event(BaselineAdopted, actor=actor, level=level, time=days_before(NOW, 1))
        for actor, level in (("EST", 5), ("FIN", 4))
    ]
    old = [interop(731, id=f"old-{i}") for i in range(100)]
    before = engine.tell(*joined("EST", "FIN"), *old)
    after = engine.tell(*adopted)

    assert pair(engine, "interoperability", before)["last_level"] == 3
    assert agrees(
        pair(engine, "interoperability", after),
        {"last_level": 2, "level": None, "is_capped": False},
    )


def partner(actor: str, **overrides: object) -> bytes:
    """Give the event by which an actor became a partner of NATO."""
    fields = {"kind": "regional_org", "from_on": "2020-01-01", "time": "2020-01-01T00:00:00Z"}
    return event(MemberJoined, actor=actor, **(fields | overrides))


def heard_of(engine: Engine, known_at: object) -> set[str]:
    """Give of whom there are readings, in any body or none."""
    readings = engine.ask("readiness", None, NOW, known_at)
    pairs = engine.ask("interoperability", None, NOW, known_at)
    both = {row[name] for row in pairs for name in ("actor_a", "actor_b")}
    return {row["actor"] for row in readings} | both


UNKNOWN = [
    rated(5, actor="XYZ"),
    reported("P", 95, actor="XYZ"),
    interop(5, actor_b="XYZ"),
]


@pytest.mark.parametrize(
    ("declared", "counts"),
    [
        ([], False),
        ([partner("XYZ")], True),
        ([partner("XYZ", body="G7")], True),
        ([partner("XYZ", from_on="2030-01-01")], True),
        ([partner("XYZ"), left("XYZ", "2021-01-01")], True),
        ([partner("XYZ"), retraction_of(partner("XYZ"))], False),
        ([partner("XYZ", kind="commercial")], True),
        ([*joined("XYZ")], False),
        ([partner("XYA")], False),
    ],
    ids=[
        "never declared",
        "declared as a partner",
        "of another body",
        "on whatever day",
        "that left",
        "by a declaration taken back",
        "a firm",
        "a member that is no state",
        "somebody else is declared",
    ],
)
def test_what_is_said_of_an_actor_that_is_no_state_counts_once_it_is_declared_as_a_partner(
    engine: Engine, declared, counts
):
    known_at = engine.tell(*joined("EST"), *UNKNOWN, *declared)

    assert heard_of(engine, known_at) == ({"EST", "XYZ"} if counts else set())


def test_a_declaration_counts_from_when_it_was_heard_and_for_who_may_see_it(engine: Engine):
    before = engine.tell(*joined("EST"), *UNKNOWN)
    after = engine.tell(partner("XYZ", classification="SECRET"))

    assert heard_of(engine, before) == set()
    assert heard_of(engine, after) == {"EST", "XYZ"}
    engine.clear_for(Classification.RESTRICTED)
    assert heard_of(engine, after) == set()


@pytest.mark.parametrize("actor", ["EST", "USA", "DDR", "SUN", "CSK", "YUG", "XKX"])
def test_states_count_also_those_that_are_no_more(engine: Engine, actor):
    known_at = engine.tell(rated(5, actor=actor))

    assert heard_of(engine, known_at) == {actor}


def test_a_slip_of_the_pen_makes_no_member_readier_and_no_roll_up_larger(engine: Engine):
    known_at = engine.tell(*joined("EST", "EE"), rated(5), rated(5, actor="EE", area="land"))

    rows = engine.ask("rollup", "NATO", NOW, known_at)

    assert [(row["area"], row["members"], row["ready"], row["nd"]) for row in rows] == [
        (AREA, 2, 1, 1)
    ]
