"""Who belongs to a body, from which day to which."""

import pytest

from schemas.events import MemberJoined
from tests.spec.cases import NOW, joined, left, rated
from tests.support.builders import event
from tests.support.given import Engine, at


@pytest.mark.parametrize(
    ("as_of", "is_member"),
    [
        ("1955-05-13T23:59:59", False),
        ("1955-05-14T00:00:00", True),
        ("1990-09-23T23:59:59", True),
        ("1990-09-24T00:00:00", False),
        ("2026-11-23T12:00:00", False),
    ],
)
def test_membership_holds_from_its_first_day_to_the_day_before_its_end(
    engine: Engine, as_of, is_member
):
    known_at = engine.tell(
        *joined("DDR", body="WTO", on="1955-05-14"), left("DDR", "1990-09-24", body="WTO")
    )

    members = engine.ask("members", "WTO", at(as_of), known_at)

    assert [member["actor"] for member in members] == (["DDR"] if is_member else [])


def test_a_membership_announced_ahead_starts_on_its_day(engine: Engine):
    known_at = engine.tell(
        event(MemberJoined, actor="SWE", from_on="2024-03-07", time="2022-07-05T00:00:00Z")
    )

    assert engine.ask("members", "NATO", at("2024-03-06"), known_at) == []
    [member] = engine.ask("members", "NATO", at("2024-03-07"), known_at)
    assert str(member["since_on"]) == "2024-03-07"


def test_who_left_can_join_again(engine: Engine):
    known_at = engine.tell(
        *joined("FRA"), left("FRA", "1966-07-01"), *joined("FRA", on="2009-04-04")
    )

    [member] = engine.ask("members", "NATO", NOW, known_at)

    assert str(member["since_on"]) == "2009-04-04"
    assert engine.ask("members", "NATO", at("1970-01-01"), known_at) == []


def test_joining_and_leaving_on_one_day_is_decided_by_what_was_said_last(engine: Engine):
    known_at = engine.tell(
        event(MemberJoined, actor="EST", from_on="2004-03-29", time="2004-03-29T00:00:00Z"),
        left("EST", "2004-03-29"),
        event(
            MemberJoined,
            actor="EST",
            from_on="2004-03-29",
            time="2004-03-29T00:00:00Z",
            sequence=1,
        ),
    )

    assert [m["actor"] for m in engine.ask("members", "NATO", NOW, known_at)] == ["EST"]


def test_a_partner_belongs_but_is_no_member_and_counts_in_no_roll_up(engine: Engine):
    known_at = engine.tell(
        *joined("EST"),
        event(MemberJoined, actor="CHE", kind="partner_nation", from_on="1996-12-11"),
        rated(1, actor="EST"),
        rated(1, actor="CHE"),
    )

    assert [member["actor"] for member in engine.ask("members", "NATO", NOW, known_at)] == ["EST"]
    [area] = engine.ask("rollup", "NATO", NOW, known_at)
    assert (area["members"], area["ready"], area["nd"]) == (1, 1, 0)


def test_a_partner_that_becomes_a_member_counts_from_that_day(engine: Engine):
    known_at = engine.tell(
        event(MemberJoined, actor="SWE", kind="partner_nation", from_on="1994-05-09"),
        *joined("SWE", on="2024-03-07"),
    )

    assert engine.ask("members", "NATO", at("2024-03-06"), known_at) == []
    assert len(engine.ask("members", "NATO", at("2024-03-07"), known_at)) == 1


def test_a_past_member_stays_readable_in_the_past(engine: Engine):
    known_at = engine.tell(
        *joined("DDR", body="WTO", on="1955-05-14"),
        left("DDR", "1990-09-24", body="WTO"),
        rated(0, actor="DDR", time="1988-05-01T00:00:00Z"),
    )

    assert len(engine.ask("readiness", "WTO", at("1988-12-01"), known_at)) == 1
    assert engine.ask("readiness", "WTO", at("1990-12-01"), known_at) == []


def test_an_actor_counts_in_each_of_its_bodies_and_in_no_other(engine: Engine):
    known_at = engine.tell(*joined("POL"), *joined("POL", body="G7"), rated(0, actor="POL"))

    assert len(engine.ask("readiness", "NATO", NOW, known_at)) == 1
    assert len(engine.ask("readiness", "G7", NOW, known_at)) == 1
    assert engine.ask("readiness", "WTO", NOW, known_at) == []
    assert len(engine.ask("readiness", None, NOW, known_at)) == 1
