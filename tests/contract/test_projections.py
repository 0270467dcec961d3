"""Every type of event ends in a table, or it is said why it does not."""

import pytest

from schemas.events import EVENT_TYPES, EventData, suffix_of
from streams.projections import PROJECTIONS, STAMPS, UNPROJECTED, rows_of
from streams.recorded import fact_of
from tests.support.builders import decoded

PROJECTED = {kind for projection in PROJECTIONS for kind in projection.rows_of}


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=suffix_of)
def test_a_type_is_projected_or_there_is_a_reason(kind: type[EventData]) -> None:
    assert (kind in PROJECTED) != bool(UNPROJECTED.get(kind))


@pytest.mark.parametrize("kind", sorted(PROJECTED, key=suffix_of), ids=suffix_of)
def test_a_row_has_a_value_for_each_column(kind: type[EventData]) -> None:
    rows = rows_of(fact_of(decoded(kind)))

    assert rows
    for projection, row in rows:
        assert len(row) == len(projection.columns), projection.table


def test_a_table_belongs_to_one_projection_and_a_column_to_one_meaning() -> None:
    tables = [projection.table for projection in PROJECTIONS]

    assert len(set(tables)) == len(tables)
    for projection in PROJECTIONS:
        assert not set(projection.columns) & set(STAMPS), projection.table
