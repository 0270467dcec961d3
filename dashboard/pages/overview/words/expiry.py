"""What expires if nothing happens, in words: levels, reports, overrides, silences, commitments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard import constants
from dashboard.pages.overview.rows import Ahead, Then
from dashboard.pages.overview.words import Sentence, rank, to_reading
from dashboard.queries.commitments import CommitmentLine, Compliance
from dashboard.queries.readings import PairReading, Reading, ReportingState
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg, listed
from dashboard.wording.reporting import lapsed_days, late_days
from dashboard.wording.sentences import Links

MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """How things are now: what the days to come are compared with."""

    as_of: datetime
    readings: Sequence[Reading]
    pairs: Sequence[PairReading]
    states: Sequence[ReportingState]
    compliance: Sequence[Compliance]
    promises: Sequence[CommitmentLine] = ()


def expiry(now: Standing, ahead: Ahead, then: Then, *, is_known_after: bool) -> Sentence:
    """Say what is lost within some days.

    With `is_known_after`, events of that time are known: the days are told, not foreseen.
    """
    links = Links()
    parts = [
        *_readings(now, ahead, then, links),
        *_pairs(now, then, links),
        *_reports(now, then, links),
        *_offers(ahead, then),
        *_values(now, then, links),
        *_ends(now, ahead, then, links),
    ]
    return links.parts(_together(parts, is_known_after, is_first=then is ahead.then[0]))


def _together(parts: Sequence[str], is_known_after: bool, *, is_first: bool) -> str:
    text = "; ".join(parts)
    if not parts and is_known_after:
        return say("overview.expiry.nothing_known")
    if not parts:
        return say("overview.expiry.nothing")
    if not is_first:
        # The sentence before it has said on what condition.
        return say("overview.expiry.further", list=text)
    if is_known_after:
        return say("overview.expiry.lead_known", list=text)
    return say("overview.expiry.lead", list=text)


def _readings(now: Standing, ahead: Ahead, then: Then, links: Links) -> list[str]:
    later = {(one.actor, one.area): one.level for one in then.readings}
    # A level that a commander set ends by its own date, which is said for itself.
    set_levels = {(one.actor, one.area) for one in ahead.overrides}
    lost = [
        (r, later[r.actor, r.area])
        for r in now.readings
        if (r.actor, r.area) in later
        and (r.actor, r.area) not in set_levels
        and rank(later[r.actor, r.area]) > rank(r.level)
    ]
    gone = [r for r, level in lost if level == "ND"]
    fallen = [r for r, level in lost if level != "ND"]
    said: list[str] = []
    if gone:
        said.append(say("overview.expiry.gone", n=len(gone), list=_places(gone, links)))
    if fallen:
        said.append(say("overview.expiry.readings", n=len(fallen), list=_places(fallen, links)))
    return said


def _places(readings: Sequence[Reading], links: Links) -> str:
    return listed([to_reading(r.actor, r.area, links) for r in readings], MOST_NAMED)


def _pairs(now: Standing, then: Then, links: Links) -> list[str]:
    later = {(one.actor_a, one.actor_b, one.dimension): one.level for one in then.pairs}
    lost = [
        (pair, after)
        for pair in now.pairs
        if pair.level is not None
        and _below(after := later.get((pair.actor_a, pair.actor_b, pair.dimension)), pair.level)
    ]
    if not lost:
        return []
    # The best that is lost first: those are the pairs somebody counts on.
    lost.sort(
        key=lambda one: (-one[0].last_level, one[0].actor_a, one[0].actor_b, one[0].dimension)
    )
    first, _ = lost[0]
    example = links.to(
        names.pair(first.actor_a, first.actor_b),
        "/interoperability",
        pair=f"{first.actor_a}+{first.actor_b}",
        dimension=first.dimension,
    )
    gone = sum(level is None for _, level in lost)
    return [say("overview.expiry.pairs", n=len(lost), gone=gone, example=example)]


def _below(level: int | None, now: int) -> bool:
    """Tell whether a level is lost; a pair that lapses has none."""
    return level is None or level < now


def _reports(now: Standing, then: Then, links: Links) -> list[str]:
    """Say which reports turn late and which lapse: the same states as are counted everywhere."""
    was = {(one.actor, one.area): one.reporting for one in now.states}
    said: list[str] = []
    for state, words in (("lapsed", _lapsing), ("late", _turning_late)):
        turning = [
            one
            for one in then.states
            if one.reporting == state and was.get((one.actor, one.area), state) != state
        ]
        if turning:
            oldest = min(turning, key=lambda r: (-(r.report_age_days or 0), r.actor, r.area))
            said.append(words(len(turning), to_reading(oldest.actor, oldest.area, links)))
    return said


def _lapsing(n: int, example: str) -> str:
    return say("overview.expiry.lapsing", n=n, days=lapsed_days(), example=example)


def _turning_late(n: int, example: str) -> str:
    return say("overview.expiry.amber", n=n, days=late_days(), example=example)


def _offers(ahead: Ahead, then: Then) -> list[str]:
    """Say how many offers turn late, as the page of offers will count them on that day."""
    days = constants.method().declaration.late_days
    turning = [one for one in ahead.offers if one.age_days + then.days > days]
    if not turning:
        return []
    oldest = turning[0]
    example = f"{names.actor(oldest.actor)} {oldest.capability_code}"
    return [say("overview.expiry.offers", n=len(turning), days=days, example=example)]


def _values(now: Standing, then: Then, links: Links) -> list[str]:
    """Say how many values of commitments turn late, as their page will count them on that day."""
    days = constants.method().commitment_report.validity_days
    turning = [
        one
        for one in now.promises
        if one.is_counted
        and one.age_days is not None
        and one.age_days <= days < one.age_days + then.days
    ]
    if not turning:
        return []
    oldest = max(turning, key=lambda one: (one.age_days or 0, one.actor, one.commitment_id))
    example = links.to(oldest.title, "/summits", commitment=oldest.commitment_id)
    return [say("overview.expiry.values", n=len(turning), days=days, example=example)]


def _ends(now: Standing, ahead: Ahead, then: Then, links: Links) -> list[str]:
    until = now.as_of + timedelta(days=then.days)
    said = [
        say(
            "overview.expiry.override",
            level=one.level,
            place=to_reading(one.actor, one.area, links),
            day=f"{one.expires_on:%d %b %Y}",
        )
        for one in ahead.overrides
        if one.days_left < then.days
    ]
    said += [
        say(
            "overview.expiry.silence",
            topic=links.to(one.topic, "/summits", decision=one.decision_id),
            at=dtg(one.silence_deadline_at),
        )
        for one in ahead.silences
        if one.silence_deadline_at <= until
    ]
    said += [
        say(
            "overview.expiry.commitment",
            title=links.to(one.title, "/summits", commitment=one.commitment_id),
            day=f"{one.due_on:%d %b %Y}",
        )
        for one in now.compliance
        if now.as_of.date() <= one.due_on <= until.date()
    ]
    if len(said) > MOST_NAMED:
        return [*said[:MOST_NAMED], say("overview.expiry.more", n=len(said) - MOST_NAMED)]
    return said
