"""How much of something an actor has, as it was counted: persons, tons, pieces, money."""

from datetime import date
from typing import ClassVar

from schemas.events.event import EventData, require
from schemas.vocabulary import (
    ActorCode,
    Amount,
    Currency,
    FigureUnit,
    Identifier,
    Name,
    PriceBasis,
    PriceYear,
    TopicName,
)


class FigureReported(EventData, frozen=True, kw_only=True):
    """An actor has, or spent, so much of something: an absolute figure, part of no reading."""

    TYPE: ClassVar[str] = "org.muster.figure.reported"
    TOPIC: ClassVar[TopicName | None] = TopicName.CAPABILITY_UPDATES
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    figure: Identifier  # what is counted: two of one name are of the same kind
    unit: FigureUnit
    value: Amount
    currency: Currency | None = None
    price_basis: PriceBasis | None = None
    price_year: PriceYear | None = None
    observed_on: date
    is_estimate: bool = False
    reporter: Name | None = None

    def __post_init__(self) -> None:
        is_money = self.unit is FigureUnit.MONEY
        require(is_money == (self.currency is not None), "unit money and currency go together")
        require(is_money == (self.price_basis is not None), "money needs price_basis, and only it")
        is_constant = self.price_basis is PriceBasis.CONSTANT
        require(
            is_constant == (self.price_year is not None),
            "price_basis constant and price_year go together",
        )
