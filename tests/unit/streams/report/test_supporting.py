"""A rating needs a reason and an event; a finding needs an event."""

from datetime import UTC, date, datetime

import pytest

from streams.report.due import day_number, dues
from streams.report.facts import Result
from streams.report.keeping import KeptFinding
from streams.report.supporting import objectives, unsupported

AT = datetime(2026, 5, 12, tzinfo=UTC)


def result(seq: int, rating: str | None, **more: object) -> Result:
    said: dict[str, object] = {
        "actor": "EST",
        "area": "land",
        "objective_id": "land-1",
        "rating": rating,
        "evaluator": "external",
        "tasks_met": None,
        "tasks_total": None,
        "comment": None,
        "occurred_at": AT,
        "recorded_at": AT,
        "is_corrected": False,
        "ledger_seq": seq,
    }
    return Result(**(said | more))  # type: ignore[arg-type]


def finding(**more: object) -> KeptFinding:
    said: dict[str, object] = {
        "finding_id": "0a1b2c3d",
        "kind": "improvement",
        "observation": "Fuel came late.",
        "reference": None,
        "area": None,
        "objective_id": "land-1",
        "root_cause": None,
        "explanation": "Two of five convoys waited.",
        "elements": [],
        "evidence": [7],
        "author": "operator",
        "acted_at": AT,
    }
    return KeptFinding(**(said | more))  # type: ignore[arg-type]


def test_the_worst_of_all_ratings_is_that_of_the_objective():
    [one] = objectives([result(1, "P"), result(2, "M", actor="FIN"), result(3, None)], [])

    assert one.worst == "M"
    assert (one.rated("P"), one.rated("M"), one.rated(None)) == (1, 1, 0)


def test_a_participant_counts_once_at_its_worst():
    rated = [result(1, "S", evaluator="self"), result(2, "U"), result(3, "P", evaluator="peer")]
    [one] = objectives(rated, [])

    assert (one.rated("U"), one.rated("S"), one.rated("P")) == (1, 0, 0)


def test_objectives_of_the_same_name_in_two_areas_are_two():
    found = objectives([result(1, "P"), result(2, "S", area="air")], [])

    assert [(one.area, one.worst) for one in found] == [("air", "S"), ("land", "P")]


@pytest.mark.parametrize(
    ("results", "findings", "said"),
    [
        ([result(1, "P")], [], ["no explanation"]),
        ([result(1, "P", comment="All convoys on time.")], [], []),
        ([result(1, "P", comment="Well."), result(2, "M", actor="FIN")], [], ["no explanation"]),
        ([result(1, "P")], [finding()], []),
        ([result(1, "P")], [finding(area="land")], []),
        ([result(1, "P")], [finding(area="air")], ["no explanation"]),
        ([result(1, "P")], [finding(objective_id="land-2")], ["no explanation"]),
        ([result(1, "P")], [finding(explanation=None)], ["no explanation"]),
        ([result(1, "P")], [finding(evidence=[])], ["names no event", "names no event"]),
        ([result(1, None)], [], []),
        ([], [finding(evidence=[])], ["names no event"]),
    ],
)
def test_what_lacks_its_reason_or_its_event_is_named(
    results: list[Result], findings: list[KeptFinding], said: list[str]
):
    found = unsupported(objectives(results, findings), findings)

    assert len(found) == len(said)
    assert all(part in sentence for part, sentence in zip(said, found, strict=True))


def test_the_day_after_the_end_is_day_one():
    last = date(2026, 5, 12)
    draft, assigned, final = dues(
        last,
        tasked_on=[date(2026, 6, 2), date(2026, 7, 1)],
        final_on=None,
    )

    assert [day_number(last, one.due_on) for one in (draft, assigned, final)] == [30, 60, 90]
    assert (draft.due_on, final.done_on) == (date(2026, 6, 11), None)
    assert assigned.done_on == date(2026, 7, 1)


@pytest.mark.parametrize("tasked_on", [[], [None], [date(2026, 6, 2), None]])
def test_actions_are_assigned_once_every_lesson_has_one(tasked_on: list[date | None]):
    _, assigned, _ = dues(date(2026, 5, 12), tasked_on=tasked_on, final_on=None)

    assert assigned.done_on is None
