"""The system about itself, in words."""

from collections.abc import Sequence
from datetime import datetime

from dashboard.pages.system.queries import (
    Comparison,
    DeadReason,
    Rate,
    Rebuild,
    Version,
    Viewer,
    Worker,
)
from dashboard.queries.storing import Partition, Storing
from dashboard.wording.catalogue import say
from dashboard.wording.events import resume_command
from dashboard.wording.numbers import dtg, one_decimal
from schemas.vocabulary import Classification

AT_WORK_WITHIN_S = 30.0
_UNITS = ((86400, "d"), (3600, "h"), (60, "min"))
_LADDER = tuple(Classification)
PROJECTIONS = "projection equals a fresh fold"


def lasted(seconds: float | None) -> str:
    """Give how long something has lasted, in the greatest unit that fits: 12 s, 3 min, 2 h."""
    if seconds is None:
        return say("system.none")
    seconds = max(seconds, 0)
    for size, unit in _UNITS:
        if seconds >= size:
            return f"{int(seconds // size):,} {unit}"
    return f"{int(seconds)} s"


def or_unknown(value: int | None) -> str | None:
    """Give the word for what is not known; None for what is."""
    return say("system.unknown") if value is None else None


def partitions(found: Sequence[Partition], storing: Storing) -> str:
    """Say in one line whether everything received is stored."""
    if not storing.workers:
        if storing.last_seen_at is None:
            return say("system.partitions.never")
        return say("system.partitions.not_storing", since=dtg(storing.last_seen_at))
    if paused := sum(one.paused_at is not None for one in found):
        return say("system.partitions.paused_n", n=paused)
    unread = sum(one.unread or 0 for one in found)
    if unread:
        age = max(one.oldest_unread_s or 0 for one in found)
        return say("system.partitions.behind", n=unread, age=lasted(age))
    unknown = sum(one.unread is None for one in found)
    if unknown == len(found):
        return say("system.partitions.unknown")
    if unknown:
        return say("system.partitions.stored_but", n=unknown)
    return say("system.partitions.all_stored")


def partition_state(one: Partition) -> str:
    """Say whether a partition is read, or how to go on with it."""
    if one.updated_at is None:
        return say("system.partitions.not_begun")
    if one.paused_at is None:
        return say("system.partitions.reading")
    return say(
        "system.partitions.paused",
        since=dtg(one.paused_at),
        why=one.pause_reason or say("system.unknown"),
        command=resume_command(one.topic, one.partition),
    )


def workers(storing: Storing) -> str:
    """Say how many workers are at work."""
    n = storing.workers
    return say("system.workers.at_work_n", n=n) if n else say("system.workers.none")


def worker_state(one: Worker) -> str:
    """Say whether a worker is at work, gone, or why it stopped."""
    if one.stopped_reason is not None:
        return say("system.workers.stopped", why=one.stopped_reason)
    if one.seen_s <= AT_WORK_WITHIN_S:
        return say("system.workers.at_work")
    return say("system.workers.gone")


def rates(found: Sequence[Rate]) -> str:
    """Say how many events came in the last hour."""
    hour = next((one.events for one in found if one.within_s == 3600), 0)
    return say("system.rates.lately", n=hour) if hour else say("system.rates.quiet")


def events_a_minute(rate: Rate) -> float:
    """Give events a minute as a number."""
    return rate.events * 60 / rate.within_s


def a_minute(rate: Rate) -> str:
    """Give events a minute; a few are not none."""
    value = events_a_minute(rate)
    return say("system.rates.little") if 0 < value < 0.05 else one_decimal(value)


def dead(reasons: Sequence[DeadReason]) -> str:
    """Say how many records could not become events, and whether lately."""
    if not reasons:
        return say("system.dead.none")
    in_all = say("system.dead.in_all", n=sum(one.in_all for one in reasons))
    lately = sum(one.last_day for one in reasons)
    if not lately:
        return say("system.dead.none_lately", all=in_all)
    return say("system.dead.lately", all=in_all, n=f"{lately:,}")


def verified(found: Sequence[Comparison]) -> str:
    """Say whether the last verification held."""
    if not found:
        return say("system.verified.never")
    at = dtg(found[0].verified_at)
    wrong = sum(not one.is_ok for one in found)
    if wrong:
        return say("system.verified.fails", n=wrong, at=at)
    return say("system.verified.holds", n=f"{len(found):,}", at=at)


def verified_about(found: Sequence[Comparison], versions: Sequence[Version]) -> str:
    """Say at which event it was verified, and which world is read."""
    if not found:
        return say("system.verified.never_about")
    return say(
        "system.verified.about",
        seq=f"{found[0].seq:,}",
        version=" ".join(version(one) for one in versions),
    )


def rebuild(one: Rebuild) -> str:
    """Say how far a rebuild is, or which world is kept from before the last one."""
    if one.events is None or one.of_events is None:
        return say("system.rebuild.kept", world=one.world)
    left = "" if one.left_s is None else say("system.rebuild.left", left=lasted(one.left_s))
    n, of = f"{one.events:,}", f"{one.of_events:,}"
    if one.is_at_work:
        return say(
            "system.rebuild.at_work", world=one.world, state=one.state, n=n, all=of, left=left
        )
    return say("system.rebuild.broken_off", world=one.world, state=one.state, n=n, all=of)


def version(one: Version) -> str:
    """Say which world is read and how new it is."""
    return say(
        "system.verified.version",
        world=one.world,
        files=one.files,
        file=one.newest_file or say("system.none"),
        at=_moment(one.applied_at),
        functions=_moment(one.functions_at),
    )


def is_listed(one: Comparison) -> bool:
    """Say whether a comparison is listed: each projection, and of the others what failed."""
    return one.check_name == PROJECTIONS or not one.is_ok


def compared(one: Comparison) -> str:
    """Say what was compared."""
    return one.of_what if one.check_name == PROJECTIONS else f"{one.check_name}: {one.of_what}"


def comparison_state(one: Comparison) -> str:
    """Say whether a comparison held, or the first difference."""
    if one.is_ok:
        return say("system.verified.ok")
    return say("system.verified.wrong", difference=one.first_difference or one.expected)


def clearance(rank: int) -> str:
    """Give the highest classification of a clearance."""
    return _LADDER[rank].value if 0 <= rank < len(_LADDER) else say("system.unknown")


def how_known(one: Viewer) -> str:
    """Say by what the database knows a viewer."""
    return say("system.viewers.role") if one.has_role else say("system.viewers.session")


def streams(n: int, trouble: str, behind_s: int) -> str:
    """Say how many live streams are open, whether the feed hears the database, and its clock."""
    feed = (
        say("system.viewers.feed_trouble", why=trouble)
        if trouble
        else say("system.viewers.feed_ok")
    )
    words = say("system.viewers.about", streams=say("system.viewers.streams", n=n), feed=feed)
    if behind_s > 0:
        words += say("system.viewers.host_slow", by=lasted(behind_s))
    if behind_s < 0:
        words += say("system.viewers.host_fast", by=lasted(-behind_s))
    return words


def _moment(at: datetime | None) -> str:
    return dtg(at) if at else say("system.none")
