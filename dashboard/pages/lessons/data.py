"""Everything the page of lessons shows, asked for one moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.lessons import queries, words
from dashboard.pages.lessons.queries import Burden, Gap, Lesson
from dashboard.pages.lessons.rows import LessonStory
from dashboard.queries import bodies
from dashboard.queries.bodies import Member

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
        lessons = at_once.ask(queries.lesson_board(model, **of_body))
        burden = at_once.ask(queries.burden(model, **of_body))
        gaps = at_once.ask(queries.gaps(model, **of_body))
        members = at_once.ask(bodies.members(model, **moment.of_body))
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
    model, id, clocks = asked.model, lesson.lesson_id, asked.moment.clocks
    async with AtOnce() as at_once:
        moves = at_once.ask(queries.lesson_moves(model, lesson=id, **clocks))
        proof = at_once.ask(queries.lesson_proof(model, lesson=id, **clocks))
    return LessonStory(lesson, moves.result(), proof.result())


def lesson_of(lessons: Sequence[Lesson], lesson_id: str | None) -> Lesson | None:
    """Give the lesson of this identity, if there is one."""
    return next((one for one in lessons if one.lesson_id == lesson_id), None)
