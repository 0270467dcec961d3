"""Everything the event log shows, asked for one moment."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.events import queries
from dashboard.pages.events.queries import Anomaly, PartOf, Related
from dashboard.queries import ReadModel, ledger, storing
from dashboard.queries.ledger import EventLine, EventText
from dashboard.queries.storing import DeadLetter, PartitionState
from dashboard.view import View

PATH = "/events"
MOST_EVENTS = 500
MOST_DEAD_LETTERS = 200
STATES = ("amended", "flagged")
# Texts are looked into part by part: a search may go through so many events before it is drawn.
PART = 20_000
MOST_PARTS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One event in full, and what belongs to it."""

    event: EventText
    related: list[Related]
    part_of: list[PartOf]


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Everything the page shows, from one moment."""

    moment: Moment
    events: list[EventLine]
    goes_on_before: int | None
    chosen: Chosen | None
    dead_letters: list[DeadLetter]
    partitions: list[PartitionState]
    anomalies: list[Anomaly]

    @property
    def dead(self) -> int:
        """Give how many records could not become events."""
        return sum(one.dead for one in self.partitions)

    @property
    def stored(self) -> int:
        """Give how many records were read."""
        return sum(one.next_offset for one in self.partitions)


async def read(asked: Asked) -> Events:
    """Ask everything the page shows."""
    model, moment, view = asked.model, asked.moment, asked.moment.view
    if view.state not in (None, *STATES):
        view = view.with_(state=None)
    async with AtOnce() as at_once:
        found = at_once.ask(find(asked, view, MOST_EVENTS))
        dead_letters = at_once.ask(storing.dead_letters(model, max_rows=MOST_DEAD_LETTERS))
        partitions = at_once.ask(storing.system_state(model))
        anomalies = at_once.ask(queries.anomalies(model, **moment.clocks))
    events = found.result().events
    seq = view.seq or (events[0].seq if events else None)
    return Events(
        moment=moment,
        events=events,
        goes_on_before=found.result().goes_on_before,
        chosen=None if seq is None else await _chosen(asked, seq),
        dead_letters=dead_letters.result(),
        partitions=partitions.result(),
        anomalies=anomalies.result(),
    )


async def _chosen(asked: Asked, seq: int) -> Chosen | None:
    model, known_at = asked.model, asked.moment.known_at
    async with AtOnce() as at_once:
        event = at_once.ask(ledger.event(model, seq=seq))
        related = at_once.ask(queries.related_events(model, seq=seq, known_at=known_at))
        part_of = at_once.ask(queries.readings_of_event(model, seq=seq, known_at=known_at))
    found = event.result()
    if found is None:
        return None
    return Chosen(event=found, related=related.result(), part_of=part_of.result())


@dataclass(frozen=True, slots=True)
class Found:
    """The events that fit, and before which event to search on; None when all was searched."""

    events: list[EventLine]
    goes_on_before: int | None = None


async def find(asked: Asked, view: View, most: int) -> Found:
    """Give the newest events that fit the view, of all that were known."""
    ask, known_at, head = asked.model, asked.moment.known_at, asked.moment.head.seq
    before = min(view.before or head + 1, head + 1)
    if not (view.text or view.area or view.exercise):
        return Found(await _part(ask, view, known_at, before, most))
    found: list[EventLine] = []
    for _ in range(MOST_PARTS):
        found += await _part(ask, view, known_at, before, most - len(found))
        before -= PART
        if len(found) >= most or before <= 1:
            break
    is_cut = len(found) < most and before > 1
    return Found(found, before if is_cut else None)


async def _part(
    ask: ReadModel, view: View, known_at: datetime, before: int, most: int
) -> list[EventLine]:
    return await queries.find_events(
        ask,
        before_seq=before,
        max_rows=most,
        known_at=known_at,
        type=view.type,
        subject=view.subject,
        actor=view.actor,
        area=view.area,
        state=view.state,
        words=view.text,
        occurred_from=view.from_at,
        occurred_to=view.as_of,
        most_searched=PART,
        exercise=view.exercise,
    )
