"""The description of the API in OpenAPI 3.1, made from the very values it takes and gives."""

import json
from functools import cache
from typing import Any

import msgspec

from schemas.events import BY_TYPE, VERSIONS, EventData, name_of, schema_urn
from schemas.generate import for_every_engine
from schemas.labels import KNOWN_POLICIES
from schemas.vocabulary import Classification, Identifier, Source
from schemas.wire import Wire
from streams.gateway import answers
from streams.gateway.catalogue import catalogue
from streams.gateway.limits import LONGEST_WAIT_S
from streams.gateway.problems import ProblemKind
from streams.gateway.received import BATCH, MOST_BATCH_BYTES, MOST_BYTES, MOST_EVENTS, STRUCTURED

PROBLEM = "application/problem+json"
JSON = "application/json"
_ANSWERS = (
    answers.Receipts,
    answers.Fate,
    answers.Problem,
    answers.Health,
    answers.EventCounts,
    answers.EventType,
    answers.Catalogue,
)
_REFERENCE = "#/components/schemas/{name}"
_EVENT = {"$ref": _REFERENCE.format(name="Event")}
_ABOUT = (
    "Send events, and know what became of each. An event is a CloudEvent 1.0; source and id are "
    "its identity: sending the same again is always safe. 202 means that Kafka has it on disk; a "
    "worker stores it within moments. A body with any fault is refused whole, with all faults at "
    "once."
)
_REFUSALS = (
    ProblemKind.MALFORMED,
    ProblemKind.NOT_AUTHENTICATED,
    ProblemKind.NOT_ALLOWED,
    ProblemKind.TIMEOUT,
    ProblemKind.CONFLICT,
    ProblemKind.TOO_LARGE,
    ProblemKind.MEDIA_TYPE,
    ProblemKind.INVALID,
    ProblemKind.TOO_MANY,
    ProblemKind.UNFORESEEN,
    ProblemKind.AWAY,
)


@cache
def text() -> bytes:
    """Return the document as JSON."""
    return for_every_engine(json.dumps(document())).encode()


def document() -> dict[str, Any]:
    """Return the document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Muster gateway", "version": "1", "description": _ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key that `muster keys create` has made: id.secret",
                }
            },
            "schemas": _schemas(),
        },
    }


def _paths() -> dict[str, Any]:
    return {
        "/v1/events": {
            "post": _operation(
                "Send events",
                {202: ("Kafka has all of them", "Receipts"), 200: ("All are stored", "Receipts")},
                _REFUSALS,
                parameters=_attributes(),
                requestBody=_body(),
            ),
            "get": _operation(
                "Ask what became of an event",
                {200: ("Accepted, stored, or a dead letter", "Fate")},
                (
                    ProblemKind.BAD_QUERY,
                    ProblemKind.NOT_AUTHENTICATED,
                    ProblemKind.NOT_ALLOWED,
                    ProblemKind.UNKNOWN_EVENT,
                    ProblemKind.TOO_MANY,
                    ProblemKind.UNFORESEEN,
                    ProblemKind.AWAY,
                ),
                parameters=[
                    _parameter("source", "query", kind=Source, is_required=True),
                    _parameter("id", "query", kind=Identifier, is_required=True),
                    _parameter(
                        "Prefer",
                        "header",
                        f"`wait=5` waits until it is decided; at most {LONGEST_WAIT_S} s",
                    ),
                ],
            ),
        },
        "/v1/validate": {
            "post": _operation(
                "Try events without sending them",
                {200: ("All would be accepted", "Receipts")},
                _REFUSALS,
                parameters=_attributes(),
                requestBody=_body(),
            )
        },
        "/v1/counts": {
            "get": _operation(
                "Ask what became of all your events, as counts",
                {200: ("Of this key, since it was made", "EventCounts")},
                (
                    ProblemKind.BAD_QUERY,
                    ProblemKind.NOT_AUTHENTICATED,
                    ProblemKind.TOO_MANY,
                    ProblemKind.UNFORESEEN,
                    ProblemKind.AWAY,
                ),
            )
        },
        "/v1/types": {"get": _open("Every type of event", "Catalogue")},
        "/v1/types/{name}": {
            "get": _open("One type of event", "EventType", ProblemKind.NOT_FOUND)
            | {"parameters": [_parameter("name", "path", is_required=True)]}
        },
        "/v1/healthz": {
            "get": _open("Whether events can be taken now", "Health")
            | {"responses": _answers({200: ("Yes", "Health"), 503: ("No", "Health")}, ())}
        },
        "/v1/openapi.json": {
            "get": {
                "summary": "This document",
                "security": [],
                "responses": {"200": {"description": "OpenAPI 3.1", "content": {JSON: {}}}},
            }
        },
        "/v1/asyncapi.json": {
            "get": {
                "summary": "The topics, for who sends to Kafka itself",
                "security": [],
                "responses": {"200": {"description": "AsyncAPI 3.0", "content": {JSON: {}}}},
            }
        },
        "/": {
            "get": {
                "summary": "The reference as a page",
                "security": [],
                "responses": {"200": {"description": "HTML", "content": {"text/html": {}}}},
            }
        },
    }


def _operation(
    summary: str,
    found: dict[int, tuple[str, str]],
    refusals: tuple[ProblemKind, ...],
    **parts: Any,
) -> dict[str, Any]:
    return {"summary": summary, **parts, "responses": _answers(found, refusals)}


def _open(summary: str, name: str, *refusals: ProblemKind) -> dict[str, Any]:
    """Return an operation that needs no key."""
    answered = _answers({200: (summary, name)}, refusals)
    return {"summary": summary, "security": [], "responses": answered}


def _answers(
    found: dict[int, tuple[str, str]], refusals: tuple[ProblemKind, ...]
) -> dict[str, Any]:
    good = {
        str(status): {"description": said, "content": {JSON: {"schema": _named(name)}}}
        for status, (said, name) in found.items()
    }
    refused: dict[str, Any] = {}
    for kind in refusals:
        code, status, title, _ = kind.value
        answer: dict[str, Any] = {
            "description": f"{title} (`{code}`)",
            "content": {PROBLEM: {"schema": _named("Problem")}},
        }
        if kind in (ProblemKind.TOO_MANY, ProblemKind.AWAY):
            answer["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
        refused[str(status)] = answer
    return good | refused


def _body() -> dict[str, Any]:
    return {
        "required": True,
        "description": f"At most {MOST_BYTES} bytes; a batch {MOST_BATCH_BYTES}",
        "content": {
            STRUCTURED: {"schema": _EVENT, "examples": _examples()},
            BATCH: {"schema": {"type": "array", "maxItems": MOST_EVENTS, "items": _EVENT}},
            JSON: {
                "schema": {
                    "type": "object",
                    "description": "Binary mode: the data alone, the attributes as ce- headers",
                }
            },
        },
    }


def _attributes() -> list[dict[str, Any]]:
    names = [name for name in Wire.__struct_fields__ if name not in ("data", "datacontenttype")]
    said = "In binary mode: an attribute of the event, percent-encoded where it is not ASCII"
    return [_parameter(f"ce-{name}", "header", said) for name in names]


def _parameter(
    name: str,
    where: str,
    description: str = "",
    *,
    kind: object = str,
    is_required: bool = False,
) -> dict[str, Any]:
    said = {"description": description} if description else {}
    return {
        "name": name,
        "in": where,
        "required": is_required,
        "schema": msgspec.json.schema(kind),
        **said,
    }


def _examples() -> dict[str, Any]:
    return {
        one.type: {"value": one.examples[0]}
        for one in catalogue().types
        if one.examples and one.type in BY_TYPE
    }


def _schemas() -> dict[str, Any]:
    kinds = (*_ANSWERS, *VERSIONS, Wire)
    found = msgspec.json.schema_components(kinds, ref_template=_REFERENCE)[1]
    return found | {"Event": {"oneOf": [_event(kind) for kind in VERSIONS]}}


def _event(kind: type[EventData]) -> dict[str, Any]:
    return {
        "title": name_of(kind),
        "allOf": [
            _named("Wire"),
            {
                "properties": {
                    "type": {"const": kind.TYPE},
                    "dataschema": {"const": schema_urn(kind)},
                    "policy": {"enum": list(KNOWN_POLICIES)},
                    "classification": {"enum": [one.value for one in Classification]},
                    "subject": {"minLength": 1},
                    "data": _named(kind.__name__),
                }
            },
        ],
    }


def _named(name: str) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(name=name)}
