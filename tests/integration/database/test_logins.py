"""Who signs in reads as that viewer, while the session is open and the rights are the same."""

import hashlib
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from infra.postgres import Connection, transaction
from infra.settings import Settings
from infra.viewers import kept, passwords
from infra.viewers.commands import viewers
from tests.support.postgres import Database

HASH = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$" + "a" * 43
IDLE, LASTS = timedelta(minutes=30), timedelta(hours=12)


@pytest.fixture
def owner(database: Database) -> Iterator[Connection]:
    with database.connect() as connection:
        connection.execute("delete from muster.sign_in_attempt")
        yield connection


@pytest.fixture
def door(database: Database) -> Iterator[Connection]:
    with database.connect("muster_door") as connection:
        yield connection


def account(owner: Connection, name: str, nation: str | None = "EST", *roles: str) -> str:
    kept.put_viewer(owner, name, "RESTRICTED", nation, roles)
    kept.set_password(owner, name, HASH)
    return name


def sign_in(door: Connection, name: str, kept_hash: str = HASH) -> str | None:
    token = secrets.token_urlsafe(32)
    row = [name, kept_hash, sha(token), IDLE, LASTS, "10.0.0.1"]
    done = door.execute("select muster.begin_session(%s, %s, %s, %s, %s, %s)", row).fetchone()
    return token if done == (True,) else None


def sha(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def who(database: Database, token: str) -> Any:
    with database.connect("muster_reader") as reader, transaction(reader):
        reader.execute("select set_config('muster.session', %s, true)", [token])
        found = reader.execute("select viewer, roles from muster.my_session()").fetchone()
        name = reader.execute("select viewer from readiness.reader()").fetchone()
        assert (found and found[0]) == (name and name[0])
        return found


def test_who_signs_in_reads_as_that_viewer(database, owner, door):
    token = sign_in(door, account(owner, "ann", "EST", "recorder"))

    assert token is not None
    assert who(database, token) == ("ann", ["viewer", "recorder"])
    assert who(database, secrets.token_urlsafe(32)) is None


def test_of_a_token_only_the_hash_is_kept(database, owner, door):
    token = sign_in(door, account(owner, "ann"))
    rows = owner.execute("select s::text from muster.session s").fetchall()

    assert token is not None
    assert rows
    assert not any(token in row for (row,) in rows)


@pytest.mark.parametrize(
    "what",
    [
        "update muster.viewer set clearance_rank = 0 where name = 'ann'",
        "update muster.viewer set nation = null where name = 'ann'",
        "update muster.viewer set roles = '{viewer,administrator}' where name = 'ann'",
        "update muster.viewer set revoked_at = now() where name = 'ann'",
        "update muster.viewer_password set hash = hash || 'b' where viewer = 'ann'",
        "delete from muster.viewer where name = 'ann'",
        "update muster.session set seen_at = seen_at - interval '31 minutes'",
        "update muster.session set expires_at = now() - interval '1 second'",
    ],
)
def test_a_session_ends_when_rights_change_and_when_its_time_has_come(database, owner, door, what):
    account(owner, "bea")
    ann, bea = sign_in(door, account(owner, "ann")), sign_in(door, "bea")
    assert ann is not None
    assert bea is not None
    assert who(database, ann) is not None
    owner.execute(what)

    assert who(database, ann) is None
    if "session" not in what:
        assert who(database, bea) is not None


def test_changing_nothing_ends_nothing(database, owner, door):
    token = sign_in(door, account(owner, "ann"))
    kept.put_viewer(owner, "ann", "RESTRICTED", "EST")

    assert token is not None
    assert who(database, token) is not None


def test_who_is_seen_stays_but_not_beyond_the_absolute_end(database, owner, door):
    token = sign_in(door, account(owner, "ann"))
    assert token is not None
    owner.execute("update muster.session set seen_at = seen_at - interval '29 minutes'")
    door.execute("select muster.seen(%s)", [sha(token)])
    owner.execute("update muster.session set seen_at = seen_at - interval '29 minutes'")

    assert who(database, token) is not None
    owner.execute("update muster.session set expires_at = now() - interval '1 second'")
    door.execute("select muster.seen(%s)", [sha(token)])
    assert who(database, token) is None


def test_a_session_that_ended_is_not_brought_back_by_being_seen(database, owner, door):
    token = sign_in(door, account(owner, "ann"))
    assert token is not None
    owner.execute("update muster.session set seen_at = seen_at - interval '31 minutes'")
    door.execute("select muster.seen(%s)", [sha(token)])

    assert who(database, token) is None


def test_signing_out_ends_one_session_and_everywhere_ends_all_of_that_viewer(
    database, owner, door
):
    account(owner, "bea")
    account(owner, "ann")
    first, second, third = (sign_in(door, "ann") for _ in range(3))
    bea = sign_in(door, "bea")
    assert None not in (first, second, third, bea)
    door.execute("select muster.end_session(%s, false)", [sha(first)])

    assert [who(database, one) is not None for one in (first, second, third)] == [0, 1, 1]
    door.execute("select muster.end_session(%s, true)", [sha(first)])  # it is over: ends nothing
    assert who(database, second) is not None
    door.execute("select muster.end_session(%s, true)", [sha(second)])
    assert [who(database, one) is not None for one in (first, second, third, bea)] == [0, 0, 0, 1]


def test_the_eleventh_session_ends_the_oldest(database, owner, door):
    account(owner, "ann")
    tokens = [sign_in(door, "ann") or "" for _ in range(11)]

    assert [who(database, one) is not None for one in tokens] == [False, *[True] * 10]


def test_a_password_that_was_changed_meanwhile_lets_nobody_in(owner, door):
    account(owner, "ann")
    kept.set_password(owner, "ann", HASH + "b")

    assert sign_in(door, "ann", HASH) is None
    assert sign_in(door, "ann", HASH + "b") is not None


def test_a_revoked_account_has_no_password_and_comes_back_without(owner, door):
    account(owner, "ann")
    kept.revoke(owner, "ann")
    kept.put_viewer(owner, "ann", "RESTRICTED", "EST")

    assert door.execute("select muster.password_of('ann')").fetchone() == (None,)
    assert sign_in(door, "ann") is None


def attempt(door: Connection, name: str, address: str) -> int:
    found = door.execute("select muster.attempt_sign_in(%s, %s)", [name, address]).fetchone()
    assert found is not None
    return found[0]


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_after_five_mistakes_an_account_waits_and_longer_each_time(owner, door, name):
    account(owner, "ann")
    first = [attempt(door, name, f"10.0.1.{n}") for n in range(5)]
    waits = []
    for _ in range(12):
        waits.append(attempt(door, name, "10.0.2.1"))
        owner.execute("update muster.sign_in_attempt set last_at = last_at - interval '16 min'")
        assert attempt(door, name, "10.0.2.2") == 0

    assert first == [0] * 5
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == 900


def test_after_twenty_mistakes_an_address_waits_whatever_the_names(owner, door):
    waits = [attempt(door, f"name-{n}", "10.0.0.9") for n in range(22)]

    assert waits[:20] == [0] * 20
    assert waits[20] >= 1
    assert attempt(door, "name-1", "10.0.0.10") == 0


def test_asking_at_once_gives_no_more_tries(database, owner):
    def ask(_: int) -> int:
        with database.connect("muster_door") as own:
            return attempt(own, "ann", "10.0.0.3")

    with ThreadPoolExecutor(6) as many:
        waits = list(many.map(ask, range(18)))

    assert waits.count(0) == 5


def test_a_right_password_forgets_the_mistakes_of_the_account(owner, door):
    account(owner, "ann")
    for _ in range(5):
        attempt(door, "ann", "10.0.0.1")
    sign_in(door, "ann")

    assert attempt(door, "ann", "10.0.0.1") == 0


def test_the_door_does_nothing_but_let_people_in(database):
    for statement in (
        "select * from muster.viewer",
        "select * from muster.viewer_password",
        "select * from muster.session",
        "select muster.my_labels()",
        "select * from readiness.head()",
        "insert into muster.viewer (name, clearance_rank) values ('x', 4)",
        "select muster._begin_session('owner', '\\x00', '1 hour', '1 hour')",
    ):
        with (
            database.connect("muster_door") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)


@pytest.mark.parametrize(
    "call", ["muster.password_of('ann')", "muster.end_session('', true)", "muster.seen('')"]
)
@pytest.mark.parametrize("role", ["muster_reader", "muster_worker"])
def test_who_reads_and_who_writes_lets_nobody_in(database, role, call):
    with (
        database.connect(role) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"select {call}")


OPERATORS = (
    "partitions()",
    "system_state()",
    "workers()",
    "workers_seen()",
    "worker_clocks()",
    "rates()",
    "dead_letter_reasons()",
    "dead_letters()",
    "dead_letter_groups()",
    "versions()",
    "verified()",
    "viewers()",
)


@pytest.mark.parametrize("function", OPERATORS)
def test_what_is_for_operators_is_shown_to_administrators_alone(database, owner, door, function):
    kept.put_viewer(owner, "hq", "COSMIC TOP SECRET", None)
    kept.put_viewer(owner, "chief", "UNCLASSIFIED", "EST", ["administrator"])
    for name in ("hq", "chief"):
        kept.set_password(owner, name, HASH)

    def rows(token: str | None) -> int:
        with database.connect("muster_reader") as reader, transaction(reader):
            reader.execute("select set_config('muster.session', %s, true)", [token])
            return len(reader.execute(f"select * from readiness.{function}").fetchall())

    assert rows(sign_in(door, "hq")) == 0
    assert rows(secrets.token_urlsafe(32)) == 0
    assert rows(sign_in(door, "chief")) == rows("")


def test_what_a_provider_says_makes_a_viewer_and_changes_its_rights(database, owner, door):
    def begin(subject: str, name: str, rank: int, nation: str | None) -> tuple[str, str]:
        token = secrets.token_urlsafe(32)
        row = [subject, name, rank, nation, ["viewer"], sha(token), IDLE, LASTS]
        places = ", ".join(["%s"] * len(row))
        said = door.execute(f"select muster.begin_session_of({places})", row).fetchone()
        assert said is not None
        return said[0], token

    account(owner, "ann")
    why, token = begin("https://id x", "cleo", 1, "EST")
    assert why == ""
    assert who(database, token) == ("cleo", ["viewer"])
    again, newer = begin("https://id x", "cleo", 2, "EST")

    assert again == ""
    assert who(database, token) is None
    assert who(database, newer) is not None
    assert begin("https://id y", "cleo", 1, "EST")[0] == "the name belongs to somebody else"
    assert begin("https://id y", "ann", 1, "EST")[0] == "the name belongs to somebody else"
    assert begin("https://id x", "other", 1, "EST")[0] == "known by another name"
    kept.revoke(owner, "cleo")
    assert begin("https://id x", "cleo", 2, "EST")[0] == "revoked"
    assert who(database, newer) is None


def run(database: Database, *arguments: str, typed: str | None = None) -> tuple[int, str]:
    settings = Settings.from_environment(
        {"MUSTER_STACK": "env", "MUSTER_DATABASE": database.conninfo()}
    )
    result = CliRunner().invoke(viewers, list(arguments), obj=settings, input=typed)
    return result.exit_code, str(result.exception or result.output)


def test_viewers_are_made_listed_given_a_password_and_revoked(database, owner):
    made = run(
        database, "add", "dora", "--clearance", "SECRET", "--nation", "FIN", "--role", "recorder"
    )
    listed = run(database, "list")[1]
    typed = run(database, "password", "dora", typed="correct horse battery\n")
    kept_hash = owner.execute(
        "select hash from muster.viewer_password where viewer = 'dora'"
    ).fetchone()
    again = run(database, "list")[1]
    gone = run(database, "revoke", "dora")

    assert made == (0, "viewer dora made: SECRET, FIN, viewer recorder\n")
    assert "dora  SECRET, FIN, viewer recorder; cannot sign in yet" in listed
    assert typed[0] == 0
    assert kept_hash is not None
    assert passwords.is_right("correct horse battery", kept_hash[0])
    assert "dora  SECRET, FIN, viewer recorder; by password" in again
    assert gone == (0, "viewer dora is revoked\n")
    assert "; revoked " in run(database, "list")[1]


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (["add", "x", "--clearance", "SECRET"], None, "either --nation CODE or --all-nations"),
        (
            ["add", "x", "--clearance", "SECRET", "--nation", "EST", "--all-nations"],
            None,
            "either --nation CODE or --all-nations",
        ),
        (["add", "x", "--clearance", "SECRET", "--nation", "est"], None, "three letters"),
        (["add", "owner", "--clearance", "SECRET", "--all-nations"], None, "cannot be a viewer"),
        (["add", "a b", "--clearance", "SECRET", "--all-nations"], None, "cannot be a viewer"),
        (["revoke", "nobody"], None, "there is no viewer"),
        (["revoke", "operator"], None, "MUSTER_VIEWER"),
        (["password", "nobody"], "correct horse battery\n", "there is no viewer"),
        (["password", "ann"], "short\n", "12 to 200"),
        (["password", "ann"], "", "12 to 200"),
        (["password", "ann"], "my name is Ann, hello\n", "the name"),
        (["password", "ann"], "aaaaaaaaaaaaaaaaa\n", "different"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_and_nothing_is_changed(
    database, owner, arguments, typed, said
):
    account(owner, "ann")
    before = owner.execute("select v::text from muster.viewer v order by 1").fetchall()
    code, words = run(database, *arguments, typed=typed)

    assert code != 0
    assert said in words
    assert "\n" not in words.strip()
    assert owner.execute("select v::text from muster.viewer v order by 1").fetchall() == before
