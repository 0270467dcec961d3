"""The read functions by name: where each is made, and who calls whom."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from psycopg import sql
from psycopg.errors import Error

from infra.postgres import Connection
from infra.worlds import FIRST, schema_of

MADE = re.compile(r"^create function (\w+)\(.*?^comment on function", re.DOTALL | re.MULTILINE)
BODY = re.compile(r"\$\$.*?\$\$;", re.DOTALL)
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Made:
    """The statement that makes a function, and where it stands in its file."""

    name: str
    start: int
    end: int


def made_in(text: str) -> list[Made]:
    """Return the statements of a file that make functions."""
    found: list[Made] = []
    for match in MADE.finditer(text):
        body = BODY.search(text, match.start(), match.end())
        if body is not None:
            found.append(Made(match.group(1), match.start(), body.end()))
    return found


@dataclass(frozen=True)
class Calls:
    """Who calls whom among the functions of these files."""

    texts: tuple[str, ...]

    @cached_property
    def _callers(self) -> dict[str, set[str]]:
        bodies = {
            one.name: set(WORD.findall(text[one.start : one.end]))
            for text in self.texts
            for one in made_in(text)
        }
        callers: dict[str, set[str]] = defaultdict(set)
        for name, words in bodies.items():
            for called in (words & bodies.keys()) - {name}:
                callers[called].add(name)
        return callers

    def who_reach(self, name: str) -> set[str]:
        """Return the function, and every one that calls it by whatever way."""
        found, new = {name}, [name]
        while new:
            more = self._callers.get(new.pop(), set()) - found
            found |= more
            new += more
        return found


def put(connection: Connection, statement: str) -> None:
    """Make a function anew where it is made already, in the transaction that is open."""
    path = sql.SQL("set local search_path = {}, muster, public, pg_temp")
    connection.execute(path.format(sql.Identifier(schema_of(FIRST))))
    connection.execute(statement.replace("create function", "create or replace function", 1))


def is_refused(connection: Connection, statement: str) -> bool:
    """Tell whether PostgreSQL does not even make this function."""
    try:
        with connection.transaction(force_rollback=True):
            put(connection, statement)
    except Error:
        return True
    return False
