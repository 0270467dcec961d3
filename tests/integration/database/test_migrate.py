"""A database is brought up to date once, and no part of it is open to the wrong role."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest
from psycopg import errors
from psycopg.conninfo import make_conninfo

from infra import worlds
from infra.local.report import database_status
from infra.local.stack import Stack
from infra.migrate import UnknownViewer, migrate
from infra.postgres import DatabaseUnavailable, TransactionLost, connect, transaction
from infra.settings import Settings
from infra.viewers.kept import put_viewer
from infra.worlds import ChangedMigration
from schemas.events import CommitmentProgressReported, ExerciseCancelled
from schemas.life import rank_of
from streams.store.pipeline import store_events
from streams.store.tables.session import open_session
from tests.support.builders import correction_of, event
from tests.support.postgres import Database, empty_database


@pytest.fixture
def fresh(stack):
    """Give a database without any table."""
    with empty_database(stack) as database:
        yield database


def test_the_second_time_there_is_nothing_to_do(fresh: Database):
    first = migrate(fresh.conninfo())

    assert first[0] == "core/0001_ledger.sql"
    assert first[-1] == "read functions"
    assert migrate(fresh.conninfo()) == ()


def test_a_database_that_was_never_migrated_answers_and_says_what_it_needs(
    stack: Settings, fresh: Database
):
    elsewhere = replace(
        stack, stack="env", conninfo=make_conninfo(stack.conninfo, dbname=fresh.name)
    )
    lines: list[str] = []

    Stack(elsewhere).up(lines.append)

    assert database_status(elsewhere, None).state == "needs muster migrate"
    assert lines[0] == f"the database {fresh.name} needs `muster migrate`"
    migrate(fresh.conninfo())
    assert database_status(elsewhere, None).is_up


def test_two_at_once_do_not_disturb_each_other(fresh: Database):
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(migrate, [fresh.conninfo()] * 2))

    assert sorted(map(len, both))[0] == 0
    assert sorted(map(len, both))[1] > 0


def test_a_migration_that_changed_after_it_was_applied_is_refused(fresh: Database, monkeypatch):
    migrate(fresh.conninfo())
    files = worlds.files_of

    def changed(folder: str):
        return [replace(file, text=f"{file.text}\n") for file in files(folder)]

    monkeypatch.setattr(worlds, "files_of", changed)
    with pytest.raises(ChangedMigration, match=r"core/0001_ledger\.sql"):
        migrate(fresh.conninfo())


def test_reports_from_before_forecasts_were_told_apart_say_how_far_they_can_have_seen(
    fresh: Database,
):
    migrate(fresh.conninfo())
    precise = {
        "year": "2021-01-01",
        "month": "2021-02-01",
        "day": "2021-03-04",
        None: "2021-05-06",
    }
    reports = [
        event(
            CommitmentProgressReported,
            id=f"r-{precision}",
            time=f"{day}T00:00:00Z",
            dateprecision=precision,
        )
        for precision, day in precise.items()
    ]
    with open_session(fresh.conninfo(), application_name="muster tests") as connection:
        corrected = correction_of(reports[-1], time="2022-01-01T00:00:00Z", id="c")
        store_events(connection, [*reports, corrected])
    with connect(fresh.conninfo(), application_name="muster tests") as owner:
        rows = """
            select event_id, recorded_at, period_ends_on
            from muster_1.commitment_progress order by event_id, recorded_at"""
        as_written = owner.execute(rows).fetchall()
        owner.execute("alter table muster_1.commitment_progress drop column period_ends_on")
        owner.execute("delete from muster.migration where name = '0010_forecasts.sql'")

        applied = migrate(fresh.conninfo())

        assert applied == ("world/0010_forecasts.sql",)
        assert owner.execute(rows).fetchall() == as_written
        assert {str(row[2]) for row in as_written} == {
            "2021-12-31",
            "2021-02-28",
            "2021-03-04",
            "2022-01-01",
        }


def test_a_migration_that_fails_leaves_nothing_behind(fresh: Database, monkeypatch):
    files = worlds.files_of

    def broken(folder: str):
        found = files(folder)
        if folder == "world":
            text = f"{found[0].text}\nselect no_such_function();"
            return [replace(found[0], text=text), *found[1:]]
        return found

    monkeypatch.setattr(worlds, "files_of", broken)
    with pytest.raises(errors.UndefinedFunction):
        migrate(fresh.conninfo())
    monkeypatch.undo()

    assert migrate(fresh.conninfo())[0] == "world/0001_projections.sql"


def test_rows_that_are_there_get_their_rank_and_one_spelling(fresh: Database, monkeypatch):
    shipped = worlds.files_of
    later = ("0009_life_rank.sql", "0009_words.sql")

    def before_them(folder: str):
        return [file for file in shipped(folder) if folder == "core" or file.name not in later]

    monkeypatch.setattr(worlds, "files_of", before_them)
    monkeypatch.setattr(worlds.functions, "shipped", list)
    migrate(fresh.conninfo())
    with fresh.connect() as connection:
        connection.execute(
            "insert into muster.ledger select * from"
            " jsonb_populate_record(null::muster.ledger, %s)",
            [json.dumps(_ledger_row(ExerciseCancelled.TYPE))],
        )
        connection.execute(
            "insert into muster_1.exercise_plan select * from"
            " jsonb_populate_record(null::muster_1.exercise_plan, %s)",
            [json.dumps(_plan_row(reason="cafe\u0301"))],
        )
        connection.commit()
    monkeypatch.undo()
    migrate(fresh.conninfo())

    with fresh.connect() as connection:
        row = connection.execute("select life_rank, reason from muster_1.exercise_plan").fetchone()

    assert row == (rank_of(ExerciseCancelled), "caf\u00e9")


def test_rows_of_the_first_versions_say_the_same_in_the_columns_of_the_second(
    fresh: Database, monkeypatch
):
    shipped = worlds.files_of
    monkeypatch.setattr(
        worlds,
        "files_of",
        lambda folder: [one for one in shipped(folder) if one.name != "0014_kinds_and_money.sql"],
    )
    monkeypatch.setattr(worlds.functions, "shipped", list)
    migrate(fresh.conninfo())
    days = {"starts_on": "2026-05-04", "ends_on": "2026-05-15"}
    action = {"action_id": "a", "lesson_id": "l", "life_rank": 1}
    with fresh.connect() as connection:
        for table, row in (
            ("exercise_plan", {"move": "scheduled", "kind": "livex", "life_rank": 0, **days}),
            ("exercise_plan", {"move": "cancelled", "life_rank": 1}),
            ("remedial_action", {"move": "tasked", "cost_eur": 12000.0, **action}),
            ("remedial_action", {"move": "tasked", **action}),
        ):
            connection.execute(
                f"insert into muster_1.{table} select * from"
                f" jsonb_populate_record(null::muster_1.{table}, %s)",
                [json.dumps(_plan_row(**row))],
            )
        connection.execute("update muster_1.projection_version set version = 1")
        connection.commit()
    monkeypatch.undo()
    migrate(fresh.conninfo())

    with fresh.connect() as connection:
        plans = connection.execute("select kinds from muster_1.exercise_plan order by move desc")
        assert plans.fetchall() == [(["livex"],), (None,)]
        costs = connection.execute(
            "select cost_amount, cost_currency, cost_price_year from muster_1.remedial_action"
            " order by cost_amount nulls last"
        )
        assert costs.fetchall() == [(12000.0, "EUR", None), (None, None, None)]
        made_by = connection.execute(
            "select version from muster_1.projection_version"
            " where projection in ('exercise', 'exercise_plan', 'remedial_action')"
        )
        assert made_by.fetchall() == [(2,)] * 3


def _ledger_row(kind: str) -> dict[str, object]:
    return {
        "seq": 1,
        "recorded_at": "2026-01-01T00:00:00Z",
        "occurred_at": "2026-01-01T00:00:00Z",
        "type": kind,
        "version": 1,
        "subject": "amber-26",
        "source": "test",
        "event_id": "one",
        "label_id": 1,
        "sequence": 0,
        "content_sha256": "\\x" + "00" * 32,
        "event": "{}",
        "topic": "exercise-results",
        "topic_epoch": 1,
        "partition": 0,
        "offset": 0,
    }


def _plan_row(**more: object) -> dict[str, object]:
    return {
        "exercise_id": "amber-26",
        "move": "cancelled",
        "occurred_at": "2026-01-01T00:00:00Z",
        "recorded_at": "2026-01-01T00:00:00Z",
        "ended_at": "infinity",
        "label_id": 1,
        "ledger_seq": 1,
        "root_seq": 1,
        "sequence": 0,
        "source": "test",
        "event_id": "one",
    } | more


def asked_world(database: Database) -> str:
    with database.connect() as connection:
        query = "select prosrc from pg_proc where oid = 'readiness.head'::regproc"
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_readers_that_were_led_to_another_world_are_led_back(fresh: Database):
    migrate(fresh.conninfo())
    right = asked_world(fresh)
    with fresh.connect() as connection:
        connection.execute(
            "create or replace function readiness.head() returns table (seq bigint, recorded_at"
            " timestamptz) language sql stable as 'select 0::bigint, now()'"
        )
    assert asked_world(fresh) != right

    assert migrate(fresh.conninfo()) == ("read functions",)
    assert asked_world(fresh) == right
    assert migrate(fresh.conninfo()) == ()


def viewers(database: Database) -> list[tuple[str, int, str | None]]:
    with database.connect() as connection:
        return connection.execute(
            "select name, clearance_rank, db_role from muster.viewer order by name"
        ).fetchall()


@pytest.mark.parametrize("name", ["guest", "oprator", "owner"])
def test_a_viewer_nobody_knows_is_an_error_that_names_the_known_and_makes_none(
    fresh: Database, name: str
):
    migrate(fresh.conninfo())
    before = viewers(fresh)

    with pytest.raises(UnknownViewer, match="known: operator"):
        migrate(fresh.conninfo(), viewer=name)

    assert viewers(fresh) == before
    assert [name for name, _, role in before if role == "muster_reader"] == ["operator"]


def test_a_first_migration_with_a_mistyped_viewer_makes_none_of_that_name(fresh: Database):
    with pytest.raises(UnknownViewer):
        migrate(fresh.conninfo(), viewer="guest")

    assert migrate(fresh.conninfo()) == ()
    assert "guest" not in [name for name, _, _ in viewers(fresh)]


def test_a_viewer_that_was_made_is_what_the_dashboard_reads_as_after_migrate(fresh: Database):
    migrate(fresh.conninfo())
    with connect(fresh.conninfo()) as connection:
        put_viewer(connection, "low", "RESTRICTED", "EST")
    migrate(fresh.conninfo(), viewer="low")

    with fresh.connect("muster_reader") as reader:
        row = reader.execute("select viewer, clearance_rank, nation from readiness.reader()")
        assert row.fetchone() == ("low", 1, "EST")


@pytest.mark.parametrize(
    "statement",
    [
        "select * from muster.ledger",
        "select * from muster_1.evidence",
        "select * from muster_1.readiness('NATO', now(), now())",
        "select * from muster.viewer",
        "update muster.head set seq = 0",
        "create temporary table evidence (x int)",
        "create table public.mine (x int)",
    ],
)
def test_a_reader_reads_by_the_read_functions_only(database: Database, statement):
    with database.connect("muster_reader") as connection:
        # Even a reader who lifts its own seat belt may not.
        connection.execute("set default_transaction_read_only = off")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "delete from muster.ledger",
        "update muster.ledger set event = ''",
        "delete from muster_1.evidence",
        "update muster_1.evidence set value_milli = 0",
        "insert into muster.viewer values ('me', 4, null, null)",
        "truncate muster.dead_letter",
    ],
)
def test_a_worker_cannot_take_back_what_was_recorded(database: Database, statement):
    with (
        database.connect("muster_worker") as connection,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_every_question_can_be_asked_of_an_empty_database(database: Database):
    with database.connect("muster_reader") as connection:
        functions = connection.execute(
            "select p.oid::regprocedure::text, p.pronargs - p.pronargdefaults, "
            "obj_description(p.oid, 'pg_proc') from pg_proc p "
            "join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'readiness'"
        ).fetchall()
        assert len(functions) > 20
        assert all(comment and comment.endswith((".", "?")) for _, _, comment in functions)
        for signature, required, _ in functions:
            name, _, kinds = signature.rstrip(")").partition("(")
            arguments = [ARGUMENTS[kind] for kind in kinds.split(",")[:required] if kind]
            connection.execute(f"select * from {name}({', '.join(arguments)})").fetchall()


ARGUMENTS = {
    "text": "'NATO'",
    "text[]": "array['NATO']",
    "date": "date '2026-11-23'",
    "timestamp with time zone": "timestamptz '2026-11-23'",
    "interval": "interval '1 month'",
    "integer": "10",
    "bigint": "1",
    "bigint[]": "array[1]::bigint[]",
    "boolean": "true",
}


def test_whoever_is_no_viewer_reads_nothing(database: Database):
    with database.connect("muster_worker") as connection:
        assert connection.execute("select muster.my_labels()").fetchone() == ([],)


def test_a_session_that_is_not_valid_is_nobody(database: Database):
    with database.connect("muster_reader") as connection:
        assert connection.execute("select (muster.me()).name").fetchone() == ("operator",)
        connection.execute("set muster.session = 'guessed'")
        assert connection.execute("select (muster.me()).name").fetchone() == (None,)


def test_a_swallowed_error_is_not_mistaken_for_success(database: Database):
    with database.connect() as connection:
        with (
            pytest.raises(TransactionLost),
            transaction(connection),
            pytest.raises(errors.DivisionByZero),
        ):
            connection.execute("select 1 / 0")
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_database_that_does_not_answer_is_said_in_one_line():
    with pytest.raises(DatabaseUnavailable, match="muster up") as raised:
        connect("host=127.0.0.1 port=1 dbname=muster user=muster_owner")

    assert isinstance(raised.value, psycopg.OperationalError)
