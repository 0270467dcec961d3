"""Which events there are, with JSON Schemas and examples: what a producer has to know."""

import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from schemas.asyncapi import examples_of
from schemas.events import (
    EVENT_TYPES,
    EventData,
    name_of,
    schema_urn,
    sentence_of,
    versions_of,
)
from schemas.events.event import TYPE_PREFIX
from streams.gateway.answers import Catalogue, EarlierVersion, EventType


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
        version=kind.VERSION,
        dataschema=schema_urn(kind),
        says=sentence_of(kind),
        topic=kind.TOPIC,
        subject=list(kind.SUBJECT),
        json_schema=_schema(name_of(kind)),
        examples=examples_of(kind),
        earlier=[_earlier(one) for one in versions_of(kind.TYPE)[1:]],
    )


def _earlier(kind: type[EventData]) -> EarlierVersion:
    return EarlierVersion(
        version=kind.VERSION,
        dataschema=schema_urn(kind),
        says=sentence_of(kind),
        json_schema=_schema(name_of(kind)),
        examples=examples_of(kind),
    )


def _schema(name: str) -> dict[str, Any]:
    return _json(files("schemas").joinpath("jsonschema", f"{name}.json"))


def _json(file: Traversable) -> dict[str, Any]:
    return json.loads(file.read_text("utf-8"))
