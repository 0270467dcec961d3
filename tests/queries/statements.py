"""Statements that take columns of one read function as they are, and what follows from it.

Such a statement says below what it is which row it gives, `-- row: Cadence`, and if it never gives
many, `-- row: one Marking` or `-- row: at most one EventText`; of a row that has all columns of
another one too, `-- row: ReadingInBody(Reading)`. Fields and parameters have the
types that the read function gives them; a parameter outside the call has the type it is cast to.
Where a condition leaves out the rows without some column, `-- always: level` says so.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tests.queries.signatures import Misdeclared, Signature, Value

NAMED = re.compile(r"(?m)^-- name: (\w+)\n-- (.+)\n((?:--.*\n)*)((?:.+\n?)+)")
ROW = re.compile(r"-- row: (?:(one|at most one) )?([A-Z]\w+)(?:\(([A-Z]\w+)\))?\n")
ALWAYS = re.compile(r"-- always: (.+)\n")
ASKED = re.compile(
    r"select\s+(?P<columns>[^()]+?)\s+"
    r"from readiness\.(?P<function>\w+)\((?P<given>[^()]*(?:\(\w+\)s[^()]*)*)\)"
)
PARAMETER = re.compile(r"%\((\w+)\)s(?:::(\w+(?:\[\])?))?")
BY_NAME = re.compile(r"(\w+) => (.+)")


class Query(NamedTuple):
    """A statement: its name, what it is, the row it gives, and what it is asked with."""

    name: str
    what: str
    how_many: str | None
    row: str
    base: str | None
    function: Signature
    parameters: tuple[Value, ...]
    columns: tuple[Value, ...]


def queries_of(text: str, functions: Mapping[str, Signature]) -> Iterator[Query]:
    """Give the statements of a file that say which row they give."""
    for name, what, others, statement in NAMED.findall(text):
        row = ROW.search(others)
        if row:
            function, columns, parameters = _asked(name, statement, functions)
            always = [one for line in ALWAYS.findall(others) for one in line.split(", ")]
            given = tuple(
                one._replace(may_be_none=False) if one.name in always else one for one in columns
            )
            yield Query(name, what, *row.groups(), function, parameters, given)


def _asked(
    name: str, statement: str, functions: Mapping[str, Signature]
) -> tuple[Signature, list[Value], tuple[Value, ...]]:
    """Give which function a statement asks, for which columns, with which parameters."""
    asked = ASKED.match(statement)
    if asked is None or asked["function"] not in functions:
        raise Misdeclared(
            f"{name} is not `select ... from readiness.<function>(...)` with columns as they are: "
            "leave out its `-- row:`, and write its row by hand"
        )
    function = functions[asked["function"]]
    columns = [function.column(one.strip().strip('"')) for one in asked["columns"].split(",")]
    parameters = dict(_in_call(function, asked["given"]))
    for parameter, type in PARAMETER.findall(statement[asked.end() :]):
        if parameter not in parameters:
            parameters[parameter] = _cast(name, parameter, type)
    return function, columns, tuple(parameters.values())


def _in_call(function: Signature, given: str) -> Iterator[tuple[str, Value]]:
    for place, one in enumerate(given.split(",")):
        found = PARAMETER.search(one)
        if found is None:
            continue  # a constant, or nothing at all
        named = BY_NAME.match(one.strip())
        takes = function.parameter(named[1]) if named else function.parameters[place]
        yield found[1], takes._replace(name=found[1])


def _cast(name: str, parameter: str, type: str) -> Value:
    if not type:
        raise Misdeclared(f"{name}: say of which type {parameter} is: %({parameter})s::text")
    return Value(parameter, type, may_be_none=False)
