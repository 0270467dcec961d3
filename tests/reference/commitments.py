"""Where does an actor stand on what it promised?"""

from dataclasses import dataclass
from datetime import date

from schemas.events import CommitmentTerms
from schemas.vocabulary import Direction


@dataclass(frozen=True, slots=True)
class Path:
    """The way from where an actor started to what it promised."""

    baseline: float
    target: float
    direction: Direction
    start_on: date
    due_on: date

    def expected(self, on: date) -> float:
        """Give what should have been reached by a day, in even steps."""
        elapsed = (on - self.start_on).days / (self.due_on - self.start_on).days
        return self.baseline + (self.target - self.baseline) * min(max(elapsed, 0.0), 1.0)

    def score(self, value: float, on: date) -> int:
        """Give 1 on the path or at the target, 0 better than the start, -1 not even that."""
        if self._reaches(value, self.expected(on)) or self._reaches(value, self.target):
            return 1
        return -1 if self._reaches(self.baseline, value) else 0

    def _reaches(self, value: float, wanted: float) -> bool:
        return value >= wanted if self.direction is Direction.UP else value <= wanted


def path_of(commitment: CommitmentTerms, baseline: float | None) -> Path | None:
    """Give the path of a commitment from where the actor started, None if that is not known."""
    if baseline is None:
        return None
    return Path(
        baseline,
        commitment.target,
        commitment.direction,
        commitment.start_on,
        commitment.due_on,
    )


def compliance_ratio(scores: list[int]) -> float | None:
    """Give how far a commitment is kept: 0 when all fail, 1 when all are on their path."""
    return (sum(scores) / len(scores) + 1) / 2 if scores else None
