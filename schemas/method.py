"""The constants of the method, read from method.toml, each with its source."""

import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import cast

import msgspec

from schemas.errors import InvalidMethod
from schemas.vocabulary import Evaluator, ExerciseKind, Pillar, Rating

Table = dict[str, object]


class _Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Constants that belong together."""


class Edition(_Group, frozen=True, kw_only=True):
    """Which method this is."""

    version: int


class Decay(_Group, frozen=True, kw_only=True):
    """How evidence of one class fades and when it ends."""

    half_life_days: int
    validity_days: int


class DecayClasses(_Group, frozen=True, kw_only=True):
    """The classes of evidence."""

    exercise: Decay
    interop_test: Decay
    external_assessment: Decay
    self_report: Decay


class ResourceReport(_Group, frozen=True, kw_only=True):
    """How long a report on a pillar holds."""

    validity_days: int
    amber_days: int


class CommitmentReport(_Group, frozen=True, kw_only=True):
    """How long a report on a commitment holds."""

    validity_days: int


class Readiness(_Group, frozen=True, kw_only=True):
    """Rules for an actor in an area."""

    ready_level: int
    stale_level: int
    incomplete_level: int
    stale_share_of_validity: float


class Interoperability(_Group, frozen=True, kw_only=True):
    """Rules for a pair of actors in a dimension."""

    success: float
    limited: float
    issue: float
    prior_alpha: float
    prior_beta: float
    z: float
    level_3_at_least: float
    level_2_at_least: float
    level_1_at_least: float
    below_baseline_level: int


class Confidence(_Group, frozen=True, kw_only=True):
    """From which weight and items on a reading is how sure."""

    half_weight: float
    high_at_least: float
    moderate_at_least: float
    high_items: int
    high_external_items: int


class Trend(_Group, frozen=True, kw_only=True):
    """What counts as a change."""

    noise_band_points: float


class Commitments(_Group, frozen=True, kw_only=True):
    """Rules for commitments."""

    reached_score: int
    behind_score: int
    missed_score: int
    dormant_after_summits: int


class Lessons(_Group, frozen=True, kw_only=True):
    """Rules for lessons and remedial actions."""

    default_due_days: int
    overdue_doubles_after_days: int


class Override(_Group, frozen=True, kw_only=True):
    """How long a commander's level can hold."""

    longest_days: int


class NoticeToMove(_Group, frozen=True, kw_only=True):
    """The bands of notice to move."""

    at_most_days: tuple[int, int, int]


class Cadence(_Group, frozen=True, kw_only=True):
    """When a body should meet again, and how far back to look."""

    ambassador_days: int
    dm_days: int
    fm_days: int
    gaps: int
    amber_ratio: float
    red_ratio: float
    attendance_meetings: int


class Reporting(_Group, frozen=True, kw_only=True):
    """How often a report on a pillar is expected."""

    period_days: int


class Position(_Group, frozen=True, kw_only=True):
    """For how long an estimated position is current."""

    validity_days: int


class Declaration(_Group, frozen=True, kw_only=True):
    """After how long what was declared was said long ago."""

    late_days: int


class Window(_Group, frozen=True, kw_only=True):
    """How far to look back, or to both sides."""

    window_days: int


class Method(_Group, frozen=True, kw_only=True):
    """All constants of one version of the method."""

    method: Edition
    ratings: dict[Rating, float]
    quality: dict[ExerciseKind, float]
    evaluator: dict[Evaluator, float]
    decay: DecayClasses
    resource_report: ResourceReport
    commitment_report: CommitmentReport
    pillar_levels: dict[Pillar, tuple[float, float, float]]
    readiness: Readiness
    interoperability: Interoperability
    confidence: Confidence
    trend: Trend
    commitments: Commitments
    severity: dict[Rating, int]
    lessons: Lessons
    override: Override
    notice_to_move: NoticeToMove
    cadence: Cadence
    reporting: Reporting
    divergence: Window
    position: Position
    effect: Window
    declaration: Declaration

    def __post_init__(self) -> None:
        for given, words in (
            (self.ratings, Rating),
            (self.quality, ExerciseKind),
            (self.evaluator, Evaluator),
            (self.pillar_levels, Pillar),
            (self.severity, Rating),
        ):
            if set(given) != set(words):
                raise ValueError(f"one value for each {words.__name__}")


def load() -> Method:
    """Return the method as it is shipped."""
    return parse(_shipped())


def parse(text: str) -> Method:
    """Return the method a TOML text describes; each constant must name its source."""
    try:
        values = {name: _value(name, table) for name, table in tomllib.loads(text).items()}
        return msgspec.convert(values, Method)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InvalidMethod(f"method.toml: {error}") from error


def sources() -> dict[str, str]:
    """Return the source of every constant shipped, by its dotted name."""
    return dict(_sources("", tomllib.loads(_shipped())))


def constants(method: Method) -> dict[str, float]:
    """Return every single number of a method by its dotted name: `interoperability.z`."""
    return dict(_numbers("", msgspec.to_builtins(method)))


def _shipped() -> str:
    return resources.files("schemas").joinpath("method.toml").read_text(encoding="utf-8")


def _value(name: str, entry: object) -> object:
    if not isinstance(entry, dict):
        raise InvalidMethod(f"method.toml: {name} lacks a source")
    table = cast(Table, entry)
    if "source" in table:
        if table.keys() != {"value", "source"} or not table["source"]:
            raise InvalidMethod(f"method.toml: {name} must have a value and a source")
        return table["value"]
    return {key: _value(f"{name}.{key}", child) for key, child in table.items()}


def _sources(prefix: str, table: Table) -> Iterator[tuple[str, str]]:
    for key, child in table.items():
        entry = cast(Table, child)
        if "source" in entry:
            yield f"{prefix}{key}", str(entry["source"])
        else:
            yield from _sources(f"{prefix}{key}.", entry)


def _numbers(prefix: str, table: Table) -> Iterator[tuple[str, float]]:
    for key, child in table.items():
        if isinstance(child, dict):
            yield from _numbers(f"{prefix}{key}.", cast(Table, child))
        elif isinstance(child, list | tuple):
            for level, number in enumerate(cast(list[float], child), start=1):
                yield f"{prefix}{key}.{level}", float(number)
        else:
            yield f"{prefix}{key}", float(cast(float, child))
