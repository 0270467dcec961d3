"""One size after the other: a database filled, weighed, asked for its pages, verified, started."""

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from infra import sql
from infra.errors import DataError
from infra.kafka import cluster
from infra.local.host import Report, free_port
from infra.postgres import connect
from infra.settings import Settings
from schemas.topics import TOPICS
from streams.verify import checks
from tests.bench.archive.filling import fill
from tests.bench.load import load
from tests.bench.plan import GrowthPlan
from tests.bench.producer import send_all
from tests.bench.reads import filling
from tests.bench.reads.history import YEARS, first_year
from tests.bench.screen.browser import until
from tests.bench.screen.pages import page_data_ms
from tests.bench.services import fresh_database, running

Values = dict[str, float]  # by what was measured, with its unit in the name
LEAST_BYTES = 1024**2  # tables that weigh less do not grow with events
IN_KAFKA_EVENTS = 20_000
STARTS = 3
WARMER = 2  # answers asked after the first, which is the one that nobody asked before


@dataclass(frozen=True, slots=True)
class Grown:
    """What a ledger of one size weighs, and how long things take with it."""

    events: int
    bytes_per_event: Values
    seconds: Values


def measure(settings: Settings, plan: GrowthPlan, report: Report) -> list[Grown]:
    """Give what there is to say of every size."""
    report(f"{IN_KAFKA_EVENTS:,} events in Kafka")
    in_kafka = _in_kafka(replace(settings, topic_prefix="weighed-"), plan.seed)
    return [_grown(settings, plan, events, in_kafka, report) for events in plan.sizes]


def _grown(
    settings: Settings, plan: GrowthPlan, events: int, in_kafka: float, report: Report
) -> Grown:
    report(f"{events:,} events")
    with _database(settings, f"read_{events}") as read:
        blocks = first_year(plan.seed, events // YEARS)
        filling.fill_first_year(read, blocks, report)
        filling.fill_more_years(read, blocks[-1].last_seq, report)
        size = filling.total(YEARS, blocks[-1].last_seq)
        weighed = {"Kafka, one copy": in_kafka, **_weighed(read, size)}
        seconds = _pages(read)
        seconds["worker: start → first event stored"] = _worker_start_s(read, plan.seed)
    with _database(settings, f"verified_{events}") as verified:
        fill(verified, plan.seed, events, report)
        seconds["muster verify"] = _verify_s(verified)
    return Grown(size, weighed, seconds)


@contextmanager
def _database(settings: Settings, name: str) -> Iterator[Settings]:
    """Give settings of a database that is there for the block alone, and topics of its own."""
    own = replace(fresh_database(settings, name), topic_prefix=f"{name.replace('_', '-')}-")
    with cluster(own.kafka) as found:
        found.ensure_topics(own.topic_prefix)
    yield own
    with connect(make_conninfo(settings.database("muster_owner"), dbname="postgres")) as owner:
        owner.execute(SQL("drop database {} with (force)").format(Identifier(name)))


def _in_kafka(settings: Settings, seed: int) -> float:
    """Give the bytes on disk that an event takes in Kafka, in one copy, without preallocation."""
    with cluster(settings.kafka) as found:
        found.ensure_topics(settings.topic_prefix)
    send_all(settings, load(seed, IN_KAFKA_EVENTS))
    logs = [
        path
        for topic in TOPICS
        for path in settings.home.rglob(f"{settings.topic_prefix}{topic.name}-*/*.log")
    ]
    if not logs:
        raise DataError("no log of the broker found")
    return sum(path.stat().st_size for path in logs) / IN_KAFKA_EVENTS


def _weighed(settings: Settings, events: int) -> Values:
    """Give bytes per event of each table that grows, and of each index of the ledger."""
    statements = sql.load("tests.bench.growth", "sizes.sql")
    found: Values = {}
    with connect(settings.database("muster_owner")) as owner:
        for name, rows, indexes in owner.execute(statements["tables"]).fetchall():
            if rows + indexes >= LEAST_BYTES:
                found |= {f"{name}: rows": rows / events, f"{name}: indexes": indexes / events}
        for name, size in owner.execute(statements["indexes"]).fetchall():
            found[f"index {name.split('.')[-1]}"] = size / events
    return found


def _pages(settings: Settings) -> Values:
    """Give how long a dashboard takes to start, and a page's data asked first and once more."""
    starts: list[float] = []
    first: list[dict[str, float]] = []
    again: list[dict[str, float]] = []
    for _ in range(STARTS):
        port = free_port()
        began = time.monotonic()
        with running(settings, "infra.cli", "dashboard", "--port", str(port)):
            url = f"http://127.0.0.1:{port}"
            until(lambda url=url: _is_ready(url), "the dashboard to be ready")
            starts.append(time.monotonic() - began)
            taken = page_data_ms(url, 1 + WARMER)
            first.append({path: times[0] / 1000 for path, times in taken.items()})
            again.append({path: min(times[1:]) / 1000 for path, times in taken.items()})
    found = {"dashboard: start → ready": median(starts)}
    for path in first[0]:
        found[f"{path}: asked first"] = median(one[path] for one in first)
        found[f"{path}: asked again"] = median(one[path] for one in again)
    return found


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health/ready", timeout=5):  # noqa: S310
            return True
    except (urllib.error.URLError, OSError):
        return False


def _worker_start_s(settings: Settings, seed: int) -> float:
    """Give how long a worker takes from its start until an event that waits is stored."""
    send_all(settings, load(seed + 1, 1))
    before = _head(settings)
    began = time.monotonic()
    with running(settings, "infra.cli", "worker"):
        until(lambda: _head(settings) > before, "the worker to store an event")
        return time.monotonic() - began


def _head(settings: Settings) -> Any:
    with connect(settings.database("muster_owner")) as owner:
        [found] = owner.execute(sql.load("tests.bench", "stored.sql")["stored"]).fetchone() or (0,)
    return found


def _verify_s(settings: Settings) -> float:
    began = time.monotonic()
    if wrong := [one for one in checks.verify(settings) if not one.is_ok]:
        raise DataError(f"filled wrongly: {wrong[0].of}")
    return time.monotonic() - began
