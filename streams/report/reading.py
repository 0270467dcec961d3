"""The read functions, asked as one viewer and at one moment of the database."""

import hashlib
import secrets
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from psycopg import OperationalError
from psycopg.errors import InvalidSchemaName, UndefinedFunction, UndefinedTable
from psycopg.rows import class_row

from infra.postgres import Connection, DatabaseUnavailable, advised, connect, transaction
from infra.settings import Settings
from infra.sql import load
from infra.viewers.kept import to_make
from schemas.labels import Label
from schemas.vocabulary import Classification
from streams.errors import TablesMissing
from streams.report.errors import NoSuchViewer
from streams.store.tables.session import as_owner

Row = TypeVar("Row")
POLICY = "MUSTER"
TOKEN_BYTES = 32


class Reader(NamedTuple):
    """Who reads, and what that viewer may see."""

    viewer: str
    clearance_rank: int
    nation: str | None


class Marking(NamedTuple):
    """The highest marking of what the viewer may meet, and whether some of it is made up."""

    classification: str | None
    is_exercise: bool


class Head(NamedTuple):
    """The newest event."""

    seq: int
    recorded_at: datetime


class ReadModel:
    """The read functions, each answer as rows of its own type."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, kind: type[Row], name: str, **parameters: object) -> list[Row]:
        """Return the rows of a statement of facts.sql."""
        try:
            with self._connection.cursor(row_factory=class_row(kind)) as cursor:
                cursor.execute(load(__package__ or "", "facts.sql")[name], parameters)
                return cursor.fetchall()
        except (InvalidSchemaName, UndefinedFunction, UndefinedTable) as error:
            raise TablesMissing from error

    def reader(self) -> Reader:
        """Return who reads."""
        return self.ask(Reader, "reader")[0]

    def head(self) -> Head:
        """Return the newest event."""
        return self.ask(Head, "head")[0]

    def marking(self, known_at: datetime) -> Marking:
        """Return how all is marked that the viewer might have met by a moment."""
        return self.ask(Marking, "marking", known_at=known_at)[0]

    def label(self, known_at: datetime) -> Label:
        """Return the lowest label that gives nothing away of what the viewer is shown."""
        found, nation = self.marking(known_at).classification, self.reader().nation
        highest = Classification(found) if found else Classification.UNCLASSIFIED
        return Label(POLICY, highest, (nation,) if nation else ())


@contextmanager
def reading_as(settings: Settings, viewer: str) -> Generator[ReadModel]:
    """Give the read functions as this viewer, all of them at one moment of the database."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    named = {"token_sha256": hashlib.sha256(token.encode()).digest(), "viewer": viewer}
    with owner_of(settings) as owner:
        if owner.execute(_query("begin_session"), named).fetchone() is None:
            raise NoSuchViewer(f"there is no viewer {viewer!r}; to make one: {to_make(viewer)}")
        try:
            with (
                connect(
                    settings.database("muster_reader"), application_name="muster report"
                ) as it,
                transaction(it),
            ):
                it.execute(_query("read_one_moment"))
                it.execute(_query("read_as"), {"token": token})
                yield ReadModel(it)
        except OperationalError as error:
            raise DatabaseUnavailable(advised(error)) from error
        finally:
            owner.execute(_query("end_session"), named)


def owner_of(settings: Settings) -> AbstractContextManager[Connection]:
    """Give a connection that may keep reviews."""
    return as_owner(settings, application_name="muster report")


def _query(name: str) -> Any:
    return load(__package__ or "", "reviews.sql")[name]
