"""What a person is asked for an event, and what the answers make of it."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from infra.errors import UsageError
from schemas.envelope import decode
from schemas.events import ExerciseConducted, ExerciseResultRecorded, MemberJoined, suffix_of
from schemas.events.registry import FACT_TYPES
from schemas.questions import BadAnswer, Question, from_texts, questions_of
from streams.client.errors import NotAnEvent
from streams.client.record.commands import record
from streams.client.record.conversation import Conversation
from tests.support.builders import document


def question(kind: Any, name: str) -> Question:
    return next(one for one in questions_of(kind) if one.name == name)


@pytest.mark.parametrize("kind", FACT_TYPES, ids=suffix_of)
def test_every_type_is_asked_field_by_field_in_the_words_of_its_table(kind: Any):
    asked = questions_of(kind)
    answers = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in document(kind)["data"].items()
    }

    assert {one.name for one in asked} == set(kind.__struct_fields__)
    assert all(one.takes for one in asked)
    assert from_texts(asked, answers) == document(kind)["data"]


ANSWERS = {
    "a word": (ExerciseResultRecorded, "rating", "M", "M"),
    "a whole number": (ExerciseResultRecorded, "tasks_met", "7", 7),
    "a day": (ExerciseConducted, "ended_on", " 2026-05-12 ", "2026-05-12"),
    "several words": (ExerciseConducted, "domains", "air, land", ["air", "land"]),
    "records": (ExerciseConducted, "participants", '[{"actor": "EST"}]', [{"actor": "EST"}]),
}


@pytest.mark.parametrize(("kind", "name", "text", "value"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_is_read_as_what_its_field_takes(kind: Any, name: str, text: str, value: Any):
    assert question(kind, name).value(text) == value


WRONG = {
    "another word": (
        ExerciseResultRecorded,
        "rating",
        "B",
        "Invalid enum value 'B'; it takes `P`",
    ),
    "no number": (ExerciseResultRecorded, "tasks_met", "many", "'many' cannot be read"),
    "too small": (ExerciseResultRecorded, "tasks_met", "-1", "Expected `int` >= 0"),
    "no code": (MemberJoined, "actor", "Finland", "it takes code: a capital"),
    "no day": (MemberJoined, "from_on", "4 April", "Invalid RFC3339"),
    "no records": (
        ExerciseConducted,
        "participants",
        "EST",
        'expected JSON, as [{"actor": "..."}]',
    ),
}


@pytest.mark.parametrize(("kind", "name", "text", "said"), WRONG.values(), ids=WRONG.keys())
def test_an_answer_that_is_none_says_what_is_taken(kind: Any, name: str, text: str, said: str):
    with pytest.raises(BadAnswer) as found:
        question(kind, name).value(text)

    assert said in str(found.value)


def talk(
    kind: Any, *answers: str, given: dict[str, Any] | None = None
) -> tuple[Any, list[str], list[str]]:
    prompts: list[str] = []
    said: list[str] = []
    left = iter(answers)

    def ask(words: str) -> str:
        prompts.append(words)
        return next(left)

    values = Conversation(ask, said.append).fill(questions_of(kind), given or {})
    assert next(left, None) is None
    return values, prompts, said


def test_a_wrong_answer_is_asked_again_and_a_question_mark_tells_what_is_taken():
    values, prompts, said = talk(
        MemberJoined, "?", "FIN", "", "member", "NATO", "tomorrow", "2023-04-04"
    )

    assert values == {"actor": "FIN", "kind": "member", "body": "NATO", "from_on": "2023-04-04"}
    assert prompts == ["actor", "actor", "kind", "kind", "body", "from_on", "from_on"]
    assert [line.strip().partition(":")[0] for line in said][:2] == ["code", "it must be there"]


def test_what_is_given_is_not_asked_and_what_may_be_left_out_is_when_nothing_is_said():
    given = dict(document(ExerciseResultRecorded)["data"])
    optional = [one for one in questions_of(ExerciseResultRecorded) if one.name not in given]

    values, prompts, _ = talk(ExerciseResultRecorded, *[""] * len(optional), given=given)

    assert values == given
    assert prompts == [f"{one.name} (may be left out)" for one in optional]


def test_records_are_asked_one_after_the_other_until_one_has_no_beginning():
    given = dict(document(ExerciseConducted)["data"])
    del given["participants"]
    left_out = [
        one for one in questions_of(ExerciseConducted) if one.name not in {*given, "participants"}
    ]

    values, prompts, _ = talk(
        ExerciseConducted, "EST", "120", "fin", "FIN", "", "", *[""] * len(left_out), given=given
    )

    assert values["participants"] == [{"actor": "EST", "personnel": 120}, {"actor": "FIN"}]
    assert prompts[1] == "participants[1].personnel (may be left out)"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(record, [*arguments], standalone_mode=False, catch_exceptions=False)


JOINED = ("member.joined", "--set", "actor=FIN", "--set", "kind=member", "--set", "body=NATO")


def test_without_a_terminal_everything_is_given_and_printed_as_an_event():
    said = run(*JOINED, "--set", "from_on=2023-04-04", "--time", "2023-04-04", "--print")
    event = decode(said.stdout.strip().encode())

    assert event.envelope.subject == "FIN"
    assert event.envelope.date_precision == "day"
    assert event.envelope.id.startswith("record-")
    assert event.data == MemberJoined(
        actor="FIN", kind="member", body="NATO", from_on=event.data.from_on
    )


def test_what_happened_on_days_happened_on_the_last_of_them():
    given = [
        argument
        for name, value in document(ExerciseConducted)["data"].items()
        for argument in (
            "--set",
            f"{name}={value if isinstance(value, str) else json.dumps(value)}",
        )
    ]
    event = decode(run("exercise.conducted", *given, "--print").stdout.strip().encode())

    assert f"{event.envelope.time:%Y-%m-%d}" == str(event.data.ended_on)


UNUSABLE = {
    "no type": (("member.left2",), "no type of event that can be recorded"),
    "nearly a type": (("joined",), "is it member.joined?"),
    "an amendment": (("event.retracted",), "no type of event that can be recorded"),
    "no field": (
        (*JOINED, "--set", "since=2020"),
        "--set since is no field of it; there are actor",
    ),
    "no value": ((*JOINED, "--set", "from_on=soon"), "--set from_on: Invalid RFC3339"),
    "not a pair": ((*JOINED, "--set", "from_on"), "expected FIELD=VALUE"),
    "twice": ((*JOINED, "--set", "actor=EST"), "given twice"),
    "too little": (JOINED, "no terminal to ask on: give --set from_on=..."),
    "not agreed": ((*JOINED, "--set", "from_on=2023-04-04"), "add --yes to send it"),
}


@pytest.mark.parametrize(("arguments", "said"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_what_cannot_be_recorded_is_told_in_one_line(arguments: tuple[str, ...], said: str):
    with pytest.raises(UsageError) as found:
        run(*arguments)

    assert said in str(found.value)
    assert "\n" not in str(found.value)


def test_what_contradicts_itself_is_told_with_its_place():
    values = document(ExerciseResultRecorded)["data"] | {"tasks_met": 9, "tasks_total": 3}
    given = [
        argument for name, value in values.items() for argument in ("--set", f"{name}={value}")
    ]

    with pytest.raises(NotAnEvent, match="tasks_met is more than tasks_total"):
        run("exercise.result_recorded", *given, "--print")
