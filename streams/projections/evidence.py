"""Which items speak for or against an actor's readiness, or for two working together?"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from functools import cache

import msgspec

from schemas.events import CapabilityAssessed, ExerciseResultRecorded, InteropTestRecorded
from schemas.method import Method, load
from schemas.vocabulary import Evaluator, Outcome
from streams.events.recorded import Fact
from streams.projections import series
from streams.projections.projection import Projection, SeriesRow

# An exercise and an interoperability test are instruments of one version that never changes.
FIRST_VERSION = "1"
FULL_WEIGHT_CENTI = 100


class EvidenceRow(SeriesRow, frozen=True, kw_only=True):
    """One item of evidence: its value in thousandths of a percent, its weight in hundredths."""

    class_: str = msgspec.field(name="class")
    instrument: str
    instrument_version: str
    value_milli: int
    weight_centi: int
    is_external: bool


def of_result(fact: Fact) -> Iterable[EvidenceRow]:
    """Return the item of a rated result; a result without a rating is participation only."""
    result = fact.data
    assert isinstance(result, ExerciseResultRecorded)
    if result.rating is None:
        return ()
    method = _method()
    weight = method.quality[result.exercise_kind] * method.evaluator[result.evaluator]
    return (
        EvidenceRow(
            series_id=series.readiness(result.actor, result.area),
            class_="exercise",
            instrument="exercise",
            instrument_version=FIRST_VERSION,
            value_milli=round(method.ratings[result.rating] * 1000),
            weight_centi=round(weight * 100),
            is_external=result.evaluator is Evaluator.EXTERNAL,
        ),
    )


def of_assessment(fact: Fact) -> Iterable[EvidenceRow]:
    """Return the item of an assessment; only one by outsiders counts as external."""
    assessment = fact.data
    assert isinstance(assessment, CapabilityAssessed)
    is_external = assessment.evaluator is Evaluator.EXTERNAL
    return (
        EvidenceRow(
            series_id=series.readiness(assessment.actor, assessment.area),
            class_="external_assessment" if is_external else "self_report",
            instrument=assessment.instrument,
            instrument_version=assessment.instrument_version,
            value_milli=round(assessment.score_points * 1000),
            weight_centi=round(_method().evaluator[assessment.evaluator] * 100),
            is_external=is_external,
        ),
    )


def of_interop_test(fact: Fact) -> Iterable[EvidenceRow]:
    """Return the item of a test that took place."""
    test = fact.data
    assert isinstance(test, InteropTestRecorded)
    if test.outcome is Outcome.NOT_TESTED:
        return ()
    return (
        EvidenceRow(
            series_id=series.interoperability(test.actor_a, test.actor_b, test.dimension),
            class_="interop_test",
            instrument="interop_test",
            instrument_version=FIRST_VERSION,
            value_milli=round(getattr(_method().interoperability, test.outcome) * 1000),
            weight_centi=FULL_WEIGHT_CENTI,
            is_external=False,
        ),
    )


@contextmanager
def weighed_by(method: Method) -> Generator[None]:
    """Let this process weigh evidence by another method, to the end of the block."""
    _others.append(method)
    try:
        yield
    finally:
        _others.pop()


_others: list[Method] = []  # the last is asked; none, nearly always


def _method() -> Method:
    return _others[-1] if _others else _shipped()


@cache
def _shipped() -> Method:
    return load()


EVIDENCE = Projection(
    table="evidence",
    row=EvidenceRow,
    rows_of={
        ExerciseResultRecorded: of_result,
        CapabilityAssessed: of_assessment,
        InteropTestRecorded: of_interop_test,
    },
)
