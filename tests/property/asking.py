"""Every read function there is, asked with whatever its parameters take.

Found in the database by name and parameters: a new function is asked without anybody adding it,
and one with a parameter of a name that nobody has used before fails and says so.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from psycopg import sql

from infra.postgres import Connection
from tests.property.fields import DAYS
from tests.support.given import at

NOT_GIVEN = object()
MOMENTS = tuple(
    map(at, ("2024-11-23T12:00:00", "2026-11-23T12:00:00", "2026-12-31T06:00:00", "2028-03-01"))
)
BEGINNINGS = (at("2024-11-20"), at("2026-06-01"), at("2026-11-20"))
ENDS = (at("2026-11-23T12:00:00"), at("2027-03-01"))
# Parameters whose values are those of a field of some event, by the field.
OF_FIELDS = {
    "exercise_id": ("exercise_id", "only_exercise"),
    "lesson_id": ("lesson_id",),
    "commitment_id": ("of_commitment",),
    "decision_id": ("of_decision",),
    "meeting_id": ("of_meeting", "only_meeting"),
    "about": ("only_about", "page"),
    "area": ("area", "only_area"),
    "dimension": ("dimension", "only_dimension"),
    "body": ("body", "of_body"),
    "actor": ("actor", "actor_a", "actor_b", "only_actor"),
}
MAY_BE_NULL = ("body", "of_body", "before_seq", "occurred_from", "occurred_to", "words")


class NobodySays(LookupError):
    """A read function takes something that nobody says how to ask with."""


@dataclass(frozen=True)
class Function:
    """A read function: its parameters in order, and those that may be left out."""

    name: str
    parameters: tuple[str, ...]
    optional: frozenset[str]

    @property
    def has_second_clock(self) -> bool:
        """Tell whether it can be asked as something was known at a moment."""
        return not {"known_at", "to_known_at"}.isdisjoint(self.parameters)

    @property
    def filters(self) -> tuple[str, ...]:
        """Give the parameters that narrow nothing when they are null."""
        return tuple(
            one for one in self.parameters if one in MAY_BE_NULL or one.startswith("only_")
        )


@dataclass(frozen=True)
class Asked:
    """A question: a read function, and what it is asked with by name."""

    function: str
    arguments: tuple[tuple[str, object], ...]


def functions(connection: Connection) -> list[Function]:
    """Give every read function that anybody may call."""
    rows = connection.execute(
        "select p.proname, coalesce(p.proargnames[:p.pronargs], '{}'), p.pronargdefaults"
        " from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where n.nspname = 'readiness' order by p.proname"
    ).fetchall()
    return [
        Function(name, tuple(names), frozenset(names[len(names) - defaults :]))
        for name, names, defaults in rows
    ]


def choices(events: Iterable[bytes], known: Sequence[datetime]) -> dict[str, Sequence[object]]:
    """Give what can be asked with, by parameter: what events name, and some that none does."""
    written = [json.loads(event) for event in events]
    found = {name: _said(written, field) for field, names in OF_FIELDS.items() for name in names}
    seqs = range(1, len(written) + 2)
    days = (*map(datetime.date, BEGINNINGS), *map(datetime.date, ENDS))
    return found | {
        "after": MOMENTS,
        "after_seq": seqs,
        "as_of": MOMENTS,
        "as_then_known": (True, False),
        "before_seq": seqs,
        "buckets": (1, 10),
        "from_as_of": BEGINNINGS,
        "from_at": BEGINNINGS,
        "from_known_at": known,
        "from_on": days[:3],
        "in_format": ("pdf",),
        "known_at": known,
        "max_meetings": (1, 4),
        "max_rows": (1, 2, 1000),
        "most": (1, 20),
        "most_searched": (1, 5, 2000),
        # A window of numbers, and numbers are those of all events.
        "find_events.most_searched": (2000,),
        # Histories hold no replay clocks.
        "of_clock": ("amber",),
        # Histories hold no reviews; tests/integration/database/test_reviews.py has some.
        "of_edition": (1,),
        "of_review": ("0123456789ab",),
        "occurred_from": BEGINNINGS,
        "occurred_to": ENDS,
        "only_cause": ("came", "corrected", "retracted", "not yet"),
        "only_kind": ("note", "acknowledgement"),
        "only_level": ("summit", "fm"),
        "only_reason": ("invalid-data", "unknown-version"),
        "only_state": ("flagged", "amended"),
        "only_subject": sorted({one["subject"] for one in written}),
        "only_type": sorted({one["type"] for one in written}),
        "seqs": (tuple(seqs), (1,), (2, 5)),
        "step": (timedelta(days=61), timedelta(days=200)),
        "to_as_of": ENDS,
        "to_at": ENDS,
        "to_known_at": known,
        "to_on": days[3:],
        "wanted_epoch": (1, 2),
        "wanted_offset": (0, 1),
        "wanted_partition": (0, 1),
        "wanted_topic": ("labelled", "nowhere"),
        "wanted_id": sorted({one["id"] for one in written}),
        "wanted_ids": (sorted({one["id"] for one in written}),),
        "wanted_seq": seqs,
        "wanted_table": ("import/marks/marks",),
        "wanted_key": ("0123456789ab", "nobody"),
        "wanted_source": sorted({one["source"] for one in written}),
        "words": ("EST", "summit", DAYS[0]),
    }


def _said(written: Iterable[Mapping[str, Any]], field: str) -> list[str]:
    """Give every value of a field of the data, also of what a correction puts in its place."""
    datas = [one["data"] for one in written]
    inner = [data["data"] for data in datas if isinstance(data.get("data"), dict)]
    return [*sorted({one[field] for one in (*datas, *inner) if one.get(field)}), "nobody"]


def questions(
    asked: Iterable[Function], known: Mapping[str, Sequence[object]], luck: Random, times: int
) -> list[Asked]:
    """Give so many questions to each function, with what luck picks."""
    return [
        _question(function, known, luck)
        for function in asked
        for _ in range(times if function.parameters else 1)
    ]


def _question(function: Function, known: Mapping[str, Sequence[object]], luck: Random) -> Asked:
    picked = {name: _pick(function, name, known, luck) for name in function.parameters}
    given = tuple((name, value) for name, value in picked.items() if value is not NOT_GIVEN)
    return Asked(function.name, given)


def _pick(
    function: Function, name: str, known: Mapping[str, Sequence[object]], luck: Random
) -> object:
    if name not in known:
        raise NobodySays(
            f"readiness.{function.name} takes {name}, and nobody says what it can be asked with: "
            "add it to `choices` in tests/property/asking.py"
        )
    if name in function.optional and name != "known_at" and luck.random() < 0.5:
        return NOT_GIVEN
    if name in function.filters and luck.random() > 1.5 / len(function.filters):
        return None
    return luck.choice(known.get(f"{function.name}.{name}", known[name]))


def ask(
    connection: Connection,
    asked: Asked,
    leave_out: Sequence[str] = (),
    schema: str = "readiness",
) -> list[tuple[Any, ...]]:
    """Give every row of a read function as the very text that is sent, without some columns."""
    answer = sql.SQL("to_jsonb(answer) - {}::text[]").format(sql.Literal(list(leave_out)))
    # Of one column alone, a function would give the value, not a row.
    query = sql.SQL("select ({})::text from (select * from {}.{}({})) answer").format(
        answer if leave_out else sql.SQL("answer"),
        sql.Identifier(schema),
        sql.Identifier(asked.function),
        sql.SQL(", ").join(
            sql.SQL("{} => {}").format(sql.Identifier(name), sql.Placeholder())
            for name, _ in asked.arguments
        ),
    )
    values = [list(one) if isinstance(one, tuple) else one for _, one in asked.arguments]
    return connection.execute(query, values).fetchall()
