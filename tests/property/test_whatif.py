"""A what-if is a system that was told its events and no others: every read function says so.

Events of random histories, with amendments and labels, are left out, changed and added by somebody
who may read them; the same history without them, with what they say instead, and with them, is
stored under the same numbers and moments. What the history says stays as it was, to the last row.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.conninfo import make_conninfo

from infra import worlds
from infra.postgres import Connection
from infra.settings import Settings
from schemas.envelope import decode, encode
from schemas.errors import Refused
from streams.what_if import making, tables
from streams.what_if.checking import subject_that_fits
from streams.what_if.edits import Add, Change, Edit, RemoveEvent
from streams.what_if.making import WhatIf
from tests.property import asking
from tests.property.clearances import Labelled, labelled, store
from tests.property.test_any_order import few
from tests.property.test_visibility import EXCUSED, answers
from tests.support.postgres import Database

QUESTIONS = 3  # to each function, about each history
OPERATOR = "operator"
NOWHERE = "what is added never came through the log"
EXCUSED_HERE = EXCUSED | {
    (function, column): NOWHERE
    for function in ("event", "events", "event_by_identity", "find_events")
    for column in ("topic", "partition", "offset")
}
EXCUSED_HERE |= {
    ("marking", "classification"): "what may be shown to whom is said as of the facts",
    ("marking", "is_exercise"): "what may be shown to whom is said as of the facts",
    ("partitions", "next_offset"): NOWHERE,
    ("system_state", "next_offset"): NOWHERE,
    ("recording_clock", "simulated_until"): NOWHERE,
}
LIST = "whatifs"  # says which what-ifs there are
BODIES = ("NATO", "WTO")
# Who made one is written into the trail, which is no history of the alliance.
NOT_COMPARED = ("whatif", "session", "viewer", "worker", "migration", "audit_entry")

some = settings(few, max_examples=int(os.environ.get("MUSTER_EXAMPLES", "6")))


class Later(Labelled):
    """A history at the end of which something is heard right after all else."""

    @property
    def moments(self) -> list[datetime]:
        """Give the moment at which each batch is recorded."""
        *others, _ = super().moments
        return [*others, others[-1] + timedelta(microseconds=1)]


@dataclass(frozen=True)
class Edited:
    """A history, the edits that are made in it, and the history that says the same."""

    told: Labelled
    edits: tuple[Edit, ...]
    instead: Labelled


@st.composite
def edited(draw: st.DrawFn) -> Edited:
    """Give a history and edits that its viewer may make."""
    history = draw(labelled())
    mine = [one for one in history.events if _may_be_edited(one, history)]
    picked = draw(st.lists(st.sampled_from(mine), unique=True, max_size=5)) if mine else []
    # What is added takes a label that some event has.
    there = {_label(one) for one in history.events if one not in picked}
    role = {one: draw(st.sampled_from(("remove", "change", "add"))) for one in picked}
    role |= {one: "remove" for one in picked if role[one] == "add" and _label(one) not in there}
    changes = {one: _change(draw, one, mine) for one in picked if role[one] == "change"}
    changed = {one: what for one, what in changes.items() if what is not None}
    removed = [one for one in picked if role[one] == "remove"]
    added = [one for one in picked if role[one] == "add"]
    batches = tuple(
        tuple(sorted((one for one in batch if one not in added), key=removed.__contains__))
        for batch in history.batches
    )
    told = replace(history, batches=batches, readable=frozenset(history.events))
    edits = (
        *(RemoveEvent(**_key(one)) for one in removed),
        *(Change(**_key(one), set=what[0]) for one, what in changed.items()),
        *(Add(json.loads(one)) for one in added),
    )
    return Edited(told, edits, _instead(told, removed, changed, added))


def _instead(
    told: Labelled,
    removed: Sequence[bytes],
    changed: Mapping[bytes, tuple[dict[str, Any], bytes]],
    added: Sequence[bytes],
) -> Labelled:
    said = {one: text for one, (_, text) in changed.items()}
    batches = tuple(tuple(said.get(one, one) for one in batch) for batch in told.batches)
    last = tuple(msgspec.json.encode(json.loads(one)) for one in added)
    kept = frozenset(one for batch in (*batches, last) for one in batch if one not in removed)
    if not last:
        return replace(told, batches=batches, readable=kept)
    return Later(told.viewer, (*batches, last), kept, told.summed_after)


def _key(event: bytes) -> dict[str, str]:
    written = json.loads(event)
    return {name: written[name] for name in ("source", "id")}


def _label(event: bytes) -> tuple[object, ...]:
    written = json.loads(event)
    return tuple(written.get(name) for name in ("policy", "classification", "releasableto"))


def _may_be_edited(event: bytes, history: Labelled) -> bool:
    # Who belongs to a body decides what a nation may read, and that stays the history's.
    is_of_members = b"org.muster.member." in event
    return event in history.readable and not (is_of_members and history.viewer.nation)


def _change(
    draw: st.DrawFn, event: bytes, others: Sequence[bytes]
) -> tuple[dict[str, Any], bytes] | None:
    """Let a field say what it says in another event of the type, if the whole then holds."""
    decoded = decode(event)
    document = json.loads(encode(decoded.envelope, decoded.data))
    data = document["data"]
    values = [
        (name, value)
        for other in map(json.loads, others)
        if other["type"] == document["type"]
        for name, value in other["data"].items()
        if value is not None and value != data.get(name)
    ]
    if not values:
        return None
    name, value = draw(st.sampled_from(values))
    document["data"] = {**data, name: value}
    document["subject"] = subject_that_fits(document)
    text = msgspec.json.encode(document)
    try:
        is_other = decode(text).data != decoded.data
    except Refused:
        return None
    return ({name: value}, text) if is_other else None


@pytest.fixture(scope="module")
def own(stack: Settings, database: Database) -> Settings:
    return replace(stack, conninfo=make_conninfo(stack.conninfo, dbname=database.name))


def made(own: Settings, database: Database, history: Edited) -> WhatIf:
    """Store a history and make the what-if of it; those of before are gone."""
    store(database, history.told, all_of_it=True)
    # Those of before are dropped whoever may see them now: labels of the last history are gone.
    with database.connect() as owner:
        rows = owner.execute("delete from muster.whatif returning whatif_id").fetchall()
        tables.drop(owner, [name for (one,) in rows for name in worlds.schemas_of_whatif(one)])
    return making.create(own, OPERATOR, "what if", history.edits)


def all_rows(connection: Connection) -> dict[str, Any]:
    """Give a checksum of every table of the history."""
    tables = connection.execute(
        "select format('%I.%I', schemaname, tablename), tablename from pg_tables"
        " where schemaname in ('muster', 'muster_1') order by 1"
    ).fetchall()
    return {
        table: connection.execute(
            f"select count(*), sum(hashtextextended(t::text, 0)::numeric) from {table} t"
        ).fetchone()
        for table, name in tables
        if name not in NOT_COMPARED
    }


@pytest.mark.timeout(0)
@some
@given(edited(), st.integers(0, 2**32))
def test_a_what_if_is_a_system_that_was_told_nothing_else(
    own: Settings, database: Database, history: Edited, seed: int
):
    if not history.edits:
        return
    whatif = made(own, database, history)
    with database.connect("muster_reader") as reader:
        reader.execute("set timezone = 'UTC'")
        known = asking.choices(history.told.events, history.told.moments)
        functions = [one for one in asking.functions(reader) if one.name != LIST]
        asked = asking.questions(functions, known, Random(seed), QUESTIONS)
        found = answers(reader, asked, f"whatif_{whatif.whatif_id}", EXCUSED_HERE)
        store(database, history.instead, all_of_it=False)
        expected = answers(reader, asked, excused=EXCUSED_HERE)
    both = zip(asked, found, expected, strict=True)

    assert [(one, left, right) for one, left, right in both if left != right] == []


@pytest.mark.timeout(0)
@some
@given(edited())
def test_making_a_what_if_leaves_the_history_as_it_was(
    own: Settings, database: Database, history: Edited
):
    if not history.edits:
        return
    store(database, history.told, all_of_it=True)
    with database.connect() as owner:
        before = all_rows(owner)
        whatif = making.create(own, OPERATOR, "beside", history.edits)
        after = all_rows(owner)
        making.drop(own, OPERATOR, whatif.whatif_id)

        assert after == before
        assert all_rows(owner) == before


READINGS = "select actor, area, level, t, t_level, index from {}.readiness(null, %s, %s)"
DIFFERENCE = (
    "select distinct actor, area, from_level, from_t, from_t_level, from_index,"
    " to_level, to_t, to_t_level, to_index from {}.difference(null, %s, %s, %s, %s)"
)
NOTHING = ("ND", None, None, None)


@pytest.mark.timeout(0)
@some
@given(edited())
def test_the_difference_is_between_the_readings_of_both(
    own: Settings, database: Database, history: Edited
):
    if not history.edits:
        return
    whatif = made(own, database, history)
    versus = f"versus_{whatif.whatif_id}"
    facts, told = whatif.whatif_known_at, whatif.heard_at
    with database.connect("muster_reader") as reader:
        for as_of in asking.MOMENTS:
            there = readings(reader, "readiness", as_of, facts)
            here = readings(reader, f"whatif_{whatif.whatif_id}", as_of, told)
            rows = rounded(reader, DIFFERENCE.format(versus), [as_of, facts, as_of, told])

            for actor, area, *values in rows:
                assert tuple(values[:4]) == there.get((actor, area), NOTHING)
                assert tuple(values[4:]) == here.get((actor, area), NOTHING)
            assert {row[:2] for row in rows} == {
                name
                for name in there.keys() | here.keys()
                if there.get(name, NOTHING) != here.get(name, NOTHING)
            }


def readings(reader: Connection, schema: str, as_of: datetime, known_at: datetime) -> Any:
    """Give what each reading says at a moment, by actor and area."""
    rows = rounded(reader, READINGS.format(schema), [as_of, known_at])
    return {row[:2]: row[2:] for row in rows}


def rounded(reader: Connection, question: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """Give an answer without what sums of floating point leave in the last digits."""
    return [
        tuple(round(one, 9) if isinstance(one, float) else one for one in row)
        for row in reader.execute(question, values).fetchall()
    ]
