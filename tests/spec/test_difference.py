"""Why a reading changed."""

from datetime import timedelta

import pytest

from schemas.events import BaselineAdopted, LevelOverridden, MemberJoined
from tests.spec.cases import NOW, assessed, interop, joined, left, rated, reported
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import Engine, Row, at, days_before, same

YEAR = timedelta(days=365)
BEFORE = NOW - timedelta(days=50)


def changes(
    engine: Engine, *events: bytes, measure: str = "T", start=BEFORE, end=NOW
) -> list[Row]:
    """Give the causes by which a reading changed between two moments, as now known."""
    known_at = engine.tell(*joined("EST"), *events)
    rows = engine.ask("difference", "NATO", start, known_at, end, known_at)
    return [row for row in rows if row["measure"] == measure]


def amended(engine: Engine, root: bytes, amendment: bytes, *others: bytes) -> list[Row]:
    """Give the causes by which an amendment alone changed T."""
    before = engine.tell(*joined("EST"), root, *others)
    after = engine.tell(amendment)
    rows = engine.ask("difference", "NATO", NOW, before, NOW, after)
    return [row for row in rows if row["measure"] == "T"]


def pair_changes(
    engine: Engine, *events: bytes, measure: str = "mean", start=BEFORE, end=NOW
) -> list[Row]:
    """Give the causes by which a pair changed between two moments, as now known."""
    known_at = engine.tell(*joined("EST", "FIN"), *events)
    rows = engine.ask("interoperability_difference", "NATO", start, known_at, end, known_at)
    return [row for row in rows if row["measure"] == measure]


def by_cause(rows: list[Row]) -> dict[str, float]:
    """Give the share of each cause."""
    return {row["cause"]: row["share"] for row in rows}


def everything(p: float, s: float, r: float, age_days: int) -> list[bytes]:
    """Give reports on all pillars of one day."""
    return [reported(one, pct, age_days) for one, pct in (("P", p), ("S", s), ("R", r))]


def test_a_new_item_moves_the_mean_by_its_own_weight(engine: Engine):
    # Fifty days ago U alone; today P joins it, as fresh as U was heavy.
    rows = changes(engine, rated(335, rating="U"), rated(0, rating="P"))

    assert [row["cause"] for row in rows] == ["came"]
    assert same(rows[0]["from_t"], 27.0)
    assert same(rows[0]["to_t"], (0.5 * 27 + 92.5) / 1.5)
    assert same(rows[0]["share"], (92.5 - 27) / 1.5)
    assert rows[0]["is_clear"]


@pytest.mark.parametrize("days", [1, 100, 600])
def test_silence_moves_no_mean_whatever_fades_faster(engine: Engine, days):
    rows = changes(
        engine,
        rated(100, rating="P"),
        assessed(90, score=50.0),
        start=NOW,
        end=NOW + timedelta(days=days),
    )

    assert {row["cause"] for row in rows} <= {"grown old"}
    assert {row["share"] for row in rows} <= {0.0}


def test_what_comes_puts_others_out_of_date(engine: Engine):
    rows = changes(engine, rated(735, rating="U"), rated(60, rating="P"), rated(0, rating="P"))

    assert by_cause(rows).keys() == {"came", "put out of date", "weighed anew"}
    assert same(sum(row["share"] for row in rows), rows[0]["to_t"] - rows[0]["from_t"])
    assert same(rows[0]["change"], 92.5 - rows[0]["from_t"])


def test_what_stayed_is_weighed_anew_when_something_comes(engine: Engine):
    # The exercise has faded more than the assessment when the next exercise comes.
    rows = changes(engine, assessed(600, score=50.0), rated(600, rating="P"), rated(0, rating="S"))

    assert by_cause(rows).keys() == {"came", "weighed anew"}
    assert by_cause(rows)["weighed anew"] < 0
    assert same(sum(row["share"] for row in rows), rows[0]["to_t"] - rows[0]["from_t"])


def test_a_new_version_of_an_instrument_pushes_out_the_older(engine: Engine):
    older = assessed(100, instrument_version="1", score=90.0)
    newer = assessed(10, instrument_version="2", score=60.0)

    rows = changes(engine, older, newer)

    assert by_cause(rows).keys() == {"version changed", "came"}
    assert same(rows[0]["change"], -30.0)


def test_a_correction_is_the_old_version_out_and_the_new_one_in(engine: Engine):
    root = rated(10, rating="P")

    rows = amended(engine, root, correction_of(root, rating="U"), rated(10, rating="P", id="x"))

    assert [row["cause"] for row in rows][:2] == ["corrected", "corrected"]
    assert len({row["event_id"] for row in rows if row["seq"]}) == 1
    assert same(sum(row["share"] for row in rows), (27 - 92.5) / 2)


def test_a_retracted_item_takes_its_part_with_it(engine: Engine):
    root = rated(10, rating="U")

    rows = amended(engine, root, retraction_of(root), rated(10, rating="P"))

    assert by_cause(rows).keys() == {"retracted", "weighed anew"}
    assert same(rows[0]["to_t"], 92.5)
    assert same(sum(row["share"] for row in rows), rows[0]["change"])


def test_a_rating_that_is_corrected_away_or_in_is_corrected_and_not_retracted(engine: Engine):
    root = rated(10, rating="U")

    gone = amended(engine, root, correction_of(root, rating=None), rated(10, rating="P", id="x"))
    assert by_cause(gone).keys() == {"corrected", "weighed anew"}

    root = rated(10, rating=None, id="y")
    come = amended(engine, root, correction_of(root, rating="U", id="z"))
    assert by_cause(come).keys() == {"corrected"}


def test_a_retraction_of_the_newest_item_brings_back_what_it_put_out_of_date(engine: Engine):
    newest = rated(0, rating="P", id="newest")

    rows = amended(engine, newest, retraction_of(newest), rated(735, rating="U"), rated(60))

    assert by_cause(rows).keys() == {"retracted", "in date again", "weighed anew"}
    assert same(sum(row["share"] for row in rows), rows[0]["change"])


def test_what_was_heard_late_became_known(engine: Engine):
    before = engine.tell(*joined("EST"), rated(20, rating="P"))
    after = engine.tell(rated(30, rating="U", id="late"))

    rows = engine.ask("difference", "NATO", NOW, before, NOW, after)
    back = engine.ask("difference", "NATO", NOW, after, NOW, before)

    assert {row["cause"] for row in rows if row["measure"] == "T"} == {"became known"}
    assert {row["cause"] for row in back if row["measure"] == "T"} == {
        "no longer known",
        "weighed anew",
    }


@pytest.mark.parametrize(("ends", "cause"), [((BEFORE, NOW), "came"), ((NOW, BEFORE), "not yet")])
def test_from_or_to_nothing_events_are_listed_without_shares(engine: Engine, ends, cause):
    start, end = ends
    rows = changes(engine, rated(10), rated(20), start=start, end=end)

    assert [row["cause"] for row in rows] == [cause, cause]
    assert {row["share"] for row in rows} == {row["change"] for row in rows} == {None}
    assert {row["is_clear"] for row in rows} == {True}
    assert "ND" in (rows[0]["from_level"], rows[0]["to_level"])


def test_everything_past_its_validity_leads_to_nothing_on_a_day(engine: Engine):
    rows = changes(engine, rated(700), rated(720), start=NOW, end=NOW + YEAR)

    assert [(row["cause"], row["share"], row["to_level"]) for row in rows] == [
        ("past its validity", None, "ND"),
    ]
    assert rows[0]["seq"] is None
    assert rows[0]["at"] == at("2026-12-24")


def test_backwards_it_is_not_yet_past_its_validity(engine: Engine):
    rows = changes(engine, rated(731), start=NOW, end=BEFORE)

    assert by_cause(rows).keys() == {"not yet past its validity"}


def test_a_level_lost_to_age_alone_is_told_though_the_mean_stays(engine: Engine):
    events = [rated(366, rating="P"), *everything(95, 95, 95, 60), *everything(95, 95, 95, 1)]
    known_at = engine.tell(*joined("EST"), *events)

    rows = engine.ask("difference", "NATO", BEFORE, known_at, NOW, known_at)

    assert [(row["measure"], row["cause"], row["share"]) for row in rows] == [
        ("T", "grown old", 0.0),
        ("level", "grown old", None),
    ]
    assert (rows[1]["from_level"], rows[1]["to_level"], rows[1]["seq"]) == ("1", "2", None)
    assert rows[1]["at"] == at("2026-11-23")


@pytest.mark.parametrize(("score", "is_clear"), [(74.9, False), (75.0, True), (64.9, True)])
def test_less_than_five_points_are_no_clear_change(engine: Engine, score, is_clear):
    older = assessed(100, instrument_version="1", score=70.0)
    newer = assessed(10, instrument_version="2", score=score)

    assert {row["is_clear"] for row in changes(engine, older, newer)} == {is_clear}


def test_the_index_changes_by_each_pillar_over_their_number(engine: Engine):
    events = [
        rated(100),
        reported("P", 60.0, 60),
        reported("P", 90.0, 10),
        reported("S", 80.0, 60),
    ]

    rows = changes(engine, *events, measure="index")

    assert [(row["pillar"], row["cause"]) for row in rows] == [("P", "came")]
    assert [row["share"] for row in rows] == [10.0]
    assert same(rows[0]["change"], 10.0)


def test_training_is_a_pillar_of_the_index(engine: Engine):
    rows = changes(engine, rated(100, rating="U"), rated(0, rating="P"), measure="index")

    assert [(row["pillar"], row["cause"]) for row in rows] == [("T", "training")]
    assert same(rows[0]["share"], rows[0]["to_t"] - rows[0]["from_t"])


@pytest.mark.parametrize(
    ("ends", "cause", "change"),
    [((BEFORE, NOW), "began to report", 3.0), ((NOW, BEFORE), "not yet", -3.0)],
)
def test_a_pillar_that_comes_or_goes_is_its_own_cause(engine: Engine, ends, cause, change):
    start, end = ends
    events = [rated(100), reported("P", 60.0, 60), reported("S", 77.5, 10)]

    rows = changes(engine, *events, measure="index", start=start, end=end)

    assert [(row["pillar"], row["cause"]) for row in rows] == [("S", cause)]
    assert same(rows[0]["share"], change)
    assert same(rows[0]["share"], rows[0]["change"])


def test_without_an_index_at_one_end_what_happened_is_listed(engine: Engine):
    events = [rated(100), *everything(95, 95, 95, 85), reported("S", 70.0, 1)]

    rows = changes(engine, *events, measure="index", start=NOW - timedelta(days=10))
    later = changes(engine, *events, measure="index", start=NOW, end=NOW + timedelta(days=10))

    assert [(row["pillar"], row["cause"], row["share"]) for row in rows] == [("S", "came", -6.25)]
    assert [(row["pillar"], row["cause"], row["share"]) for row in later] == [
        ("P", "lapsed", None),
        ("R", "lapsed", None),
    ]
    assert {row["at"] for row in later} == {at("2026-11-29")}


def test_a_reading_that_changes_in_several_ways_is_one_entry(engine: Engine):
    events = [*everything(95, 95, 95, 60), rated(60, rating="P"), rated(0, rating="U")]
    known_at = engine.tell(*joined("EST"), *events, *everything(95, 95, 65, 1))

    rows = engine.ask("difference", "NATO", BEFORE, known_at, NOW, known_at)

    of_a_reading = ("actor", "area", "from_level", "to_level", "from_t", "to_t", "from_index")
    assert {row["measure"] for row in rows} == {"level", "T", "index"}
    assert len({tuple(row[name] for name in of_a_reading) for row in rows}) == 1
    assert len([row for row in rows if row["measure"] == "level"]) == 1


def moved(engine: Engine, *events: bytes, start=BEFORE, end=NOW) -> Row:
    """Give the one cause of the one level that moved."""
    known_at = engine.tell(*joined("EST"), *events)
    [row] = engine.ask("level_causes", "NATO", start, known_at, end, known_at)
    assert row["from_level"] != row["to_level"]
    return row


def test_a_level_falls_by_the_pillar_that_decides_it_not_by_the_largest_share(engine: Engine):
    # Bulgaria: equipment came at 92.2 %, which is level 1 and raised the index most.
    row = moved(
        engine,
        rated(60, rating="P"),
        *everything(95, 91, 95, 60),
        reported("S", 99.9, 2, id="equipment"),
        reported("R", 88.7, 1, id="condition"),
    )

    assert (row["from_level"], row["to_level"]) == ("1", "2")
    assert (row["pillar"], row["cause"], row["event_id"]) == ("R", "came", "condition")


def test_a_level_rises_by_the_pillar_that_held_it_down(engine: Engine):
    row = moved(
        engine,
        rated(60, rating="P"),
        *everything(95, 95, 65, 60),
        reported("P", 99.0, 2, id="people"),
        reported("R", 75.0, 1, id="condition"),
    )

    assert (row["from_level"], row["to_level"]) == ("3", "2")
    assert (row["pillar"], row["event_id"]) == ("R", "condition")


def test_of_two_that_lower_a_level_the_first_did_it_and_of_two_that_raise_it_the_last(
    engine: Engine,
):
    start = [rated(60, rating="P"), *everything(95, 95, 95, 60)]
    low = [reported("R", 75.0, 4, id="r"), reported("P", 85.0, 8, id="p")]
    high = [reported("R", 95.0, 1, id="r2"), reported("P", 95.0, 2, id="p2")]
    known_at = engine.tell(*joined("EST"), *start, *low, *high)
    between = NOW - timedelta(days=3)

    [fell] = engine.ask("level_causes", "NATO", BEFORE, known_at, between, known_at)
    [rose] = engine.ask("level_causes", "NATO", between, known_at, NOW, known_at)

    assert (fell["event_id"], rose["event_id"]) == ("p", "r2")


def test_training_lowers_a_level_by_the_result_that_pulled_it_down(engine: Engine):
    row = moved(
        engine,
        rated(60, rating="P"),
        *everything(95, 95, 95, 60),
        *everything(95, 95, 95, 2),
        rated(5, rating="P", id="good"),
        rated(4, rating="U", id="bad"),
        rated(3, rating="S", id="fair"),
    )

    assert (row["pillar"], row["cause"], row["event_id"]) == ("T", "came", "bad")


def test_a_lapsed_report_takes_the_level_on_its_day_and_no_event_is_blamed(engine: Engine):
    row = moved(
        engine,
        rated(60, rating="P"),
        *everything(95, 92, 65, 80),
        end=NOW + timedelta(days=30),
    )

    assert (row["from_level"], row["to_level"]) == ("3", "ND")
    assert (row["cause"], row["pillar"], row["seq"]) == ("lapsed", "P", None)
    assert row["at"] == at("2026-12-04")


def test_who_reports_again_is_said_to_begin_again(engine: Engine):
    row = moved(
        engine,
        rated(100, rating="P"),
        *everything(95, 95, 95, 150),
        *everything(95, 95, 95, 2),
    )

    assert (row["from_level"], row["to_level"]) == ("ND", "1")
    assert row["cause"] == "began to report again"
    assert row["at"] == NOW - timedelta(days=2)


def test_a_first_report_of_the_last_pillar_opens_the_best_level(engine: Engine):
    row = moved(
        engine, rated(60, rating="P"), reported("P", 95.0, 51), reported("S", 95.0, 51),
        reported("R", 95.0, 3, id="r"),
    )  # fmt: skip

    assert (row["from_level"], row["to_level"]) == ("2", "1")
    assert (row["cause"], row["pillar"], row["event_id"]) == ("began to report", "R", "r")


def test_evidence_past_its_validity_takes_the_level_on_its_day(engine: Engine):
    row = moved(engine, rated(720), end=NOW + timedelta(days=20))

    assert (row["to_level"], row["cause"], row["pillar"]) == ("ND", "past its validity", "T")
    assert row["at"] == at("2026-12-04")


def test_a_retracted_report_gives_back_the_level_before(engine: Engine):
    bad = reported("R", 65.0, 1, id="bad")
    before = engine.tell(*joined("EST"), rated(60, rating="P"), *everything(95, 95, 95, 20), bad)
    after = engine.tell(retraction_of(bad))

    [row] = engine.ask("level_causes", "NATO", NOW, before, NOW, after)

    assert (row["from_level"], row["to_level"], row["cause"]) == ("3", "1", "retracted")
    assert row["event_id"] == "bad"


def test_a_corrected_report_moves_the_level_as_corrected(engine: Engine):
    root = reported("R", 65.0, 1, id="root")
    before = engine.tell(*joined("EST"), rated(60, rating="P"), *everything(95, 95, 95, 20), root)
    after = engine.tell(correction_of(root, pct=95.0))

    [row] = engine.ask("level_causes", "NATO", NOW, before, NOW, after)

    assert (row["from_level"], row["to_level"], row["cause"]) == ("3", "1", "corrected")


def test_an_override_begins_and_ends(engine: Engine):
    order = event(
        LevelOverridden,
        area="logistics",
        level="C3",
        time=days_before(NOW, 20),
        expires_on=(NOW - timedelta(days=10)).date().isoformat(),
        id="order",
    )
    known_at = engine.tell(*joined("EST"), rated(60, rating="S"), order)
    between = NOW - timedelta(days=15)

    [began] = engine.ask("level_causes", "NATO", BEFORE, known_at, between, known_at)
    [ended] = engine.ask("level_causes", "NATO", between, known_at, NOW, known_at)
    [unended] = engine.ask("level_causes", "NATO", NOW, known_at, between, known_at)
    [unbegun] = engine.ask("level_causes", "NATO", between, known_at, BEFORE, known_at)

    assert (began["cause"], began["event_id"], began["to_level"]) == (
        "override began",
        "order",
        "3",
    )
    assert began["at"] == NOW - timedelta(days=20)
    assert (ended["cause"], ended["seq"], ended["to_level"]) == ("override ended", None, "2")
    assert ended["at"] == at("2026-11-14")
    assert (unended["cause"], unbegun["cause"]) == (
        "override not yet ended",
        "override not yet begun",
    )
    assert {row["pillar"] for row in (began, ended, unended, unbegun)} == {None}


def test_only_readings_in_which_a_kind_of_cause_has_a_part_are_given(engine: Engine):
    land = {"area": "land", "actor": "FIN"}
    known_at = engine.tell(
        *joined("EST", "FIN"),
        rated(60, rating="P"),
        rated(0, rating="U"),
        rated(700, **land),
    )

    def asked(*only: str | None) -> set[str]:
        later = NOW + timedelta(days=60)
        rows = engine.ask("difference", "NATO", BEFORE, known_at, later, known_at, *only)
        return {row["actor"] for row in rows}

    assert asked() == {"EST", "FIN"}
    assert asked("EST") == {"EST"}
    assert asked(None, "land") == {"FIN"}
    assert asked(None, None, "came") == {"EST"}
    assert asked(None, None, "past its validity") == {"FIN"}
    assert asked(None, None, "lapsed") == set()


def test_a_kind_of_cause_is_given_with_the_others_of_its_reading(engine: Engine):
    known_at = engine.tell(
        *joined("EST"), rated(735, rating="U"), rated(60, rating="P"), rated(0, rating="P")
    )
    asked = ("difference", "NATO", BEFORE, known_at, NOW, known_at)

    assert engine.ask(*asked, None, None, "put out of date") == engine.ask(*asked)


def test_a_pair_is_drawn_back_to_its_prior_by_time_alone(engine: Engine):
    [row] = pair_changes(engine, interop(335), start=NOW - timedelta(days=335))

    assert (row["cause"], row["seq"]) == ("time", None)
    assert same(row["from_mean"], 2 / 3)
    assert same(row["to_mean"], 1.5 / 2.5)
    assert same(row["share"], 1.5 / 2.5 - 2 / 3)
    assert row["is_clear"]


def test_a_failed_test_after_a_success_says_how_much_it_cost(engine: Engine):
    rows = pair_changes(engine, interop(100), interop(0, "issue"))

    assert by_cause(rows).keys() == {"time", "came"}
    assert by_cause(rows)["came"] < 0
    assert same(sum(row["share"] for row in rows), rows[0]["change"])


def test_the_first_test_of_a_pair_has_no_share(engine: Engine):
    [row] = pair_changes(engine, interop(10))

    assert (row["cause"], row["share"], row["from_level"]) == ("came", None, "no data")


def test_a_pair_lapses_on_a_day(engine: Engine):
    [row] = pair_changes(engine, interop(700), measure="level", end=NOW + timedelta(days=60))

    assert (row["from_level"], row["to_level"], row["cause"]) == ("0", "lapsed", "lapsed")
    assert (row["seq"], row["at"]) == (None, at("2026-12-24"))


def test_a_test_after_the_lapse_brings_a_level_back(engine: Engine):
    rows = pair_changes(engine, interop(790), interop(10, id="again"), measure="level")

    assert [(row["from_level"], row["cause"], row["event_id"]) for row in rows] == [
        ("lapsed", "came", "again")
    ]


def test_the_level_of_a_pair_moves_by_the_test_that_pulled_at_it(engine: Engine):
    good = [interop(60, id=f"good-{i}") for i in range(8)]
    more = [interop(20, "issue", id="bad"), interop(10, "limited", id="fair")]

    [row] = pair_changes(engine, *good, *more, measure="level")

    assert (row["from_level"], row["to_level"]) == ("3", "2")
    assert (row["cause"], row["event_id"]) == ("came", "bad")


def test_the_level_of_a_pair_sinks_by_time(engine: Engine):
    tests = [interop(60, id=f"test-{i}") for i in range(8)]

    [row] = pair_changes(engine, *tests, measure="level", start=NOW, end=NOW + YEAR)

    assert (row["from_level"], row["to_level"], row["cause"]) == ("3", "2", "time")
    assert same(row["from_lower_bound"] - row["to_lower_bound"] > 0, True)


def test_a_pair_is_held_by_a_baseline_and_let_go_by_it(engine: Engine):
    tests = [interop(60, id=f"test-{i}") for i in range(8)]
    first = event(BaselineAdopted, actor="EST", level=4, time=days_before(NOW, 20), id="first")
    then = event(BaselineAdopted, actor="FIN", level=4, time=days_before(NOW, 10), id="then")
    known_at = engine.tell(*joined("EST", "FIN"), *tests, first, then)
    between = NOW - timedelta(days=15)

    def asked(start: object, end: object) -> list[tuple[str, str, str]]:
        rows = engine.ask("interoperability_difference", "NATO", start, known_at, end, known_at)
        return [
            (row["from_level"], row["to_level"], row["cause"])
            for row in rows
            if row["measure"] == "level"
        ]

    assert asked(BEFORE, between) == [("3", "2", "held by the baseline")]
    assert asked(between, NOW) == [("2", "3", "no longer held by the baseline")]


def test_an_actor_that_is_declared_brings_its_readings_along(engine: Engine):
    mission = event(
        MemberJoined, actor="MISSION", kind="commercial", body="NATO", time=days_before(NOW, 5)
    )
    before = engine.tell(rated(10, actor="MISSION"), reported("P", 90.0, actor="MISSION"))
    after = engine.tell(mission)

    rows = engine.ask("difference", None, NOW, before, NOW, after)

    assert {(row["measure"], row["cause"]) for row in rows} >= {("T", "actor declared")}
    assert {row["actor"] for row in rows} == {"MISSION"}


def test_whoever_left_in_between_is_still_compared(engine: Engine):
    gone = left("FIN", "2026-11-01")
    known_at = engine.tell(*joined("EST", "FIN"), gone, interop(100), interop(30, "issue"))

    rows = engine.ask("interoperability_difference", "NATO", BEFORE, known_at, NOW, known_at)

    assert {(row["from_level"], row["to_level"]) for row in rows} == {("1", "not members")}
    assert [row["cause"] for row in rows if row["measure"] == "level"] == ["left"]


def test_the_same_moment_differs_from_itself_in_nothing(engine: Engine):
    assert changes(engine, rated(10), reported("P", 80.0), start=NOW) == []
