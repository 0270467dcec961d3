"""Who belongs to a body in whatever way, and what those bring that are no members."""

from schemas.events import CapabilityDeclared, InsightShared, MemberJoined
from tests.spec.cases import left
from tests.support.builders import event
from tests.support.given import at, undone
from tests.support.postgres import Database

NOW = at("2026-11-23T12:00:00")


def _joined(actor: str, kind: str, on: str) -> bytes:
    return event(MemberJoined, actor=actor, kind=kind, from_on=on, time=f"{on}T00:00:00Z")


def test_every_spell_is_told_with_its_kind_and_its_days(database: Database):
    with undone(database) as told:
        known = told.tell(
            _joined("SWE", "partner_nation", "1994-05-09"),
            _joined("SWE", "member", "2024-03-07"),
            _joined("EX-FIRM", "commercial", "2020-01-01"),
            left("EX-FIRM", "2022-01-01"),
        )
        spells = told.ask("belonging", "NATO", NOW, known)

    assert [
        (row["actor"], row["kind"], str(row["from_on"]), str(row["to_on"]), row["is_current"])
        for row in spells
    ] == [
        ("EX-FIRM", "commercial", "2020-01-01", "2022-01-01", False),
        ("SWE", "member", "2024-03-07", "None", True),
        ("SWE", "partner_nation", "1994-05-09", "2024-03-07", False),
    ]


def test_a_partner_brings_offers_and_insight(database: Database):
    with undone(database) as told:
        known = told.tell(
            _joined("CHE", "partner_nation", "1996-12-11"),
            _joined("EST", "member", "2004-03-29"),
            event(
                CapabilityDeclared,
                actor="CHE",
                available_from_on="2026-01-01",
                time="2026-01-01T00:00:00Z",
            ),
            event(InsightShared, from_actor="CHE", to_actors=["EST"], time="2026-06-01T00:00:00Z"),
        )
        [row] = told.ask("partner_contributions", "NATO", NOW, known)

    assert (row["actor"], row["kind"]) == ("CHE", "partner_nation")
    assert (row["offers"], row["products_shared"], row["products_received"]) == (1, 1, 0)
    assert (row["exercises"], row["results"], row["standards_implemented"]) == (0, 0, 0)
