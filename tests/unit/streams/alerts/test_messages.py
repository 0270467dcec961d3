"""What a message says: the most urgent first, by cause, marked, and no more than may go there."""

from datetime import UTC, datetime, timedelta
from typing import Any

from streams.alerts import messages
from streams.alerts.messages import Said
from streams.alerts.rules import Channel, Recipient
from streams.alerts.sending import Waiting, again_after, groups

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
LINK = "https://muster.example.org/alerts"
TO = Recipient("ann", Channel.MAIL, "watch@example.org")


def said(number: int = 0, **how: Any) -> Said:
    fields = {
        "episode_id": f"{number:016x}",
        "change": "raised",
        "changed_at": AT,
        "rule": "weak",
        "priority": "low",
        "subject": f"EST {number}",
        "said": f"EST {number}: level 4",
        "decision": "Whom to send",
        "response": "Call the cell",
        "cause_seqs": [number],
        "true_since": None,
        "classification_rank": 1,
        "ceiling_rank": 4,
    }
    return Said(**(fields | how))


def test_the_most_urgent_is_named_and_the_rest_counted():
    some = [said(n) for n in range(14)] + [said(99, priority="high")]

    found = messages.content("m", "ann", some, LINK)
    named = [one for cause in found["causes"] for one in cause["alerts"]]
    assert (named[0]["subject"], len(named), found["raised"]) == ("EST 99", 10, 15)
    assert found["more"] == [{"rule": "weak", "change": "raised", "alerts": 5}]


def test_alerts_of_one_cause_stand_together():
    some = [said(1, cause_seqs=[7]), said(2, cause_seqs=[8]), said(3, cause_seqs=[7])]

    causes = messages.content("m", "ann", some, LINK)["causes"]
    assert [(one["events"], len(one["alerts"])) for one in causes] == [([7], 2), ([8], 1)]


def test_the_lowest_ceiling_of_all_that_goes_together_counts():
    some = [said(1), said(2, ceiling_rank=0)]

    found = messages.content("m", "ann", some, LINK)
    assert (found["marking"], found["raised"], "causes" in found) == ("UNCLASSIFIED", 2, False)
    assert "EST" not in messages.as_text(found)


def test_a_text_is_marked_above_and_below_and_its_heading_gives_nothing_away():
    found = messages.content("m", "ann", [said(true_since=AT - timedelta(days=2))], LINK)

    text = messages.as_text(found)
    assert text.startswith("RESTRICTED\n")
    assert text.endswith("RESTRICTED\n")
    assert "true since 2026-11-25T12:00:00Z" in text
    assert messages.heading(found) == "RESTRICTED: 1 raised, 0 cleared"


def test_as_soon_as_one_change_is_due_all_to_its_address_go_with_it():
    other = TO._replace(address="other@example.org")
    now = Waiting(TO, AT, is_allowed=True, labels=[1], said=said(1))
    later = Waiting(TO, AT + timedelta(minutes=1), is_allowed=True, labels=[1], said=said(2))
    alone = later._replace(to=other)

    assert groups([now, later, alone], AT) == {TO: [now, later]}


def test_it_is_tried_again_later_each_time_and_within_five_minutes_for_ever():
    waits = [again_after(tries).total_seconds() for tries in (0, 1, 2, 7, 8, 10_000)]

    assert waits == [2, 4, 8, 256, 300, 300]
