"""Why a reading changed."""

from datetime import timedelta

import pytest

from tests.spec.cases import NOW, assessed, interop, joined, left, rated, reported
from tests.support.builders import correction_of, retraction_of
from tests.support.given import Engine, Row, same

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


def by_cause(rows: list[Row]) -> dict[str, float]:
    """Give the share of each cause."""
    return {row["cause"]: row["share"] for row in rows}


def test_a_new_item_moves_the_mean_by_its_own_weight(engine: Engine):
    # Fifty days ago U alone; today P joins it, as fresh as U was heavy.
    rows = changes(engine, rated(335, rating="U"), rated(0, rating="P"))

    shares = by_cause(rows)
    assert same(rows[0]["from_value"], 27.0)
    assert same(rows[0]["to_value"], (0.5 * 27 + 92.5) / 1.5)
    assert same(shares["new"], (92.5 - 27) / 1.5)
    assert same(shares["fading"], 0.0)
    assert rows[0]["is_clear"]


def test_when_all_fade_alike_nothing_changes(engine: Engine):
    assert changes(engine, rated(100, rating="P"), rated(200, rating="M")) == []


def test_what_fades_faster_loses_its_say(engine: Engine):
    rows = changes(engine, rated(100, rating="P"), assessed(100, score=50.0))

    assert [row["cause"] for row in rows] == ["fading"]
    assert rows[0]["seq"] is None
    assert rows[0]["change"] < 0
    assert same(rows[0]["share"], rows[0]["change"])
    assert rows[0]["is_clear"] is False


def test_an_item_past_its_validity_is_expired(engine: Engine):
    rows = changes(engine, rated(731, rating="U"), rated(100, rating="P"))

    assert by_cause(rows).keys() == {"expired", "fading"}
    assert same(sum(row["share"] for row in rows), rows[0]["to_value"] - rows[0]["from_value"])


def test_a_new_version_of_an_instrument_pushes_out_the_older(engine: Engine):
    older = assessed(100, instrument_version="1", score=90.0)
    newer = assessed(10, instrument_version="2", score=60.0)

    rows = changes(engine, older, newer)

    assert by_cause(rows).keys() == {"older instrument version", "new"}
    assert same(rows[0]["change"], -30.0)


def test_a_correction_is_the_old_version_out_and_the_new_one_in(engine: Engine):
    root = rated(10, rating="P")

    rows = amended(engine, root, correction_of(root, rating="U"), rated(10, rating="P", id="x"))

    assert [row["cause"] for row in rows] == ["corrected", "corrected", "fading"]
    assert len({row["event_id"] for row in rows if row["seq"]}) == 1
    assert same(sum(row["share"] for row in rows), (27 - 92.5) / 2)


def test_a_retracted_item_is_withdrawn(engine: Engine):
    root = rated(10, rating="U")

    rows = amended(engine, root, retraction_of(root), rated(10, rating="P"))

    assert by_cause(rows).keys() == {"withdrawn", "fading"}
    assert same(rows[0]["to_value"], 92.5)


@pytest.mark.parametrize(("ends", "cause"), [((BEFORE, NOW), "new"), ((NOW, BEFORE), "not yet")])
def test_from_or_to_nothing_events_are_listed_without_shares(engine: Engine, ends, cause):
    start, end = ends
    rows = changes(engine, rated(10), rated(20), start=start, end=end)

    assert [row["cause"] for row in rows] == [cause, cause]
    assert {row["share"] for row in rows} == {row["change"] for row in rows} == {None}
    assert {row["is_clear"] for row in rows} == {None}
    assert "ND" in (rows[0]["from_level"], rows[0]["to_level"])


def test_everything_expired_leads_to_nothing(engine: Engine):
    rows = changes(engine, rated(700), rated(720), start=NOW, end=NOW + YEAR)

    assert [(row["cause"], row["share"], row["to_level"]) for row in rows] == [
        ("expired", None, "ND"),
        ("expired", None, "ND"),
    ]


def test_backwards_an_expired_item_is_valid_again(engine: Engine):
    rows = changes(engine, rated(731, rating="U"), rated(100, rating="P"), start=NOW, end=BEFORE)

    assert by_cause(rows).keys() == {"valid again", "fading"}


def test_a_level_lost_to_age_alone_is_told_though_the_mean_stays(engine: Engine):
    [row] = changes(engine, rated(366, rating="P"))

    assert (row["from_level"], row["to_level"], row["cause"]) == ("1", "2", "fading")
    assert same(row["share"], 0.0)
    assert row["is_clear"] is False


@pytest.mark.parametrize(("score", "is_clear"), [(74.9, False), (75.0, True), (65.0, True)])
def test_less_than_five_points_are_no_clear_change(engine: Engine, score, is_clear):
    older = assessed(100, instrument_version="1", score=70.0)
    newer = assessed(10, instrument_version="2", score=score)

    assert {row["is_clear"] for row in changes(engine, older, newer)} == {is_clear}


def test_the_index_changes_by_each_pillar_over_their_number(engine: Engine):
    events = [reported("P", 60.0, 60), reported("P", 90.0, 10), reported("S", 80.0, 60)]

    rows = changes(engine, *events, measure="index")

    assert [(row["pillar"], row["cause"]) for row in rows] == [("P", "pillar"), ("S", "pillar")]
    assert [row["share"] for row in rows] == [15.0, 0.0]
    assert rows[0]["change"] == 15.0


@pytest.mark.parametrize(
    ("ends", "cause", "change"),
    [((BEFORE, NOW), "pillar came", 10.0), ((NOW, BEFORE), "pillar went", -10.0)],
)
def test_a_pillar_that_comes_or_goes_is_its_own_cause(engine: Engine, ends, cause, change):
    start, end = ends
    events = [reported("P", 60.0, 60), reported("S", 80.0, 10)]

    rows = changes(engine, *events, measure="index", start=start, end=end)

    assert [(row["pillar"], row["cause"], row["share"]) for row in rows] == [
        ("P", "pillar", 0.0),
        ("S", cause, change),
    ]


def test_pillars_that_all_change_places_still_add_up(engine: Engine):
    events = [reported("P", 60.0, 91 + 20), reported("S", 80.0, 10), reported("R", 90.0, 10)]

    rows = changes(engine, *events, measure="index", start=NOW - timedelta(days=60))

    assert {row["cause"] for row in rows} == {"pillar came", "pillar went"}
    assert same(sum(row["share"] for row in rows), 25.0)


def test_a_pair_changes_with_a_prior_that_never_fades(engine: Engine):
    known_at = engine.tell(*joined("EST", "FIN"), interop(335))

    [row] = engine.ask(
        "interoperability_difference", "NATO", NOW - timedelta(days=335), known_at, NOW, known_at
    )

    assert (row["cause"], row["seq"]) == ("fading", None)
    assert same(row["from_value"], 2 / 3)
    assert same(row["to_value"], 1.5 / 2.5)
    assert same(row["share"], 1.5 / 2.5 - 2 / 3)
    assert row["is_clear"]


def test_a_failed_test_after_a_success_says_how_much_it_cost(engine: Engine):
    known_at = engine.tell(*joined("EST", "FIN"), interop(100), interop(0, "issue"))

    rows = engine.ask("interoperability_difference", "NATO", BEFORE, known_at, NOW, known_at)

    assert by_cause(rows).keys() == {"fading", "new"}
    assert by_cause(rows)["new"] < 0
    assert same(sum(row["share"] for row in rows), rows[0]["change"])


def test_the_first_test_of_a_pair_has_no_share(engine: Engine):
    known_at = engine.tell(*joined("EST", "FIN"), interop(10))

    [row] = engine.ask("interoperability_difference", "NATO", BEFORE, known_at, NOW, known_at)

    assert (row["cause"], row["share"], row["from_level"]) == ("new", None, "no data")


def test_whoever_left_in_between_is_still_compared(engine: Engine):
    gone = left("FIN", "2026-11-01")
    known_at = engine.tell(*joined("EST", "FIN"), gone, interop(100), interop(30, "issue"))

    rows = engine.ask("interoperability_difference", "NATO", BEFORE, known_at, NOW, known_at)

    assert {(row["from_level"], row["to_level"]) for row in rows} == {("1", "not members")}


def test_the_same_moment_differs_from_itself_in_nothing(engine: Engine):
    assert changes(engine, rated(10), reported("P", 80.0), start=NOW) == []
