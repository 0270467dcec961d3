"""Valid events in one line."""

import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import schemas
from schemas.envelope import Decoded, decode
from schemas.events import (
    BY_TYPE,
    CapabilityAssessed,
    CommitmentMade,
    CommitmentProgressReported,
    DecisionAdopted,
    EventCorrected,
    EventData,
    EventRetracted,
    ExerciseConducted,
    ExerciseResultRecorded,
    InteropTestRecorded,
    MeetingHeld,
    MemberJoined,
    MemberLeft,
    ResourceLevelReported,
    schema_urn,
    suffix_of,
)
from schemas.wire import ATTRIBUTES
from tests.support.sample_data import SAMPLE_DATA

RECEIVED_AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ROOT = {"source": "test", "id": "root-1"}

_RESULT: dict[str, Any] = {
    "exercise_id": "amber-26",
    "exercise_kind": "livex",
    "actor": "EST",
    "area": "logistics",
    "objective_id": "log-2",
    "rating": "S",
    "evaluator": "external",
}
_DEFAULTS: dict[type[EventData], dict[str, Any]] = {
    MemberJoined: {"actor": "EST", "kind": "member", "body": "NATO", "from_on": "2004-03-29"},
    MemberLeft: {"actor": "DDR", "body": "WTO", "to_on": "1990-09-24"},
    ExerciseConducted: {
        "exercise_id": "amber-26",
        "kinds": ["livex"],
        "domains": ["land"],
        "started_on": "2026-05-04",
        "ended_on": "2026-05-15",
        "participants": [{"actor": "EST", "personnel": 4200}, {"actor": "FIN"}],
    },
    ExerciseResultRecorded: _RESULT,
    InteropTestRecorded: {
        "actor_a": "EST",
        "actor_b": "FIN",
        "dimension": "technical",
        "outcome": "success",
    },
    ResourceLevelReported: {
        "actor": "EST",
        "area": "land",
        "pillar": "P",
        "pct": 87.5,
        "reporter": "1st Brigade",
    },
    CapabilityAssessed: {
        "actor": "EST",
        "area": "cbrn",
        "instrument": "visit",
        "instrument_version": "1",
        "score": 70.0,
        "evaluator": "external",
    },
    MeetingHeld: {
        "meeting_id": "summit-26",
        "body": "NATO",
        "level": "summit",
        "started_on": "2026-07-07",
        "ended_on": "2026-07-08",
        "attendees": [{"actor": "EST", "rank": 1}],
    },
    DecisionAdopted: {
        "decision_id": "decision-1",
        "body": "NATO",
        "topic": "Spend more",
        "policy_domain": "defence spending",
        "mode": "consensus",
    },
    CommitmentMade: {
        "commitment_id": "two-percent",
        "body": "NATO",
        "title": "Two percent of GDP",
        "actors": [],
        "metric": "defence expenditure",
        "unit": "% of GDP",
        "target": 2.0,
        "direction": "up",
        "start_on": "2014-12-31",
        "due_on": "2024-12-31",
        "binding": "aim",
    },
    CommitmentProgressReported: {
        "commitment_id": "two-percent",
        "actor": "EST",
        "value": 1.9,
        "observed_on": "2025-12-31",
        "is_estimate": False,
    },
    EventCorrected: {
        "root": ROOT,
        "amends": ROOT,
        "root_type": ExerciseResultRecorded.TYPE,
        "time": "2026-05-12T12:00:00Z",
        "data": _RESULT | {"rating": "M"},
    },
    EventRetracted: {
        "root": ROOT,
        "amends": ROOT,
        "root_type": ExerciseResultRecorded.TYPE,
        "reason": "Entered twice.",
    },
} | SAMPLE_DATA


@cache
def _example(kind: type[EventData]) -> dict[str, Any]:
    """Give what the committed example of a type says: enough for one that needs no more."""
    examples = Path(schemas.__path__[0]) / "examples" / suffix_of(kind) / f"v{kind.VERSION}"
    first = min(examples.glob("*.json"), default=None)
    assert first is not None, f"{kind.__name__} has no example in {examples}"
    return json.loads(first.read_text())["data"]


def event(kind: type[EventData], /, **overrides: object) -> bytes:
    """Return one valid event; overrides go to its data's fields, else to its attributes.

    Equal arguments give the same event; other arguments another id, unless `id` is given.
    An override of None leaves an attribute out.
    """
    return json.dumps(document(kind, **overrides)).encode()


def document(kind: type[EventData], /, **overrides: object) -> dict[str, Any]:
    """Return the same event before it is written as JSON."""
    fields = set(kind.__struct_fields__)
    given = {name: overrides[name] for name in overrides if name in fields}
    attributes = {name: overrides[name] for name in overrides if name not in fields}
    data = (_DEFAULTS.get(kind) or _example(kind)) | _days_of(kind, attributes) | given
    unknown = attributes.keys() - ATTRIBUTES
    if unknown:
        raise TypeError(f"{kind.__name__} has no field and no attribute {sorted(unknown)}")
    content = json.dumps([data, attributes], sort_keys=True, default=str)
    defaults: dict[str, Any] = {
        "specversion": "1.0",
        "id": f"e-{hashlib.sha256(content.encode()).hexdigest()[:16]}",
        "source": "test",
        "type": kind.TYPE,
        "subject": _subject(kind, data),
        "time": _time(kind, data),
        "dataschema": schema_urn(kind),
        "policy": "MUSTER",
        "classification": "UNCLASSIFIED",
        "data": data,
    }
    both = defaults | attributes
    return {name: value for name, value in both.items() if value is not None}


def decoded(kind: type[EventData], /, **overrides: object) -> Decoded:
    """Return one valid event as a worker sees it."""
    return decode(event(kind, **overrides), received_at=RECEIVED_AT)


def correction_of(root: bytes, /, *, amends: str | None = None, **overrides: object) -> bytes:
    """Return a correction of an event: overrides replace fields of the root's data, or `time`.

    `id`, `sequence` and `occurred` are the correction's own; `occurred` is its own time.
    """
    old = json.loads(root)
    own = {name: overrides.pop(name) for name in ("id", "sequence") if name in overrides}
    own_time = overrides.pop("occurred", "2026-06-01T00:00:00Z")
    time = overrides.pop("time", old["time"])
    data = old["data"] | overrides
    written = document(
        EventCorrected,
        root=_ref(old),
        amends=_ref(old) | ({"id": amends} if amends else {}),
        root_type=old["type"],
        time=time,
        data=data,
        **_version_of(old),
        **_kept(old),
        **own,
    )
    written["time"] = own_time
    written["subject"] = _subject(BY_TYPE[old["type"]], data)
    return json.dumps(written).encode()


def retraction_of(root: bytes, /, *, amends: str | None = None, **overrides: object) -> bytes:
    """Return a retraction of an event, or of the correction of it whose id is `amends`."""
    old = json.loads(root)
    return event(
        EventRetracted,
        root=_ref(old),
        amends=_ref(old) | ({"id": amends} if amends else {}),
        root_type=old["type"],
        **({"subject": old["subject"], "time": "2026-06-02T00:00:00Z"} | _kept(old) | overrides),
    )


def _days_of(kind: type[EventData], attributes: dict[str, Any]) -> dict[str, Any]:
    """Return the day of a time that is given, for what happened on days that are not."""
    days = kind.HAPPENED_BETWEEN
    if days is None or "time" not in attributes:
        return {}
    usual = _DEFAULTS.get(kind) or _example(kind)
    first, last = (usual[name] for name in days)
    day = str(attributes["time"])[:10]
    return {} if first <= day <= last else dict.fromkeys(days, day)


def _time(kind: type[EventData], data: dict[str, Any]) -> str:
    """Return a time within the days of the data, if it has such."""
    day = "2026-05-12"
    if kind.HAPPENED_BETWEEN is not None:
        first, last = (str(data[name]) for name in kind.HAPPENED_BETWEEN)
        day = day if first <= day <= last else first
    return f"{day}T12:00:00Z"


def _ref(old: dict[str, Any]) -> dict[str, Any]:
    return {"source": old["source"], "id": old["id"]}


def _version_of(old: dict[str, Any]) -> dict[str, Any]:
    version = int(old["dataschema"].rpartition(":v")[2])
    return {} if version == 1 else {"data_version": version}


def _kept(old: dict[str, Any]) -> dict[str, Any]:
    names = ("source", "policy", "classification", "releasableto")
    return {name: old[name] for name in names if name in old}


def _subject(kind: type[EventData], data: dict[str, Any]) -> str:
    root_kind = BY_TYPE.get(str(data.get("root_type"))) if kind is EventCorrected else None
    if root_kind is not None and isinstance(data["data"], dict):
        kind, data = root_kind, data["data"]
    names = [str(data.get(name, "")) for name in kind.SUBJECT]
    return "+".join(sorted(names)) or "EST"
