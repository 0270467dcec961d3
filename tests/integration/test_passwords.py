"""Who owns and who writes needs a password; it is made by itself, and is where its data is."""

import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from infra import passwords
from infra.local.database import WrongPassword
from infra.local.stack import Stack
from infra.migrate import migrate
from tests.support.stack import settings_for


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    own = Stack(settings_for(tmp_path_factory.mktemp("passwords") / "home"))
    try:
        own.up()
        migrate(own.settings.database("muster_owner"))
        yield own
    finally:
        own.erase()


def connect(stack: Stack, role: str, **more: str) -> None:
    settings = stack.settings
    where = {"host": "127.0.0.1", "port": settings.database_port, "dbname": "muster"}
    psycopg.connect(**where, user=role, connect_timeout=5, **more).close()


@pytest.mark.parametrize("role", ["muster_owner", "muster_worker", "muster_door"])
@pytest.mark.parametrize("more", [{"passfile": "/nowhere"}, {"password": "guessed"}])
def test_another_process_of_this_machine_is_not_let_in_as_who_may_write(stack, role, more):
    with pytest.raises(psycopg.OperationalError, match="password"):
        connect(stack, role, **more)


def test_readers_are_let_in_as_before_and_can_run_no_program(stack):
    settings = stack.settings
    connect(stack, "muster_reader", passfile="/nowhere")
    with (
        psycopg.connect(settings.database("muster_reader")) as reader,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        reader.execute("copy (select 1) to program 'cat'")


def test_who_has_the_file_is_let_in_with_nothing_else_to_do(stack):
    for role in ("muster_owner", "muster_worker", "muster_door"):
        psycopg.connect(stack.settings.database(role)).close()


def test_only_its_owner_can_read_the_file_and_no_log_has_the_words(stack):
    file = stack.home / "data/pgpass"
    known = passwords.read(file)
    said = "".join(log.read_text(errors="replace") for log in (stack.home / "log").iterdir())

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert set(known) == {"muster_owner", "muster_worker", "muster_door"}
    assert not any(password in said for password in known.values())


def test_data_from_before_there_were_passwords_gets_them_at_the_next_start(stack):
    file: Path = stack.home / "data/pgpass"
    before = passwords.read(file)
    stack.down()
    file.unlink()
    stack.up()

    assert passwords.read(file) != before
    for role in ("muster_owner", "muster_worker", "muster_door"):
        psycopg.connect(stack.settings.database(role)).close()


def test_data_from_before_people_signed_in_gets_a_password_for_the_door(stack):
    file: Path = stack.home / "data/pgpass"
    stack.down()
    lines = file.read_text().splitlines()
    before = [line for line in lines if "muster_door" not in line]
    file.write_text("".join(f"{line}\n" for line in before))
    stack.up()
    with psycopg.connect(stack.settings.database("muster_owner")) as owner:
        owner.execute("alter role muster_door password null")  # as it was made then
    migrate(stack.settings.database("muster_owner"))

    assert file.read_text().splitlines()[: len(before)] == before
    psycopg.connect(stack.settings.database("muster_door")).close()


def test_the_file_of_other_data_is_named_with_what_to_do(stack):
    file: Path = stack.home / "data/pgpass"
    right = file.read_text()
    stack.down()
    file.write_text("*:*:*:muster_owner:another\n*:*:*:muster_worker:another\n")
    with pytest.raises(WrongPassword, match="remove it"):
        stack.up()
    file.write_text(right)
    stack.up()

    psycopg.connect(stack.settings.database("muster_owner")).close()


def test_containers_get_a_file_for_each_and_the_worker_never_the_owners(tmp_path):
    owner, worker, door = (tmp_path / name for name in ("owner", "worker", "door"))
    for folder in (owner, worker, door):
        folder.mkdir()
    user_id = tmp_path.stat().st_uid

    passwords.main(owner, worker, door, user_id)
    first = passwords.read(owner / "pgpass")
    passwords.main(owner, worker, door, user_id)

    assert passwords.read(owner / "pgpass") == first
    assert passwords.read(worker / "pgpass") == {"muster_worker": first["muster_worker"]}
    assert passwords.read(door / "pgpass") == {"muster_door": first["muster_door"]}
    assert (owner / "password").read_text() == first["muster_owner"]
