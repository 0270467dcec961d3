"""The process that asks a table: `python -m streams.imports.query_child`.

Arguments: a folder for what does not fit into memory, bytes of memory, seconds. On stdin one JSON
line (`Asked`), then one Arrow stream for each table; on stdout one JSON line (`Answered`), then,
where rows were asked for, an Arrow stream of them. The SQL sees those tables and nothing else: no
file, no network, no extension, no setting it could change.
"""
# pyright: standard

import resource
import sys
from collections.abc import Mapping
from typing import Any, BinaryIO

import msgspec

from infra.sql import load
from streams.imports.asked import ROW_NUMBER, Answered, Asked

BATCH_ROWS = 2_000
THREADS = 2
ON_DISK = 8  # times as much as in memory
# What one cell can hold. Lists and structs are no cells.
COMPOUND = ("STRUCT", "MAP", "UNION", "[")


class NoQuery(Exception):
    """The SQL is none that gives rows of a table."""


def main() -> int:
    """Answer one query."""
    folder, memory, seconds = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CPU, (THREADS * int(seconds), THREADS * int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout.buffer
    try:
        _answer(sys.stdin.buffer, out, folder, int(memory))
        out.flush()
    except MemoryError:
        return 2
    except BrokenPipeError:
        return 0
    return 0


def _answer(given: BinaryIO, out: BinaryIO, folder: str, memory: int) -> None:
    import duckdb  # noqa: PLC0415 - only once the limits stand

    asked = msgspec.json.decode(given.readline(), type=Asked)
    base = _connection(folder, memory)
    try:
        for name in asked.tables:
            _take_in(base, name, given)
        base.execute(_statements()["lock"])
        columns = _columns(base, asked.sql)
    except (duckdb.Error, NoQuery) as error:
        _say(out, Answered(problem=_in_one_line(error)))
        return
    if not asked.wants_rows:
        _say(out, Answered(columns=columns))
        return
    try:
        # In one order, whatever threads did: by row, then by all there is.
        reader = _result(base, asked.sql, columns)
        _say(out, Answered(columns=columns))
        _send(out, reader)
    except duckdb.Error as error:
        sys.stderr.write(f"{_in_one_line(error)}\n")
        raise SystemExit(1) from error


def _connection(folder: str, memory: int):  # noqa: ANN202 - the library has no types
    import duckdb  # noqa: PLC0415

    base = duckdb.connect(
        config={
            "temp_directory": folder,
            "memory_limit": f"{memory // 1024**2}MiB",
            "max_temp_directory_size": f"{ON_DISK * memory // 1024**2}MiB",
            "threads": str(THREADS),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    base.execute(_statements()["lock_out"])
    return base


def _take_in(base: Any, name: str, given: BinaryIO) -> None:
    import pyarrow as pa  # noqa: PLC0415

    with pa.ipc.open_stream(given) as stream:
        base.register("coming in", stream)
        base.execute(_statements()["take_in"].format(name=_quoted(name)))
        base.unregister("coming in")


def _columns(base: Any, sql: str) -> list[str]:
    import duckdb  # noqa: PLC0415

    statements = base.extract_statements(sql)
    if [one.type for one in statements] != [duckdb.StatementType.SELECT]:
        raise NoQuery("must be one SELECT (or FROM, WITH, UNPIVOT inside one) and nothing else")
    described = base.execute(_statements()["describe"].format(query=_bare(sql))).fetchall()
    names = [name for name, *_ in described]
    if ROW_NUMBER not in names:
        raise NoQuery(f'must keep "{ROW_NUMBER}": refusals name the row of the file by it')
    for name, kind, *_ in described:
        if any(mark in kind for mark in COMPOUND):
            raise NoQuery(f"gives {name!r} as {kind}; a cell holds one value (unnest, string_agg)")
    return names


def _result(base: Any, sql: str, columns: list[str]) -> Any:
    order = ", ".join(_quoted(name) for name in sorted(columns, key=lambda n: n != ROW_NUMBER))
    ordered = _statements()["in_order"].format(query=_bare(sql), columns=order)
    return base.execute(ordered).to_arrow_reader(BATCH_ROWS)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _statements() -> Mapping[str, str]:
    return load(__package__, "query.sql")


def _bare(sql: str) -> str:
    """Return the statement without what ends it, so that it can stand in brackets."""
    return sql.strip().rstrip(";")


def _send(out: BinaryIO, reader: Any) -> None:
    import pyarrow as pa  # noqa: PLC0415

    with pa.ipc.new_stream(out, reader.schema) as stream:
        for batch in reader:
            stream.write_batch(batch)


def _say(out: BinaryIO, answered: Answered) -> None:
    out.write(msgspec.json.encode(answered) + b"\n")


def _in_one_line(error: Exception) -> str:
    """Return what went wrong without the picture of the place that the engine draws."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    kept = [line for line in lines if not line.startswith(("LINE ", "^"))]
    return "; ".join(kept[:2]) or type(error).__name__


if __name__ == "__main__":
    sys.exit(main())
