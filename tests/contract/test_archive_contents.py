"""Whatever is in the database is in an archive, or it is said why not."""

import re
from pathlib import Path

import pytest

from streams.archive.contents import ARCHIVED, LEFT_OUT, Table
from streams.store.tables import ledger

SCHEMA = (Path(__file__).parents[2] / "infra/timescale/schema.sql").read_text()
TABLE = re.compile(r'(?ms)^create table "?(\w+)"? \(\n(.*?)^\)')
COLUMN = re.compile(r'(?m)^    (?!constraint)"?(\w+)"? ')
# One row has no need of a key, and a transaction of one server is none of another.
NOT_MEANT = {"recording_clock": {"one", "holds_in"}}
TABLES = {name: COLUMN.findall(body) for name, body in TABLE.findall(SCHEMA)}


def test_every_table_is_archived_or_it_is_said_why_not():
    archived = {table.name for table in ARCHIVED}

    assert archived | LEFT_OUT.keys() == TABLES.keys(), (
        "name it in streams/archive/contents.py; of a projection run `python -m tests.schema`"
    )
    assert archived & LEFT_OUT.keys() == set()


@pytest.mark.parametrize("table", ARCHIVED, ids=lambda table: table.name)
def test_every_column_of_an_archived_table_is_archived(table: Table):
    not_meant = NOT_MEANT.get(table.name, set())

    assert set(table.names) == set(TABLES[table.name]) - not_meant


def test_the_ledger_is_archived_in_the_order_in_which_it_is_stored():
    assert next(one.names for one in ARCHIVED if one.name == "ledger") == ledger.COLUMNS


def test_nothing_of_a_session_is_archived():
    columns = [name for table in ARCHIVED for name in table.names]

    assert "session" in LEFT_OUT
    assert [name for name in columns if "token" in name] == []
