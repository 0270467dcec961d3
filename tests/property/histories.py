"""Small histories in which everything collides: few actors, few days, many amendments."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from schemas.events import DecisionAdopted, EventData, MemberJoined
from tests.property.fields import ACTORS, DAYS, EVERY_FIELD, FAMILIES, SOURCES, TIMES, time
from tests.support.builders import correction_of, event, retraction_of


@dataclass(frozen=True)
class History:
    """A set of events, and two ways in which they arrive."""

    events: tuple[bytes, ...]
    batches: tuple[tuple[bytes, ...], ...]


@st.composite
def histories(
    draw: st.DrawFn, families: Sequence[Sequence[type[EventData]]] = FAMILIES, fewest: int = 1
) -> History:
    """Give events with amendments, and the batches in which they arrive, some of them twice.

    They are of one of the families, and so many at least beside members and amendments.
    """
    kinds = draw(st.sampled_from(families))
    # Members first to be drawn, so that most examples have something to say about a body.
    everybody = [
        event(MemberJoined, actor=name, from_on=DAYS[0], time=TIMES[0], id=f"member-{name}")
        for name in sorted({*ACTORS, "POL"})
    ]
    roots = [draw(_root(i, kinds)) for i in range(draw(st.integers(fewest, fewest + 14)))]
    events = [*everybody, *roots]
    for i in range(draw(st.integers(0, 8))):
        events.append(draw(_amendment(i, draw(st.sampled_from(roots)), events)))
    arriving = draw(st.permutations([*events, *draw(st.lists(st.sampled_from(events)))]))
    cuts = sorted(draw(st.sets(st.integers(1, len(arriving)), max_size=4)))
    ends = [*cuts, len(arriving)]
    starts = [0, *cuts]
    batches = tuple(tuple(arriving[a:b]) for a, b in zip(starts, ends, strict=True) if a < b)
    return History(tuple(events), batches)


# So many events of every kind that most questions have something to answer with.
LONG = histories([[kind for family in FAMILIES for kind in family]], fewest=40)
SHORT_OR_LONG = st.integers(0, 3).flatmap(lambda one: LONG if one else histories())


@st.composite
def _root(draw: st.DrawFn, number: int, kinds: Sequence[type[EventData]]) -> bytes:
    kind = draw(st.sampled_from(kinds))
    root = event(
        kind,
        **draw(st.fixed_dictionaries(EVERY_FIELD[kind])),
        id=f"root-{number}",
        source=draw(st.sampled_from(SOURCES)),
        time=draw(time),
        sequence=draw(st.sampled_from((None, 1, 2))),
        classification=draw(st.sampled_from(("UNCLASSIFIED", "UNCLASSIFIED", "SECRET"))),
    )
    written = json.loads(root)
    _widen(kind, written["time"], written["data"])
    return json.dumps(written).encode()


@st.composite
def _amendment(draw: st.DrawFn, number: int, root: bytes, earlier: list[bytes]) -> bytes:
    corrections = [
        one["id"]
        for one in map(json.loads, earlier)
        if "root" in one["data"] and one["data"]["root"]["id"] == json.loads(root)["id"]
    ]
    amends = draw(st.sampled_from([None, None, *corrections]))
    if draw(st.integers(0, 2)) == 0:
        written = retraction_of(root, amends=amends, id=f"retraction-{number}")
    else:
        written = draw(_correction(number, root, amends))
    return _sometimes_mismatched(written, draw(st.integers(0, 11)))


@st.composite
def _correction(draw: st.DrawFn, number: int, root: bytes, amends: str | None) -> bytes:
    kind = next(kind for kind in EVERY_FIELD if json.loads(root)["type"] == kind.TYPE)
    correction = correction_of(
        root,
        amends=amends,
        **draw(st.fixed_dictionaries(EVERY_FIELD[kind])),
        id=f"correction-{number}",
        time=draw(time),
        occurred=draw(st.sampled_from(("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"))),
    )
    written = json.loads(correction)
    _widen(kind, written["data"]["time"], written["data"]["data"])
    return json.dumps(written).encode()


def _widen(kind: type[EventData], at: str, data: dict[str, Any]) -> None:
    """Let what happened on some days have lasted until its time, or begun by then."""
    if kind.HAPPENED_BETWEEN is not None:
        first, last = kind.HAPPENED_BETWEEN
        data[first], data[last] = min(data[first], at[:10]), max(data[last], at[:10])


def _sometimes_mismatched(amendment: bytes, which: int) -> bytes:
    """Give an amendment that, now and then, does not belong to its root."""
    written = json.loads(amendment)
    if which == 0:
        written["source"] = "somebody-else"
    elif which == 1:
        written["classification"] = "RESTRICTED"
    elif which == 2 and "reason" in written["data"]:
        written["data"]["root_type"] = DecisionAdopted.TYPE
    return json.dumps(written).encode()
