"""What is asked of the read model: each `.sql` file here and in the pages has named statements.

Beside it stands the module of its rows and query functions, made by `python -m tests.queries`; the
few rows that no read function gives as they are stand in modules of their own.
"""

from collections.abc import Mapping
from copy import copy
from importlib.resources import files
from typing import LiteralString, TypeVar

import psycopg
from psycopg.errors import (
    InvalidAuthorizationSpecification,
    InvalidSchemaName,
    UndefinedFunction,
    UndefinedTable,
)
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout

from dashboard.errors import NotMigrated, ReadModelUnavailable, SignedOut
from dashboard.refusals import SIGNED_OUT, note
from dashboard.who import asking
from infra.sql import MalformedSqlFile, load

PACKAGE = "dashboard.queries"
SCHEMA = "readiness"
PAGES = "dashboard.pages"
MAX_CONNECTIONS = 4
WAIT_FOR_CONNECTION_S = 10.0
# Several times what the largest page takes on ten million events: what takes longer waits for a
# lock or was planned badly, and keeps a connection from others.
STATEMENT_WITHIN_S = 30

# Where nobody signs in, nobody comes from anywhere else.
HERE = "this machine"

Row = TypeVar("Row")
Pool = AsyncConnectionPool[psycopg.AsyncConnection]


def open_later(conninfo: str) -> Pool:
    """Give a pool that connects when it is opened, each connection for reading only.

    Every question sees the database at one moment: whether a session is open, too.
    """
    return AsyncConnectionPool(
        conninfo,
        min_size=1,
        max_size=MAX_CONNECTIONS,
        open=False,
        timeout=WAIT_FOR_CONNECTION_S,
        # A connection the database closed behind our back is replaced, not handed out.
        check=AsyncConnectionPool.check_connection,
        kwargs={
            "application_name": "muster dashboard",
            "connect_timeout": 5,
            "options": f"-c statement_timeout={STATEMENT_WITHIN_S}s"
            " -c default_transaction_isolation=repeatable\\ read",
        },
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

    `not_migrated` is what people are told of a database that lacks what this version reads. Where
    people sign in, every question is answered for who asks it, and to nobody else.
    """

    def __init__(self, pool: Pool, *, not_migrated: str, is_by_login: bool = False) -> None:
        self._pool = pool
        self._is_by_login = is_by_login
        self._not_migrated = not_migrated
        self._statements = statements()

    def instead(self, schema: LiteralString, *, gone: str) -> "ReadModel":
        """Give the same questions to the read functions of another schema.

        `gone` is what people are told when they are not there any more.
        """
        other = copy(self)
        other._not_migrated = gone
        other._statements = {
            name: text.replace(f"{SCHEMA}.", f"{schema}.")
            for name, text in self._statements.items()
        }
        return other

    async def ask(self, kind: type[Row], name: str, **parameters: object) -> list[Row]:
        """Give the rows of a statement, each as this kind of row.

        Raises ReadModelUnavailable when the database does not answer, SignedOut when the session
        of who asks is not open any more.
        """
        return await self._run(kind, name, parameters, may_write=False)

    async def act(self, kind: type[Row], name: str, **parameters: object) -> list[Row]:
        """Run a statement that may change what its viewer may change; give its rows."""
        return await self._run(kind, name, parameters, may_write=True)

    async def _run(
        self, kind: type[Row], name: str, parameters: Mapping[str, object], *, may_write: bool
    ) -> list[Row]:
        try:
            async with (
                self._pool.connection() as connection,
                connection.cursor(row_factory=class_row(kind)) as cursor,
            ):
                if may_write:
                    # By what is committed now: the trail goes on from its last entry.
                    await cursor.execute(
                        "set transaction isolation level read committed read write"
                    )
                if self._is_by_login:
                    await self._read_as(connection)
                if may_write:
                    await self._come_from(connection)
                await cursor.execute(self._statements[name], parameters)
                return await cursor.fetchall()
        except InvalidAuthorizationSpecification as error:
            note(SIGNED_OUT, "signed out")
            raise SignedOut from error
        except (InvalidSchemaName, UndefinedFunction, UndefinedTable) as error:
            raise NotMigrated(self._not_migrated) from error
        except (psycopg.Error, PoolTimeout, PoolClosed) as error:
            reason = " ".join(str(error).split()) or "no connection"
            raise ReadModelUnavailable(f"{name}: {reason}") from error

    async def _come_from(self, connection: psycopg.AsyncConnection) -> None:
        one = asking.get()
        origin = {"origin": one.address if one else HERE}
        await connection.execute(self._statements["come_from"], origin)

    async def _read_as(self, connection: psycopg.AsyncConnection) -> None:
        """Read as who asks to the end of the transaction; as nobody where nobody does."""
        one = asking.get()
        if one is None:
            await connection.execute(self._statements["read_as_nobody"])
        else:
            await connection.execute(self._statements["read_as"], {"token": one.token})
