"""The trail as a file: an entry a line, as JSON; it can be verified without a database."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from infra.audit.chain import Entry
from infra.audit.errors import BadExport
from infra.whole_file import whole_file


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """An entry as a line of a file says it."""

    number: int
    happened_at: datetime
    act: str
    outcome: str
    who_kind: str
    who: str
    origin: str
    db_role: str
    subject: str
    detail: str
    previous_sha256: str
    sha256: str


def write(path: Path, entries: Iterable[Entry]) -> int:
    """Write entries to a file that is whole or not there; return how many."""
    count = 0
    with whole_file(path) as file:
        for one in entries:
            file.write(_line(one))
            count += 1
    return count


def read(path: Path) -> Iterator[Entry]:
    """Return the entries of a file in its order; BadExport says which line is none."""
    try:
        with path.open("rb") as file:
            for number, text in enumerate(file, 1):
                try:
                    yield _entry(msgspec.json.decode(text, type=Line))
                except (msgspec.MsgspecError, ValueError) as error:
                    raise BadExport(f"{path}, line {number}: {error}") from error
    except OSError as error:
        raise BadExport(f"{path} cannot be read: {error.strerror or error}") from error


def _line(one: Entry) -> bytes:
    said = {
        **one._asdict(),
        "happened_at": one.happened_at.astimezone(UTC),
        "previous_sha256": one.previous_sha256.hex(),
        "sha256": one.sha256.hex(),
    }
    return msgspec.json.encode(said) + b"\n"


def _entry(line: Line) -> Entry:
    said: dict[str, Any] = msgspec.structs.asdict(line)
    said["previous_sha256"] = bytes.fromhex(line.previous_sha256)
    said["sha256"] = bytes.fromhex(line.sha256)
    return Entry(**said)
