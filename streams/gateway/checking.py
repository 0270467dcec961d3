"""Events as a worker will decode them, or all that is wrong with them (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from schemas.envelope import FUTURE_DETAIL, Decoded, decode, is_from_the_future
from schemas.errors import Reason, Refused
from schemas.faults import MOST, Fault, faults_of
from schemas.topics import topic_of_event
from streams.client.message import Message
from streams.decode.batch import DirectRecord
from streams.decode.dead_letter import OwnReason
from streams.decode.decoder import Incoming, incoming
from streams.decode.ledger_row import LogOffset
from streams.events.recorded import EventKey
from streams.gateway.database import Stored
from streams.gateway.received import Received
from streams.gateway.scope import Scope, faults_in, root_fault

CONFLICT_DETAIL = "id: the ledger has another event under this source and id"
TWICE_DETAIL = "id: the body has two events with this source and id that say different things"
_NOWHERE = LogOffset("", 0, 0, 0)


class Checked(NamedTuple):
    """An event that a worker can store, and its place in the body it came in."""

    decoded: Decoded
    row: Incoming
    pointer: str

    @property
    def key(self) -> EventKey:
        """Return its identity."""
        return self.row.key

    @property
    def message(self) -> Message:
        """Return it as it is sent: in structured mode, whatever mode it came in."""
        return Message(self.decoded.text.encode(), self.decoded)


class Checks(NamedTuple):
    """What is good of a body, and what is wrong with the rest."""

    events: list[Checked]
    faults: list[Fault]


def check_all(items: Iterable[Received], scope: Scope) -> Checks:
    """Return the events of a body, and all that is wrong with those that cannot be taken."""
    found = Checks([], [])
    for item in items:
        checked = _check(item, scope)
        if isinstance(checked, Checked):
            found.events.append(checked)
        else:
            found.faults.extend(fault.inside(item.pointer) for fault in checked)
        if len(found.faults) >= MOST:
            break
    return found


def _check(item: Received, scope: Scope) -> Checked | Sequence[Fault]:
    try:
        decoded = decode(item.value, item.headers)
        topic_of_event(decoded)  # a retraction may name a type that nobody can amend
        row = incoming(DirectRecord(0, item.value, item.headers), decoded, _NOWHERE)
    except Refused as refusal:
        return faults_of(refusal, item.value, item.headers)
    except Exception as error:  # as a worker would keep it: what nobody foresaw
        return [Fault("", OwnReason.UNSTORABLE, f"it cannot be stored: {type(error).__name__}")]
    return [*faults_in(scope, decoded)] or Checked(decoded, row, item.pointer)


def roots_to_know(events: Iterable[Checked], scope: Scope) -> set[EventKey]:
    """Return which events must be looked at, because others amend them."""
    if not scope.must_know_roots:
        return set()
    return {one.row.root for one in events if one.row.root is not None}


def faults_of_roots(
    events: Iterable[Checked], scope: Scope, roots: Mapping[EventKey, Decoded]
) -> list[Fault]:
    """Say which amendments reach what a key is not for."""
    faults: list[Fault] = []
    for one in events:
        root = roots.get(one.row.root) if one.row.root is not None else None
        if fault := root_fault(scope, one.decoded, root):
            faults.append(fault.inside(one.pointer))
    return faults


class Sorted(NamedTuple):
    """Which events are new, which the ledger has, and which contradict it or the clock."""

    new: list[Checked]
    faults: list[Fault]


def sort_out(
    events: Iterable[Checked], stored: Mapping[EventKey, Stored], now: datetime
) -> Sorted:
    """Tell new events from what was said before, as a worker will: by their content."""
    said = {key: one.content_sha256 for key, one in stored.items()}
    found = Sorted([], [])
    for one in events:
        earlier = said.setdefault(one.key, one.row.content_sha256)
        is_new = one.key not in stored
        if earlier != one.row.content_sha256:
            detail = TWICE_DETAIL if is_new else CONFLICT_DETAIL
            fault = Fault("/id", OwnReason.CONFLICTING_DUPLICATE, detail)
            found.faults.append(fault.inside(one.pointer))
        elif is_new and is_from_the_future(one.row.latest_at, now):
            fault = Fault("/time", Reason.FROM_THE_FUTURE, FUTURE_DETAIL)
            found.faults.append(fault.inside(one.pointer))
        elif is_new:
            found.new.append(one)
    return found
