"""Today's tables as SQL: what all migrations together have made, read from the catalogue."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from infra.functions import after_needs
from infra.postgres import Connection
from infra.sql import load
from infra.worlds import FIRST
from infra.worlds import schema_of as world_schema

SCHEMA = Path(__file__).parents[2] / "infra/timescale/schema.sql"
WORLD = world_schema(FIRST)
SECTIONS = (("muster", "muster, public"), (WORLD, f"{WORLD}, muster, public"))
HEAD = """\
-- The tables as they are today, after all of core/ and world/: to be read, no command runs it.
-- Written by `python -m tests.schema`; a test builds a database of it and finds the same tables.
"""
QUOTED_OR_KEYWORD = re.compile(r"""'(?:[^']|'')*'|"[^"]*"|[A-Z]+""")


class Table(NamedTuple):
    """A table as the catalogue has it."""

    oid: int
    name: str
    is_what: str | None
    options: str | None
    refers_to: list[str]


def schema_of(connection: Connection) -> str:
    """Give all tables of a database, each schema after the one it builds on."""
    parts = [HEAD]
    for schema, path in SECTIONS:
        connection.execute(f"set search_path = {path}")
        parts.append(f"create schema if not exists {schema};\nset search_path = {path};\n")
        parts += _types(connection, schema)
        parts += _functions(connection, schema)
        parts += [_table(connection, table) for table in _tables(connection, schema)]
    return "\n".join(parts)


def without_comments(text: str) -> str:
    """Give the statements alone."""
    told = (line.partition(" -- ")[0].rstrip() for line in text.splitlines())
    return "\n".join(line for line in told if line[:2] != "--")


def _ask(connection: Connection, query: str, **values: object) -> list[Any]:
    return connection.execute(load("tests.schema", "catalogue.sql")[query], values).fetchall()


def _types(connection: Connection, schema: str) -> Iterator[str]:
    for name, fields in _ask(connection, "types", schema=schema):
        yield f"create type {name} as (\n{_lines(fields)}\n);\n"


def _functions(connection: Connection, schema: str) -> Iterator[str]:
    for (text,) in _ask(connection, "functions", schema=schema):
        yield f"{text.strip()};\n"


def _tables(connection: Connection, schema: str) -> Iterator[Table]:
    tables = {row[1]: Table(*row) for row in _ask(connection, "tables", schema=schema)}
    for name in after_needs({table.name: table.refers_to for table in tables.values()}):
        yield tables[name]


def _table(connection: Connection, table: Table) -> str:
    oid = table.oid
    columns = _ask(connection, "columns", table=oid)
    constraints = _ask(connection, "constraints", table=oid)
    options = f" with ({table.options})" if table.options else ""
    statements = [
        f"-- {table.is_what}" if table.is_what else "",
        f"create table {table.name} (\n{_body(columns, constraints)}\n){options};",
        *(_hypertable(table.name, *row) for row in _ask(connection, "chunks", table=oid)),
        *(f"{_lower(index)};" for (index,) in _ask(connection, "indexes", table=oid)),
        *(_grant(table.name, *row) for row in _ask(connection, "grants", table=oid)),
    ]
    return "\n".join(filter(None, statements)) + "\n"


def _body(columns: list[Any], constraints: list[Any]) -> str:
    width = max(len(name) for name, _, _ in columns)
    lines = [f"{name:{width}}  {_lower(rest)}" for name, rest, _ in columns]
    lines += [f"constraint {name} {_lower(text)}" for name, text in constraints]
    comments = [comment for _, _, comment in columns] + [None] * len(constraints)
    return _lines(lines, comments)


def _lines(lines: list[str], comments: list[str | None] | None = None) -> str:
    ends = [","] * (len(lines) - 1) + [""]
    said = [f"  -- {comment}" if comment else "" for comment in comments or [None] * len(lines)]
    return "\n".join(
        f"    {line}{end}{comment}" for line, end, comment in zip(lines, ends, said, strict=True)
    )


def _hypertable(name: str, column: str, days: int) -> str:
    return (
        f"select create_hypertable('{name}', '{column}',"
        f" chunk_time_interval => interval '{days} days', create_default_indexes => false);"
    )


def _grant(name: str, right: str, columns: str | None, grantee: str) -> str:
    which = f" ({columns})" if columns else ""
    return f"grant {right}{which} on {name} to {grantee};"


def _lower(text: str) -> str:
    """Give SQL as we write it, with small keywords; what is quoted stays."""
    small = QUOTED_OR_KEYWORD.sub(
        lambda found: found[0] if found[0][0] in "'\"" else found[0].lower(), text
    )
    return small.replace("timestamp with time zone", "timestamptz").replace(" using btree", "")
