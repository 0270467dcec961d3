"""Every row of every projection, folded afresh from the ledger."""

from collections.abc import Iterable, Iterator

from streams.decode import rows
from streams.decode.rows import CompleteRow
from streams.events.amendments import EventSets, Step, flags, root_of, steps
from streams.events.recorded import EventKey, Recorded


def of_plain_event(event: Recorded) -> Iterator[CompleteRow]:
    """Return the rows of an event nobody amends: it is in force since it was recorded."""
    return rows.in_force(event, Step(event.recorded_at, None, event))


def of_amended_events(roots: Iterable[EventKey], sets: EventSets) -> Iterator[CompleteRow]:
    """Return the rows of events with amendments, one for each step of what we knew."""
    for root_key in roots:
        root, amendments = sets.of(root_key)
        for step in steps(root, amendments):
            assert root is not None  # without a root there are no steps
            yield from rows.in_force(root, step)


def flag_rows(roots: Iterable[EventKey], sets: EventSets) -> Iterator[tuple[object, ...]]:
    """Return a row for each amendment without effect."""
    for root_key in roots:
        yield from flags(*sets.of(root_key)).items()


def is_plain(event: Recorded, amended: set[EventKey]) -> bool:
    """Return whether an event's rows follow from it alone."""
    return root_of(event.data) is None and event.key not in amended
