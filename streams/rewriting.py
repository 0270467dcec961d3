"""What changes in the projections when events that amend each other arrive?

The rows of a root are a function of the set of its amendments. Moments of recording only grow, so
of two sets, before and after, only the end of what was in force and what is in force now differ.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from streams.amendments import Flag, Step, flags, root_of, steps
from streams.projections import Series, rows_of
from streams.recorded import EventKey, Recorded
from streams.store import copy_text
from streams.store import projections as projection_rows

Ending = tuple[int, datetime]  # the root's number, and when what it said was true


@dataclass(slots=True)
class Changes:
    """Rows to end and to insert, by table, and what is to be said about the amendments."""

    endings: dict[str, set[Ending]] = field(default_factory=lambda: defaultdict(set))
    lines: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    series: set[Series] = field(default_factory=set)
    amendments: set[int] = field(default_factory=set)
    flags: dict[int, Flag] = field(default_factory=dict)


def changes(
    roots: Iterable[EventKey], before: Iterable[Recorded], after: Iterable[Recorded]
) -> Changes:
    """Return what the arrival of new events changes for these roots."""
    found = Changes()
    old, new = EventSets(before), EventSets(after)
    for root_key in roots:
        root, amendments = new.of(root_key)
        ended, begun = _difference(steps(*old.of(root_key)), steps(root, amendments))
        found.amendments.update(event.seq for event in amendments)
        found.flags |= flags(root, amendments)
        if root is not None:
            _add(found, root, ended, begun)
    return found


class EventSets:
    """Events to be looked up together with those that amend them."""

    def __init__(self, events: Iterable[Recorded]) -> None:
        self._by_key: dict[EventKey, Recorded] = {}
        self._amendments: dict[EventKey, list[Recorded]] = defaultdict(list)
        for event in events:
            self._by_key[event.key] = event
            root_key = root_of(event.data)
            if root_key is not None:
                self._amendments[root_key].append(event)

    def of(self, root_key: EventKey) -> tuple[Recorded | None, list[Recorded]]:
        """Return an event, if it is there, and its amendments."""
        return self._by_key.get(root_key), self._amendments.get(root_key, [])


def lines_of(root: Recorded, step: Step) -> Iterable[tuple[str, str, tuple[Series, ...]]]:
    """Return the rows in force in one step of a root: table, row, and the series it names."""
    fact = step.said_by.fact
    stamp = projection_rows.stamp(fact, root.label_id, root.envelope.sequence, root.key)
    recorded_at = copy_text.instant(step.recorded_at)
    ended_at = copy_text.instant(step.ended_at) if step.ended_at else projection_rows.OPEN_END
    for projection, row in rows_of(fact):
        text = projection_rows.row_text(row, stamp)
        line = projection_rows.line(text, step.said_by.seq, root.seq, recorded_at, ended_at)
        yield (
            projection.table,
            line,
            tuple(value for value in row[:1] if isinstance(value, Series)),
        )


def _difference(before: Sequence[Step], after: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """Return the steps that have ended, and those that are new."""
    kept = {(step.recorded_at, step.said_by.seq) for step in before}
    still_open = {(step.recorded_at, step.said_by.seq) for step in after if step.ended_at is None}
    ended = [
        step
        for step in before
        if step.ended_at is None and (step.recorded_at, step.said_by.seq) not in still_open
    ]
    return ended, [step for step in after if (step.recorded_at, step.said_by.seq) not in kept]


def _add(found: Changes, root: Recorded, ended: list[Step], begun: list[Step]) -> None:
    for step in ended:
        for projection, _ in rows_of(step.said_by.fact):
            found.endings[projection.table].add((root.seq, step.said_by.fact.occurred_at))
    for step in begun:
        for table, line, series in lines_of(root, step):
            found.lines[table].append(line)
            found.series.update(series)
