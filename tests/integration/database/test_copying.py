"""Whatever a row says, the database has it so after COPY."""

from collections.abc import Generator
from datetime import UTC, datetime

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.postgres import Connection, connect
from streams.decode import copy_text
from streams.store.tables.copying import copy_rows
from tests.support.postgres import Database

COLUMNS = ("number", "text", "fraction", "is_it", "day", "moment", "texts", "last")

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)
awkward = texts | st.sampled_from(
    ["", "null", "\\.", "\n\\.\n", '","', "]\n[", "\\N", "\r\n", "\\"]
)
rows = st.tuples(
    st.integers(-(2**63), 2**63 - 1),
    st.none() | awkward,
    st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.booleans(),
    st.dates(),
    st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC)),
    st.lists(awkward, max_size=3).map(tuple),
    awkward,
)


@pytest.fixture
def table(database: Database) -> Generator[Connection]:
    with connect(database.conninfo()) as connection, connection.transaction(force_rollback=True):
        connection.execute(
            "create temp table copied (number bigint, text text, fraction float8, is_it bool,"
            " day date, moment timestamptz, texts text[], last text)"
        )
        yield connection


@settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(rows, min_size=1, max_size=5))
def test_rows_come_back_as_they_were_written(table: Connection, written: list[tuple[object, ...]]):
    lines = [tuple(copy_text.array(v) if isinstance(v, tuple) else v for v in w) for w in written]
    table.execute("truncate copied")
    copy_rows(table, "copied", COLUMNS, lines)
    found = table.cursor(row_factory=psycopg.rows.tuple_row).execute("select * from copied")

    assert [tuple(tuple(v) if isinstance(v, list) else v for v in row) for row in found] == written
