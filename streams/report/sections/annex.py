"""Which events a report rests on, and what it says otherwise than the edition before (pure)."""

import hashlib
from collections import Counter
from collections.abc import Iterator

from streams.report import words
from streams.report.document import Bullets, Column, Document, Paragraph, Section, Table, lines
from streams.report.facts import Evidence, Facts

SHOWN = 40  # lines that changed in a section; both editions have all of them
_COLUMNS = (
    Column("Event", 2, is_number=True),
    Column("Recorded", 4),
    Column("Marking", 4),
    Column("Source and id", 7),
    Column("What", 5),
    Column("SHA-256 of the text received", 8),
)
OWN = "What changed since edition"


def evidence(facts: Facts) -> Section:
    """Return every event that the report names."""
    if not facts.evidence:
        return Section("Evidence", (Paragraph("No event is named."),))
    said = (
        "Every event that this report names: its number in the ledger, who said it under which "
        "id, and the hash of the text as it was received. Amended ones say so."
    )
    rows = tuple(map(_row, facts.evidence))
    return Section("Evidence", (Paragraph(said), Table("Evidence", _COLUMNS, rows)))


def _row(one: Evidence) -> tuple[str, ...]:
    flag = f" ({one.flag})" if one.flag else ""
    return (
        str(one.seq),
        words.moment(one.recorded_at),
        one.classification,
        f"{one.source}\n{one.event_id}",
        f"{one.summary}{flag}",
        hashlib.sha256(one.event.encode()).hexdigest(),
    )


def changed_since(number: int, before: Document, sections: tuple[Section, ...]) -> Section:
    """Return what these sections say otherwise than an edition did."""
    old = {one.title: one for one in before.sections if not one.title.startswith(OWN)}
    new = {one.title: one for one in sections}
    titles = [*new, *(title for title in old if title not in new)]
    said = [line for title in titles for line in _changes(title, old.get(title), new.get(title))]
    return Section(f"{OWN} {number}", (Bullets(tuple(said or ["Nothing."])),))


def _changes(title: str, old: Section | None, new: Section | None) -> Iterator[str]:
    was, now = (Counter(lines(one)) if one else Counter[str]() for one in (old, new))
    added, gone = list((now - was).elements()), list((was - now).elements())
    if not added and not gone:
        return
    yield f"{title}: {words.count(len(added), 'line')} new, {len(gone)} gone."
    for sign, some in (("+", added), ("−", gone)):
        yield from (f"{sign} {line}" for line in some[:SHOWN])
        if len(some) > SHOWN:
            yield f"{sign} and {len(some) - SHOWN} more"
