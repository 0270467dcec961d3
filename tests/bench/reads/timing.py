"""How long do questions take, and what do their plans look at?"""

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

import psutil

from infra import sql
from infra.postgres import Connection, connect
from infra.settings import Settings
from tests.bench.visible import percentile

PAGES: Mapping[str, Sequence[str]] = {
    "overview": ("bodies", "marking", "matrix_in_body", "compliance", "newest_events"),
    "one_member": ("one_reading", "explain", "trend_of_one", "reported_notice", "events_of_one"),
    "interoperability": ("members", "pairs"),
    "commitments": ("commitments", "compliance", "divergence", "decisions"),
    "lessons": ("lessons", "burden", "gaps"),
    "meetings": ("cadence", "attendance", "reporting", "exercises"),
}
LONG_ENOUGH_MS = 300.0
# A session plans the statements of its functions five times before it keeps a plan; those of a
# dashboard's pool have long done so.
WARM_UP = 6
CHUNK = re.compile(r"_hyper_\d+_\d+_chunk")


class Clocks(NamedTuple):
    """What was true at one moment, as known at another."""

    as_of: datetime
    known_at: datetime


class Taken(NamedTuple):
    """The times a question or a page took, in milliseconds."""

    p50_ms: float
    p95_ms: float
    processor_ms: float  # of the database's process alone, without helpers: whoever else is busy


def questions() -> Mapping[str, Any]:
    """Give every question by its name."""
    return sql.load("tests.bench.reads", "questions.sql")


def taken(settings: Settings, asked: Sequence[str], clocks: Clocks, rounds: int) -> Taken:
    """Ask questions one after the other, so many times after the session has warmed up."""
    with connect(settings.database("muster_reader")) as reader:
        for _ in range(WARM_UP):
            ask(reader, asked, clocks)
        times = [ask(reader, asked, clocks) for _ in range(rounds)]
        reader.execute(sql.load("tests.bench.reads", "filling.sql")["alone"])
        processor_ms = _processor_ms_of_one(reader, asked, clocks, rounds)
    return Taken(percentile(times, 0.5), percentile(times, 0.95), processor_ms)


def ask(reader: Connection, asked: Sequence[str], clocks: Clocks) -> float:
    """Ask questions one after the other, and give how many milliseconds it took."""
    statements = questions()
    began = time.perf_counter()
    for name in asked:
        reader.execute(statements[name], clocks._asdict()).fetchall()
    return 1000 * (time.perf_counter() - began)


def _processor_ms_of_one(
    reader: Connection, asked: Sequence[str], clocks: Clocks, rounds: int
) -> float:
    """Ask so often, or longer: the system counts processor time in steps of 10 ms."""
    began_ms, took_ms, times = _processor_ms(reader), 0.0, 0
    while times < rounds or took_ms < LONG_ENOUGH_MS:
        took_ms += ask(reader, asked, clocks)
        times += 1
    return (_processor_ms(reader) - began_ms) / times


def _processor_ms(reader: Connection) -> float:
    """Give the processor time the process behind a session has used: it runs on this machine."""
    times = psutil.Process(reader.info.backend_pid).cpu_times()
    return 1000 * (times.user + times.system)


class Scanned(NamedTuple):
    """What the plans of one question look at."""

    chunks: int  # chunks any plan reads
    reads_ledger_through: bool


def scanned(settings: Settings, asked: str, clocks: Clocks) -> Scanned:
    """Give what the plans inside one question look at, as the server itself tells."""
    with connect(settings.database("muster_owner")) as owner, _plans(owner) as plans:
        owner.execute(questions()[asked], clocks._asdict()).fetchall()
    nodes = [node for plan in plans for node in _nodes(json.loads(plan)["Plan"])]
    read = {node["Relation Name"] for node in nodes if node.get("Actual Loops")}
    return Scanned(
        sum(CHUNK.fullmatch(name) is not None for name in read),
        any(
            node["Node Type"] == "Seq Scan" and node["Relation Name"] == "ledger" for node in nodes
        ),
    )


@contextmanager
def _plans(owner: Connection) -> Iterator[list[str]]:
    found: list[str] = []

    def note(diagnostic: Any) -> None:
        _, _, plan = (diagnostic.message_primary or "").partition("plan:\n")
        if plan:
            found.append(plan)

    owner.execute(sql.load("tests.bench.reads", "filling.sql")["tell_plans"])
    owner.add_notice_handler(note)
    yield found
    owner.remove_notice_handler(note)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give every node of a plan that reads a relation."""
    if "Relation Name" in plan:
        yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)
