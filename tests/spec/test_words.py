"""One word is one word, however Unicode spells it; who is unknown is named with the nearest."""

import json
import unicodedata

import pytest

from schemas.events import (
    DecisionAdopted,
    ExerciseScheduled,
    InsightShared,
    InteropTestRecorded,
    MemberJoined,
    RequirementSet,
    ReservationRecorded,
    StandardImplemented,
)
from tests.spec.cases import NOW, joined, rated, reported
from tests.support.builders import correction_of, event
from tests.support.given import Engine

COMPOSED, DECOMPOSED = (unicodedata.normalize(form, "défense") for form in ("NFC", "NFD"))
BOTH = (COMPOSED, DECOMPOSED)


@pytest.mark.parametrize("is_escaped", [True, False], ids=["escaped", "written out"])
def test_two_spellings_of_one_policy_domain_are_one(engine: Engine, is_escaped):
    written = [
        event(
            DecisionAdopted, decision_id=f"d{i}", policy_domain=word, time="2026-11-01T00:00:00Z"
        )
        for i, word in enumerate(BOTH)
    ]
    if not is_escaped:
        written = [json.dumps(json.loads(one), ensure_ascii=False).encode() for one in written]
    known_at = engine.tell(
        *written, event(ReservationRecorded, decision_id="d0", time="2026-11-01T00:00:00Z")
    )

    [row] = engine.ask("divergence", "NATO", NOW, known_at)

    assert (row["policy_domain"], row["proposed"], row["contested"]) == (COMPOSED, 2, 1)


def test_two_spellings_of_one_topic_are_one(engine: Engine):
    shared = [
        event(InsightShared, topic=word, product_ref=f"p{i}", to_actors=["FIN"])
        for i, word in enumerate(BOTH)
    ]
    known_at = engine.tell(*joined("EST", "FIN"), *shared)

    [row] = engine.ask("insight_sharing", "NATO", NOW, known_at)

    assert (row["topic"], row["products"]) == (COMPOSED, 2)


def test_a_correction_is_read_in_the_same_spelling(engine: Engine):
    plan = event(ExerciseScheduled, starts_on="2026-12-01", ends_on="2026-12-02", place="Riga")
    known_at = engine.tell(plan, correction_of(plan, place=DECOMPOSED))

    [row] = engine.ask("calendar", None, NOW, known_at)

    assert row["place"] == COMPOSED


def test_two_sources_that_spell_a_word_otherwise_do_not_contradict_each_other(engine: Engine):
    known_at = engine.tell(
        *(
            event(ExerciseScheduled, source=source, place=word)
            for source, word in zip(("east", "west"), BOTH, strict=True)
        )
    )

    assert engine.ask("anomalies", NOW, known_at) == []


def test_an_unknown_actor_is_named_with_the_nearest_known_until_it_is_declared(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"),
        event(MemberJoined, actor="FRONTEX", kind="regional_org", from_on="2030-01-01"),
        rated(10, actor="EE"),
        rated(20, actor="EE", objective_id="other"),
        reported("P", 90.0, actor="XYZ"),
        event(InteropTestRecorded, actor_a="ETS", actor_b="FIN", time="2026-11-01T00:00:00Z"),
        event(
            InteropTestRecorded,
            actor_a="SSWE",
            actor_b="FIN",
            outcome="not_tested",
            time="2026-11-01T00:00:00Z",
        ),
        event(StandardImplemented, actor="FRONTX", standard_id="A"),
        event(RequirementSet, actor="ALL"),
        rated(10, actor="XKX"),
        rated(10, actor="DDR"),
    )
    later = engine.tell(event(MemberJoined, actor="EE", kind="commercial", body="G7"))

    found = engine.ask("unknown_actors", NOW, known_at)
    declared = engine.ask("unknown_actors", NOW, later)

    assert [(row["actor"], row["nearest"], row["events"]) for row in found] == [
        ("EE", "EST", 2),
        ("ETS", "EST", 1),
        ("FRONTX", "FRONTEX", 1),
        ("XYZ", None, 1),
    ]
    assert [row["actor"] for row in declared] == ["ETS", "FRONTX", "XYZ"]
