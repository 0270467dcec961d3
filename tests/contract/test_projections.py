"""Nothing that can be said goes unheard without a reason."""

import inspect
import re
import typing
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

import msgspec
import pytest

import streams.projections as package
from schemas.events import (
    EVENT_TYPES,
    CommitmentProgressReported,
    EventData,
    EventRef,
    ExerciseConducted,
    InsightShared,
    LessonLearned,
    LessonValidated,
    LevelOverridden,
    MeetingHeld,
    MemberJoined,
    MemberLeft,
    Money,
    ObservationRejected,
    ObservationValidated,
    RemedialActionTasked,
    ResourceLevelReported,
)
from schemas.life import rank_of
from schemas.vocabulary import DatePrecision
from streams.events.recorded import Fact, fact_of
from streams.projections import PROJECTIONS, UNPROJECTED, rows_of
from streams.verify import comparison
from tests.support.builders import decoded

ROOT = Path(__file__).parents[2]
# Columns that do not bear the name of what they are made of.
MADE = {
    (MemberJoined, "membership", "effective_on"): lambda data: data.from_on,
    (MemberLeft, "membership", "effective_on"): lambda data: data.to_on,
    (ExerciseConducted, "participation", "actor"): lambda data: data.participants[0].actor,
    (ExerciseConducted, "participation", "personnel"): lambda data: data.participants[0].personnel,
    (ExerciseConducted, "exercise", "date_precision"): lambda _: DatePrecision.MONTH,
    (ObservationValidated, "observation", "text"): lambda data: data.comment,
    (ObservationRejected, "observation", "text"): lambda data: data.reason,
    (RemedialActionTasked, "remedial_action", "cost_amount"): lambda data: data.cost.amount,
    (RemedialActionTasked, "remedial_action", "cost_currency"): lambda data: data.cost.currency,
    (RemedialActionTasked, "remedial_action", "cost_price_year"): lambda data: (
        data.cost.price_year
    ),
    (LessonValidated, "lesson", "validating_source"): lambda data: data.validating_result.source,
    (LessonValidated, "lesson", "validating_id"): lambda data: data.validating_result.id,
    (LessonLearned, "lesson", "validating_source"): lambda data: data.validating_result.source,
    (LessonLearned, "lesson", "validating_id"): lambda data: data.validating_result.id,
    (ResourceLevelReported, "resource_level", "pct_milli"): lambda data: round(data.pct * 1000),
    (LevelOverridden, "level_override", "level"): lambda data: int(data.level[1]),
    (MeetingHeld, "attendance", "actor"): lambda data: data.attendees[0].actor,
    (MeetingHeld, "attendance", "rank"): lambda data: data.attendees[0].rank,
    (CommitmentProgressReported, "commitment_progress", "period_ends_on"): (
        lambda _: date(2026, 5, 31)
    ),
    (InsightShared, "insight", "to_actor"): lambda data: data.to_actors[0],
}
OF_THE_TYPE = {"move", "state", "kind", "is_member", "is_declared", "life_rank"}
# What these are made of is the method's, and in the tables of cases (tests/spec).
OF_THE_METHOD = {
    "evidence": {
        "series_id", "class", "instrument", "instrument_version", "value_milli", "weight_centi",
        "is_external",
    },
    "resource_level": {"series_id"},
}  # fmt: skip
FILLED = {
    int: 3,
    float: 12.5,
    date: date(2027, 3, 4),
    EventRef: EventRef(source="s", id="i"),
    Money: Money(amount=5000.0, currency="EUR", price_year=2026),
}
IN_MAY = datetime(2026, 5, 1, tzinfo=UTC)


def complete(kind: type[EventData]) -> EventData:
    """Give an event of a type that leaves nothing out."""
    data = decoded(kind).data
    hints = typing.get_type_hints(kind)
    missing = {
        name: next((FILLED[one] for one in FILLED if one in parts(hints[name])), f"some {name}")
        for name, value in values(data).items()
        if value is None
    }
    # One of the two says it: a score, or a level.
    missing.pop("level", None)
    return msgspec.structs.replace(data, **missing)


def parts(hint: object) -> list[object]:
    return [hint, *(inner for one in typing.get_args(hint) for inner in parts(one))]


def values(data: EventData) -> dict[str, object]:
    return {name: getattr(data, name) for name in data.__struct_fields__}


def rows_in_tables(data: EventData) -> list[tuple[str, dict[str, object]]]:
    """Give the first row of an event in each table, with a value for each column."""
    found: dict[str, dict[str, object]] = {}
    for one in rows_of(Fact(IN_MAY, DatePrecision.MONTH, data)):
        row = dict(zip(one.projection.columns, one.values, strict=True))
        found.setdefault(one.projection.table, row)
    return list(found.items())


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=lambda kind: kind.__name__)
def test_every_event_type_has_rows_or_a_reason_to_have_none(kind):
    has_rows = any(kind in projection.rows_of for projection in PROJECTIONS)

    assert has_rows != (kind in UNPROJECTED), (
        f"no projection of streams/projections/ takes {kind.__name__} in its rows_of, "
        "and UNPROJECTED gives no reason"
    )
    assert has_rows or UNPROJECTED[kind]


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.table)
def test_every_row_has_a_value_for_each_column(projection):
    for kind in projection.rows_of:
        rows = [one for one in rows_of(fact_of(decoded(kind))) if one.projection is projection]

        assert rows
        assert {type(one.row) for one in rows} == {projection.row}
        assert {len(one.values) for one in rows} == {len(projection.columns)}


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.table)
def test_values_of_a_row_are_given_by_name_only(projection):
    parameters = inspect.signature(projection.row).parameters.values()

    assert {one.kind for one in parameters} == {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=lambda kind: kind.__name__)
def test_what_an_event_says_stands_in_the_column_of_its_name(kind):
    data = complete(kind)
    texts = [said for said in values(data).values() if type(said) is str]
    assert len(set(texts)) == len(texts)  # or a swap would not be seen

    for table, row in rows_in_tables(data):
        said = {name: value for name, value in values(data).items() if name in row}
        made = {
            of: make(data)
            for (one, where, of), make in MADE.items()
            if (one, where) == (kind, table)
        }
        expected = {**said, **made}
        assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=lambda kind: kind.__name__)
def test_every_column_of_another_name_is_said_to_be_made_of_something(kind):
    data = complete(kind)
    for table, row in rows_in_tables(data):
        filled = {name for name, value in row.items() if value is not None}
        made = {of for one, where, of in MADE if (one, where) == (kind, table)}
        derived = OF_THE_TYPE | OF_THE_METHOD.get(table, set())

        assert filled - set(values(data)) - derived == made - set(values(data))


def test_moves_of_one_thing_say_where_they_stand_in_the_order_of_life():
    for projection in PROJECTIONS:
        ranks = {rank_of(kind) for kind in projection.rows_of}

        assert projection.is_ranked or len(ranks) == 1
        for kind in projection.rows_of:
            rows = [one for one in rows_of(fact_of(decoded(kind))) if one.projection is projection]
            found = [one.values[-1] for one in rows]
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


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.table)
def test_every_projection_has_its_table_among_those_of_today(projection):
    today = (ROOT / "infra/timescale/schema.sql").read_text()
    table = re.search(rf'(?ms)^create table "?{projection.table}"? \((.*?)^\)', today)
    columns = re.findall(r"(?m)^    (\w+) ", table[1]) if table else []

    assert {*projection.columns, *package.STAMPS} <= {*columns}, (
        f"{projection.table} is not so in infra/timescale/schema.sql: write its migration in "
        "infra/timescale/world/, then run python -m tests.schema"
    )


def test_every_table_of_today_that_holds_rows_of_facts_has_its_projection():
    today = (ROOT / "infra/timescale/schema.sql").read_text()
    tables = re.findall(r'(?ms)^create table "?(\w+)"? \((.*?)^\)', today)
    stamped = {
        name
        for name, columns in tables
        if {*package.STAMPS} <= {*re.findall(r"(?m)^    (\w+) ", columns)}
    }
    forgotten = sorted(stamped - {one.table for one in PROJECTIONS})

    assert stamped
    assert [
        f"infra/timescale/schema.sql has a table {one}, and no projection in streams/projections/"
        for one in forgotten
    ] == []


def test_every_projection_has_its_table(database):
    with database.connect() as connection:
        for projection in PROJECTIONS:
            found = connection.execute(
                "select column_name from information_schema.columns"
                " where table_schema = 'muster_1' and table_name = %s",
                [projection.table],
            ).fetchall()

            assert {row[0] for row in found} == {*projection.columns, *package.STAMPS}


# Columns whose values are actors, or belong to a series that has some.
NAME_ACTORS = {
    *("actor", "actors", "from_actor", "to_actor", "invited", "participants", "attendees"),
    "series_id",
}


@pytest.mark.parametrize("table", [one.table for one in PROJECTIONS])
def test_whoever_a_projection_names_is_looked_for_among_the_unknown(table: str):
    asked = (ROOT / "streams/read/ledger/unknown_actors.sql").read_text("utf-8")
    names_actors = NAME_ACTORS & {*comparison.COLUMNS[table]}

    assert not names_actors or f"_visible_{table}(" in asked, (
        f"streams/read/ledger/unknown_actors.sql does not ask _visible_{table}"
    )
