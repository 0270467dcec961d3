"""Every branch of every function in PL/pgSQL is looked at, also those that no test runs."""

import subprocess
from pathlib import Path

import pytest

from infra.local.host import as_root
from infra.local.parts import DEBIAN_SUITE, POSTGRES_VERSION, Parts
from infra.settings import Settings

MODULE = Path(__file__).parents[3] / f".cache/plpgsql_check-{DEBIAN_SUITE}-pg{POSTGRES_VERSION}"
PLACES = {
    "*.so": "lib/postgresql/{}/lib",
    "*.control": "share/postgresql/{}/extension",
    "*.sql": "share/postgresql/{}/extension",
}
EXCUSED = {
    ("_two_sources", "text type variable is not sanitized"): "it is one of three of our own texts",
    ("_two_sources", 'OUT variable "item" is maybe unmodified'): "a row is returned by a query",
    ("_two_sources", 'OUT variable "newest_seq" is maybe unmodified'): "the same",
    ("events", 'name of parameter "offset" is reserved keyword'): "a column of the answer",
    ("event", 'name of parameter "offset" is reserved keyword'): "the same",
    ("dead_letters", 'name of parameter "offset" is reserved keyword'): "the same",
    ("dead_letter", 'name of parameter "offset" is reserved keyword'): "the same",
    ("verified", 'parameter "found" is shadowed'): "the same",
}
CHECKED = """
select p.proname, r.message, r.lineno, r.query
from pg_proc p
join pg_language l on l.oid = p.prolang and l.lanname = 'plpgsql'
cross join lateral plpgsql_check_function_tb(
    p.oid, security_warnings => true) r
where p.pronamespace::regnamespace::text in ('muster', 'muster_1', 'readiness')
  and p.prorettype <> 'trigger'::regtype
"""
WRONG = """
create function readiness.wrong() returns int language plpgsql as $$
begin
    if false then
        return (select nothing from muster.head);
    end if;
    return 1;
end $$
"""


@pytest.fixture(scope="module")
def checker(stack, database):
    """Give a session that can look into functions."""
    _install(stack)
    with database.connect() as connection:
        connection.execute("create extension plpgsql_check")
        yield connection


def test_nothing_is_wrong_in_a_function_that_could_be_seen_without_running_it(checker):
    found = {(name, message): where for name, message, *where in checker.execute(CHECKED)}

    assert {key: where for key, where in found.items() if key not in EXCUSED} == {}
    assert found.keys() == EXCUSED.keys()


def test_a_column_that_is_not_there_is_seen_in_a_branch_that_nobody_takes(checker):
    with checker.transaction(force_rollback=True):
        checker.execute(WRONG)
        found = {name: message for name, message, *_ in checker.execute(CHECKED)}

    assert found["wrong"] == 'column "nothing" does not exist'


def _install(settings: Settings) -> None:
    """Put the module where the tests' PostgreSQL finds its extensions."""
    postgres = Parts(settings.parts).timescale / "usr"
    for name, folder in PLACES.items():
        there = postgres / folder.format(POSTGRES_VERSION)
        for file in MODULE.glob(name):
            if not (there / file.name).exists():
                command = as_root(["install", "-m", "0644", str(file), str(there)])
                subprocess.run(command, check=True)
