"""Which level percentages earn, and what several pillars earn together."""

import pytest

from tests.spec.cases import NOW, agrees, joined, rated, reported, the_reading
from tests.support.given import Engine, same


@pytest.mark.parametrize(
    ("pillar", "pct", "level"),
    [
        *(("P", pct, level) for pct, level in ((90, 1), (89.999, 2), (80, 2), (70, 3), (69.9, 4))),
        *(("S", pct, level) for pct, level in ((90, 1), (80, 2), (79.9, 3), (65, 3), (64.9, 4))),
        *(("R", pct, level) for pct, level in ((90, 1), (70, 2), (69.9, 3), (60, 3), (0, 4))),
    ],
)
def test_a_percentage_earns_the_level_whose_threshold_it_reaches(
    engine: Engine, pillar, pct, level
):
    reading = the_reading(engine, reported(pillar, pct))

    assert reading[f"{pillar.lower()}_level"] == level
    assert same(reading[pillar.lower()], float(pct))


@pytest.mark.parametrize(
    ("age_days", "state"),
    [
        (0, "current"),
        (45, "current"),
        (46, "late"),
        (90, "late"),
        (91, "lapsed"),
        (4000, "lapsed"),
    ],
)
def test_a_report_is_late_after_45_days_and_lapses_after_90_but_is_not_forgotten(
    engine: Engine, age_days, state
):
    reading = the_reading(engine, reported("P", 80, age_days))

    assert agrees(reading, {"p": 80.0, "p_level": 2, "p_state": state, "reporting": state})
    assert agrees(reading, {"s": None, "s_state": "never", "report_age_days": age_days})


ALL_GOOD = [reported("P", 95), reported("S", 92), reported("R", 90)]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([rated(0, rating="P")], {"level": "2", "pillars": 1, "index": 92.5, "t_level": 1}),
        ([rated(0, rating="P"), *ALL_GOOD[:2]], {"level": "2", "pillars": 3}),
        ([rated(0, rating="P"), *ALL_GOOD], {"level": "1", "pillars": 4}),
        (
            [rated(0, rating="P"), *ALL_GOOD[:2], reported("R", 90, 90)],
            {"level": "1", "pillars": 4, "reporting": "late"},
        ),
        (
            [reported("P", 95)],
            {"level": "ND", "pillars": 1, "index": None, "t": None}
            | {"last_level": "ND", "last_index": None, "p": 95.0},
        ),
        (
            [rated(0, rating="P"), *ALL_GOOD[:2], reported("R", 65)],
            {"level": "3", "pillars": 4, "index": (92.5 + 95 + 92 + 65) / 4},
        ),
        ([rated(0, rating="U"), reported("P", 95)], {"level": "4", "pillars": 2}),
        (
            [rated(0, rating="P"), reported("T", 10)],
            {"level": "2", "pillars": 1, "t": 92.5, "reported_t": 10.0, "reporting": "never"},
        ),
        (
            [rated(800), reported("P", 95, 100)],
            {"level": "ND", "pillars": 0, "index": None, "last_level": "2"}
            | {"last_t": 77.0, "last_index": (77.0 + 95.0) / 2, "t_level": None},
        ),
    ],
    ids=[
        "shown alone is no level 1",
        "nor without a word on one pillar",
        "level 1 takes all of them",
        "a late report counts",
        "reported alone is not demonstrated",
        "the weakest pillar decides",
        "also when it is what was shown",
        "a reported T stands beside the shown one",
        "all lapsed: what was known last",
    ],
)
def test_the_level_is_that_of_the_weakest_pillar(engine: Engine, events, expected):
    assert agrees(the_reading(engine, *events), expected)


@pytest.mark.parametrize(
    ("events", "p"),
    [
        ([reported("P", 95, 10), reported("P", 60, 3)], 60.0),
        ([reported("P", 60, 3), reported("P", 95, 10)], 60.0),
        ([reported("P", 60, 3, sequence=2), reported("P", 95, 3, sequence=1)], 60.0),
        ([reported("P", 60, 3, id="b"), reported("P", 95, 3, id="a")], 60.0),
        ([reported("P", 60, 3), reported("S", 95, 1)], 60.0),
    ],
    ids=["in order", "late arrival", "same moment: sequence", "same sequence: id", "other pillar"],
)
def test_the_latest_report_of_a_pillar_wins(engine: Engine, events, p):
    assert the_reading(engine, *events)["p"] == p


def test_what_is_not_demonstrated_or_never_heard_of_is_not_ready_and_counts(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN", "LVA", "POL"),
        rated(0),
        rated(10, actor="FIN", rating="U"),
        rated(800, actor="LVA"),
    )

    [area] = engine.ask("rollup", "NATO", NOW, known_at)

    assert agrees(area, {"area": "logistics", "members": 4, "ready": 1, "nd": 2})
    assert agrees(area, {"weakest_level": "ND", "weakest_known_level": "4"})
    assert agrees(area, {"indices": 3, "lapsed_indices": 1, "oldest_age_days": 800})
    assert same(area["mean_index"], (77.0 + 27.0 + 77.0) / 3)
    assert same(area["ready_ratio"], 1 / 4)
