"""The tables of the pages: which read function answers for which, and column by column with what.

A table stands here with the question its numbers come from, what tells its rows apart, and for
each of its columns the column of the answer that means the same.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from dashboard import constants
from tests.dashboard.walking import Asked, Row, Shown, Tally, plain, rounds_to

BODY_TREND = "body_trend('NATO', %(from_at)s, %(as_of)s, '30 days', %(known_at)s)"
CAUSES = "difference_in_short('NATO', %(compared_from)s, %(known_at)s, %(as_of)s, %(known_at)s)"
YEAR, COMPARED = timedelta(days=365), timedelta(days=90)


@dataclass(frozen=True)
class Table:
    """One table: the page's columns that tell rows apart, and its columns with numbers."""

    question: str
    keys: Mapping[str, str]
    columns: Mapping[str, str | Callable[[Row], Any]]
    more: Mapping[str, object] = field(default_factory=dict)
    scale: Mapping[str, float] = field(default_factory=dict)
    is_all: bool = True  # every row of the answer is in the table


# The thresholds that the words of a column must not cross.
STEPS = {
    ("readiness-grid", "training"): constants.steps("T"),
    ("readiness-grid", "reported"): constants.steps("T"),
    ("readiness-grid", "personnel"): constants.steps("P"),
    ("readiness-grid", "equipment"): constants.steps("S"),
    ("readiness-grid", "condition"): constants.steps("R"),
    ("pair-grid", "bound"): constants.pair_steps(),
}
_READS_AS_A_NUMBER = re.compile(r"(?P<number>[+−-]?\d[\d,]*(\.\d+)?)( %| d)?")


def _graded(row: Row) -> int:
    """Give how many objectives of an exercise were graded."""
    parts = ("performed", "some_challenges", "major_challenges", "unable")
    return sum(row[part] for part in parts)


TABLES = {
    "readiness-grid": Table(
        "readiness_in_body({at})",
        {"member": "actor", "area": "area"},
        {
            "level": "level",
            "last_level": "last_level",
            "reporting": "reporting",
            "training": "t",
            "items": "items",
            "external": "external_items",
            "personnel": "p",
            "equipment": "s",
            "condition": "r",
            "reported": "reported_t",
            "age": "age_days",
            "report_age": "report_age_days",
        },
    ),
    "commitments-grid": Table(
        "commitments({at})",
        {"commitment_id": "commitment_id", "actor": "actor"},
        {
            "value": "value",
            "expected": "expected",
            "target": "target",
            "score": "score",
            "age": "age_days",
            "is_late": "is_late",
            "is_counted": "is_counted",
        },
    ),
    "promise-grid": Table(
        "commitments({at})",
        {"commitment_id": "commitment_id", "actor": "actor"},
        {
            "value": "value",
            "age": "age_days",
            "baseline": "baseline",
            "expected": "expected",
            "target": "target",
            "score": "score",
            "is_late": "is_late",
            "is_counted": "is_counted",
        },
        is_all=False,
    ),
    "pair-grid": Table(
        "interoperability({at})",
        {"a": "actor_a", "b": "actor_b", "dimension": "dimension"},
        {
            "level": "level",
            "last_level": "last_level",
            "bound": "lower_bound",
            "tests": "tests",
            "age": "age_days",
        },
    ),
    "trend-grid": Table(
        BODY_TREND,
        {"at": "at", "area": "area"},
        {
            "value": "ready_ratio",
            "members": "members",
            "ready": "ready",
            "late": "late",
            "lapsed": "lapsed",
            "never": "never",
            "mean_index": "mean_index",
            "indices": "indices",
            "lapsed_indices": "lapsed_indices",
        },
        scale={"value": 100.0},
    ),
    "exercise-grid": Table(
        "exercise_schedule("
        "'NATO', '1949-01-01', '2199-01-01', %(as_of)s, %(known_at)s, null, 9999)",
        {"exercise_id": "exercise_id"},
        {
            "graded": _graded,
            "met": lambda row: _graded(row) - row["unable"] if _graded(row) else None,
            "hard": lambda row: row["major_challenges"] if _graded(row) else None,
            "unable": lambda row: row["unable"] if _graded(row) else None,
        },
        is_all=False,
    ),
    "lesson-grid": Table(
        "lesson_board({at})",
        {"lesson_id": "lesson_id"},
        {"severity": "severity", "overdue_days": "overdue_days", "is_open": "is_open"},
        is_all=False,
    ),
    "burden-grid": Table(
        "burden({at})",
        {"actor": "actor", "area": "area"},
        {"burden": "burden", "lessons": "lessons", "overdue": "overdue"},
    ),
    "gaps-grid": Table(
        "gaps({at})",
        {"actor": "actor", "area": "area"},
        {
            "gap": "gap",
            "index": "index",
            "target_index": "target_index",
            "last_index": "last_index",
            "last_gap": "last_gap",
        },
        is_all=False,
    ),
    "attendance-grid": Table(
        "attendance_record({at})",
        {"member": "actor", "level": "level"},
        {"of": "meetings", "rank": "mean_rank"},
    ),
    "consensus-grid": Table(
        "divergence({at})",
        {"domain": "policy_domain"},
        {"contested": "contested", "proposed": "proposed", "share": "divergence_ratio"},
        scale={"share": 100.0},
    ),
    "notice-grid": Table(
        "notice_to_move({at})",
        {"band": "band"},
        {"units": "quantity", "offers": "offers", "actors": "actors", "late": "late"},
    ),
    "reporting-grid": Table(
        "reporting({at})",
        {"actor": "actor", "area": "area", "pillar": "pillar"},
        {"age": "age_days", "state": "state", "is_missing": "is_missing"},
    ),
    "insight-grid": Table(
        "insight_sharing(null, %(as_of)s, %(known_at)s, %(year_ago)s)",
        {"giver": "from_actor", "receiver": "to_actor", "topic": "topic"},
        {"products": "products"},
        is_all=False,
    ),
    "difference-grid": Table(
        CAUSES,
        {
            "actor": "actor",
            "where": "area",
            "measure": "measure",
            "cause": "cause",
            "pillar": "pillar",
            "seq": "seq",
        },
        {
            "change": "change",
            "share": "share",
            "events": "events",
            "from_level": "from_level",
            "to_level": "to_level",
            "from_t": "from_t",
            "to_t": "to_t",
            "from_index": "from_index",
            "to_index": "to_index",
            "is_clear": "is_clear",
        },
        is_all=False,
    ),
    "log-grid": Table(
        "events(known_at => %(known_at)s, max_rows => 500, occurred_to => %(after)s)",
        {"id": "event_id", "source": "source"},
        {"seq": "seq"},
    ),
}


def compared_from(as_of: datetime) -> datetime:
    """Give the moment the review compares with when the address names none."""
    return (as_of - COMPARED).replace(second=0, microsecond=0)


def answers(table: Table, asked: Asked) -> dict[tuple[Any, ...], Row]:
    """Give the rows of a table's question by what tells them apart."""
    steps = timedelta(days=round(3 * 365.25)) // timedelta(days=30)
    known = {
        "from_at": asked.as_of - steps * timedelta(days=30),
        "year_ago": asked.as_of - YEAR,
        "compared_from": compared_from(asked.as_of),
        "after": asked.as_of + timedelta(microseconds=1),
    }
    more = {name: value for name, value in known.items() if f"%({name})s" in table.question}
    found = asked.rows(table.question, **more, **table.more)
    if table.question == BODY_TREND:
        found = _points(found)
    return {tuple(_key(row[one]) for one in table.keys.values()): row for row in found}


def compare_table(tally: Tally, place: str, id: str, rows: Sequence[Row], asked: Asked) -> None:
    """Compare every number of a table's rows with what its read function says."""
    table = TABLES[id]
    own = answers(table, asked)
    if id == "trend-grid":
        rows = _points(rows)
    seen = 0
    for row in rows:
        key = tuple(_key(row[one]) for one in table.keys)
        seen += 1
        truth = own.get(key)
        if truth is None:
            tally.same(f"{place} {id}", (id, *key), "a row", None)
            continue
        for column, name in table.columns.items():
            value = truth[name] if isinstance(name, str) else name(truth)
            if column in table.scale and value is not None:
                value = float(value) * table.scale[column]
            tally.same(f"{place} {id}", (table.question, *key, column), row[column], value)
    if table.is_all:
        tally.same(f"{place} {id}", (id, "rows"), seen, len(own))


def _points(rows: Sequence[Row]) -> list[Row]:
    """Give the points of a trend by their place from the end: live ones end a little later.

    What has no area is an event below the axis.
    """
    points = [row for row in rows if row["area"] is not None]
    places = {at: i for i, at in enumerate(sorted({row["at"] for row in points}, reverse=True))}
    return [{**row, "at": places[row["at"]]} for row in points]


def compare_words(tally: Tally, shown: Shown, id: str) -> None:
    """Compare what each number of a table reads as with what it is: it must be well rounded."""
    for row in shown.grids[id]["rows"]:
        for column in TABLES[id].columns:
            value, words = row[column]
            number = _READS_AS_A_NUMBER.fullmatch(plain(words))
            if number is None or isinstance(value, bool | str) or value is None:
                continue
            key = tuple(row[one][0] for one in TABLES[id].keys)
            digits = 2 if column == "bound" else 1
            is_right = rounds_to(number["number"], value, STEPS.get((id, column), ()), digits)
            tally.same(f"words {id} {words!r} {value!r}", (id, *key, column), is_right, True)


def compare_csv(
    tally: Tally, id: str, rows: Sequence[Row], lines: Sequence[Sequence[str]]
) -> None:
    """Compare the rows of a table in one kind of file with those in the other."""
    tally.same(f"csv {id}", (id, "rows"), len(lines) - 1, len(rows))
    for row, line in zip(rows, lines[1:], strict=False):
        key = tuple(_key(row[one]) for one in TABLES[id].keys)
        for name, cell in zip(row, line, strict=True):
            value = row[name]
            if isinstance(value, bool):
                tally.same(f"csv {id}", (id, *key, name), cell, str(value).lower())
            elif isinstance(value, int | float):
                tally.same(f"csv {id}", (id, *key, name), float(cell), float(value))


def screen_rows(shown: Shown, id: str) -> list[Row]:
    """Give the values in the rows of a table as the browser has them."""
    return [{name: cell[0] for name, cell in row.items()} for row in shown.grids[id]["rows"]]


def _key(value: Any) -> Any:
    """Give what tells a row apart in one form: instants and days as the screen has them."""
    if hasattr(value, "astimezone"):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if isinstance(value, date) else value
