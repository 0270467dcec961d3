"""What read functions say of themselves: what they take and give, which question they answer.

Read from the files that make them. Which parameters and columns may be none stands in a line
above the function, `-- none: last_on, days_since`, and with `levels[]` what is in a list may be
none; all others are always there.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from infra.sql import SqlFile

HEAD = re.compile(r"(?m)^((?:-- none: .*\n)*)create function ((?!_)\w+)\s*\(")
TEXT = r"'(?:[^']|'')+'"
# A text goes on in the next line as another one.
COMMENT = re.compile(rf"comment on function (\w+) is\s+({TEXT}(?:\s*\n\s*{TEXT})*)")
BETWEEN_LINES = re.compile(r"'\s*\n\s*'")
NAMED = re.compile(r'"?(\w+)"? (.+?)(?: default (.+))?')


class Misdeclared(ValueError):
    """A file says of a read function what is not so, or in words that nobody reads."""


class Value(NamedTuple):
    """A parameter or a column of a read function."""

    name: str
    type: str
    may_be_none: bool
    may_hold_none: bool = False
    may_be_left_out: bool = False


class Signature(NamedTuple):
    """A read function: what it takes, the columns it gives, the question it answers."""

    name: str
    parameters: tuple[Value, ...]
    columns: tuple[Value, ...]
    question: str

    def column(self, name: str) -> Value:
        """Give one of the columns."""
        return _named(name, self.columns, self.name)

    def parameter(self, name: str) -> Value:
        """Give one of the parameters."""
        return _named(name, self.parameters, self.name)


def signatures(files: Iterable[SqlFile]) -> dict[str, Signature]:
    """Give the signature of every read function that gives rows, by its name."""
    return {one.name: one for file in files for one in _signatures(file.text)}


def _signatures(text: str) -> Iterator[Signature]:
    questions = {name: BETWEEN_LINES.sub("", said)[1:-1] for name, said in COMMENT.findall(text)}
    for head in HEAD.finditer(text):
        nones, name = head.groups()
        may_be_none = [one for line in nones.splitlines() for one in _listed(line)]
        taken, end = _in_brackets(text, head.end())
        gives = re.compile(r"\s*returns table \(").match(text, end)
        if gives is None:
            continue  # one value, without columns
        given, _ = _in_brackets(text, gives.end())
        values = tuple(_values(taken, may_be_none)), tuple(_values(given, may_be_none))
        named = {value.name for part in values for value in part}
        unknown = {one.removesuffix("[]") for one in may_be_none} - named
        if unknown:
            raise Misdeclared(f"{name} has no {sorted(unknown)[0]}, which it says may be none")
        yield Signature(name, *values, questions.get(name, "").replace("''", "'"))


def _listed(line: str) -> list[str]:
    return line.removeprefix("-- none: ").split(", ")


def _in_brackets(text: str, start: int) -> tuple[str, int]:
    depth, end = 1, start
    while depth:
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    return " ".join(text[start : end - 1].split()), end


def _values(declared: str, may_be_none: Collection[str]) -> Iterator[Value]:
    for one in declared.split(", ") if declared else ():
        found = NAMED.fullmatch(one)
        assert found, f"{one} is no name and type"
        name, type, default = found.groups()
        yield Value(
            name,
            type,
            may_be_none=name in may_be_none or default == "null",
            may_hold_none=f"{name}[]" in may_be_none,
            may_be_left_out=default == "null",
        )


def _named(name: str, values: Iterable[Value], function: str) -> Value:
    for one in values:
        if one.name == name:
            return one
    raise Misdeclared(f"readiness.{function} has no {name}")
