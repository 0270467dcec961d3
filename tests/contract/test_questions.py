"""What pages ask and what read functions answer fit: each column has its field, of its type."""

import ast
import dataclasses
import importlib
import re
import typing
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from types import ModuleType, NoneType, UnionType

import pytest

import dashboard
from dashboard.queries import statements
from infra.postgres import Connection

PACKAGE = Path(dashboard.__path__[0])
PARAMETER = re.compile(r"%\((\w+)\)s")
# What psycopg makes of each type of PostgreSQL.
PYTHON = {
    "bool": bool, "int2": int, "int4": int, "int8": int, "float4": float, "float8": float,
    "text": str, "date": date, "timestamptz": datetime, "jsonb": dict, "json": dict,
}  # fmt: skip


class Question(typing.NamedTuple):
    """A statement, and the class its rows become."""

    row: type
    statement: str


def questions() -> list[Question]:
    """Give everything the dashboard asks by name: `ask(Row, "statement", ...)`."""
    found = {one for path in sorted(PACKAGE.rglob("*.py")) for one in _asked_in(path)}
    return sorted(found, key=lambda one: (one.statement, one.row.__name__))


def _asked_in(path: Path) -> Iterator[Question]:
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or len(node.args) < 2:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        statement = node.args[1]
        if name == "ask" and isinstance(statement, ast.Constant):
            yield Question(_named(_module(path), node.args[0]), str(statement.value))


def _module(path: Path) -> ModuleType:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return importlib.import_module(".".join(parts).removesuffix(".__init__"))


def _named(module: ModuleType, node: ast.expr) -> type:
    return eval(ast.unparse(node), vars(module))  # noqa: S307


QUESTIONS = questions()


@pytest.mark.parametrize(
    "question", QUESTIONS, ids=lambda one: f"{one.statement}-{one.row.__name__}"
)
def test_each_column_of_an_answer_has_its_field_and_its_type(question, database):
    with database.connect() as connection:
        columns = columns_of(connection, statements()[question.statement])
    hints = typing.get_type_hints(question.row)
    fields = {one.name: hints[one.name] for one in dataclasses.fields(question.row)}
    required = {
        one.name
        for one in dataclasses.fields(question.row)
        if one.default is one.default_factory is dataclasses.MISSING
    }

    assert required <= {*columns} <= {*fields}
    for name, found in columns.items():
        assert fits(found, fields[name]), f"{name} is {found}, not {fields[name]}"


def test_every_statement_is_asked_by_somebody():
    code = "\n".join(path.read_text() for path in PACKAGE.rglob("*.py"))

    assert [name for name in statements() if f'"{name}"' not in code] == []


def columns_of(connection: Connection, statement: str) -> dict[str, str]:
    """Give the columns of a statement and their types, without running it."""
    names = list(dict.fromkeys(PARAMETER.findall(statement)))
    numbered = PARAMETER.sub(lambda one: f"${names.index(one[1]) + 1}", statement)
    connection.pgconn.prepare(b"question", numbered.replace("%%", "%").encode())
    found = connection.pgconn.describe_prepared(b"question")
    assert found.nfields, found.error_message
    types = dict(connection.execute("select oid::bigint, typname from pg_type").fetchall())
    return {(found.fname(i) or b"").decode(): types[found.ftype(i)] for i in range(found.nfields)}


def fits(found: str, hint: object) -> bool:
    """Say whether what psycopg makes of a type is what a field says it is."""
    alternatives = typing.get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return any(_fits_one(found, one) for one in alternatives if one is not NoneType)


def _fits_one(found: str, hint: object) -> bool:
    origin = typing.get_origin(hint)
    if found.startswith("_"):
        inner = typing.get_args(hint)[0] if origin else hint
        return origin in (list, tuple) and fits(found[1:], inner)
    kind = origin or hint
    if isinstance(kind, type) and issubclass(kind, Enum):
        return found == "text"
    return PYTHON.get(found) is kind or kind in (object, typing.Any)
