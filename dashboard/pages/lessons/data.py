"""Everything the page of lessons shows, asked for one moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.lessons import words
from dashboard.pages.lessons.rows import Burden, Gap, Lesson, LessonMove, LessonProof, LessonStory
from dashboard.queries.rows import Member

PATH = "/lessons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """Everything the page shows, from one moment."""

    moment: Moment
    lessons: list[Lesson]
    burden: list[Burden]
    gaps: list[Gap]
    members: list[Member]
    matching: list[Lesson]
    chosen: str | None
    story: LessonStory | None


async def read(asked: Asked) -> Lessons:
    """Ask for the board, and for the story of the lesson that is chosen or stands first."""
    model, moment, of_body = asked.model, asked.moment, asked.moment.of_body
    async with AtOnce() as at_once:
        lessons = at_once.ask(model.ask(Lesson, "lesson_board", **of_body))
        burden = at_once.ask(model.ask(Burden, "burden", **of_body))
        gaps = at_once.ask(model.ask(Gap, "gaps", **of_body))
        members = at_once.ask(model.members(moment.body, moment.as_of, moment.known_at))
    matching = words.matching(lessons.result(), moment.view, moment.as_of.date())
    chosen = moment.view.lesson or (matching[0].lesson_id if matching else None)
    lesson = lesson_of(lessons.result(), chosen)
    return Lessons(
        moment=moment,
        lessons=lessons.result(),
        burden=burden.result(),
        gaps=gaps.result(),
        members=members.result(),
        matching=matching,
        chosen=chosen,
        story=await _story(asked, lesson) if lesson else None,
    )


async def _story(asked: Asked, lesson: Lesson) -> LessonStory:
    """Ask what happened to one lesson, and for the result that is named as its proof."""
    which = {"lesson": lesson.lesson_id, **asked.moment.clocks}
    async with AtOnce() as at_once:
        moves = at_once.ask(asked.model.ask(LessonMove, "lesson_moves", **which))
        proofs = at_once.ask(asked.model.ask(LessonProof, "lesson_proof", **which))
    found = proofs.result()
    return LessonStory(lesson, moves.result(), found[0] if found else None)


def lesson_of(lessons: Sequence[Lesson], lesson_id: str | None) -> Lesson | None:
    """Give the lesson of this identity, if there is one."""
    return next((one for one in lessons if one.lesson_id == lesson_id), None)
