"""The method is data, complete, and says where each number comes from."""

import pytest

from schemas import method
from schemas.errors import InvalidMethod
from schemas.vocabulary import Evaluator, ExerciseKind, Pillar, Rating

SHIPPED = method.load()


def test_the_numbers_are_those_of_the_method() -> None:
    assert SHIPPED.ratings[Rating.PERFORMED] == 92.5
    assert SHIPPED.quality[ExerciseKind.CPX] == 0.7
    assert SHIPPED.evaluator[Evaluator.SELF] == 0.5
    assert SHIPPED.decay.external_assessment.half_life_days == 912
    assert SHIPPED.pillar_levels[Pillar.TRAINING] == (85, 70, 55)
    assert SHIPPED.interoperability.z == 1.2816


def test_every_constant_has_a_source() -> None:
    names = {name.rstrip(".123") for name in method.constants(SHIPPED)}

    assert names == set(method.sources())


@pytest.mark.parametrize(
    "broken",
    [
        "[method]\nversion = 1",
        '[method]\nversion = { value = 1, source = "" }',
        '[method]\nversion = { value = 1, source = "x", note = "y" }',
        '[method]\nversion = { value = "one", source = "x" }',
        "version",
        "",
    ],
)
def test_a_constant_without_a_source_or_of_a_wrong_kind_is_refused(broken: str) -> None:
    with pytest.raises(InvalidMethod, match=r"method\.toml"):
        method.parse(broken)
