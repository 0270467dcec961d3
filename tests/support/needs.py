"""What files of SQL functions call of each other, beside what they say they need."""

import re
from collections.abc import Iterable, Iterator

from infra.functions import needs_of
from infra.sql import SqlFile

MADE = re.compile(r"(?mi)^create (?:or replace )?function ([\w.]+)\s*\(")
NO_STATEMENT = re.compile(r"(?m)--.*$|^comment on [^']+'(?:[^']|'')*';")


def made_twice(files: Iterable[SqlFile]) -> list[str]:
    """Give a sentence for each function that two files make."""
    homes: dict[str, set[str]] = {}
    for file in files:
        for function in _made(file):
            homes.setdefault(function, set()).add(file.name)
    return [
        f"{function} is made in {' and '.join(sorted(home))}"
        for function, home in homes.items()
        if len(home) > 1
    ]


def misdeclared(files: Iterable[SqlFile]) -> list[str]:
    """Give a sentence for each need that a file does not declare, or has no use for."""
    files = list(files)
    return [sentence for file in files for sentence in _misdeclared(file, files)]


def _misdeclared(file: SqlFile, files: list[SqlFile]) -> Iterator[str]:
    declared = needs_of(file)
    called = {other.name: _called(file, other) for other in files if other is not file}
    for name, functions in called.items():
        if functions and name not in declared:
            yield f"{file.name} calls {', '.join(functions)} and lacks `-- needs: {name}`"
    for name in declared:
        if not called.get(name):
            yield f"{file.name} needs {name}, of which it calls nothing"
    if len(set(declared)) < len(declared):
        yield f"{file.name} declares a need twice"


def _called(file: SqlFile, other: SqlFile) -> list[str]:
    statements = NO_STATEMENT.sub("", file.text)
    return [
        name
        for name in sorted(_made(other))
        if re.search(rf"(?<![\w.]){re.escape(name)}\s*\(", statements)
    ]


def _made(file: SqlFile) -> set[str]:
    return set(MADE.findall(NO_STATEMENT.sub("", file.text)))
