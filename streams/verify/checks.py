"""Do the ledger, the checkpoints, the dead letters and the projections agree?

The projections are folded afresh from the ledger, with every step an amendment made, and both
are compared as sets of rows. All of it sees one moment of the database, so workers may go on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from psycopg.errors import UndefinedTable

from infra import clock
from infra.errors import ServiceUnavailable
from infra.kafka import LogRange, cluster
from infra.postgres import Connection, transaction
from infra.settings import Settings
from infra.sql import load
from infra.unread import Unread, look
from streams.decode.rows import CompleteRow
from streams.errors import TablesMissing
from streams.events.amendments import EventSets
from streams.events.recorded import EventKey
from streams.projections import Series, series
from streams.store.tables import head, ledger
from streams.store.tables.ledger import LedgerRow
from streams.store.tables.session import open_session
from streams.verify import comparison, folding

BATCH_ROWS = 20_000
Logs = dict[tuple[str, int], LogRange]


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparison: what should be there, and what is."""

    check: str
    of: str
    expected: str
    found: str
    first_difference: str | None = None

    @property
    def is_ok(self) -> bool:
        """Return whether both sides agree."""
        return self.expected == self.found and self.first_difference is None


def unread(settings: Settings) -> list[Unread] | None:
    """Return what is acknowledged and not stored; None when the broker does not say."""
    conninfo = settings.database("muster_worker")
    with open_session(conninfo, application_name="muster verify") as connection:
        try:
            return look(settings, connection)
        except ServiceUnavailable:
            return None


def verify(settings: Settings) -> list[Finding]:
    """Return every comparison, those that fail among them."""
    conninfo = settings.database("muster_worker")
    try:
        with (
            open_session(conninfo, application_name="muster verify") as connection,
            transaction(connection) as it,
        ):
            it.execute(load(__package__, "verify.sql")["see_one_moment"])
            seq = head.read(it).seq
            findings = [
                *_ledger(it),
                *_logged(it, settings.kafka),
                _redriven(it),
                *_projections(it),
                *summed_up(it),
            ]
        with open_session(conninfo, application_name="muster verify") as connection:
            _remember(connection, findings, seq)
            return findings
    except UndefinedTable as error:  # the program is newer than the database
        raise TablesMissing from error


def _remember(connection: Connection, findings: Iterable[Finding], seq: int) -> None:
    """Keep the findings for the page that shows them; it cannot afford to look itself."""
    queries = load(__package__, "verify.sql")
    run = {"verified_at": clock.utc_now(), "seq": seq}
    rows = [
        {**asdict(finding), **run, "position": position, "is_ok": finding.is_ok}
        for position, finding in enumerate(findings, 1)
    ]
    with transaction(connection) as it, it.cursor() as cursor:
        cursor.executemany(queries["add_verification"], rows)
        cursor.execute(queries["forget_verifications"])


def _ledger(connection: Connection) -> Iterator[Finding]:
    queries = load(__package__, "verify.sql")
    end = head.read(connection)
    row = connection.execute(queries["ledger_extent"]).fetchone()
    assert row is not None  # an aggregate always gives a row
    count, last, recorded_at = row
    yield Finding("ledger", "rows", str(end.seq), str(count))
    yield Finding("ledger", "last number", str(end.seq), str(last))
    if count:
        yield Finding("ledger", "last moment", str(end.recorded_at), str(recorded_at))
    first = connection.execute(queries["out_of_order"]).fetchone()
    order = "by number" if first is None else f"not at {first[0]}"
    yield Finding("ledger", "order", "by number", order)


def _logged(connection: Connection, kafka: str) -> Iterator[Finding]:
    """Compare all that is said of Kafka's logs, which are asked once, with them."""
    queries = load(__package__, "verify.sql")
    partitions = connection.execute(queries["checkpoints"]).fetchall()
    reached = connection.execute(queries["gateway_logs"]).fetchall()
    newest = {(row[0], row[2]) for row in partitions if row[-1]}
    logs = _logs(kafka, newest | {(topic, partition) for topic, partition, _ in reached})
    yield from _partitions(partitions, logs)
    yield from _gateway_runs(connection)
    yield from _reached(reached, logs)


def _partitions(rows: Iterable[Any], logs: Logs) -> Iterator[Finding]:
    for topic, epoch, partition, first, following, stored, duplicates, dead, gaps, *rest in rows:
        in_ledger, in_dead_letters, beyond, is_newest = rest
        of = f"{topic}/{partition}" if is_newest else f"{topic}/{partition} (epoch {epoch})"
        accounted = stored + duplicates + dead + gaps
        yield Finding("offsets are accounted for", of, str(following - first), str(accounted))
        yield Finding("ledger rows", of, str(stored), str(in_ledger))
        yield Finding("dead letters", of, str(dead), str(in_dead_letters))
        yield Finding("rows beyond the checkpoint", of, "0", str(beyond))
        log = logs.get((topic, partition)) if is_newest else None
        if log is not None:
            inside = min(max(following, log.first_offset), log.end_offset)
            yield Finding("next offset is in the log", of, str(inside), str(following))


def _gateway_runs(connection: Connection) -> Iterator[Finding]:
    """Compare what the gateway received with what it says became of it."""
    queries = load(__package__, "verify.sql")
    for run, received, became, accepted, logged in connection.execute(queries["gateway_runs"]):
        of = f"gateway run {run[:8]}"
        yield Finding("received is accepted, duplicate, refused", of, str(received), str(became))
        yield Finding("accepted is in Kafka", of, str(accepted), str(logged))


def _reached(rows: Iterable[Any], logs: Logs) -> Iterator[Finding]:
    """Compare how far Kafka acknowledged events of the gateway with how far it reaches."""
    for topic, partition, last in rows:
        log = logs.get((topic, partition))
        if log is not None:
            kept = min(last, log.end_offset - 1)
            name = "what Kafka acknowledged is in the log"
            yield Finding(name, f"{topic}/{partition}", str(last), str(kept))


def _redriven(connection: Connection) -> Finding:
    """Compare what was sent again and read with what became of it."""
    row = connection.execute(load(__package__, "verify.sql")["redriven"]).fetchone()
    assert row is not None  # an aggregate always gives a row
    return Finding("redriven dead letters became something", "all", str(row[0]), str(row[1]))


def _logs(kafka: str, partitions: set[tuple[str, int]]) -> Logs:
    try:
        with cluster(kafka) as found:
            there = {topic for topic, _ in partitions if found.partitions(topic)}
            return found.ranges([one for one in partitions if one[0] in there])
    except ServiceUnavailable:
        return {}  # the database can be verified without the broker


def _projections(connection: Connection) -> Iterator[Finding]:
    comparison.begin(connection)
    damaged = _fold(connection)
    yield Finding("events say what was hashed", "ledger", "all", damaged or "all")
    for table in comparison.COLUMNS:
        made = comparison.summary(connection, table, made_anew=True)
        there = comparison.summary(connection, table, made_anew=False)
        first = comparison.first_difference(connection, table) if made != there else None
        yield Finding("projection equals a fresh fold", table, _text(made), _text(there), first)


def summed_up(connection: Connection) -> Iterator[Finding]:
    """Make anew what is kept beside the rows, as far as it goes; compare it place by place."""
    for query, table in (("running_sums", "running_sum"), ("report_runs", "report_run")):
        row = connection.execute(load(__package__, "verify.sql")[query]).fetchone()
        assert row is not None  # an aggregate always gives a row
        made, there, differing = row
        first = f"{differing} places differ" if differing else None
        yield Finding("sums equal their rows", table, f"{made} places", f"{there} places", first)


def _text(summary: comparison.Summary) -> str:
    return f"{summary.rows} rows, checksum {summary.checksum % 2**64:016x}"


def _fold(connection: Connection) -> str | None:
    """Write every row anew; return the first event whose content is not what was hashed."""
    writer = _Writer(connection)
    roots = ledger.amended_roots(connection)
    sets = EventSets(ledger.sets_of(connection, roots))
    damaged: str | None = None
    for row in ledger.all_events(connection):
        damaged = damaged or _damage(row)
        if folding.is_plain(row.event, roots):
            writer.add(folding.of_plain_event(row.event))
    writer.add(folding.of_amended_events(_sorted(roots), sets))
    writer.add_rows(comparison.FLAGS, folding.flag_rows(_sorted(roots), sets))
    writer.finish()
    return damaged


def _sorted(roots: Iterable[EventKey]) -> list[EventKey]:
    return sorted(roots)


def _damage(row: LedgerRow) -> str | None:
    is_damaged = row.decoded.content_sha256 != row.content_sha256
    return f"not number {row.event.seq}" if is_damaged else None


class _Writer:
    """Collects rows and writes them by the thousands."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        self._series: set[Series] = set()

    def add(self, rows: Iterable[CompleteRow]) -> None:
        """Add rows of any table."""
        for row in rows:
            if row.series is not None:
                self._series.add(row.series)
            self.add_rows(row.table, (row.values,))

    def add_rows(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Add rows of one table."""
        waiting = self._rows[table]
        waiting.extend(rows)
        if len(waiting) >= BATCH_ROWS:
            comparison.add(self._connection, table, waiting)
            waiting.clear()

    def finish(self) -> None:
        """Write what is left, and the series."""
        rows = (tuple(getattr(one, name) for name in series.COLUMNS) for one in self._series)
        self.add_rows(comparison.SERIES, rows)
        for table, waiting in self._rows.items():
            comparison.add(self._connection, table, waiting)
        self._rows.clear()
