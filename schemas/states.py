"""Which actors are states, and which known actor is nearest to one that nobody knows?"""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from typing import cast

import msgspec

SHORTEST_NAME = 3  # letters from which on the beginning of a name says something


class State(msgspec.Struct, frozen=True):
    """A state: its ISO 3166 codes, its everyday name, and whether its code is in use today."""

    code: str
    alpha_2: str
    name: str
    is_in_use: bool


@functools.cache
def states() -> Mapping[str, State]:
    """Return every state by its alpha-3 code: those of today, the dissolved, and Kosovo."""
    return {state.code: state for state in _read()}


def is_state(code: str) -> bool:
    """Tell whether a code is a state's; such an actor counts without being declared."""
    return code in states()


def nearest_actor(code: str, declared: Iterable[str] = ()) -> str | None:
    """Return the known actor that was probably meant, of the states and those declared.

    The actor of this code, if there is one; the state of these two letters; else the one whose name begins so; else the one that lies one
    letter away: another letter, one more, one less, or two changed round. Of several a state in
    use, then the first of the alphabet. None when nothing is near.
    """
    others = {name: State(name, "", "", True) for name in declared}
    known = {**others, **states()}
    found = (
        (distance, not state.is_in_use, state.code)
        for state in known.values()
        if (distance := _distance(code, state)) is not None
    )
    return min(found, default=(0, False, None))[2]


def _distance(code: str, state: State) -> int | None:
    if code in (state.code, state.alpha_2):
        return 0
    if len(code) >= SHORTEST_NAME and state.name.upper().startswith(code):
        return 1
    return 2 if _near(code).fullmatch(state.code) else None


@functools.lru_cache(maxsize=256)
def _near(code: str) -> re.Pattern[str]:
    """Return what the codes one letter away look like."""
    return re.compile("|".join(_one_letter_away(code)))


def _one_letter_away(code: str) -> Iterator[str]:
    for i in range(len(code) + 1):
        before, after = code[:i], code[i:]
        yield f"{before}.{after}"
        if after:
            yield f"{before}.{after[1:]}"
            yield f"{before}{after[1:]}"
        if len(after) > 1:
            yield f"{before}{after[1]}{after[0]}{after[2:]}"


def _read() -> Iterator[State]:
    text = resources.files("schemas").joinpath("states.toml").read_text(encoding="utf-8")
    for group, entries in tomllib.loads(text).items():
        for code, (alpha_2, name) in cast(dict[str, tuple[str, str]], entries).items():
            yield State(code, alpha_2, name, is_in_use=group != "withdrawn")
