"""Every row of every projection, folded afresh from the ledger."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from streams import rewriting
from streams.amendments import flags, root_of, steps
from streams.projections import Series, rows_of
from streams.recorded import EventKey, Recorded
from streams.rewriting import EventSets
from streams.store import copy_text
from streams.store import projections as projection_rows


class Folded(NamedTuple):
    """One row, the table it belongs to, and the series it names."""

    table: str
    line: str
    series: tuple[Series, ...]


def of_plain_event(event: Recorded) -> Iterator[Folded]:
    """Return the rows of an event nobody amends."""
    envelope = event.envelope
    stamp = projection_rows.stamp(event.fact, event.label_id, envelope.sequence, event.key)
    recorded_at = copy_text.instant(event.recorded_at)
    for projection, row in rows_of(event.fact):
        text = projection_rows.row_text(row, stamp)
        line = projection_rows.line(text, event.seq, event.seq, recorded_at)
        yield Folded(projection.table, line, tuple(v for v in row[:1] if isinstance(v, Series)))


def of_amended_events(roots: Iterable[EventKey], sets: EventSets) -> Iterator[Folded]:
    """Return the rows of events with amendments, one for each step of what we knew."""
    for root_key in roots:
        root, amendments = sets.of(root_key)
        for step in steps(root, amendments):
            assert root is not None  # without a root there are no steps
            for table, line, series in rewriting.lines_of(root, step):
                yield Folded(table, line, series)


def flag_lines(roots: Iterable[EventKey], sets: EventSets) -> Iterator[str]:
    """Return a row for each amendment without effect."""
    for root_key in roots:
        for seq, flag in flags(*sets.of(root_key)).items():
            yield copy_text.row((seq, flag))


def is_plain(event: Recorded, amended: set[EventKey]) -> bool:
    """Return whether an event's rows follow from it alone."""
    return root_of(event.data) is None and event.key not in amended
