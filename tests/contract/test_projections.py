"""Nothing that can be said goes unheard without a reason."""

from pathlib import Path

import pytest

import streams.projections as package
from schemas.events import EVENT_TYPES
from streams.projections import PROJECTIONS, UNPROJECTED
from streams.recorded import fact_of
from tests.support.builders import decoded


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=lambda kind: kind.__name__)
def test_every_event_type_has_rows_or_a_reason_to_have_none(kind):
    has_rows = any(kind in projection.rows_of for projection in PROJECTIONS)

    assert has_rows != (kind in UNPROJECTED)
    assert has_rows or UNPROJECTED[kind]


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.table)
def test_every_row_has_a_value_for_each_column(projection):
    for kind, rows_of in projection.rows_of.items():
        rows = list(rows_of(fact_of(decoded(kind))))

        assert rows
        assert {len(row) for row in rows} == {len(projection.columns)}


def test_every_module_of_the_folder_is_used():
    modules = {path.stem for path in Path(package.__path__[0]).glob("*.py")}
    homes = {
        rows_of.__module__.rpartition(".")[2]
        for projection in PROJECTIONS
        for rows_of in projection.rows_of.values()
    }

    assert modules == homes | {"__init__", "projection", "series"}


def test_every_projection_has_its_table(database):
    with database.connect() as connection:
        for projection in PROJECTIONS:
            found = connection.execute(
                "select column_name from information_schema.columns"
                " where table_schema = 'muster_1' and table_name = %s",
                [projection.table],
            ).fetchall()

            assert {row[0] for row in found} == {*projection.columns, *package.STAMPS}
