"""Chance that falls the same way every time: each draw depends on the seed and a name only.

No draw depends on how many were made before it, so the events of a month stay what they are when
the season is told again next week with a few days more.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")

DEFAULT_SEED = 1


@dataclass(frozen=True, slots=True)
class Chance:
    """All the luck of one seed."""

    seed: int = DEFAULT_SEED

    def share(self, *name: object) -> float:
        """Return a number from 0 up to 1 that belongs to this name."""
        text = "|".join((str(self.seed), *map(str, name)))
        digest = hashlib.blake2b(text.encode(), digest_size=7).digest()
        return int.from_bytes(digest) / 2**56

    def between(self, low: float, high: float, *name: object) -> float:
        """Return a number from low up to high that belongs to this name."""
        return low + (high - low) * self.share(*name)

    def happens(self, probability: float, *name: object) -> bool:
        """Tell whether something of this probability happens under this name."""
        return self.share(*name) < probability

    def whole(self, low: int, high: int, *name: object) -> int:
        """Return a whole number from low to high that belongs to this name."""
        return low + int((high - low + 1) * self.share(*name))

    def pick(self, items: Sequence[Item], *name: object) -> Item:
        """Return one of the items."""
        return items[int(len(items) * self.share(*name))]

    def some(self, items: Iterable[Item], count: int, *name: object) -> list[Item]:
        """Return so many different items, fewer when there are not enough."""
        return sorted(items, key=lambda item: self.share(*name, item))[:count]

    def swing(self, *name: object) -> float:
        """Return a number around 0, mostly between -1 and 1, near 0 more often than far away."""
        draws = (self.share(*name, n) for n in range(3))
        return sum(draws) / 1.5 - 1
