"""The ids that a table speaks of, on disk: however many, the memory stays the same."""

import sqlite3

from infra.sql import load

CACHE_KIB = 16_384


class Seen:
    """Which events a table speaks of, and in which row the first of each stands."""

    def __init__(self) -> None:
        # A database without a name is a file of its own that goes with the connection.
        self._database = sqlite3.connect("", isolation_level=None)
        self._queries = load(__package__ or "", "seen.sql")
        for setting in (
            "journal_mode = off",
            "synchronous = off",
            f"cache_size = -{CACHE_KIB}",
        ):
            self._database.execute(f"pragma {setting}")
        self._database.execute(self._queries["make"])
        self._database.execute("begin")

    def claim(self, event_id: str, row: int, event: int) -> int | None:
        """Take an id for an event of a row; give the row that has it, None when it was free."""
        claimed = self._database.execute(
            self._queries["claim"], (bytes.fromhex(event_id), row, event)
        )
        if claimed.rowcount:
            return None
        where = (bytes.fromhex(event_id),)
        found = self._database.execute(self._queries["place"], where).fetchone()
        return None if found == (row, event) else found[0]

    def mention(self, event_id: str) -> None:
        """Note that a row speaks of an event, whatever becomes of it."""
        self._database.execute(self._queries["mention"], (bytes.fromhex(event_id),))

    def __contains__(self, event_id: str) -> bool:
        """Tell whether any row speaks of an event."""
        try:
            where = (bytes.fromhex(event_id),)
        except ValueError:  # an id that no import makes
            return False
        return self._database.execute(self._queries["has"], where).fetchone() is not None

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
