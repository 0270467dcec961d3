"""Why every number is what it is once more, in plain Python."""

from dataclasses import dataclass
from datetime import datetime

from tests.reference import why
from tests.reference.life import LifeReference
from tests.reference.why import Evidence


@dataclass(frozen=True, slots=True)
class ReasonReference(LifeReference):
    """A history of events, everything that is read from it, and why."""

    def explain_readiness(
        self, actor: str, area: str, as_of: datetime, known_at: datetime
    ) -> list[Evidence]:
        """Give what one reading is made of."""
        statements = self.visible(as_of, known_at)
        items = why.items_by_series(statements, self.method).get((actor, area), [])
        last = why.latest_reports(statements).get((actor, area), {})
        rows = why.explained(items, as_of.date())
        return rows + why.reported(last, as_of.date(), self.method)

    def explain_interoperability(
        self, actor_a: str, actor_b: str, dimension: str, as_of: datetime, known_at: datetime
    ) -> list[Evidence]:
        """Give what the mean of a pair in a dimension is made of."""
        statements = self.visible(as_of, known_at)
        series = (*sorted((actor_a, actor_b)), dimension)
        items = why.items_by_series(statements, self.method).get(series, [])
        return why.explained(items, as_of.date(), self.prior())

    def prior(self) -> tuple[tuple[float, float], ...]:
        """Give the two items that every tested pair starts with: value and weight."""
        rules = self.method.interoperability
        return (1.0, rules.prior_alpha), (0.0, rules.prior_beta)
