"""Numbers as words: rounding stays on its side, shares add up, constants have one source."""

import ast
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import constants
from dashboard.components.grid import Column, on_day
from dashboard.components.values import instant_value, said
from dashboard.pages.overview import words as overview
from dashboard.pages.summits import words as summits
from dashboard.wording import numbers, reporting, why
from schemas import method
from schemas.vocabulary import Pillar
from tests.unit.dashboard.test_wording import AT, READING, ROLLED_UP

FOLDER = Path("dashboard")


@pytest.mark.parametrize(
    ("value", "steps", "words"),
    [
        (89.96, (90, 80, 70), "89.96"),
        (89.994, (90, 80, 70), "89.99"),
        (89.999, (90, 80, 70), "89.9"),
        (90.0, (90, 80, 70), "90"),
        (90.04, (90, 80, 70), "90"),
        (89.94, (90, 80, 70), "89.9"),
        (1.96, (2.0,), "1.96"),
        (1.999, (2.0,), "1.9"),
        (-0.04, (), "0"),
        (1234.56, (), "1,234.6"),
    ],
)
def test_rounding_never_says_the_other_side_of_a_threshold(value, steps, words):
    assert numbers.one_decimal(value, steps) == words


@pytest.mark.parametrize(
    ("value", "words"), [(2.04, "2.04"), (2.001, "2.1"), (2.0, "2"), (1.25, "1.2"), (1.26, "1.3")]
)
def test_a_threshold_that_must_be_passed_is_not_said_to_be_only_reached(value, words):
    assert numbers.one_decimal(value, (1.25, 2.0), is_above=True) == words


def test_no_number_at_all_is_said_to_be_on_the_other_side():
    chance = random.Random(7)
    steps = (55.0, 70.0, 85.0)
    for _ in range(5000):
        value = chance.choice(steps) + chance.uniform(-0.2, 0.2) ** 3
        shown = float(numbers.one_decimal(value, steps))

        assert [shown >= step for step in steps] == [value >= step for step in steps]
        assert abs(shown - value) <= 0.1


def test_shares_add_up_to_the_change_as_it_is_printed():
    chance = random.Random(11)
    for _ in range(2000):
        parts = [chance.uniform(-20, 20) for _ in range(chance.randint(1, 12))]
        change = sum(parts)
        printed = numbers.shares(parts, change)
        numbers_printed = [float(one.replace(numbers.MINUS, "-")) for one in printed]
        shown = float(numbers.one_decimal(abs(change), (numbers.noise(),)).replace(",", ""))

        assert abs(abs(sum(numbers_printed)) - shown) < 1e-9
        assert all(abs(a - b) < 0.1 + 1e-9 for a, b in zip(parts, numbers_printed, strict=True))


def test_the_largest_remainder_goes_up_and_the_order_decides_between_equal_ones():
    assert numbers.adding_up([33.333, 33.333, 33.334], 100.0) == [33.3, 33.3, 33.4]
    assert numbers.adding_up([1 / 3, 1 / 3, 1 / 3], 1.0) == [0.4, 0.3, 0.3]
    assert numbers.adding_up([], 0.0) == []
    assert numbers.adding_up([2.04], 12.5) == [2.0]


@pytest.mark.parametrize("pillar", list(Pillar))
def test_thresholds_come_from_the_method(pillar):
    assert constants.steps(pillar) == tuple(method.load().pillar_levels[pillar])


def test_a_changed_method_changes_the_sentences(monkeypatch: pytest.MonkeyPatch):
    usual = method.load()
    other = replace_method(usual)
    row = replace(ROLLED_UP, area="air", members=3, ready=1)
    one = replace(READING, level="1", actor="EST")
    two = replace(READING, level="2", actor="FIN")

    def said_of() -> list[str]:
        return [
            "".join(str(part) for part in overview.weakest([row], [one, two])),
            f"{reporting.late_days()}",
            numbers.change_points(57.0, 50.0) + f" of {numbers.noise():g}",
            summits.consensus_span(),
            numbers.bound(0.796),
            numbers.one_decimal(94.96, constants.steps("T")),
            f"{constants.ready_levels()}",
            why.ready_levels(),
        ]

    before = said_of()
    monkeypatch.setattr(constants, "method", lambda: other)
    after = said_of()

    assert [(a, b) for a, b in zip(before, after, strict=True) if a == b] == []


def replace_method(usual: method.Method) -> method.Method:
    """Give a method with other constants."""
    struct = __import__("msgspec").structs
    return struct.replace(
        usual,
        pillar_levels={**usual.pillar_levels, Pillar.TRAINING: (95.0, 71.0, 56.0)},
        readiness=struct.replace(usual.readiness, ready_level=1),
        resource_report=struct.replace(usual.resource_report, amber_days=40),
        trend=struct.replace(usual.trend, noise_band_points=8.0),
        divergence=struct.replace(usual.divergence, window_days=500),
        interoperability=struct.replace(usual.interoperability, level_3_at_least=0.8),
    )


# Numbers of the method under names that say what they are: the next copy begins like this.
TYPED_AGAIN = re.compile(
    r"(noise|late|amber|lapse|valid|period|window|ready|good|stale|half|threshold|cut)",
    re.IGNORECASE,
)


def test_no_constant_of_the_method_is_typed_again():
    values = {value for value in method.constants(method.load()).values() if value not in (0, 1)}
    found = []
    for file in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                numbers_in = {
                    one.value
                    for one in ast.walk(node.value)
                    if isinstance(one, ast.Constant) and isinstance(one.value, int | float)
                }
                name = node.targets[0].id
                if name.isupper() and TYPED_AGAIN.search(name) and numbers_in & values:
                    found.append(f"{file}: {name}")
            if isinstance(node, ast.Compare):
                found += [
                    f"{file}:{node.lineno}: {one.value}"
                    for one in node.comparators
                    if isinstance(one, ast.Constant)
                    and isinstance(one.value, float)
                    and one.value in values
                ]

    assert found == []


def test_a_column_says_what_its_values_are_and_instants_sort_as_texts():
    day, text = on_day("a", 10, lambda _: None), Column("b", 10, str)

    assert [day.kind, text.kind] == ["day", "text"]
    assert instant_value(AT) == "2026-11-23T03:56:00.000000Z"
    assert said("a", 3, "three") == {"a": 3, "a_words": "three"}
