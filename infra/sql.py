"""Named SQL statements, kept in .sql files beside the code that runs them."""

from functools import cache
from importlib.resources import files
from typing import LiteralString, cast

from infra.errors import MusterError


class MalformedSqlFile(MusterError):
    """A file of SQL statements is not written as it must be."""


@cache
def load(package: str, name: str) -> dict[str, LiteralString]:
    """Give the statements of a file by name: `-- name: x`, a line that says what it is, SQL."""
    text = files(package).joinpath(name).read_text("utf-8")
    head, *parts = f"\n{text}".split("\n-- name:")
    if _without_comments(head, name):
        raise MalformedSqlFile(f"{package}/{name}: a statement stands before the first name")
    statements = [_statement(part, f"{package}/{name}") for part in parts]
    if len(dict(statements)) < len(statements):
        raise MalformedSqlFile(f"{package}/{name}: a name is used twice")
    return dict(statements)


def _statement(part: str, where: str) -> tuple[str, LiteralString]:
    name, _, rest = part.partition("\n")
    if not rest.startswith("-- "):
        raise MalformedSqlFile(f"{where}: {name.strip()} has no line that says what it is")
    statement = _without_comments(rest, where)
    if not statement:
        raise MalformedSqlFile(f"{where}: {name.strip()} is empty")
    # The files are part of the program: as literal as a string in the code.
    return name.strip(), cast("LiteralString", statement)


def _without_comments(text: str, where: str) -> str:
    # psycopg reads a lone % as a parameter, also in a comment: comments are never sent.
    lines = [line.rstrip() for line in text.splitlines() if not line.lstrip().startswith("--")]
    if any("--" in line for line in lines):
        raise MalformedSqlFile(f"{where}: a comment must have a line of its own")
    return "\n".join(lines).strip()
