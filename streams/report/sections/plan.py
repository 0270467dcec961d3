"""What is to be done about it: open actions from before, and the improvement plan (pure)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from streams.report import words
from streams.report.document import Column, Paragraph, Section, Table
from streams.report.facts import Action, Facts, Lesson
from streams.report.words import NOTHING, count, day

NO_ACTION = "no action tasked yet"


class PlanRow(NamedTuple):
    """A line of the improvement plan, in the columns that staffs know."""

    capability: str
    issue: str
    action: str
    element: str
    responsible: str
    start: str
    end: str
    state: str
    event: str


COLUMNS = (
    Column("Capability", 4),
    Column("Issue", 6),
    Column("Corrective action", 5),
    Column("Capability element", 4),
    Column("Primary responsible", 5),
    Column("Start", 4),
    Column("End", 4),
    Column("State", 3),
    Column("Event", 3, is_number=True),
)


def earlier(facts: Facts) -> tuple[Section, ...]:
    """Return the actions tasked before, about the same, that are still open."""
    found = [_row(facts.lessons_of_earlier[one.lesson_id], one) for one in facts.earlier]
    said = (
        "About the same areas and actors, tasked before what is reviewed here, and not "
        f"implemented at {words.moment(facts.known_at)}."
    )
    if not found:
        return (Section("Open actions from before", (Paragraph(f"None. {said}"),)),)
    table = Table("Open actions from before", COLUMNS, tuple(map(tuple, found)))
    return (Section("Open actions from before", (Paragraph(said), table)),)


def plan(facts: Facts) -> Section:
    """Return the improvement plan."""
    rows = plan_rows(facts)
    if not rows:
        said = "No lesson was identified, so nothing is planned."
        return Section("Improvement plan", (Paragraph(said),))
    said = (
        "From the lessons and remedial actions of the ledger. The end is the day on which it was "
        "implemented, else the day on which it is due; implemented says that it was done, and "
        "only new evidence that it helped."
    )
    table = Table("Improvement plan", COLUMNS, tuple(map(tuple, rows)))
    return Section("Improvement plan", (Paragraph(said), table))


def plan_rows(facts: Facts) -> list[PlanRow]:
    """Return the lines of the improvement plan, by lesson and action."""
    return [row for lesson in facts.lessons for row in _of_lesson(lesson, facts.actions)]


def _of_lesson(lesson: Lesson, actions: Iterable[Action]) -> Iterator[PlanRow]:
    own = [one for one in actions if one.lesson_id == lesson.lesson_id]
    for one in own:
        yield _row(lesson, one)
    if not own:
        yield PlanRow(
            words.area(lesson.area),
            _issue(lesson),
            NO_ACTION,
            NOTHING,
            NOTHING,
            NOTHING,
            day(lesson.due_on),
            lesson.state or NOTHING,
            str(lesson.newest_seq),
        )


def _row(lesson: Lesson, one: Action) -> PlanRow:
    late = f", {count(one.overdue_days, 'day')} overdue" if one.overdue_days > 0 else ""
    return PlanRow(
        words.area(lesson.area),
        _issue(lesson),
        one.action_id,
        one.element or NOTHING,
        one.action_body or NOTHING,
        day(one.tasked_at),
        day(one.implemented_at or one.due_on),
        f"{one.state or NOTHING}{late}",
        str(one.newest_seq),
    )


def _issue(lesson: Lesson) -> str:
    return f"{lesson.root_cause or 'cause not recorded'} ({lesson.lesson_id})"
