"""Everything the page about alerts shows, asked at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.alerts import queries
from dashboard.pages.alerts.queries import Alert, AlertRule, Annunciation, Shelf, Watch
from infra.clock import utc_now

MOST_ALERTS = 500
# Priorities and the worst rules are judged on a month, the hour on the last day.
LONG = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """Everything the page shows."""

    moment: Moment
    now: datetime
    alerts: list[Alert]
    rules: list[AlertRule]
    shelves: list[Shelf]
    annunciations: list[Annunciation]
    watch: Watch | None

    @property
    def open(self) -> list[Alert]:
        """Give the alerts that are not cleared."""
        return [one for one in self.alerts if one.cleared_at is None]

    @property
    def cleared(self) -> list[Alert]:
        """Give the alerts that are cleared, the newest first."""
        found = [one for one in self.alerts if one.cleared_at is not None]
        return sorted(found, key=lambda one: one.cleared_at or one.raised_at, reverse=True)


async def read(asked: Asked) -> Alerts:
    """Ask for the alerts and rules of who asks: they are nobody else's."""
    # A what-if raises nothing: what is shown is always of the facts, and of now.
    model, now = asked.facts or asked.model, utc_now()
    async with AtOnce() as at_once:
        alerts = at_once.ask(queries.alerts(model, max_rows=MOST_ALERTS))
        rules = at_once.ask(queries.alert_rules(model))
        shelves = at_once.ask(queries.alert_shelves(model))
        annunciations = at_once.ask(queries.alert_annunciations(model, from_at=now - LONG))
        watch = at_once.ask(queries.alert_watch(model))
    return Alerts(
        moment=asked.moment,
        now=now,
        alerts=alerts.result(),
        rules=rules.result(),
        shelves=shelves.result(),
        annunciations=annunciations.result(),
        watch=watch.result(),
    )
