"""What happened when, and who was there (pure)."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import NamedTuple

from streams.report import words
from streams.report.document import Block, Column, Paragraph, Section, Table
from streams.report.facts import Facts
from streams.report.words import NOTHING, day


class _Entry(NamedTuple):
    at: datetime
    seq: int
    said: str


def timeline(facts: Facts) -> Section:
    """Return what happened, in order, each with its event."""
    found = sorted({*_moves(facts), *_findings(facts), *_work(facts), *_others(facts)})
    if not found:
        return Section("Timeline", (Paragraph("Nothing is recorded."),))
    columns = (Column("When", 2), Column("What", 7), Column("Event", 1, is_number=True))
    rows = tuple((words.moment(one.at), one.said, str(one.seq)) for one in found)
    return Section("Timeline", (Table("Timeline", columns, rows),))


def _moves(facts: Facts) -> Iterator[_Entry]:
    for one in facts.moves:
        places = {
            "starts_on": day(one.starts_on),
            "ends_on": day(one.ends_on),
            "reason": one.reason or NOTHING,
        }
        said = words.word("moves", one.move).format_map(places)
        yield _Entry(one.occurred_at, one.ledger_seq, said)
    if facts.results:
        heard = [one.recorded_at for one in facts.results]
        last = max(facts.results, key=lambda one: (one.recorded_at, one.ledger_seq))
        said = (
            f"Last of {words.count(len(heard), 'rating')} was heard of; the first was at "
            f"{words.moment(min(heard))}"
        )
        yield _Entry(last.recorded_at, last.ledger_seq, said)


def _findings(facts: Facts) -> Iterator[_Entry]:
    for one in facts.observations:
        if one.submitted_at is not None:
            said = f"Observation {one.observation_id} submitted, {words.area(one.area)}"
            yield _Entry(one.submitted_at, one.newest_seq, said)
    for one in facts.lessons:
        if one.identified_at is not None:
            said = f"Lesson {one.lesson_id} identified, {words.area(one.area)}"
            yield _Entry(one.identified_at, one.newest_seq, said)


def _work(facts: Facts) -> Iterator[_Entry]:
    for one in facts.actions:
        if one.tasked_at is not None:
            said = f"{one.action_body or 'Somebody'} tasked with {one.action_id}"
            yield _Entry(one.tasked_at, one.newest_seq, said)
        if one.implemented_at is not None:
            yield _Entry(one.implemented_at, one.newest_seq, f"{one.action_id} implemented")


def _others(facts: Facts) -> Iterator[_Entry]:
    for one in facts.decisions:
        at = one.decided_at or one.proposed_at
        if at is not None and one.newest_seq is not None:
            said = f"{one.topic or one.decision_id}: {one.state or NOTHING}"
            yield _Entry(at, one.newest_seq, said)
    for one in facts.held:
        at = datetime.combine(one.starts_on, time(), UTC)
        name = one.name or one.exercise_id
        said = f"{name} began, {words.kinds(one.kinds)}, to {day(one.ends_on)}"
        yield _Entry(at, one.newest_seq, said)


def participants(facts: Facts) -> tuple[Section, ...]:
    """Return who took part, or who came."""
    if facts.exercise is not None:
        return (Section("Participants", tuple(_participants(facts))),)
    if facts.meeting is not None:
        return (Section("Participants", tuple(_attendees(facts))),)
    return ()


def _participants(facts: Facts) -> Iterator[Block]:
    columns = (
        Column("Participant", 2),
        Column("Took part", 3),
        Column("People", 2, is_number=True),
    )
    rows = tuple(
        (
            one.actor,
            ("yes" if one.took_part else "no") + ("" if one.was_planned else ", was not planned"),
            NOTHING if one.personnel is None else f"{one.personnel:,}",
        )
        for one in facts.participants
    )
    yield Table("Participants", columns, rows)
    if facts.tests:
        yield Table("Tests of pairs", _TEST_COLUMNS, tuple(_tests(facts)))


_TEST_COLUMNS = (
    Column("Pair", 2),
    Column("Dimension", 2),
    Column("Capability", 3),
    Column("Outcome", 2),
    Column("Event", 1, is_number=True),
)


def _tests(facts: Facts) -> Iterator[tuple[str, ...]]:
    for one in facts.tests:
        yield (
            f"{one.actor_a}, {one.actor_b}",
            words.word("dimensions", one.dimension),
            words.area(one.area),
            one.outcome.replace("_", " "),
            str(one.ledger_seq),
        )


def _attendees(facts: Facts) -> Iterator[Block]:
    if not facts.attendees:
        yield Paragraph("Nobody is recorded as having come.")
        return
    columns = (Column("Attendee", 2), Column("Rank, 1 is the most senior", 2, is_number=True))
    rows = tuple((one.actor, str(one.rank)) for one in facts.attendees)
    yield Table("Attendees", columns, rows)
