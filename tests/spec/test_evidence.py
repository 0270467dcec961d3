"""How evidence adds up, fades and ends."""

import pytest

from tests.spec.cases import NOW, agrees, assessed, joined, rated, reported, the_reading
from tests.support.given import Engine, same

EXTERNAL, SELF = {"evaluator": "external"}, {"evaluator": "self"}


def ihr(age_days: int, version: str, score: float, **overrides: object) -> bytes:
    """Give a yearly self report with one version of an instrument."""
    fields = {"instrument": "IHR", "instrument_version": version, "score": score}
    return assessed(age_days, **(fields | SELF | overrides))


@pytest.mark.parametrize(
    ("event", "items"),
    [
        (rated(0), 1),
        (rated(730), 1),
        (rated(731), 0),
        (assessed(1825, **EXTERNAL), 1),
        (assessed(1826, **EXTERNAL), 0),
        (assessed(548, **SELF), 1),
        (assessed(549, **SELF), 0),
        (assessed(548, evaluator="peer"), 1),
        (assessed(549, evaluator="peer"), 0),
    ],
    ids=[
        "result of today",
        "result at its validity",
        "result a day past it",
        "external assessment at its validity",
        "external assessment a day past it",
        "self report at its validity",
        "self report a day past it",
        "peer assessment at its validity",
        "peer assessment a day past it",
    ],
)
def test_an_item_counts_to_the_last_day_of_its_validity(engine: Engine, event, items):
    reading = the_reading(engine, event)

    assert reading["items"] == items
    assert (reading["level"] == "ND") == (items == 0)


@pytest.mark.parametrize(
    ("event", "weight"),
    [
        (rated(0), 1.0),
        (rated(335), 0.5),
        (rated(670), 0.25),
        (rated(0, exercise_kind="realop"), 1.0),
        (rated(0, exercise_kind="cpx"), 0.7),
        (rated(0, exercise_kind="cax", evaluator="peer"), 0.48),
        # In binary a little less than 0.56: a weight is rounded to hundredths, never cut off.
        (rated(0, exercise_kind="cpx", evaluator="peer"), 0.56),
        (rated(0, exercise_kind="ttx", evaluator="self"), 0.2),
        (assessed(912, **EXTERNAL), 0.5),
        (assessed(365, **SELF), 0.25),
    ],
    ids=[
        "fresh",
        "one half-life",
        "two",
        "real",
        "cpx",
        "cax, peer",
        "cpx, peer",
        "ttx, self",
        "JEE",
        "SPAR",
    ],
)
def test_weight_halves_with_each_half_life(engine: Engine, event, weight):
    reading = the_reading(engine, event)

    assert same(reading["total_weight"], weight)
    assert same(reading["conf"], weight / (weight + 1))


@pytest.mark.parametrize(
    ("rating", "points", "t_level"),
    [("P", 92.5, 1), ("S", 77.0, 2), ("M", 62.0, 3), ("U", 27.0, 4)],
)
def test_a_rating_is_the_middle_of_its_band(engine: Engine, rating, points, t_level):
    reading = the_reading(engine, rated(0, rating=rating))

    assert same(reading["t"], points)
    assert reading["t_level"] == t_level


@pytest.mark.parametrize(("score", "t_level"), [(85, 1), (84.9, 2), (70, 2), (55, 3), (54.9, 4)])
@pytest.mark.parametrize("age_days", [0, 7, 123])
def test_a_score_at_a_threshold_reaches_it_whatever_it_weighs(
    engine: Engine, score, t_level, age_days
):
    assert the_reading(engine, assessed(age_days, score=score))["t_level"] == t_level


@pytest.mark.parametrize(
    ("events", "t_level"),
    [
        ([rated(365, rating="P")], 1),
        ([rated(366, rating="P")], 2),
        ([rated(366, rating="M")], 3),
        ([rated(366, rating="P"), rated(365, rating="P")], 1),
        ([rated(366, rating="P"), assessed(912, score=100.0)], 1),
        ([rated(366, rating="P"), assessed(913, score=100.0)], 2),
        ([assessed(274, score=95.0, **SELF)], 1),
        ([assessed(275, score=95.0, **SELF)], 2),
    ],
    ids=[
        "half the validity",
        "older than half",
        "old and no better anyway",
        "one of two still fresh",
        "other class still fresh",
        "both classes old",
        "half of 548 days",
        "a day past half of them",
    ],
)
def test_old_evidence_alone_earns_no_best_level(engine: Engine, events, t_level):
    assert the_reading(engine, *events)["t_level"] == t_level


def test_taking_part_without_a_rating_shows_nothing(engine: Engine):
    known_at = engine.tell(*joined("EST"), rated(0, rating=None))

    assert engine.ask("readiness", "NATO", NOW, known_at) == []


@pytest.mark.parametrize(
    ("events", "points", "instrument_key"),
    [
        ([ihr(400, "1", 90.0), ihr(30, "2", 60.0)], 60.0, "IHR:2"),
        ([ihr(30, "1", 90.0), ihr(400, "2", 60.0)], 90.0, "IHR:1"),
        ([ihr(30, "1", 90.0), ihr(549, "2", 60.0)], 90.0, "IHR:1"),
        (
            [ihr(1500, "1", 90.0, **EXTERNAL), ihr(1100, "2", 60.0), rated(400)],
            77.0,
            "exercise:1",
        ),
        (
            [ihr(30, "1", 90.0, sequence=2), ihr(30, "2", 60.0, sequence=1)],
            90.0,
            "IHR:1",
        ),
        ([ihr(30, "1", 90.0, id="a"), ihr(30, "2", 60.0, id="b")], 60.0, "IHR:2"),
        (
            [ihr(30, "1", 90.0, source="z", id="a"), ihr(30, "2", 60.0, source="y", id="b")],
            90.0,
            "IHR:1",
        ),
    ],
    ids=[
        "newest version",
        "newest by date, not by number",
        "an older version that expired says nothing",
        "also when the newest of it has expired",
        "same day: sequence decides",
        "same sequence: id decides",
        "source before id",
    ],
)
def test_of_an_instrument_only_its_newest_version_counts(
    engine: Engine, events, points, instrument_key
):
    reading = the_reading(engine, *events)

    assert same(reading["t"], points)
    assert reading["instrument_key"] == instrument_key


def test_instruments_do_not_replace_each_other(engine: Engine):
    reading = the_reading(engine, rated(0), ihr(0, "1", 50.0), assessed(0, score=80.0))

    assert reading["instrument_key"] == "IHR:1,exercise:1,visit:1"
    assert same(reading["t"], (77.0 + 0.5 * 50.0 + 80.0) / 2.5)


@pytest.mark.parametrize(
    ("events", "confidence"),
    [
        ([rated(0)], "Moderate"),
        ([rated(0, id=i) for i in "ab"], "Moderate"),
        ([rated(0, id=i) for i in "abc"], "High"),
        ([rated(0, id=i, evaluator="self") for i in "abcdefg"], "Moderate"),
        ([rated(0, id="x"), *(rated(0, id=i, evaluator="self") for i in "abcdefg")], "High"),
        ([rated(0, exercise_kind="ttx", evaluator="self")], "Low"),
        ([rated(731)], "none"),
    ],
    ids=[
        "one",
        "heavy but only two",
        "three",
        "many, none external",
        "many, one external",
        "light",
        "expired",
    ],
)
def test_high_confidence_needs_several_items_and_one_from_outside(
    engine: Engine, events, confidence
):
    assert the_reading(engine, *events)["confidence"] == confidence


def test_the_newest_item_is_named_even_when_it_has_expired(engine: Engine):
    reading = the_reading(engine, rated(900), rated(800), reported("P", 95))

    assert agrees(reading, {"age_days": 800, "newest_seq": 3, "level": "ND", "index": None})


def test_however_long_ago_something_was_heard_there_is_a_reading(engine: Engine):
    known_at = engine.tell(
        *joined("EST"), rated(12_000), reported("P", 95, 11_000, area="land"), rated(1, area="air")
    )

    readings = engine.ask("readiness", "NATO", NOW, known_at)

    assert [(one["area"], one["level"]) for one in readings] == [
        ("air", "2"),
        ("land", "ND"),
        ("logistics", "ND"),
    ]
    assert readings[2]["last_t"] == 77.0
