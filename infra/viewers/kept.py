"""Viewers as the database keeps them: each with what one may see and do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

import psycopg
from psycopg.errors import InvalidSchemaName, UndefinedFunction
from psycopg.rows import class_row

from infra.errors import DataError, UsageError
from infra.postgres import Connection, transaction
from infra.sql import load
from schemas.vocabulary import Classification

# What each may do: look; take files away; write; see what is for operators.
ROLES = ("viewer", "analyst", "recorder", "administrator")
LADDER = tuple(one.value for one in Classification)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,99}")
NATION = re.compile(r"[A-Z]{3}")
TAKEN = ("owner",)


class TablesMissing(DataError):
    """The database needs `muster migrate`."""


class NoSuchViewer(UsageError):
    """There is no viewer of that name."""


class ShownViewer(DataError):
    """A viewer as whom the dashboard reads for everybody cannot be revoked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A viewer as the database keeps it."""

    name: str
    clearance_rank: int
    nation: str | None
    roles: list[str]
    has_password: bool
    subject: str | None
    reads_for_all: bool
    sessions: int
    revoked_at: datetime | None

    def __str__(self) -> str:
        """Return who that is in one line."""
        ways = [
            *(["by password"] if self.has_password else []),
            *([f"by {self.subject}"] if self.subject else []),
            *(["shown to everybody, without logins"] if self.reads_for_all else []),
        ]
        how = f"revoked {self.revoked_at:%Y-%m-%d %H:%MZ}" if self.revoked_at else ", ".join(ways)
        open_now = f", {self.sessions} signed in" if self.sessions else ""
        rights = in_words(LADDER[self.clearance_rank], self.nation, self.roles)
        return f"{self.name}  {rights}; {how or 'cannot sign in yet'}{open_now}"


def in_words(clearance: str, nation: str | None, roles: Iterable[str]) -> str:
    """Return what a viewer may see and do in one phrase."""
    return f"{clearance}, {nation or 'all nations'}, {' '.join(roles)}"


def to_make(name: str) -> str:
    """Return the command that makes a viewer, for whoever named one that is not there."""
    return f"muster viewers add {name} --clearance RESTRICTED --all-nations"


def put_viewer(
    connection: Connection,
    name: str,
    clearance: str,
    nation: str | None,
    roles: Iterable[str] = ("viewer",),
) -> bool:
    """Make or change a viewer, and return whether it is new; no nation means all of them.

    Whoever is signed in with other rights is signed out.
    """
    if not NAME.fullmatch(name) or name in TAKEN:
        raise UsageError(f"{name!r} cannot be a viewer; use letters, digits, dots, _, @ and -")
    if nation is not None and not NATION.fullmatch(nation):
        raise UsageError(f"--nation is {nation!r}; it must be a code of three letters like EST")
    row = {
        "viewer": name,
        "clearance_rank": Classification(clearance).rank,
        "nation": nation,
        "roles": in_order(roles),
    }
    found = connection.execute(_query("put_viewer"), row).fetchone()
    return bool(found and found[0])


def in_order(roles: Iterable[str]) -> list[str]:
    """Return these roles in the order of their list; everybody may look."""
    return [one for one in ROLES if one in {"viewer", *roles}]


def require_tables(connection: Connection) -> None:
    """Refuse a database that lacks what viewers are kept in."""
    if connection.execute(_query("are_there")).fetchone() != (True,):
        raise TablesMissing


def viewers(connection: Connection) -> list[Viewer]:
    """Return all viewers by name, those that are revoked last."""
    with connection.cursor(row_factory=class_row(Viewer)) as cursor:
        return cursor.execute(_query("viewers")).fetchall()


def revoke(connection: Connection, name: str) -> None:
    """Let nobody sign in as this viewer any more, and sign out who is signed in."""
    with transaction(connection):
        found = connection.execute(_query("revocable"), {"viewer": name}).fetchone()
        if found is None:
            raise NoSuchViewer(f"there is no viewer {name[:100]!r}; `muster viewers list` has all")
        if found[0] is not None:
            raise ShownViewer(
                f"the database shows everybody what {name} may see; first let `muster migrate` "
                "name another one by MUSTER_VIEWER, or nobody by MUSTER_LOGINS"
            )
        connection.execute(_query("revoke"), {"viewer": name})


def set_password(connection: Connection, name: str, hashed: str) -> None:
    """Keep the hash of a viewer's password; whoever is signed in as that viewer is signed out."""
    row = {"viewer": name, "hash": hashed}
    if connection.execute(_query("set_password"), row).fetchone() is None:
        raise NoSuchViewer(
            f"there is no viewer {name[:100]!r} with an account here; to make one: {to_make(name)}"
        )


def read_as(conninfo: str) -> str | None:
    """Return as which viewer a connection reads: "" for nobody, None before any migration."""
    with psycopg.connect(conninfo, connect_timeout=5) as connection:
        try:
            row = connection.execute(_query("reads_as")).fetchone()
        except (UndefinedFunction, InvalidSchemaName):
            return None
    return row[0] if row else ""


def nobody_reads() -> str:
    """Say that the database shows nothing to who has not signed in, and how that is changed."""
    return (
        "MUSTER_LOGINS is 'none', but the database shows nothing to who has not signed in; "
        "`muster migrate` changes it, or MUSTER_LOGINS=local lets people sign in"
    )


def other_viewer(wanted: str, reads_as: str) -> str:
    """Say that the database shows what another viewer may see, and how that is changed."""
    return (
        f"MUSTER_VIEWER is {wanted!r}, but the database shows what {reads_as!r} may see; "
        f"MUSTER_VIEWER={wanted} muster migrate changes it"
    )


def reads_without_login(reads_as: str) -> str:
    """Say that the database shows everybody something although people sign in."""
    return (
        f"people sign in, but the database shows everybody what {reads_as!r} may see; "
        "`muster migrate` with the same MUSTER_LOGINS changes it"
    )


def _query(name: str) -> LiteralString:
    return load("infra.viewers", "viewers.sql")[name]
