"""What a page is asked, before it asks anything itself."""

from dataclasses import dataclass
from typing import Protocol

from dashboard.moment import Moment
from dashboard.queries import ReadModel


class Feed(Protocol):
    """What a page may ask of the live feed of this dashboard."""

    @property
    def subscribers(self) -> int:
        """Give how many streams are open."""
        ...

    @property
    def trouble(self) -> str:
        """Give why the database cannot be heard; empty when it can."""
        ...

    @property
    def is_apart(self) -> bool:
        """Say whether this host's clock differs from the database's so that it matters."""
        ...

    @property
    def behind_s(self) -> int:
        """Give how many seconds this host is behind the database; ahead is less than none."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is asked: of which moment, of which read model, beside which feed.

    In a what-if the read model is the what-if's; that of the facts stands beside it.
    """

    model: ReadModel
    moment: Moment
    feed: Feed
    facts: ReadModel | None = None
