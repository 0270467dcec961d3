"""Puts a report together: facts become sections, in the order in which staffs read them (pure)."""

from datetime import UTC

import msgspec

from streams.report import document, words
from streams.report.document import Document, Frame, Section
from streams.report.facts import Facts
from streams.report.sections import annex, capabilities, changes, course, overview, plan
from streams.report.supporting import objectives, unsupported

TITLE = "After-action report and improvement plan"


def missing(facts: Facts) -> list[str]:
    """Return what keeps a report of these facts from being final, a sentence each."""
    return unsupported(objectives(facts.results, facts.findings), facts.findings)


def assemble(facts: Facts) -> Document:
    """Return the report of some facts, as a draft or as the next final edition."""
    number = len(facts.editions) + 1
    is_final = facts.final_at is not None
    state = f"FINAL, edition {number}" if is_final else f"DRAFT of edition {number}"
    sections = _sections(facts)
    if facts.editions:
        last = facts.editions[-1]
        before = document.decode(_document_of(last.content))
        sections = (annex.changed_since(last.edition, before, sections), *sections)
    known_at = facts.known_at.astimezone(UTC)
    subject = _subject(facts)
    frame = Frame(
        title=f"{TITLE}: {subject}",
        subject=subject,
        marking=words.banner(facts.marking),
        state=state,
        is_final=is_final,
        author=facts.reader.viewer,
        dated=(known_at.year, known_at.month, known_at.day),
    )
    return Document(frame=frame, sections=sections)


def _document_of(content: str) -> bytes:
    return bytes(msgspec.json.decode(content, type=dict[str, msgspec.Raw])["document"])


def _sections(facts: Facts) -> tuple[Section, ...]:
    found = objectives(facts.results, facts.findings)
    return (
        *capabilities.not_supported(unsupported(found, facts.findings)),
        *plan.earlier(facts),
        overview.overview(facts),
        overview.summary(facts, found),
        *capabilities.objectives(found),
        *capabilities.findings(facts),
        plan.plan(facts),
        course.timeline(facts),
        *course.participants(facts),
        changes.readiness(facts),
        changes.interoperability(facts),
        annex.evidence(facts),
    )


def _subject(facts: Facts) -> str:
    if facts.exercise is not None:
        return facts.exercise.name or facts.exercise.exercise_id
    if facts.meeting is not None:
        return f"{facts.kept.body} {facts.meeting.level or 'meeting'}, {facts.meeting.meeting_id}"
    return f"{facts.kept.body}, {words.day(facts.from_at)} to {words.day(facts.to_at)}"
