"""Who speaks of a table that each world has names no world: only so is it the one in force."""

import re

import pytest

from tests.contract.test_sql import FILES, ROOT

SCHEMA = (ROOT / "infra/timescale/schema.sql").read_text("utf-8")
OF_A_WORLD = re.findall(
    r"(?m)^create table (\w+)", SCHEMA.partition("create schema if not exists muster_1")[2]
)


def tied(text: str) -> list[str]:
    """Give the tables of a world that a text ties to one schema."""
    return [
        name
        for name in re.findall(r"\bmuster(?:_\d+)?\.(\w+)(?![\w.])", text)
        if name in OF_A_WORLD
    ]


def test_a_name_that_is_tied_to_a_schema_is_found():
    assert {"evidence", "amendment_flag"} <= set(OF_A_WORLD)
    assert tied("select from muster.amendment_flag join muster_1.evidence") == [
        "amendment_flag",
        "evidence",
    ]
    assert tied("select from muster.ledger, evidence") == []


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_statement_ties_a_table_of_a_world_to_a_schema(path):
    assert tied((ROOT / path).read_text("utf-8")) == []
