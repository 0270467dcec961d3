"""What the page of lessons asks: the board, what weighs on whom, gaps, and one lesson's story."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from dashboard.queries import ReadModel
from dashboard.queries.rows_lessons import Burden, Gap, Lesson, LessonMove, LessonProof


@dataclass(frozen=True, slots=True)
class Board:
    """All lessons of a body, their burden, and the gaps of its members."""

    lessons: list[Lesson]
    burden: list[Burden]
    gaps: list[Gap]


@dataclass(frozen=True, slots=True)
class LessonStory:
    """One lesson with everything that happened to it."""

    lesson: Lesson
    moves: list[LessonMove]
    proof: LessonProof | None


async def board(ask: ReadModel, body: str, as_of: datetime, known_at: datetime) -> Board:
    """Give every lesson about members of a body, and what is short of requirements."""
    which = {"body": body, "as_of": as_of, "known_at": known_at}
    lessons, burden, gaps = await asyncio.gather(
        ask.ask(Lesson, "lesson_board", **which),
        ask.ask(Burden, "burden", **which),
        ask.ask(Gap, "gaps", **which),
    )
    return Board(lessons, burden, gaps)


async def story(
    ask: ReadModel, lesson: Lesson, as_of: datetime, known_at: datetime
) -> LessonStory:
    """Give what happened to one lesson, and the result that is named as its proof."""
    which = {"lesson": lesson.lesson_id, "as_of": as_of, "known_at": known_at}
    moves, proofs = await asyncio.gather(
        ask.ask(LessonMove, "lesson_moves", **which),
        ask.ask(LessonProof, "lesson_proof", **which),
    )
    return LessonStory(lesson, moves, proofs[0] if proofs else None)
