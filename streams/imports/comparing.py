"""What a table is compared with: the whole ledger, or what one viewer may see of it."""

from collections.abc import Iterable
from typing import Protocol

from infra.postgres import Connection
from streams.events.recorded import EventKey, Recorded
from streams.store.tables import ledger, sent
from streams.store.tables.ledger import Known


class Compared(Protocol):
    """What can be asked of events that were sent before."""

    def known(self, keys: Iterable[EventKey]) -> dict[EventKey, Known]:
        """Return what there is under these identities."""
        ...

    def has_source(self, source: str) -> bool:
        """Tell whether anything of a source may be there, be it an amendment."""
        ...

    def sets_of(self, roots: Iterable[EventKey]) -> list[Recorded]:
        """Return these events and all amendments of them."""
        ...

    def roots_of_table(self, source: str, table: str) -> set[str]:
        """Return the ids of the events that the import of one table brought or corrected."""
        ...

    def tables_of(self, source: str) -> dict[str | None, int]:
        """Return how many events of a source each table brought."""
        ...


class WholeLedger:
    """The ledger as the worker's role reads it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, keys: Iterable[EventKey]) -> dict[EventKey, Known]:
        """Return what there is under these identities."""
        return ledger.known(self._connection, keys)

    def has_source(self, source: str) -> bool:
        """Tell whether anything of a source is there, be it an amendment."""
        return sent.has_source(self._connection, source)

    def sets_of(self, roots: Iterable[EventKey]) -> list[Recorded]:
        """Return these events and all amendments of them."""
        return ledger.sets_of(self._connection, roots)

    def roots_of_table(self, source: str, table: str) -> set[str]:
        """Return the ids of the events that the import of one table brought or corrected."""
        return sent.roots_of_table(self._connection, source, table)

    def tables_of(self, source: str) -> dict[str | None, int]:
        """Return how many events of a source each table brought."""
        return sent.tables_of(self._connection, source)
