"""Write what follows from the event types: JSON Schemas, AsyncAPI, the tables in README.md.

`python -m schemas.generate` writes, `--check` only tells what is not current.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from schemas import asyncapi, fields, texts, vocabulary
from schemas.events import EVENT_TYPES, VERSIONS, name_of, schema_urn, sentence_of
from schemas.wire import Wire

FOLDER = Path(__file__).parent
README = FOLDER / "README.md"
FIELDS = FOLDER / "FIELDS.md"
ASYNCAPI = FOLDER / "asyncapi.json"
_PYTHON_ONLY = r"$(?!\\n)"  # as JSON writes the end that only Python needs
_UNSEEN = re.compile(f"[\x7f-\x9f{texts.TURNING}{texts.UNSEEN}]")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def main() -> int:
    """Write the generated files, or with --check return 1 when one is not current."""
    parser = argparse.ArgumentParser(
        description="Write JSON Schemas and tables of the event types"
    )
    parser.add_argument("--check", action="store_true", help="write nothing, fail if not current")
    is_check: bool = parser.parse_args().check
    stale = outdated()
    for path, text in stale.items():
        state = "not current" if is_check else "written"
        sys.stdout.write(f"{state}: {path.relative_to(FOLDER.parent)}\n")
        if not is_check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if is_check and stale else 0


def outdated() -> dict[Path, str]:
    """Return every generated file whose text is not what it should be, with that text."""
    wanted = schema_files() | {README: readme(README.read_text(encoding="utf-8"))}
    wanted[FIELDS] = fields.page()
    wanted[ASYNCAPI] = _written(asyncapi.document(), indent=1)
    return {
        path: text
        for path, text in wanted.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }


def schema_files() -> dict[Path, str]:
    """Return the JSON Schemas by the file they belong in."""
    files = {
        FOLDER / "jsonschema" / f"{name_of(kind)}.json": _schema(kind, schema_urn(kind))
        for kind in VERSIONS
    }
    envelope = FOLDER / "jsonschema" / "envelope.v1.json"
    return {envelope: _schema(Wire, "urn:muster:schema:envelope:v1")} | files


def readme(text: str) -> str:
    """Return the README with its tables as they follow from the types."""
    for name, rows in (("event types", _event_rows()), ("words", _word_rows())):
        start, end = f"<!-- generated: {name} -->\n", "<!-- end of generated -->"
        pattern = re.escape(start) + r".*?" + re.escape(end)
        table = start + "\n".join(rows) + "\n" + end
        text = re.sub(pattern, lambda _, table=table: table, text, flags=re.DOTALL)
    return text


def _schema(kind: type, urn: str) -> str:
    return _written({"$schema": DIALECT, "$id": urn} | msgspec.json.schema(kind), indent=2)


def _written(document: Mapping[str, Any], indent: int) -> str:
    written = json.dumps(document, indent=indent, ensure_ascii=False) + "\n"
    # Escaped in the file, each stands for itself in the pattern: so every engine reads it.
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", for_every_engine(written))


def for_every_engine(written: str) -> str:
    """Return schemas as JSON without what only Python's patterns need, and RE2 does not know."""
    return written.replace(_PYTHON_ONLY, "$")


def _event_rows() -> Iterator[str]:
    yield "| Event | `type` | Topic | Subject | What it says |"
    yield "|---|---|---|---|---|"
    for kind in EVENT_TYPES:
        topic = kind.TOPIC or "its root's"
        subject = "+".join(kind.SUBJECT) or "its root's"
        yield f"| {kind.__name__} | `{kind.TYPE}` | {topic} | {subject} | {sentence_of(kind)} |"


def _word_rows() -> Iterator[str]:
    yield "| Word | What it is | Values |"
    yield "|---|---|---|"
    for words in vars(vocabulary).values():
        if isinstance(words, type) and issubclass(words, StrEnum) and words is not StrEnum:
            values = " ".join(f"`{value}`" for value in words)
            yield f"| {words.__name__} | {sentence_of(words)} | {values} |"


if __name__ == "__main__":
    raise SystemExit(main())
