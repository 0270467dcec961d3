"""The words events are made of: closed lists, codes and ranges."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from schemas import texts

LARGEST_VALUE = 1e15  # metrics are percentages, money and counts; beyond it float8 loses units


class Area(StrEnum):
    """A capability area."""

    C2_COMMS = "c2_comms"
    ISR = "isr"
    LAND = "land"
    MARITIME = "maritime"
    AIR = "air"
    CYBER_HYBRID = "cyber_hybrid"
    LOGISTICS = "logistics"
    CBRN = "cbrn"
    CIVIL_PREP = "civil_prep"


class Pillar(StrEnum):
    """What readiness rests on: personnel, supplies and equipment on hand, condition, training."""

    PERSONNEL = "P"
    SUPPLIES = "S"
    CONDITION = "R"
    TRAINING = "T"


class Rating(StrEnum):
    """Performed without challenges, with some, with major challenges, or unable to perform."""

    PERFORMED = "P"
    SOME_CHALLENGES = "S"
    MAJOR_CHALLENGES = "M"
    UNABLE = "U"


class Evaluator(StrEnum):
    """Who judged: an outside body, a fellow member, or the actor itself."""

    EXTERNAL = "external"
    PEER = "peer"
    SELF = "self"


class ExerciseKind(StrEnum):
    """Live, computer-assisted, command-post or table-top exercise, or a real operation."""

    LIVEX = "livex"
    CAX = "cax"
    CPX = "cpx"
    TTX = "ttx"
    REALOP = "realop"


class Dimension(StrEnum):
    """In which way two actors can or cannot work together."""

    TECHNICAL = "technical"
    PROCEDURAL = "procedural"
    HUMAN = "human"
    INFORMATION = "information"


class Outcome(StrEnum):
    """How a test of two actors together went."""

    SUCCESS = "success"
    LIMITED = "limited"
    ISSUE = "issue"
    NOT_TESTED = "not_tested"


class MeetingLevel(StrEnum):
    """At which level a body met: summit, foreign or defence ministers, military committee, ..."""

    SUMMIT = "summit"
    FM = "fm"
    DM = "dm"
    AMBASSADOR = "ambassador"
    MC = "mc"
    PARTNER = "partner"
    EXPERT = "expert"


class ActorKind(StrEnum):
    """What an actor is to the body."""

    MEMBER = "member"
    PARTNER_NATION = "partner_nation"
    REGIONAL_ORG = "regional_org"
    COMMERCIAL = "commercial"
    ACADEMIC = "academic"


class FigureUnit(StrEnum):
    """What an absolute figure counts."""

    PERSONS = "persons"
    TONS = "tons"
    PIECES = "pieces"
    UNITS = "units"
    KILOMETRES = "kilometres"
    CUBIC_METRES = "cubic_metres"
    MONEY = "money"


class PriceBasis(StrEnum):
    """In which prices money is said: those of its own time, or of one named year throughout."""

    CURRENT = "current"
    CONSTANT = "constant"


class DecisionMode(StrEnum):
    """How a decision came about."""

    CONSENSUS = "consensus"
    SILENCE = "silence"
    MEETING_AFTER_BREAK = "meeting_after_break"
    VOTE = "vote"


class Direction(StrEnum):
    """Whether more or less of a commitment's metric is better."""

    UP = "up"
    DOWN = "down"


class Binding(StrEnum):
    """Whether a commitment binds or is an aim."""

    FIRM = "firm"
    AIM = "aim"


class Element(StrEnum):
    """What a remedial action works on (POETE)."""

    PLANNING = "planning"
    ORGANISATION = "organisation"
    EQUIPMENT = "equipment"
    TRAINING = "training"
    EXERCISES = "exercises"


class Stage(StrEnum):
    """Whether an assessment of a commitment may still change."""

    INTERIM = "interim"
    FINAL = "final"


class CommandLevel(StrEnum):
    """The level a commander sets, C1 the best; C5 stands outside the computed levels."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"


class DatePrecision(StrEnum):
    """How exact a time is that is no exact instant; it is the first moment of its period."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Classification(StrEnum):
    """The ladder of classifications, lowest first."""

    UNCLASSIFIED = "UNCLASSIFIED"
    RESTRICTED = "RESTRICTED"
    CONFIDENTIAL = "CONFIDENTIAL"
    SECRET = "SECRET"  # noqa: S105 - a classification
    TOP_SECRET = "COSMIC TOP SECRET"  # noqa: S105 - a classification

    @property
    def rank(self) -> int:
        """Return the rung on the ladder, 0 for UNCLASSIFIED."""
        return tuple(Classification).index(self)


class Reliability(StrEnum):
    """How far the source can be relied on (admiralty code)."""

    COMPLETELY_RELIABLE = "A"
    USUALLY_RELIABLE = "B"
    FAIRLY_RELIABLE = "C"
    NOT_USUALLY_RELIABLE = "D"
    UNRELIABLE = "E"
    CANNOT_BE_JUDGED = "F"


class Credibility(StrEnum):
    """How credible the statement itself is (admiralty code)."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"


class TopicName(StrEnum):
    """The three topics events travel on."""

    EXERCISE_RESULTS = "exercise-results"
    SUMMIT_DECISIONS = "summit-decisions"
    CAPABILITY_UPDATES = "capability-updates"


# `$` also matches before a final line feed in Python; the look-ahead closes that door. The JSON
# Schemas are written without it: other languages need none, and RE2 knows none.
CODE_PATTERN = r"^[A-Z][A-Z0-9_-]{1,15}$(?!\n)"
# A level that every body has, or one that a body defines itself: a mistyped word is neither.
LEVEL_PATTERN = rf"^({'|'.join(MeetingLevel)}|own:[a-z][a-z0-9_-]{{0,39}})$(?!\n)"
CURRENCY_PATTERN = r"^[A-Z]{3}$(?!\n)"
IDENTIFIER_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._:/+-]{0,127}$(?!\n)"
PRINTABLE_PATTERN = r"^[!-~]{1,255}$(?!\n)"

ActorCode = Annotated[
    str,
    Meta(
        pattern=CODE_PATTERN,
        description="A state's ISO 3166 alpha-3 code, or a partner's that a body has declared",
        extra_json_schema={"not": {"const": "ALL"}},
    ),
]
BodyCode = Annotated[str, Meta(pattern=CODE_PATTERN, description="A body: NATO, WTO, G7, ...")]
ActorOrAll = Annotated[
    str,
    Meta(pattern=CODE_PATTERN, description="An actor's code, or ALL: every member of the body"),
]
MeetingLevelCode = Annotated[
    str,
    Meta(
        pattern=LEVEL_PATTERN,
        description="At which level a body met; own:finance is one that the body defines itself",
    ),
]
Identifier = Annotated[str, Meta(pattern=IDENTIFIER_PATTERN)]
Source = Annotated[
    str, Meta(pattern=PRINTABLE_PATTERN, description="Who says so: a URI reference, ASCII")
]
Subject = Annotated[str, Meta(pattern=PRINTABLE_PATTERN, description="What the event is about")]
# The pattern is for producers: what arrives is judged once, in schemas/texts.py.
Name = Annotated[
    str, Meta(min_length=1, max_length=200, extra_json_schema={"pattern": texts.PATTERN})
]
Text = Annotated[
    str, Meta(min_length=1, max_length=2000, extra_json_schema={"pattern": texts.PATTERN})
]
Percent = Annotated[float, Meta(ge=0, le=100)]
Value = Annotated[float, Meta(ge=-LARGEST_VALUE, le=LARGEST_VALUE)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Headcount = Annotated[int, Meta(ge=0, le=1_000_000, description="Persons")]
NoticeDays = Annotated[int, Meta(ge=0, le=365, description="Notice to move, in days")]
AssessedLevel = Annotated[int, Meta(ge=1, le=5)]
Rank = Annotated[int, Meta(ge=1, le=5, description="Of the attendee; 1 is the highest")]
LatitudeDeg = Annotated[float, Meta(ge=-90, le=90)]
LongitudeDeg = Annotated[float, Meta(ge=-180, le=180)]
Severity = Annotated[int, Meta(ge=1, le=4, description="Of a lesson; 4 is the gravest")]
ComplianceScore = Annotated[int, Meta(ge=-1, le=1, description="Kept 1, partly 0, not -1")]
BaselineLevel = Annotated[int, Meta(ge=1, le=9, description="The spiral of a baseline")]
ScaleValue = Annotated[float, Meta(ge=-1000, le=1000, description="A place on a study's scale")]
VoteCount = Annotated[int, Meta(ge=0, le=100_000)]
CostEur = Annotated[float, Meta(ge=0, le=LARGEST_VALUE, description="Euro")]
Amount = Annotated[float, Meta(ge=0, le=LARGEST_VALUE)]
Currency = Annotated[
    str, Meta(pattern=CURRENCY_PATTERN, description="An ISO 4217 code: EUR, USD, ...")
]
PriceYear = Annotated[int, Meta(ge=1900, le=2199, description="The year whose prices are meant")]
Instant = Annotated[datetime, Meta(tz=True, description="RFC 3339, with zone")]
