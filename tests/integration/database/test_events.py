"""Events are found by who, where, when and state, and lead to what belongs to them."""

import json
import unicodedata
from collections.abc import Generator
from typing import Any

import pytest

from schemas.events import (
    CommitmentMade,
    DecisionAdopted,
    DecisionProposed,
    EventData,
    ExerciseConducted,
    MeetingHeld,
    MeetingScheduled,
    MemberJoined,
    MemberLeft,
    RequirementSet,
)
from tests.spec.cases import interop, joined, rated
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import InDatabase, at, undone
from tests.support.postgres import Database

ANY = dict.fromkeys(
    (
        "before_seq",
        "only_type",
        "only_subject",
        "only_actor",
        "only_area",
        "only_state",
        "words",
        "occurred_from",
        "occurred_to",
    )
)


@pytest.fixture
def told(database: Database) -> Generator[InDatabase]:
    """Give a database to tell events to, which forgets them after the test."""
    with undone(database) as engine:
        yield engine


def found(told: InDatabase, **wanted: Any) -> list[int]:
    """Give the numbers of the events that fit."""
    arguments = {**ANY, "max_rows": 100, "known_at": "infinity", **wanted}
    names = ", ".join(f"{name} => %({name})s" for name in arguments)
    rows = told.connection.execute(f"select seq from readiness.find_events({names})", arguments)
    return [seq for (seq,) in rows]


@pytest.mark.parametrize(
    ("wanted", "seqs"),
    [
        ({}, [3, 2, 1]),
        ({"only_actor": "FIN"}, [3]),
        ({"only_area": "logistics"}, [2]),
        ({"words": "AMBER"}, [2]),
        ({"words": "100%_"}, []),
        ({"before_seq": 3}, [2, 1]),
        ({"max_rows": 1}, [3]),
        ({"occurred_from": at("2026-11-20T12:00:00")}, [3]),
        ({"only_state": "amended"}, []),
    ],
)
def test_events_are_found(told: InDatabase, wanted: dict[str, Any], seqs: list[int]):
    told.tell(*joined("EST"), rated(10), interop(3))

    assert found(told, **wanted) == seqs


def test_amended_and_flagged_events_are_found_and_lead_to_each_other(told: InDatabase):
    root = rated(10)
    told.tell(root)
    told.tell(correction_of(root, rating="M", id="c1"), retraction_of(root, source="stranger"))

    def related(seq: int) -> set[tuple[str, int]]:
        rows = told.connection.execute(
            "select relation, seq from readiness.related_events(%s, 'infinity')", [seq]
        )
        return set(rows.fetchall())

    assert found(told, only_state="flagged") == [3]
    assert found(told, only_state="amended") == [1]
    assert {("amended by", 2), ("amended by", 3)} <= related(1)
    assert ("amends", 1) in related(2)
    readings = told.connection.execute(
        "select kind, actor, area from readiness.readings_of_event(2, 'infinity')"
    )
    assert readings.fetchall() == [("readiness", "EST", "logistics")]


def test_an_event_that_was_not_known_yet_leads_nowhere(told: InDatabase):
    root = rated(10)
    before = told.tell(root)
    after = told.tell(retraction_of(root))

    def led_to(seq: int, known_at: Any) -> tuple[list[Any], list[Any]]:
        related = told.ask("related_events", seq, known_at)
        touched = told.ask("readings_of_event", seq, known_at)
        return [row["seq"] for row in related], [row["area"] for row in touched]

    assert led_to(2, before) == ([], [])
    assert led_to(2, after) == ([1], ["logistics"])


def test_a_retraction_is_not_found_by_what_is_not_known_of_its_root(told: InDatabase):
    root = rated(10)
    before = told.tell(retraction_of(root))
    after = told.tell(root)

    assert found(told, known_at=before, only_exercise="amber-26") == []
    assert found(told, known_at=after, only_exercise="amber-26") == [2, 1]


def about(told: InDatabase, body: str, as_of: str = "2026-11-23T00:00:00") -> list[int]:
    """Give the numbers of the newest events about a body."""
    rows = told.ask("events_of_body", body, at(as_of), told.known_at(), 10)
    return [row["seq"] for row in rows]


def test_the_latest_events_of_a_body_are_not_another_ones(told: InDatabase):
    told.tell(
        *joined("EST"),  # 1
        event(MemberJoined, actor="DDR", body="WTO", from_on="1955-05-14"),  # 2
        event(MemberLeft, actor="DDR", body="WTO", to_on="1990-09-24"),  # 3
        rated(10),  # 4, of EST
        event(MeetingHeld, meeting_id="w", body="WTO", time="1980-05-14T00:00:00Z"),  # 5
    )
    told.tell(retraction_of(rated(10)))  # 6

    assert about(told, "NATO") == [6, 4, 1]
    assert about(told, "WTO") == [5, 3, 2]
    assert about(told, "G7") == []
    assert about(told, "WTO", "1981-01-01T00:00:00") == [5]


@pytest.mark.parametrize(
    "kind",
    [
        MemberJoined,
        MeetingScheduled,
        MeetingHeld,
        DecisionProposed,
        DecisionAdopted,
        CommitmentMade,
        RequirementSet,
    ],
)
def test_what_names_a_body_is_found_from_the_moment_it_was_heard_on_however_much_is_newer(
    told: InDatabase, kind: type[EventData]
):
    others = [interop(age, actor_a="LVA", actor_b="POL") for age in (3, 2, 1)]
    before = told.tell(others[0])
    heard = told.tell(event(kind, body="WEU", time="2026-01-05T00:00:00Z"), *others[1:])

    def among_the_newest(known_at: Any) -> list[int]:
        rows = told.ask("events_of_body", "WEU", at("2026-11-23"), known_at, 10, 1)
        return [row["seq"] for row in rows]

    assert among_the_newest(before) == []
    assert among_the_newest(heard) == [2]


def test_a_dissolved_body_says_when_its_last_member_left(told: InDatabase):
    told.tell(
        *joined("EST"),
        event(MemberJoined, actor="DDR", body="WTO", from_on="1955-05-14"),
        event(MemberLeft, actor="DDR", body="WTO", to_on="1990-09-24"),
        event(MeetingHeld, meeting_id="s", body="SLD", time="2026-06-01T00:00:00Z"),
    )
    rows = told.ask("bodies", at("2026-11-23T00:00:00"), told.known_at())

    assert [(row["body"], row["members"], str(row["members_until_on"])) for row in rows] == [
        ("NATO", 1, "None"),
        ("SLD", 0, "None"),
        ("WTO", 0, "1990-09-24"),
    ]


def test_everything_of_an_exercise_is_found_by_its_id(told: InDatabase):
    plan = event(ExerciseConducted, id="held")
    told.tell(*joined("EST"), plan, rated(10), rated(5, exercise_id="other-26"))
    told.tell(correction_of(rated(10), rating="M"), retraction_of(plan))

    assert found(told, only_exercise="amber-26") == [6, 5, 3, 2]
    assert found(told, only_exercise="other-26") == [4]


def test_a_search_of_the_past_ends_with_what_was_known_then(told: InDatabase):
    known_at = told.tell(*joined("EST"), rated(10))
    told.tell(rated(5))

    assert found(told, words="amber", known_at=known_at, most_searched=1) == [2]
    head = told.ask("head_at", known_at)[0]
    assert (head["seq"], head["recorded_at"]) == (2, known_at)
    assert told.ask("head_at", at("2000-01-01T00:00:00"))[0]["seq"] == 0


SPELLINGS = tuple(unicodedata.normalize(form, "Völkermarkt") for form in ("NFC", "NFD"))


@pytest.mark.parametrize("words", SPELLINGS, ids=["composed", "decomposed"])
def test_a_search_finds_a_word_however_it_is_spelled(told: InDatabase, words: str):
    written = [rated(i + 1, comment=word, id=f"r{i}") for i, word in enumerate(SPELLINGS * 2)]
    for i in (0, 1):  # two with escapes, two without
        written[i] = json.dumps(json.loads(written[i]), ensure_ascii=False).encode()
    told.tell(*joined("EST"), *written)

    assert found(told, words=words) == [5, 4, 3, 2]
    assert found(told, words="KERMARKT") == [5, 4, 3, 2]


def test_the_ledger_keeps_the_spelling_received(told: InDatabase):
    told.tell(rated(1, comment=SPELLINGS[1]))

    [(event,)] = told.connection.execute("select event from muster.ledger").fetchall()

    assert json.loads(event)["data"]["comment"] == SPELLINGS[1]


def test_events_about_an_actor_nobody_knows_are_flagged_until_it_is_declared(told: InDatabase):
    wrong = rated(10, actor="EE")
    told.tell(*joined("EST"), wrong, correction_of(wrong, rating="M"), rated(10))
    told.tell(event(RequirementSet, actor="ALL"), event(RequirementSet, actor="XYZ"))

    assert found(told, only_state="flagged") == [6, 3]
    assert flags(told) == {2: "unknown-actor", 3: "unknown-actor", 6: "unknown-actor"}
    [one] = told.connection.execute("select flag from readiness.event(2)").fetchall()
    assert one == ("unknown-actor",)

    told.tell(
        *(
            event(MemberJoined, actor=actor, kind="commercial", body="G7", from_on="2026-01-01")
            for actor in ("EE", "XYZ")
        )
    )

    assert found(told, only_state="flagged") == []
    assert flags(told) == {}


def flags(told: InDatabase) -> dict[int, str]:
    """Give the flags of the events that have one."""
    arguments = {**ANY, "max_rows": 100, "known_at": "infinity"}
    names = ", ".join(f"{name} => %({name})s" for name in arguments)
    query = f"select seq, flag from readiness.find_events({names}) where flag is not null"
    return dict(told.connection.execute(query, arguments).fetchall())
