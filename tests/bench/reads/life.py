"""A year in the life of an alliance: meetings, decisions, lessons, offers, week by week."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count, takewhile

from schemas.events import (
    BaselineAdopted,
    CapabilityDeclared,
    CommitmentMade,
    CommitmentProgressReported,
    ComplianceAssessed,
    DecisionAdopted,
    DecisionProposed,
    EventData,
    InsightShared,
    LessonIdentified,
    LevelOverridden,
    MeetingHeld,
    MemberJoined,
    NoteAdded,
    ObservationSubmitted,
    ObservationValidated,
    RemedialActionImplemented,
    RemedialActionTasked,
    RequirementSet,
    SilenceBroken,
    StandardImplemented,
)
from schemas.vocabulary import Area
from tests.bench.load import ACTORS
from tests.support.builders import event

WEEK = timedelta(days=7)
DOMAINS = ("defence spending", "arms control", "partnerships", "operations")
LEVELS = (("summit", 52), ("fm", 26), ("dm", 17), ("ambassador", 1))  # each so many weeks


def founding(start: datetime) -> Iterator[tuple[datetime, bytes]]:
    """Give what is said once, at the beginning: members, requirements, commitments."""
    day = start.date().isoformat()
    for actor in ACTORS:
        yield _at(start, MemberJoined, actor=actor, from_on=day, id=f"founding/{actor}")
    for area in Area:
        wanted = {"actor": "ALL", "area": area, "target_index": 75.0}
        yield _at(start, RequirementSet, **wanted, id=f"founding/{area}")
    for number in range(4):
        name = f"promise-{number}"
        due_on = (start + timedelta(days=5000)).date().isoformat()
        dates = {"start_on": day, "due_on": due_on}
        made = {"commitment_id": name, "baseline": 1.0, **dates}
        yield _at(start, CommitmentMade, **made, id=f"founding/{name}")


def life(start: datetime, end: datetime) -> Iterator[tuple[datetime, bytes]]:
    """Give what happens week by week, each with its moment; it is heard as it happens."""
    for number in takewhile(lambda n: start + (n + 1) * WEEK <= end, count()):
        yield from _week(number, start + number * WEEK)


def _week(number: int, monday: datetime) -> Iterator[tuple[datetime, bytes]]:
    actor, other = ACTORS[number % 32], ACTORS[(number * 7 + 5) % 32]
    area = tuple(Area)[number % 9]
    yield _meeting(number, monday)
    yield from _decision(number, monday + timedelta(hours=30), actor)
    yield from _lesson(number, monday + timedelta(hours=50), actor, area)
    at = monday + timedelta(hours=70)
    day = at.date().isoformat()
    about = f"{number}-{actor}"
    yield _at(
        at,
        CapabilityDeclared,
        actor=actor,
        area=area,
        ntm_days=number % 200,
        available_from_on=day,
        id=f"offer-{about}",
    )
    yield _at(
        at,
        StandardImplemented,
        actor=actor,
        standard_id=f"STANAG-{number % 40}",
        id=f"standard-{about}",
    )
    yield _at(at, BaselineAdopted, actor=actor, level=1 + number // 104, id=f"spiral-{about}")
    yield _at(at, NoteAdded, about=f"{actor}/{area}", id=f"note-{about}")
    promise = {"commitment_id": f"promise-{number % 4}", "actor": actor}
    yield _at(
        at,
        CommitmentProgressReported,
        **promise,
        value=1 + number / 80,
        observed_on=day,
        id=f"progress-{about}",
    )
    yield _at(at, ComplianceAssessed, **promise, score=number % 3 - 1, id=f"score-{about}")
    if actor != other:
        yield _at(
            at,
            InsightShared,
            from_actor=actor,
            to_actors=[other],
            product_ref=f"product-{number}",
            id=f"insight-{about}",
        )
    if number % 4 == 0:
        until = (at + timedelta(days=60)).date().isoformat()
        yield _at(
            at, LevelOverridden, actor=actor, area=area, expires_on=until, id=f"override-{about}"
        )


def _meeting(number: int, monday: datetime) -> tuple[datetime, bytes]:
    level = next(level for level, weeks in LEVELS if number % weeks == 0)
    day = monday.date().isoformat()
    came = [
        {"actor": name, "rank": 1 + i % 5} for i, name in enumerate(ACTORS) if (i + number) % 11
    ]
    return _at(
        monday,
        MeetingHeld,
        meeting_id=f"meeting-{number}",
        level=level,
        started_on=day,
        ended_on=day,
        attendees=came,
        id=f"meeting-{number}",
    )


def _decision(number: int, at: datetime, actor: str) -> Iterator[tuple[datetime, bytes]]:
    about = {"decision_id": f"decision-{number}"}
    deadline = (at + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    domain = DOMAINS[number % len(DOMAINS)]
    yield _at(
        at,
        DecisionProposed,
        **about,
        policy_domain=domain,
        silence_deadline_at=deadline,
        id=f"proposed-{number}",
    )
    if number % 5 == 0:
        yield _at(
            at + timedelta(days=2), SilenceBroken, **about, actor=actor, id=f"broken-{number}"
        )
    if number % 10 == 0:
        yield _at(
            at + timedelta(days=3),
            DecisionAdopted,
            **about,
            policy_domain=domain,
            mode="meeting_after_break",
            id=f"adopted-{number}",
        )


def _lesson(number: int, at: datetime, actor: str, area: Area) -> Iterator[tuple[datetime, bytes]]:
    lesson, action = {"lesson_id": f"lesson-{number}"}, {"action_id": f"action-{number}"}
    observation = {"observation_id": f"observation-{number}"}
    who = {"actors": [actor], "area": area}
    yield _at(at, ObservationSubmitted, **observation, **who, id=f"observed-{number}")
    yield _at(at + timedelta(days=1), ObservationValidated, **observation, id=f"accepted-{number}")
    yield _at(
        at + timedelta(days=2),
        LessonIdentified,
        **lesson,
        **who,
        observation_ids=[f"observation-{number}"],
        id=f"identified-{number}",
    )
    yield _at(
        at + timedelta(days=3), RemedialActionTasked, **lesson, **action, id=f"tasked-{number}"
    )
    if number % 3:
        yield _at(
            at + timedelta(days=5),
            RemedialActionImplemented,
            **lesson,
            **action,
            id=f"done-{number}",
        )


def _at(at: datetime, kind: type[EventData], **fields: object) -> tuple[datetime, bytes]:
    return at, event(kind, time=at.strftime("%Y-%m-%dT%H:%M:%SZ"), source="bench/life", **fields)
