"""What the gateway asks of the database: keys, what the ledger has, what was refused."""

from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, NamedTuple

import psycopg
from psycopg.errors import InsufficientPrivilege, InvalidSchemaName, UndefinedTable
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout

from infra.sql import load
from schemas.envelope import Decoded, decode_accepted
from streams.events.recorded import EventKey
from streams.gateway.answers import EventCounts, MovedReading
from streams.gateway.counting import Counts
from streams.gateway.errors import DatabaseAway
from streams.gateway.keys import Key
from streams.store import tables

MOST_CONNECTIONS = 8
WAIT_FOR_CONNECTION_S = 2.0


class Stored(NamedTuple):
    """An event as the ledger has it: what it says as a hash, and where it is."""

    content_sha256: bytes
    topic: str
    partition: int
    offset: int
    seq: int
    recorded_at: datetime


class StoredEvent(NamedTuple):
    """Where an event is in the ledger, what it is about, and why it has no effect."""

    seq: int
    recorded_at: datetime
    type: str
    subject: str
    topic: str
    partition: int
    offset: int
    flag: str | None


class DeadLetterRow(NamedTuple):
    """A dead letter that says it is of an identity."""

    topic: str
    partition: int
    offset: int
    recorded_at: datetime
    reason: str
    detail: str
    size_bytes: int
    sha256: str


class Standing(NamedTuple):
    """What holds at this moment: whether the key does, the time, and what the ledger has."""

    is_in_force: bool
    now: datetime
    stored: Mapping[EventKey, Stored]


class Refusal(NamedTuple):
    """A request that is refused, for the record: never what it said."""

    key_id: str | None
    producer: str | None
    origin: str
    request: str
    status: int
    reason: str
    events: int | None
    size_bytes: int | None
    sha256: bytes | None


class Database:
    """The database over a few connections; its failures are `DatabaseAway`."""

    def __init__(self, conninfo: str) -> None:
        self._statements = load(__package__, "gateway.sql")
        self._pool: AsyncConnectionPool[psycopg.AsyncConnection] = AsyncConnectionPool(
            conninfo,
            min_size=1,
            max_size=MOST_CONNECTIONS,
            open=False,
            timeout=WAIT_FOR_CONNECTION_S,
            # A connection the database closed behind our back is replaced, not handed out.
            check=AsyncConnectionPool.check_connection,
            kwargs={
                "application_name": "muster gateway",
                "connect_timeout": 4,
                "autocommit": True,
                "options": "-c statement_timeout=5s -c lock_timeout=2s",
            },
            name="gateway",
        )

    async def open(self) -> None:
        """Begin to connect; the database may come later."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._pool.close(timeout=1)

    async def key(self, key_id: str) -> Key | None:
        """Return a key, None if there is none of this id."""
        found = await self._rows("key", key_id=key_id)
        return Key(*found[0]) if found else None

    async def note_use(self, key_id: str) -> None:
        """Write down that a key is used."""
        async with self._cursor() as cursor:
            await cursor.execute(self._statements["note_use"], {"key_id": key_id})

    async def standing(self, key_id: str, keys: Collection[EventKey]) -> Standing:
        """Return what holds now for a key and the identities of some events."""
        async with self._cursor() as cursor:
            await cursor.execute(self._statements["in_force"], {"key_id": key_id})
            row: Any = await cursor.fetchone()
            await cursor.execute(self._statements["stored_already"], _columns(keys))
            stored = {
                EventKey(source, id): Stored(*rest)
                for source, id, *rest in await cursor.fetchall()
            }
        return Standing(row[0], row[1], stored)

    async def events(self, keys: Collection[EventKey]) -> dict[EventKey, Decoded]:
        """Return those of some events that the ledger has."""
        found = await self._rows("texts", **_columns(keys)) if keys else []
        return {EventKey(source, id): decode_accepted(text) for source, id, text in found}

    async def fate(self, key: EventKey) -> tuple[StoredEvent | None, list[DeadLetterRow]]:
        """Return what became of an event: where it is stored, and its dead letters."""
        who = {"source": key.source, "event_id": key.id}
        async with self._cursor() as cursor:
            # What is said about amendments is folded: it is in the world in force.
            await cursor.execute(load(tables.__name__, "queries.sql")["follow"])
            await cursor.execute(self._statements["stored_event"], who)
            row = await cursor.fetchone()
            await cursor.execute(self._statements["dead_letters_of"], who)
            letters = [DeadLetterRow(*letter) for letter in await cursor.fetchall()]
        return (StoredEvent(*row) if row else None), letters

    async def moved(self, seq: int, key_id: str) -> list[MovedReading]:
        """Return the readings that an event moved, as far as the key's viewer may read them."""
        found = await self._rows("moved_by", seq=seq, key_id=key_id)
        names = MovedReading.__struct_fields__
        return [MovedReading(**dict(zip(names, row, strict=True))) for row in found]

    async def note(self, refusal: Refusal) -> None:
        """Write a refusal down, before anybody is told of it."""
        async with self._cursor() as cursor:
            await cursor.execute(self._statements["note_refusal"], refusal._asdict())

    async def count(self, counts: Counts) -> None:
        """Write down what was counted until now: by key and by partition, together."""
        keys, logs = counts.by_key, counts.by_partition
        told = {
            "run_id": counts.run_id,
            "key_ids": [*keys],
            "topics": [topic for topic, _ in logs],
            "partitions": [partition for _, partition in logs],
            "logged": [one.accepted for one in logs.values()],
            "last_offsets": [one.last_offset for one in logs.values()],
            **{
                name: [getattr(one, name) for one in keys.values()]
                for name in ("received", "accepted", "duplicate", "refused", "unanswered")
            },
        }
        async with self._cursor() as cursor:
            await cursor.execute(self._statements["write_counts"], told)

    async def counts(self, key_id: str) -> EventCounts:
        """Return what was counted of a key, by every process of the gateway there was."""
        [row] = await self._rows("counts", key_id=key_id)
        return EventCounts(**dict(zip(EventCounts.__struct_fields__, row, strict=True)))

    async def has_keys(self) -> bool:
        """Tell whether any key was ever made."""
        return bool((await self._rows("has_keys"))[0][0])

    async def _rows(self, name: str, **parameters: object) -> list[tuple[Any, ...]]:
        async with self._cursor() as cursor:
            await cursor.execute(self._statements[name], parameters)
            return await cursor.fetchall()

    @asynccontextmanager
    async def _cursor(self) -> AsyncGenerator[psycopg.AsyncCursor[tuple[Any, ...]]]:
        try:
            async with self._pool.connection() as connection, connection.cursor() as cursor:
                yield cursor
        except (InvalidSchemaName, UndefinedTable, InsufficientPrivilege) as error:
            raise DatabaseAway("the database needs `muster migrate`") from error
        except (psycopg.Error, PoolTimeout, PoolClosed) as error:
            reason = " ".join(str(error).split()) or "no connection"
            raise DatabaseAway(f"the database does not answer: {reason}") from error


def _columns(keys: Collection[EventKey]) -> dict[str, list[str]]:
    return {"sources": [key.source for key in keys], "event_ids": [key.id for key in keys]}
