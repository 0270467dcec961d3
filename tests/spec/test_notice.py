"""How fast members say they can move."""

from datetime import date, timedelta

import pytest

from schemas.events import CapabilityDeclared
from schemas.vocabulary import Classification
from tests.spec.cases import NOW, agrees, joined, left, reported
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import Engine, at, days_before


def notice(ntm_days: int | None, age_days: int = 1, **more: object) -> bytes:
    """Give a report of EST about people in logistics that states a notice to move, or none."""
    return reported(str(more.pop("pillar", "P")), 80.0, age_days, ntm_days=ntm_days, **more)


@pytest.mark.parametrize(
    ("ntm_days", "band"),
    [(0, 1), (10, 1), (11, 2), (30, 2), (31, 3), (180, 3), (181, 4), (365, 4)],
)
def test_a_reported_notice_falls_into_the_same_four_bands(engine: Engine, ntm_days, band):
    known_at = engine.tell(*joined("EST"), notice(ntm_days))

    [row] = engine.ask("reported_notice", "NATO", NOW, known_at)

    assert agrees(row, {"actor": "EST", "area": "logistics", "ntm_days": ntm_days})
    assert agrees(row, {"ntm_band": band, "age_days": 1, "expires_on": date(2027, 2, 20)})


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([notice(5)], [5]),
        ([notice(5, 20), notice(40, 10)], [40]),
        ([notice(5, 10), notice(40, 20)], [5]),
        ([notice(5, 20), notice(None, 10)], [5]),
        ([notice(None)], []),
        ([notice(5, 20), notice(40, 10, pillar="R")], [40]),
        ([notice(5, pillar="T")], [5]),
        ([notice(5, 10), notice(40, 10, sequence=1)], [40]),
        ([notice(5, area="air"), notice(40)], [5, 40]),
        ([notice(5, 90)], [5]),
        ([notice(5, 91)], [5]),
        ([notice(5, 5000)], [5]),
        ([notice(5, 91), notice(None, 1)], [5]),
        ([notice(5, actor="SWE")], []),
    ],
    ids=[
        "one report",
        "a later report",
        "an earlier report that came later",
        "a later report that leaves it unsaid",
        "never said",
        "said with another pillar",
        "said with the training pillar",
        "at the same moment, by sequence",
        "per area",
        "on its last day",
        "lapsed",
        "from long ago",
        "lapsed, and left unsaid since",
        "of a stranger",
    ],
)
def test_the_latest_report_that_says_so_counts_however_old(engine: Engine, events, expected):
    known_at = engine.tell(*joined("EST"), *events)

    rows = engine.ask("reported_notice", "NATO", NOW, known_at)

    assert [row["ntm_days"] for row in rows] == expected


def test_without_a_body_everybody_is_listed(engine: Engine):
    known_at = engine.tell(*joined("EST"), notice(5), notice(40, actor="SWE"))

    rows = engine.ask("reported_notice", None, NOW, known_at)

    assert [(row["actor"], row["ntm_days"]) for row in rows] == [("EST", 5), ("SWE", 40)]


def test_whoever_left_is_not_listed_any_more(engine: Engine):
    known_at = engine.tell(*joined("EST"), left("EST", "2026-11-20"), notice(5, 10))

    before = engine.ask("reported_notice", "NATO", at("2026-11-19"), known_at)

    assert [row["ntm_days"] for row in before] == [5]
    assert engine.ask("reported_notice", "NATO", NOW, known_at) == []


def test_a_corrected_notice_counts_from_when_it_was_known(engine: Engine):
    root = notice(5, 10)
    first = engine.tell(*joined("EST"), root)
    second = engine.tell(correction_of(root, ntm_days=200))
    third = engine.tell(retraction_of(root, id="r1"))

    asked = [engine.ask("reported_notice", "NATO", NOW, known) for known in (first, second, third)]

    assert [[row["ntm_band"] for row in rows] for rows in asked] == [[1], [4], []]


def test_a_notice_that_may_not_be_read_gives_way_to_one_that_may(engine: Engine):
    known_at = engine.tell(*joined("EST"), notice(5, 10), notice(40, 5, classification="SECRET"))
    engine.clear_for(Classification.RESTRICTED)

    assert [row["ntm_days"] for row in engine.ask("reported_notice", "NATO", NOW, known_at)] == [5]


@pytest.mark.parametrize(
    ("age_days", "state"),
    [(45, "current"), (46, "late"), (90, "late"), (91, "lapsed"), (4000, "lapsed")],
)
def test_a_notice_that_is_not_said_again_is_late_then_lapsed_and_does_not_vanish(
    engine: Engine, age_days, state
):
    known_at = engine.tell(*joined("EST"), notice(200))

    as_of = NOW + timedelta(days=age_days - 1)
    [row] = engine.ask("reported_notice", "NATO", as_of, known_at)

    assert agrees(row, {"ntm_days": 200, "age_days": age_days, "state": state})


def test_what_is_reported_changes_nothing_of_what_is_offered(engine: Engine):
    offered = event(CapabilityDeclared, ntm_days=60, time=days_before(NOW, 5))
    before = engine.tell(*joined("EST"), offered)
    after = engine.tell(notice(5))

    bands = [engine.ask("notice_to_move", "NATO", NOW, known) for known in (before, after)]

    assert bands[0] == bands[1]
