"""The constants of the method, read from method.toml, each with its source."""

import math
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from importlib import resources
from typing import Annotated, cast

import msgspec

from schemas.errors import InvalidMethod
from schemas.vocabulary import Evaluator, ExerciseKind, Pillar, Rating

Table = dict[str, object]

Days = Annotated[int, msgspec.Meta(ge=1, le=36_525)]
Points = Annotated[float, msgspec.Meta(ge=0, le=100)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Level = Annotated[int, msgspec.Meta(ge=1, le=4)]
PairLevel = Annotated[int, msgspec.Meta(ge=0, le=3)]
Score = Annotated[int, msgspec.Meta(ge=-1, le=1)]
Severity = Annotated[int, msgspec.Meta(ge=0, le=4)]
Count = Annotated[int, msgspec.Meta(ge=0, le=1000)]
CountedBack = Annotated[int, msgspec.Meta(ge=1, le=1000)]
Positive = Annotated[float, msgspec.Meta(gt=0, le=1000)]


class _Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Constants that belong together."""


class Edition(_Group, frozen=True, kw_only=True):
    """Which method this is."""

    version: int


class Decay(_Group, frozen=True, kw_only=True):
    """How evidence of one class fades and when it ends."""

    half_life_days: Days
    validity_days: Days


class DecayClasses(_Group, frozen=True, kw_only=True):
    """The classes of evidence."""

    exercise: Decay
    interop_test: Decay
    external_assessment: Decay
    self_report: Decay


class ResourceReport(_Group, frozen=True, kw_only=True):
    """How long a report on a pillar holds."""

    validity_days: Days
    amber_days: Days


class CommitmentReport(_Group, frozen=True, kw_only=True):
    """How long a report on a commitment holds."""

    validity_days: Days


class Readiness(_Group, frozen=True, kw_only=True):
    """Rules for an actor in an area."""

    ready_level: Level
    stale_level: Level
    incomplete_level: Level
    stale_share_of_validity: Share


class Interoperability(_Group, frozen=True, kw_only=True):
    """Rules for a pair of actors in a dimension."""

    success: Share
    limited: Share
    issue: Share
    prior_alpha: Positive
    prior_beta: Positive
    z: Annotated[float, msgspec.Meta(ge=0, le=10)]
    level_3_at_least: Share
    level_2_at_least: Share
    level_1_at_least: Share
    below_baseline_level: PairLevel


class Confidence(_Group, frozen=True, kw_only=True):
    """From which weight and items on a reading is how sure."""

    half_weight: Positive
    high_at_least: Share
    moderate_at_least: Share
    high_items: Count
    high_external_items: Count


class Trend(_Group, frozen=True, kw_only=True):
    """What counts as a change."""

    noise_band_points: Points


class Commitments(_Group, frozen=True, kw_only=True):
    """Rules for commitments."""

    reached_score: Score
    behind_score: Score
    missed_score: Score
    dormant_after_summits: CountedBack


class Lessons(_Group, frozen=True, kw_only=True):
    """Rules for lessons and remedial actions."""

    default_due_days: Days
    overdue_doubles_after_days: Days


class Override(_Group, frozen=True, kw_only=True):
    """How long a commander's level can hold."""

    longest_days: Days


class NoticeToMove(_Group, frozen=True, kw_only=True):
    """The bands of notice to move."""

    at_most_days: tuple[Days, Days, Days]


class Cadence(_Group, frozen=True, kw_only=True):
    """When a body should meet again, and how far back to look."""

    ambassador_days: Days
    dm_days: Days
    fm_days: Days
    gaps: CountedBack
    amber_ratio: Positive
    red_ratio: Positive
    attendance_meetings: CountedBack


class Reporting(_Group, frozen=True, kw_only=True):
    """How often a report on a pillar is expected."""

    period_days: Days


class Position(_Group, frozen=True, kw_only=True):
    """For how long an estimated position is current."""

    validity_days: Days


class Declaration(_Group, frozen=True, kw_only=True):
    """After how long what was declared was said long ago."""

    late_days: Days


class Window(_Group, frozen=True, kw_only=True):
    """How far to look back, or to both sides."""

    window_days: Days


class Method(_Group, frozen=True, kw_only=True):
    """All constants of one version of the method."""

    method: Edition
    ratings: dict[Rating, Points]
    quality: dict[ExerciseKind, Share]
    evaluator: dict[Evaluator, Share]
    decay: DecayClasses
    resource_report: ResourceReport
    commitment_report: CommitmentReport
    pillar_levels: dict[Pillar, tuple[Points, Points, Points]]
    readiness: Readiness
    interoperability: Interoperability
    confidence: Confidence
    trend: Trend
    commitments: Commitments
    severity: dict[Rating, Severity]
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
        pairs = self.interoperability
        falling = {f"pillar_levels.{name}": at for name, at in self.pillar_levels.items()}
        falling["interoperability.level_3, _2 and _1_at_least"] = (
            pairs.level_3_at_least,
            pairs.level_2_at_least,
            pairs.level_1_at_least,
        )
        for name, at in falling.items():
            if list(at) != sorted(at, reverse=True):
                raise ValueError(f"{name} must fall from the best level to the worst")
        if self.resource_report.amber_days > self.resource_report.validity_days:
            raise ValueError("resource_report: what is late has not lapsed yet")


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


def laid_over(text: str, where: str) -> Method:
    """Return the method as shipped, but for the constants that a TOML text names.

    A constant may stand there as in method.toml, with its source, or as its value alone. Raises
    InvalidMethod with all that is wrong with the names, or the first value that is none.
    """
    try:
        shipped = {name: _value(name, table) for name, table in tomllib.loads(_shipped()).items()}
        faults: list[str] = []
        values = _merged("", shipped, tomllib.loads(text), faults)
        if faults:
            raise InvalidMethod(f"{where}: {'; '.join(faults)}")
        return msgspec.convert(values, Method)
    except (tomllib.TOMLDecodeError, RecursionError, msgspec.ValidationError) as error:
        raise InvalidMethod(f"{where}: {error}") from error


def differing(method: Method, other: Method) -> dict[str, tuple[float, float]]:
    """Return every number in which two methods differ, by its dotted name; not their version."""
    one, two = constants(method), constants(other)
    return {
        name: (one[name], two[name])
        for name in one
        if one[name] != two[name] and name != "method.version"
    }


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


def _merged(prefix: str, there: Table, said: Table, faults: list[str]) -> Table:
    found = dict(there)
    for key, entry in said.items():
        name = f"{prefix}{key}"
        if key not in there:
            near = get_close_matches(key, there, 1)
            hint = f"; did you mean {prefix}{near[0]}?" if near else ""
            faults.append(f"the method has no constant {name[:80]}{hint}")
        elif isinstance(there[key], dict):
            if isinstance(entry, dict):
                group = cast(Table, there[key])
                found[key] = _merged(f"{name}.", group, cast(Table, entry), faults)
            else:
                faults.append(f"{name} is a group of constants")
        else:
            found[key] = _said(name, entry, faults)
    return found


def _said(name: str, entry: object, faults: list[str]) -> object:
    """Return the value of a constant, which may stand beside its source."""
    if isinstance(entry, dict):
        table = cast(Table, entry)
        if "value" not in table or table.keys() - {"value", "source"}:
            faults.append(f"{name} must be a value, or have a value and a source")
            return None
        return _said(name, table["value"], faults)
    if isinstance(entry, float) and not math.isfinite(entry):
        faults.append(f"{name} must be a number that is finite")
    return entry


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
