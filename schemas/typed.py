"""What a person typed in as the event it makes; whether it is one, `schemas.envelope` decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.events.event import EventData, schema_urn, suffix_of
from schemas.events.registry import FACT_TYPES
from schemas.vocabulary import Classification, DatePrecision

POLICY = "MUSTER"
DAY_LENGTH = len("2026-11-28")
# Every type that a person can record, by its name without `org.muster.`.
RECORDED = {suffix_of(kind): kind for kind in FACT_TYPES}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of an event beside its data: who, when, and who may read it.

    `when` is a day, or an instant with zone; None is the last of the event's days, else `now`.
    """

    source: str
    id: str
    when: str | None = None
    now: datetime | None = None
    classification: str = Classification.UNCLASSIFIED.value
    releasable_to: str | None = None


def event_of(kind: type[EventData], values: Mapping[str, Any], said: Said) -> dict[str, Any]:
    """Return the event as it is written; values that are None are left out."""
    subject = "+".join(sorted(str(values.get(name, "")) for name in kind.SUBJECT))
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": said.id,
        "source": said.source,
        "type": kind.TYPE,
        "dataschema": schema_urn(kind),
        "subject": subject,
        **_time(kind, values, said),
        "policy": POLICY,
        "classification": said.classification,
        "data": {name: value for name, value in values.items() if value is not None},
    }
    if said.releasable_to:
        event["releasableto"] = said.releasable_to
    return event


def _time(kind: type[EventData], values: Mapping[str, Any], said: Said) -> dict[str, str]:
    """Return when it happened: as given, else the last of its days, else now."""
    when = said.when
    if when is None and kind.HAPPENED_BETWEEN is not None:
        last_day = values.get(kind.HAPPENED_BETWEEN[1])
        when = None if last_day is None else str(last_day)
    if when is None:
        return {"time": said.now.isoformat(timespec="seconds")} if said.now else {}
    if len(when) == DAY_LENGTH:
        return {"time": f"{when}T00:00:00Z", "dateprecision": DatePrecision.DAY.value}
    return {"time": when}
