"""A nation's viewer reads what is released to it, to its bodies, and to nobody by name."""

from collections.abc import Generator

import pytest

from schemas.events import MeetingHeld, MemberJoined, MemberLeft
from schemas.vocabulary import Classification
from tests.spec.cases import NOW, joined, rated
from tests.support.builders import event, retraction_of
from tests.support.given import InDatabase, undone
from tests.support.postgres import Database


@pytest.fixture
def told(database: Database) -> Generator[InDatabase]:
    """Give a database to tell events to, which forgets them after the test."""
    with undone(database) as engine:
        yield engine


def reads(told: InDatabase, nation: str) -> int:
    """Give how many events a viewer of a nation, cleared for everything, reads."""
    told.clear_for(Classification.TOP_SECRET)
    told.connection.execute(
        "update muster.viewer set nation = %s where db_role = 'muster_reader'", [nation]
    )
    return len(told.ask("events"))


def met(**more: str) -> bytes:
    """Give a meeting of NATO with a label."""
    return event(MeetingHeld, meeting_id="m", id="m", **more)


def test_a_member_reads_what_names_nobody_and_others_do_not(told: InDatabase):
    told.tell(*joined("EST", "FIN"), rated(10))

    assert reads(told, "EST") == 3
    assert told.ask("readiness", "NATO", NOW, told.known_at()) != []
    assert reads(told, "JPN") == 0


def test_a_member_reads_what_is_released_to_its_body(told: InDatabase):
    told.tell(*joined("EST"), met(releasableto="NATO"))

    assert reads(told, "EST") == 2
    assert reads(told, "JPN") == 0


def test_what_names_other_nations_stays_theirs(told: InDatabase):
    told.tell(*joined("EST", "FIN"), met(releasableto="FIN,JPN"))

    assert (reads(told, "EST"), reads(told, "FIN"), reads(told, "JPN")) == (2, 3, 1)


def test_who_left_and_who_is_only_a_partner_reads_nothing(told: InDatabase):
    told.tell(
        *joined("EST", "FIN"),
        event(MemberJoined, actor="JPN", kind="partner_nation", from_on="2010-01-01"),
        event(MemberLeft, actor="FIN", body="NATO", to_on="2020-01-01"),
    )

    assert reads(told, "EST") == 4
    assert (reads(told, "FIN"), reads(told, "JPN")) == (0, 0)


def test_a_membership_that_was_retracted_gives_no_right(told: InDatabase):
    root = event(MemberJoined, actor="JPN", from_on="2010-01-01")
    told.tell(*joined("EST"), root)
    assert reads(told, "JPN") == 2

    told.tell(retraction_of(root))

    assert (reads(told, "EST"), reads(told, "JPN")) == (3, 0)


def test_the_policy_of_a_body_is_for_its_members(told: InDatabase):
    told.tell(
        *joined("EST"),
        event(MemberJoined, actor="JPN", body="G7", from_on="1975-11-15"),
        met(policy="NATO"),
        event(MeetingHeld, meeting_id="open", id="open", policy="PUBLIC"),
    )

    assert reads(told, "EST") == 4
    assert reads(told, "JPN") == 3
    assert reads(told, "BRA") == 1


def test_clearance_still_counts(told: InDatabase):
    told.tell(*joined("EST"), met(classification="SECRET"))
    assert reads(told, "EST") == 2

    told.clear_for(Classification.RESTRICTED)

    assert len(told.ask("events")) == 1


def test_a_viewer_without_a_nation_reads_as_before(told: InDatabase):
    told.tell(*joined("EST"), met(releasableto="FIN"))
    told.clear_for(Classification.TOP_SECRET)

    assert len(told.ask("events")) == 2


def test_nobody_may_ask_whose_member_a_nation_is(told: InDatabase):
    told.tell(*joined("EST"))

    rows = told.connection.execute(
        "select has_function_privilege(r, 'muster.bodies_of(text)', 'execute')"
        " from unnest(array['muster_reader', 'muster_worker']) r"
    ).fetchall()

    assert rows == [(False,), (False,)]


def test_how_many_labels_a_viewer_reads_is_said_as_it_is(told: InDatabase):
    told.tell(*joined("EST"), met(releasableto="NATO"), rated(10, releasableto="FIN"))

    said: dict[str, int] = {}
    for nation in ("EST", "FIN", "JPN"):
        reads(told, nation)
        said[nation] = next(
            row["labels"] for row in told.ask("viewers") if row["nation"] == nation
        )

    assert (said["EST"], said["FIN"], said["JPN"]) == (2, 1, 0)
