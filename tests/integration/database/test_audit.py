"""The trail of what people did: nobody who writes it can change it, and whoever does is found."""

import threading
from collections.abc import Generator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, ObjectNotInPrerequisiteState

from infra.audit import trail
from infra.audit.acts import Act, Outcome
from infra.audit.chain import EMPTY, Entry, Head, digest, faults
from tests.support.postgres import Database

WRITERS = 20
EACH = 10


@pytest.fixture
def owner(database: Database) -> Generator[psycopg.Connection]:
    with database.connect("muster_owner") as connection:
        connection.autocommit = True
        yield connection


def whole(owner: psycopg.Connection, noted: Head | None = None) -> list[str]:
    return [str(one) for one in faults(trail.entries(owner), noted)]


@contextmanager
def forging(owner: psycopg.Connection) -> Generator[None]:
    """Do what only who owns the database can, and what that person would do; then undo it."""
    with owner.transaction(force_rollback=True):
        owner.execute("alter table muster.audit_entry disable trigger kept")
        yield


def entries_of(owner: psycopg.Connection) -> list[Entry]:
    return trail.newest(owner, trail.Filter(), 1_000_000)


def broken(owner: psycopg.Connection, noted: Head | None = None) -> list[str]:
    return [str(one) for one in faults(entries_of(owner), noted)]


def fill(owner: psycopg.Connection, count: int = 6) -> Head:
    for number in range(count):
        trail.write(owner, Act.REPORT, Outcome.BEGUN, f"report {number}", {"é": "ü, 1:x"})
    return trail.head(owner)


def test_an_empty_trail_is_whole():
    assert list(faults([])) == []
    assert list(faults([], EMPTY)) == []


def test_the_database_and_the_verifier_work_out_the_same_hash(owner: psycopg.Connection):
    trail.say_who(owner, "muster test")
    fill(owner)
    newest = entries_of(owner)[-1]

    assert newest.sha256 == digest(newest)
    assert newest.detail == '{"é": "ü, 1:x"}'
    assert (newest.who_kind, newest.who) == ("user", trail.user())
    assert newest.origin.endswith(", muster test")
    assert whole(owner) == []


def test_twenty_who_write_at_once_make_one_chain(database: Database, owner: psycopg.Connection):
    before = trail.head(owner).number
    wrong: list[Exception] = []

    def write() -> None:
        try:
            with database.connect("muster_worker") as own:
                own.autocommit = True
                for number in range(EACH):
                    trail.write(own, Act.REDRIVE, Outcome.BEGUN, f"letter {number}")
        except Exception as error:
            wrong.append(error)

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()

    assert wrong == []
    assert trail.head(owner).number == before + WRITERS * EACH
    assert whole(owner) == []


def test_what_is_rolled_back_leaves_no_gap(owner: psycopg.Connection):
    head = fill(owner, 1)
    with owner.transaction(force_rollback=True):
        fill(owner, 2)
    fill(owner, 1)

    assert trail.head(owner).number == head.number + 1
    assert whole(owner) == []


@pytest.mark.parametrize("role", ["muster_worker", "muster_reader", "muster_door"])
@pytest.mark.parametrize(
    "statement",
    [
        "update muster.audit_entry set who = 'somebody else'",
        "delete from muster.audit_entry",
        "truncate muster.audit_entry",
        "insert into muster.audit_entry select * from muster.audit_entry",
        "select * from muster.audit_entry",
        "select muster._audit(null, 'note', 'done', 'nobody', '', '', '', '{}')",
    ],
)
def test_who_writes_it_cannot_change_or_read_it(database: Database, role: str, statement: str):
    with database.connect(role) as own:
        own.execute("set session characteristics as transaction read write")
        with pytest.raises(InsufficientPrivilege):
            own.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "update muster.audit_entry set who = 'somebody else'",
        "delete from muster.audit_entry",
        "truncate muster.audit_entry",
    ],
)
def test_its_owner_is_refused_too(owner: psycopg.Connection, statement: str):
    fill(owner, 1)

    with pytest.raises(ObjectNotInPrerequisiteState):
        owner.execute(statement)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("happened_at", "happened_at + interval '1 microsecond'"),
        ("act", "'export'"),
        ("outcome", "'refused'"),
        ("who_kind", "'role'"),
        ("who", "who || 'x'"),
        ("origin", "origin || ' '"),
        ("db_role", "'muster_worker'"),
        ("subject", "upper(subject)"),
        ("detail", "'{}'"),
    ],
)
def test_a_changed_entry_is_found(owner: psycopg.Connection, column: str, value: str):
    number = fill(owner).number - 2
    with forging(owner):
        owner.execute(f"update muster.audit_entry set {column} = {value} where number = {number}")

        assert broken(owner) == [f"entry {number} was changed"]


def test_a_changed_entry_with_a_new_hash_is_found_by_the_next(owner: psycopg.Connection):
    number = fill(owner).number - 2
    with forging(owner):
        owner.execute(f"update muster.audit_entry set who = 'x' where number = {number}")
        owner.execute(
            "update muster.audit_entry e set sha256 = muster._audit_sha256(e)"
            f" where number = {number}"
        )

        assert broken(owner) == [
            f"entry {number + 1} does not follow entry {number} as it is now",
        ]


def test_removed_entries_are_named(owner: psycopg.Connection):
    last = fill(owner).number
    with forging(owner):
        owner.execute(f"delete from muster.audit_entry where number in ({last - 3}, {last - 2})")

        assert broken(owner) == [f"entries {last - 3} to {last - 2} are gone"]


def test_a_removed_entry_whose_gap_was_closed_is_found(owner: psycopg.Connection):
    last = fill(owner).number
    with forging(owner):
        owner.execute(f"delete from muster.audit_entry where number = {last - 2}")
        for number in (last - 1, last):
            owner.execute(
                f"update muster.audit_entry set number = {number - 1} where number = {number}"
            )

        assert broken(owner) == [
            f"entry {last - 2} does not follow entry {last - 3} as it is now",
            f"entry {last - 2} was changed",
            f"entry {last - 1} was changed",
        ]


def test_two_entries_that_changed_places_are_found(owner: psycopg.Connection):
    last = fill(owner).number
    with forging(owner):
        for old, new in ((last - 2, 0), (last - 1, last - 2), (0, last - 1)):
            number = new or 900_000
            old_number = old or 900_000
            owner.execute(
                f"update muster.audit_entry set number = {number} where number = {old_number}"
            )
        found = broken(owner)

    assert f"entry {last - 2} was changed" in found
    assert f"entry {last - 1} was changed" in found
    assert f"entry {last} does not follow entry {last - 1} as it is now" in found


def test_an_entry_that_was_put_in_is_found(owner: psycopg.Connection):
    last = fill(owner).number
    with forging(owner):
        owner.execute(f"update muster.audit_entry set number = {last + 1} where number = {last}")
        owner.execute(
            "insert into muster.audit_entry select muster_new.* from muster.audit_entry e,"
            " lateral (select (jsonb_populate_record(e, jsonb_build_object("
            f"'number', {last}, 'who', 'x', 'sha256', '\\x' || repeat('ab', 32)))).*) muster_new"
            f" where e.number = {last - 1}"
        )
        found = broken(owner)

    assert f"entry {last} was changed" in found
    assert f"entry {last + 1} was changed" in found


def test_a_cut_end_is_found_by_a_head_that_was_noted(owner: psycopg.Connection):
    noted = fill(owner)
    with forging(owner):
        owner.execute(f"delete from muster.audit_entry where number > {noted.number - 2}")

        assert broken(owner) == []
        assert broken(owner, noted) == [
            f"the end was cut off: entries {noted.number - 1} to {noted.number} are gone"
        ]


def test_a_trail_that_was_written_anew_is_found_by_a_head_that_was_noted(
    owner: psycopg.Connection,
):
    noted = fill(owner)
    with forging(owner):
        owner.execute(f"delete from muster.audit_entry where number >= {noted.number - 1}")
        owner.execute("select muster.audit('note', 'done', 'nobody', '', '', 'x')")
        owner.execute("select muster.audit('note', 'done', 'nobody', '', '', 'x')")

        assert broken(owner) == []
        assert broken(owner, noted) == [f"entry {noted.number} is not the one that was noted"]


def test_a_reader_says_only_what_readers_do(database: Database):
    with database.connect("muster_reader") as own:
        own.execute("set session characteristics as transaction read write")
        with pytest.raises(InsufficientPrivilege):
            own.execute("select muster.audit_mine('sign-in', 'done', '')")


def test_a_reader_speaks_for_nobody_else(database: Database, owner: psycopg.Connection):
    with database.connect("muster_reader") as own:
        own.execute("set session characteristics as transaction read write")
        own.execute("select set_config('muster.acting', 'somebody else', false)")
        own.execute("select muster.audit_mine('export', 'done', 'x')")
    newest = entries_of(owner)[-1]

    assert (newest.who_kind, newest.who) == ("viewer", "operator")
    assert newest.db_role == "muster_reader"
