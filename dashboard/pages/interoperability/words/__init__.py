"""Pairs in words: how many work together, how well, and how long ago that was tested."""

from collections.abc import Sequence

from dashboard import constants
from dashboard.pages.interoperability.rows import PairLevel
from dashboard.queries.readings import PairReading
from dashboard.view import DIMENSIONS
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import age, bound


def summary(levels: Sequence[int], possible: int) -> str:
    """Say how many pairs reach level 2."""
    good = sum(constants.is_compatible(level) for level in levels)
    return say(
        "interoperability.pairs.good",
        n=good,
        good=f"{good:,}",
        possible=f"{possible:,}",
        level=constants.COMPATIBLE,
    )


def coverage(tested: int, lapsed: int, possible: int, dimension: str) -> str:
    """Say in what the pairs are compared, how many have lapsed, how many were never tested."""
    return say(
        "interoperability.pairs.coverage",
        where=_where(dimension),
        lapsed=f"{lapsed:,}",
        never=f"{possible - tested - lapsed:,}",
    )


def _where(dimension: str) -> str:
    if dimension == "weakest":
        return say("interoperability.pairs.where_weakest")
    return say("interoperability.pairs.where", dimension=names.DIMENSIONS[dimension].lower())


def tests(n: int) -> str:
    """Give a number of tests."""
    return say("interoperability.tests", n=n)


def pair_words(reading: PairReading) -> str:
    """Give one pair and dimension in a line, as the hover and the table say it."""
    if reading.level is None or reading.lower_bound is None:
        return say(
            "interoperability.reading.lapsed",
            pair=names.pair(reading.actor_a, reading.actor_b),
            level=reading.last_level,
            word=names.LEVEL_WORDS[reading.last_level],
            age=age(reading.age_days),
        )
    return say(
        "interoperability.reading.words",
        pair=names.pair(reading.actor_a, reading.actor_b),
        level=reading.level,
        word=names.LEVEL_WORDS[reading.level],
        bound=bound(reading.lower_bound),
        tests=tests(reading.tests),
        age=age(reading.age_days),
    )


def weakest_words(pair: PairLevel) -> str:
    """Give one pair's weakest dimension in a line."""
    if pair.level is None:
        return say(
            "interoperability.reading.weakest_lapsed",
            pair=names.pair(pair.actor_a, pair.actor_b),
            level=pair.last_level,
            word=names.LEVEL_WORDS[pair.last_level],
            dimension=pair.weakest_dimension,
            dimensions=pair.dimensions,
        )
    return say(
        "interoperability.reading.weakest",
        pair=names.pair(pair.actor_a, pair.actor_b),
        level=pair.level,
        word=names.LEVEL_WORDS[pair.level],
        dimension=pair.weakest_dimension,
        dimensions=pair.dimensions,
        tests=tests(pair.tests),
        age=age(pair.age_days),
    )


def pair_summary(actor_a: str, actor_b: str, readings: Sequence[PairReading]) -> str:
    """Say what is known about one pair."""
    pair = names.pair(actor_a, actor_b)
    if not readings:
        return say("interoperability.pair.untested", pair=pair)
    worst = next(reading for reading in readings if reading.is_weakest)
    missing = [d for d in DIMENSIONS if d not in {reading.dimension for reading in readings}]
    if worst.level is None:
        text = say(
            "interoperability.pair.lapsed_summary",
            pair=pair,
            level=worst.last_level,
            word=names.LEVEL_WORDS[worst.last_level],
            dimension=worst.dimension,
            n=sum(not reading.is_lapsed for reading in readings),
        )
    else:
        text = say(
            "interoperability.pair.summary",
            pair=pair,
            level=worst.level,
            word=names.LEVEL_WORDS[worst.level],
            dimension=worst.dimension,
            n=len(readings),
        )
    if missing:
        text += say("interoperability.pair.missing", dimensions=", ".join(missing))
    return text
