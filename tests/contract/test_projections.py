"""Nothing that can be said goes unheard without a reason."""

from importlib import resources
from pathlib import Path

import pytest

import streams.projections as package
from schemas.events import EVENT_TYPES
from schemas.life import rank_of
from streams.events.recorded import fact_of
from streams.projections import PROJECTIONS, UNPROJECTED, rows_of
from tests.support.builders import decoded


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=lambda kind: kind.__name__)
def test_every_event_type_has_rows_or_a_reason_to_have_none(kind):
    has_rows = any(kind in projection.rows_of for projection in PROJECTIONS)

    assert has_rows != (kind in UNPROJECTED)
    assert has_rows or UNPROJECTED[kind]


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.table)
def test_every_row_has_a_value_for_each_column(projection):
    for kind, rows_of_kind in projection.rows_of.items():
        rows = list(rows_of_kind(fact_of(decoded(kind))))

        assert rows
        assert {len(row) + projection.is_ranked for row in rows} == {len(projection.columns)}


def test_moves_of_one_thing_say_where_they_stand_in_the_order_of_life():
    for projection in PROJECTIONS:
        ranks = {rank_of(kind) for kind in projection.rows_of}

        assert projection.is_ranked or len(ranks) == 1
        for kind in projection.rows_of:
            found = [row[-1] for one, row in rows_of(fact_of(decoded(kind))) if one is projection]
            assert not projection.is_ranked or set(found) == {rank_of(kind)}


def test_rows_that_were_there_before_ranks_get_those_of_their_types(database):
    text = resources.files("infra").joinpath("timescale/world/0009_life_rank.sql").read_text()
    function = text[text.index("create function") : text.index("do $$")]

    with database.connect() as connection:
        connection.execute(function)
        found = dict(
            connection.execute(
                "select type, pg_temp.life_rank(type) from unnest(%s::text[]) as type",
                [[kind.TYPE for kind in EVENT_TYPES]],
            ).fetchall()
        )

    ranked = {kind for one in PROJECTIONS if one.is_ranked for kind in one.rows_of}
    assert {kind: found[kind.TYPE] for kind in ranked} == {kind: rank_of(kind) for kind in ranked}


def test_every_module_of_the_folder_is_used():
    modules = {path.stem for path in Path(package.__path__[0]).glob("*.py")}
    homes = {
        one.__module__.rpartition(".")[2]
        for projection in PROJECTIONS
        for one in projection.rows_of.values()
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
