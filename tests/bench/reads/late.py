"""How soon does a late correction of an old result show, through broker and worker?"""

import time
import uuid
from datetime import datetime, timedelta
from typing import NamedTuple

from infra.errors import ServiceUnavailable
from infra.kafka import cluster
from infra.postgres import Connection, connect
from infra.settings import Settings
from schemas.events import ExerciseResultRecorded
from schemas.vocabulary import Area, TopicName
from tests.bench.load import ACTORS, Message
from tests.bench.producer import send_one
from tests.bench.reads.history import END, YEAR
from tests.bench.reads.timing import Clocks
from tests.bench.services import running
from tests.support.builders import correction_of, event

AGE = 5 * YEAR
CORRECTIONS = 10
GIVE_UP_S = 30
WORKER_START_S = 30


class Late(NamedTuple):
    """The times from the broker's answer until a reading had changed."""

    shown_ms: list[float]
    is_old_answer_kept: bool


def late_corrections(settings: Settings) -> Late:
    """Correct results of five years ago one by one, a worker running."""
    with cluster(settings.kafka) as found:
        found.ensure_topics(settings.topic_prefix)
    shown: list[float] = []
    kept = True
    with (
        running(settings, "infra.cli", "worker"),
        connect(settings.database("muster_reader")) as reader,
    ):
        for number in range(CORRECTIONS):
            took_ms, is_kept = _corrected(settings, reader, number)
            shown.append(took_ms)
            kept = kept and is_kept
    return Late(shown, kept)


def _corrected(settings: Settings, reader: Connection, number: int) -> tuple[float, bool]:
    actor, area = ACTORS[number * 3 % len(ACTORS)], tuple(Area)[number % len(Area)]
    at = END - AGE + timedelta(hours=number)
    root = _result(actor, area, at)
    before = _known_at(reader)
    _send(settings, root)
    _wait_for_another(reader, actor, area, Clocks(at, before))
    before = _known_at(reader)
    then = _reading(reader, actor, area, Clocks(at, before))
    correction = correction_of(root, rating="U", id=f"correction-{uuid.uuid4()}")
    acknowledged_at = _send(settings, correction)
    _wait_for_another(reader, actor, area, Clocks(at, before))
    took_ms = 1000 * (time.monotonic() - acknowledged_at)
    return took_ms, _reading(reader, actor, area, Clocks(at, before)) == then


def _result(actor: str, area: Area, at: datetime) -> bytes:
    return event(
        ExerciseResultRecorded,
        actor=actor,
        area=area,
        rating="P",
        time=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        id=f"late-{uuid.uuid4()}",
    )


def _send(settings: Settings, value: bytes) -> float:
    return send_one(settings, Message(TopicName.EXERCISE_RESULTS, "late", value))


def _wait_for_another(reader: Connection, actor: str, area: Area, clocks: Clocks) -> None:
    """Return once the reading as now known is another one than it was known to be."""
    old = _reading(reader, actor, area, clocks)
    give_up_at = time.monotonic() + GIVE_UP_S + WORKER_START_S
    while _reading(reader, actor, area, clocks._replace(known_at=_known_at(reader))) == old:
        if time.monotonic() > give_up_at:
            raise ServiceUnavailable("a late event did not show")
        time.sleep(0.005)


def _known_at(reader: Connection) -> datetime:
    row = reader.execute("select recorded_at from readiness.head()").fetchone()
    assert row is not None
    return row[0]


def _reading(reader: Connection, actor: str, area: Area, clocks: Clocks) -> list[str]:
    rows = reader.execute(
        "select answer::text from readiness.readiness('NATO', %s, %s, %s, %s) answer",
        [clocks.as_of, clocks.known_at, actor, str(area)],
    )
    return [text for (text,) in rows]
