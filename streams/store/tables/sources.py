"""Sources that send mostly what is refused: said once, and judged afresh when somebody says so."""

from collections.abc import Mapping

from infra.errors import UsageError
from infra.postgres import Connection, transaction
from infra.sql import load
from streams.decode.dead_letter import DeadLetter
from streams.store import dead_letter_limit
from streams.store.tables.session import acquire_writer_lock

UNKNOWN = "unknown"  # what people call a source that could not be read


def set_aside(
    connection: Connection, topic: str, letters: Mapping[str | None, DeadLetter]
) -> tuple[str, ...]:
    """Note these sources, each with its last dead letter; return those not noted before."""
    statement = load(__package__, "queries.sql")["set_aside"]
    new: list[str] = []
    for source, letter in letters.items():
        row = {
            "topic": topic,
            "source": source or "",
            "reason": str(letter.reason),
            "detail": letter.detail,
        }
        found = connection.execute(statement, row).fetchone()
        if found is not None and found[0]:
            new.append(source or "")
    return tuple(new)


def resume(connection: Connection, source: str) -> tuple[str, ...]:
    """Judge a source afresh; return the topics on which it was set aside."""
    if not source:
        raise UsageError("--resume-source takes a source, or `unknown`")
    name = None if source == UNKNOWN else source
    queries = load(__package__, "queries.sql")
    with transaction(connection) as it:
        acquire_writer_lock(it)
        found = it.execute(queries["resume_source"], {"source": name or ""}).fetchall()
        for topic, epoch, partition, outcomes in it.execute(queries["outcomes"]).fetchall():
            where = {"topic": topic, "epoch": epoch, "partition": partition}
            left = dead_letter_limit.forgotten(bytes(outcomes), name)
            it.execute(queries["set_outcomes"], {**where, "recent_outcomes": left})
    return tuple(sorted(topic for (topic,) in found))
