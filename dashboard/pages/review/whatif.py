"""What moved a reading in a what-if: its edits are the causes (pure).

The comparison tells edits as what was heard right after the last event. An event that is changed
has its number with a minus there, and one that is added a number after the last.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from dashboard.pages.review.queries import PairCause, ReadingCause
from dashboard.queries.whatifs import WhatIf
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg

LEFT_OUT, CHANGED, ADDED = "left out", "changed", "added"
_SAID: Mapping[str, str] = {
    "retracted": LEFT_OUT,
    "corrected": CHANGED,
    "came": ADDED,
    "became known": ADDED,
}


def in_whatif(one: ReadingCause | PairCause, last_seq: int) -> ReadingCause | PairCause:
    """Give a cause as the edit that it is, with the number the ledger has of its event."""
    seq = None if one.seq is None or one.seq > last_seq else abs(one.seq)
    return replace(one, cause=_SAID.get(one.cause, one.cause), seq=seq)


def told_of(cause: str | None) -> str | None:
    """Give the kind of cause as the comparison tells it."""
    return next((told for told, said in _SAID.items() if said == cause), cause)


def sentence(whatif: WhatIf, at: datetime) -> str:
    """Say what is compared with what."""
    return say("review.whatif.between", name=whatif.name, at=dtg(at), seq=f"{whatif.seq:,}")


def title(whatif: WhatIf, finding: str) -> str:
    """Say the finding as one about what never was."""
    return say("review.whatif.finding", name=whatif.name, finding=finding)
