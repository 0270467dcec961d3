"""What schema.sql shows is what the migrations make."""

import pytest

from infra.postgres import connect
from tests.schema.tables import SCHEMA, schema_of, without_comments
from tests.support.postgres import Database, empty_database


@pytest.fixture
def fresh(stack, template_database):
    """Give a database without any table, on a server that a migration has given its roles."""
    with empty_database(stack) as database:
        yield database


def test_the_schema_shows_the_tables_of_today(database: Database):
    with database.connect() as connection:
        shown = schema_of(connection)

    assert shown == SCHEMA.read_text(), "tables have changed: python -m tests.schema"


def test_a_database_made_of_the_schema_has_the_tables_of_the_migrations(fresh: Database):
    with connect(fresh.conninfo(), application_name="muster tests") as connection:
        connection.execute("create extension timescaledb")
        connection.execute(SCHEMA.read_text())
        made = schema_of(connection)

    assert without_comments(made) == without_comments(SCHEMA.read_text())


def test_a_column_more_is_another_schema(fresh: Database):
    with connect(fresh.conninfo(), application_name="muster tests") as connection:
        connection.execute("create extension timescaledb")
        connection.execute(SCHEMA.read_text())
        connection.execute("alter table muster.ledger add column more int")
        made = schema_of(connection)

    assert without_comments(made) != without_comments(SCHEMA.read_text())
