"""What a page shows, as the address says it: two clocks, a body, and the page's own choices.

An address holds only what differs from the default, so that it stays short enough to be read out.
Unknown names are refused: a mistyped `asof` must not show the present as if it were the past.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote

from dashboard.errors import BadView

DIMENSIONS = ("technical", "procedural", "human", "information")
AREAS = (
    "c2_comms",
    "isr",
    "land",
    "maritime",
    "air",
    "cyber_hybrid",
    "logistics",
    "cbrn",
    "civil_prep",
)
SPANS_YEARS = {"1y": 1, "3y": 3, "5y": 5, "10y": 10, "20y": 20}
OTHER_SPANS = ("90d", "all")  # of the Review page only
SPEEDS = ("1", "7", "30", "90")  # days a second
EXERCISE_KINDS = ("livex", "cpx", "cax", "ttx", "realop")
MAX_QUERY_LENGTH = 2000
MAX_ACTORS = 8
MAX_SECONDS = 3600

_INSTANT = "an instant in UTC such as 2019-12-31T00:00Z, 2019-12-31 or 310000ZDEC2019"
_DTG = re.compile(r"(\d{2})(\d{2})(\d{2})Z([A-Z]{3})(\d{4}|\d{2})")
# Two digits of a year mean these years; others are written and read with four.
_FIRST_OF_TWO_DIGITS = 1970
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?")
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]


@dataclass(frozen=True, slots=True)
class View:
    """One thing to look at; None means the default, and for the two clocks: live."""

    as_of: datetime | None = None
    known_at: datetime | None = None
    body: str | None = None
    dimension: str | None = None
    pair: str | None = None
    actor: str | None = None
    area: str | None = None
    span: str | None = None
    show: str | None = None
    type: str | None = None
    subject: str | None = None
    text: str | None = None
    seq: int | None = None
    before: int | None = None
    skip: int | None = None
    # What the explain panel shows, and moment A of a comparison (the clocks above are B).
    why: str | None = None
    from_at: datetime | None = None
    from_known_at: datetime | None = None
    # A wall shows these pages in turn, each for so many seconds.
    wall: int | None = None
    pages: str | None = None
    every: int | None = None
    exercise: str | None = None
    lesson: str | None = None
    meeting: str | None = None
    decision: str | None = None
    commitment: str | None = None
    actors: str | None = None
    speed: int | None = None
    order: str | None = None
    group: str | None = None
    state: str | None = None
    kind: str | None = None
    cause: str | None = None
    letter: str | None = None
    whatif: str | None = None
    # The replay clock that is followed; the two clocks are then where it stands.
    clock: str | None = None

    @property
    def is_past(self) -> bool:
        """Say whether it is not what is known now, of now: what-ifs stand still too."""
        return any(one is not None for one in (self.as_of, self.known_at, self.whatif, self.clock))

    @property
    def clocks(self) -> "View":
        """Give the part of the view that every page shares."""
        return View(
            as_of=self.as_of,
            known_at=self.known_at,
            body=self.body,
            whatif=self.whatif,
            clock=self.clock,
        )

    def with_(self, **changes: Any) -> "View":
        """Give this view with some choices changed; who chooses a moment leaves the replay."""
        chooses_moment = bool({"as_of", "known_at"} & changes.keys())
        return replace(self, **({"clock": None} if chooses_moment else {}) | changes)

    def to_json(self) -> dict[str, str]:
        """Give the view as the parameters of its address."""
        return {
            field.name: _written(getattr(self, field.name))
            for field in fields(self)
            if getattr(self, field.name) is not None
        }

    def href(self, path: str) -> str:
        """Give the address of a page with this view; a replay clock says the moment itself."""
        view = replace(self, as_of=None, known_at=None) if self.clock else self
        query = "&".join(
            # A plus sign reads back as a space; only a pair is meant to be read that way.
            f"{name}={quote(value, safe=':,/+' if name == 'pair' else ':,/')}"
            for name, value in view.to_json().items()
        )
        return f"{path}?{query}" if query else path


def parse_query(query: str) -> View:
    """Read the part of an address after the question mark."""
    view = parse_parameters(named_texts(query))
    if view.clock and (view.as_of or view.known_at):
        raise BadView(
            "clock", view.clock, "no as_of and no known_at beside it: it says the moment"
        )
    return view


def named_texts(query: str) -> dict[str, str]:
    """Take the part of an address after the question mark apart; each name may come once."""
    query = query.removeprefix("?")
    if len(query) > MAX_QUERY_LENGTH:
        raise BadView("address", f"{query[:40]}…", f"at most {MAX_QUERY_LENGTH} characters")
    pairs = parse_qsl(query, keep_blank_values=True)
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise BadView(name, "given twice", "each parameter once")
    return dict(pairs)


def parse_parameters(parameters: object) -> View:
    """Read a view from named texts, whoever sent them."""
    if not isinstance(parameters, dict):
        raise BadView("view", repr(parameters)[:40], "a set of named texts")
    values: dict[str, Any] = {}
    for name, value in parameters.items():
        if not isinstance(name, str) or name not in _READERS:
            raise BadView(str(name)[:40], str(value)[:40], f"one of {', '.join(_READERS)}")
        if not isinstance(value, str) or _SURROGATE.search(value):
            raise BadView(name, repr(value)[:40], "a text")
        if value.strip():
            values[name] = _READERS[name](name, value.strip())
    return View(**values)


def parse_instant(name: str, text: str) -> datetime:
    """Read an instant written as ISO 8601 with a zone, as a day, or as a date-time group."""
    try:
        at = _instant_of(text.upper())
    except (ValueError, OverflowError) as error:
        raise BadView(name, text[:60], _INSTANT) from error
    if not 1900 <= at.year <= 2199:
        raise BadView(name, text[:60], "a year from 1900 to 2199")
    return at


def _instant_of(text: str) -> datetime:
    if match := _DTG.fullmatch("".join(text.split())):
        day, hour, minute, month, year = match.groups()
        number = _MONTHS.index(month) + 1
        return datetime(_year(year), number, int(day), int(hour), int(minute), tzinfo=UTC)
    if not _ISO.fullmatch(text):
        raise ValueError(text)
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return _FIRST_OF_TWO_DIGITS + (int(digits) - _FIRST_OF_TWO_DIGITS) % 100


def written_instant(at: datetime) -> str:
    """Give an instant as addresses carry it: ISO 8601, as short as its precision allows."""
    at = at.astimezone(UTC)
    form = "%Y-%m-%dT%H:%M"
    if at.microsecond:
        form = "%Y-%m-%dT%H:%M:%S.%f"
    elif at.second:
        form = "%Y-%m-%dT%H:%M:%S"
    return at.strftime(form) + "Z"


def days_before(at: datetime, days: int) -> datetime:
    """Give the instant some days earlier, held to the years that can be shown."""
    return max(at - timedelta(days=days), datetime(1900, 1, 1, tzinfo=UTC))


def _written(value: object) -> str:
    return written_instant(value) if isinstance(value, datetime) else str(value)


def _one_of(*allowed: str) -> Callable[[str, str], str]:
    def read(name: str, text: str) -> str:
        if text not in allowed:
            raise BadView(name, text[:60], f"one of {', '.join(allowed)}")
        return text

    return read


def _matching(pattern: str, expected: str) -> Callable[[str, str], str]:
    compiled = re.compile(pattern)

    def read(name: str, text: str) -> str:
        if not compiled.fullmatch(text):
            raise BadView(name, text[:60], expected)
        return text

    return read


def _pair(name: str, text: str) -> str:
    # A plus sign in an address means a space; both are accepted.
    codes = text.replace(" ", "+").split("+")
    if len(codes) != 2 or codes[0] == codes[1] or not all(map(_ACTOR.fullmatch, codes)):
        raise BadView(name, text[:60], "two different actors such as EST+FIN")
    return "+".join(sorted(codes))


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise BadView(name, text[:60], "a whole number")
    return int(text)


def _speed(name: str, text: str) -> int:
    return int(_one_of(*SPEEDS)(name, text))


def _seconds(name: str, text: str) -> int:
    number = _number(name, text)
    if not 1 <= number <= MAX_SECONDS:
        raise BadView(name, text[:60], f"1 to {MAX_SECONDS} seconds")
    return number


def _flag(name: str, text: str) -> int:
    return int(_one_of("1")(name, text))


def _actors(name: str, text: str) -> str:
    codes = text.split(",")
    if len(codes) > MAX_ACTORS or not all(map(_ACTOR.fullmatch, codes)):
        raise BadView(name, text[:60], f"at most {MAX_ACTORS} codes such as EST,FIN")
    return ",".join(dict.fromkeys(codes))


def _why(name: str, text: str) -> str:
    # A plus sign in an address means a space; in a pair both are accepted.
    kind, _, rest = text.partition(":")
    what = rest.split(":")
    pattern = _EXPLAINED.get(kind)
    if pattern is None or not re.fullmatch(pattern, rest):
        raise BadView(name, text[:60], "something explained, such as readiness:EST:logistics")
    if kind == "interop":
        what[0] = _pair(name, what[0])
    return ":".join((kind, *what))


# Half a character: JSON can hold it, neither UTF-8 nor the database can.
_SURROGATE = re.compile("[\ud800-\udfff]")
_ACTOR = re.compile(r"[A-Z][A-Z0-9_-]{1,15}")
_AREA = "|".join(AREAS)
_EXPLAINED = {
    "readiness": rf"{_ACTOR.pattern}:({_AREA})",
    "interop": rf"{_ACTOR.pattern}[+ ]{_ACTOR.pattern}:({'|'.join(DIMENSIONS)})",
    "rollup": rf"({_AREA})",
    "commitment": rf"[^\x00-\x1f]{{1,128}}:{_ACTOR.pattern}",
}
_code = _matching(_ACTOR.pattern, "a code of 2 to 16 capitals such as EST")
_text = _matching(r"[^\x00-\x1f]{1,128}", "at most 128 characters")
_word = _matching(r"[a-z][a-z-]{0,30}", "a short word in small letters")

_READERS: dict[str, Callable[[str, str], Any]] = {
    "as_of": parse_instant,
    "known_at": parse_instant,
    "body": _code,
    "dimension": _one_of("weakest", *DIMENSIONS),
    "pair": _pair,
    "actor": _code,
    "area": _one_of(*AREAS),
    "span": _one_of(*SPANS_YEARS, *OTHER_SPANS),
    "show": _one_of("events", "dead-letters", "anomalies"),
    "type": _matching(
        r"org\.muster\.[a-z_.]{1,80}", "an event type such as org.muster.member.joined"
    ),
    "subject": _text,
    "text": _text,
    "seq": _number,
    "before": _number,
    "skip": _number,
    "why": _why,
    "from_at": parse_instant,
    "from_known_at": parse_instant,
    "wall": _flag,
    "pages": _matching(r"[a-z]{1,20}(,[a-z]{1,20}){0,9}", "names of pages: overview,review"),
    "every": _seconds,
    "exercise": _text,
    "lesson": _text,
    "meeting": _text,
    "decision": _text,
    "commitment": _text,
    "actors": _actors,
    "speed": _speed,
    "order": _word,
    "group": _word,
    "state": _word,
    "kind": _one_of(*EXERCISE_KINDS),
    "cause": _word,
    "whatif": _matching(r"[^\x00-\x1f]{1,60}", "the name of a what-if, or its id"),
    "letter": _matching(
        r"[A-Za-z0-9._-]{1,249}@\d{1,9}/\d{1,9}/\d{1,18}", "a dead letter: topic@1/0/5"
    ),
    "clock": _matching(r"[a-z0-9][a-z0-9-]{0,39}", "the name of a replay such as amber-27"),
}
