"""One event of the season: what is said, when it happened, and when it is heard."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from schemas.envelope import decode, encode, envelope_for
from schemas.events import EventData
from schemas.labels import Label
from schemas.vocabulary import Classification, Credibility, Reliability
from streams.client.message import Message
from streams.demo.chance import Chance

SOURCE = "synthetic/season"  # whatever starts with synthetic/ is exercise data
OPEN = Label("MUSTER", Classification.UNCLASSIFIED, ("NATO",))
RESTRICTED = Label("MUSTER", Classification.RESTRICTED, ("NATO",))


@dataclass(frozen=True, slots=True)
class Told:
    """An event and the moment it reaches us; late reports are the normal case."""

    id: str
    data: EventData
    at: datetime
    heard_at: datetime
    label: Label = OPEN
    subject: str | None = None
    correlation_id: str | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None

    def text(self, chance: Chance) -> bytes:
        """Return the event as structured JSON."""
        envelope = envelope_for(
            self.data,
            source=source_of(chance),
            id=self.id,
            time=self.at,
            label=self.label,
            subject=self.subject,
            correlation_id=self.correlation_id,
            reliability=self.reliability,
            credibility=self.credibility,
        )
        return encode(envelope, self.data)

    def message(self, chance: Chance, received_at: datetime) -> Message:
        """Return the event as it is sent."""
        text = self.text(chance)
        return Message(text, decode(text, received_at=received_at))


def source_of(chance: Chance) -> str:
    """Return the source of the season's events: each seed tells another story."""
    return f"{SOURCE}-{chance.seed}"


def moment(chance: Chance, on: date, first_hour: int, last_hour: int, *name: object) -> datetime:
    """Return a minute of that day's office hours."""
    minutes = chance.whole(first_hour * 60, last_hour * 60, "minute", *name)
    return datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(minutes=minutes)


def label_for(chance: Chance, *name: object) -> Label:
    """Return the label: one in five is restricted."""
    return RESTRICTED if chance.happens(0.2, "label", *name) else OPEN


def months(first: date, last: date) -> list[date]:
    """Return the first day of every month from one day's to another's."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    numbers = range(first.month - 1, first.month - 1 + count)
    return [date(first.year + n // 12, n % 12 + 1, 1) for n in numbers]


def months_after(day: date, count: int) -> date:
    """Return the first day of the month that many months after a day's."""
    number = day.year * 12 + day.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)
