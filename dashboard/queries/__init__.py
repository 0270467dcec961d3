"""What the pages ask of the read model: one method per read function, frozen rows back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib.resources import files
from typing import LiteralString, TypeVar

import psycopg
from psycopg.errors import InvalidSchemaName, UndefinedFunction, UndefinedTable
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout

from dashboard.errors import NotMigrated, ReadModelUnavailable
from dashboard.queries import rows
from infra.sql import MalformedSqlFile, load

PACKAGE = "dashboard.queries"
PAGES = "dashboard.pages"
MAX_CONNECTIONS = 4
WAIT_FOR_CONNECTION_S = 5.0

Row = TypeVar("Row")
Pool = AsyncConnectionPool[psycopg.AsyncConnection]


def open_later(conninfo: str) -> Pool:
    """Give a pool that connects when it is opened, each connection for reading only."""
    return AsyncConnectionPool(
        conninfo,
        min_size=1,
        max_size=MAX_CONNECTIONS,
        open=False,
        timeout=WAIT_FOR_CONNECTION_S,
        # A connection the database closed behind our back is replaced, not handed out.
        check=AsyncConnectionPool.check_connection,
        kwargs={"application_name": "muster dashboard", "connect_timeout": 5},
        name="dashboard",
    )


def statements() -> dict[str, LiteralString]:
    """Give every statement of this folder and of the pages; no name may be used twice."""
    found: dict[str, LiteralString] = {}
    for package, file in _files():
        own = load(package, file)
        if twice := found.keys() & own.keys():
            raise MalformedSqlFile(f"{package}/{file}: {sorted(twice)[0]} is used twice")
        found.update(own)
    return found


def _files() -> list[tuple[str, str]]:
    shared = [(PACKAGE, one.name) for one in files(PACKAGE).iterdir()]
    folders = [page for page in files(PAGES).iterdir() if page.is_dir()]
    own = [(f"{PAGES}.{page.name}", one.name) for page in folders for one in page.iterdir()]
    return sorted(one for one in (*shared, *own) if one[1].endswith(".sql"))


class ReadModel:
    """The read functions, asked over a pool of connections.

    `not_migrated` is what people are told of a database that lacks what this version reads.
    """

    def __init__(self, pool: Pool, *, not_migrated: str) -> None:
        self._pool = pool
        self._not_migrated = not_migrated
        self._statements = statements()

    async def head(self) -> rows.Head:
        """Give the newest event's number and moment."""
        return (await self.ask(rows.Head, "head"))[0]

    async def head_at(self, known_at: datetime) -> rows.Head:
        """Give the newest event that had been recorded by a moment."""
        return (await self.ask(rows.Head, "head_at", known_at=known_at))[0]

    async def marking(self, known_at: datetime) -> rows.Marking:
        """Give the highest marking of what may be seen."""
        found = await self.ask(rows.Marking, "marking", known_at=known_at)
        return found[0] if found else rows.Marking(classification=None, is_exercise=False)

    async def bodies(self, as_of: datetime, known_at: datetime) -> list[rows.Body]:
        """Give every body that has members."""
        return await self.ask(rows.Body, "bodies", as_of=as_of, known_at=known_at)

    async def members(self, body: str, as_of: datetime, known_at: datetime) -> list[rows.Member]:
        """Give the members of a body."""
        return await self.ask(rows.Member, "members", body=body, as_of=as_of, known_at=known_at)

    async def readiness(
        self, body: str, as_of: datetime, known_at: datetime
    ) -> list[rows.Reading]:
        """Give one reading per member and area with data."""
        return await self.ask(rows.Reading, "readiness", body=body, as_of=as_of, known_at=known_at)

    async def readiness_in_body(
        self, body: str, as_of: datetime, known_at: datetime
    ) -> list[rows.ReadingInBody]:
        """Give the same, each with how ready the body is in its area."""
        return await self.ask(
            rows.ReadingInBody, "readiness_in_body", body=body, as_of=as_of, known_at=known_at
        )

    async def reporting_states(
        self, body: str, as_of: datetime, known_at: datetime
    ) -> list[rows.ReportingState]:
        """Give who reports, is late, has lapsed or never reported: one source for all."""
        return await self.ask(
            rows.ReportingState, "reporting_states", body=body, as_of=as_of, known_at=known_at
        )

    async def interoperability(
        self, body: str, as_of: datetime, known_at: datetime
    ) -> list[rows.PairReading]:
        """Give one reading per pair and dimension with a test."""
        return await self.ask(
            rows.PairReading, "interoperability", body=body, as_of=as_of, known_at=known_at
        )

    async def interoperability_trend(
        self, body: str, from_at: datetime, to_at: datetime, step: timedelta, known_at: datetime
    ) -> list[rows.InteropPoint]:
        """Give the share of pairs at level 2 or better over time."""
        return await self.ask(
            rows.InteropPoint,
            "interoperability_trend",
            body=body,
            from_at=from_at,
            to_at=to_at,
            step=step,
            known_at=known_at,
        )

    async def body_trend(
        self, body: str, from_at: datetime, to_at: datetime, step: timedelta, known_at: datetime
    ) -> list[rows.BodyPoint]:
        """Give the share of ready members over time."""
        return await self.ask(
            rows.BodyPoint,
            "body_trend",
            body=body,
            from_at=from_at,
            to_at=to_at,
            step=step,
            known_at=known_at,
        )

    async def trend(
        self,
        actor: str,
        area: str | None,
        *,
        from_at: datetime,
        to_at: datetime,
        step: timedelta,
        known_at: datetime,
    ) -> list[rows.TrendPoint]:
        """Give one actor's readings over time."""
        return await self.ask(
            rows.TrendPoint,
            "trend",
            actor=actor,
            area=area,
            from_at=from_at,
            to_at=to_at,
            step=step,
            known_at=known_at,
        )

    async def compliance(
        self, body: str, as_of: datetime, known_at: datetime
    ) -> list[rows.Compliance]:
        """Give one line per commitment."""
        return await self.ask(
            rows.Compliance, "compliance", body=body, as_of=as_of, known_at=known_at
        )

    async def commitments(
        self, body: str, as_of: datetime, known_at: datetime
    ) -> list[rows.CommitmentLine]:
        """Give one line per commitment and actor."""
        return await self.ask(
            rows.CommitmentLine, "commitments", body=body, as_of=as_of, known_at=known_at
        )

    async def events(
        self,
        known_at: datetime | None,
        *,
        after_seq: int | None = None,
        max_rows: int = 100,
        type: str | None = None,
        subject: str | None = None,
        actor: str | None = None,
        occurred_from: datetime | None = None,
        occurred_to: datetime | None = None,
    ) -> list[rows.EventLine]:
        """Give events of the ledger, newest first."""
        return await self.ask(
            rows.EventLine,
            "events",
            known_at=known_at,
            after_seq=after_seq,
            max_rows=max_rows,
            type=type,
            subject=subject,
            actor=actor,
            occurred_from=occurred_from,
            # The function leaves the end out; a page shows what was true at its instant, too.
            occurred_to=occurred_to and occurred_to + timedelta(microseconds=1),
        )

    async def events_of_body(
        self, body: str, as_of: datetime, known_at: datetime, max_rows: int
    ) -> list[rows.EventLine]:
        """Give the newest events about a body."""
        return await self.ask(
            rows.EventLine,
            "events_of_body",
            body=body,
            as_of=as_of,
            known_at=known_at,
            max_rows=max_rows,
        )

    async def bodies_of_events(
        self, seqs: Sequence[int], known_at: datetime
    ) -> dict[int, list[str]]:
        """Give for each event the bodies it is about."""
        found = await self.ask(
            rows.BodiesOfEvent, "bodies_of_events", seqs=list(seqs), known_at=known_at
        )
        return {one.seq: one.bodies for one in found}

    async def event(self, seq: int) -> rows.EventText | None:
        """Give one event with the text received, or None when there is none to be seen."""
        found = await self.ask(rows.EventText, "event", seq=seq)
        return found[0] if found else None

    async def system_state(self) -> list[rows.PartitionState]:
        """Give how far each partition has been read."""
        return await self.ask(rows.PartitionState, "system_state")

    async def dead_letters(self, max_rows: int = 200) -> list[rows.DeadLetter]:
        """Give the newest dead letters."""
        return await self.ask(rows.DeadLetter, "dead_letters", max_rows=max_rows)

    async def ask(self, kind: type[Row], name: str, **parameters: object) -> list[Row]:
        """Give the rows of a statement, each as this kind of row.

        Raises ReadModelUnavailable when the database does not answer.
        """
        try:
            async with (
                self._pool.connection() as connection,
                connection.cursor(row_factory=class_row(kind)) as cursor,
            ):
                await cursor.execute(self._statements[name], parameters)
                return await cursor.fetchall()
        except (InvalidSchemaName, UndefinedFunction, UndefinedTable) as error:
            raise NotMigrated(self._not_migrated) from error
        except (psycopg.Error, PoolTimeout, PoolClosed) as error:
            reason = " ".join(str(error).split()) or "no connection"
            raise ReadModelUnavailable(f"{name}: {reason}") from error
