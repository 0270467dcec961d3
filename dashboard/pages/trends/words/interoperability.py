"""Interoperability over time in words: of a body per dimension, and of one pair."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dashboard import constants
from dashboard.queries.readings import InteropPoint, PairPoint
from dashboard.view import DIMENSIONS
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import clear_change, day, noise, one_decimal, percent


def _most(moves: Mapping[str, float]) -> str:
    return max(moves, key=lambda dimension: abs(moves[dimension]))


def body_title(points: Sequence[InteropPoint]) -> str:
    """Say which dimension moved most over the time shown."""
    moves: dict[str, float] = {}
    for dimension in DIMENSIONS:
        own = [p for p in points if p.dimension == dimension and p.level_2_ratio is not None]
        if len(own) > 1:
            moves[dimension] = ((own[-1].level_2_ratio or 0) - (own[0].level_2_ratio or 0)) * 100
    if not moves:
        return say("trends.dimensions.title")
    most = _most(moves)
    if abs(moves[most]) < noise():
        return say("trends.dimensions.still")
    name, by = names.DIMENSIONS[most], one_decimal(abs(moves[most]))
    if moves[most] > 0:
        return say("trends.dimensions.rose", dimension=name, points=by)
    return say("trends.dimensions.fell", dimension=name, points=by)


def body_sentence(points: Sequence[InteropPoint]) -> str:
    """Say where each dimension stands and how far it moved."""
    parts: list[str] = []
    for dimension in DIMENSIONS:
        own = [p for p in points if p.dimension == dimension and p.level_2_ratio is not None]
        if own:
            now, then = own[-1].level_2_ratio or 0.0, own[0].level_2_ratio or 0.0
            parts.append(
                say(
                    "trends.dimensions.part",
                    dimension=dimension,
                    ratio=percent(now),
                    change=clear_change(now * 100, then * 100),
                )
            )
    if not parts:
        return say("trends.dimensions.none")
    return say("trends.dimensions.sentence", list=", ".join(parts), level=constants.COMPATIBLE)


def pair_title(pair: tuple[str, str], points: Sequence[PairPoint], to_at: datetime) -> str:
    """Say in which dimension a pair moved most, if any moved clearly."""
    if not points:
        return say("trends.pair.none", pair=names.pair(*pair))
    moves = {
        dimension: (own[-1].lower_bound - own[0].lower_bound) * 100
        for dimension in DIMENSIONS
        if (own := [p for p in points if p.dimension == dimension]) and own[-1].at == to_at
    }
    if not moves or abs(moves[most := _most(moves)]) < noise():
        return say("trends.pair.still", pair=names.pair(*pair))
    return say(
        "trends.pair.title",
        pair=names.pair(*pair),
        dimension=most,
        verb=say("trends.pair.rose") if moves[most] > 0 else say("trends.pair.fell"),
        points=one_decimal(abs(moves[most])),
    )


def pair_sentence(points: Sequence[PairPoint], from_at: datetime, to_at: datetime) -> str:
    """Say where each dimension of a pair stands, and how far it moved."""
    parts: list[str] = []
    for dimension in DIMENSIONS:
        own = [point for point in points if point.dimension == dimension]
        now = own[-1].lower_bound if own and own[-1].at == to_at else None
        parts.append(
            say(
                "trends.pair.part",
                dimension=dimension,
                bound=percent(now),
                change=clear_change(
                    None if now is None else now * 100, own[0].lower_bound * 100 if own else None
                ),
            )
        )
    return say("trends.pair.sentence", list=", ".join(parts), first=day(from_at), last=day(to_at))
