"""What actors offer, which standards and baselines they work by, and what they share."""

from datetime import timedelta

import pytest

from schemas.events import (
    AlertAcknowledged,
    BaselineAdopted,
    CapabilityDeclared,
    CapabilityWithdrawn,
    ExerciseConducted,
    InsightShared,
    NoteAdded,
    ReviewNamed,
    StandardImplemented,
    StandardRatified,
    StandardReserved,
)
from schemas.vocabulary import Classification
from tests.spec.cases import NOW, agrees, interop, joined, rated, reported
from tests.support.builders import event, retraction_of
from tests.support.given import Engine, at, days_before, same


@pytest.mark.parametrize(
    ("ntm_days", "band"),
    [(0, 1), (10, 1), (11, 2), (30, 2), (31, 3), (180, 3), (181, 4), (365, 4)],
)
def test_notice_to_move_falls_into_four_bands(engine: Engine, ntm_days, band):
    known_at = engine.tell(
        *joined("EST"), event(CapabilityDeclared, ntm_days=ntm_days, quantity=3)
    )

    [offer] = engine.ask("capabilities", "NATO", NOW, known_at)
    bands = engine.ask("notice_to_move", "NATO", NOW, known_at)

    assert offer["ntm_band"] == band
    assert [row["quantity"] for row in bands] == [3 if i == band else 0 for i in (1, 2, 3, 4)]
    assert [row["at_most_days"] for row in bands] == [10, 30, 180, None]


@pytest.mark.parametrize(
    ("events", "quantities"),
    [
        ([event(CapabilityDeclared, quantity=1)], [1]),
        ([event(CapabilityDeclared), event(CapabilityDeclared, quantity=7, sequence=1)], [7]),
        ([event(CapabilityDeclared), event(CapabilityWithdrawn, sequence=1)], []),
        ([event(CapabilityWithdrawn), event(CapabilityDeclared, sequence=1)], [1]),
        ([event(CapabilityDeclared), event(CapabilityWithdrawn, capability_code="B")], [1]),
        ([event(CapabilityDeclared), event(CapabilityDeclared, area="air", quantity=2)], [2, 1]),
        ([event(CapabilityDeclared, actor="SWE")], []),
    ],
    ids=[
        "one",
        "the latest",
        "withdrawn",
        "offered again",
        "another",
        "per area",
        "of a stranger",
    ],
)
def test_an_offer_stands_until_it_is_changed_or_withdrawn(engine: Engine, events, quantities):
    known_at = engine.tell(*joined("EST"), *events)

    found = engine.ask("capabilities", "NATO", NOW, known_at)

    assert [row["quantity"] for row in found] == quantities


def test_what_is_offered_from_a_later_day_cannot_move_yet(engine: Engine):
    known_at = engine.tell(
        *joined("EST"), event(CapabilityDeclared, available_from_on="2026-11-24")
    )

    [today] = engine.ask("capabilities", "NATO", NOW, known_at)
    fast = engine.ask("notice_to_move", "NATO", NOW, known_at)[0]
    fast_tomorrow = engine.ask("notice_to_move", "NATO", NOW + timedelta(days=1), known_at)[0]

    assert today["is_available"] is False
    assert (fast["offers"], fast_tomorrow["offers"]) == (0, 1)


@pytest.mark.parametrize(
    ("age_days", "is_late"), [(0, False), (548, False), (549, True), (4000, True)]
)
def test_an_offer_that_is_not_said_again_stands_and_is_late(engine: Engine, age_days, is_late):
    offered = event(
        CapabilityDeclared, available_from_on="2010-01-01", time=days_before(NOW, age_days)
    )
    known_at = engine.tell(*joined("EST"), offered)

    [offer] = engine.ask("capabilities", "NATO", NOW, known_at)
    fast = engine.ask("notice_to_move", "NATO", NOW, known_at)[0]

    assert agrees(offer, {"age_days": age_days, "is_late": is_late, "is_available": True})
    assert agrees(fast, {"offers": 1, "late": int(is_late), "oldest_age_days": age_days})


def standard(kind, actor: str, standard_id: str = "A", **more: object) -> bytes:
    """Give a step of an actor towards a standard."""
    return event(kind, actor=actor, standard_id=standard_id, **more)


@pytest.mark.parametrize(
    ("events", "both", "required"),
    [
        ([standard(StandardImplemented, "EST"), standard(StandardImplemented, "FIN")], 1, 1),
        ([standard(StandardImplemented, "EST"), standard(StandardRatified, "FIN")], 0, 1),
        ([standard(StandardRatified, "EST"), standard(StandardRatified, "FIN")], 0, 1),
        ([standard(StandardImplemented, "EST"), standard(StandardReserved, "FIN")], 0, 1),
        (
            [
                standard(StandardImplemented, "EST"),
                standard(StandardImplemented, "FIN"),
                standard(StandardReserved, "FIN", sequence=1),
            ],
            0,
            1,
        ),
        (
            [
                standard(StandardImplemented, "EST"),
                standard(StandardImplemented, "FIN", edition="4"),
            ],
            0,
            2,
        ),
        (
            [
                *(standard(StandardImplemented, actor) for actor in ("EST", "FIN")),
                standard(StandardRatified, "EST", "B"),
                standard(StandardRatified, "FIN", "C"),
            ],
            1,
            3,
        ),
    ],
    ids=[
        "both work by it",
        "one does",
        "neither does",
        "one will not",
        "one no longer",
        "other editions",
        "one of three",
    ],
)
def test_overlap_counts_the_editions_both_work_by_of_those_anybody_agreed_to(
    engine: Engine, events, both, required
):
    known_at = engine.tell(*joined("EST", "FIN"), *events)

    [row] = engine.ask("standards", "NATO", NOW, known_at)

    assert agrees(row, {"implemented_by_both": both, "required": required})
    assert same(row["overlap_ratio"], both / required)


def test_overlap_is_shown_beside_and_changes_no_level(engine: Engine):
    first = engine.tell(*joined("EST", "FIN"), interop(1))
    later = engine.tell(*(standard(StandardImplemented, actor) for actor in ("EST", "FIN")))

    pairs = [engine.ask("interoperability", "NATO", NOW, known) for known in (first, later)]

    assert pairs[0] == pairs[1]


def baseline(actor: str, level: int, **more: object) -> bytes:
    """Give the spiral an actor works by."""
    return event(BaselineAdopted, actor=actor, level=level, **more)


EIGHT = [interop(0, id=f"t{i}") for i in range(8)]


@pytest.mark.parametrize(
    ("events", "level", "capped"),
    [
        ([], 3, False),
        ([baseline("EST", 5), baseline("FIN", 5)], 3, False),
        ([baseline("EST", 4), baseline("FIN", 5)], 2, True),
        ([baseline("EST", 4), baseline("FIN", 4)], 3, False),
        ([baseline("EST", 4), baseline("FIN", 4), baseline("LVA", 5)], 2, True),
        ([baseline("EST", 4), baseline("FIN", 4), baseline("SWE", 5)], 3, False),
        ([baseline("EST", 4), baseline("EST", 5, sequence=1), baseline("FIN", 5)], 3, False),
        ([baseline("FIN", 5)], 2, True),
        ([baseline("EST", 4), baseline("FIN", 4), baseline("LVA", 5, baseline="OTHER")], 2, True),
    ],
    ids=[
        "nobody said",
        "both the newest",
        "one behind",
        "both the newest in use",
        "another member is ahead",
        "a stranger is ahead",
        "caught up",
        "who never adopted one is below any in use",
        "of each baseline in use",
    ],
)
def test_a_pair_behind_the_newest_baseline_in_use_is_at_best_compatible(
    engine: Engine, events, level, capped
):
    known_at = engine.tell(*joined("EST", "FIN", "LVA"), *EIGHT, *events)

    [pair] = engine.ask("interoperability", "NATO", NOW, known_at)
    [together] = engine.ask("pair_levels", "NATO", NOW, known_at)

    assert agrees(pair, {"level": level, "is_capped": capped})
    assert together["level"] == level
    assert same(pair["lower_bound"], 0.7840749182367415)


def test_the_cap_is_technical_only_and_makes_that_the_weakest_dimension(engine: Engine):
    human = [interop(100, id=f"h{i}", dimension="human") for i in range(8)]
    known_at = engine.tell(
        *joined("EST", "FIN"), *EIGHT, *human, baseline("EST", 4), baseline("FIN", 5)
    )

    levels = {
        row["dimension"]: row["level"]
        for row in engine.ask("interoperability", None, NOW, known_at)
    }
    [together] = engine.ask("pair_levels", "NATO", NOW, known_at)

    assert levels["technical"] == 2
    assert together["level"] == min(levels.values())


def shared(product: str, topic: str = "cables", **more: object) -> bytes:
    """Give that EST passed something to FIN and LVA."""
    return event(InsightShared, product_ref=product, topic=topic, **more)


@pytest.mark.parametrize(
    ("events", "counts"),
    [
        ([shared("a")], {("FIN", "cables"): 1, ("LVA", "cables"): 1}),
        ([shared("a"), shared("a", sequence=1)], {("FIN", "cables"): 1, ("LVA", "cables"): 1}),
        (
            [shared("a"), shared("b", to_actors=["FIN"])],
            {("FIN", "cables"): 2, ("LVA", "cables"): 1},
        ),
        (
            [shared("a", to_actors=["FIN"]), shared("b", "drones", to_actors=["FIN"])],
            {("FIN", "cables"): 1, ("FIN", "drones"): 1},
        ),
        ([shared("a", to_actors=["SWE"])], {}),
        ([], {}),
    ],
    ids=["one", "the same twice", "two", "two topics", "to a stranger", "nothing"],
)
def test_insight_is_counted_by_product_between_members_per_topic(engine: Engine, events, counts):
    known_at = engine.tell(*joined("EST", "FIN", "LVA"), *events)

    found = engine.ask("insight_sharing", "NATO", NOW, known_at)

    assert {(row["to_actor"], row["topic"]): row["products"] for row in found} == counts


def test_insight_shows_no_more_than_a_viewer_may_see(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN", "LVA"), shared("a"), shared("b", classification="SECRET")
    )
    engine.clear_for(Classification.RESTRICTED)

    found = engine.ask("insight_sharing", "NATO", NOW, known_at)

    assert {row["products"] for row in found} == {1}


def test_a_contribution_adds_up_what_a_member_brings_beside_its_means(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"),
        rated(10),
        rated(20, rating=None),
        rated(731, objective_id="old"),
        reported("P", 80.0),
        reported("S", 60.0),
        event(ExerciseConducted),
        shared("a", to_actors=["FIN"]),
        event(CapabilityDeclared),
    )

    est, fin = engine.ask("contributions", "NATO", NOW, known_at)

    assert agrees(
        est,
        {
            "exercises": 1,
            "results": 1,
            "areas": 1,
            "ready": 0,
            "scored": 0,
            "compliance_ratio": None,
            "products_shared": 1,
            "offers": 1,
        },
    )
    assert same(est["mean_resources"], 70.0)
    assert same(est["mean_index"], (77 + 80 + 60) / 3)
    assert agrees(fin, {"exercises": 1, "results": 0, "mean_index": None, "areas": 0})


def test_notes_are_read_newest_first_and_by_what_they_are_about(engine: Engine):
    known_at = engine.tell(
        event(NoteAdded, text="first", time=days_before(NOW, 3)),
        event(AlertAcknowledged, text=None, time=days_before(NOW, 1)),
        event(ReviewNamed, about="view-1", text="After Amber", time=days_before(NOW, 2)),
    )

    everything = engine.ask("notes", None, NOW, known_at)
    some = engine.ask("notes", "EST/logistics", NOW, known_at)

    assert [row["kind"] for row in everything] == ["acknowledgement", "review", "note"]
    assert [row["text"] for row in some] == [None, "first"]


def test_a_note_can_be_taken_back_and_was_there_before(engine: Engine):
    note = event(NoteAdded, time=days_before(NOW, 3))
    first = engine.tell(note)
    later = engine.tell(retraction_of(note))

    assert len(engine.ask("notes", None, NOW, first)) == 1
    assert engine.ask("notes", None, NOW, later) == []
    assert engine.ask("notes", None, at("2020-01-01"), first) == []
