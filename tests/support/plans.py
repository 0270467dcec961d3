"""Which plans PostgreSQL made for a question, also for what is asked inside its functions."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from infra.postgres import Connection
from infra.sql import load


@dataclass(frozen=True)
class Scan:
    """How one table, or one chunk of it, was read."""

    kind: str
    table: str
    index: str | None
    rows: int  # that were looked at, whether they were wanted or not


def scans(connection: Connection, question: str, values: Sequence[Any] = ()) -> list[Scan]:
    """Ask a question, and return everything that was read for it."""
    told: list[str] = []
    connection.execute(load("tests.bench.reads", "filling.sql")["tell_plans"])
    connection.add_notice_handler(lambda one: told.append(one.message_primary or ""))
    connection.execute(question, values)  # type: ignore[arg-type]
    plans = (text.partition("plan:\n")[2] for text in told)
    return [scan for plan in plans if plan for scan in _scans(json.loads(plan)["Plan"])]


def _scans(node: Mapping[str, Any]) -> Iterator[Scan]:
    for inner in node.get("Plans", ()):
        yield from _scans(inner)
    # An index that only says which rows a bitmap is of has no table: the node above it has.
    if "Relation Name" in node and node["Actual Loops"] and node["Node Type"] != "Custom Scan":
        removed = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
        each = node["Actual Rows"] + sum(node.get(name, 0) for name in removed)
        rows = round(each * node["Actual Loops"])
        yield Scan(node["Node Type"], node["Relation Name"], node.get("Index Name"), rows)
