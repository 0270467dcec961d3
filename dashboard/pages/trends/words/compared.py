"""A few members in one area, in words: who leads, by how much, and who has no value."""

from collections.abc import Sequence
from datetime import datetime

from dashboard.queries.readings import TrendPoint
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import day, listed, noise, one_decimal


def latest_of(
    actors: Sequence[str], points: Sequence[TrendPoint], at: datetime
) -> dict[str, float]:
    """Give the index of each actor that has one at the end of the time shown."""
    found = {p.actor: p.index for p in points if p.at == at and p.index is not None}
    return {actor: found[actor] for actor in actors if actor in found}


def widest_area(actors: Sequence[str], points: Sequence[TrendPoint], at: datetime) -> str | None:
    """Give the area in which the actors differ most at the end; none where no two have values."""
    spread: dict[str, float] = {}
    for area in sorted({point.area for point in points}):
        own = latest_of(actors, [point for point in points if point.area == area], at)
        if len(own) > 1:
            spread[area] = max(own.values()) - min(own.values())
    return max(spread, key=lambda area: spread[area]) if spread else None


def title(latest: dict[str, float], area: str) -> str:
    """Say who leads, unless the difference says nothing."""
    inside = names.area_inside(area)
    if not latest:
        return say("trends.compared.none", area=inside)
    best = max(latest, key=lambda actor: latest[actor])
    index = one_decimal(latest[best])
    if len(latest) == 1:
        return say("trends.compared.only", best=names.actor(best), area=inside, index=index)
    worst = min(latest, key=lambda actor: latest[actor])
    gap = latest[best] - latest[worst]
    if gap < noise():
        return say(
            "trends.compared.close", area=inside, best=names.actor(best), worst=names.actor(worst)
        )
    return say(
        "trends.compared.title",
        best=names.actor(best),
        area=inside,
        index=index,
        gap=one_decimal(gap),
        worst=names.actor(worst),
    )


def sentence(
    actors: Sequence[str],
    latest: dict[str, float],
    area: str,
    *,
    from_at: datetime,
    to_at: datetime,
    is_widest: bool,
) -> str:
    """Say what is drawn, and who is missing at the end."""
    text = say(
        "trends.compared.sentence",
        names=listed([names.actor(actor) for actor in actors], 4),
        area=names.area_inside(area),
        first=day(from_at),
        last=day(to_at),
        widest=say("trends.compared.widest") if is_widest else "",
    )
    missing = [names.actor(actor) for actor in actors if actor not in latest]
    if missing:
        text += say("trends.compared.missing", names=listed(missing, 4))
    return text
