"""The live feed: one connection listens, every open browser hears.

NOTIFY is only a wake-up. What is sent is read from the ledger by number, so a browser that was
away asks for what came after the last number it saw, and nothing depends on this process's memory.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

import psycopg
import structlog

from dashboard.components.events import event_item
from dashboard.errors import NotMigrated, ReadModelUnavailable, SignedOut
from dashboard.queries import ReadModel, ledger
from dashboard.queries.head import head as newest
from dashboard.queries.ledger import EventLine
from dashboard.queries.notes import reader
from dashboard.queries.people import open_sessions
from dashboard.queries.storing import storing
from dashboard.who import Asking, asks, sha256
from dashboard.wording.catalogue import say
from infra.clock import utc_now
from infra.postgres import advised
from infra.viewers.kept import other_viewer, reads_without_login

CHANNEL = "muster"
# On which it is told that a replay clock was changed: nothing that anybody recorded.
CLOCKS_CHANNEL = "muster_clock"
HEARTBEAT_S = 5.0
RECONNECT_S = 1.0
QUEUE_FRAMES = 256
CLOCKS_APART = timedelta(seconds=2)
MOST_STREAMS = 1000
# Anybody who may read can ring; pages look again once a second, however often it rings.
STATE_EVERY_S = 1.0
CLOCKS_EVERY_S = 0.25
# After a bell for nothing the next ones wait this long, and one look answers them all.
DEAF_S = 0.5
# More than any list on a page shows; a longer absence is told by its count.
EVENTS_IN_A_FRAME = 60
MOST_COUNTED = 10_000
# Whoever is revoked is out after so long at the latest, and within a moment at this very process.
LOOK_AT_SESSIONS_EVERY_S = 2.0
SIGNED_OUT_FRAME = b"event: signed-out\ndata: {}\n\n"

log = structlog.get_logger()


class Folded:
    """Acts at the first bell, and once more for all the bells of the quiet time after it."""

    def __init__(self, quiet_s: float, act: Callable[[], None]) -> None:
        self._quiet_s = quiet_s
        self._act = act
        self._timer: asyncio.TimerHandle | None = None
        self._is_waiting = False

    @property
    def is_quiet(self) -> bool:
        """Tell whether the next bell has to wait."""
        return self._timer is not None

    def ring(self) -> None:
        """Act now, or when the quiet time is over."""
        if self._timer is not None:
            self._is_waiting = True
            return
        self._act()
        self.be_quiet()

    def be_quiet(self) -> None:
        """Let the bells that follow wait."""
        self._timer = asyncio.get_running_loop().call_later(self._quiet_s, self._end)

    def _end(self) -> None:
        self._timer = None
        if self._is_waiting:
            self._is_waiting = False
            self.ring()


class Subscriber:
    """One open stream, and who listens to it."""

    def __init__(self, asking: Asking | None) -> None:
        self.asking = asking
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUE_FRAMES)
        self.token_sha256 = sha256(asking.token) if asking else b""
        person = asking.person if asking else None
        self.reads_alike = person.reads_alike if person else None

    def sign_out(self) -> None:
        """Say that the session is over, and nothing after it."""
        _put(self.queue, SIGNED_OUT_FRAME)
        _put(self.queue, None)


class Feed:
    """Listens to the database and hands each frame to every subscriber."""

    def __init__(
        self, conninfo: str, read_model: ReadModel, viewer: str, people: ReadModel | None = None
    ) -> None:
        """`people` is asked who is signed in; only where people sign in, and nobody else reads."""
        self._viewer = viewer
        self._people = people
        self._conninfo = conninfo
        self._read_model = read_model
        self._subscribers: set[Subscriber] = set()
        self._watch: asyncio.Task[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._late_look: asyncio.Task[None] | None = None
        self._seq: int | None = None
        self._recorded_at: datetime | None = None
        self._trouble = "the database has not answered yet"
        self._is_away = False
        self._is_storing: bool | None = None
        self._closed = False
        self._changes = 0
        # From another start after each start: who asks again too often is only told the same.
        self._clock_bells = round(utc_now().timestamp() * 1000)
        self._behind = timedelta(0)
        self._looking = asyncio.Lock()
        self._look_now = asyncio.Event()
        self._state = Folded(STATE_EVERY_S, self._say_state)
        self._clocks = Folded(CLOCKS_EVERY_S, self._say_clocks)
        self._false_alarm = Folded(DEAF_S, self._look_once)
        self._version = version("muster")

    def start(self) -> None:
        """Begin to listen; the database may come later."""
        self._task = asyncio.create_task(self._listen_for_ever())
        if self._people is not None:
            self._watch = asyncio.create_task(self._watch_sessions(self._people))

    async def stop(self) -> None:
        """End every stream and stop listening."""
        self.end_streams()
        for task in (self._task, self._watch):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    def end_streams(self) -> None:
        """Let every open stream finish, so that the server can stop at once."""
        self._closed = True
        for one in self._subscribers:
            _put(one.queue, None)

    def ended(self, token_sha256: bytes | None) -> None:
        """End the streams of a session; with None look at once which sessions are open."""
        if token_sha256 is None:
            self._look_now.set()
        for one in self._subscribers:
            if token_sha256 is not None and one.token_sha256 == token_sha256:
                one.sign_out()

    @property
    def subscribers(self) -> int:
        """Give how many streams are open."""
        return len(self._subscribers)

    @property
    def trouble(self) -> str:
        """Give why the database cannot be heard; empty when it can."""
        return self._trouble

    @property
    def changes(self) -> int:
        """Give how often something was heard of that is no event, or the database came back."""
        return self._changes

    @property
    def is_full(self) -> bool:
        """Tell whether no further stream is opened."""
        return len(self._subscribers) >= MOST_STREAMS

    async def stream(
        self, last_seq: int | None, asking: Asking | None = None
    ) -> AsyncIterator[bytes]:
        """Give the frames of one browser: what it missed, then what happens."""
        own = Subscriber(asking)
        queue = own.queue
        # Subscribe first: an event may come twice this way, but none falls between.
        self._subscribers.add(own)
        try:
            yield b"retry: 1000\n\n" + self._heartbeat()
            if last_seq is not None:
                with asks(asking):
                    missed = await self._missed(last_seq)
                yield missed
            while not self._closed:
                frame = await queue.get()
                if frame is None:
                    return
                yield frame
        finally:
            self._subscribers.discard(own)

    async def _missed(self, last_seq: int) -> bytes:
        try:
            head = await newest(self._read_model)
            if last_seq > head.seq:
                return _frame("resync", {})
            return await self._events_after(last_seq, head.seq) or b": nothing missed\n\n"
        except SignedOut:
            return SIGNED_OUT_FRAME
        except ReadModelUnavailable:
            # The listener finds out too, and says so; the browser then loads everything anew.
            return _frame("resync", {})

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError, ReadModelUnavailable) as error:
                self._trouble = _reason(error)
                if not self._is_away:  # once, not every second until it is back
                    log.warning("the feed lost the database", reason=self._trouble)
                self._is_away = True
                self._send(self._heartbeat())
                await asyncio.sleep(RECONNECT_S)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(
            self._conninfo, autocommit=True, connect_timeout=5, application_name="muster feed"
        )
        async with connection:
            await connection.execute(f"listen {CHANNEL}")
            await connection.execute(f"listen {CLOCKS_CHANNEL}")
            self._clocks.ring()
            answer = await connection.execute("select clock_timestamp()")
            self._compare_clocks(await answer.fetchone())
            await self._require_viewer()
            await self._catch_up()
            while True:
                async for note in connection.notifies(timeout=HEARTBEAT_S):
                    if note.channel == CLOCKS_CHANNEL:
                        self._clocks.ring()
                    else:
                        await self._wake_up(note.payload)
                # An answer proves the connection; silence alone would prove nothing.
                answer = await connection.execute("select clock_timestamp()")
                self._compare_clocks(await answer.fetchone())
                await self._catch_up()
                await self._look_at_workers()
                # Whoever follows a replay looks again, so that no lost bell lasts.
                self._clock_bells += 1
                self._send(self._heartbeat())

    def _compare_clocks(self, row: tuple[datetime] | None) -> None:
        """Keep how far this host is from the database, whose clock decides; say it once."""
        was_apart = self.is_apart
        if row is not None:
            self._behind = row[0] - utc_now()
        if self.is_apart and not was_apart:
            log.warning("this host's clock differs from the database's", seconds=self.behind_s)

    @property
    def behind_s(self) -> int:
        """Give how many seconds this host is behind the database; ahead is less than none."""
        return round(self._behind.total_seconds())

    @property
    def is_apart(self) -> bool:
        """Say whether this host's clock differs from the database's so that it matters."""
        return abs(self._behind) >= CLOCKS_APART

    async def _require_viewer(self) -> None:
        """Say it when the database shows what another viewer may see than the header names."""
        found = await reader(self._read_model)
        if found is None or found.viewer == self._viewer:
            return
        if self._people is not None:
            raise ReadModelUnavailable(reads_without_login(found.viewer))
        raise ReadModelUnavailable(other_viewer(self._viewer, found.viewer))

    async def _watch_sessions(self, people: ReadModel) -> None:
        """End the streams of those who are signed in no more, whatever has ended their session."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._look_now.wait(), LOOK_AT_SESSIONS_EVERY_S)
            self._look_now.clear()
            looked_at = [one for one in self._subscribers if one.token_sha256]
            if not looked_at:
                continue
            # While the database is away there is nothing to read either, and pages say so.
            with suppress(ReadModelUnavailable):
                wanted = {one.token_sha256 for one in looked_at}
                are_open = await open_sessions(people, wanted)
                for one in looked_at:
                    if one.token_sha256 not in are_open:
                        one.sign_out()

    async def _look_at_workers(self) -> None:
        """Wake the pages when the last worker is gone, or the first one is there."""
        is_storing = (await storing(self._read_model)).workers > 0
        was_storing, self._is_storing = self._is_storing, is_storing
        if was_storing is not None and was_storing != is_storing:
            self._changes += 1
            self._state.ring()

    async def _wake_up(self, payload: str) -> None:
        from_seq, to_seq = _range(payload)
        if to_seq < from_seq:
            self._changes += 1
            # Not an event but a dead letter or a pause: pages read the state again.
            self._state.ring()
        elif self._seq is None or to_seq > self._seq:
            if self._false_alarm.is_quiet:
                self._false_alarm.ring()
                return
            before = self._seq
            await self._catch_up()
            if before == self._seq:  # nobody recorded what was announced
                self._false_alarm.be_quiet()

    def _say_state(self) -> None:
        self._send(_frame("state", {"seq": self._seq}))

    def _say_clocks(self) -> None:
        """Say that some replay was moved; who follows one asks where it stands."""
        self._clock_bells += 1
        self._send(_frame("clock", {"clocks": self._clock_bells}))

    def _look_once(self) -> None:
        self._late_look = asyncio.create_task(self._look_late())

    async def _look_late(self) -> None:
        # The listener meets the same trouble and says so.
        with suppress(psycopg.Error, OSError, ReadModelUnavailable):
            await self._catch_up()

    async def _catch_up(self) -> None:
        async with self._looking:
            await self._look_at_head()

    async def _look_at_head(self) -> None:
        head = await newest(self._read_model)
        was_in_trouble, self._trouble = bool(self._trouble), ""
        before, self._seq, self._recorded_at = self._seq, head.seq, head.recorded_at
        if self._is_away:
            log.info("the feed has the database again")
            self._is_away = False
        if was_in_trouble:
            self._changes += 1
            self._send(self._heartbeat())
        if before is None or before == head.seq:
            return
        if before > head.seq:
            self._send(_frame("resync", {}))
            return
        for alike in self._alike():
            frame = await self._frame_for(alike, before, head.seq)
            for one in alike if frame else ():
                _put(one.queue, frame)

    def _alike(self) -> list[list["Subscriber"]]:
        """Give the streams together that see the same: everybody where nobody signs in."""
        found: dict[object, list[Subscriber]] = {}
        for one in self._subscribers:
            found.setdefault(one.reads_alike, []).append(one)
        return list(found.values())

    async def _frame_for(self, alike: list["Subscriber"], seq: int, head_seq: int) -> bytes:
        for one in alike:
            try:
                with asks(one.asking):
                    return await self._events_after(seq, head_seq)
            except SignedOut:
                one.sign_out()
        return b""

    async def _events_after(self, seq: int, head_seq: int) -> bytes:
        if head_seq == seq:
            return b""
        model = self._people or self._read_model
        events = await ledger.events(model, after_seq=seq, max_rows=EVENTS_IN_A_FRAME)
        known_at = max((event.recorded_at for event in events), default=utc_now())
        seqs = [one.seq for one in events]
        found = await ledger.bodies_of_events(model, seqs=seqs, known_at=known_at)
        bodies = {one.seq: one.bodies for one in found}
        count = head_seq - seq
        if self._people is not None:
            # What somebody may not see is not counted, and does not make a message either.
            count = await self._visible(model, seq, len(events))
            if not count:
                return b""
        return _events_frame(events, max(head_seq, seq), count, bodies)

    async def _visible(self, model: ReadModel, seq: int, read: int) -> int:
        """Give how many of the events after a number may be seen by who asks."""
        if read < EVENTS_IN_A_FRAME:
            return read
        return len(await ledger.events(model, after_seq=seq, max_rows=MOST_COUNTED))

    def _heartbeat(self) -> bytes:
        recorded_at = self._recorded_at.isoformat() if self._recorded_at else None
        state = {
            "db": not self._trouble,
            "why": self._trouble,
            "seq": self._seq,
            "clocks": self._clock_bells,
            "recorded_at": recorded_at,
            # The database's time: the one clock, by which browsers correct their own.
            "at": (utc_now() + self._behind).isoformat(),
            # A page that was made by another version loads itself anew.
            "version": self._version,
        }
        return _frame("hb", state)

    def _send(self, frame: bytes) -> None:
        if frame:
            for one in self._subscribers:
                _put(one.queue, frame)


def _range(payload: str) -> tuple[int, int]:
    """Read which numbers a notification speaks of; one that cannot be read means: look."""
    try:
        body = json.loads(payload)
        return int(body["from_seq"]), int(body["to_seq"])
    except (ValueError, KeyError, TypeError):
        return 0, sys.maxsize


def _put(queue: asyncio.Queue[bytes | None], frame: bytes | None) -> None:
    """Hand over a frame; a browser too slow for its queue is told to load everything anew."""
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(_frame("resync", {}))
    queue.put_nowait(frame)


def _reason(error: Exception) -> str:
    """Say why the database is not heard, and what to do: it is away, or not yet migrated."""
    if isinstance(error, NotMigrated):
        return say("shell.not_migrated")
    # What is raised by us says already what to do.
    return str(error) if isinstance(error, ReadModelUnavailable) else advised(error)


def _events_frame(
    events: list[EventLine], seq: int, count: int, bodies: Mapping[int, list[str]]
) -> bytes:
    newest_first = sorted(events, key=lambda event: -event.seq)
    body = {
        "seq": seq,
        "count": count,
        "recorded_at": newest_first[0].recorded_at.isoformat() if newest_first else None,
        "events": [event_item(event, bodies.get(event.seq, ())) for event in newest_first],
    }
    return _frame("events", body, id=seq)


def _frame(name: str, body: dict[str, Any], id: int | None = None) -> bytes:
    number = "" if id is None else f"id: {id}\n"
    return f"{number}event: {name}\ndata: {json.dumps(body, separators=(',', ':'))}\n\n".encode()
