"""Pairs in words: how many work together, how well, and how long ago that was tested."""

from collections.abc import Sequence

from dashboard import names
from dashboard.queries.rows import InteropPoint, PairLevel, PairReading
from dashboard.view import DIMENSIONS
from dashboard.wording.numbers import age, change_points, counted, one_decimal, percent

GOOD_LEVEL = 2


def summary(levels: Sequence[int], possible: int) -> str:
    """Say how many pairs reach level 2."""
    good = sum(level >= GOOD_LEVEL for level in levels)
    are = "is" if good == 1 else "are"
    return f"{good:,} of {possible:,} pairs {are} at level 2 or better"


def coverage(tested: int, possible: int, dimension: str) -> str:
    """Say in what the pairs are compared, and of how many nothing is known."""
    return f"{_where(dimension)}; {possible - tested:,} have no test young enough to count."


def _where(dimension: str) -> str:
    if dimension == "weakest":
        return "In their weakest dimension"
    return f"In the {names.DIMENSIONS[dimension].lower()} dimension"


def pair_words(reading: PairReading) -> str:
    """Give one pair and dimension in a line, as the hover and the table say it."""
    return (
        f"{names.pair(reading.actor_a, reading.actor_b)}: level {reading.level} "
        f"{names.LEVEL_WORDS[reading.level]} · lower bound {reading.lower_bound:.2f} · "
        f"{counted(reading.tests, 'test')} · newest {age(reading.age_days)} old"
    )


def weakest_words(pair: PairLevel) -> str:
    """Give one pair's weakest dimension in a line."""
    return (
        f"{names.pair(pair.actor_a, pair.actor_b)}: level {pair.level} "
        f"{names.LEVEL_WORDS[pair.level]}, weakest in the {pair.weakest_dimension} of "
        f"{pair.dimensions} of 4 dimensions · {counted(pair.tests, 'test')} · "
        f"newest {age(pair.age_days)} old"
    )


def pair_summary(actor_a: str, actor_b: str, readings: Sequence[PairReading]) -> str:
    """Say what is known about one pair."""
    if not readings:
        return (
            f"{names.pair(actor_a, actor_b)} have no test young enough to count. "
            "That is unknown, not zero."
        )
    worst = min(readings, key=lambda reading: (reading.level, reading.lower_bound))
    missing = [d for d in DIMENSIONS if d not in {reading.dimension for reading in readings}]
    text = (
        f"{names.pair(actor_a, actor_b)} reach level {worst.level} "
        f"({names.LEVEL_WORDS[worst.level]}), held back by the {worst.dimension} dimension "
        f"({len(readings)} of 4 have data)."
    )
    if missing:
        text += f" No data: {', '.join(missing)}."
    return text


def trend_title(points: Sequence[InteropPoint]) -> str:
    """Say which dimension moved most over the time shown."""
    moves: dict[str, float] = {}
    for dimension in DIMENSIONS:
        own = [p for p in points if p.dimension == dimension and p.level_2_ratio is not None]
        if len(own) > 1:
            moves[dimension] = ((own[-1].level_2_ratio or 0) - (own[0].level_2_ratio or 0)) * 100
    if not moves:
        return "Interoperability over time"
    most = max(moves, key=lambda dimension: abs(moves[dimension]))
    if abs(moves[most]) < 1:
        return "No dimension moved by a point or more"
    verb = "rose" if moves[most] > 0 else "fell"
    return f"{names.DIMENSIONS[most]} {verb} most: {one_decimal(abs(moves[most]))} points"


def trend_sentence(points: Sequence[InteropPoint]) -> str:
    """Say where each dimension stands and how far it moved."""
    parts: list[str] = []
    for dimension in DIMENSIONS:
        own = [p for p in points if p.dimension == dimension and p.level_2_ratio is not None]
        if own:
            now, then = own[-1].level_2_ratio or 0.0, own[0].level_2_ratio or 0.0
            change = change_points(now * 100, then * 100)
            parts.append(f"{dimension} {percent(now)} ({change})")
    if not parts:
        return "No pair has a test in the time shown."
    return f"Tested pairs at level 2 or better: {', '.join(parts)}."
