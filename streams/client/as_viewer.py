"""What one viewer may see of what that viewer imported: asked of the read functions alone.

Whoever is signed in is asked for by the token of the session, as the dashboard asks; without one
it is the viewer of the database role.
"""

from collections import defaultdict
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

import psycopg
from psycopg.errors import InvalidSchemaName, UndefinedFunction, UndefinedTable

from infra.postgres import Connection, DatabaseUnavailable, advised, connect
from infra.settings import Settings
from infra.sql import load
from schemas.envelope import decode_accepted
from streams.client.errors import NobodyAsks
from streams.errors import TablesMissing
from streams.events.recorded import EventKey, Recorded, recorded
from streams.store.tables.ledger import Known

APPLICATION = "muster import"


class Fate(NamedTuple):
    """What became of an event that was sent: it is stored, or it is a dead letter and why."""

    event_id: str
    is_stored: bool
    reason: str | None
    detail: str | None


class Viewer(NamedTuple):
    """Who asks, and how high that viewer is cleared."""

    name: str
    clearance_rank: int


class OwnEvents:
    """What a viewer has imported, as far as that viewer may read it now."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self.viewer = viewer
        self._connection = connection

    def now(self) -> datetime:
        """Return what the database's clock says."""
        [(moment,)] = self._connection.execute(_query("now")).fetchall()
        return moment

    def known(self, keys: Iterable[EventKey]) -> dict[EventKey, Known]:
        """Return what there is under these identities."""
        found: dict[EventKey, Known] = {}
        for source, ids in _by_source(keys).items():
            rows = self._connection.execute(_query("imported"), {"source": source, "ids": ids})
            for event_id, sha256, is_amended in rows:
                known = Known(sha256 and bytes(sha256), is_amended)
                found[EventKey(source, event_id)] = known
        return found

    def has_source(self, source: str) -> bool:
        """Tell whether anything of a source may be there: a page asks of too few to look first."""
        del source
        return True

    def sets_of(self, roots: Iterable[EventKey]) -> list[Recorded]:
        """Return these events and all amendments of them."""
        found: list[Recorded] = []
        for source, ids in _by_source(roots).items():
            where = {"source": source, "ids": ids}
            for seq, recorded_at, text in self._connection.execute(_query("imported_sets"), where):
                found.append(recorded(decode_accepted(text), seq, recorded_at))
        return found

    def roots_of_table(self, source: str, table: str) -> set[str]:
        """Return the ids of the events that the import of one table brought or corrected."""
        where = {"source": source, "table": table}
        return {row[0] for row in self._connection.execute(_query("imported_roots"), where)}

    def tables_of(self, source: str) -> dict[str | None, int]:
        """Return how many events of a source each table brought."""
        where = {"source": source}
        return dict(self._connection.execute(_query("imported_tables"), where).fetchall())

    def fates(self, source: str, ids: list[str]) -> list[Fate]:
        """Return what became of these events, of those that a worker has read."""
        where = {"source": source, "ids": ids}
        rows = self._connection.execute(_query("imported_fates"), where)
        return [Fate(*row) for row in rows]


@contextmanager
def own_events(settings: Settings, token: str) -> Generator[OwnEvents]:
    """Give what the viewer of a session has imported.

    Raises NobodyAsks when the session is not open, DatabaseUnavailable when nothing answers.
    """
    conninfo = settings.database("muster_reader")
    try:
        with connect(conninfo, application_name=APPLICATION) as connection:
            connection.execute(_query("read_as"), {"token": token})
            found = connection.execute(_query("reader")).fetchone()
            if found is None:
                raise NobodyAsks
            yield OwnEvents(connection, Viewer(*found))
    except (InvalidSchemaName, UndefinedFunction, UndefinedTable) as error:
        raise TablesMissing from error
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(advised(error)) from error


def _by_source(keys: Iterable[EventKey]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        found[key.source].append(key.id)
    return found


def _query(name: str):  # noqa: ANN202 - a literal string, as `load` gives it
    return load(__package__ or "", "as_viewer.sql")[name]
