"""Files of events, one structured CloudEvent as JSON in each line."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from schemas.envelope import decode
from schemas.errors import Refused
from streams.client.errors import UnreadableInput
from streams.client.message import Message


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that is no event Muster takes, and why."""

    file: str
    number: int
    reason: str
    detail: str
    text: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: an event, or the reason why it is none."""

    content: Message | RefusedLine
    size_bytes: int


def read(name: str, now: Callable[[], datetime]) -> Iterator[Line]:
    """Give the lines of a file (`-` is standard input) in order; empty ones are left out."""
    for number, raw in enumerate(_lines(name), start=1):
        if text := raw.strip():
            yield Line(_content(name, number, text, now()), len(raw))


def size_bytes(names: tuple[str, ...]) -> int | None:
    """Give the size of the files together, or None when one of them is a stream."""
    paths = [Path(name) for name in names]
    if any(name == "-" or not path.is_file() for name, path in zip(names, paths, strict=True)):
        return None
    return sum(path.stat().st_size for path in paths)


def _content(name: str, number: int, text: bytes, received_at: datetime) -> Message | RefusedLine:
    try:
        return Message(text, decode(text, received_at=received_at))
    except Refused as error:
        return RefusedLine(name, number, error.reason, error.detail, text)


def _lines(name: str) -> Iterator[bytes]:
    if name == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as file:
            yield from file
    except OSError as error:
        raise UnreadableInput(f"{name}: {error.strerror}") from error
