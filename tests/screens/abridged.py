"""An answer as text that a person reads in a change: every word, class, link and number of it.

Of what is long the first items and the last are written out, and a digest stands for all, so that
no change is missed and none is a megabyte.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

LONGEST = 5
FIRST = 2
MOST_NAMES = 24
DIGITS = 9
ELEMENT_PARTS = 2  # the name of an element and what it was given; the rest is inside it


Places = dict[str, Any]


def abridged(answer: Places) -> Places:
    """Return an answer with what is long cut short, places in order of their names."""
    return {place: _short(answer[place]) for place in sorted(answer)}


def text_of(places: Places) -> str:
    """Return what was cut short as JSON over many lines."""
    return json.dumps(places, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def what_is_other(places: Places, usual: Places) -> Places:
    """Return the places that say something else than usual; one that says nothing now is none."""
    gone = {place: None for place in usual if place not in places}
    return gone | {place: said for place, said in places.items() if said != usual.get(place)}


def put_together(usual: Places, other: Places) -> Places:
    """Return what `what_is_other` was made of."""
    return {place: said for place, said in (usual | other).items() if said is not None}


def _short(value: Any, most_names: int = MOST_NAMES) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        if value.keys() == {"props", "type", "namespace"}:
            return {"<>": value["type"], **_short(value["props"])}
        return _named(value, most_names)
    if isinstance(value, list):
        if _is_element(value):
            return [_tag(value), *_listed(value[ELEMENT_PARTS:])]
        return _listed(value)
    return value


def _named(value: dict[str, Any], most: int) -> dict[str, Any]:
    kept = {name: value[name] for name in sorted(value) if value[name] is not None}
    if len(kept) <= most:
        return {name: _short(one) for name, one in kept.items()}
    shown = [*list(kept)[:FIRST], list(kept)[-1]]
    said = f"{len(kept)} in all, {_digest(kept)}"
    return {"…": said, **{name: _short(kept[name]) for name in shown}}


def _listed(values: Sequence[Any]) -> list[Any]:
    if len(values) <= LONGEST:
        return [_short(one) for one in values]
    shown = [_short(one) for one in (*values[:FIRST], values[-1])]
    return [*shown[:FIRST], f"… {len(values)} in all, {_digest(values)}", shown[-1]]


def _is_element(value: list[Any]) -> bool:
    if len(value) < ELEMENT_PARTS or not isinstance(value[0], str):
        return False
    return value[1] is None or isinstance(value[1], dict)


def _tag(element: list[Any]) -> str:
    given: dict[str, Any] = element[1] or {}
    words = [f"{name}={json.dumps(given[name], ensure_ascii=False)}" for name in sorted(given)]
    return f"<{' '.join([element[0], *words])}>"


def _digest(value: Any) -> str:
    """Return what tells every value from any other, but for the last digits of a float."""
    whole = json.dumps(_rounded(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}"
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return value
