import json
from pathlib import Path

import pytest

import schemas
from schemas.envelope import decode
from schemas.errors import Reason, Refused
from schemas.events import (
    CommitmentMade,
    EventCorrected,
    EventData,
    ExerciseConducted,
    ExerciseResultRecorded,
    ExerciseScheduled,
    InteropTestRecorded,
    LessonIdentified,
    MeetingHeld,
    NoteAdded,
    RequirementSet,
)
from tests.support.builders import RECEIVED_AT, event

SCHEMAS = sorted((Path(schemas.__path__[0]) / "jsonschema").glob("*.json"))
REFUSED = "\a\b\f\x1b\x7f\x85\u061c\u200b\u200e\u202a\u202e\u2060\u2066\u2069\ufeff"
KEPT = ("a\tb", "a\nb", "a\r\nb", "می\u200cخواهم", "👩\u200d🚒", "ä", "a\u0308", "\\u202e", "\\b")


def refusal(raw: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        decode(raw, received_at=RECEIVED_AT)
    return caught.value


@pytest.mark.parametrize("character", REFUSED, ids=lambda one: f"U+{ord(one):04X}")
@pytest.mark.parametrize("is_escaped", [True, False], ids=["escaped", "written out"])
@pytest.mark.parametrize(
    ("kind", "fields", "path"),
    [
        (NoteAdded, {"text": "pay 1{0}00"}, "data.text"),
        (NoteAdded, {"author": "Col. {0}Tamm"}, "data.author"),
        (ExerciseResultRecorded, {"comment": "{0}"}, "data.comment"),
        (EventCorrected, {"data": {"comment": "a{0}b"}}, "data.data.comment"),
    ],
    ids=["text", "name", "comment", "correction"],
)
def test_no_text_holds_what_nobody_sees(
    kind: type[EventData], fields: dict[str, object], path: str, is_escaped: bool, character: str
) -> None:
    document = json.loads(event(kind))
    data = document["data"]
    if kind is EventCorrected:
        data, fields = data["data"], {"comment": "a{0}b"}
    data.update({name: str(text).replace("{0}", character) for name, text in fields.items()})
    raw = json.dumps(document, ensure_ascii=is_escaped).encode()

    refused = refusal(raw)

    assert refused.reason is Reason.INVALID_DATA
    assert refused.detail.startswith(f"{path}: U+{ord(character):04X}")


@pytest.mark.parametrize("text", KEPT, ids=ascii)
@pytest.mark.parametrize("is_escaped", [True, False], ids=["escaped", "written out"])
def test_every_script_and_line_breaks_are_kept(text: str, is_escaped: bool) -> None:
    document = json.loads(event(NoteAdded))
    document["data"]["text"] = text
    raw = json.dumps(document, ensure_ascii=is_escaped).encode()

    found = decode(raw, received_at=RECEIVED_AT).data

    assert isinstance(found, NoteAdded)
    assert found.text == text


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (ExerciseResultRecorded, {"actor": "ALL"}),
        (InteropTestRecorded, {"actor_a": "ALL", "actor_b": "EST"}),
        (LessonIdentified, {"actors": ["EST", "ALL"]}),
        (CommitmentMade, {"actors": ["ALL"]}),
        (ExerciseScheduled, {"participants": ["ALL"]}),
        (ExerciseConducted, {"participants": [{"actor": "ALL"}]}),
        (MeetingHeld, {"attendees": [{"actor": "ALL", "rank": 1}]}),
    ],
)
def test_all_is_no_actor(kind: type[EventData], fields: dict[str, object]) -> None:
    refused = refusal(event(kind, **fields))

    assert refused.reason is Reason.INVALID_DATA
    assert "ALL is no actor" in refused.detail


def test_a_requirement_may_be_for_all() -> None:
    found = decode(event(RequirementSet, actor="ALL"), received_at=RECEIVED_AT).data

    assert isinstance(found, RequirementSet)
    assert found.actor == "ALL"


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.stem)
def test_json_schemas_hold_no_pattern_that_some_engine_refuses(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert "(?" not in text  # no look-around: RE2 has none
    for escape in ("u", "x", "Z", "z"):  # read otherwise by another engine, or not at all
        assert f"\\\\{escape}" not in text
    assert not any(character in text for character in REFUSED)


def test_the_json_schema_of_a_note_says_which_characters_it_cannot_hold() -> None:
    [file] = [file for file in SCHEMAS if file.stem == "note.added.v1"]
    pattern = json.loads(file.read_text("utf-8"))["$defs"]["NoteAdded"]["properties"]["text"]

    assert all(character in pattern["pattern"] for character in "\u202a\u200b\ufeff")
