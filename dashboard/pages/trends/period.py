"""The time a trend covers, and at which moments it is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.moment import Moment
from dashboard.view import SPANS_YEARS, days_before

USUAL_SPAN = "3y"
# At most some sixty points a line: more cannot be told apart, and each takes the database time.
STEPS_DAYS = {"1y": 7, "3y": 30, "5y": 31, "10y": 61, "20y": 122}


@dataclass(frozen=True, slots=True)
class Period:
    """The time a trend covers."""

    from_at: datetime
    to_at: datetime
    step: timedelta


def period_of(moment: Moment) -> Period:
    """Give the period that the address asks for."""
    # Another page may know spans that this one does not.
    span = moment.view.span if moment.view.span in SPANS_YEARS else USUAL_SPAN
    from_at = days_before(moment.as_of, round(SPANS_YEARS[span] * 365.25))
    step = timedelta(days=STEPS_DAYS[span])
    # Count back from the end: the last point is always the moment shown.
    steps = (moment.as_of - from_at) // step
    return Period(moment.as_of - steps * step, moment.as_of, step)
