"""A rule, read and checked (pure)."""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

import msgspec

from infra.settings import LOOPBACK_HOSTS
from schemas.vocabulary import CODE_PATTERN, Area
from streams.alerts.errors import BadRule

MOST_RULES = 10
LEVELS = ("1", "2", "3", "4", "ND")  # from best to worst
LATE_STATES = ("late", "lapsed", "never")
LONGEST_TEXT = 500
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MAIL = re.compile(r"[^@\s<>,;\"']{1,64}@[A-Za-z0-9.-]{1,250}")
AREAS = tuple(one.value for one in Area)


class Kind(StrEnum):
    """What a rule looks at."""

    LEVEL = "level"
    REPORT = "report"
    SILENCE = "silence"
    COMMITMENT = "commitment"
    PARTITION = "partition"
    FEED = "feed"


class Priority(StrEnum):
    """How urgent it is; most rules should be low, and few high."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Channel(StrEnum):
    """Where it is said, beside the screen, where it always stands."""

    SCREEN = "screen"
    WEBHOOK = "webhook"
    MAIL = "e-mail"


class About(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a rule looks at: only what its kind takes is set."""

    body: str | None = None
    actor: str | None = None
    area: str | None = None
    level: str | None = None
    state: str | None = None
    hours: int | None = None
    seconds: int | None = None


class Rule(NamedTuple):
    """A rule in force, and whose it is."""

    rule_id: str
    viewer: str
    name: str
    kind: Kind
    about: About
    priority: Priority
    decision: str
    response: str
    hold_s: int
    group_s: int
    channel: Channel
    address: str | None
    ceiling_rank: int


class Recipient(NamedTuple):
    """Where messages of a viewer go."""

    viewer: str
    channel: Channel
    address: str


# What each kind takes, and what it has where nothing is said.
TAKES: Mapping[Kind, Mapping[str, object]] = {
    Kind.LEVEL: {"body": "NATO", "actor": None, "area": None, "level": "3"},
    Kind.REPORT: {"body": "NATO", "actor": None, "state": "late"},
    Kind.SILENCE: {"body": None, "hours": 24},
    Kind.COMMITMENT: {"body": "NATO", "actor": None},
    Kind.PARTITION: {"seconds": 60},
    Kind.FEED: {"seconds": 300},
}


def about(kind: Kind, said: Mapping[str, object]) -> About:
    """Return what a rule of a kind looks at, or say what makes no sense of it."""
    takes = TAKES[kind]
    given = {name: value for name, value in said.items() if value is not None}
    for name in given:
        if name not in takes:
            options = ", ".join(f"--{one}" for one in takes)
            raise BadRule(f"a rule of kind {kind} takes no --{name}; it takes {options}")
    found = About(**{**takes, **given})  # type: ignore[arg-type]
    _require_codes(found)
    return found


def _require_codes(found: About) -> None:
    for name, code in (("body", found.body), ("actor", found.actor)):
        if code is not None and not re.fullmatch(CODE_PATTERN, code):
            raise BadRule(f"--{name} is {code[:40]!r}; write a code, like NATO or EST")
    choices = {"area": AREAS, "level": LEVELS[1:], "state": LATE_STATES}
    for name, known in choices.items():
        value = getattr(found, name)
        if value is not None and value not in known:
            raise BadRule(f"--{name} is {str(value)[:40]!r}; it is one of {', '.join(known)}")


def require_name(name: str) -> None:
    """Refuse a name that is hard to say on a command line."""
    if not _NAME.fullmatch(name):
        raise BadRule(
            f"{name[:60]!r} cannot name a rule; use at most 40 small letters, digits and -"
        )


def require_said(option: str, text: str) -> str:
    """Return a text that says something: a rule without it is no rule."""
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_TEXT or not said.isprintable():
        raise BadRule(f"{option} must say something, in at most {LONGEST_TEXT} characters")
    return said


def recipient(webhook: str | None, mail: str | None) -> tuple[Channel, str | None]:
    """Return where a rule's messages go."""
    if webhook is not None and mail is not None:
        raise BadRule("say --webhook or --mail, not both; a second rule can take the other way")
    if webhook is not None:
        return Channel.WEBHOOK, _webhook(webhook)
    if mail is not None:
        if not _MAIL.fullmatch(mail):
            raise BadRule(f"--mail is {mail[:60]!r}; write one address, like watch@example.org")
        return Channel.MAIL, mail
    return Channel.SCREEN, None


def _webhook(address: str) -> str:
    parts = _parts_of(address)
    if parts is None or not address.isascii() or not address.isprintable() or " " in address:
        raise BadRule(
            f"--webhook is {address[:60]!r}; write http://HOST/PATH or https://HOST/PATH"
        )
    if parts.username or parts.password:
        raise BadRule("--webhook holds a name or password; rules are listed, keep them out")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:
        raise BadRule("--webhook to another machine must be https; http is for this one alone")
    return address


def _parts_of(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_good else None


class Kept(NamedTuple):
    """A rule as its row has it."""

    rule_id: str
    viewer: str
    name: str
    kind: str
    about: str
    priority: str
    decision: str
    response: str
    hold_s: int
    group_s: int
    channel: str
    address: str | None
    ceiling_rank: int
    made_at: datetime

    @property
    def rule(self) -> Rule:
        """Return the rule."""
        return Rule(
            rule_id=self.rule_id,
            viewer=self.viewer,
            name=self.name,
            kind=Kind(self.kind),
            about=msgspec.json.decode(self.about, type=About),
            priority=Priority(self.priority),
            decision=self.decision,
            response=self.response,
            hold_s=self.hold_s,
            group_s=self.group_s,
            channel=Channel(self.channel),
            address=self.address,
            ceiling_rank=self.ceiling_rank,
        )
