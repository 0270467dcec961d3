"""Whether anybody stores events, in words."""

from dashboard.queries.storing import Storing
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg


def not_storing(storing: Storing) -> tuple[str, str] | None:
    """Give the sentence and the command when no worker stores events; None when one does."""
    if storing.workers:
        return None
    if storing.last_seen_at is None:
        return say("storing.never_worker"), say("storing.start")
    return say("storing.no_worker", since=dtg(storing.last_seen_at)), say("storing.start")
