"""`muster metrics`: the counts that must add up, for a monitoring system to read."""

from collections.abc import Iterator
from typing import Any

import click
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from psycopg.errors import UndefinedTable

from infra.postgres import Connection
from infra.settings import Settings
from infra.sql import load
from infra.unread import Unread
from streams.errors import TablesMissing
from streams.store.tables.session import open_session
from streams.verify import checks

RECORDS = ("stored", "duplicate", "dead_letter", "gap")
EVENTS = ("accepted", "duplicate", "refused", "unanswered")


@click.command()
@click.pass_obj
def metrics(settings: Settings) -> None:
    """Print counts of the gateway, of Kafka's partitions and of the ledger in Prometheus' format.

    For operators: they are of all events, whoever may see them. A file of node_exporter's
    textfile collector, written each minute, is one way to have them read.

    Example: `muster metrics > /var/lib/node_exporter/muster.prom`
    """
    click.echo(text(settings), nl=False)


def text(settings: Settings) -> str:
    """Return all counts as text; of what is unread nothing while Kafka is away."""
    unread = checks.unread(settings)
    conninfo = settings.database("muster_worker")
    try:
        with open_session(conninfo, application_name="muster metrics") as connection:
            registry = CollectorRegistry()
            registry.register(_Found([*_counted(connection), *_waiting(unread)]))
            return generate_latest(registry).decode()
    except UndefinedTable as error:  # the program is newer than the database
        raise TablesMissing from error


class _Found(Collector):
    def __init__(self, found: list[Metric]) -> None:
        self._found = found

    def collect(self) -> list[Metric]:
        """Return what was read before."""
        return self._found


def _counted(connection: Connection) -> Iterator[Metric]:
    queries = load(__package__ or "", "metrics.sql")
    yield from _partitions(connection.execute(queries["partitions"]).fetchall())
    yield from _producers(connection.execute(queries["producers"]).fetchall())
    head = connection.execute(queries["head"]).fetchone()
    if head is not None:
        events, recorded_at_s = head
        yield CounterMetricFamily("muster_ledger_events", "Events in the ledger", events)
        yield GaugeMetricFamily(
            "muster_ledger_recorded_timestamp_seconds",
            "When the newest event was recorded",
            recorded_at_s,
        )


def _partitions(rows: list[tuple[Any, ...]]) -> Iterator[Metric]:
    where = ("topic", "partition")
    read = CounterMetricFamily(
        "muster_records_read", "Offsets read; the sum of what became of them", labels=where
    )
    became = CounterMetricFamily(
        "muster_records", "What became of records that were read", labels=(*where, "outcome")
    )
    paused = GaugeMetricFamily(
        "muster_partition_paused", "1 while a partition stands still", labels=where
    )
    for topic, partition, offsets, *outcomes, is_paused in rows:
        read.add_metric((topic, str(partition)), offsets)
        paused.add_metric((topic, str(partition)), int(is_paused))
        for outcome, count in zip(RECORDS, outcomes, strict=True):
            became.add_metric((topic, str(partition), outcome), count)
    yield from (read, became, paused)


def _producers(rows: list[tuple[Any, ...]]) -> Iterator[Metric]:
    received = CounterMetricFamily(
        "muster_gateway_events_received",
        "Events received; the sum of what became of them",
        labels=("producer",),
    )
    became = CounterMetricFamily(
        "muster_gateway_events",
        "What became of events at the gateway; no producer: no valid key",
        labels=("producer", "outcome"),
    )
    for producer, all_of_them, *outcomes in rows:
        received.add_metric((producer,), all_of_them)
        for outcome, count in zip(EVENTS, outcomes, strict=True):
            became.add_metric((producer, outcome), count)
    yield from (received, became)


def _waiting(unread: list[Unread] | None) -> Iterator[Metric]:
    if unread is None:
        return
    waiting = GaugeMetricFamily(
        "muster_records_unread",
        "Records that Kafka has acknowledged and nobody has read",
        labels=("topic", "partition"),
    )
    for one in unread:
        waiting.add_metric((one.topic, str(one.partition)), one.records)
    yield waiting
