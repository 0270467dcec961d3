"""What changes in the projections when events that amend each other arrive?

The rows of a root are a function of the set of its amendments. Moments of recording only grow, so
of two sets, before and after, only the end of what was in force and what is in force now differ.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from streams.decode import rows
from streams.decode.rows import CompleteRow
from streams.events.amendments import EventSets, Flag, Step, flags, steps
from streams.events.recorded import EventKey, Recorded
from streams.projections import rows_of

Ending = tuple[int, datetime]  # the root's number, and when what it said was true


@dataclass(slots=True)
class Changes:
    """Rows to end and to insert, by table, and what is to be said about the amendments."""

    endings: dict[str, set[Ending]] = field(default_factory=lambda: defaultdict(set))
    rows: list[CompleteRow] = field(default_factory=list)
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
        for one in rows_of(step.said_by.fact):
            found.endings[one.projection.table].add((root.seq, step.said_by.fact.occurred_at))
    for step in begun:
        found.rows.extend(rows.in_force(root, step))
