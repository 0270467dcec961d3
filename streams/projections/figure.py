"""How much of what does an actor have?"""

from collections.abc import Iterable
from datetime import date

from schemas.events import FigureReported
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class FigureRow(Row, frozen=True, kw_only=True):
    """So much of something, in its unit; money with its currency and prices."""

    actor: str
    figure: str
    unit: str
    value: float
    currency: str | None
    price_basis: str | None
    price_year: int | None
    observed_on: date
    is_estimate: bool
    reporter: str | None


def of_figure(fact: Fact) -> Iterable[FigureRow]:
    """Return the figure as it was reported."""
    said = fact.data
    assert isinstance(said, FigureReported)
    return (
        FigureRow(
            actor=said.actor,
            figure=said.figure,
            unit=said.unit,
            value=said.value,
            currency=said.currency,
            price_basis=said.price_basis,
            price_year=said.price_year,
            observed_on=said.observed_on,
            is_estimate=said.is_estimate,
            reporter=said.reporter,
        ),
    )


FIGURE = Projection(table="figure", row=FigureRow, rows_of={FigureReported: of_figure})
