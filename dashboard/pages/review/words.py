"""What changed between two moments, one entry a reading, in words: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from dashboard.pages.review.queries import PairCause, ReadingCause
from dashboard.replays import AS_THEN_KNOWN, state_of
from dashboard.view import View, written_instant
from dashboard.wording import names, numbers
from dashboard.wording.catalogue import say, texts
from dashboard.wording.causes import cause_words, dated
from dashboard.wording.numbers import change_points, dtg, noise, one_decimal

# Interoperability is a share of 1; everywhere else changes are in points of 100.
PAIR_POINTS = 100
LEVEL, INDEX, TRAINING, MEAN = "level", "index", "T", "mean"
NOT_DEMONSTRATED = "ND"
BETTER, WORSE = "▲", "▼"
NO_LEVEL = 6  # how far from ready something without a level is
Row = ReadingCause | PairCause


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause in words, its part of the change in points, and its event or how many it is."""

    words: str
    kind: str
    share: float | None
    seq: int | None
    events: int = 1
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a reading at A and at B."""

    measure: str
    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """Give the change in points; none where it came or went."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def direction(self) -> int:
        """Give 1 where it rose or came, -1 where it fell or went, else 0."""
        if self.before is None or self.after is None:
            return (self.after is not None) - (self.before is not None)
        return (self.after > self.before) - (self.after < self.before)


@dataclass(frozen=True, slots=True)
class Part:
    """What moved one part of a reading: its level, its index, its training, its mean."""

    measure: str
    change: float | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One reading that is another at B than at A; a pair of actors has no single one.

    Values are those that moved, the index before training; parts stand in the same order, after
    that of the level.
    """

    key: str
    actor: str | None
    area: str | None
    name: str
    from_level: str
    to_level: str
    values: tuple[Value, ...]
    is_clear: bool
    better: int  # 1: the level is better at B, -1: worse, 0: the same
    parts: tuple[Part, ...]

    @property
    def change(self) -> float | None:
        """Give the change of its first number in points; none where that came or went."""
        return self.values[0].change if self.values else None

    @property
    def direction(self) -> int:
        """Give 1 where it got better, -1 where it got worse; the level before the numbers."""
        return self.better or (self.values[0].direction if self.values else 0)

    @property
    def place(self) -> tuple[bool, int, float, str]:
        """Give what readings are sorted by: levels that moved, the worse first, then by size."""
        return not self.better, self.better, -abs(self.change or 0.0), self.key


def changed_readings(rows: Iterable[ReadingCause]) -> list[Changed]:
    """Give every changed reading with its causes, those whose level fell first."""
    groups = groupby(rows, key=lambda row: (row.actor, row.area))
    return _in_order(_reading(key, list(causes)) for key, causes in groups)


def changed_pairs(rows: Iterable[PairCause]) -> list[Changed]:
    """Give every changed pair with its causes, those whose level fell first."""
    groups = groupby(rows, key=lambda row: (row.actor_a, row.actor_b, row.dimension))
    return _in_order(_pair(key, list(causes)) for key, causes in groups)


def _in_order(changed: Iterable[Changed]) -> list[Changed]:
    return sorted(changed, key=lambda one: one.place)


def _reading(key: tuple[str, str], rows: Sequence[ReadingCause]) -> Changed:
    first = rows[0]
    values = (
        Value(INDEX, first.from_index, first.to_index),
        Value(TRAINING, first.from_t, first.to_t),
    )
    return Changed(
        key=":".join(key),
        actor=first.actor,
        area=first.area,
        name=say(
            "review.changed.reading", actor=names.actor(first.actor), area=names.area(first.area)
        ),
        from_level=first.from_level,
        to_level=first.to_level,
        values=tuple(one for one in values if one.direction),
        is_clear=first.is_clear,
        better=_better(_rank(first.from_level), _rank(first.to_level)),
        parts=_parts((LEVEL, INDEX, TRAINING), rows, 1),
    )


def _rank(level: str) -> int:
    return NO_LEVEL if level == NOT_DEMONSTRATED else int(level)


def _better(before: int, after: int) -> int:
    """Give 1 where a rank got smaller, -1 where it grew."""
    return (after < before) - (after > before)


def _pair(key: tuple[str, str, str], rows: Sequence[PairCause]) -> Changed:
    first = rows[0]
    value = Value(MEAN, _points(first.from_mean), _points(first.to_mean))
    return Changed(
        key=":".join(key),
        actor=None,
        area=None,
        name=say(
            "review.changed.pair",
            pair=names.pair(key[0], key[1]),
            dimension=names.DIMENSIONS[key[2]].lower(),
        ),
        from_level=first.from_level,
        to_level=first.to_level,
        values=(value,) if value.direction else (),
        is_clear=first.is_clear,
        better=_better(_pair_rank(first.from_level), _pair_rank(first.to_level)),
        parts=_parts((LEVEL, MEAN), rows, PAIR_POINTS),
    )


def _pair_rank(level: str) -> int:
    return -int(level) if level.isdigit() else 1


def _points(value: float | None) -> float | None:
    return None if value is None else value * PAIR_POINTS


def _parts(measures: Sequence[str], rows: Sequence[Row], points: int) -> tuple[Part, ...]:
    found: list[Part] = []
    for measure in measures:
        own = [row for row in rows if row.measure == measure]
        if own:
            change = own[0].change
            causes = sorted((_cause(row, points) for row in own), key=_size)
            found.append(Part(measure, None if change is None else change * points, tuple(causes)))
    return tuple(found)


def _cause(row: Row, points: int) -> Cause:
    is_reading = isinstance(row, ReadingCause)
    words = cause_words(row.cause, row.pillar if is_reading else None)
    return Cause(
        words=dated(words, row.at, row.seq),
        kind=row.cause,
        share=None if row.share is None else row.share * points,
        seq=row.seq,
        events=row.events if is_reading else 1,
        at=row.at,
    )


def _size(cause: Cause) -> tuple[float, int]:
    return -abs(cause.share or 0.0), cause.seq or 0


def title(changed: Sequence[Changed]) -> str:
    """Say the finding: how much changed clearly, and which way."""
    clear = [one for one in changed if one.is_clear]
    if not changed:
        return say("review.difference.nothing")
    if not clear:
        return say("review.difference.nothing_clear", n=len(changed), noise=one_decimal(noise()))
    up = sum(one.direction > 0 for one in clear)
    return say("review.difference.title", n=len(clear), up=up, down=len(clear) - up)


def sentence(changed: Sequence[Changed], a: datetime, b: datetime, known: str) -> str:
    """Say between which moments, how many levels moved, and how many are no clear change."""
    return " ".join(
        [say("review.difference.between", a=dtg(a), b=dtg(b), known=known), *counts(changed)]
    )


def counts(changed: Sequence[Changed]) -> list[str]:
    """Say how many levels moved, and how many readings are no clear change."""
    parts: list[str] = []
    moved = [one for one in changed if one.better]
    if moved:
        worse = sum(one.better < 0 for one in moved)
        parts.append(
            say("review.difference.levels", n=len(moved), worse=worse, better=len(moved) - worse)
        )
    small = sum(not one.is_clear for one in changed)
    if small:
        parts.append(say("review.difference.small", n=small, noise=one_decimal(noise())))
    return parts


def from_to(one: Changed) -> str:
    """Say from which values to which: index 61 → 73.3; nothing is said as nothing."""
    return ", ".join(
        say(
            "review.changed.from_to",
            measure=texts("review.measure")[value.measure],
            before=_value(value.before),
            after=_value(value.after),
        )
        for value in one.values
    )


def _value(value: float | None) -> str:
    return say("review.changed.no_reading") if value is None else one_decimal(value)


def levels(one: Changed) -> str:
    """Say from which level to which, or nothing when it is the same."""
    if one.from_level == one.to_level:
        return ""
    return say("review.changed.levels", before=one.from_level, after=one.to_level)


def size(one: Changed) -> str:
    """Say how much and which way; a small change is called no clear change."""
    if not one.values:
        return BETTER if one.better > 0 else WORSE
    first = one.values[0]
    if first.change is None:
        return say("review.changed.came") if first.before is None else say("review.changed.went")
    words = change_points(first.after, first.before)
    return words if one.is_clear else say("review.changed.not_clear", change=words)


def shares(part: Part) -> list[str]:
    """Give each cause's share with its sign; together they are the change as it is printed."""
    return numbers.shares([cause.share for cause in part.causes], part.change)


def of_part(part: Part, cause: Cause) -> str:
    """Say what a cause moved and what it is: Level: condition, reported anew."""
    what = texts("review.part")[part.measure]
    return say("review.cause_of_part", part=what, cause=cause.words)


def known_words(view: View) -> str:
    """Say what every frame knows."""
    if state_of(view) == AS_THEN_KNOWN:
        return say("review.known.then_words")
    if view.known_at is not None:
        return say("review.known.fixed_words", at=dtg(view.known_at))
    return say("review.known.now_words")


def report_commands(a: datetime, b: datetime, body: str, known_at: datetime | None) -> str:
    """Give the commands that make a report from A to B, as known as it is shown."""
    options = [f"--from {written_instant(a)}", f"--to {written_instant(b)}", f"--body {body}"]
    if known_at is not None:
        options.append(f"--known-at {written_instant(known_at)}")
    name = say("review.report.name")
    return (
        f'muster review create "{name}" {" ".join(options)}\nmuster report "{name}" -o report.pdf'
    )
