"""The fact files: valid events, and the history they tell."""

from datetime import UTC, date, datetime

import pytest

from streams.imports import facts

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ALL = {name: list(facts.messages(name, NOW)) for name in facts.names()}


@pytest.mark.parametrize("name", facts.names())
def test_every_fact_is_a_valid_public_event_with_an_id_of_its_own(name):
    envelopes = [message.event.envelope for message in ALL[name]]

    assert len({envelope.id for envelope in envelopes}) == len(envelopes) > 0
    assert {envelope.source for envelope in envelopes} == {"muster/facts"}
    assert {envelope.policy for envelope in envelopes} == {"PUBLIC"}


def test_no_two_files_use_the_same_id():
    ids = [message.event.envelope.id for messages in ALL.values() for message in messages]

    assert len(set(ids)) == len(ids)


def test_nato_has_28_members_in_2010_and_32_today():
    joined = [message.event.data.from_on for message in ALL["nato-membership"]]

    assert sum(on <= date(2010, 1, 1) for on in joined) == 28
    assert len(joined) == 32


def test_the_warsaw_pact_has_eight_founders_and_six_members_at_its_end():
    data = [message.event.data for message in ALL["warsaw-pact"]]
    joined = {event.actor for event in data if event.TYPE.endswith("member.joined")}
    left = {event.actor: event.to_on for event in data if event.TYPE.endswith("member.left")}

    assert len(joined) == 8
    assert left.keys() == joined
    assert sum(on == date(1991, 7, 1) for on in left.values()) == 6
    assert left["DDR"] == date(1990, 9, 24)


def test_every_decision_of_a_meeting_names_a_meeting_that_is_told():
    data = [message.event.data for messages in ALL.values() for message in messages]
    meetings = {event.meeting_id for event in data if event.TYPE.endswith("meeting.held")}
    named = {event.meeting_id for event in data if event.TYPE.endswith("decision.adopted")}

    assert named - {None} <= meetings


def test_every_commitment_follows_from_a_decision_that_is_told():
    data = [message.event.data for messages in ALL.values() for message in messages]
    decisions = {event.decision_id for event in data if event.TYPE.endswith("decision.adopted")}
    named = {event.decision_id for event in data if event.TYPE.endswith("commitment.made")}

    assert named <= decisions


def test_every_reaffirmation_names_a_commitment_that_is_told():
    data = [message.event.data for messages in ALL.values() for message in messages]
    made = {event.commitment_id for event in data if event.TYPE.endswith("commitment.made")}
    named = {e.commitment_id for e in data if e.TYPE.endswith("commitment.reaffirmed")}

    assert named
    assert named <= made
