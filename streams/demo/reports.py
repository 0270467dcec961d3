"""What the members of the season report about themselves, and what assessors find."""

import functools
from collections.abc import Iterator
from datetime import date, timedelta

from schemas.events import CapabilityAssessed, ResourceLevelReported
from schemas.vocabulary import Area, Evaluator, Pillar
from streams.demo.chance import Chance
from streams.demo.members import AREAS, LARGE, MEMBERS, takes_part
from streams.demo.quality import holds, quality, trains
from streams.demo.telling import Told, label_for, moment

# Most report every month. Some do every second one, and are late in between; in every second month
# another member falls silent for some months, lapses, and begins again; one never reports an area.
TARDY_MEMBERS = 3
SILENCE_BEGINS_EVERY = 2
SILENT_MONTHS = 5
REPORTED_BY_ALL = (Pillar.PERSONNEL, Pillar.SUPPLIES, Pillar.CONDITION)
NOTICE_DAYS = (5, 10, 20, 30, 60, 90)
ASSESSED_AREAS = (Area.CIVIL_PREP, Area.CBRN)
YEARS_BETWEEN_VISITS = 4
NEW_QUESTIONNAIRE_FROM = 2024  # a new version breaks the line instead of letting it fall


def resource_levels(chance: Chance, month: date, *, with_training: bool) -> Iterator[Told]:
    """Return the reports of one month on personnel, supplies, condition (and training)."""
    for actor in MEMBERS:
        if not takes_part(actor, month) or not reports_in(chance, actor, month):
            continue
        usual = chance.whole(0, 11, "usually reports on", actor)
        on = month + timedelta(usual + chance.whole(0, 3, "reports on", actor, month))
        for area in AREAS:
            if reports_on(chance, actor, area):
                for pillar in REPORTED_BY_ALL:
                    yield _reported(chance, actor, area, pillar, on)
                if with_training and chance.happens(0.3, "reports training", actor):
                    yield _reported(chance, actor, area, Pillar.TRAINING, on)


def reports_in(chance: Chance, actor: str, month: date) -> bool:
    """Tell whether a member reports in a month."""
    number = month.year * 12 + month.month - 1
    is_silent = any(
        actor == chance.pick(MEMBERS, "falls silent", began)
        for began in range(number - SILENT_MONTHS + 1, number + 1)
        if began % SILENCE_BEGINS_EVERY == 0
    )
    return not is_silent and (actor not in tardy(chance) or number % 2 == 0)


def reports_on(chance: Chance, actor: str, area: Area) -> bool:
    """Tell whether a member reports on an area: on all it has, but for one of one member."""
    return holds(chance, actor, area) and (actor, area) != never_reported(chance)


@functools.cache
def tardy(chance: Chance) -> tuple[str, ...]:
    """Return the members that report every second month only."""
    return tuple(chance.some(MEMBERS, TARDY_MEMBERS, "tardy"))


@functools.cache
def never_reported(chance: Chance) -> tuple[str, Area]:
    """Return the member and the area it shows in exercises and never reports on."""
    [actor] = chance.some(sorted(LARGE), 1, "never reports")
    [area] = chance.some((one for one in AREAS if trains(chance, actor, one)), 1, "not reported")
    return actor, area


def assessments(chance: Chance, month: date) -> Iterator[Told]:
    """Return the visits of outside assessors, and each January the members' own questionnaires."""
    for number, actor in enumerate(MEMBERS):
        if not takes_part(actor, month):
            continue
        months = month.year * 12 + month.month - 1
        if (months + 7 * number) % (12 * YEARS_BETWEEN_VISITS) == 0:
            yield from (_visited(chance, actor, area, month) for area in ASSESSED_AREAS)
        if month.month == 1:
            yield _questionnaire(chance, actor, month)


def pct_of(chance: Chance, value: float, area: Area, pillar: Pillar, *name: object) -> float:
    """Return the percentage a member of that quality reports this time."""
    lasting = 5 * chance.swing("pillar", name[0], area, pillar)
    return round(min(100.0, max(20.0, 60 + 40 * value + lasting + 2 * chance.swing(*name))), 1)


def reporter_of(actor: str) -> str:
    """Return who reports for a member."""
    return f"Exercise cell {actor}"


def _reported(chance: Chance, actor: str, area: Area, pillar: Pillar, on: date) -> Told:
    name = f"REPORT-{on:%Y-%m}:{actor}-{area}-{pillar}"
    value = quality(chance, actor, area, on)
    data = ResourceLevelReported(
        actor=actor,
        area=area,
        pillar=pillar,
        pct=pct_of(chance, value, area, pillar, actor, name),
        ntm_days=_notice(value) if pillar is Pillar.PERSONNEL else None,
        reporter=reporter_of(actor),
    )
    at = moment(chance, on, 7, 16, actor, on)
    heard_at = at + timedelta(hours=chance.between(0.1, 40, "heard", actor, on))
    return Told(name, data, at, heard_at, label_for(chance, actor, area))


def _notice(value: float) -> int:
    return NOTICE_DAYS[min(len(NOTICE_DAYS) - 1, int((1 - value) * 10))]


def _visited(chance: Chance, actor: str, area: Area, month: date) -> Told:
    on = month + timedelta(chance.whole(2, 24, "visit", actor, month))
    name = f"VISIT-{on:%Y-%m}:{actor}-{area}"
    data = CapabilityAssessed(
        actor=actor,
        area=area,
        instrument="EXERCISE-VISIT",
        instrument_version="3",
        level=min(5, max(1, round(1 + 4.4 * quality(chance, actor, area, on)))),
        evaluator=Evaluator.EXTERNAL,
    )
    at = moment(chance, on, 9, 17, name)
    # A report of a visit takes months.
    return Told(name, data, at, at + timedelta(days=chance.between(60, 150, "heard", name)))


def _questionnaire(chance: Chance, actor: str, month: date) -> Told:
    on = month + timedelta(chance.whole(5, 26, "questionnaire", actor, month))
    version = "2" if month.year >= NEW_QUESTIONNAIRE_FROM else "1"
    stricter = 8 if version == "2" else 0
    value = quality(chance, actor, Area.CIVIL_PREP, on)
    data = CapabilityAssessed(
        actor=actor,
        area=Area.CIVIL_PREP,
        instrument="EXERCISE-QUESTIONNAIRE",
        instrument_version=version,
        score=round(max(0.0, 20 + 78 * value - stricter), 1),
        evaluator=Evaluator.SELF,
    )
    at = moment(chance, on, 9, 17, actor, on)
    heard_at = at + timedelta(days=chance.between(20, 90, "heard", actor, on))
    return Told(f"QUESTIONNAIRE-{on:%Y}:{actor}", data, at, heard_at)
