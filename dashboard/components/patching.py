"""What changed between two values of JSON, as a patch that the browser applies to the old one."""

import json
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from dash import Patch

from dashboard.bounded import Bounded

# A patch of more steps takes the browser longer than the whole value.
MOST_STEPS = 150


Path = tuple[str | int, ...]


class Step(NamedTuple):
    """One step: set, insert or delete what is at the end of a path."""

    kind: Literal["set", "insert", "delete"]
    path: Path
    value: Any = None


class Remembered:
    """The values that browsers may still have, by their hash; what was given longest ago goes."""

    def __init__(self, most_bytes: int) -> None:
        self._texts: Bounded[str, bytes] = Bounded(most_bytes)

    def keep(self, hash: str, text: str) -> None:
        """Remember a value as JSON."""
        if not self._texts.touch(hash):
            encoded = text.encode()
            self._texts.keep(hash, encoded, len(encoded))

    def value(self, hash: str) -> Any:
        """Give the value; None when it is forgotten."""
        text = self._texts.get(hash)
        return None if text is None else json.loads(text)


def steps_between(old: Any, new: Any) -> list[Step] | None:
    """Give the steps from the old value to the new; None when the new one is better sent whole."""
    if type(old) is not type(new) or not isinstance(new, list | dict):
        return None
    steps = list(_steps((), old, new))
    return steps if len(steps) <= MOST_STEPS else None


def write(steps: Iterable[Step], patch: Patch) -> None:
    """Write the steps into a patch of Dash."""
    for step in steps:
        place: Any = patch
        for key in step.path[:-1]:
            place = place[key]
        if step.kind == "set":
            place[step.path[-1]] = step.value
        elif step.kind == "insert":
            place.insert(step.path[-1], step.value)
        else:
            del place[step.path[-1]]


def _steps(path: Path, old: Any, new: Any) -> Iterator[Step]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _in_dict(path, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _in_list(path, old, new)
    elif type(old) is not type(new) or old != new:
        yield Step("set", path, new)


def _in_dict(path: Path, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Step]:
    for key in sorted(old.keys() - new.keys()):
        yield Step("delete", (*path, key))
    for key, value in new.items():
        if key in old:
            yield from _steps((*path, key), old[key], value)
        else:
            yield Step("set", (*path, key), value)


def _in_list(path: Path, old: list[Any], new: list[Any]) -> Iterator[Step]:
    matcher = SequenceMatcher(None, _texts(old), _texts(new), autojunk=False)
    # From the end, so that the places before a step are still where they were.
    for kind, start, stop, new_start, new_stop in reversed(matcher.get_opcodes()):
        if kind == "equal":
            continue
        both = min(stop - start, new_stop - new_start)
        for index in reversed(range(start + both, stop)):
            yield Step("delete", (*path, index))
        for value in reversed(new[new_start + both : new_stop]):
            yield Step("insert", (*path, start + both), value)
        for offset in range(both):
            yield from _steps(
                (*path, start + offset), old[start + offset], new[new_start + offset]
            )


def _texts(items: list[Any]) -> list[str]:
    return [json.dumps(item, sort_keys=True) for item in items]
