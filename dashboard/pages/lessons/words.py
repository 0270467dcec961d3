"""Lessons in words: what is overdue, who owes it, what could prove it, and how one came about."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dashboard.pages.lessons.queries import Burden, Gap, Lesson, LessonProof
from dashboard.pages.lessons.rows import waits_for_proof
from dashboard.view import View
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import age, calendar_day, dtg, listed, one_decimal

MONTH, QUARTER = 30, 90
HEAVY = (3, 6, 12)  # burdens from which a cell is a step darker
FILTERS = ("overdue", "month", "quarter", "proof", "learned", "closed", "anomalies")


def state(lesson: Lesson) -> str:
    """Give the state as a word; one whose remedies are done waits for proof."""
    word = texts("lessons.states")[lesson.state or "none"]
    if waits_for_proof(lesson):
        word = say("lessons.row.waiting", state=word)
    return say("lessons.row.anomaly", state=word) if lesson.anomalies else word


def cost(amount: float, currency: str | None, price_year: int | None) -> str:
    """Give what a remedy costs: an amount of a currency, in prices of a year if that was said."""
    said = {"amount": f"{amount:,.0f}", "currency": currency or ""}
    if price_year is None:
        return say("lessons.move.cost", **said)
    return say("lessons.move.cost_in_prices_of", **said, year=str(price_year))


def falls_due(lesson: Lesson, on: date, days: int) -> bool:
    """Say whether an open lesson falls due within so many days, and is not overdue yet."""
    return (
        lesson.is_open
        and lesson.due_on is not None
        and on <= lesson.due_on <= on + timedelta(days=days)
    )


def matching(lessons: Sequence[Lesson], view: View, on: date) -> list[Lesson]:
    """Give the lessons that fit what the address asks for; open ones unless it says otherwise."""
    tests = {
        "overdue": lambda one: one.overdue_days > 0,
        "month": lambda one: falls_due(one, on, MONTH),
        "quarter": lambda one: falls_due(one, on, QUARTER),
        "proof": waits_for_proof,
        "learned": lambda one: one.state == "learned",
        "closed": lambda one: one.state == "closed",
        "anomalies": lambda one: bool(one.anomalies),
    }
    fits = tests.get(view.state or "", lambda one: one.is_open)
    return [
        one
        for one in lessons
        if fits(one)
        and (view.area is None or one.area == view.area)
        and (view.actor is None or view.actor in (one.actors or ()))
    ]


def board_title(lessons: Sequence[Lesson]) -> str:
    """Say how many open lessons are overdue, and the oldest."""
    found = [lesson for lesson in lessons if lesson.is_open]
    if not found:
        return say("lessons.board.none")
    count = say("lessons.board.open", n=len(found))
    late = [lesson.overdue_days for lesson in found if lesson.overdue_days]
    if not late:
        return say("lessons.board.none_overdue", open=count)
    return say("lessons.board.overdue", overdue=len(late), open=count, age=age(max(late)))


def board_subtitle(lessons: Sequence[Lesson], shown: int, at: datetime) -> str:
    """Say what falls due in 30 and 90 days, what waits for proof and what cannot be proved."""
    on = at.date()
    found = [lesson for lesson in lessons if lesson.is_open]
    without = sum(lesson.candidate_id is None for lesson in found)
    return say(
        "lessons.board.due",
        month=sum(falls_due(one, on, MONTH) for one in found),
        quarter=sum(falls_due(one, on, QUARTER) for one in found),
        proof=sum(waits_for_proof(one) for one in found),
        unprovable=say("lessons.board.unprovable", n=without)
        if without
        else say("lessons.board.provable"),
        n=shown,
        all=len(lessons),
        at=dtg(at),
    )


def owner(lesson: Lesson) -> str:
    """Say who still owes a remedy."""
    if lesson.owners:
        return ", ".join(lesson.owners)
    return say("lessons.nothing") if lesson.actions else say("lessons.row.no_owner")


def candidate_on(lesson: Lesson) -> date | None:
    """Give when the exercise begins that could prove an open lesson."""
    return lesson.candidate_starts_on if lesson.is_open and lesson.candidate_id else None


def candidate(lesson: Lesson) -> str:
    """Say which planned exercise could prove an open lesson, or that none could."""
    if not lesson.is_open:
        return say("lessons.nothing")
    if lesson.candidate_id is None or lesson.candidate_starts_on is None:
        return say("lessons.row.no_candidate")
    name = lesson.candidate_name or lesson.candidate_id
    day = calendar_day(lesson.candidate_starts_on)
    if lesson.due_on and lesson.due_on > lesson.candidate_starts_on:
        return say("lessons.row.early", name=name, day=day)
    return say("lessons.row.candidate", name=name, day=day)


def finding(lesson: Lesson) -> str:
    """Say in one line how far a lesson is."""
    cause = lesson.root_cause
    if cause is None:
        return say("lessons.one.unnamed")
    if "unconfirmed" in lesson.anomalies:
        return say("lessons.one.unconfirmed", cause=cause)
    if lesson.state == "learned":
        return say("lessons.one.learned", cause=cause)
    if lesson.state == "closed":
        return say("lessons.one.closed", cause=cause)
    if not lesson.actions:
        return say("lessons.one.no_action", cause=cause)
    if waits_for_proof(lesson):
        return say("lessons.one.waiting", cause=cause)
    remedies = say("lessons.one.remedies", done=lesson.implemented, n=lesson.actions)
    return say("lessons.one.open", cause=cause, remedies=remedies, due=due(lesson))


def due(lesson: Lesson) -> str:
    """Say when an open lesson is due, or for how long it has been."""
    if lesson.overdue_days:
        return say("lessons.one.overdue", age=age(lesson.overdue_days))
    if lesson.due_on is None:
        return say("lessons.nothing")
    return say("lessons.one.due", day=calendar_day(lesson.due_on))


def due_cell(lesson: Lesson) -> str:
    """Give the due day, and for how long an open lesson is overdue."""
    if lesson.due_on is None:
        return say("lessons.nothing")
    day = calendar_day(lesson.due_on)
    if not lesson.overdue_days:
        return day
    return say("lessons.row.late", day=day, age=age(lesson.overdue_days))


def actors(lesson: Lesson) -> str:
    """Give the actors of a lesson by name."""
    return listed([names.actor(code) for code in lesson.actors or ()], 4)


def proof(found: LessonProof | None) -> str:
    """Say which result is named as proof, and whether it stands."""
    if found is None:
        return say("lessons.proof.none")
    result = _result(found)
    if found.stands:
        return say("lessons.proof.stands", result=result)
    why = texts("lessons.proof.why")[found.why_not or "not in force"]
    return say("lessons.proof.fails", why=why, result=result)


def _result(found: LessonProof) -> str:
    if found.occurred_at is None or found.actor is None:
        return say("lessons.proof.unseen", event_id=found.event_id, source=found.source)
    return say(
        "lessons.proof.result",
        actor=names.actor(found.actor),
        area=names.area_inside(found.area or ""),
        rating=found.rating or "·",
        evaluator=found.evaluator,
        day=calendar_day(found.occurred_at.date()),
    )


def anomaly(move: str) -> str:
    """Say what does not fit about a lesson."""
    return texts("lessons.anomalies").get(move, move)


def burden_by_actor(found: Sequence[Burden]) -> list[tuple[str, float, list[Burden]]]:
    """Give each actor with its burden in all areas, the heaviest first."""
    actors_found = {one.actor for one in found}
    groups = [
        (
            actor,
            sum(one.burden for one in found if one.actor == actor),
            [one for one in found if one.actor == actor],
        )
        for actor in actors_found
    ]
    return sorted(groups, key=lambda group: (-group[1], group[0]))


def burden_title(found: Sequence[Burden]) -> str:
    """Say who carries most."""
    groups = burden_by_actor(found)
    if not groups:
        return say("lessons.burden.none")
    actor, weight, own = groups[0]
    lessons = say("lessons.burden.lessons", n=sum(one.lessons for one in own))
    return say(
        "lessons.burden.title",
        actor=names.actor(actor),
        burden=one_decimal(weight),
        lessons=lessons,
    )


def burden_cell(one: Burden) -> str:
    """Say what weighs on an actor in an area."""
    return say(
        "lessons.burden.cell",
        actor=names.actor(one.actor),
        area=names.area_inside(one.area),
        burden=one_decimal(one.burden),
        lessons=say("lessons.burden.lessons", n=one.lessons),
        overdue=one.overdue,
    )


def burden_look(weight: float) -> str:
    """Give the step of the scale: darker weighs more."""
    return f"l{3 - sum(weight >= step for step in HEAVY)}"


def short(gaps: Sequence[Gap]) -> list[Gap]:
    """Give what is open: what is not known first, then what is below, the farthest first."""
    found = [one for one in gaps if one.is_open]
    return sorted(
        found,
        key=lambda one: (
            one.gap is not None,
            -(one.gap or 0.0),
            -(one.last_gap or 0.0),
            one.actor,
            one.area,
        ),
    )


def gap_words(one: Gap) -> str:
    """Give a gap; one that is not known with the last that was, hollow."""
    if one.gap is not None:
        return gap(one.gap) or ""
    if one.last_gap is None:
        return say("lessons.gaps.row.unknown")
    return say("lessons.gaps.row.last", gap=gap(one.last_gap))


def index_words(one: Gap) -> str:
    """Give an index beside the one required; one that is not known with the last that was."""
    steps = (one.target_index,)
    target = one_decimal(one.target_index)
    if one.index is None and one.last_index is not None:
        last = one_decimal(one.last_index, steps)
        return say("lessons.gaps.row.last_index", index=last, target=target)
    return say("lessons.gaps.row.index", index=one_decimal(one.index, steps), target=target)


def gap(points: float | None) -> str | None:
    """Give a gap in points; a small one is not none."""
    return None if points is None else one_decimal(points, (0.0,), is_above=True)


def gaps_title(gaps: Sequence[Gap]) -> str:
    """Say how many gaps are open, how many of them are not known, and the farthest that is."""
    if not gaps:
        return say("lessons.gaps.none_set")
    still = short(gaps)
    if not still:
        return say("lessons.gaps.none")
    unknown = sum(one.gap is None for one in still)
    text = say("lessons.gaps.open", open=len(still), all=len(gaps), unknown=unknown)
    known = [one for one in still if one.gap is not None]
    if not known:
        return text
    return say(
        "lessons.gaps.title",
        open=text,
        actor=names.actor(known[0].actor),
        area=names.area_inside(known[0].area),
        gap=gap(known[0].gap),
    )
