"""The schemas of a what-if: what is its own beside views over the history.

Each table of the world stands there under its own name as a view: the rows of the history but for
the roots that are hidden, and the rows of the what-if. So the read functions of the world, made
there again, find it all by their search path.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString, NamedTuple, cast

import msgspec
from psycopg import sql

from infra import functions
from infra.postgres import Connection
from infra.sql import load
from schemas import guard
from schemas.envelope import decode_accepted, encode
from schemas.events.registry import BY_TYPE
from streams.decode.copy_text import instant
from streams.decode.ledger_row import LogOffset, row_text
from streams.events.amendments import root_of
from streams.events.recorded import Recorded, recorded
from streams.projections import PROJECTIONS, Series
from streams.projections.series import COLUMNS as SERIES_COLUMNS
from streams.store.tables import flags, ledger
from streams.store.tables.copying import copy_lines, copy_rows
from streams.verify import comparison
from streams.what_if import sums
from streams.what_if.branch import Part

OWN = "own_"
NOWHERE = "what-if"  # the topic of what never came
NAMING = "exercise_id"
# What is asked of the comparison, and nothing else.
COMPARING = ("review/difference", "review/interoperability_difference")
# The one function outside a world is part of who may see what: need-to-know is the history's.
OUTSIDE, INSIDE = "create or replace function muster.bodies_of(", "create function _bodies_of("


class Where(NamedTuple):
    """Where a part of a what-if stands: its schemas, the world it reads, and the end of that."""

    schema: str
    readers: str
    trunk: str
    known_at: datetime


def query(name: str) -> LiteralString:
    """Return a statement of this package."""
    return load("streams.what_if", "whatif.sql")[name]


def document_of(event: Recorded) -> guard.Document:
    """Return an event as a producer would write it."""
    return msgspec.json.decode(encode(event.envelope, event.data), type=guard.Document)


def naming(connection: Connection, exercise_id: str, labels: Sequence[int]) -> list[Recorded]:
    """Return the events under these labels that name an exercise, as said or as corrected."""
    seqs: set[int] = set()
    for projection in PROJECTIONS:
        if NAMING in projection.columns:
            statement = sql.SQL("select distinct root_seq from {} where exercise_id = %s")
            table = sql.Identifier(projection.table)
            rows = connection.execute(statement.format(table), [exercise_id])
            seqs |= {seq for (seq,) in rows}
    # Of an event that was retracted at once there is no row: its text says it.
    types = [name for name, kind in BY_TYPE.items() if NAMING in kind.__struct_fields__]
    wanted = {"labels": [*labels], "types": types, "seqs": sorted(seqs)}
    rows = connection.execute(query("naming"), wanted | {"exercise_id": exercise_id})
    found = [recorded(decode_accepted(text), seq, at) for seq, at, text in rows]
    return [
        one for one in found if one.seq in seqs or getattr(one.data, NAMING, None) == exercise_id
    ]


def make(
    connection: Connection, where: Where, part: Part, whatif_id: str, sums_of: str | None = None
) -> None:
    """Make the schemas of a part with all that is in them.

    Its sums are its own, or those of the history that another schema keeps.
    """
    for schema in (where.schema, where.readers):
        connection.execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
    # Not the world's own schema: what were not made here would be read from it unseen.
    path = sql.SQL("set local search_path = {}, muster, public, pg_temp")
    connection.execute(path.format(sql.Identifier(where.schema)))
    _make_hidden(connection, part)
    for projection in PROJECTIONS:
        _make_view(connection, where, projection.table)
    _make_ledger(connection, where, part)
    _make_others(connection, where, part)
    _fill(connection, part)
    if sums_of is None:
        sums.keep(connection, where.trunk)
    else:
        sums.show(connection, sums_of)
    make_functions(connection, None if sums_of is None else COMPARING)
    if sums_of is None:
        sums.correct(connection)
    _make_readers(connection, where, part, whatif_id)


def drop(connection: Connection, schemas: Sequence[str]) -> None:
    """Remove schemas of a what-if, as far as they are there."""
    for schema in schemas:
        statement = sql.SQL("drop schema if exists {} cascade")
        connection.execute(statement.format(sql.Identifier(schema)))


def _make_hidden(connection: Connection, part: Part) -> None:
    for table, seqs in (("hidden_root", part.hidden_roots), ("hidden_event", part.hidden_events)):
        name = sql.Identifier(table)
        connection.execute(sql.SQL("create table {} (seq bigint primary key)").format(name))
        copy_rows(connection, table, ("seq",), [(seq,) for seq in sorted(seqs)])


def _make_view(connection: Connection, where: Where, table: str, number: str = "root_seq") -> None:
    """Make a table of one's own, and the view that shows it beside what is not hidden."""
    home = "muster" if table == "ledger" else where.trunk
    of = {"schema": home, "table": table}
    row = connection.execute(query("columns"), of).fetchone()
    assert row is not None  # an aggregate always gives a row
    names = {
        "view": sql.Identifier(where.schema, table),
        "own": sql.Identifier(where.schema, OWN + table),
        "there": sql.Identifier(home, table),
        "columns": sql.SQL(", ").join(map(sql.Identifier, row[0])),
        "number": sql.Identifier(number),
        "hidden": sql.Identifier("hidden_event" if number == "seq" else "hidden_root"),
        "known_at": sql.Literal(where.known_at),
    }
    connection.execute(
        sql.SQL("create table {own} (like {there} including defaults including indexes)").format(
            **names
        )
    )
    connection.execute(
        sql.SQL(
            "create view {view} as select {columns} from ("
            "select true as is_there, {columns} from {there}"
            " union all select false, {columns} from {own}) both_parts"
            " where (not is_there or recorded_at <= {known_at})"
            " and (not is_there or {number} not in (select h.seq from {hidden} h))"
        ).format(**names)
    )


def _make_ledger(connection: Connection, where: Where, part: Part) -> None:
    _make_view(connection, where, "ledger", "seq")
    for event, seq, recorded_at in part.events:
        root = root_of(event.data)
        line = row_text(event, event.content_sha256, root, LogOffset(NOWHERE, 1, 0, 0))
        lines = [f"{seq}\t{instant(recorded_at)}\t{line}"]
        copy_lines(connection, OWN + "ledger", ledger.COLUMNS, lines)
    connection.execute(query("keep_places"))
    left_out = {"seqs": [event.seq for event in part.retracted], "heard_at": part.ends_at}
    connection.execute(query("add_retractions"), left_out)
    head = sql.SQL(
        "create view head as select one, {}::bigint as seq, {}::timestamptz as recorded_at, world"
        " from muster.head"
    )
    connection.execute(head.format(sql.Literal(part.last_seq), sql.Literal(part.ends_at)))


def _make_others(connection: Connection, where: Where, part: Part) -> None:
    trunk = sql.Identifier(where.trunk)
    for table in (comparison.FLAGS, OWN + comparison.SERIES):
        like = table.removeprefix(OWN)
        statement = sql.SQL("create table {} (like {}.{} including defaults including indexes)")
        names = (sql.Identifier(table), trunk, sql.Identifier(like))
        connection.execute(statement.format(*names))
    for table, is_type in connection.execute(query("others"), {"schema": where.trunk}).fetchall():
        if table not in {*comparison.COLUMNS, *sums.TABLES}:
            how = "create table {} (like {}.{})" if is_type else "create view {} as table {}.{}"
            name = sql.Identifier(table)
            connection.execute(sql.SQL(how).format(name, trunk, name))
    connection.execute(
        sql.SQL(
            "create view series as select {c} from {t}.series union all select {c} from {o}"
        ).format(
            c=sql.SQL(", ").join(map(sql.Identifier, SERIES_COLUMNS)),
            t=trunk,
            o=sql.Identifier(OWN + comparison.SERIES),
        )
    )
    connection.execute(sql.SQL(query("copy_flags")).format(trunk=trunk))
    flags.replace(connection, part.unflagged | part.flags.keys(), part.flags)


def _fill(connection: Connection, part: Part) -> None:
    by_table: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for row in part.rows:
        by_table[row.table].append(row.values)
    for table, rows in sorted(by_table.items()):
        copy_rows(connection, OWN + table, comparison.COLUMNS[table], rows)
        connection.execute(sql.SQL("analyze {}").format(sql.Identifier(OWN + table)))
    _add_series(connection, {row.series for row in part.rows if row.series is not None})


def _add_series(connection: Connection, named: set[Series]) -> None:
    rows = sorted({one.series_id: msgspec.structs.astuple(one) for one in named}.items())
    known = connection.execute(
        "select series_id from series where series_id = any(%s)", [[number for number, _ in rows]]
    )
    there = {number for (number,) in known}
    new = [row for number, row in rows if number not in there]
    copy_rows(connection, OWN + comparison.SERIES, SERIES_COLUMNS, new)


def make_functions(connection: Connection, names: Sequence[str] | None = None) -> None:
    """Make these read functions and what they need, or all, where names mean it."""
    for file in functions.shipped() if names is None else functions.needed_by(names):
        text = file.text.replace(OUTSIDE, INSIDE)
        connection.execute(cast("LiteralString", text))


def _make_readers(connection: Connection, where: Where, part: Part, whatif_id: str) -> None:
    name = sql.Identifier(where.readers)
    connection.execute(sql.SQL("grant usage on schema {} to muster_reader").format(name))
    said: dict[str, Any] = {
        "schema": where.schema,
        "readers": where.readers,
        "ends_at": part.ends_at,
        "whatif_id": whatif_id,
    }
    for (statements,) in connection.execute(query("wrappers"), said).fetchall():
        connection.execute(cast("LiteralString", statements))
