"""The topics and what may be sent there, as an AsyncAPI 3 document for people and their tools.

It says of the broker what the gateway's OpenAPI document says of HTTP, from the same types.
"""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import msgspec

from schemas.binary import JSON, PREFIX
from schemas.events import VERSIONS, EventData, name_of, schema_urn, sentence_of, suffix_of
from schemas.topics import TOPICS, Topic, topic_of
from schemas.wire import Wire

STRUCTURED = "application/cloudevents+json"
BINDING = "0.5.0"
_COMPONENT = "#/components/schemas/{name}"
_HEADERS = "BinaryHeaders"


def document() -> dict[str, Any]:
    """Return the whole document, as JSON has it."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Muster: events",
            "version": "1",
            "description": "CloudEvents 1.0 as JSON, one to a message, structured or binary. The"
            " topics may have a prefix that the operator has set.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": STRUCTURED,
        "servers": {
            "local": {
                "host": "127.0.0.1:9092",
                "protocol": "kafka",
                "description": "What `muster up` starts; elsewhere what MUSTER_KAFKA says",
            }
        },
        "channels": {topic.name.value: _channel(topic) for topic in TOPICS},
        "operations": {f"take-{topic.name.value}": _operation(topic) for topic in TOPICS},
        "components": {"messages": dict(_messages()), "schemas": _components()},
    }


def _channel(topic: Topic) -> dict[str, Any]:
    names = [f"{name}.{mode}" for name in _types_on(topic) for mode in ("structured", "binary")]
    return {
        "address": topic.name.value,
        "title": topic.description,
        "description": f"Written by {topic.producers}.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {
            "kafka": {
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": [topic.config["cleanup.policy"]],
                    "retention.ms": int(topic.config["retention.ms"]),
                    "retention.bytes": int(topic.config["retention.bytes"]),
                    "max.message.bytes": int(topic.config["max.message.bytes"]),
                },
                "bindingVersion": BINDING,
            }
        },
    }


def _operation(topic: Topic) -> dict[str, Any]:
    return {
        "action": "receive",
        "channel": {"$ref": f"#/channels/{topic.name.value}"},
        "summary": "Muster's workers read the topic; each message is stored or a dead letter",
    }


def _types_on(topic: Topic) -> list[str]:
    """Return the types of a topic; an amendment travels where its root did, so on each."""
    return [
        name_of(kind)
        for kind in VERSIONS
        if kind.TOPIC is None or topic_of(kind.TYPE) == topic.name
    ]


def _messages() -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in VERSIONS:
        said = {"summary": sentence_of(kind), "bindings": _bindings(kind)}
        examples = examples_of(kind)
        yield (
            f"{name_of(kind)}.structured",
            {
                "title": kind.TYPE,
                **said,
                "contentType": STRUCTURED,
                "payload": _structured(kind),
                "examples": [{"payload": one} for one in examples],
            },
        )
        yield (
            f"{name_of(kind)}.binary",
            {
                "title": f"{kind.TYPE}, in binary mode",
                **said,
                "contentType": JSON,
                "headers": _headers(kind),
                "payload": _ref(kind.__name__),
                "examples": [
                    {"headers": _as_headers(one), "payload": one["data"]} for one in examples[:1]
                ],
            },
        )


def _structured(kind: type[EventData]) -> dict[str, Any]:
    fixed = {"type": kind.TYPE, "dataschema": schema_urn(kind)}
    own = {name: {"const": value} for name, value in fixed.items()}
    return {"allOf": [_ref("Wire"), {"properties": {**own, "data": _ref(kind.__name__)}}]}


def _headers(kind: type[EventData]) -> dict[str, Any]:
    fixed = {"type": kind.TYPE, "dataschema": schema_urn(kind)}
    own = {PREFIX + name: {"const": value} for name, value in fixed.items()}
    return {"allOf": [_ref(_HEADERS), {"type": "object", "properties": own}]}


def _header_schema(wire: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of binary mode's headers: every attribute but the data, by its prefix."""
    attributes = {name: one for name, one in wire["properties"].items() if name != "data"}
    return {
        "title": "Headers of binary mode",
        "type": "object",
        "properties": {PREFIX + name: one for name, one in attributes.items()},
        "required": [PREFIX + name for name in wire["required"] if name != "data"],
    }


def _as_headers(event: dict[str, Any]) -> dict[str, Any]:
    return {PREFIX + name: value for name, value in event.items() if name != "data"}


def _bindings(kind: type[EventData]) -> dict[str, Any]:
    about = "+".join(kind.SUBJECT) or "its root's subject"
    words = f"What the event is about ({about}): one key is one partition, and stays in order"
    return {"kafka": {"key": {"type": "string", "description": words}, "bindingVersion": BINDING}}


def examples_of(kind: type[EventData]) -> list[dict[str, Any]]:
    """Return the examples of a type that are kept, as events in structured mode."""
    folder = files("schemas").joinpath("examples", suffix_of(kind), f"v{kind.VERSION}")
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    return [json.loads(file.read_text("utf-8")) for file in found if file.name.endswith(".json")]


def _components() -> dict[str, Any]:
    kinds = (*VERSIONS, Wire)
    found = msgspec.json.schema_components(kinds, ref_template=_COMPONENT)[1]
    return found | {_HEADERS: _header_schema(found["Wire"])}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": _COMPONENT.format(name=name)}
