"""What is reviewed, when what is due, and what the numbers add up to (pure)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from schemas.vocabulary import Rating
from streams.report import words
from streams.report.document import Block, Bullets, Column, Section, Table
from streams.report.due import Due, day_number, dues
from streams.report.facts import Exercise, Facts, Meeting
from streams.report.sections.changes import moved_pairs
from streams.report.supporting import Objective
from streams.report.words import count, day

NOT_READY = 9  # how far from the best something without a level is
TWO = (Column("What", 1), Column("As recorded", 3))


def overview(facts: Facts) -> Section:
    """Return what is reviewed, as whom and at which clocks, and what is due."""
    rows = [*_subject(facts), *_reading(facts)]
    return Section(
        "Overview",
        (Table("Overview", TWO, tuple(rows)), *_due(facts)),
    )


def _subject(facts: Facts) -> Iterator[tuple[str, str]]:
    if facts.exercise is not None:
        yield from _of_exercise(facts.exercise, facts)
    elif facts.meeting is not None:
        yield from _of_meeting(facts.meeting)
    else:
        yield "Period", f"{words.moment(facts.from_at)} to {words.moment(facts.to_at)}"
    yield "Body", facts.kept.body


def _of_exercise(one: Exercise, facts: Facts) -> Iterator[tuple[str, str]]:
    took_part = [who for who in facts.participants if who.took_part]
    yield "Exercise", f"{one.name or one.exercise_id} ({one.exercise_id})"
    yield "Dates", f"{day(one.starts_on)} to {day(one.ends_on)}"
    days = (one.ends_on - one.starts_on).days + 1
    people = f", {one.personnel:,} people" if one.personnel else ""
    yield (
        "Scope",
        f"{words.kinds(one.kinds)}, {count(days, 'day')}, "
        f"{count(len(took_part), 'participant')}{people}",
    )
    yield "Place", one.place or "not recorded"
    yield "Series", one.series or "none"
    yield "Capability areas", words.listed(map(words.area, sorted(one.domains)))


def _of_meeting(one: Meeting) -> Iterator[tuple[str, str]]:
    yield "Meeting", f"{one.meeting_id} ({one.level or 'level not recorded'})"
    yield "Dates", f"{day(one.started_on)} to {day(one.ended_on)}"
    yield "Place", one.place or "not recorded"
    yield "Attendees", str(one.attendees)


def _reading(facts: Facts) -> Iterator[tuple[str, str]]:
    reader = facts.reader
    yield "Review", f"{facts.kept.name} ({facts.kept.review_id})"
    yield "Known at", f"{words.moment(facts.known_at)}, of everything that had been heard by then"
    yield (
        "Compared",
        f"{words.moment(facts.from_at)} with {words.moment(facts.to_at)}, both as known at the "
        "moment above",
    )
    yield "Read as", f"{reader.viewer}, nation {reader.nation or 'none: every release'}"
    yield "Method", f"version {facts.method_version}"
    yield "Prepared by", facts.kept.author
    if facts.final_at is not None:
        yield "Approved by", f"{reader.viewer}, {words.moment(facts.final_at)}"


def ended_on(facts: Facts) -> date:
    """Return the last day of what is reviewed."""
    return (facts.to_at - timedelta(microseconds=1)).date()


def _due(facts: Facts) -> Iterator[Block]:
    last = ended_on(facts)
    final_at = facts.editions[0].final_at if facts.editions else facts.final_at
    found = dues(
        last,
        tasked_on=[_first_tasked(facts, one.lesson_id) for one in facts.lessons],
        final_on=None if final_at is None else final_at.date(),
    )
    rows = tuple(
        (
            one.what,
            f"{day(one.due_on)} (day {day_number(last, one.due_on)})",
            _done(last, one) if one.is_kept else "drafts are not kept",
        )
        for one in found
    )
    of = f"{day(facts.known_at)} (day {day_number(last, facts.known_at.date())})"
    title = f"What is due, counted from the day after the end; what is said here is of {of}"
    yield Table(title, (Column("What"), Column("Due"), Column("Done")), rows)


def _first_tasked(facts: Facts, lesson_id: str) -> date | None:
    moments = [
        one.tasked_at
        for one in facts.actions
        if one.lesson_id == lesson_id and one.tasked_at is not None
    ]
    return min(moments).date() if moments else None


def _done(last: date, one: Due) -> str:
    if one.done_on is None:
        return "not yet"
    days = (one.done_on - one.due_on).days
    late = f", {count(days, 'day')} late" if days > 0 else ""
    return f"{day(one.done_on)} (day {day_number(last, one.done_on)}{late})"


def summary(facts: Facts, objectives: Sequence[Objective]) -> Section:
    """Return the executive summary: counted facts, and nothing else."""
    said = [
        *(_of_objectives(objectives) if facts.exercise else ()),
        *(_of_tests(facts) if facts.exercise else ()),
        *_of_decisions(facts),
        *_of_lessons(facts),
        *_of_readiness(facts),
        *_of_findings(facts),
    ]
    return Section("Executive summary", (Bullets(tuple(said)),))


def _of_objectives(objectives: Sequence[Objective]) -> Iterator[str]:
    areas = {one.area for one in objectives}
    yield f"{count(len(objectives), 'objective')} in {count(len(areas), 'capability area')}."
    rated = [
        f"{sum(one.rated(rating.value) for one in objectives)} {rating.value} "
        f"({words.word('ratings', rating.value).lower()})"
        for rating in Rating
    ]
    unrated = sum(one.rated(None) for one in objectives)
    yield (
        f"Ratings, an objective of a participant counted once, at its worst: {', '.join(rated)}, "
        f"{unrated} not rated."
    )


def _of_tests(facts: Facts) -> Iterator[str]:
    worked = sum(one.outcome == "success" for one in facts.tests)
    yield f"{count(len(facts.tests), 'test')} of pairs, {worked} of them a success."
    yield f"{count(len(facts.observations), 'observation')} submitted."


def _of_decisions(facts: Facts) -> Iterator[str]:
    if facts.exercise is None:
        adopted = sum(one.state == "adopted" for one in facts.decisions)
        yield f"{count(len(facts.decisions), 'decision')}, {adopted} of them adopted."
    if facts.held:
        yield f"{count(len(facts.held), 'exercise')} held."


def _of_lessons(facts: Facts) -> Iterator[str]:
    still = sum(one.is_open for one in facts.lessons)
    done = sum(one.implemented_at is not None for one in facts.actions)
    overdue = sum(one.overdue_days > 0 for one in facts.actions)
    yield f"{count(len(facts.lessons), 'lesson')} identified, {still} of them open."
    yield (
        f"{count(len(facts.actions), 'remedial action')} tasked, {done} implemented, "
        f"{overdue} overdue."
    )
    if facts.earlier:
        yield f"{count(len(facts.earlier), 'action')} tasked before, and still open."


def _of_readiness(facts: Facts) -> Iterator[str]:
    moved = {(one.actor, one.area): one for one in facts.readings}
    better = sum(_rank(one.to_level) < _rank(one.from_level) for one in moved.values())
    worse = sum(_rank(one.to_level) > _rank(one.from_level) for one in moved.values())
    yield (
        f"{count(len(moved), 'reading')} changed: {better} at a better level, {worse} at a worse "
        "one, the others within their level."
    )
    pairs = len(moved_pairs(facts.pairs))
    yield f"{count(pairs, 'pair')} changed in interoperability, each dimension counted once."


def _rank(level: str) -> int:
    return int(level) if level.isdigit() else NOT_READY


def _of_findings(facts: Facts) -> Iterator[str]:
    strengths = sum(one.kind == "strength" for one in facts.findings)
    improvements = len(facts.findings) - strengths
    yield (
        f"{count(strengths, 'strength')} and {count(improvements, 'area')} for improvement were "
        "found in this review."
    )
