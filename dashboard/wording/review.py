"""What changed between two moments, grouped by reading and in words: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from dashboard import names
from dashboard.queries.rows_review import PairCause, ReadingCause
from dashboard.wording import numbers
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import change_points, dtg, noise, one_decimal

# Interoperability is a share of 1; everywhere else changes are in points of 100.
PAIR_POINTS = 100


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause in words, its part of the change in points, and its event or how many it is."""

    words: str
    share: float | None
    seq: int | None
    events: int = 1


@dataclass(frozen=True, slots=True)
class Changed:
    """One reading that is another at B than at A; a pair of actors has no single one."""

    key: str
    actor: str | None
    name: str
    from_value: float | None
    to_value: float | None
    from_level: str
    to_level: str
    is_clear: bool | None
    causes: tuple[Cause, ...]

    @property
    def change(self) -> float | None:
        """Give the change in points; none where the reading came or went."""
        if self.from_value is None or self.to_value is None:
            return None
        return self.to_value - self.from_value

    @property
    def size(self) -> float:
        """Give what readings are sorted by: what came or went has none and comes last."""
        return -1.0 if self.change is None else abs(self.change)


def changed_readings(rows: Iterable[ReadingCause]) -> list[Changed]:
    """Give every changed reading with its causes, the largest change first."""
    groups = groupby(rows, key=lambda row: (row.actor, row.area, row.measure))
    return _by_size(_reading(key, list(causes)) for key, causes in groups)


def changed_pairs(rows: Iterable[PairCause]) -> list[Changed]:
    """Give every changed pair with its causes, the largest change first."""
    groups = groupby(rows, key=lambda row: (row.actor_a, row.actor_b, row.dimension))
    return _by_size(_pair(key, list(causes)) for key, causes in groups)


def _reading(key: tuple[str, str, str], rows: Sequence[ReadingCause]) -> Changed:
    actor, area, measure = key
    first = rows[0]
    return Changed(
        key=":".join(key),
        actor=actor,
        name=say(
            "review.changed.reading",
            actor=names.actor(actor),
            area=names.area(area),
            measure=texts("review.measure")[measure],
        ),
        from_value=first.from_value,
        to_value=first.to_value,
        from_level=first.from_level,
        to_level=first.to_level,
        is_clear=first.is_clear,
        causes=_causes(Cause(_reading_cause(row), row.share, row.seq, row.events) for row in rows),
    )


def _pair(key: tuple[str, str, str], rows: Sequence[PairCause]) -> Changed:
    first = rows[0]
    return Changed(
        key=":".join(key),
        actor=None,
        name=say(
            "review.changed.pair",
            pair=names.pair(key[0], key[1]),
            dimension=names.DIMENSIONS[key[2]].lower(),
        ),
        from_value=_points(first.from_value),
        to_value=_points(first.to_value),
        from_level=first.from_level,
        to_level=first.to_level,
        is_clear=first.is_clear,
        causes=_causes(Cause(cause_words(row.cause), _points(row.share), row.seq) for row in rows),
    )


def _points(value: float | None) -> float | None:
    return None if value is None else value * PAIR_POINTS


def _causes(found: Iterable[Cause]) -> tuple[Cause, ...]:
    return tuple(sorted(found, key=lambda one: (-abs(one.share or 0.0), one.seq or 0)))


def _by_size(changed: Iterable[Changed]) -> list[Changed]:
    return sorted(changed, key=lambda one: (-one.size, one.key))


def _reading_cause(row: ReadingCause) -> str:
    words = cause_words(row.cause)
    if row.measure == "T" or row.pillar is None:
        return words
    return say("review.cause_of_pillar", pillar=names.PILLARS[row.pillar], cause=words)


def cause_words(cause: str) -> str:
    """Give a cause as a phrase; one nobody has words for stays itself."""
    return texts("review.cause").get(cause.replace(" ", "_"), cause)


def title(changed: Sequence[Changed]) -> str:
    """Say the finding: how much changed clearly, and which way."""
    clear = [one for one in changed if one.is_clear and one.change is not None]
    if not changed:
        return say("review.difference.nothing")
    compared = sum(one.change is not None for one in changed)
    if not compared:
        return say("review.difference.only_came_or_went", n=len(changed))
    if not clear:
        return say("review.difference.nothing_clear", n=compared, noise=one_decimal(noise()))
    up = sum((one.change or 0) > 0 for one in clear)
    return say("review.difference.title", n=len(clear), up=up, down=len(clear) - up)


def sentence(changed: Sequence[Changed], a: datetime, b: datetime, known: str) -> str:
    """Say between which moments, the largest change, and how many are no clear change."""
    parts = [say("review.difference.between", a=dtg(a), b=dtg(b), known=known)]
    if changed and changed[0].change is not None and changed[0].is_clear:
        parts.append(
            say(
                "review.difference.largest",
                name=changed[0].name,
                change=change_points(changed[0].to_value, changed[0].from_value),
            )
        )
    came = sum(one.change is None for one in changed)
    small = sum(not one.is_clear and one.change is not None for one in changed)
    if small:
        parts.append(say("review.difference.small", n=small, noise=one_decimal(noise())))
    if came and came < len(changed):
        parts.append(say("review.difference.came_or_went", n=came))
    return " ".join(parts)


def from_to(one: Changed) -> str:
    """Say from which value to which: 61 → 73.3; nothing is said as nothing."""
    nothing = say("review.changed.no_reading")
    before = nothing if one.from_value is None else one_decimal(one.from_value)
    after = nothing if one.to_value is None else one_decimal(one.to_value)
    return say("review.changed.from_to", before=before, after=after)


def levels(one: Changed) -> str:
    """Say from which level to which, or nothing when it is the same."""
    if one.from_level == one.to_level or one.change is None:
        return ""
    return say("review.changed.levels", before=one.from_level, after=one.to_level)


def size(one: Changed) -> str:
    """Say how much and which way; a small change is called no clear change."""
    if one.change is None:
        return say("review.changed.came") if one.from_value is None else say("review.changed.went")
    words = change_points(one.to_value, one.from_value)
    return words if one.is_clear else say("review.changed.not_clear", change=words)


def shares(one: Changed) -> list[str]:
    """Give each cause's share with its sign; together they are the change as it is printed."""
    return numbers.shares([cause.share for cause in one.causes], one.change)
