"""Commitments in words, as more than one page says them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dashboard.queries.commitments import CommitmentLine, Compliance, Standing
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import age, signed


def left(deadline_at: datetime, as_of: datetime) -> str:
    """Give how long silence lasts still: 8 d 14 h left."""
    return say("promises.left", left=_span(deadline_at - as_of))


def _span(left: timedelta) -> str:
    minutes = max(0, int(left.total_seconds() // 60))
    days, hours = divmod(minutes // 60, 24)
    return f"{days} d {hours} h" if days else f"{hours} h {minutes % 60} min"


def steps(*against: float | None) -> tuple[float, ...]:
    """Give what a value is compared with: rounding must not say that it is reached or passed."""
    return tuple(one for one in against if one is not None)


def age_words(age_days: int | None, is_late: bool | None) -> str | None:
    """Give the age of a value, and whether a newer one is due."""
    if age_days is None:
        return None
    return say("promises.late", age=age(age_days)) if is_late else age(age_days)


def score(row: Standing | CommitmentLine) -> str:
    """Give a score with its sign; one that cannot be given is not zero."""
    if row.outcome is not None:
        # After its day a promise is kept or broken: silence does not dissolve it.
        words = texts("promises.outcome")[row.outcome.replace(" ", "_")]
        return words if row.score is None else f"{signed(row.score)} {words}"
    return say("promises.not_scored") if row.score is None else signed(row.score)


def by_nearness(rows: Sequence[Compliance], today: date) -> list[Compliance]:
    """Give what still runs, the next due first, then what is past, the last due first."""

    def place(row: Compliance) -> tuple[bool, int, str]:
        days = (row.due_on - today).days
        return days < 0, abs(days), row.commitment_id

    return sorted(rows, key=place)
