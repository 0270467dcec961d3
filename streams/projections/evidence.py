"""Which items speak for or against an actor's readiness, or for two working together?"""

from collections.abc import Iterable
from functools import cache

from schemas.events import CapabilityAssessed, ExerciseResultRecorded, InteropTestRecorded
from schemas.method import Method, load
from schemas.vocabulary import Evaluator, Outcome
from streams.events.recorded import Fact
from streams.projections import series
from streams.projections.projection import Projection, Row

# An exercise and an interoperability test are instruments of one version that never changes.
FIRST_VERSION = "1"
FULL_WEIGHT_CENTI = 100


def of_result(fact: Fact) -> Iterable[Row]:
    """Return the item of a rated result; a result without a rating is participation only."""
    result = fact.data
    assert isinstance(result, ExerciseResultRecorded)
    if result.rating is None:
        return ()
    method = _method()
    weight = method.quality[result.exercise_kind] * method.evaluator[result.evaluator]
    return (
        (
            series.readiness(result.actor, result.area),
            "exercise",
            "exercise",
            FIRST_VERSION,
            round(method.ratings[result.rating] * 1000),
            round(weight * 100),
            result.evaluator is Evaluator.EXTERNAL,
        ),
    )


def of_assessment(fact: Fact) -> Iterable[Row]:
    """Return the item of an assessment; only one by outsiders counts as external."""
    assessment = fact.data
    assert isinstance(assessment, CapabilityAssessed)
    is_external = assessment.evaluator is Evaluator.EXTERNAL
    return (
        (
            series.readiness(assessment.actor, assessment.area),
            "external_assessment" if is_external else "self_report",
            assessment.instrument,
            assessment.instrument_version,
            round(assessment.score_points * 1000),
            round(_method().evaluator[assessment.evaluator] * 100),
            is_external,
        ),
    )


def of_interop_test(fact: Fact) -> Iterable[Row]:
    """Return the item of a test that took place."""
    test = fact.data
    assert isinstance(test, InteropTestRecorded)
    if test.outcome is Outcome.NOT_TESTED:
        return ()
    return (
        (
            series.interoperability(test.actor_a, test.actor_b, test.dimension),
            "interop_test",
            "interop_test",
            FIRST_VERSION,
            round(getattr(_method().interoperability, test.outcome) * 1000),
            FULL_WEIGHT_CENTI,
            False,
        ),
    )


@cache
def _method() -> Method:
    return load()


EVIDENCE = Projection(
    table="evidence",
    columns=(
        "series_id",
        "class",
        "instrument",
        "instrument_version",
        "value_milli",
        "weight_centi",
        "is_external",
    ),
    rows_of={
        ExerciseResultRecorded: of_result,
        CapabilityAssessed: of_assessment,
        InteropTestRecorded: of_interop_test,
    },
)
