"""SQL in .sql files: named statements beside the code that runs them, and files run as a whole."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import LiteralString, cast

from infra.errors import MusterError


class MalformedSqlFile(MusterError):
    """A file of SQL statements is not written as it must be."""


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One SQL file that is run as a whole: its name, its text and the checksum of the text."""

    name: str
    text: str

    @property
    def sha256(self) -> str:
        """Give the checksum that a database remembers."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def sql_files(folder: Traversable) -> list[SqlFile]:
    """Give the SQL files of a folder, by name."""
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".sql")]
    read = [SqlFile(entry.name, entry.read_text("utf-8")) for entry in found]
    return sorted(read, key=lambda file: file.name)


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
