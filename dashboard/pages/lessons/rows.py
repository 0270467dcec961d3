"""What the page makes of lessons: which wait for their proof, and all about one."""

from dataclasses import dataclass

from dashboard.pages.lessons.queries import Lesson, LessonMove, LessonProof


def waits_for_proof(lesson: Lesson) -> bool:
    """Say whether every remedy is there and only a result is missing."""
    return lesson.is_open and lesson.actions > 0 and lesson.actions == lesson.implemented


@dataclass(frozen=True, slots=True)
class LessonStory:
    """One lesson with everything that happened to it."""

    lesson: Lesson
    moves: list[LessonMove]
    proof: LessonProof | None
