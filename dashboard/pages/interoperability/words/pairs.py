"""What stands beside the levels of one pair, in words: gaps, exercises, standards, baselines."""

from collections.abc import Sequence
from datetime import datetime

from dashboard import constants
from dashboard.pages.interoperability.queries import Exposure, PairBaseline, PairStandards
from dashboard.pages.interoperability.rows import PairTest
from dashboard.queries.readings import PairPoint, PairReading
from dashboard.view import DIMENSIONS
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import age, bound, day, in_decimals, listed

OUTCOMES = ("success", "limited", "issue")


def gaps(readings: Sequence[PairReading], tests: Sequence[PairTest]) -> str:
    """Say which dimensions have no test that counts, and whether they ever had one."""
    have = {reading.dimension for reading in readings if not reading.is_lapsed}
    ages: dict[str, int] = {}
    for test in tests:
        ages[test.dimension] = min(test.age_days, ages.get(test.dimension, test.age_days))
    missing = [dimension for dimension in DIMENSIONS if dimension not in have]
    never = [names.DIMENSIONS[dimension] for dimension in missing if dimension not in ages]
    parts = [
        say(
            "interoperability.facts.expired",
            dimension=names.DIMENSIONS[dimension],
            age=age(ages[dimension]),
        )
        for dimension in missing
        if dimension in ages
    ]
    if never:
        parts.insert(0, say("interoperability.facts.never", dimensions=listed(never, 4)))
    return f"{'; '.join(parts)}." if parts else say("interoperability.facts.no_gap")


def exposure(joint: Exposure) -> str:
    """Say how often both were together, and how often that left no test."""
    if not joint.exercises:
        return say("interoperability.facts.no_exposure")
    return say("interoperability.facts.joint", n=joint.exercises, untested=joint.untested)


def standards(overlap: Sequence[PairStandards]) -> str:
    """Say by how many of the required standards both work, per dimension."""
    if not overlap:
        return say("interoperability.facts.no_standards")
    parts = [
        say(
            "interoperability.facts.standard",
            both=one.implemented_by_both,
            required=one.required,
            dimension=one.dimension,
        )
        for one in overlap
    ]
    return say("interoperability.facts.standards_by", list=listed(parts, 4))


def baseline(pair: tuple[str, str], adopted: Sequence[PairBaseline]) -> str:
    """Say by which baseline each works, and whether that holds the technical level down."""
    if not adopted:
        return say("interoperability.facts.no_baseline")
    text = listed([_adopted(one) for one in adopted], 4)
    if any(one.is_behind for one in adopted):
        newest = max(one.newest_level for one in adopted if one.is_behind)
        return say("interoperability.facts.capped", list=text, newest=newest)
    silent = [actor for actor in pair if actor not in {one.actor for one in adopted}]
    if silent:
        return say(
            "interoperability.facts.baseline_only",
            list=text,
            other=listed([names.actor(actor) for actor in silent]),
        )
    return say("interoperability.facts.not_capped", list=text)


def _adopted(one: PairBaseline) -> str:
    return say(
        "interoperability.facts.baseline_of",
        actor=names.actor(one.actor),
        baseline=one.baseline,
        level=one.level,
    )


def shown_of(tests: Sequence[PairTest]) -> str:
    """Say how many tests there are and how many of them are listed."""
    of_dimension = {test.dimension: test.tests for test in tests}
    all_of_them = sum(of_dimension.values())
    if all_of_them > len(tests):
        return say("interoperability.evidence.shown", shown=len(tests), all=all_of_them)
    return say("interoperability.evidence.all", all=all_of_them)


def outcome(test: PairTest) -> str:
    """Give how a test went."""
    points = {getattr(constants.method().interoperability, name): name for name in OUTCOMES}
    name = points.get(test.value)
    return (
        in_decimals(test.value, digits=2)
        if name is None
        else texts("interoperability.outcomes")[name]
    )


def point_words(point: PairPoint) -> str:
    """Give one point of a pair's history, as the hover and the table say it."""
    words = say(
        "interoperability.pair.point",
        dimension=names.DIMENSIONS[point.dimension],
        at=day(point.at),
        level=point.level,
        word=names.LEVEL_WORDS[point.level],
        bound=bound(point.lower_bound),
        mean=in_decimals(point.mean, digits=2),
    )
    return (
        words
        + say(
            "interoperability.pair.capped",
            level=constants.method().interoperability.below_baseline_level,
        )
        if point.is_capped
        else words
    )


def history_summary(points: Sequence[PairPoint], to_at: datetime) -> str:
    """Say where each dimension began and where it is now."""
    return "; ".join(_moved(dimension, points, to_at) for dimension in DIMENSIONS)


def _moved(dimension: str, points: Sequence[PairPoint], to_at: datetime) -> str:
    own = [point for point in points if point.dimension == dimension]
    name = names.DIMENSIONS[dimension]
    if not own:
        return say("interoperability.pair.history_none", dimension=name)
    last = own[-1]
    return say(
        "interoperability.pair.history_summary",
        dimension=name,
        before=bound(own[0].lower_bound),
        now=bound(last.lower_bound) if last.at == to_at else say("interoperability.pair.lapsed"),
    )
