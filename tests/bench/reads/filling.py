"""A database filled with a history by the project's own fold, in several processes at once.

Nothing goes through the broker, and every event is recorded when it was heard: only so can anybody
ask what was known five years ago. The first year is decoded and folded event by event; later ones
are the rows of the first with their times, numbers and ids moved, which the database does itself.
The text of a repeated event is that of its first year.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import combinations
from multiprocessing import get_context

from psycopg.sql import SQL, Composed, Identifier

from infra import sql
from infra.local.host import Report
from infra.postgres import Connection, transaction
from infra.settings import Settings
from schemas.envelope import Decoded
from schemas.vocabulary import Area, Dimension
from streams.decode import copy_text
from streams.decode.ledger_row import LogOffset, row_text
from streams.events.amendments import EventSets, root_of
from streams.events.recorded import EventKey, Recorded, recorded
from streams.projections import PROJECTIONS, series
from streams.run.summing import worth_it
from streams.store.pipeline import DIRECT
from streams.store.tables import checkpoints, labels, ledger
from streams.store.tables import projections as projection_rows
from streams.store.tables.copying import copy_lines
from streams.store.tables.session import open_session
from streams.verify import folding
from tests.bench.load import ACTORS, LABELS
from tests.bench.reads.history import START, YEAR, YEARS, Block, heard_in
from tests.bench.reads.life import founding

PROCESSES = 2
NUMBERS = ("seq", "ledger_seq", "root_seq", "offset")
KEPT = ("commitment_id", "topic_id")  # what every year speaks of


def begin(settings: Settings) -> None:
    """Make what every block needs: the place in the log, labels and series."""
    with open_session(settings.database("muster_worker")) as connection, transaction(connection):
        checkpoints.add_epoch(connection, DIRECT, 1, checkpoints.Identity(DIRECT, DIRECT))
        checkpoints.start(connection, DIRECT, 1, {0: 0})
        labels.add(connection, LABELS, START)
        projection_rows.add_series(connection, _series())


def fill_first_year(settings: Settings, blocks: Sequence[Block], report: Report) -> None:
    """Store the first year."""
    begin(settings)
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as processes:
        running = [processes.submit(store, settings, block) for block in blocks]
        for block, one in zip(blocks, running, strict=True):
            one.result()
            if block.number % 20 == 19 or block is blocks[-1]:
                report(f"{block.last_seq:,} events")
    finish(settings, blocks[-1].last_seq, 1)


def fill_more_years(settings: Settings, events: int, report: Report) -> None:
    """Store the first year again as every later one: its times, numbers and ids moved."""
    tables = [projection.table for projection in PROJECTIONS]
    statements = sql.load("tests.bench.reads", "filling.sql")
    said_once = _said_once()
    with open_session(settings.database("muster_owner")) as connection:
        connection.execute(statements["be_patient"])
        columns = {
            table: connection.execute(statements["columns"], {"table": table}).fetchall()
            for table in ("ledger", *tables)
        }
    with ThreadPoolExecutor(PROCESSES) as threads:
        for year in range(1, YEARS):
            moved = [
                threads.submit(
                    _repeat, settings, table, columns[table], _move(year, said_once, events)
                )
                for table in columns
            ]
            for one in moved:
                one.result()
            report(f"{total(year + 1, events):,} events")
    finish(settings, total(YEARS, events), YEARS)


def total(years: int, events: int) -> int:
    """Give how many events so many years have, the first of which has this many."""
    return _said_once() + years * (events - _said_once())


def _said_once() -> int:
    return len(list(founding(START)))


def _move(year: int, said_once: int, events: int) -> dict[str, object]:
    """Give which rows are repeated, and by how much everything in them moves."""
    return {
        "first": said_once + 1,
        "last": events,
        "numbers": year * (events - said_once),
        "span": year * YEAR,
        "days": (year * YEAR).days,
        "mark": f"-{year}",
    }


def _repeat(
    settings: Settings, table: str, columns: Sequence[tuple[str, str]], move: dict[str, object]
) -> None:
    """Write the rows of the first year once more, moved."""
    names = [Identifier(name) for name, _ in columns]
    values = [_moved(name, kind) for name, kind in columns]
    statement = SQL(
        "insert into {table} ({names}) select {values} from {table}"
        " where {seq} between %(first)s and %(last)s"
    ).format(
        table=Identifier(table),
        names=SQL(", ").join(names),
        values=SQL(", ").join(values),
        seq=Identifier("seq" if table == "ledger" else "ledger_seq"),
    )
    with open_session(settings.database("muster_owner")) as connection:
        connection.execute(sql.load("tests.bench.reads", "filling.sql")["be_patient"])
        connection.execute(statement, move)


def _moved(name: str, kind: str) -> Composed:
    """Give what a column becomes: later, with a greater number, or under another name."""
    column = Identifier(name)
    if kind == "timestamp with time zone":
        return SQL("{} + %(span)s").format(column)
    if kind == "date":
        return SQL("{} + %(days)s").format(column)
    if name in NUMBERS:
        return SQL("{} + %(numbers)s").format(column)
    is_name = name.endswith("_id") and kind == "text" and name not in KEPT
    return SQL("{} || %(mark)s" if is_name else "{}").format(column)


def finish(settings: Settings, events: int, years: int) -> None:
    """Let the ledger end here, and the planner know the tables as they are."""
    statements = sql.load("tests.bench.reads", "filling.sql")
    head = {"seq": events, "recorded_at": START + years * YEAR}
    with open_session(settings.database("muster_owner")) as connection:
        connection.execute(statements["set_head"], head)
        connection.execute(statements["set_checkpoint"], {"events": events})
        connection.execute(statements["analyze"])
        if events >= worth_it(events):
            _sum_up(connection, events, years)


def _sum_up(connection: Connection, events: int, years: int) -> None:
    """Sum lines up as workers would have: half of what is worth another run has come since."""
    statements = sql.load("tests.bench.reads", "filling.sql")
    workers = sql.load("streams.store.tables", "running_sums.sql")
    since = worth_it(events) / 2
    summed = {
        "until": START + years * YEAR * (1 - since / events),
        "seq": events - round(since),
    }
    for name in ("forget_all", "forget_progress", "add_lines"):
        connection.execute(workers[name])
    connection.execute(statements["sum_up"], summed)
    connection.execute(workers["end_lines"], {"lines": None})
    connection.execute(statements["run_reports"], summed)
    connection.execute(statements["set_summed_up"], summed)
    connection.execute(statements["analyze_sums"])


def store(settings: Settings, block: Block) -> None:
    """Store one block in one transaction."""
    heard = heard_in(block)
    moments, events = [at for at, _ in heard], [event for _, event in heard]
    numbers = range(block.first_seq, block.first_seq + block.size)
    rows = [recorded(*one) for one in zip(events, numbers, moments, strict=True)]
    with open_session(settings.database("muster_worker")) as connection:
        connection.execute(sql.load("tests.bench.reads", "filling.sql")["be_patient"])
        with transaction(connection):
            labels.add(connection, {event.label for event in events}, moments[0])
            _append(connection, zip(events, rows, strict=True))
            _project(connection, rows)


def _append(connection: Connection, events: Iterable[tuple[Decoded, Recorded]]) -> None:
    lines: list[str] = []
    for event, one in events:
        where = LogOffset(DIRECT, 1, 0, one.seq - 1)
        row = row_text(event, event.content_sha256, root_of(event.data), where)
        lines.append(f"{one.seq}\t{copy_text.instant(one.recorded_at)}\t{row}")
    copy_lines(connection, "ledger", ledger.COLUMNS, lines)


def _project(connection: Connection, events: Sequence[Recorded]) -> None:
    roots = {root for event in events if (root := root_of(event.data)) is not None}
    plain = (
        row
        for event in events
        if folding.is_plain(event, roots)
        for row in folding.of_plain_event(event)
    )
    amended = folding.of_amended_events(sorted(roots), _sets(events, roots))
    projection_rows.insert(connection, (*plain, *amended))


def _sets(events: Iterable[Recorded], roots: set[EventKey]) -> EventSets:
    return EventSets(one for one in events if one.key in roots or root_of(one.data) in roots)


def _series() -> list[series.Series]:
    """Give every series in a fixed order: two processes that add them cannot block each other."""
    pairs = combinations(sorted(ACTORS), 2)
    return [
        *(series.readiness(actor, area) for actor in ACTORS for area in Area),
        *(series.interoperability(a, b, dimension) for a, b in pairs for dimension in Dimension),
    ]
