"""The planner looks through the functions of visible rows: a plan names the table."""

import pytest
from psycopg import sql

from streams.projections import PROJECTIONS
from tests.support.postgres import Database


@pytest.mark.parametrize("table", [projection.table for projection in PROJECTIONS])
def test_the_plan_of_visible_rows_is_that_of_their_table(database: Database, table: str):
    query = sql.SQL(
        "explain with viewer as materialized (select muster.my_labels() as labels)"
        " select v.* from viewer, {}('2026-11-23', '2026-11-23', viewer.labels) v"
    ).format(sql.Identifier(f"_visible_{table}"))
    with database.connect() as owner:
        owner.execute("set search_path = muster_1, muster, public")
        plan = "\n".join(line for (line,) in owner.execute(query).fetchall())

    assert f"_visible_{table}" not in plan
