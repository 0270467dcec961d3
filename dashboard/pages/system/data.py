"""Everything the page about the system shows, asked at once."""

from dataclasses import dataclass

from dashboard.asked import Asked, Feed
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.system.rows import Comparison, DeadReason, Rate, Version, Viewer, Worker
from dashboard.queries.storing import Partition, Storing, partitions, storing


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


async def read(asked: Asked) -> System:
    """Ask for everything the system says about itself."""
    model = asked.model
    async with AtOnce() as at_once:
        found = at_once.ask(partitions(model))
        workers = at_once.ask(model.ask(Worker, "workers_seen"))
        is_storing = at_once.ask(storing(model))
        rates = at_once.ask(model.ask(Rate, "rates"))
        dead = at_once.ask(model.ask(DeadReason, "dead_letter_reasons"))
        viewers = at_once.ask(model.ask(Viewer, "viewers"))
        versions = at_once.ask(model.ask(Version, "versions"))
        verified = at_once.ask(model.ask(Comparison, "verified"))
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
    )
