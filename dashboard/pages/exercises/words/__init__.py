"""Exercises in words: what was held, what is due, and how one exercise went."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from dashboard.pages.exercises import rows
from dashboard.pages.exercises.queries import Exercise, ExerciseParticipant, ExerciseTest
from dashboard.pages.exercises.words.objectives import Objective, counts_of, major_by_area
from dashboard.view import View
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import calendar_day, listed, month

LIST_ORDER = ("unreported", "conducted", "planned", "cancelled")
OUTCOMES = ("success", "limited", "issue")


def name(exercise: Exercise) -> str:
    """Give what people call an exercise; one without a name has its identity."""
    return exercise.name or exercise.exercise_id


def kinds(codes: Sequence[str]) -> str:
    """Give the kinds of an exercise as words: one, a mix of several, or that none was said."""
    known = texts("exercises.kinds")
    said = [known.get(code, code) for code in sorted(codes, key=[*known].index)]
    return " + ".join(said) if said else say("exercises.no_kind")


def one_kind(codes: Sequence[str]) -> str:
    """Give the row of a strip an exercise belongs to: its kind, mixed, or none said."""
    return say("exercises.mixed_kinds") if len(codes) > 1 else kinds(codes)


def state(exercise: Exercise) -> str:
    """Give the state as a word."""
    return texts("exercises.states")[exercise.state]


def state_and_met(exercise: Exercise) -> str:
    """Give the state, and for one that was graded how it went."""
    if not rows.graded(exercise):
        return state(exercise)
    return say("exercises.state_and_met", state=state(exercise), met=met(exercise))


def dates(starts_on: date, ends_on: date, precision: str | None = None) -> str:
    """Give the days of an exercise, no more exactly than they are known."""
    if precision == "year":
        return _span(f"{starts_on.year}", f"{ends_on.year}")
    if precision == "month":
        return _span(month(starts_on), month(ends_on))
    if starts_on == ends_on:
        return calendar_day(starts_on)
    if (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month):
        return f"{starts_on.day}–{calendar_day(ends_on)}"
    if starts_on.year == ends_on.year:
        return f"{starts_on.day} {month(starts_on)[:3]} – {calendar_day(ends_on)}"
    return f"{calendar_day(starts_on)} – {calendar_day(ends_on)}"


def dates_of(exercise: Exercise) -> str:
    """Give the days of this exercise, no more exactly than they are known."""
    return dates(exercise.starts_on, exercise.ends_on, exercise.date_precision)


def schedule_title(exercises: Sequence[Exercise], first: date, last: date) -> str:
    """Say how many exercises were held, are planned, and are due without a report."""
    if not exercises:
        return say(
            "exercises.schedule.none_at_all", first=calendar_day(first), last=calendar_day(last)
        )
    count = {one: sum(e.state == one for e in exercises) for one in texts("exercises.states")}
    late = count["unreported"]
    said = say(
        "exercises.schedule.last_year",
        held=say("exercises.schedule.held", n=count["conducted"]),
        planned=say("exercises.schedule.planned", n=count["planned"]),
    )
    if not late:
        return said
    return said + say("exercises.schedule.and_late", late=say("exercises.schedule.late", n=late))


def list_title(exercises: Sequence[Exercise]) -> str:
    """Say how many objectives were met in the exercises listed."""
    graded = sum(rows.graded(exercise) for exercise in exercises)
    if not graded:
        return say("exercises.list.none_graded")
    return say(
        "exercises.list.title",
        met=f"{sum(rows.met(exercise) for exercise in exercises):,}",
        graded=f"{graded:,}",
        major=f"{sum(exercise.major_challenges for exercise in exercises):,}",
    )


def list_order(exercise: Exercise) -> tuple[int, int]:
    """Give the place in the list: what is late, what was held, what comes next, what was given up.

    What was held stands newest first, what is planned soonest first.
    """
    days = exercise.starts_on.toordinal()
    return LIST_ORDER.index(exercise.state), -days if exercise.state == "conducted" else days


def met(exercise: Exercise) -> str:
    """Give how many objectives were met, of how many graded; nothing for what is ahead."""
    if graded := rows.graded(exercise):
        return say("exercises.list.met", met=rows.met(exercise), graded=graded)
    if exercise.state == "conducted":
        return say("exercises.list.not_graded")
    return say("exercises.list.ahead")


def hard(exercise: Exercise) -> str:
    """Give how many objectives were met with major challenges, and how many not at all."""
    if not rows.graded(exercise):
        return say("exercises.list.ahead")
    return say("exercises.list.hard", major=exercise.major_challenges, unable=exercise.unable)


def finding(exercise: Exercise, objectives: Sequence[Objective]) -> str:
    """Say in one line how an exercise went, or how far it is."""
    called = name(exercise)
    if exercise.state == "planned":
        return say("exercises.one.planned", name=called, dates=dates_of(exercise))
    if exercise.state == "cancelled":
        return say("exercises.one.cancelled", name=called)
    if exercise.state == "unreported":
        return say("exercises.one.unreported", name=called, day=calendar_day(exercise.ends_on))
    counts = counts_of(objectives)
    graded = counts.total()
    if not graded:
        return say("exercises.one.unrated", name=called)
    said = say("exercises.one.met", name=called, met=graded - counts["U"], graded=graded)
    if counts["M"]:
        said += say("exercises.one.with_major", n=counts["M"], where=_where(objectives))
    if counts["U"]:
        said += say("exercises.one.unable", n=counts["U"])
    return said


def _where(objectives: Sequence[Objective]) -> str:
    by_area = major_by_area(objectives).most_common()
    area = names.area_inside(by_area[0][0])
    if len(by_area) == 1:
        return say("exercises.one.all_in", area=area)
    return say("exercises.one.most_in", area=area) if by_area[0][1] > by_area[1][1] else ""


def participants(exercise: Exercise, people: Sequence[ExerciseParticipant]) -> list[str]:
    """Say who took part with how many people, and how that differs from the plan."""
    present = [one for one in people if one.took_part]
    if not present:
        planned = [names.actor(one.actor) for one in people if one.was_planned]
        return [say("exercises.one.meant", n=len(planned), list=listed(planned, 40))]
    lines = [_present(present)]
    if exercise.schedules:
        absent = [names.actor(one.actor) for one in people if not one.took_part]
        extra = [names.actor(one.actor) for one in present if not one.was_planned]
        if absent:
            lines.append(say("exercises.one.absent", list=listed(absent, 40)))
        if extra:
            lines.append(say("exercises.one.not_planned", list=listed(extra, 40)))
    return lines


def _present(present: Sequence[ExerciseParticipant]) -> str:
    counted = sorted(present, key=lambda one: (-(one.personnel or 0), one.actor))
    listing = listed(
        [
            names.actor(one.actor) + ("" if one.personnel is None else f" {one.personnel:,}")
            for one in counted
        ],
        40,
    )
    known = [one.personnel for one in present if one.personnel is not None]
    if known:
        people = say("exercises.one.people", people=f"{sum(known):,}", list=listing)
    else:
        people = say("exercises.one.uncounted", list=listing)
    return say("exercises.one.took_part", n=len(present), people=people)


def tests(found: Sequence[ExerciseTest]) -> str:
    """Say how the tests of an exercise went."""
    if not found:
        return say("exercises.tests.none")
    pairs = {(test.actor_a, test.actor_b) for test in found}
    counts = {outcome: sum(t.outcome == outcome for t in found) for outcome in OUTCOMES}
    return say(
        "exercises.tests.pairs",
        n=say("exercises.tests.tested", n=len(pairs)),
        success=counts["success"],
        limited=counts["limited"],
        issue=counts["issue"],
    )


def matching(exercises: Sequence[Exercise], view: View) -> list[Exercise]:
    """Give the exercises that fit what the address asks for; no such state narrows nothing."""
    wanted = view.state if view.state in texts("exercises.states") else None
    # Rows hold the composed form; a keyboard may send the other.
    text = unicodedata.normalize("NFC", view.text or "").casefold()
    return [
        one
        for one in exercises
        if (view.kind is None or view.kind in one.kinds)
        and wanted in (None, one.state)
        and (view.area is None or view.area in one.domains)
        and (view.actor is None or view.actor in one.actors)
        and text in f"{one.series} {one.name} {one.place} {one.exercise_id}".casefold()
    ]


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"
