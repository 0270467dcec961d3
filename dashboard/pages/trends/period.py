"""The time a trend covers, and at which moments it is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from dashboard.moment import Moment
from dashboard.view import SPANS_YEARS, days_before

USUAL_SPAN = "3y"
# At most some sixty points a line: more cannot be told apart, and each takes the database time.
STEPS_DAYS = {"1y": 7, "3y": 30, "5y": 31, "10y": 61, "20y": 122}


class Steps(TypedDict):
    """The moments of a period, by the names that read functions have for them."""

    from_at: datetime
    to_at: datetime
    step: timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """The time a trend covers."""

    from_at: datetime
    to_at: datetime
    step: timedelta

    @property
    def steps(self) -> Steps:
        """Give the moments of the period as read functions are asked by them."""
        return {"from_at": self.from_at, "to_at": self.to_at, "step": self.step}


def period_of(moment: Moment) -> Period:
    """Give the period that the address asks for."""
    # Another page may know spans that this one does not.
    span = moment.view.span if moment.view.span in SPANS_YEARS else USUAL_SPAN
    from_at = days_before(moment.as_of, round(SPANS_YEARS[span] * 365.25))
    step = timedelta(days=STEPS_DAYS[span])
    # Count back from the end: the last point is always the moment shown.
    steps = (moment.as_of - from_at) // step
    return Period(moment.as_of - steps * step, moment.as_of, step)
