"""Events in, receipts out: what is taken from producers, and what they may know of it later."""

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

import msgspec

from schemas.faults import Fault
from schemas.topics import topic_of_event
from schemas.vocabulary import Identifier, Source
from streams.events.recorded import EventKey
from streams.gateway.answers import Fate, Receipt, Receipts, Status
from streams.gateway.asked import Asked, bad_query, not_authenticated
from streams.gateway.broker import Broker, Placed
from streams.gateway.checking import (
    Checked,
    Checks,
    check_all,
    faults_of_roots,
    roots_to_know,
    sort_out,
)
from streams.gateway.database import Database, Standing
from streams.gateway.fates import fate_of
from streams.gateway.keys import Key
from streams.gateway.limits import LONGEST_WAIT_S, Lately, Rates
from streams.gateway.problems import ProblemKind, Refuse, kind_of
from streams.gateway.received import mode_of, received
from streams.gateway.scope import Scope, ScopeReason

EVENTS = "/v1/events"
CHECKED_AT_ONCE = 20  # more are checked beside the server's loop, which answers others meanwhile
FIRST_LOOK_S, LAST_LOOK_S = 0.02, 0.5
_WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\"?", re.IGNORECASE)


class Judged(NamedTuple):
    """The events of a request that holds nothing wrong: all of them, and which are new."""

    events: list[Checked]
    new: list[Checked]
    standing: Standing


class Answered(NamedTuple):
    """What became of one event, and for how long it was waited for."""

    fate: Fate
    waited_s: int | None


class Door:
    """What producers may do: send, try, ask."""

    def __init__(self, database: Database, broker: Broker, topic_prefix: str) -> None:
        self._database = database
        self._broker = broker
        self._prefix = topic_prefix
        self._rates = Rates()
        self._lately = Lately()

    async def publish(self, asked: Asked) -> Receipts:
        """Send the events of a request, all or none; return once Kafka has all of them on disk."""
        judged = await self._judged(asked)
        places: Sequence[Placed] = ()
        if judged.new:
            places = await self._broker.send([one.message for one in judged.new])
        sent = {one.key: place for one, place in zip(judged.new, places, strict=True)}
        for key, place in sent.items():
            self._lately.remember(key, place)
        return Receipts(receipts=[_receipt(one, judged, sent) for one in judged.events])

    async def validate(self, asked: Asked) -> Receipts:
        """Say what would become of the events of a request, and send nothing."""
        judged = await self._judged(asked)
        return Receipts(receipts=[_receipt(one, judged, {}) for one in judged.events])

    async def fate(self, asked: Asked) -> Answered:
        """Return what became of an event; wait for it if that is preferred."""
        key = await asked.authenticate(self._database)
        event = _event_key(asked.query("source", "id"))
        if not key.scope.has_source(event.source):
            detail = "source: this key is not for it"
            raise Refuse(ProblemKind.NOT_ALLOWED, [Fault("", ScopeReason.SOURCE, detail)])
        self._take(asked, key, 1)
        wait_s = _preferred_wait(asked.request.headers.get("prefer", ""))
        found = await self._waited_for(event, wait_s or 0)
        if found is None:
            raise Refuse(ProblemKind.UNKNOWN_EVENT)
        if found.seq is not None and key.viewer is not None:
            moved = await self._database.moved(found.seq, asked.key_id)
            found = msgspec.structs.replace(found, moved=moved)
        return Answered(found, wait_s)

    async def admit(self, asked: Asked) -> None:
        """Let in whoever has a valid key and does not ask too often; nothing else is asked."""
        key = await asked.authenticate(self._database)
        asked.query()
        self._take(asked, key, 1)

    async def _judged(self, asked: Asked) -> Judged:
        key = await asked.authenticate(self._database)
        asked.query()
        mode = mode_of(asked.request.headers.raw)
        items = received(await asked.body(mode.most_bytes), mode)
        asked.events = len(items)
        self._take(asked, key, len(items))
        if len(items) > CHECKED_AT_ONCE:
            checks = await asyncio.to_thread(check_all, items, key.scope)
        else:
            checks = check_all(items, key.scope)
        return await self._judged_now(asked, checks, key.scope)

    async def _judged_now(self, asked: Asked, checks: Checks, scope: Scope) -> Judged:
        """Ask the database last: what it says holds when the events are sent."""
        roots = await self._database.events(roots_to_know(checks.events, scope))
        keys = {one.key for one in checks.events}
        standing = await self._database.standing(asked.key_id, keys)
        if not standing.is_in_force:  # revoked since the request began
            raise not_authenticated()
        found = sort_out(checks.events, standing.stored, standing.now)
        faults = [*checks.faults, *faults_of_roots(checks.events, scope, roots), *found.faults]
        if faults:
            raise Refuse(kind_of(faults), faults)
        return Judged(checks.events, found.new, standing)

    def _take(self, asked: Asked, key: Key, events: int) -> None:
        """Refuse what is more than a key may send."""
        after_s = self._rates.take(
            asked.key_id, max(1, events), key.events_per_s, time.monotonic()
        )
        if after_s:
            raise Refuse(ProblemKind.TOO_MANY, headers={"Retry-After": str(int(after_s) + 1)})

    async def _waited_for(self, key: EventKey, wait_s: float) -> Fate | None:
        until, pause_s = time.monotonic() + wait_s, FIRST_LOOK_S
        while True:
            stored, letters = await self._database.fate(key)
            found = fate_of(key, stored, letters, self._lately.place(key), self._prefix)
            is_decided = found is not None and found.status is not Status.ACCEPTED
            left_s = until - time.monotonic()
            if is_decided:
                self._lately.forget(key)
            if is_decided or left_s <= 0:
                return found
            await asyncio.sleep(min(pause_s, left_s))
            pause_s = min(pause_s * 1.5, LAST_LOOK_S)


def _receipt(one: Checked, judged: Judged, sent: Mapping[EventKey, Placed]) -> Receipt:
    """Return what became of one event, or would: a dry run has sent nothing."""
    source, id = one.key
    href = f"{EVENTS}?{urlencode({'source': source, 'id': id})}"
    topic = topic_of_event(one.decoded)
    earlier, place = judged.standing.stored.get(one.key), sent.get(one.key)
    if earlier is not None:
        return Receipt(
            source=source,
            id=id,
            status=Status.DUPLICATE,
            topic=topic,
            partition=earlier.partition,
            offset=earlier.offset,
            seq=earlier.seq,
            recorded_at=earlier.recorded_at,
            href=href,
        )
    if place is None:
        return Receipt(source=source, id=id, status=Status.ACCEPTABLE, topic=topic)
    return Receipt(
        source=source,
        id=id,
        status=Status.ACCEPTED,
        topic=topic,
        partition=place.partition,
        offset=place.offset,
        href=href,
    )


def _event_key(query: dict[str, str]) -> EventKey:
    try:
        source = msgspec.convert(query.get("source"), Source)
        return EventKey(source, msgspec.convert(query.get("id"), Identifier))
    except msgspec.ValidationError:
        detail = "source and id: required, as an event has them; + is written %2B"
        raise bad_query(detail) from None


def _preferred_wait(prefer: str) -> int | None:
    """Return how many seconds a request would wait (RFC 7240), at most so many as we do."""
    found = _WAIT.search(prefer)
    return min(int(found[1]), LONGEST_WAIT_S) if found else None
