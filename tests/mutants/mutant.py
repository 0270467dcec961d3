"""A small fault in one file, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Protocol

from tests.mutants.recording import ROOT


class Verdict(StrEnum):
    """What became of a fault."""

    CAUGHT = "caught"
    SURVIVED = "survived"
    REFUSED = "refused by PostgreSQL"
    EQUIVALENT = "no fault"
    UNDECIDED = "not seen in the time"
    NOT_JUDGED = "not judged"


class Mutation(Protocol):
    """One change of a text: what stands at a place, and what would stand there."""

    @property
    def at(self) -> int: ...
    @property
    def was(self) -> str: ...
    @property
    def becomes(self) -> str: ...

    def applied(self, text: str) -> str:
        """Return the text with the change in it."""
        ...


@dataclass(frozen=True)
class Mutant:
    """One fault in one file of the project."""

    path: Path  # from the root of the project
    mutation: Mutation

    @property
    def text(self) -> str:
        """Return the file as it is."""
        return (ROOT / self.path).read_text()

    @property
    def first_line(self) -> int:
        """Return the line on which the change begins."""
        return self.text.count("\n", 0, self.mutation.at) + 1

    @property
    def last_line(self) -> int:
        """Return the line on which the change ends."""
        return self.first_line + self.mutation.was.count("\n")

    @property
    def line(self) -> str:
        """Return the whole line on which the change begins."""
        return self.text.splitlines()[self.first_line - 1].strip()

    def __str__(self) -> str:
        was, becomes = (" ".join(s.split()) for s in (self.mutation.was, self.mutation.becomes))
        return f"{self.path}:{self.first_line} {was} -> {becomes}"


def chosen(every: Iterable[Mutant], count: int, seed: int) -> Sequence[Mutant]:
    """Return so many of them, by chance but the same for the same seed."""
    found = [*every]
    return Random(seed).sample(found, min(count, len(found)))
