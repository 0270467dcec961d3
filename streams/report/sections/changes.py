"""Readiness and interoperability before and after, and what moved each reading (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from streams.report import words
from streams.report.document import Block, Column, Paragraph, Picture, Section, Table
from streams.report.facts import AreaReadiness, Facts, PairCause, ReadingCause
from streams.report.svg import before_and_after
from streams.report.words import number

_AREA_COLUMNS = (
    Column("Capability", 4),
    Column("Members", 2, is_number=True),
    Column("Ready before", 2, is_number=True),
    Column("Ready after", 2, is_number=True),
    Column("Mean index before", 2, is_number=True),
    Column("Mean index after", 2, is_number=True),
)
_READING_COLUMNS = (
    Column("Actor", 2),
    Column("Capability", 3),
    Column("Level", 2),
    Column("Index", 3),
    Column("Moved by, with its part of the change", 9),
)
_PAIR_COLUMNS = (
    Column("Pair", 2),
    Column("Dimension", 2),
    Column("Level", 4),
    Column("Mean", 2),
    Column("Moved by, with its part of the change", 8),
)
SMALL = "parts that round to nothing"
_MEASURES = {"level": "Level", "index": "Index", "T": "Training", "mean": "Mean"}


def readiness(facts: Facts) -> Section:
    """Return how ready the body was before and after, and which readings changed by what."""
    whose = "those who took part, in the areas of the exercise" if facts.exercise else "all"
    blocks: list[Block] = [
        Paragraph(_compared(facts)),
        *_areas(facts),
        *_rows(
            f"Readings that changed, of {whose}",
            _READING_COLUMNS,
            list(_readings(facts.readings)),
            "No reading changed.",
        ),
    ]
    return Section("Readiness before and after", tuple(blocks))


def _compared(facts: Facts) -> str:
    return (
        f"Before is {words.moment(facts.from_at)}, after {words.moment(facts.to_at)}, both as "
        f"known at {words.moment(facts.known_at)}. Beside each cause stands its part of the "
        "change, in points; those of one number add up to its change, and parts that round to "
        "nothing are left out."
    )


def _areas(facts: Facts) -> Iterator[Block]:
    after = {one.area: one for one in facts.after}
    pairs = [(one, after[one.area]) for one in facts.before if one.area in after]
    if not pairs:
        return
    drawing = before_and_after(
        ("before", "after"),
        [(words.area(b.area), b.ready, a.ready, max(a.members, b.members)) for b, a in pairs],
    )
    said = "; ".join(
        f"{words.area(b.area)}: {b.ready} of {b.members} before, {a.ready} of {a.members} after"
        for b, a in pairs
    )
    title = f"Members of {facts.kept.body} that are ready, before and after"
    yield Picture(title, drawing.svg, f"{said}.", drawing.width, drawing.height)
    yield Table("Readiness of the body by capability", _AREA_COLUMNS, tuple(_area_rows(pairs)))


def _area_rows(
    pairs: Iterable[tuple[AreaReadiness, AreaReadiness]],
) -> Iterator[tuple[str, ...]]:
    for before, after in pairs:
        yield (
            words.area(before.area),
            str(after.members),
            str(before.ready),
            str(after.ready),
            number(before.mean_index),
            number(after.mean_index),
        )


def _readings(rows: Sequence[ReadingCause]) -> Iterator[tuple[str, ...]]:
    ordered = sorted(rows, key=lambda one: (one.area, one.actor))
    for _, some in groupby(ordered, key=lambda one: (one.area, one.actor)):
        causes = list(some)
        one = causes[0]
        yield (
            one.actor,
            words.area(one.area),
            _moved(one.from_level, one.to_level),
            _moved(number(one.from_index), number(one.to_index)),
            "\n".join(_cause(each) for each in causes if _is_seen(each.share, 1)) or SMALL,
        )


def _cause(one: ReadingCause) -> str:
    which = (
        f", event {one.seq}"
        if one.seq is not None
        else f", {words.count(one.events, 'event')}"
        if one.events > 1
        else ""
    )
    said = f"{words.cause(one.cause, one.pillar)}{which}"
    return _part(one.measure, one.share, said, one.at, digits=1)


def _part(measure: str, part: float | None, said: str, at: datetime | None, digits: int) -> str:
    """Say what moved a number, and by how much; what came or went has no part."""
    much = "" if part is None else f" {words.signed(part, digits)}"
    dated = f", {words.day(at)}" if at is not None else ""
    return f"{_MEASURES.get(measure, measure)}{much}: {said}{dated}"


def interoperability(facts: Facts) -> Section:
    """Return which pairs changed, and by what."""
    whose = "those who took part" if facts.exercise else "the body"
    rows = [_pair(some) for some in moved_pairs(facts.pairs)]
    still = sum(1 for _ in _by_pair(facts.pairs)) - len(rows)
    blocks: list[Block] = [
        Paragraph(f"{_compared(facts)} Means are shares of 1."),
        *_rows(f"Pairs of {whose} that changed", _PAIR_COLUMNS, rows, "No pair changed."),
    ]
    if still:
        said = f"{words.count(still, 'pair')} moved by less than 0.005 within a level, not listed."
        blocks.append(Paragraph(said))
    return Section("Interoperability before and after", tuple(blocks))


def moved_pairs(rows: Iterable[PairCause]) -> list[list[PairCause]]:
    """Return the causes of each pair that came to another level, or visibly to another mean."""
    return [some for some in _by_pair(rows) if _has_moved(some)]


def _by_pair(rows: Iterable[PairCause]) -> Iterator[list[PairCause]]:
    def pair(one: PairCause) -> tuple[str, str, str]:
        return one.dimension, one.actor_a, one.actor_b

    for _, some in groupby(sorted(rows, key=pair), key=pair):
        yield list(some)


def _has_moved(causes: Sequence[PairCause]) -> bool:
    """Tell whether a pair came to another level, or to another mean as it is printed."""
    one = causes[0]
    if one.from_level != one.to_level or one.from_mean is None or one.to_mean is None:
        return True
    return _is_seen(one.to_mean - one.from_mean, 2)


def _pair(causes: Sequence[PairCause]) -> tuple[str, ...]:
    one = causes[0]
    before, after = (words.word("pair_levels", x) for x in (one.from_level, one.to_level))
    return (
        f"{one.actor_a}, {one.actor_b}",
        words.word("dimensions", one.dimension),
        _moved(before, after),
        _moved(number(one.from_mean, 2), number(one.to_mean, 2)),
        "\n".join(_pair_cause(each) for each in causes if _is_seen(each.share, 2)) or SMALL,
    )


def _pair_cause(one: PairCause) -> str:
    which = f", event {one.seq}" if one.seq is not None else ""
    said = f"{words.cause(one.cause, None)}{which}"
    return _part(one.measure, one.share, said, one.at, digits=2)


def _is_seen(part: float | None, digits: int) -> bool:
    """Tell whether a part of a change is more than nothing as it is printed."""
    return part is None or round(part, digits) != 0


def _moved(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _rows(
    title: str, columns: tuple[Column, ...], rows: list[tuple[str, ...]], none: str
) -> Iterator[Block]:
    if rows:
        yield Table(title, columns, tuple(rows))
    else:
        yield Paragraph(none)
