"""Why a number is what it is, in sentences."""

from collections.abc import Sequence
from datetime import datetime

from dashboard import constants
from dashboard.queries.causes import Cause
from dashboard.queries.commitments import Standing
from dashboard.queries.explain import Item, PairInFull, ReadingInFull
from dashboard.wording import causes, names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.causes import dated
from dashboard.wording.numbers import (
    age,
    bound,
    day,
    in_decimals,
    listed,
    noise,
    one_decimal,
    ready_levels,
)

# The means of pairs are of one; changes are told in points like all others.
LEVEL = "level"
SCALES = {LEVEL: 1, "index": 1, "T": 1, "pair": 100}


def level(reading: ReadingInFull) -> str:
    """Give the level of a reading in words."""
    if reading.level == "ND":
        return say("why.not_demonstrated")
    return say("why.level", level=reading.level)


def parts(reading: ReadingInFull) -> str:
    """Give the numbers beside the level."""
    return say(
        "why.reading.parts",
        training=one_decimal(reading.t, constants.steps("T")),
        index=one_decimal(reading.index),
    )


def reading_sentences(reading: ReadingInFull) -> list[str]:
    """Say what sets the level, how sure it is, and what stands beside it."""
    found = _why_nd(reading) if reading.computed_level == "ND" else [_what_sets(reading)]
    if _is_held(reading):
        found.append(say("why.reading.stale", level=reading.t_level))
    if reading.override_reason and reading.override_expires_on:
        found.append(
            say(
                "why.reading.overridden",
                level=reading.level,
                until=f"{reading.override_expires_on:%d %b %Y}",
                reason=reading.override_reason,
                computed=reading.computed_level,
            )
        )
    found.append(
        say(
            "why.reading.confidence",
            confidence=reading.confidence,
            items=say("why.reading.items", n=reading.items),
            external=reading.external_items,
            age=age(reading.age_days),
        )
    )
    if reading.reported_t is not None:
        found.append(
            say(
                "why.reading.reported_beside",
                value=one_decimal(reading.reported_t, constants.steps("T")),
            )
        )
    return found


def _why_nd(reading: ReadingInFull) -> list[str]:
    """Say which pillar leaves the level unknown, and what was known last."""
    found = [] if reading.t is not None else [say("why.reading.nd")]
    states = {"P": reading.p_state, "S": reading.s_state, "R": reading.r_state}
    lapsed = [names.PILLARS[code] for code, state in states.items() if state == "lapsed"]
    if lapsed:
        days = constants.method().resource_report.validity_days
        found.append(say("why.reading.lapsed", pillars=listed(lapsed, 3), days=days))
    if reading.last_level != "ND":
        found.append(say("why.reading.last", level=reading.last_level))
    return found


def _what_sets(reading: ReadingInFull) -> str:
    levels = {
        "P": (reading.p_level, reading.p),
        "S": (reading.s_level, reading.s),
        "R": (reading.r_level, reading.r),
        "T": (reading.t_level, reading.t),
    }
    which = [
        f"{names.PILLARS[code]} {one_decimal(value, constants.steps(code))}"
        for code, (own, value) in levels.items()
        if str(own) == reading.computed_level
    ]
    return say(
        "why.reading.sets",
        level=reading.computed_level,
        pillars=reading.pillars,
        which=listed(which, 4),
    )


def _is_held(reading: ReadingInFull) -> bool:
    """Say whether age alone keeps training from the level that its points would give."""
    held_to = constants.method().readiness.stale_level
    if reading.t is None or reading.t_level != held_to or held_to < 2:
        return False
    return reading.t >= constants.steps("T")[held_to - 2]


def pair_sentences(pair: PairInFull) -> list[str]:
    """Say what the level of a pair comes from, or that it lapsed."""
    if pair.level is None or pair.lower_bound is None:
        word = names.LEVEL_WORDS[pair.last_level]
        return [say("why.pair.lapsed", level=pair.last_level, word=word)]
    found = [
        say(
            "why.pair.sentence",
            bound=bound(pair.lower_bound),
            mean=in_decimals(pair.mean, digits=2),
            weight=in_decimals(pair.n_eff),
            level=pair.level,
            word=names.LEVEL_WORDS[pair.level],
        )
    ]
    if pair.is_capped:
        found.append(
            say("why.pair.capped", level=constants.method().interoperability.below_baseline_level)
        )
    return [*found, say("why.pair.thin")]


def pair_value(pair: PairInFull) -> str:
    """Give the bound of a pair; a dash where it lapsed."""
    return "–" if pair.lower_bound is None else bound(pair.lower_bound)


def pair_state(pair: PairInFull) -> str:
    """Give what stands beside the bound of a pair."""
    tests = say("why.pair.tests", n=pair.tests)
    if pair.level is None:
        return say("why.pair.lapsed_state", level=pair.last_level)
    return f"{say('why.level', level=pair.level)}, {tests}"


def rollup_sentences(readings: Sequence[ReadingInFull], members: Sequence[str]) -> list[str]:
    """Say what the share of ready members is counted from."""
    heard = {reading.actor for reading in readings}
    found = [
        say(
            "why.rollup.sentence",
            ready=sum(constants.is_ready(reading.level) for reading in readings),
            levels=ready_levels(),
            members=len(members),
            reporting=len(heard),
            nd=sum(reading.level == "ND" for reading in readings),
        )
    ]
    unheard = [names.actor(code) for code in members if code not in heard]
    if unheard:
        found.append(say("why.rollup.unheard", names=listed(unheard, 12)))
    return found


def standing_sentences(standing: Standing) -> list[str]:
    """Say where an actor stands on a commitment, and by whose word."""
    found = [_value_against_path(standing)]
    if standing.is_estimate:
        found.append(say("why.commitment.estimate"))
    if standing.score is None:
        found.append(say("why.commitment.no_score"))
    elif standing.assessor is None:
        found.append(say("why.commitment.score_path", score=f"{standing.score:+d}"))
    else:
        auto = "–" if standing.auto_score is None else f"{standing.auto_score:+d}"
        found.append(
            say(
                "why.commitment.score_assessor",
                score=f"{standing.score:+d}",
                assessor=standing.assessor,
                stage=standing.score_stage,
                auto=auto,
            )
        )
    return found


def _value_against_path(standing: Standing) -> str:
    due = f"{standing.due_on:%d %b %Y}"
    if standing.value is None or standing.observed_on is None:
        return say(
            "why.commitment.no_value",
            target=_exact(standing.target),
            unit=standing.unit,
            due=due,
        )
    return say(
        "why.commitment.sentence",
        value=_exact(standing.value),
        unit=standing.unit,
        day=f"{standing.observed_on:%d %b %Y}",
        baseline=_exact(standing.baseline),
        target=_exact(standing.target),
        due=due,
        expected=_exact(standing.expected),
    )


def _exact(value: float | None) -> str:
    return "–" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


def item_words(item: Item) -> str:
    """Say what one item is."""
    kinds = texts("why.kind")
    if item.kind == "resource_report":
        pillar = names.PILLARS.get(item.instrument or "", item.instrument or "")
        return say("why.kind.resource_report", pillar=pillar)
    if item.kind == "interop_test":
        return say("why.kind.interop_test", outcome=_outcome(item.value))
    words = kinds.get(item.kind, item.kind)
    if item.kind in ("external_assessment", "self_report"):
        words = f"{words} {item.instrument} {item.instrument_version}"
    if item.kind == "exercise":
        judge = texts("why.judge")["external" if item.is_external else "internal"]
        words = f"{words}, {judge}"
    return words


def _outcome(value: float) -> str:
    name = "success" if value >= 1 else "limited" if value > 0 else "issue"
    return texts("why.outcome")[name]


def change_title(measure: str, found: Sequence[Cause], since: datetime, days: int) -> str:
    """Say how far a number moved, and whether that says anything."""
    scale = SCALES[measure]
    what = texts("why.measure")[measure]
    if not found:
        return say("why.change.none", what=what, days=days)
    one = found[0]
    if measure == LEVEL:
        words = say("why.change.came", from_value=one.from_level, to_value=one.to_level)
        return _since(what, since, words)
    change = change_of(found, scale)
    if one.from_value is None or one.to_value is None or change is None:
        return _since(what, since, _came(one, scale))
    unclear = abs(change) < noise() and one.from_level == one.to_level
    moved = say(
        "why.change.moved",
        sign="▲" if change > 0 else "▼",
        change=one_decimal(abs(change), (noise(),)),
        from_value=one_decimal(one.from_value * scale),
        to_value=one_decimal(one.to_value * scale),
        clear=say("why.change.unclear", noise=one_decimal(noise())) if unclear else "",
    )
    if one.from_level != one.to_level:
        moved += say("why.change.level", from_level=one.from_level, to_level=one.to_level)
    return _since(what, since, moved)


def change_of(found: Sequence[Cause], scale: float) -> float | None:
    """Give how far a number moved; None where it came or went."""
    if not found or found[0].from_value is None or found[0].to_value is None:
        return None
    return (found[0].to_value - found[0].from_value) * scale


def _since(what: str, since: datetime, words: str) -> str:
    return say("why.change.title", what=what, since=day(since), words=words)


def _came(one: Cause, scale: float) -> str:
    def told(value: float | None) -> str:
        return say("why.change.nothing") if value is None else one_decimal(value * scale)

    return say("why.change.came", from_value=told(one.from_value), to_value=told(one.to_value))


def cause_words(cause: Cause) -> str:
    """Say what one cause of a change is, and its day where no event is behind it."""
    return dated(causes.cause_words(cause.cause, cause.pillar), cause.at, cause.seq)


def beside_item(item: Item) -> str:
    """Say why an item does not count, or what has become of it since."""
    return item.why_not or texts("why.state").get((item.state or "").replace(" ", "_"), "")
