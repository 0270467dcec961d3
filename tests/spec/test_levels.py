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
    ("age_days", "pct", "report_age_days", "amber"),
    [
        (0, 80.0, 0, False),
        (45, 80.0, 45, False),
        (46, 80.0, 46, True),
        (90, 80.0, 90, True),
        (91, None, None, False),
    ],
)
def test_a_report_holds_for_ninety_days_and_is_amber_after_half_of_them(
    engine: Engine, age_days, pct, report_age_days, amber
):
    reading = the_reading(engine, reported("P", 80, age_days))

    assert agrees(reading, {"p": pct, "report_age_days": report_age_days, "amber": amber})


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([rated(0, rating="P")], {"level": "1", "pillars": 1, "index": 92.5}),
        ([reported("P", 95)], {"level": "ND", "pillars": 1, "index": 95.0, "t": None}),
        (
            [rated(0, rating="P"), reported("P", 95), reported("S", 95), reported("R", 65)],
            {"level": "3", "pillars": 4, "index": (92.5 + 95 + 95 + 65) / 4},
        ),
        ([rated(0, rating="U"), reported("P", 95)], {"level": "4", "pillars": 2}),
        (
            [rated(0, rating="P"), reported("T", 10)],
            {"level": "1", "pillars": 1, "t": 92.5, "reported_t": 10.0},
        ),
        ([rated(800), reported("P", 95, 100)], {"level": "ND", "pillars": 0, "index": None}),
    ],
    ids=[
        "shown alone",
        "reported alone is not demonstrated",
        "the weakest pillar decides",
        "also when it is what was shown",
        "a reported T stands beside the shown one",
        "all expired",
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


def test_what_is_not_demonstrated_is_not_ready_and_what_is_unheard_of_is_not_counted(
    engine: Engine,
):
    known_at = engine.tell(
        *joined("EST", "FIN", "LVA", "POL"),
        rated(0),
        rated(10, actor="FIN", rating="U"),
        rated(800, actor="LVA"),
    )

    [area] = engine.ask("rollup", "NATO", NOW, known_at)

    assert agrees(area, {"area": "logistics", "members": 4, "reporting": 3, "ready": 1, "nd": 1})
    assert agrees(area, {"weakest_level": "4", "oldest_age_days": 800})
    assert same(area["mean_index"], 52.0)
    assert same(area["ready_ratio"], 1 / 3)
