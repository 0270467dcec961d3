"""The file in which events wait: one SQLite database, safe against the loss of power."""

import sqlite3
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from infra.sql import load
from streams.client.errors import NoOutbox, OutboxFailed
from streams.client.message import Message

LAYOUT = 1
_STATEMENTS = "streams.client.outbox"


class State(StrEnum):
    """How it stands with an event of the outbox."""

    WAITING = "waiting"
    TAKEN = "taken"  # a gateway has acknowledged it
    REFUSED = "refused"  # a gateway will never take it as it is


class Waiting(NamedTuple):
    """An event in line."""

    number: int
    source: str
    id: str
    content: bytes


class Settled(NamedTuple):
    """What became of an event in line, and what the gateway said."""

    number: int
    state: State
    said: str


class Listed(NamedTuple):
    """An event of the outbox, without its text."""

    number: int
    source: str
    id: str
    put_at: str
    settled_at: str | None
    said: str | None


@dataclass(frozen=True, slots=True)
class Put:
    """How many events were put in line, were there already, or contradict what is there."""

    added: int
    known: int
    contradicting: Sequence[Message]


class Outbox:
    """Events in line on disk; whatever a method has returned from is kept.

    Raises OutboxFailed when the file cannot be read or written.
    """

    def __init__(self, path: Path, *, is_made: bool = False) -> None:
        """Open the file; with `is_made` it is made when it is not there."""
        if not is_made and not path.exists():
            raise NoOutbox(f"{path}: there is no outbox; `muster outbox put` makes one")
        self._path = path
        try:
            # Without transactions of Python's own: each method begins and ends its own.
            self._database = sqlite3.connect(path, timeout=10, isolation_level=None)
            self._script("settings")
            if self._one("layout") == 0:
                self._script("tables")
            layout = self._one("layout")
        except sqlite3.Error as error:
            raise self._failed(error) from error
        if layout != LAYOUT:
            raise OutboxFailed(f"{path}: made by another version of Muster (layout {layout})")

    def put(self, messages: Iterable[Message], at: datetime) -> Put:
        """Put events in line, all of them or none; each identity once."""
        added, known, contradicting = 0, 0, list[Message]()
        with self._transaction():
            for message in messages:
                envelope, sha256 = message.event.envelope, message.event.content_sha256
                identity = {"source": envelope.source, "id": envelope.id}
                row = {
                    **identity, "sha256": sha256, "content": message.text, "put_at": _text(at)
                }  # fmt: skip
                if self._run("put", row).rowcount == 1:
                    added += 1
                elif self._one("hash_of", identity) == sha256:
                    known += 1
                else:
                    contradicting.append(message)
        return Put(added, known, contradicting)

    def next_in_line(self, most: int) -> list[Waiting]:
        """Give the events that wait longest."""
        return [Waiting(*row) for row in self._rows("next_in_line", {"most": most})]

    def settle(self, settled: Iterable[Settled], at: datetime) -> None:
        """Note what became of events in line."""
        with self._transaction():
            for one in settled:
                self._run("settle", {**one._asdict(), "settled_at": _text(at)})

    def counts(self) -> Mapping[State, int]:
        """Give how many events are in each state."""
        found = dict(self._rows("counts"))
        return {state: found.get(state, 0) for state in State}

    def listed(self, state: State, most: int) -> list[Listed]:
        """Give the events in a state, the first in line first."""
        return [Listed(*row) for row in self._rows("listed", {"state": state, "most": most})]

    def wait_again(self, numbers: Iterable[int]) -> list[int]:
        """Put refused events back in line; give those of the numbers that are no refused ones."""
        return self._each_of("wait_again", numbers)

    def drop_refused(self, numbers: Iterable[int]) -> list[int]:
        """Take refused events away; give those of the numbers that are no refused ones."""
        return self._each_of("drop_refused", numbers)

    def drop_taken(self) -> int:
        """Take away what a gateway has; give how many those were."""
        with self._transaction():
            return self._run("drop_taken").rowcount

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> "Outbox":
        """Return the outbox itself; leaving closes it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()

    def _each_of(self, statement: str, numbers: Iterable[int]) -> list[int]:
        with self._transaction():
            return [one for one in numbers if not self._run(statement, {"number": one}).rowcount]

    @contextmanager
    def _transaction(self) -> Generator[None]:
        """Commit at the end of the block, or take everything back."""
        try:
            self._database.execute("begin immediate")
            yield
            self._database.execute("commit")
        except sqlite3.Error as error:
            raise self._failed(error) from error
        finally:
            if self._database.in_transaction:
                self._database.rollback()

    def _run(self, name: str, values: Mapping[str, Any] | None = None) -> sqlite3.Cursor:
        try:
            return self._database.execute(load(_STATEMENTS, "outbox.sql")[name], values or {})
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def _rows(self, name: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        with closing(self._run(name, values)) as cursor:
            try:
                return cursor.fetchall()
            except sqlite3.Error as error:
                raise self._failed(error) from error

    def _one(self, name: str, values: Mapping[str, Any] | None = None) -> Any:
        return self._rows(name, values)[0][0]

    def _script(self, name: str) -> None:
        self._database.executescript(load(_STATEMENTS, "outbox.sql")[name])

    def _failed(self, error: sqlite3.Error) -> OutboxFailed:
        return OutboxFailed(f"{self._path}: {error}")


def _text(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
