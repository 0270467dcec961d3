"""What is committed beside the event types follows from them, and is complete."""

import json
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import jsonschema
import pytest

import schemas
from schemas import asyncapi, generate
from schemas.decoded import content_hash
from schemas.envelope import decode, encode
from schemas.errors import Reason
from schemas.events import EVENT_TYPES, VERSIONS, EventData, name_of, suffix_of
from schemas.events.registry import BY_SCHEMA
from schemas.releases import broken, released, today
from schemas.topics import TOPICS
from schemas.wire import ATTRIBUTES
from tests import hashes
from tests.support.builders import RECEIVED_AT

FOLDER = Path(schemas.__file__).parent
NPM_PARTS = Path(__file__).parents[2] / "dashboard/node_modules"
DOCUMENT = asyncapi.document()
MESSAGES: dict[str, Any] = DOCUMENT["components"]["messages"]
EXAMPLES = sorted((FOLDER / "examples").rglob("*.json"))


def example_name(path: Path) -> str:
    return path.relative_to(FOLDER / "examples").as_posix()


def schema(name: str) -> dict[str, object]:
    return json.loads((FOLDER / "jsonschema" / f"{name}.json").read_text())


def test_the_generated_files_are_current() -> None:
    stale = [path.name for path in generate.outdated()]

    assert stale == [], "run `python -m schemas.generate`"


def test_there_is_no_schema_without_a_type() -> None:
    assert set((FOLDER / "jsonschema").iterdir()) == set(generate.schema_files())


@pytest.mark.parametrize("kind", VERSIONS, ids=name_of)
def test_every_version_of_a_type_has_an_example(kind: type[EventData]) -> None:
    folder = FOLDER / "examples" / suffix_of(kind) / f"v{kind.VERSION}"

    assert list(folder.glob("*.json")), f"{kind.__name__} has no example in {folder}"


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=suffix_of)
def test_no_version_is_raised_while_events_of_the_older_ones_would_be_refused(
    kind: type[EventData],
) -> None:
    urns = [f"urn:muster:schema:{suffix_of(kind)}:v{n}" for n in range(1, kind.VERSION + 1)]

    assert [urn for urn in urns if (kind.TYPE, urn) not in BY_SCHEMA] == []


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=suffix_of)
def test_every_type_is_one_sentence(kind: type[EventData]) -> None:
    assert re.fullmatch(r"[A-Z][^.\n]+\.", kind.__doc__ or "")


@pytest.mark.parametrize("path", EXAMPLES, ids=example_name)
def test_an_example_is_a_valid_event_of_the_folder_it_lies_in(path: Path) -> None:
    event = decode(path.read_bytes(), received_at=RECEIVED_AT)

    assert path.parts[-3:-1] == (suffix_of(type(event.data)), f"v{event.envelope.version}")
    again = decode(encode(event.envelope, event.as_sent), received_at=RECEIVED_AT)
    assert content_hash(again) == content_hash(event)


@pytest.mark.parametrize("path", EXAMPLES, ids=example_name)
def test_an_example_fits_the_json_schemas(path: Path) -> None:
    written = json.loads(path.read_text())

    jsonschema.validate(written, schema("envelope.v1"))
    jsonschema.validate(written["data"], schema(".".join(path.parts[-3:-1])))


def test_the_hash_of_an_example_never_changes() -> None:
    known = hashes.known()

    assert hashes.found() | known == hashes.found()
    assert known.keys() == hashes.found().keys(), "run `python -m tests.hashes`"


def test_every_class_of_an_event_is_registered() -> None:
    classes = {
        one
        for module in iter_modules([str(FOLDER / "events")])
        for one in vars(import_module(f"schemas.events.{module.name}")).values()
        if isinstance(one, type) and issubclass(one, EventData) and hasattr(one, "TYPE")
    }

    forgotten = sorted(one.__name__ for one in classes - {*VERSIONS})
    assert forgotten == [], (
        "name them in FACT_TYPES or EARLIER_TYPES of schemas/events/registry.py"
    )


def test_the_readme_lists_every_reason_in_the_order_they_are_looked_for() -> None:
    readme = generate.README.read_text()
    table = readme[readme.index("## Why an event is refused") : readme.index("## Corrections")]

    assert re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE) == list(Reason)


def test_the_readme_lists_every_attribute() -> None:
    readme = generate.README.read_text()
    table = readme[readme.index("## Attributes") : readme.index("## Why an event is refused")]
    first_cells = re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)

    assert set(re.findall(r"`(\w+)`", " ".join(first_cells))) == ATTRIBUTES


def test_the_three_topics_are_set_up_alike() -> None:
    assert len({topic.name for topic in TOPICS}) == 3
    assert all(topic.partitions == 4 for topic in TOPICS)
    assert all(topic.config["flush.messages"] == "1" for topic in TOPICS)


def test_nothing_that_a_release_accepted_may_be_refused() -> None:
    assert [str(one) for one in broken(today(), released())] == []


def test_the_topics_are_described_as_asyncapi_asks_for() -> None:
    rules = json.loads((NPM_PARTS / "@asyncapi/specs/schemas/3.0.0-without-$id.json").read_text())

    errors = jsonschema.Draft7Validator(rules).iter_errors(asyncapi.document())

    assert [error.message for error in errors] == []


@pytest.mark.parametrize(("name", "message"), MESSAGES.items(), ids=MESSAGES.keys())
def test_every_message_of_the_topics_has_an_example_that_fits(
    name: str, message: dict[str, Any]
) -> None:
    for part in message.keys() & {"headers", "payload"}:
        rules = {**message[part], "components": DOCUMENT["components"]}
        validator = jsonschema.Draft7Validator(rules)

        assert message["examples"], name
        assert [
            e.message for one in message["examples"] for e in validator.iter_errors(one[part])
        ] == []
