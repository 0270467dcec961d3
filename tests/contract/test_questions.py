"""What pages ask and what read functions answer fit: each column has its field, of its type.

Most rows and query functions are made from the statements and the read functions they ask
(`python -m tests.queries`); the database has the last word on both.
"""

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
from infra.functions import shipped
from infra.postgres import Connection
from infra.sql import SqlFile
from tests.queries.modules import modules, outdated
from tests.queries.signatures import Misdeclared, signatures
from tests.queries.statements import queries_of

PACKAGE = Path(dashboard.__path__[0])
PARAMETER = re.compile(r"%\((\w+)\)s")
# What psycopg makes of each type of PostgreSQL.
PYTHON = {
    "bool": bool, "int2": int, "int4": int, "int8": int, "float4": float, "float8": float,
    "text": str, "date": date, "timestamptz": datetime, "jsonb": dict, "json": dict,
    "bytea": bytes,
}  # fmt: skip

# What the catalogue calls what files call otherwise.
LONG = {
    "boolean": "bool", "integer": "int", "double precision": "float8",
    "integer[]": "int[]", "boolean[]": "bool[]",
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


def test_rows_and_query_functions_are_current():
    assert outdated() == [], "run `python -m tests.queries`"


def test_no_query_function_is_there_that_nobody_calls():
    code = {path: path.read_text() for path in PACKAGE.rglob("*.py")}
    made = modules()
    functions = {
        function.name: path.stem
        for path, text in made.items()
        for function in ast.parse(text).body
        if isinstance(function, ast.AsyncFunctionDef)
    }
    called = "\n".join(text for path, text in code.items() if path not in made)

    assert [name for name in functions if not re.search(rf"\b{name}\(", called)] == []


def test_signatures_are_read_as_the_database_has_them(database):
    with database.connect() as connection:
        found = connection.execute(
            "select p.proname, p.proargnames, p.proargmodes::text[], array("
            "  select replace(format_type(type, null), 'timestamp with time zone', 'timestamptz')"
            "  from unnest(p.proallargtypes) with ordinality as one (type, place) order by place)"
            " from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname = 'readiness' and 't' = any (p.proargmodes)"
        ).fetchall()
    in_database = {
        name: [(one, LONG.get(type, type)) for one, type in zip(names, types, strict=True)]
        for name, names, _, types in found
    }
    read = {
        one.name: [(value.name, value.type) for value in (*one.parameters, *one.columns)]
        for one in signatures(shipped()).values()
    }

    assert read == in_database


HELD = """-- none: held_on
create function held(body text, only_level text default null)
returns table (level text, held_on date)
language sql as $$ select $$;
comment on function held is 'When did a body''s meetings happen?';
"""
ASKED = "-- name: held\n-- What was held.\n-- row: Held\n"


def test_a_signature_says_what_may_be_none_and_what_may_be_left_out():
    held = signatures([SqlFile("meetings/held", HELD)])["held"]

    assert held.question == "When did a body's meetings happen?"
    assert [one.name for one in (*held.parameters, *held.columns) if one.may_be_none] == [
        "only_level",
        "held_on",
    ]
    assert [one.name for one in held.parameters if one.may_be_left_out] == ["only_level"]


def test_what_may_be_none_and_is_not_there_is_named():
    text = HELD.replace("-- none: held_on", "-- none: held_at")

    with pytest.raises(Misdeclared, match="held has no held_at, which it says may be none"):
        signatures([SqlFile("meetings/held", text)])


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("select level, ended_on from readiness.held(%(body)s)", "held has no ended_on"),
        ("select count(*) from readiness.held(%(body)s)", "write its row by hand"),
        ("select level from readiness.held(%(body)s) where level = %(of)s", "which type of is"),
        ("select level from readiness.gone(%(body)s)", "write its row by hand"),
    ],
)
def test_a_statement_from_which_no_row_can_be_made_says_why(statement, sentence):
    functions = signatures([SqlFile("meetings/held", HELD)])

    with pytest.raises(Misdeclared, match=sentence):
        list(queries_of(f"{ASKED}{statement};\n", functions))


def test_a_statement_gives_its_columns_and_takes_its_parameters_as_the_function_has_them():
    functions = signatures([SqlFile("meetings/held", HELD)])
    asked = "select held_on from readiness.held(%(of)s, only_level => %(level)s)"
    [query] = queries_of(
        f"{ASKED}-- always: held_on\n{asked}\nwhere held_on > %(after)s::date;\n", functions
    )

    assert [(one.name, one.type, one.may_be_none) for one in query.parameters] == [
        ("of", "text", False),
        ("level", "text", True),
        ("after", "date", False),
    ]
    assert [(one.name, one.may_be_none) for one in query.columns] == [("held_on", False)]
