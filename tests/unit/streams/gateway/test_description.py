"""What is said of the API is what it does: description, catalogue and page follow from types."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import jsonschema
import pytest

from schemas.events import EVENT_TYPES
from streams.gateway import answers, openapi, page
from streams.gateway.catalogue import catalogue, event_type
from streams.gateway.problems import ProblemKind

DOCUMENT: dict[str, Any] = json.loads(openapi.text())
SCHEMAS = DOCUMENT["components"]["schemas"]


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own | {one for child in value.values() for one in references(child)}
    if isinstance(value, list):
        return {one for child in value for one in references(child)}
    return set()


def schema(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}", "components": {"schemas": SCHEMAS}}


def test_every_reference_leads_somewhere():
    names = {one.removeprefix("#/components/schemas/") for one in references(DOCUMENT)}

    assert names <= set(SCHEMAS)
    assert set(SCHEMAS) - names <= {"Event"}


def test_its_schemas_are_schemas_and_its_patterns_are_everybodys():
    for one in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(one)

    assert "(?!" not in openapi.text().decode()


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=lambda kind: kind.TYPE)
def test_every_example_is_an_event_of_exactly_one_type(kind):
    entry = event_type(kind.TYPE)
    assert entry is not None

    for example in entry.examples:
        jsonschema.Draft202012Validator(schema("Event")).validate(example)


def test_every_answer_is_described():
    described = json.dumps(DOCUMENT)

    for name in ("Receipts", "Fate", "Problem", "Health", "Catalogue", "EventType"):
        assert getattr(answers, name)
        assert f"schemas/{name}" in described


def test_every_operation_says_which_statuses_can_come():
    sent = DOCUMENT["paths"]["/v1/events"]["post"]["responses"]
    asked = DOCUMENT["paths"]["/v1/events"]["get"]["responses"]

    assert set(sent) == {
        "200", "202", "400", "401", "403", "408", "409", "413", "415", "422", "429", "500", "503"
    }  # fmt: skip
    assert set(asked) == {"200", "400", "401", "403", "404", "429", "500", "503"}


def test_the_catalogue_has_every_type_with_schema_and_examples():
    found = catalogue()

    assert [one.type for one in found.types] == [kind.TYPE for kind in EVENT_TYPES]
    assert all(one.examples and one.json_schema["$id"] == one.dataschema for one in found.types)
    assert event_type("member.joined") == event_type("org.muster.member.joined")
    assert event_type("nothing") is None


class Reader(HTMLParser):
    """Notes what a page would load, and which elements stay open."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [
            (tag, value) for name, value in attrs if name in ("src", "srcset", "action")
        ]
        if tag in ("script", "link", "iframe", "img"):
            self.loads.append((tag, None))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing():
    reader = Reader()
    reader.feed(page.text().decode())

    assert (reader.loads, reader.open) == ([], [])


def test_the_page_names_every_type_and_every_kind_of_problem():
    shown = page.text().decode()

    assert [kind.TYPE for kind in EVENT_TYPES if kind.TYPE not in shown] == []
    assert [one for one in ProblemKind if f'id="{one.value.code}"' not in shown] == []
    assert len({one.value.code for one in ProblemKind}) == len(ProblemKind)
    assert re.search(r"\$\w", shown.replace("$KEY", "")) is None
