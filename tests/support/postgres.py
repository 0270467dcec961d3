"""A migrated database of its own for whoever asks, copied from one that is migrated once."""

import os
import uuid
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from infra.migrate import migrate
from infra.postgres import Connection, connect
from infra.settings import Role, Settings

READY = "MUSTER_TEST_TEMPLATE"  # the name of a migrated database that is there already


@dataclass(frozen=True)
class Database:
    """A database that exists for one module of tests."""

    server: str
    name: str

    def conninfo(self, role: Role = "muster_owner") -> str:
        """Give the connection string for a role."""
        return make_conninfo(self.server, dbname=self.name, user=role)

    def connect(self, role: Role = "muster_owner") -> Connection:
        """Give a connection as a role."""
        return connect(self.conninfo(role), application_name="muster tests")


@pytest.fixture(scope="session")
def template_database(stack) -> Generator[Database]:
    """Give a migrated database that nobody may enter, to copy from."""
    if READY in os.environ:
        yield Database(stack.conninfo, os.environ[READY])
        return
    with migrated_template(stack) as database:
        yield database


@contextmanager
def migrated_template(stack: Settings) -> Iterator[Database]:
    """Give a migrated database that nobody may enter, dropped at the end."""
    with _temporary(stack.conninfo, "template") as database:
        migrate(database.conninfo())
        with _administrator(stack.conninfo) as connection:
            # TimescaleDB's own worker sits in every database; a template must be left alone.
            _alter(connection, database.name, "with allow_connections false")
            _end_sessions(connection, database.name)
        yield database


@pytest.fixture(scope="module")
def database(stack, template_database: Database) -> Generator[Database]:
    """Give a fresh migrated database, dropped at the end of the module."""
    with copy_of(template_database) as database:
        yield database


@contextmanager
def copy_of(template: Database) -> Iterator[Database]:
    """Give a migrated database of one's own, dropped at the end."""
    with _temporary(template.server, "module", template=template.name) as database:
        migrate(database.conninfo())  # a copy lacks what belongs to a database from outside
        yield database


@contextmanager
def empty_database(stack: Settings) -> Iterator[Database]:
    """Give a database without any table, dropped at the end."""
    with _temporary(stack.conninfo, "empty") as database:
        yield database


@contextmanager
def _temporary(server: str, what: str, template: str = "template0") -> Iterator[Database]:
    name = f"muster_test_{what}_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    with _administrator(server) as connection:
        create = sql.SQL("create database {} template {}")
        connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield Database(server, name)
    finally:
        with _administrator(server) as connection:
            drop = sql.SQL("drop database {} with (force)")
            connection.execute(drop.format(sql.Identifier(name)))


def drop_those_of(server: str, process: int) -> None:
    """Drop the databases that a process left behind."""
    with _administrator(server) as connection:
        rows = connection.execute(
            "select datname from pg_database where datname ~ %s",
            [f"^muster_test_[a-z]+_{process}_"],
        ).fetchall()
        for (name,) in rows:
            drop = sql.SQL("drop database if exists {} with (force)")
            connection.execute(drop.format(sql.Identifier(name)))


def _administrator(server: str) -> psycopg.Connection:
    return connect(make_conninfo(server, dbname="postgres", user="muster_owner"))


def _alter(connection: psycopg.Connection, name: str, what: str) -> None:
    connection.execute(sql.SQL("alter database {} " + what).format(sql.Identifier(name)))


def _end_sessions(connection: psycopg.Connection, name: str) -> None:
    connection.execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s", [name]
    )
