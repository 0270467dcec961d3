"""Changes that are no faults, each with the reason why no test can tell it from the right text."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from tests.mutants.mutant import Mutant

LIST = Path(__file__).with_name("survivors.toml")


class Survivor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A change, found again by what it changes and the line that this stands on."""

    path: str
    line: str
    was: str
    becomes: str
    why: str


@cache
def survivors() -> tuple[Survivor, ...]:
    """Return every one that is listed."""
    listed = tomllib.loads(LIST.read_text("utf-8")).get("survivor", [])
    return msgspec.convert(tuple(listed), tuple[Survivor, ...])


def reason_for(mutant: Mutant) -> str | None:
    """Return why a change is no fault, if that is known."""
    for one in survivors():
        same_place = (one.path, one.line) == (str(mutant.path), mutant.line)
        if same_place and (one.was, one.becomes) == _words(mutant):
            return one.why
    return None


def _words(mutant: Mutant) -> tuple[str, str]:
    was, becomes = mutant.mutation.was, mutant.mutation.becomes
    return " ".join(was.split()), " ".join(becomes.split())
