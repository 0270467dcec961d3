"""Some results of the season turn out to be wrong: they are corrected, or taken back."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import msgspec

from schemas.events import (
    EventCorrected,
    EventRef,
    EventRetracted,
    ExerciseResultRecorded,
    subject_of,
)
from schemas.vocabulary import Rating
from streams.demo.chance import Chance
from streams.demo.telling import Told, source_of

CORRECTED = 0.012
RETRACTED = 0.004
CORRECTION_TAKEN_BACK = 0.15
OVERTAKES = 0.1
OTHER_RATING = {
    Rating.PERFORMED: Rating.SOME_CHALLENGES,
    Rating.SOME_CHALLENGES: Rating.MAJOR_CHALLENGES,
    Rating.MAJOR_CHALLENGES: Rating.SOME_CHALLENGES,
    Rating.UNABLE: Rating.MAJOR_CHALLENGES,
    None: Rating.SOME_CHALLENGES,
}


def amendments(chance: Chance, results: Iterable[Told]) -> Iterator[Told]:
    """Return the amendments of some of these results."""
    for told in results:
        if not isinstance(told.data, ExerciseResultRecorded):
            continue
        if chance.happens(RETRACTED, "retracted", told.id):
            yield _retraction(chance, told, told, "recorded for the wrong actor")
        elif chance.happens(CORRECTED, "corrected", told.id):
            correction = _correction(chance, told, told.data)
            yield correction
            if chance.happens(CORRECTION_TAKEN_BACK, "taken back", told.id):
                yield _retraction(chance, told, correction, "the first rating was right")


def _correction(chance: Chance, root: Told, result: ExerciseResultRecorded) -> Told:
    better = msgspec.structs.replace(result, rating=OTHER_RATING[result.rating])
    reference = EventRef(source=source_of(chance), id=root.id)
    data = EventCorrected(
        root=reference,
        amends=reference,
        root_type=root.data.TYPE,
        time=root.at,
        data_version=better.VERSION,
        data=msgspec.Raw(msgspec.json.encode(better)),
    )
    # Most errors are seen weeks after a result was heard of; some corrections overtake theirs.
    overtakes = chance.happens(OVERTAKES, "overtakes", root.id)
    after = root.at if overtakes else root.heard_at
    days = chance.between(1, 5, "at once", root.id) if overtakes else None
    days = days or chance.between(7, 50, "corrected after", root.id)
    at = after + timedelta(days=days)
    return replace(root, id=f"{root.id}:corrected", data=data, at=at, heard_at=at)


def _retraction(chance: Chance, root: Told, amended: Told, reason: str) -> Told:
    source = source_of(chance)
    data = EventRetracted(
        root=EventRef(source=source, id=root.id),
        amends=EventRef(source=source, id=amended.id),
        root_type=root.data.TYPE,
        reason=reason,
    )
    days = chance.between(3, 30, "taken back after", amended.id)
    at = amended.heard_at + timedelta(days=days)
    told = replace(root, id=f"{amended.id}:retracted", data=data, at=at, heard_at=at)
    # A retraction carries no data of its own that would tell what it is about.
    return replace(told, subject=subject_of(root.data))
