"""`muster dead-letters`: what could not become an event, why, and its bytes as they came."""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import click

from infra.errors import DataError, UsageError
from infra.postgres import Connection
from infra.settings import Settings
from infra.sql import load
from streams.store.tables.session import open_session

SHOWN_BYTES = 2000


class ListedLetter(NamedTuple):
    """A dead letter in a list."""

    topic: str
    partition: int
    offset: int
    recorded_at: datetime
    reason: str
    detail: str
    source: str | None
    event_id: str | None


@click.command("dead-letters")
@click.argument("where", required=False, metavar="[TOPIC/PARTITION/OFFSET]")
@click.option("--reason", help="Only those with this code.")
@click.option("--source", help="Only those that say they are of this source.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--bytes", "as_bytes", is_flag=True, help="Write the bytes of one as they came.")
@click.pass_obj
def dead_letters(
    settings: Settings,
    where: str | None,
    *,
    reason: str | None,
    source: str | None,
    limit: int,
    as_bytes: bool,
) -> None:
    """Show what could not become an event, newest first; or one of them, with all there is.

    Example: `muster dead-letters --reason invalid-data`

    Example: `muster dead-letters exercise-results/2/1041`

    Example: `muster dead-letters exercise-results/2/1041 --bytes > record.json`
    """
    if as_bytes and where is None:
        raise UsageError("--bytes needs TOPIC/PARTITION/OFFSET")
    with open_session(settings.database("muster_worker")) as connection:
        if where is None:
            asked = {"reason": reason, "source": source, "limit": limit}
            return _list(connection, settings.topic_prefix, asked)
        found = _one(connection, settings.topic_prefix, where)
    if as_bytes:
        sys.stdout.buffer.write(found["bytes"])
        sys.stdout.buffer.flush()
    else:
        click.echo(_in_full(found))


def _list(connection: Connection, prefix: str, asked: dict[str, Any]) -> None:
    queries = load("streams.store.tables", "queries.sql")
    found = connection.execute(queries["dead_letters"], asked)
    listed = [ListedLetter(*row) for row in found]
    for one in listed:
        place = f"{one.topic.removeprefix(prefix)}/{one.partition}/{one.offset}"
        who = _shown(f"{one.source or 'unknown source'} {one.event_id or ''}".strip())
        click.echo(f"{place}  {one.recorded_at:%Y-%m-%d %H:%M}  {one.reason}  {who}")
        click.echo(f"    {_shown(one.detail)}")
    if not listed:
        click.echo(
            "no dead letters" if not any(asked[n] for n in ("reason", "source")) else "none"
        )


def _one(connection: Connection, prefix: str, where: str) -> dict[str, Any]:
    topic, _, numbers = where.partition("/")
    partition, slash, offset = numbers.partition("/")
    if not slash or not (partition.isdecimal() and offset.isdecimal()):
        raise UsageError(f"a dead letter is named by TOPIC/PARTITION/OFFSET, not {where!r}")
    place = {"topic": f"{prefix}{topic}", "partition": int(partition), "offset": int(offset)}
    cursor = connection.execute(load("streams.store.tables", "queries.sql")["dead_letter"], place)
    row = cursor.fetchone()
    if row is None:
        raise DataError(f"there is no dead letter at {where}")
    return dict(zip([column.name for column in cursor.description or ()], row, strict=True))


def _in_full(found: dict[str, Any]) -> str:
    kept: bytes = found["bytes"]
    is_whole = len(kept) == found["size_bytes"]
    facts: Sequence[tuple[str, object]] = (
        ("reason", found["reason"]),
        ("detail", found["detail"]),
        ("source", found["source"] or "could not be read"),
        ("id", found["event_id"] or "could not be read"),
        ("recorded at", f"{found['recorded_at']:%Y-%m-%d %H:%M:%S} UTC"),
        (
            "size",
            f"{found['size_bytes']} bytes{'' if is_whole else f', {len(kept)} of them kept'}",
        ),
        ("sha256", found["sha256"].hex()),
    )
    lines = [f"{name + ':':<13}{_shown(str(value))}" for name, value in facts]
    for name, value in zip(found["header_names"], found["header_values"], strict=True):
        lines.append(f"header       {_shown(name)}: {_plain(value or b'')}")
    shown = _plain(kept[:SHOWN_BYTES])
    more = f"\n… {len(kept) - SHOWN_BYTES} bytes more: --bytes" if len(kept) > SHOWN_BYTES else ""
    return "\n".join([*lines, "", f"{shown}{more}"])


def _plain(value: bytes) -> str:
    """Return bytes as text that does nothing to a terminal."""
    return _shown(value.decode("utf-8", "backslashreplace"))


def _shown(text: str) -> str:
    """Return text that does nothing to a terminal: what anybody may send is in it."""
    return "".join(
        sign if sign.isprintable() or sign == "\n" else ascii(sign)[1:-1] for sign in text
    )
