"""Everything the event log shows, asked for one moment."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.events import queries
from dashboard.pages.events.queries import Anomaly, Letter, LetterAction, PartOf, Reason, Related
from dashboard.queries import ReadModel, ledger, storing
from dashboard.queries.ledger import EventLine, EventText
from dashboard.queries.storing import DeadLetter, PartitionState
from dashboard.view import View
from dashboard.wording.events import without_prefix
from schemas.faults import Fault, faults_today
from schemas.vocabulary import TopicName

PATH = "/events"
MOST_EVENTS = 500
MOST_DEAD_LETTERS = 200
STATES = ("amended", "flagged")
LETTER_STATES = ("redriven", "discarded")  # beside those that are open
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
class ChosenLetter:
    """One dead letter in full, what was done with it, and what is wrong with it today.

    No faults are known of one whose content is not shown, or of which only the beginning is kept.
    """

    row: Letter
    actions: list[LetterAction]
    faults: tuple[Fault, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Everything the page shows, from one moment."""

    moment: Moment
    events: list[EventLine]
    goes_on_before: int | None
    chosen: Chosen | None
    reasons: list[Reason]
    dead_letters: list[DeadLetter]
    letter: ChosenLetter | None
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
        reasons = at_once.ask(queries.dead_letter_groups(model))
        dead_letters = at_once.ask(
            storing.dead_letters(
                model,
                max_rows=MOST_DEAD_LETTERS,
                state=letter_state(moment.view),
                reason=view.group,
            )
        )
        partitions = at_once.ask(storing.system_state(model))
        anomalies = at_once.ask(queries.anomalies(model, **moment.clocks))
    events = found.result().events
    seq = view.seq or (events[0].seq if events else None)
    return Events(
        moment=moment,
        events=events,
        goes_on_before=found.result().goes_on_before,
        chosen=None if seq is None else await _chosen(asked, seq),
        reasons=reasons.result(),
        dead_letters=dead_letters.result(),
        letter=await _letter(model, view, dead_letters.result()),
        partitions=partitions.result(),
        anomalies=anomalies.result(),
    )


def letter_state(view: View) -> str:
    """Give which dead letters are listed: those that are open, unless others are chosen."""
    return view.state if view.state in LETTER_STATES else "open"


async def _letter(model: ReadModel, view: View, listed: list[DeadLetter]) -> ChosenLetter | None:
    """Give the dead letter that the address names, else the newest of the list."""
    if view.show != "dead-letters":
        return None
    if view.letter is not None:
        topic, _, rest = view.letter.partition("@")
        epoch, partition, offset = map(int, rest.split("/"))
    elif listed:
        newest = listed[0]
        topic, epoch, partition, offset = (
            newest.topic,
            newest.epoch,
            newest.partition,
            newest.offset,
        )
    else:
        return None
    async with AtOnce() as at_once:
        found = at_once.ask(
            queries.dead_letter(
                model, topic=topic, epoch=epoch, partition=partition, offset=offset
            )
        )
        actions = at_once.ask(
            queries.dead_letter_actions(
                model, topic=topic, epoch=epoch, partition=partition, offset=offset
            )
        )
    row = found.result()
    if row is None:
        return None
    # A long text takes its time, and others must not wait for it.
    faults = await asyncio.to_thread(_faults, row)
    return ChosenLetter(row=row, actions=actions.result(), faults=faults)


def _faults(row: Letter) -> tuple[Fault, ...] | None:
    if row.received is None or len(row.received) < row.size_bytes:
        return None
    headers = [*zip(row.header_names or (), row.header_values or (), strict=True)]
    topic = without_prefix(row.topic)
    return faults_today(row.received, headers, topic if topic in [*TopicName] else None)


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
