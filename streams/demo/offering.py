"""What members and partners offer, agree to and share. Every figure is invented."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from schemas.events import (
    BaselineAdopted,
    CapabilityDeclared,
    CapabilityWithdrawn,
    EventData,
    InsightShared,
    StandardImplemented,
    StandardRatified,
    StandardReserved,
)
from schemas.vocabulary import ActorKind, Area, Dimension
from streams.demo.chance import Chance
from streams.demo.members import LARGE, MEMBERS, takes_part
from streams.demo.partners import PARTNERS, belongs
from streams.demo.telling import Told, label_for, months

BASELINE = "FMN"
SPIRALS = ((3, date(2021, 3, 1)), (4, date(2023, 5, 1)), (5, date(2025, 6, 1)))
LATEST_SPIRAL_DAYS = 900
STANDARDS = tuple(
    (f"EXERCISE-STD-{number:02}", tuple(Dimension)[number % 4]) for number in range(1, 13)
)
TOPICS = ("hybrid activity", "air picture", "supply routes", "outages", "sea lanes")
# Days of notice by how fast somebody is, in the four bands.
NOTICES = ((2, 10), (12, 30), (40, 180), (190, 330))
OFFERS = {
    Area.LAND: "EXERCISE-brigade",
    Area.AIR: "EXERCISE-squadron",
    Area.MARITIME: "EXERCISE-frigate",
    Area.LOGISTICS: "EXERCISE-convoy",
    Area.CBRN: "EXERCISE-lab",
    Area.CYBER_HYBRID: "EXERCISE-cyber-team",
}
SHARES_A_MONTH = 9
GIVES = {ActorKind.COMMERCIAL: ("outages", "supply routes"), ActorKind.ACADEMIC: TOPICS[:2]}


def offering(chance: Chance, first: date, now: datetime) -> Iterator[Told]:
    """Return offers, standards and baselines, and the insight shared since the first day."""
    nations = [*MEMBERS, *(p.actor for p in PARTNERS if p.kind is ActorKind.PARTNER_NATION)]
    for actor in nations:
        yield from _offers(chance, actor)
        yield from _standards(chance, actor)
        yield from _baselines(chance, actor)
    for month in months(first, now.date()):
        yield from _insight(chance, month)


def _offers(chance: Chance, actor: str) -> Iterator[Told]:
    count = chance.whole(2, 5 if actor in LARGE else 3, "offers", actor)
    for area in chance.some(OFFERS, count, "offer", actor):
        name = f"OFFER-{actor}-{area}"
        low, high = chance.pick(NOTICES, "band", name)
        on = date(2023, 1, 1) + timedelta(days=chance.whole(0, 1300, "offered", name))
        data = CapabilityDeclared(
            actor=actor,
            capability_code=OFFERS[area],
            area=area,
            quantity=chance.whole(1, 6 if actor in LARGE else 2, "quantity", name),
            ntm_days=chance.whole(low, high, "notice", name),
            available_from_on=on + timedelta(days=chance.whole(0, 240, "available", name)),
        )
        yield _told(f"{name}:declared", data, on)
        if chance.happens(0.12, "withdrawn", name):
            withdrawn = CapabilityWithdrawn(
                actor=actor, capability_code=OFFERS[area], area=area, reason="needed at home"
            )
            after = on + timedelta(days=chance.whole(60, 500, "withdrawn on", name))
            yield _told(f"{name}:withdrawn", withdrawn, after)


def _standards(chance: Chance, actor: str) -> Iterator[Told]:
    for standard_id, dimension in STANDARDS:
        name = f"STANDARD-{actor}-{standard_id}"
        on = date(2021, 1, 10) + timedelta(days=chance.whole(0, 1200, "ratified", name))
        if chance.happens(0.05, "reserved", name):
            reserved = StandardReserved(
                actor=actor, standard_id=standard_id, edition="1", dimension=dimension
            )
            yield _told(f"{name}:reserved", reserved, on)
            continue
        ratified = StandardRatified(
            actor=actor, standard_id=standard_id, edition="1", dimension=dimension
        )
        yield _told(f"{name}:ratified", ratified, on)
        if chance.happens(chance.between(0.5, 1, "implements", actor), "implemented", name):
            implemented = StandardImplemented(
                actor=actor, standard_id=standard_id, edition="1", dimension=dimension
            )
            days = chance.whole(90, 700, "implemented on", name)
            yield _told(f"{name}:implemented", implemented, on + timedelta(days=days))


def _baselines(chance: Chance, actor: str) -> Iterator[Told]:
    for level, published_on in SPIRALS:
        name = f"BASELINE-{actor}-{level}"
        days = chance.whole(60, LATEST_SPIRAL_DAYS, "adopted", name)
        data = BaselineAdopted(actor=actor, baseline=BASELINE, level=level)
        yield _told(name, data, published_on + timedelta(days=days))


def _insight(chance: Chance, month: date) -> Iterator[Told]:
    present = [actor for actor in MEMBERS if takes_part(actor, month)]
    guests = {one.actor: one.kind for one in PARTNERS if belongs(one, month)}
    everybody = [*present, *guests]
    for number in range(SHARES_A_MONTH):
        name = f"INSIGHT-{month:%Y-%m}-{number + 1}"
        givers = sorted(everybody, key=lambda a: chance.share("gives", a) * chance.share(name, a))
        giver = givers[-1]
        count = chance.whole(1, 6, "receivers", name)
        receivers = chance.some((a for a in everybody if a != giver), count, "receives", name)
        topics = GIVES.get(guests.get(giver, ActorKind.MEMBER), TOPICS)
        data = InsightShared(
            from_actor=giver,
            to_actors=tuple(receivers),
            topic=chance.pick(topics, "topic", name),
            area=chance.pick(tuple(Area), "area", name),
            product_ref=f"EXERCISE-product-{month:%Y-%m}-{number + 1}",
        )
        on = month + timedelta(days=chance.whole(0, 27, "shared", name))
        at = datetime(on.year, on.month, on.day, 11, tzinfo=UTC)
        yield Told(name, data, at, at, label=label_for(chance, name))


def _told(name: str, data: EventData, on: date) -> Told:
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    return Told(name, data, at, at)
