"""A world by another method beside the one in force, in a transaction that is never committed.

It has its own constants and read functions, and its own evidence where the other method weighs it
otherwise; everything else it reads where it is. A second schema answers by the method in force up
to the last moment, and by the other one after it, so that `difference` between the two tells what
would change. Nobody else ever sees either, and whatever ends the process, nothing stays of them.
"""

import hashlib
import secrets
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, LiteralString, NamedTuple, cast

import psycopg
from psycopg import sql
from psycopg.errors import InvalidSchemaName, UndefinedFunction, UndefinedTable

from infra import functions, worlds
from infra.postgres import Connection, DatabaseUnavailable, advised
from infra.settings import Settings
from infra.sql import load
from infra.viewers.kept import to_make
from schemas.method import Method
from streams.errors import TablesMissing
from streams.method_diff.errors import MigratedMeanwhile
from streams.projections.evidence import EVIDENCE, weighed_by
from streams.rebuild import folding
from streams.rebuild.world import SLICE_EVENTS
from streams.report.errors import NoSuchViewer
from streams.store.tables import head
from streams.store.tables.copying import copy_rows
from streams.store.tables.session import follow, open_session
from streams.verify import comparison
from streams.what_if.tables import COMPARING, make_functions

MOMENT = timedelta(microseconds=1)
TOKEN_BYTES = 32
ID_BYTES = 6
# What a difference asks of two moments; each is answered by the method of its moment.
BY_TWO = ("_standings", "_overrides", "_pair_readings", "_series_of", "_incomplete_level")
ROLLING_UP = ("readiness/readiness",)
# These are in rows that were written; all others are looked up when a question is asked.
WRITTEN = (
    "ratings.",
    "quality.",
    "evaluator.",
    "interoperability.success",
    "interoperability.limited",
    "interoperability.issue",
)

OnProgress = Callable[[int, int], None]  # is told how many events are weighed, and of how many


class Asked(NamedTuple):
    """Whose readings are compared, and at which moment; without moments, as of now."""

    viewer: str
    as_of: datetime | None
    known_at: datetime | None


class Moment(NamedTuple):
    """The moment on both clocks, and the one after it, at which the other method answers."""

    as_of: datetime
    known_at: datetime
    after: datetime
    last_seq: int


class OtherWorld(NamedTuple):
    """Both worlds, to be asked as one viewer."""

    connection: Connection
    moment: Moment

    def ask(self, name: str, **parameters: object) -> list[tuple[Any, ...]]:
        """Return the rows of a question, at the moment that is compared."""
        given: dict[str, object] = {**self.moment._asdict(), **parameters}
        return self.connection.execute(query(name), given).fetchall()


def query(name: str) -> LiteralString:
    """Return a statement of this package."""
    return load("streams.method_diff", "method_diff.sql")[name]


def is_weighed_anew(differing: Sequence[str]) -> bool:
    """Return whether constants differ that are in rows, so that evidence is weighed anew."""
    return any(name.startswith(WRITTEN) for name in differing)


@contextmanager
def beside(
    settings: Settings, method: Method, differing: Sequence[str], asked: Asked, on: OnProgress
) -> Generator[OtherWorld]:
    """Give the world in force and one by another method, of which nothing is kept."""
    try:
        with (
            open_session(
                settings.database("muster_owner"), application_name="muster method"
            ) as owner,
            owner.transaction(force_rollback=True),
        ):
            yield _made(owner, method, differing, asked, on)
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(advised(error)) from error
    except (InvalidSchemaName, UndefinedFunction, UndefinedTable) as error:
        raise MigratedMeanwhile from error


def _made(
    owner: Connection, method: Method, differing: Sequence[str], asked: Asked, on: OnProgress
) -> OtherWorld:
    owner.execute(query("see_one_moment"))
    if worlds.lacking(owner):
        raise TablesMissing
    follow(owner)
    _read_as(owner, asked.viewer)
    moment = _moment(owner, asked)
    trunk = worlds.schema_of(worlds.in_force(owner))
    made_id = secrets.token_hex(ID_BYTES)
    other, versus = f"muster_method_{made_id}", f"muster_methods_{made_id}"
    _enter(owner, other, trunk)
    owner.execute(sql.SQL(query("copy_constants")).format(trunk=sql.Identifier(trunk)))
    worlds.write_method(owner, method)
    if is_weighed_anew(differing):
        owner.execute(sql.SQL(query("make_evidence")).format(trunk=sql.Identifier(trunk)))
        _weigh(owner, method, moment.last_seq, on)
    make_functions(owner, (*COMPARING, *ROLLING_UP))
    _compare(owner, (trunk, other, versus), moment)
    return OtherWorld(owner, moment)


def _read_as(owner: Connection, viewer: str) -> None:
    """Let answers be those that this viewer gets; the session ends with the transaction."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    named = {"token_sha256": hashlib.sha256(token.encode()).digest(), "viewer": viewer}
    if owner.execute(query("begin_session"), named).fetchone() is None:
        raise NoSuchViewer(f"there is no viewer {viewer!r}; to make one: {to_make(viewer)}")
    owner.execute(query("read_as"), {"token": token})


def _moment(owner: Connection, asked: Asked) -> Moment:
    end = head.read(owner)
    known_at = min(asked.known_at or end.recorded_at, end.recorded_at)
    as_of = asked.as_of or asked.known_at or head.now(owner)
    return Moment(as_of, known_at, known_at + MOMENT, end.seq)


def _enter(owner: Connection, *schemas: str) -> None:
    """Make the first of these schemas, and let names mean what is in the first that has it."""
    owner.execute(sql.SQL("create schema {}").format(sql.Identifier(schemas[0])))
    path = sql.SQL(", ").join(map(sql.Identifier, schemas))
    owner.execute(sql.SQL("set local search_path = {}, muster, public, pg_temp").format(path))


def _weigh(owner: Connection, method: Method, last_seq: int, on: OnProgress) -> None:
    """Fold the ledger once more, for its evidence by another method."""
    table = EVIDENCE.table
    with weighed_by(method):
        for first in range(1, last_seq + 1, SLICE_EVENTS):
            on(first - 1, last_seq)
            last = min(first + SLICE_EVENTS - 1, last_seq)
            rows = folding.of_slice(owner, first, last, last_seq).rows
            values = [one.values for one in rows if one.table == table]
            copy_rows(owner, table, comparison.COLUMNS[table], values)
    owner.execute(sql.SQL("analyze {}").format(sql.Identifier(table)))


def _compare(owner: Connection, schemas: tuple[str, str, str], moment: Moment) -> None:
    trunk, other, versus = schemas
    _enter(owner, versus, other, trunk)
    said: dict[str, object] = {
        "schema": versus,
        "trunk": trunk,
        "other": other,
        "names": [*BY_TWO],
        "known_at": moment.known_at,
    }
    for (statement,) in owner.execute(query("answer_by_two"), said).fetchall():
        owner.execute(cast("LiteralString", statement))
    for file in functions.shipped():
        if file.name in COMPARING:
            owner.execute(cast("LiteralString", file.text))
    owner.execute(query("name_the_method"))
