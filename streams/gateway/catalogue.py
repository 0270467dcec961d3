"""Which events there are, with JSON Schemas and examples: what a producer has to know."""

import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from schemas.asyncapi import examples_of
from schemas.events import EVENT_TYPES, EventData, schema_urn, suffix_of
from schemas.events.event import TYPE_PREFIX
from streams.gateway.answers import Catalogue, EventType


@cache
def catalogue() -> Catalogue:
    """Return every type of event, in the order in which they are listed everywhere."""
    return Catalogue(envelope=_schema("envelope.v1"), types=[_entry(kind) for kind in EVENT_TYPES])


def event_type(name: str) -> EventType | None:
    """Return one type by its name, with or without `org.muster.`; None if there is none."""
    full = name if name.startswith(TYPE_PREFIX) else TYPE_PREFIX + name
    return next((one for one in catalogue().types if one.type == full), None)


@cache
def topics_described() -> bytes:
    """Return the AsyncAPI document of the topics, for who sends to Kafka itself."""
    return files("schemas").joinpath("asyncapi.json").read_bytes()


def _entry(kind: type[EventData]) -> EventType:
    return EventType(
        type=kind.TYPE,
        dataschema=schema_urn(kind),
        says=(kind.__doc__ or "").splitlines()[0],
        topic=kind.TOPIC,
        subject=list(kind.SUBJECT),
        json_schema=_schema(f"{suffix_of(kind)}.v{kind.VERSION}"),
        examples=examples_of(kind),
    )


def _schema(name: str) -> dict[str, Any]:
    return _json(files("schemas").joinpath("jsonschema", f"{name}.json"))


def _json(file: Traversable) -> dict[str, Any]:
    return json.loads(file.read_text("utf-8"))
