"""Whether what a report says is explained and rests on events (pure)."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from schemas.vocabulary import Rating
from streams.report.facts import Result
from streams.report.keeping import KeptFinding

_WORST_LAST = [one.value for one in Rating]


class Objective(NamedTuple):
    """An objective of the exercise in one area: all its ratings, and what supports the worst."""

    objective_id: str
    area: str
    results: tuple[Result, ...]
    explanations: tuple[str, ...]
    evidence: tuple[int, ...]  # of the explanations

    @property
    def worst(self) -> str | None:
        """Return the worst rating that any evaluator gave; None: nobody was rated."""
        rated = [one.rating for one in self.results if one.rating is not None]
        return max(rated, key=_WORST_LAST.index) if rated else None

    def rated(self, rating: str | None) -> int:
        """Return how many participants have a rating as their worst."""
        return sum(worst == rating for worst in self._worst_of_each().values())

    def _worst_of_each(self) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for one in self.results:
            before = found.setdefault(one.actor, one.rating)
            if one.rating is not None and (before is None or _is_worse(one.rating, before)):
                found[one.actor] = one.rating
        return found


def objectives(results: Iterable[Result], findings: Sequence[KeptFinding]) -> list[Objective]:
    """Return the objectives of an exercise, by area and name."""
    ordered = sorted(results, key=lambda one: (one.area, one.objective_id, one.actor))
    grouped = groupby(ordered, key=lambda one: (one.area, one.objective_id))
    return [_objective(*key, tuple(some), findings) for key, some in grouped]


def _objective(
    area: str, objective_id: str, results: tuple[Result, ...], findings: Sequence[KeptFinding]
) -> Objective:
    bare = Objective(objective_id, area, results, (), ())
    commented = [one for one in results if one.comment and one.rating == bare.worst]
    found = [
        one
        for one in findings
        if one.explanation and one.objective_id == objective_id and one.area in (None, area)
    ]
    said = [
        *(f"{one.actor}, {one.evaluator}: {one.comment}" for one in commented),
        *(one.explanation or "" for one in found),
    ]
    seqs = {one.ledger_seq for one in commented} | {seq for one in found for seq in one.evidence}
    return bare._replace(explanations=tuple(said), evidence=tuple(sorted(seqs)))


def unsupported(found: Iterable[Objective], findings: Iterable[KeptFinding]) -> list[str]:
    """Return, a sentence each, what is said without its explanation or its evidence."""
    return [*_ratings(found), *_findings(findings)]


def _ratings(found: Iterable[Objective]) -> list[str]:
    said: list[str] = []
    for one in found:
        if one.worst is None:
            continue
        if not one.explanations:
            said.append(f"Rating {one.worst} of objective {one.objective_id} has no explanation")
        elif not one.evidence:
            said.append(
                f"The explanation of rating {one.worst} of objective {one.objective_id} names no "
                "event as evidence"
            )
    return said


def _findings(findings: Iterable[KeptFinding]) -> list[str]:
    return [
        f"Finding {one.finding_id} ({one.kind}) names no event as evidence"
        for one in findings
        if not one.evidence
    ]


def _is_worse(rating: str, than: str) -> bool:
    return _WORST_LAST.index(rating) > _WORST_LAST.index(than)
