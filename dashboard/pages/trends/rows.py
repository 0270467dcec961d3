"""The table twin of the trends: every value that is drawn, and every event below the axis."""

from collections.abc import Sequence
from typing import Any

from dashboard import names
from dashboard.components.why import reference
from dashboard.figures.trends import event_when
from dashboard.queries.rows import BodyPoint, EventLine, InteropPoint, TrendPoint
from dashboard.queries.rows_interoperability import PairPoint
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import percent


def merged(rows: list[dict[str, Any]], events: Sequence[EventLine]) -> list[dict[str, Any]]:
    """Give values and events together, newest first."""
    happened = [
        {
            "at": f"{event.occurred_at:%Y-%m-%d}",
            "event": f"{event_when(event)}: {names.plain(event.summary)}",
        }
        for event in events
    ]
    return sorted([*rows, *happened], key=lambda row: row["at"], reverse=True)


def body_row(point: BodyPoint, is_last: bool) -> dict[str, Any]:
    """Give one point of a body; only the last is a reading of now that can be explained."""
    return {
        "at": f"{point.at:%Y-%m-%d}",
        "area": names.area(point.area),
        "value": percent(point.ready_ratio),
        "coverage": f"{point.reporting} of {point.members}",
        "why": reference("rollup", point.area) if is_last else "",
    }


def actor_row(point: TrendPoint, is_last: bool) -> dict[str, Any]:
    """Give one point of an actor."""
    return {
        "at": f"{point.at:%Y-%m-%d}",
        "area": names.area(point.area),
        "who": names.actor(point.actor),
        "value": "–" if point.index is None else f"{point.index:.1f}",
        "coverage": say("trends.items", n=point.items),
        "level": point.level,
        "basis": " ".join(part for part in (point.pillars, point.instrument_key) if part),
        "why": reference("readiness", point.actor, point.area) if is_last else "",
    }


def dimension_row(point: InteropPoint) -> dict[str, Any]:
    """Give one point of a dimension."""
    bound = point.mean_lower_bound
    return {
        "at": f"{point.at:%Y-%m-%d}",
        "area": names.DIMENSIONS[point.dimension],
        "value": percent(point.level_2_ratio),
        "coverage": f"{point.pairs:,}",
        "basis": "" if bound is None else say("trends.dimensions.bound", bound=f"{bound:.2f}"),
    }


def pair_row(point: PairPoint, pair: str, is_last: bool) -> dict[str, Any]:
    """Give one point of a pair."""
    return {
        "at": f"{point.at:%Y-%m-%d}",
        "area": names.DIMENSIONS[point.dimension],
        "value": percent(point.lower_bound),
        "level": str(point.level),
        "why": reference("interop", pair, point.dimension) if is_last else "",
    }
