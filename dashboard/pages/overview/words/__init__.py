"""The situation in sentences: what changed, what is worst, what is old, what was promised."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dashboard import constants
from dashboard.pages.overview.rows import ChiefCause, RolledUp
from dashboard.queries.commitments import Compliance
from dashboard.queries.readings import Reading, ReportingState
from dashboard.view import AREAS
from dashboard.wording import names, reporting
from dashboard.wording.catalogue import say, texts
from dashboard.wording.causes import cause_words, dated
from dashboard.wording.numbers import age, listed, one_decimal, percent, ready_levels
from dashboard.wording.sentences import Link, Links

MOST_NAMED = 2
LONGEST_SUMMARY = 72
Sentence = list[str | Link]
Moved = tuple[Reading, str]  # a reading, and the level it had
Causes = Mapping[tuple[str, str], ChiefCause]


def moved(now: Sequence[Reading], before: Sequence[Reading]) -> tuple[list[Moved], list[Moved]]:
    """Give the readings that fell and those that rose, each with the level it had."""
    old = {(reading.actor, reading.area): reading.level for reading in before}
    pairs = [(r, old[r.actor, r.area]) for r in now if (r.actor, r.area) in old]
    fell = [(r, was) for r, was in pairs if rank(r.level) > rank(was)]
    rose = [(r, was) for r, was in pairs if rank(r.level) < rank(was)]
    return fell, rose


def changes(
    fell: Sequence[Moved], rose: Sequence[Moved], causes: Causes, happened: str
) -> Sentence:
    """Say which readings moved from one level to another, and what did it."""
    links = Links()
    if not fell and not rose:
        return links.parts(f"{say('overview.changes.none')} {happened}")
    down = _named(fell, causes, links)
    up = _named(rose, causes, links)
    fallen = say("overview.changes.fell", n=len(fell), list=listed(down, MOST_NAMED))
    risen = say("overview.changes.rose", n=len(rose), list=listed(up, MOST_NAMED))
    if fell and rose:
        text = say("overview.changes.both", fell=fallen, rose=risen)
    else:
        text = say("overview.changes.one", text=fallen if fell else risen)
    return links.parts(f"{text} {happened}")


def _named(some: Sequence[Moved], causes: Causes, links: Links) -> list[str]:
    found: list[str] = []
    for reading, was in some:
        text = say(
            "overview.changes.moved",
            place=to_reading(reading.actor, reading.area, links),
            was=level(was),
            now=level(reading.level),
        )
        cause = causes.get((reading.actor, reading.area))
        if cause is not None:
            text = say("overview.changes.because", moved=text, cause=_cause(cause, links))
        found.append(text)
    return found


def _cause(cause: ChiefCause, links: Links) -> str:
    words = cause_words(cause.cause, cause.pillar)
    if cause.seq is None or cause.summary is None:
        return dated(words, cause.at, cause.seq)
    summary = names.plain(cause.summary)
    if len(summary) > LONGEST_SUMMARY:
        summary = f"{summary[: LONGEST_SUMMARY - 1].rstrip()}…"
    return f"{words}: {links.to(summary, '/events', seq=cause.seq)}"


def to_reading(actor: str, area: str, links: Links) -> str:
    """Give the name of a reading, leading to how it moved."""
    words = say("overview.place", actor=names.actor(actor), area=names.area_inside(area))
    return links.to(words, "/trends", actor=actor, area=area)


def rank(level: str) -> int:
    """Give how far from ready a level is; not demonstrated is as far as level 5."""
    return 5 if level == "ND" else int(level)


def level(code: str) -> str:
    """Give a level as it stands in a sentence."""
    return say("overview.not_demonstrated") if code == "ND" else code


def events_in_a_day(count: int, at_most: int) -> str:
    """Say how many events occurred in the last 24 hours."""
    if count >= at_most:
        return say("overview.happened.many", n=f"{at_most:,}")
    return say("overview.happened.count", n=count)


def weakest(rolled_up: Sequence[RolledUp], now: Sequence[Reading]) -> Sentence:
    """Say which area and which member are furthest behind."""
    links = Links()
    scored = [row for row in rolled_up if row.is_heard_of]
    if not scored:
        return [say("overview.weakest.none")]
    worst = min(scored, key=lambda row: (row.ready / max(row.members, 1), AREAS.index(row.area)))
    text = say(
        "overview.weakest.area",
        levels=ready_levels(),
        area=links.to(names.area(worst.area), "/trends", area=worst.area),
        ready=worst.ready,
        members=worst.members,
    )
    if worst.nd:
        text = say("overview.weakest.with_nd", text=text, nd=worst.nd)
    if worst.weakest_known_level is not None:
        text = say("overview.weakest.known", text=text, level=worst.weakest_known_level)
    behind = _furthest_behind(now, links)
    return links.parts(say("overview.weakest.both", area=text, behind=behind))


def _furthest_behind(now: Sequence[Reading], links: Links) -> str:
    ready = Counter({reading.actor: 0 for reading in now})
    ready.update(reading.actor for reading in now if constants.is_ready(reading.level))
    if not ready:
        return say("overview.weakest.no_reading")
    actor, areas = min(ready.items(), key=lambda item: (item[1], item[0]))
    return say(
        "overview.weakest.behind",
        actor=links.to(names.actor(actor), "/trends", actor=actor),
        areas=areas,
        of=len(AREAS),
    )


def stale(states: Sequence[ReportingState]) -> Sentence:
    """Say how many reports are late, have lapsed or were never heard, and which is the oldest."""
    links = Links()
    if not states:
        return [say("overview.stale.no_members")]
    text = reporting.in_full(reporting.counts(states))
    old = [one for one in states if one.reporting in ("late", "lapsed")]
    if not old:
        return [text]
    oldest = max(old, key=lambda one: (one.report_age_days or 0, one.actor, one.area))
    return links.parts(
        say(
            "overview.stale.oldest",
            text=text,
            oldest=to_reading(oldest.actor, oldest.area, links),
            age=age(oldest.report_age_days),
        )
    )


def promises(compliance: Sequence[Compliance]) -> Sentence:
    """Say how the commitment with the lowest compliance stands."""
    links = Links()
    scored = [row for row in compliance if row.compliance_ratio is not None and row.scored]
    if not compliance:
        return [say("overview.promises.none")]
    if not scored:
        return [say("overview.promises.unscored", n=len(compliance))]
    lowest = min(scored, key=lambda row: (row.compliance_ratio or 0.0, row.commitment_id))
    said = {
        "title": links.to(lowest.title, "/summits", commitment=lowest.commitment_id),
        "ratio": percent(lowest.compliance_ratio),
        "scored": lowest.scored,
        "actors": lowest.actors,
        "missed": lowest.missed,
    }
    if len(compliance) == 1:
        return links.parts(say("overview.promises.only", **said))
    counts = {"known": len(scored), "all": len(compliance)}
    return links.parts(say("overview.promises.lowest", **said, **counts))


def reading_words(reading: Reading) -> str:
    """Give everything about one reading in a line, as the hover and the table say it."""
    if reading.level == "ND" and reading.last_level != "ND":
        state = say(
            "overview.reading.lapsed",
            what=_what_lapsed(reading),
            level=reading.last_level,
            training=one_decimal(reading.last_t, constants.steps("T")),
        )
    elif reading.level == "ND":
        state = say("overview.reading.nd")
    else:
        training = one_decimal(reading.t, constants.steps("T"))
        state = say("overview.reading.level", level=reading.level, training=training)
    pillars = " ".join(
        _report_words(name, value, state)
        for name, value, state in (
            ("P", reading.p, reading.p_state),
            ("S", reading.s, reading.s_state),
            ("R", reading.r, reading.r_state),
        )
        if value is not None
    )
    return say(
        "overview.reading.words",
        place=say(
            "overview.reading.place",
            actor=names.actor(reading.actor),
            area=names.area(reading.area),
        ),
        state=state,
        confidence=reading.confidence,
        items=say("overview.items", n=reading.items),
        pillars=pillars or say("overview.reading.no_report"),
        age=age(reading.age_days),
    )


def _what_lapsed(reading: Reading) -> str:
    """Name what is too old to count: training, or the reports on some pillars."""
    lapsed = [
        texts("overview.lapsing")[name]
        for name, is_lapsed in (
            ("T", reading.t is None),
            ("P", reading.p_state == "lapsed"),
            ("S", reading.s_state == "lapsed"),
            ("R", reading.r_state == "lapsed"),
        )
        if is_lapsed
    ]
    return listed(lapsed, len(lapsed))


def _report_words(pillar: str, value: float, state: str) -> str:
    words = f"{pillar} {one_decimal(value, constants.steps(pillar))}"
    if state == "late":
        return say("overview.reading.late", report=words)
    if state == "lapsed":
        return say("overview.reading.lapsed_report", report=words)
    return words


def matrix_title(rolled_up: Sequence[RolledUp]) -> str:
    """Say the finding of the readiness matrix."""
    scored = [row for row in rolled_up if row.is_heard_of]
    if not scored:
        return say("overview.matrix.heading")
    best = max(scored, key=lambda row: row.ready / max(row.members, 1))
    worst = min(scored, key=lambda row: row.ready / max(row.members, 1))
    of = {"ready": best.ready, "members": best.members}
    if len(scored) == 1:
        return say("overview.matrix.one_area", area=names.area(best.area), **of)
    if best.ready == worst.ready:
        # As many in each; they need not be the same members.
        if len(scored) == len(rolled_up):
            return say("overview.matrix.each", **of)
        return say("overview.matrix.each_with_data", **of)
    return say(
        "overview.matrix.spread",
        worst=names.area(worst.area),
        fewest=worst.ready,
        best=names.area_inside(best.area),
        most=best.ready,
        members=best.members,
    )
