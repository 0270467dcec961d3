"""An import that one viewer makes, for a page: said as JSON, and as far as that viewer may.

Its events name in their source who imported them, go no higher than that viewer is cleared, and
are compared with that viewer's own alone, as far as these may be read. So what is counted as the
same or corrected is nothing that this viewer may not know.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from infra.settings import Settings
from schemas.events import EventData
from schemas.forms import AUTHOR
from schemas.vocabulary import Classification
from streams.client.as_viewer import OwnEvents, Viewer, own_events
from streams.client.publisher import Publisher
from streams.client.resolution import EXIT_NOT_YET, EXIT_REFUSED, EXIT_UNAVAILABLE, PATIENCE_S
from streams.imports import checked
from streams.imports.errors import MappingError
from streams.imports.importing import Import, Options, Prepared
from streams.imports.language import Mapping, event_type

LONGEST_SOURCE = 255
LADDER = tuple(Classification)
TOLD_EVERY_S = 0.25
FATES_AT_ONCE = 2_000
MOST_DEAD = 100
POLL_S = 0.2


class Stage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far an import is: what is done just now, so much of so many."""

    stage: str
    done: int = 0
    of: int | None = None


class DeadSaid(msgspec.Struct, frozen=True):
    """An event that became a dead letter, and why."""

    id: str
    reason: str
    detail: str


class Became(msgspec.Struct, frozen=True, kw_only=True):
    """What became of all that was sent."""

    stage: str = "done"
    exit_code: int = 0
    acknowledged: int = 0
    failed: int = 0
    stored: int = 0
    unread: int = 0
    dead: int = 0
    dead_letters: list[DeadSaid] = msgspec.field(default_factory=list[DeadSaid])
    why: str = ""


def run(
    settings: Settings, mapping: Mapping, file: Path, options: Options, *, check_only: bool
) -> int:
    """Check a table or import it as the viewer whose session comes on standard input."""
    token = sys.stdin.readline().strip()
    with own_events(settings, token) as own:
        one = Import(
            _allowed(mapping, own.viewer),
            file,
            options,
            own.now(),
            source=source_of(mapping, own.viewer),
        )
        with one.prepared(own) as prepared:
            _tell(checked.checked(one, prepared, None))
            if check_only:
                return prepared.exit_code
            became = _sent(settings, one, prepared, own)
            _tell(became)
            return became.exit_code or prepared.exit_code


def source_of(mapping: Mapping, viewer: Viewer) -> str:
    """Return the source of what a viewer imports; MappingError when it gets too long."""
    source = f"muster/import/{viewer.name}/{mapping.name}"
    if len(source) > LONGEST_SOURCE:
        raise MappingError(mapping.name, "name", "is too long")
    return source


def _allowed(mapping: Mapping, viewer: Viewer) -> Mapping:
    """Return what a viewer may import by a mapping; MappingError for what nobody may on a page."""
    for key, problem in _not_allowed(mapping, viewer):
        raise MappingError(mapping.name, key, problem)
    # Facts are said under a source of their own, and a viewer speaks for nobody else.
    return msgspec.structs.replace(mapping, facts=())


def _not_allowed(mapping: Mapping, viewer: Viewer) -> Iterator[tuple[str, str]]:
    classification = Classification(mapping.label.classification)
    if classification.rank > viewer.clearance_rank:
        highest = LADDER[viewer.clearance_rank].value
        yield "label.classification", f"you are cleared up to {highest}"
    if mapping.query is not None and mapping.query.tables:
        yield "query.tables", "other files cannot be read from a page; join them into this one"
    for n, event in enumerate(mapping.events):
        if _has_author(event_type(event)):
            yield f"events[{n}].type", "is said by the page it is written on, never imported"


def _has_author(kind: type[EventData] | None) -> bool:
    return kind is not None and AUTHOR in kind.__struct_fields__


def _tell(said: Any) -> None:
    sys.stdout.write(msgspec.json.encode(said).decode() + "\n")
    sys.stdout.flush()


@dataclass(slots=True)
class _Telling:
    """Says how far it is, now and then."""

    stage: str
    of: int | None
    due_at: float = field(default=0.0)

    def show(self, done: int) -> None:
        now = time.monotonic()
        if now >= self.due_at:
            self.due_at = now + TOLD_EVERY_S
            _tell(Stage(stage=self.stage, done=done, of=self.of))


def _sent(settings: Settings, one: Import, prepared: Prepared, own: OwnEvents) -> Became:
    outbox = prepared.outbox
    if not outbox.count:
        return Became()
    ids: list[str] = []
    with Publisher(settings) as publisher:
        telling = _Telling("sending", outbox.count)
        for message in outbox.messages():
            publisher.send(message)
            ids.append(message.id)
            telling.show(publisher.delivery.acknowledged)
            if publisher.delivery.failed:
                break
        else:
            publisher.flush()
        delivery = publisher.delivery
    if delivery.failed:
        return Became(
            exit_code=EXIT_UNAVAILABLE,
            acknowledged=delivery.acknowledged,
            failed=delivery.failed,
            unread=delivery.acknowledged,
            why=delivery.first_failure or "",
        )
    return _resolved(one.source, ids, own)


def _resolved(source: str, ids: list[str], own: OwnEvents) -> Became:
    """Wait until a worker has read what was sent, and say what became of it."""
    waiting, stored, dead = dict.fromkeys(ids), 0, list[DeadSaid]()
    telling, moved_at = _Telling("storing", len(ids)), time.monotonic()
    while waiting and time.monotonic() - moved_at < PATIENCE_S:
        asked = list(waiting)[:FATES_AT_ONCE]
        for fate in own.fates(source, asked):
            del waiting[fate.event_id]
            moved_at = time.monotonic()
            if fate.is_stored:
                stored += 1
            else:
                dead.append(DeadSaid(fate.event_id, fate.reason or "", fate.detail or ""))
        telling.show(len(ids) - len(waiting))
        if len(waiting) and all(one in waiting for one in asked):
            time.sleep(POLL_S)
    code = EXIT_NOT_YET if waiting else EXIT_REFUSED if dead else 0
    return Became(
        exit_code=code,
        acknowledged=len(ids),
        stored=stored,
        unread=len(waiting),
        dead=len(dead),
        dead_letters=dead[:MOST_DEAD],
    )
