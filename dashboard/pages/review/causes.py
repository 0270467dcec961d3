"""What changed as rows of a grid: one for each cause of each reading, values in every column."""

from collections.abc import Sequence
from typing import Any

from dashboard.components.table import Column, Kind, beside, columns
from dashboard.components.values import actor_cell, area_cell, instant_value, said
from dashboard.queries.rows_review import PairCause, ReadingCause
from dashboard.wording import names
from dashboard.wording.catalogue import texts
from dashboard.wording.causes import cause_words


def cause_columns() -> list[Column]:
    """Give the columns of the grid; readings and pairs share them."""
    return [
        *columns(
            texts("review.columns"),
            ("actor", 130, Kind.CODE),
            ("other", 110, Kind.CODE),
            ("where", 120, Kind.CODE),
            ("from_level", 60),
            ("to_level", 60),
            ("measure", 84, Kind.CODE),
            ("change", 76, Kind.NUMBER),
            ("share", 76, Kind.NUMBER),
            ("cause", 150, Kind.CODE),
            ("events", 70, Kind.COUNT),
            ("seq", 84, Kind.COUNT),
            ("at", 124, Kind.INSTANT),
        ),
        *beside(
            ("pillar", Kind.TEXT),
            ("is_clear", Kind.FLAG),
            ("from_index", Kind.NUMBER),
            ("to_index", Kind.NUMBER),
            ("from_t", Kind.NUMBER),
            ("to_t", Kind.NUMBER),
            ("from_mean", Kind.NUMBER),
            ("to_mean", Kind.NUMBER),
        ),
    ]


def reading_rows(found: Sequence[ReadingCause]) -> list[dict[str, Any]]:
    """Give the causes of readings."""
    return [
        {
            **actor_cell("actor", one.actor),
            **area_cell("where", one.area),
            **_cause(one, one.pillar),
            "events": one.events,
            "pillar": one.pillar,
            "from_index": one.from_index,
            "to_index": one.to_index,
            "from_t": one.from_t,
            "to_t": one.to_t,
        }
        for one in found
    ]


def pair_rows(found: Sequence[PairCause]) -> list[dict[str, Any]]:
    """Give the causes of pairs."""
    return [
        {
            **actor_cell("actor", one.actor_a),
            **actor_cell("other", one.actor_b),
            **said("where", one.dimension, names.DIMENSIONS[one.dimension]),
            **_cause(one, None),
            "from_mean": one.from_mean,
            "to_mean": one.to_mean,
        }
        for one in found
    ]


def _cause(one: ReadingCause | PairCause, pillar: str | None) -> dict[str, Any]:
    return {
        "from_level": one.from_level,
        "to_level": one.to_level,
        **said("measure", one.measure, texts("review.measures")[one.measure]),
        "change": one.change,
        "share": one.share,
        **said("cause", one.cause, cause_words(one.cause, pillar)),
        "seq": one.seq,
        "at": instant_value(one.at),
        "is_clear": one.is_clear,
    }
