"""Everything the page about the system shows, asked at once."""

from dataclasses import dataclass

from dashboard.asked import Asked, Feed
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.system import queries
from dashboard.pages.system.queries import (
    Comparison,
    DeadReason,
    Rate,
    Rebuild,
    Version,
    Viewer,
    Worker,
)
from dashboard.queries import storing
from dashboard.queries.storing import Partition, Storing


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """Everything the page shows."""

    moment: Moment
    feed: Feed
    partitions: list[Partition]
    workers: list[Worker]
    storing: Storing
    rates: list[Rate]
    dead: list[DeadReason]
    viewers: list[Viewer]
    versions: list[Version]
    verified: list[Comparison]
    rebuilds: list[Rebuild]


async def read(asked: Asked) -> System:
    """Ask for everything the system says about itself."""
    model = asked.model
    async with AtOnce() as at_once:
        found = at_once.ask(storing.partitions(model))
        workers = at_once.ask(queries.workers_seen(model))
        is_storing = at_once.ask(storing.storing(model))
        rates = at_once.ask(queries.rates(model))
        dead = at_once.ask(queries.dead_letter_reasons(model))
        viewers = at_once.ask(queries.viewers(model))
        versions = at_once.ask(queries.versions(model))
        verified = at_once.ask(queries.verified(model))
        rebuilds = at_once.ask(queries.rebuilds(model))
    return System(
        moment=asked.moment,
        feed=asked.feed,
        partitions=found.result(),
        workers=workers.result(),
        storing=is_storing.result(),
        rates=rates.result(),
        dead=dead.result(),
        viewers=viewers.result(),
        versions=versions.result(),
        verified=verified.result(),
        rebuilds=rebuilds.result(),
    )
