"""Whatever happened between two moments: the causes of a change add up to it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabulary import Classification
from tests.property.histories import History, histories
from tests.property.test_any_order import MOMENTS, few
from tests.support.given import TOLERANCE, Row, ask_reference, at, differences, undone
from tests.support.postgres import Database

QUESTIONS = ("difference", "level_causes", "interoperability_difference")
OF_A_CAUSE = ("actor", "area", "measure", "cause", "pillar")
OF_AN_ENTRY = ("from_level", "to_level", "from_t", "to_t", "from_index", "to_index", "is_clear")
OF_A_READING = ("actor", "actor_a", "actor_b", "area", "dimension", "measure")
moment = st.sampled_from((*MOMENTS, at("2025-06-01"), at("2026-11-22T18:00:00")))


@few
@given(histories(), moment, moment, st.data())
def test_causes_add_up_to_the_change(
    database: Database, history: History, start: datetime, end: datetime, data: st.DataObject
):
    with undone(database) as told:
        known = [told.tell(*batch) for batch in history.batches]
        recorded = told.history()
        heard, later = data.draw(st.sampled_from(known)), data.draw(st.sampled_from(known))
        for question in QUESTIONS:
            for body in ("NATO", None):
                asked = (question, body, start, heard, end, later)
                found = told.ask(*asked)
                expected = ask_reference(recorded, Classification.TOP_SECRET, *asked)
                assert (asked, differences(found, expected)) == (asked, [])
                assert_shares_add_up(found)
                assert_shares_add_up(expected)


@few
@given(histories(), moment, moment)
def test_values_are_those_that_are_read(
    database: Database, history: History, start: datetime, end: datetime
):
    with undone(database) as told:
        known = [told.tell(*batch) for batch in history.batches]
        rows = told.ask("difference", None, start, known[0], end, known[-1])
        readings = {
            side: {
                (row["actor"], row["area"]): row
                for row in told.ask("readiness", None, as_of, known_at)
            }
            for side, as_of, known_at in (("from", start, known[0]), ("to", end, known[-1]))
        }
    nothing = {"level": "ND", "t": None, "t_level": None, "index": None}
    for row in rows:
        for side, found in readings.items():
            reading = found.get((row["actor"], row["area"]), nothing)
            expected = {name: reading[name] for name in nothing}
            assert (
                differences([{name: row[f"{side}_{name}"] for name in nothing}], [expected]) == []
            )


@few
@given(histories(), moment, moment, st.data())
def test_every_level_that_moved_has_one_cause_and_every_reading_is_one_entry(
    database: Database, history: History, start: datetime, end: datetime, data: st.DataObject
):
    with undone(database) as told:
        known = [told.tell(*batch) for batch in history.batches]
        heard, later = data.draw(st.sampled_from(known)), data.draw(st.sampled_from(known))
        rows = told.ask("difference", None, start, heard, end, later)
        levels = told.ask("level_causes", None, start, heard, end, later)
    entries = {}
    for row in rows:
        entry = tuple(row[name] for name in OF_AN_ENTRY)
        assert entries.setdefault((row["actor"], row["area"]), entry) == entry
    moved = [(row["actor"], row["area"]) for row in rows if row["measure"] == "level"]
    assert moved == [key for key, entry in entries.items() if entry[0] != entry[1]]
    assert moved == [(row["actor"], row["area"]) for row in levels]
    assert all(row["from_level"] != row["to_level"] for row in levels)


@few
@given(histories(), moment, moment, st.data())
def test_in_short_is_the_same_put_together(
    database: Database, history: History, start: datetime, end: datetime, data: st.DataObject
):
    most = data.draw(st.sampled_from((0, 1, 20)))
    with undone(database) as told:
        known = [told.tell(*batch) for batch in history.batches]
        heard, later = data.draw(st.sampled_from(known)), data.draw(st.sampled_from(known))
        asked = ("NATO", start, heard, end, later, None, None, None)
        found = told.ask("difference_in_short", *asked, most)
        expected = told.ask("difference", *asked)
        for row in expected:
            row["events"] = int(row["seq"] is not None)
        assert differences(put_together(found), put_together(expected)) == []
        assert_shares_add_up(found)


def put_together(rows: Iterable[Row]) -> list[Row]:
    """Give one row for each kind of cause of each reading, with how many events it is."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in OF_A_CAUSE), []).append(row)
    together = [
        {
            **dict(zip(OF_A_CAUSE, key, strict=True)),
            **{name: group[0][name] for name in (*OF_AN_ENTRY, "change")},
            "events": sum(row["events"] for row in group),
            "share": None if group[0]["share"] is None else sum(row["share"] for row in group),
        }
        for key, group in groups.items()
    ]
    return sorted(together, key=lambda row: [str(row[name]) for name in OF_A_CAUSE])


def assert_shares_add_up(rows: Iterable[Row]) -> None:
    """Check every reading by itself; from or to nothing there are no shares."""
    shared = [row for row in rows if row.get("measure", "level") != "level"]
    for _, group in groupby(shared, key=lambda row: [row.get(name) for name in OF_A_READING]):
        causes = list(group)
        shares = [row["share"] for row in causes]
        change = causes[0]["change"]
        if change is None:
            assert set(shares) == {None}
        else:
            assert abs(sum(shares) - change) <= TOLERANCE
