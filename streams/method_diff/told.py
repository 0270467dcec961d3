"""What would change by another method, as lines of a table or as JSON (pure)."""

from collections.abc import Iterator, Sequence

import msgspec

from streams.method_diff.comparing import LEVELS, Change

NONE = "–"


def lines(change: Change) -> Iterator[str]:
    """Give what would change for a person: levels and counts first, then which readings."""
    yield from _asked(change)
    yield from _constants(change)
    yield ""
    yield from _counts(change)
    if change.readings:
        yield ""
        yield from _readings(change)
    if change.pairs:
        yield ""
        yield from _pairs(change)


def as_json(change: Change) -> str:
    """Return what would change as one JSON object."""
    levels = [
        {"from": was, "to": is_now, "readings": count}
        for (was, is_now), count in sorted(change.moves.items(), key=_by_level)
    ]
    constants = {
        name: {"from": was, "to": is_now} for name, (was, is_now) in change.constants.items()
    }
    document = {
        "body": change.body,
        "area": change.area,
        "viewer": change.viewer,
        "as_of": change.as_of,
        "known_at": change.known_at,
        "from_version": change.from_version,
        "to_version": change.to_version,
        "constants": constants,
        "unread": change.unread,
        "levels": levels,
        "areas": [one._asdict() for one in change.rollups],
        "readings": [one._asdict() for one in change.readings],
        "pairs": [one._asdict() for one in change.pairs],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _by_level(move: tuple[tuple[str, str], int]) -> tuple[int, int]:
    (was, is_now), _ = move
    return LEVELS.index(was), LEVELS.index(is_now)


def _asked(change: Change) -> Iterator[str]:
    where = change.body if change.area is None else f"{change.body}, {change.area}"
    as_of, known_at = (f"{one:%Y-%m-%d %H:%MZ}" for one in (change.as_of, change.known_at))
    yield f"{where} as of {as_of}, known at {known_at}, as {change.viewer} sees it"


def _constants(change: Change) -> Iterator[str]:
    count = len(change.constants)
    noun = "constant differs" if count == 1 else "constants differ"
    yield f"{count} {noun} from method {change.from_version}"
    for name, (was, is_now) in change.constants.items():
        note = "  (no reading depends on it)" if name in change.unread else ""
        yield f"  {name}  {was:g} → {is_now:g}{note}"


def _counts(change: Change) -> Iterator[str]:
    worse = sum(one.is_worse for one in change.moved)
    better = len(change.moved) - worse
    yield (
        f"{len(change.moved):,} levels would be others ({worse:,} worse, {better:,} better), "
        f"{len(change.readings):,} readings in all"
    )
    for (was, is_now), count in sorted(change.moves.items(), key=_by_level):
        yield f"  level {was} → {is_now}: {count:,}"
    if change.area is None:
        moved = sum(one.from_level != one.to_level for one in change.pairs)
        yield f"{moved:,} levels of pairs would be others, {len(change.pairs):,} pairs in all"
    rows = [
        (one.area, _both(one.from_ready, one.to_ready), _both(one.from_nd, one.to_nd), one.members)
        for one in change.rollups
    ]
    yield from _table(("area", "ready", "not demonstrated", "members"), rows)


def _readings(change: Change) -> Iterator[str]:
    rows = [
        (
            one.actor,
            one.area,
            _both(one.from_level, one.to_level),
            _numbers(one.from_training, one.to_training),
            _numbers(one.from_index, one.to_index),
            one.decided_by or "",
        )
        for one in sorted(change.readings, key=lambda one: (one.from_level == one.to_level, one))
    ]
    yield from _table(("actor", "area", "level", "training", "index", "decided by"), rows)


def _pairs(change: Change) -> Iterator[str]:
    rows = [
        (
            f"{one.actor_a}-{one.actor_b}",
            one.dimension,
            _both(one.from_level, one.to_level),
            _numbers(one.from_mean, one.to_mean, 2),
        )
        for one in sorted(change.pairs, key=lambda one: (one.from_level == one.to_level, one))
    ]
    yield from _table(("pair", "dimension", "level", "mean"), rows)


def _both(was: object, is_now: object) -> str:
    return f"{was} → {is_now}" if was != is_now else f"{was}"


def _numbers(was: float | None, is_now: float | None, digits: int = 1) -> str:
    return _both(*(NONE if one is None else f"{one:.{digits}f}" for one in (was, is_now)))


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    texts = [[*heads], *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in texts) for i in range(len(heads))]
    for row in texts:
        yield "  ".join(
            f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)
        ).rstrip()
