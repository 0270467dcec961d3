"""Tell events to the reference and to a database, and ask both the same questions."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Protocol

from psycopg import sql
from psycopg.rows import dict_row

from infra.postgres import Connection
from schemas import method
from schemas.envelope import decode
from schemas.vocabulary import Classification
from streams.events.recorded import Recorded, recorded
from streams.store import pipeline
from streams.store.tables.session import open_session
from tests.reference.differences import WholeReference
from tests.support.builders import RECEIVED_AT
from tests.support.postgres import Database

Row = dict[str, Any]
TOLERANCE = 1e-9
TRENDS = ("trend", "body_trend", "interoperability_trend", "pair_trend")
PERIOD = slice(-4, -1)  # of the arguments of a trend: from, to and step stand before known_at


class Engine(Protocol):
    """Something that is told events and answers questions about readiness."""

    def tell(self, *events: bytes) -> datetime:
        """Record events together, and give the moment from which on they are known."""
        ...

    def clear_for(self, classification: Classification) -> None:
        """Let the viewer read up to this classification."""
        ...

    def ask(self, question: str, *arguments: object) -> list[Row]:
        """Give the rows of a read function."""
        ...


class InMemory:
    """The reference, and a history that is kept in a list."""

    def __init__(self) -> None:
        self.history: list[Recorded] = []
        self.clearance = Classification.TOP_SECRET
        self.now = RECEIVED_AT

    def tell(self, *events: bytes) -> datetime:
        self.now += timedelta(milliseconds=1)
        for event in events:
            decoded = decode(event, received_at=RECEIVED_AT)
            self.history.append(recorded(decoded, len(self.history) + 1, self.now))
        return self.now

    def clear_for(self, classification: Classification) -> None:
        self.clearance = classification

    def ask(self, question: str, *arguments: object) -> list[Row]:
        return ask_reference(self.history, self.clearance, question, *arguments)


def ask_reference(
    history: Sequence[Recorded], clearance: Classification, question: str, *arguments: object
) -> list[Row]:
    """Give the rows of a read function as the reference computes them."""
    labels = {event.envelope.label for event in history}
    readable = {one.label_id for one in labels if one.classification.rank <= clearance.rank}
    reference = WholeReference(history, readable, shipped_method())
    if question in TRENDS:
        from_at, to_at, step = arguments[PERIOD]
        arguments = (*arguments[: PERIOD.start], points(from_at, to_at, step), arguments[-1])
    return [asdict(row) for row in getattr(reference, question)(*arguments)]


@cache
def shipped_method() -> method.Method:
    """Give the method, read once."""
    return method.load()


def points(from_at: datetime, to_at: datetime, step: timedelta) -> list[datetime]:
    """Give the moments at which a trend asks."""
    count = (to_at - from_at) // step
    return [from_at + step * i for i in range(count + 1)]


class InDatabase:
    """The pipeline and the read functions, in a transaction that is never committed."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def tell(self, *events: bytes) -> datetime:
        outcome = pipeline.store_events(self.connection, events)
        del outcome
        return self.known_at()

    def known_at(self) -> datetime:
        """Give the moment of the last recorded event."""
        row = self.connection.execute("select recorded_at from muster.head").fetchone()
        assert row is not None
        return row[0]

    def dead_letters(self) -> list[tuple[Any, ...]]:
        """Give what could not be stored, and why."""
        return self.connection.execute("select reason, detail from muster.dead_letter").fetchall()

    def history(self) -> list[Recorded]:
        """Give what the ledger holds."""
        rows = self.connection.execute(
            "select seq, recorded_at, event from muster.ledger order by seq"
        ).fetchall()
        return [
            recorded(decode(event.encode(), received_at=RECEIVED_AT), seq, at)
            for seq, at, event in rows
        ]

    def clear_for(self, classification: Classification) -> None:
        self.connection.execute(
            "update muster.viewer set clearance_rank = %s where db_role = 'muster_reader'",
            [classification.rank],
        )

    def ask(self, question: str, *arguments: object) -> list[Row]:
        query = sql.SQL("select * from readiness.{}({})").format(
            sql.Identifier(question), sql.SQL(", ").join(sql.Placeholder() * len(arguments))
        )
        with _as_reader(self.connection), self.connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, list(arguments)).fetchall()


@contextmanager
def _as_reader(connection: Connection) -> Generator[None]:
    connection.execute("set session authorization muster_reader")
    yield
    # After an error the transaction is over, and its settings with it.
    connection.execute("reset session authorization")


@contextmanager
def undone(database: Database) -> Generator[InDatabase]:
    """Give a database to tell events to, of which nothing remains."""
    with open_session(database.conninfo(), application_name="muster tests") as connection:
        connection.execute("set timezone = 'UTC'")
        # The reference takes its time while the database waits.
        connection.execute("set idle_in_transaction_session_timeout = 0")
        with connection.transaction(force_rollback=True):
            yield InDatabase(connection)


def differences(found: Iterable[Row], expected: Iterable[Row]) -> list[str]:
    """Give every difference between two answers, floats being equal within 1e-9."""
    left, right = list(found), list(expected)
    if len(left) != len(right):
        return [f"{len(left)} rows, expected {len(right)}: {left} / {right}"]
    return [
        f"row {i} {name}: {one[name]!r}, expected {other[name]!r}"
        for i, (one, other) in enumerate(zip(left, right, strict=True))
        for name in other
        if not same(one[name], other[name])
    ]


def same(found: object, expected: object) -> bool:
    """Tell whether two values are equal, floats within 1e-9 of the larger of them and 1."""
    if isinstance(found, float) and isinstance(expected, float):
        return abs(found - expected) <= TOLERANCE * max(1.0, abs(found), abs(expected))
    return found == expected


def at(text: str) -> datetime:
    """Give an instant: a date, or a date and a time, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def days_before(as_of: datetime, days: int) -> str:
    """Give the time of an event that is so many days old at as_of."""
    return (as_of - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
