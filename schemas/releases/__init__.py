"""What each release accepts from producers, kept for ever: no later one may refuse it.

Beside this file lies one JSON file for each release, with the schemas of the envelope and of every
event type as they were then. `python -m schemas.releases 0.2.0` keeps those of today.
"""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from schemas.compatibility import Schema, breaks
from schemas.generate import schema_files

VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")

Schemas = Mapping[str, Schema]  # by name and version, as `member.joined.v1`


class Broken(NamedTuple):
    """What a release accepted and today's schemas may refuse."""

    release: str
    schema: str
    pointer: str
    what: str

    def __str__(self) -> str:
        """Return it in one line."""
        return f"{self.schema} {self.pointer}: {self.what} ({self.release} accepted it)"


def today() -> Schemas:
    """Return the schemas as they follow from the event types."""
    return {path.name.removesuffix(".json"): json.loads(text) for path, text in _written()}


def released() -> Mapping[str, Schemas]:
    """Return the schemas of each release, by its version, the oldest first."""
    found = {
        one.name.removesuffix(".json"): one
        for one in files(__name__).iterdir()
        if VERSION.fullmatch(one.name.removesuffix(".json"))
    }
    return {version: _read(found[version]) for version in sorted(found, key=_numbers)}


def broken(schemas: Schemas, releases: Mapping[str, Schemas]) -> list[Broken]:
    """Return what any release accepted and these schemas may refuse, each once."""
    found: dict[tuple[str, str, str], Broken] = {}
    for release, earlier in releases.items():
        for name, schema in earlier.items():
            for pointer, what in _breaks(schema, schemas.get(name)):
                found.setdefault((name, pointer, what), Broken(release, name, pointer, what))
    return list(found.values())


def as_text(schemas: Schemas) -> str:
    """Return schemas as they are kept: one to a line, so that a change is a line."""
    lines = [f" {json.dumps(name)}: {json.dumps(schemas[name])}" for name in sorted(schemas)]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _breaks(old: Schema, new: Schema | None) -> list[tuple[str, str]]:
    if new is None:
        return [("/", "is no longer accepted")]
    return [(one.pointer, one.what) for one in breaks(old, new)]


def _written() -> list[tuple[Traversable, str]]:
    return list(schema_files().items())


def _read(file: Traversable) -> Schemas:
    return json.loads(file.read_text(encoding="utf-8"))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
