"""The database's side of the door: sessions begin and end, attempts are counted.

It has a connection of its own, under a role that may do nothing else.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
import psycopg
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout

from dashboard.errors import NotMigrated, ReadModelUnavailable
from dashboard.who import sha256
from dashboard.wording.catalogue import say
from infra.reaching import SessionEnds
from infra.sql import load
from infra.viewers import walls

TOKEN_BYTES = 32
MAX_CONNECTIONS = 2
WITHIN_S = 5.0


class Pairing(NamedTuple):
    """What an administrator says of a screen that shows a code."""

    code: str
    viewer: str
    name: str
    shows: str


class PairedWall(msgspec.Struct, frozen=True):
    """A wall that is paired."""

    name: str
    viewer: str
    shows: str
    paired_by: str
    paired_at: datetime
    seen_at: datetime
    ends_at: datetime


class Door:
    """Opens and ends sessions."""

    def __init__(self, conninfo: str, ends: SessionEnds) -> None:
        self._ends = ends
        self._pool: AsyncConnectionPool[psycopg.AsyncConnection] = AsyncConnectionPool(
            conninfo,
            min_size=0,
            max_size=MAX_CONNECTIONS,
            open=False,
            timeout=WITHIN_S,
            check=AsyncConnectionPool.check_connection,
            kwargs={
                "application_name": "muster door",
                "connect_timeout": 5,
                "autocommit": True,
                "options": "-c statement_timeout=5s",
            },
            name="door",
        )

    async def open(self) -> None:
        """Connect when somebody comes; the database may come later."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Let go of the database."""
        await self._pool.close(timeout=1)

    async def attempt(self, account: str, address: str) -> int:
        """Count an attempt, and give how many seconds to wait before it is looked at."""
        return await self._ask("attempt", account=account, address=address)

    async def password_of(self, account: str) -> str | None:
        """Give what is kept of the password of an account; None where it has none."""
        return await self._ask("password_of", account=account)

    async def begin(self, account: str, kept: str, address: str) -> str | None:
        """Give the token of a new session; None when the password was changed meanwhile."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        own = {"account": account, "kept": kept, "address": address}
        return token if await self._ask("begin", **own, **self._session(token)) else None

    async def begin_of(
        self,
        subject: str,
        account: str,
        *,
        clearance_rank: int,
        nation: str | None,
        roles: list[str],
        address: str,
    ) -> tuple[str, str]:
        """Give the token of a new session for whom a provider vouches, and else why not."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        rights = {"clearance_rank": clearance_rank, "nation": nation, "roles": roles}
        own = {"subject": subject, "account": account, "address": address, **rights}
        return token, await self._ask("begin_of", **own, **self._session(token))

    async def seen(self, token: str) -> None:
        """Note that the viewer of a session did something."""
        await self._ask("seen", token_sha256=sha256(token))

    async def refuse(self, account: str, address: str, why: str) -> None:
        """Write down that somebody was not let in; before it is said."""
        await self._ask("refuse", account=account, address=address, why=why)

    async def end(self, token: str, address: str, *, everywhere: bool = False) -> None:
        """End a session, or with it every other of the same viewer."""
        own = {"token_sha256": sha256(token), "address": address}
        await self._ask("end", **own, everywhere=everywhere)

    async def ask_for_wall(self, token: str, address: str) -> bool:
        """Let the screen of a token wait for its pairing; False when too many do."""
        code_sha256 = walls.code_sha256(walls.code_of(token))
        own = {"token_sha256": sha256(token), "code_sha256": code_sha256}
        return await self._ask("ask_for_wall", **own, address=address)

    async def wall_state(self, token: str) -> str:
        """Give what the screen of a token is to show; else whether it waits, or is unknown."""
        return await self._ask("wall_state", token_sha256=sha256(token))

    async def pair_wall(self, by: str, address: str, wanted: Pairing) -> str:
        """Pair a screen as the administrator of this token; give what is wrong, or nothing."""
        own = {"code_sha256": walls.code_sha256(wanted.code), "days": walls.USUAL_DAYS}
        rest = {"viewer": wanted.viewer, "name": wanted.name, "shows": wanted.shows}
        return await self._ask("pair_wall", by_sha256=sha256(by), address=address, **own, **rest)

    async def walls(self, by: str) -> list[PairedWall]:
        """Give every wall, to the administrator of this token."""
        return msgspec.convert(
            await self._ask("walls", by_sha256=sha256(by)), list[PairedWall], strict=False
        )

    async def end_wall(self, by: str, address: str, name: str) -> bool:
        """End a wall as the administrator of this token; False for anybody else."""
        return await self._ask("end_wall", by_sha256=sha256(by), address=address, name=name)

    def _session(self, token: str) -> dict[str, bytes | timedelta]:
        return {
            "token_sha256": sha256(token),
            "idle": self._ends.idle,
            "lasts": self._ends.lasts,
        }

    async def _ask(self, name: str, /, **given: object) -> Any:
        statement = load("dashboard.people", "door.sql")[name]
        try:
            async with self._pool.connection() as connection:
                found = await (await connection.execute(statement, given)).fetchone()
                return found[0] if found else None
        except (psycopg.errors.UndefinedFunction, psycopg.errors.InvalidSchemaName) as error:
            raise NotMigrated(say("shell.not_migrated")) from error
        except (psycopg.Error, PoolTimeout, PoolClosed) as error:
            reason = " ".join(str(error).split()) or "no connection"
            raise ReadModelUnavailable(f"{name}: {reason}") from error
