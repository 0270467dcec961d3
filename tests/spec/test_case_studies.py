"""The facts that come with Muster tell their story, to the reference and through the database."""

from datetime import timedelta

import pytest

from streams.imports import facts
from tests.spec.cases import agrees, rated
from tests.support.builders import RECEIVED_AT
from tests.support.given import Engine, Row, at, same

MICROSECOND = timedelta(microseconds=1)
TODAY = at("2026-11-23")


def told(engine: Engine, *names: str):
    """Tell some fact files, and give the moment from which on they are known."""
    return engine.tell(
        *(message.text for name in names for message in facts.messages(name, RECEIVED_AT))
    )


def everything_told(engine: Engine):
    """Tell all facts, so that each story has to hold beside the others."""
    return told(engine, *facts.names())


def the_decision(engine: Engine, decision_id: str, as_of, known_at) -> Row:
    """Give one of NATO's decisions."""
    found = engine.ask("decisions", "NATO", as_of, known_at)
    [row] = [row for row in found if row["decision_id"] == decision_id]
    return row


@pytest.mark.parametrize(
    ("as_of", "summits_since", "is_dormant"),
    [
        ("2002-11-23", 0, False),
        ("2004-06-28", 1, False),
        ("2006-11-28", 2, False),
        ("2008-04-01T23:59:59", 2, False),
        ("2008-04-02", 3, True),
        ("2008-12-31", 3, True),
    ],
    ids=["Prague", "Istanbul", "Riga", "before Bucharest", "Bucharest", "end of 2008"],
)
def test_the_commitment_of_prague_2002_goes_dormant_with_the_summit_of_2008(
    engine: Engine, as_of, summits_since, is_dormant
):
    known_at = everything_told(engine)

    found = engine.ask("dormancy", "NATO", at(as_of), known_at)

    [row] = [row for row in found if row["commitment_id"] == "nato:prague-capability-targets"]
    assert agrees(
        row, {"reaffirmations": 0, "summits_since": summits_since, "is_dormant": is_dormant}
    )


def test_the_pledge_of_wales_was_awake_again_after_vilnius(engine: Engine):
    known_at = everything_told(engine)

    found = engine.ask("dormancy", "NATO", at("2023-07-12"), known_at)

    [row] = [row for row in found if row["commitment_id"] == "nato:defence-expenditure-2pct"]
    assert agrees(row, {"reaffirmations": 1, "summits_since": 0, "is_dormant": False})


@pytest.mark.parametrize(
    ("decision_id", "opened", "deadline"),
    [
        ("nato:silence-2015-06", "2015-06-08", "2015-06-11T18:00:00"),
        ("nato:silence-2016-07", "2016-07-15", "2016-07-22T16:00:00"),
    ],
)
def test_silence_that_nobody_broke_adopted_at_its_minute(
    engine: Engine, decision_id, opened, deadline
):
    known_at = everything_told(engine)

    before = the_decision(engine, decision_id, at(deadline) - MICROSECOND, known_at)
    after = the_decision(engine, decision_id, at(deadline), known_at)

    assert agrees(before, {"state": "silence", "proposed_at": at(opened), "decided_at": None})
    assert agrees(
        after, {"state": "adopted", "mode": "silence", "decided_at": at(deadline), "breaks": 0}
    )


@pytest.mark.parametrize(
    ("decision_id", "deadline", "mode", "decided"),
    [
        ("nato:silence-2017-12", "2018-01-03T17:30:00", "consensus", "2018-01-10"),
        ("nato:silence-2017-10", "2017-10-12T23:59:00", "meeting_after_break", "2018-01-01"),
    ],
)
def test_silence_that_was_broken_adopted_nothing_and_agreement_came_later(
    engine: Engine, decision_id, deadline, mode, decided
):
    known_at = everything_told(engine)

    at_deadline = the_decision(engine, decision_id, at(deadline), known_at)
    day_before = the_decision(engine, decision_id, at(decided) - MICROSECOND, known_at)
    later = the_decision(engine, decision_id, at(decided), known_at)

    assert agrees(at_deadline, {"state": "broken", "breaks": 1, "objectors": []})
    assert agrees(day_before, {"state": "broken", "decided_at": None})
    assert agrees(later, {"state": "adopted", "mode": mode, "decided_at": at(decided)})


def test_three_broke_silence_about_turkey_and_a_smaller_circle_decided(engine: Engine):
    known_at = everything_told(engine)

    row = the_decision(engine, "nato:support-for-turkey-2003", at("2003-03-31"), known_at)

    assert agrees(
        row,
        {
            "state": "adopted",
            "mode": "meeting_after_break",
            "breaks": 3,
            "objectors": ["BEL", "DEU", "FRA"],
            "anomalies": [],
        },
    )


def test_spain_agreed_in_the_hague_except_for_a_part(engine: Engine):
    known_at = everything_told(engine)

    row = the_decision(engine, "nato:hague-investment-2025", TODAY, known_at)

    assert agrees(
        row, {"state": "adopted", "mode": "consensus", "reservations": 1, "objectors": ["ESP"]}
    )


def test_consensus_failed_over_turkey_and_over_one_of_two_reports_of_auditors(engine: Engine):
    known_at = everything_told(engine)

    in_2003 = engine.ask("divergence", "NATO", at("2003-12-31"), known_at)
    in_2018 = engine.ask("divergence", "NATO", at("2018-06-01"), known_at)

    [turkey] = [row for row in in_2003 if row["policy_domain"] == "collective defence"]
    [audit] = [row for row in in_2018 if row["policy_domain"] == "audit"]
    assert agrees(turkey, {"proposed": 1, "contested": 1, "divergence_ratio": 1.0})
    # Of four reports, that of June 2015 lies within three years of June 2018 by a week.
    assert agrees(audit, {"proposed": 4, "contested": 2, "divergence_ratio": 0.5})


def test_the_shangri_la_dialogue_meets_every_year(engine: Engine):
    known_at = everything_told(engine)

    [row] = engine.ask("cadence", "SLD", at("2014-12-31"), known_at)

    assert agrees(
        row, {"level": "partner", "meetings": 13, "median_gap_days": 365.0, "status": "green"}
    )
    # Only the years are known: the last five gaps are 365, 365, 365, 366 and 365 days.
    assert same(row["regularity"], 1 - 0.4 / 365.2)


def test_the_shangri_la_dialogue_grew_from_160_delegates_to_451(engine: Engine):
    known_at = everything_told(engine)

    [first] = engine.ask("notes", "sld:dialogue-2002", TODAY, known_at)
    [last] = engine.ask("notes", "sld:dialogue-2014", TODAY, known_at)

    assert "160 delegates" in first["text"]
    assert "451 delegates" in last["text"]


def test_the_dialogue_does_not_count_among_the_meetings_of_nato(engine: Engine):
    alone = told(engine, "nato-summits")
    before = engine.ask("cadence", "NATO", TODAY, alone)

    assert engine.ask("cadence", "NATO", TODAY, everything_but(engine, "nato-summits")) == before


def everything_but(engine: Engine, name: str):
    """Tell the other fact files too."""
    return told(engine, *(other for other in facts.names() if other != name))


@pytest.mark.parametrize(
    ("as_of", "members"),
    [
        ("1955-05-13", []),
        ("1960-01-01", ["ALB", "BGR", "CSK", "DDR", "HUN", "POL", "ROU", "SUN"]),
        ("1989-06-01", ["BGR", "CSK", "DDR", "HUN", "POL", "ROU", "SUN"]),
        ("1991-06-30T23:59:59", ["BGR", "CSK", "HUN", "POL", "ROU", "SUN"]),
        ("1991-07-01", []),
        ("2026-11-23", []),
    ],
)
def test_the_warsaw_pact_has_its_members_of_the_day_and_none_from_1_july_1991(
    engine: Engine, as_of, members
):
    known_at = everything_told(engine)

    found = engine.ask("members", "WTO", at(as_of), known_at)

    assert [row["actor"] for row in found] == members


def test_what_a_member_of_the_warsaw_pact_showed_counts_until_its_end_and_is_there_as_of_1989(
    engine: Engine,
):
    told(engine, "warsaw-pact")
    known_at = engine.tell(
        rated(0, actor="HUN", time="1989-05-01T00:00:00Z"),
        rated(0, actor="SUN", time="1991-05-01T00:00:00Z"),
    )

    def ready(as_of: str) -> dict[str, tuple[int, int]]:
        rows = engine.ask("rollup", "WTO", at(as_of), known_at)
        return {row["area"]: (row["ready"], row["members"]) for row in rows}

    assert ready("1989-06-01")["logistics"] == (1, 7)
    assert ready("1991-06-30T23:59:59")["logistics"] == (1, 6)
    assert engine.ask("readiness", "WTO", at("1991-07-01"), known_at) == []
    assert ready("1991-07-01") == {}
