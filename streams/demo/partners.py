"""Who belongs to the alliance without being a member: nations, organisations, firms, universities.

The codes of nations are real; that they belong, since when and what they bring is invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from schemas.events import EventData, MemberJoined, MemberLeft
from schemas.vocabulary import ActorKind
from streams.demo.meetings import BODY
from streams.demo.telling import Told


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner, and the days between which it belongs."""

    actor: str
    kind: ActorKind
    from_on: date
    to_on: date | None = None


PARTNERS = (
    Partner("AUT", ActorKind.PARTNER_NATION, date(1995, 2, 10)),
    Partner("CHE", ActorKind.PARTNER_NATION, date(1996, 12, 11)),
    Partner("IRL", ActorKind.PARTNER_NATION, date(1999, 12, 1)),
    Partner("JPN", ActorKind.PARTNER_NATION, date(2014, 5, 6)),
    Partner("NZL", ActorKind.PARTNER_NATION, date(2012, 6, 4)),
    Partner("UKR", ActorKind.PARTNER_NATION, date(1994, 2, 8)),
    Partner("EX-MEDWATCH", ActorKind.REGIONAL_ORG, date(2018, 3, 1)),
    Partner("EX-NORDLOG", ActorKind.REGIONAL_ORG, date(2016, 9, 1)),
    Partner("EX-AMBERSAT", ActorKind.COMMERCIAL, date(2023, 1, 15)),
    Partner("EX-KITEAIR", ActorKind.COMMERCIAL, date(2021, 5, 1), date(2025, 4, 30)),
    Partner("EX-RAILWAY", ActorKind.COMMERCIAL, date(2024, 7, 1)),
    Partner("EX-NORTHUNI", ActorKind.ACADEMIC, date(2020, 10, 1)),
    Partner("EX-WARGAME", ActorKind.ACADEMIC, date(2022, 2, 1)),
)


def partners(now: datetime) -> Iterator[Told]:
    """Return who joined as a partner and who left, up to now."""
    for one in PARTNERS:
        joined = MemberJoined(actor=one.actor, kind=one.kind, body=BODY, from_on=one.from_on)
        yield _told(one, "joined", one.from_on, joined)
        if one.to_on is not None:
            left = MemberLeft(actor=one.actor, body=BODY, to_on=one.to_on)
            yield _told(one, "left", one.to_on, left)


def belongs(partner: Partner, on: date) -> bool:
    """Tell whether a partner belongs on a day."""
    return partner.from_on <= on and (partner.to_on is None or on < partner.to_on)


def _told(one: Partner, what: str, on: date, data: EventData) -> Told:
    at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    return Told(f"EXERCISE-partner-{one.actor}:{what}", data, at, at)
