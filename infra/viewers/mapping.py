"""Which claims of an identity provider mean which viewer, as a file says it.

The first rule that fits decides, and what fits none is nobody.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from infra.errors import DataError
from infra.viewers.kept import LADDER, NAME, NATION, ROLES, TAKEN, in_order, in_words

Claims = Mapping[str, Any]


class BadMapping(DataError):
    """A mapping of claims cannot be used; the message says where and why."""


class Rule(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, frozen=True):
    """Which claims a token must have, and what its viewer then may see and do."""

    when: dict[str, str]
    clearance: str
    nation: str | None = None
    nation_from: str | None = None
    all_nations: bool = False
    roles: list[str] = []


class Mapped(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, frozen=True):
    """What a file says: the claim that names a viewer, the rules, and the words for nations."""

    name: str
    rule: list[Rule]
    nations: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Rights:
    """Who somebody is, and what that viewer may see and do."""

    name: str
    clearance: str
    nation: str | None
    roles: list[str]
    rule: int

    def __str__(self) -> str:
        """Return it in one phrase."""
        rights = in_words(self.clearance, self.nation, self.roles)
        return f"{self.name}: {rights} (rule {self.rule})"


@dataclass(frozen=True, slots=True)
class Nobody:
    """What a token says makes no viewer; and why."""

    why: str


def read(file: Path) -> Mapped:
    """Return what a file says, or say with BadMapping what is wrong with it."""
    try:
        document = tomllib.loads(file.read_text("utf-8"))
        mapped = msgspec.convert(document, Mapped)
    except OSError as error:
        raise BadMapping(f"{file}: {error.strerror or error}") from error
    except (ValueError, msgspec.ValidationError) as error:
        raise BadMapping(f"{file}: {' '.join(str(error).split())}") from error
    if not mapped.name:
        raise BadMapping(f"{file}: `name` names no claim")
    if not mapped.rule:
        raise BadMapping(f"{file}: it has no [[rule]], and so lets nobody in")
    for word, nation in mapped.nations.items():
        _require_nation(file, f"nations: {word}", nation)
    for number, rule in enumerate(mapped.rule, 1):
        _require_good(file, f"rule {number}", rule, mapped)
    return mapped


def rights_of(claims: Claims, mapped: Mapped) -> Rights | Nobody:
    """Return who the bearer of these claims is; the first rule that fits decides."""
    name = claims.get(mapped.name)
    if not isinstance(name, str) or not NAME.fullmatch(name) or name in TAKEN:
        return Nobody(f"the claim {mapped.name} is no name of a viewer")
    for number, rule in enumerate(mapped.rule, 1):
        if not all(_holds(claims.get(claim), value) for claim, value in rule.when.items()):
            continue
        nation = rule.nation
        if rule.nation_from is not None:
            said = claims.get(rule.nation_from)
            nation = mapped.nations.get(said) if isinstance(said, str) else None
            if nation is None:
                return Nobody(
                    f"rule {number} fits, and the claim {rule.nation_from} is no word for a nation"
                )
        return Rights(name, rule.clearance, nation, in_order(rule.roles), number)
    return Nobody("no rule fits")


def _holds(said: object, value: str) -> bool:
    return said == value or (isinstance(said, list) and value in said)


def _require_good(file: Path, where: str, rule: Rule, mapped: Mapped) -> None:
    if not rule.when:
        raise BadMapping(f"{file}: {where} has no condition in `when`, and would fit everybody")
    if rule.clearance not in LADDER:
        ladder = ", ".join(LADDER)
        raise BadMapping(f"{file}: {where}: clearance is {rule.clearance!r}; known: {ladder}")
    said = [rule.nation is not None, rule.nation_from is not None, rule.all_nations]
    if sum(said) != 1:
        raise BadMapping(
            f"{file}: {where} must say one of nation, nation_from and all_nations = true"
        )
    if rule.nation is not None:
        _require_nation(file, where, rule.nation)
    if rule.nation_from is not None and not mapped.nations:
        raise BadMapping(f"{file}: {where} has nation_from, and there is no table [nations]")
    if unknown := sorted(set(rule.roles) - set(ROLES)):
        raise BadMapping(f"{file}: {where}: {unknown[0]!r} is no role; known: {', '.join(ROLES)}")


def _require_nation(file: Path, where: str, nation: str) -> None:
    if not NATION.fullmatch(nation):
        raise BadMapping(f"{file}: {where}: {nation!r} is no nation; use three letters like EST")
