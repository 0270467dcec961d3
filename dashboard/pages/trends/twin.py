"""The table twin of the trends: every value that is drawn, and every event below the axis."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dashboard import constants
from dashboard.components.values import actor_cell, area_cell, instant_value, said
from dashboard.components.why import reference
from dashboard.figures.trends import event_when
from dashboard.queries.pairs import PairPoint
from dashboard.queries.rows import BodyPoint, EventLine, InteropPoint, TrendPoint
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import day, in_decimals, in_percent, percent


def merged(rows: list[dict[str, Any]], events: Sequence[EventLine]) -> list[dict[str, Any]]:
    """Give values and events together, newest first."""
    happened = [
        {
            **_at(event.occurred_at),
            "event": f"{event_when(event)}: {names.plain(event.summary)}",
            "seq": event.seq,
        }
        for event in events
    ]
    return sorted([*rows, *happened], key=lambda row: row["at"], reverse=True)


def _at(at: datetime) -> dict[str, Any]:
    return said("at", instant_value(at), day(at))


def body_row(point: BodyPoint, is_last: bool) -> dict[str, Any]:
    """Give one point of a body; only the last is a reading of now that can be explained."""
    return {
        **_at(point.at),
        **area_cell("area", point.area),
        **_share(point.ready_ratio),
        **said(
            "coverage", point.reporting_members, f"{point.reporting_members} of {point.members}"
        ),
        "members": point.members,
        "ready": point.ready,
        "late": point.late,
        "lapsed": point.lapsed,
        "never": point.never,
        "mean_index": point.mean_index,
        "indices": point.indices,
        "lapsed_indices": point.lapsed_indices,
        "why": reference("rollup", point.area) if is_last else "",
    }


def actor_row(point: TrendPoint, is_last: bool) -> dict[str, Any]:
    """Give one point of an actor."""
    return {
        **_at(point.at),
        **area_cell("area", point.area),
        **actor_cell("who", point.actor, with_code=False),
        "value": point.index,
        **said("coverage", point.items, say("trends.items", n=point.items)),
        "level": point.level,
        "last_level": point.last_level,
        "last_index": point.last_index,
        "basis": " ".join(part for part in (point.pillars, point.instrument_key) if part),
        "why": reference("readiness", point.actor, point.area) if is_last else "",
    }


def dimension_row(point: InteropPoint) -> dict[str, Any]:
    """Give one point of a dimension."""
    bound = point.mean_lower_bound
    return {
        **_at(point.at),
        **said("area", point.dimension, names.DIMENSIONS[point.dimension]),
        **_share(point.level_2_ratio),
        "coverage": point.pairs,
        "basis": ""
        if bound is None
        else say("trends.dimensions.bound", bound=in_decimals(bound, digits=2)),
    }


def pair_row(point: PairPoint, pair: str, is_last: bool) -> dict[str, Any]:
    """Give one point of a pair."""
    return {
        **_at(point.at),
        **said("area", point.dimension, names.DIMENSIONS[point.dimension]),
        **_share(point.lower_bound, constants.pair_steps()),
        "level": str(point.level),
        "why": reference("interop", pair, point.dimension) if is_last else "",
    }


def _share(ratio: float | None, steps: Sequence[float] = ()) -> dict[str, Any]:
    value = None if ratio is None else in_percent(ratio)
    return said("value", value, percent(ratio, steps))
