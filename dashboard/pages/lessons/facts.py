"""What the page of lessons asks, at once and from one moment."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.moment import Moment
from dashboard.queries import ReadModel
from dashboard.queries import lessons as queries
from dashboard.queries.rows import Member
from dashboard.queries.rows_lessons import Lesson
from dashboard.wording import lessons as wording


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the page shows."""

    board: queries.Board
    matching: list[Lesson]
    members: list[Member]
    chosen: str | None
    story: queries.LessonStory | None


async def facts_of(ask: ReadModel, moment: Moment) -> Facts:
    """Ask for the board, and for the story of the lesson that is chosen or stands first."""
    board, members = await asyncio.gather(
        queries.board(ask, moment.body, moment.as_of, moment.known_at),
        ask.members(moment.body, moment.as_of, moment.known_at),
    )
    found = wording.matching(board.lessons, moment.view, moment.as_of.date())
    chosen = moment.view.lesson or (found[0].lesson_id if found else None)
    lesson = lesson_of(board.lessons, chosen)
    story = await queries.story(ask, lesson, moment.as_of, moment.known_at) if lesson else None
    return Facts(board, found, members, chosen, story)


def lesson_of(lessons: Sequence[Lesson], lesson_id: str | None) -> Lesson | None:
    """Give the lesson of this identity, if there is one."""
    return next((one for one in lessons if one.lesson_id == lesson_id), None)
