"""How far pairs can work together."""

import pytest

from tests.spec.cases import NOW, agrees, interop, joined
from tests.support.given import Engine, at, same


@pytest.mark.parametrize(
    ("events", "tests"),
    [
        ([interop(730)], 1),
        ([interop(0), interop(731)], 1),
        ([interop(0, "issue"), interop(0, "not_tested")], 1),
        ([interop(731), interop(732)], 0),
    ],
    ids=["at its validity", "one expired", "an issue is a test", "a day past it"],
)
def test_a_test_counts_to_the_last_day_of_its_validity(engine: Engine, events, tests):
    known_at = engine.tell(*joined("EST", "FIN"), *events)

    [row] = engine.ask("interoperability", "NATO", NOW, known_at)

    assert (row["tests"], row["is_lapsed"]) == (tests, tests == 0)


def test_without_a_test_there_is_no_row(engine: Engine):
    known_at = engine.tell(*joined("EST", "FIN"), interop(0, "not_tested"))

    assert engine.ask("interoperability", "NATO", NOW, known_at) == []


@pytest.mark.parametrize(
    ("outcomes", "mean"),
    [(["success"], 2 / 3), (["limited"], 0.5), (["issue"], 1 / 3), (["success", "issue"], 0.5)],
)
def test_an_even_chance_is_assumed_before_the_first_test(engine: Engine, outcomes, mean):
    tests = [interop(0, outcome, id=f"t{i}") for i, outcome in enumerate(outcomes)]
    known_at = engine.tell(*joined("EST", "FIN"), *tests)

    [pair] = engine.ask("interoperability", "NATO", NOW, known_at)

    assert same(pair["mean"], mean)
    assert same(pair["n_eff"], float(len(outcomes)))


def test_a_pair_has_no_first_and_second(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"),
        interop(0, actor_a="FIN", actor_b="EST"),
        interop(0, actor_a="EST", actor_b="FIN"),
    )

    [pair] = engine.ask("interoperability", "NATO", NOW, known_at)

    assert agrees(pair, {"actor_a": "EST", "actor_b": "FIN", "tests": 2, "age_days": 0})


def test_the_weakest_tested_dimension_decides(engine: Engine):
    good = [interop(0, id=f"t{i}") for i in range(8)]
    known_at = engine.tell(
        *joined("EST", "FIN"), *good, interop(5, "issue", dimension="human", id="h")
    )

    [pair] = engine.ask("pair_levels", "NATO", NOW, known_at)

    assert agrees(pair, {"level": 0, "weakest_dimension": "human", "tests": 9})
    assert agrees(pair, {"dimensions": 2, "tested_dimensions": 2, "is_lapsed": False})


def test_both_must_be_members_on_the_day(engine: Engine):
    events = [interop(400), interop(400, actor_b="SWE")]
    known_at = engine.tell(
        *joined("EST"), *joined("FIN", on="2023-04-04"), *joined("SWE", on="2026-03-07"), *events
    )

    before = engine.ask("interoperability", "NATO", at("2026-03-06T23:59:59"), known_at)
    after = engine.ask("interoperability", "NATO", at("2026-03-07"), known_at)

    assert [row["actor_b"] for row in before] == ["FIN"]
    assert [row["actor_b"] for row in after] == ["FIN", "SWE"]
