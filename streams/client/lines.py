"""Files of events, one structured CloudEvent as JSON in each line."""

import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from infra.errors import UsageError
from schemas.envelope import decode
from schemas.errors import Refused
from schemas.topics import topic_of_event
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


def read(name: str) -> Iterator[Line]:
    """Return the lines of a file (`-` is standard input) in order; empty ones are left out.

    Whether a line is from the future is left to the database's clock.
    """
    for number, raw in enumerate(_lines(name), start=1):
        # Some editors and spreadsheets begin a file with a mark that is no part of its text.
        if text := (raw.removeprefix(BOM_UTF8) if number == 1 else raw).strip():
            yield Line(_content(name, number, text), len(raw))


def check_readable(names: tuple[str, ...], *, apart_from: str | None) -> None:
    """Raise unless all files can be opened and none is the one that will be written."""
    for name in names:
        if name == "-" or Path(name).is_fifo():  # a pipe can be opened once only
            continue
        with _opened(name):
            pass
        if apart_from is not None and _is_same_file(name, apart_from):
            raise UsageError(f"--rejects would overwrite {name}, which is to be read")


def size_bytes(names: tuple[str, ...]) -> int | None:
    """Return the size of the files together, or None when one of them is a stream."""
    paths = [Path(name) for name in names]
    if any(name == "-" or not path.is_file() for name, path in zip(names, paths, strict=True)):
        return None
    return sum(path.stat().st_size for path in paths)


def _content(name: str, number: int, text: bytes) -> Message | RefusedLine:
    try:
        message = Message(text, decode(text))
        topic_of_event(message.event)  # a retraction may name a type that nobody can amend
        return message
    except Refused as error:
        return RefusedLine(name, number, error.reason, error.detail, text)


def _lines(name: str) -> Iterator[bytes]:
    if name == "-":
        yield from sys.stdin.buffer
        return
    try:
        with _opened(name) as file:
            yield from file
    except OSError as error:
        raise UnreadableInput(f"{name}: {error.strerror}") from error


def _opened(name: str) -> BinaryIO:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise UnreadableInput(f"{name}: {error.strerror}") from error


def _is_same_file(name: str, other: str) -> bool:
    return Path(other).exists() and Path(name).samefile(other)
