"""Histories under several labels, what a viewer may read of them, and storing only that."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import strategies as st

from schemas.labels import Label, label_of
from schemas.vocabulary import Classification
from streams.decode.batch import Batch, DirectRecord, Span
from streams.store import pipeline
from streams.store.tables import checkpoints, recording_clock
from streams.store.tables.running_sums import sum_up
from streams.store.tables.session import open_session
from tests.property.histories import SHORT_OR_LONG
from tests.property.test_two_workers import empty
from tests.support.builders import RECEIVED_AT
from tests.support.given import InMemory
from tests.support.postgres import Database

TOPIC = "labelled"
BODIES = ("NATO", "WTO")
OPEN = label_of("PUBLIC", "UNCLASSIFIED")
LABELS = (
    OPEN,
    OPEN,
    OPEN,
    label_of("MUSTER", "UNCLASSIFIED"),
    label_of("MUSTER", "SECRET"),
    label_of("NATO", "RESTRICTED"),
    label_of("MUSTER", "UNCLASSIFIED", "FIN"),
    label_of("MUSTER", "CONFIDENTIAL", "EST,FIN"),
    label_of("MUSTER", "RESTRICTED", "NATO"),
)


@dataclass(frozen=True)
class Viewer:
    """Who asks: how far cleared, and of which nation, if of any."""

    clearance: Classification
    nation: str | None = None

    def may_read(self, label: Label, bodies: set[str]) -> bool:
        """Tell whether a label is for this viewer, whose nation is a member of these bodies."""
        if label.classification.rank > self.clearance.rank:
            return False
        if self.nation is None or self.nation in label.releasable_to:
            return True
        if label.releasable_to:
            return not bodies.isdisjoint(label.releasable_to)
        if label.policy == "PUBLIC":
            return True
        return "NATO" in bodies if label.policy == "NATO" else bool(bodies)


VIEWERS = (
    Viewer(Classification.UNCLASSIFIED),
    Viewer(Classification.RESTRICTED),
    Viewer(Classification.CONFIDENTIAL, "EST"),
    Viewer(Classification.TOP_SECRET, "FIN"),
    Viewer(Classification.TOP_SECRET, "JPN"),
)


@dataclass(frozen=True)
class Labelled:
    """A history under labels, a viewer, and which of its events that viewer may read."""

    viewer: Viewer
    batches: tuple[tuple[bytes, ...], ...]
    readable: frozenset[bytes]
    summed_after: int  # so many batches are stored when lines are summed up

    @property
    def events(self) -> list[bytes]:
        """Give every event once."""
        return list(dict.fromkeys(event for batch in self.batches for event in batch))

    @property
    def moments(self) -> list[datetime]:
        """Give the moment at which each batch is recorded."""
        return [RECEIVED_AT + timedelta(minutes=i) for i in range(len(self.batches))]


@st.composite
def labelled(draw: st.DrawFn) -> Labelled:
    """Give a history under labels, and somebody who may not read all of it."""
    history = draw(SHORT_OR_LONG)
    viewer = draw(st.sampled_from(VIEWERS))
    names = sorted({_root_id(json.loads(event)) for event in history.events})
    labels = {name: draw(st.sampled_from(LABELS)) for name in names}
    cases = {name: draw(st.sampled_from(("case-1", None))) for name in names}
    causes = {name: draw(st.sampled_from((None, *names[:3]))) for name in names}
    written = {
        event: _relabelled(event, viewer, labels, cases, causes) for event in history.events
    }
    readable = _readable(viewer, list(written.values()))
    batches = tuple(
        # Who reads less has the same numbers: in each batch what is not to be read comes last.
        tuple(sorted((written[event] for event in batch), key=lambda one: one not in readable))
        for batch in history.batches
    )
    return Labelled(viewer, batches, readable, draw(st.integers(0, len(batches))))


def _root_id(written: Mapping[str, dict[str, dict[str, str]]]) -> str:
    return str(written["data"]["root"]["id"] if "root" in written["data"] else written["id"])


def _relabelled(
    event: bytes,
    viewer: Viewer,
    labels: Mapping[str, Label],
    cases: Mapping[str, str | None],
    causes: Mapping[str, str | None],
) -> bytes:
    written = json.loads(event)
    name = _root_id(written)
    label = labels[name]
    # Who belongs to a body decides what a nation may read: about the viewer's own, nothing hides.
    if viewer.nation and viewer.nation in json.dumps(written["data"]) and _is_of_members(written):
        label = OPEN
    is_mismatched = written["classification"] == "RESTRICTED"
    attributes = {
        "policy": label.policy,
        "classification": "RESTRICTED" if is_mismatched else str(label.classification),
        "releasableto": ",".join(label.releasable_to) or None,
        "correlationid": cases[name],
        "causationid": causes[name],
    }
    relabelled = {**written, **attributes}
    return json.dumps({key: one for key, one in relabelled.items() if one is not None}).encode()


def _is_of_members(written: Mapping[str, object]) -> bool:
    return "org.muster.member." in json.dumps(written)


def _readable(viewer: Viewer, events: Sequence[bytes]) -> frozenset[bytes]:
    bodies: set[str] = set()
    if viewer.nation:
        reference = InMemory()
        known_at = reference.tell(*events)
        bodies = {
            body
            for body in BODIES
            for member in reference.ask("members", body, known_at, known_at)
            if member["actor"] == viewer.nation
        }
    return frozenset(event for event in events if viewer.may_read(_label(event), bodies))


def _label(event: bytes) -> Label:
    written = json.loads(event)
    names = ("policy", "classification")
    return label_of(*(written[name] for name in names), written.get("releasableto", ""))


def store(database: Database, history: Labelled, *, all_of_it: bool) -> None:
    """Make a database hold all of a history, or only what its viewer may read.

    Numbers, offsets and moments are the same: what is left out leaves a gap.
    """
    empty(database)
    with open_session(database.conninfo()) as connection:
        connection.execute(
            "update muster.recording_clock set"
            " simulated_at = null, began_at = null, holds_in = null, seq = 0, ended_at = null"
        )
        connection.execute(
            "update muster.viewer set clearance_rank = %s, nation = %s"
            " where db_role = 'muster_reader'",
            [history.viewer.clearance.rank, history.viewer.nation],
        )
        checkpoints.add_epoch(connection, TOPIC, 1, checkpoints.Identity("c", "t"))
        checkpoints.start(connection, TOPIC, 1, {0: 0})
        offset, seen = 0, set[bytes]()
        for i, (batch, moment) in enumerate(zip(history.batches, history.moments, strict=True)):
            if i == history.summed_after:
                assert sum_up(connection)
            seen |= {*batch}
            items = [
                DirectRecord(number, event)
                for number, event in enumerate(batch, offset)
                if all_of_it or event in history.readable
            ]
            offset += len(batch)
            span = Span(0, offset - len(batch), offset, items)
            with recording_clock.simulated(connection, moment):
                pipeline.store(connection, Batch(TOPIC, 1, (span,)), for_topic=None)
                connection.execute(
                    "update muster.head set seq = %s, recorded_at = %s", [len(seen), moment]
                )
        assert connection.execute("select count(*) from muster.dead_letter").fetchone() == (0,)
