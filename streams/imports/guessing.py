"""A mapping by example: which column probably fills which field, by names and values.

A guess is where somebody begins; whoever knows the table decides. Whatever is chosen instead, the
rule that reads a column into a field is made here too, so that nobody has to know the language.
"""

import difflib
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from schemas.events import EventData
from schemas.forms import Form, FormField, Input, form_of
from schemas.typed import POLICY
from schemas.vocabulary import IDENTIFIER_PATTERN
from streams.imports import actors, countries, words
from streams.imports.asked import ROW_NUMBER
from streams.imports.importing import stem_of
from streams.imports.samples import Column, Looks, Sample, distinct_together
from streams.imports.table import NumberedRow

SEPARATORS = (";", "|", ",")
LIKE = 0.75  # names that are so alike mean the same
ENOUGH = 1.0  # name and values together
KEY_NAMES = ("id", "key", "code", "number", "no", "nr", "ref", "reference")
TIME_NAMES = ("time", "date", "day", "when", "at", "on", "visited", "occurred", "year", "period")
# What other tables call the fields of ours.
SYNONYMS: Mapping[str, Sequence[str]] = {
    "actor": ("country", "nation", "state", "member", "ally", "iso3", "unit"),
    "name": ("title", "exercise", "event"),
    "exercise_id": ("exercise", "exercise name"),
    "rating": ("grade", "mark", "result"),
    "score": ("mark", "grade", "value", "percent", "points"),
    "level": ("mark", "grade", "score"),
    "area": ("domain", "capability", "field"),
    "comment": ("remark", "remarks", "note", "notes"),
    "started_on": ("start", "start date", "from", "begin"),
    "ended_on": ("end", "end date", "to", "until"),
    "starts_on": ("start", "start date", "from", "begin"),
    "ends_on": ("end", "end date", "to", "until"),
    "participants": ("countries", "nations", "members", "states"),
    "attendees": ("countries", "nations", "members", "states", "participants"),
    "place": ("location", "city", "venue"),
    "value": ("amount", "figure", "quantity", "number"),
    "latitude_deg": ("lat", "latitude"),
    "longitude_deg": ("lon", "lng", "long", "longitude"),
}
# Fields that say what an event is about; the others say how it was.
NAMING = (Input.TEXT, Input.WORD, Input.DAY)
_FITS: Mapping[Input, Sequence[Looks]] = {
    Input.DAY: (Looks.DATE,),
    Input.NUMBER: (Looks.WHOLE, Looks.NUMBER, Looks.DATE),  # years look like dates
    Input.YES_NO: (Looks.YES_NO, Looks.WHOLE),
}

IDENTIFIER = "identifier"  # how the catalogue says what such a field takes

RuleSaid = dict[str, Any]


class Guess(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping to begin with, and the rule for each column that each field could be read from."""

    mapping: dict[str, Any]
    rules: dict[str, dict[str, RuleSaid]]
    times: dict[str, RuleSaid]


def guess(kind: type[EventData], sample: Sample, rows: Sequence[NumberedRow], file: Path) -> Guess:
    """Return a mapping of a table to events of a type, as far as its first rows tell."""
    form = form_of(kind)
    rules = {field.name: _rules(kind, field, sample.columns) for field in form.fields}
    times = {column.name: _date(column) for column in sample.columns if column.formats}
    chosen = _chosen(form, sample.columns, rules)
    time = _time(form, sample.columns, chosen, times)
    fields = {name: rules[name][column] for name, column in chosen.items()}
    event = {
        "type": kind.TYPE,
        "key": _key(sample, rows, form, chosen, time["column"] if time else None),
        "time": time,
        "fields": fields,
    }
    said = msgspec.to_builtins(sample.file)
    own = {name: value for name, value in said.items() if value != _TABLE.get(name)}
    return Guess(
        mapping={
            "name": name_of(file),
            "title": stem_of(file),
            "label": {"policy": POLICY, "classification": ""},
            **({"file": own} if own else {}),
            **({"missing": ["", *sample.missing]} if sample.missing else {}),
            "events": [event],
        },
        rules=rules,
        times=times,
    )


_TABLE: Mapping[str, Any] = {
    "format": None,
    "sheet": None,
    "encoding": "utf-8-sig",
    "delimiter": None,
    "decimal": ".",
    "thousands": "",
}


def name_of(file: Path) -> str:
    """Return a short name for a mapping of this file."""
    plain = re.sub(r"[^a-z0-9]+", "-", stem_of(file).lower()).strip("-")
    return plain[:60] or "table"


def _rules(
    kind: type[EventData], field: FormField, columns: Sequence[Column]
) -> dict[str, RuleSaid]:
    found = {column.name: rule_of(kind, field, column) for column in columns}
    return {name: rule for name, rule in found.items() if rule is not None}


def rule_of(kind: type[EventData], field: FormField, column: Column) -> RuleSaid | None:
    """Return the rule that reads a column into a field; None where only a mapping can say how."""
    rule = _reading(kind, field, column)
    if rule is not None and not field.is_required:
        rule["optional"] = True
    return rule


def _reading(kind: type[EventData], field: FormField, column: Column) -> RuleSaid | None:
    base: RuleSaid = {"column": column.name}
    is_list = words.item_of(kind, field.name) is not None
    match field.input:
        case Input.RECORD:
            return None
        case Input.RECORDS:
            return _records(field, base, column)
        case Input.DAY:
            return base | {"as": "date", "formats": list(column.formats or ("%Y-%m-%d",))}
        case Input.NUMBER:
            return base | {"as": "int" if field.step == "1" else "float"}
        case Input.YES_NO:
            return base | {"as": "bool"}
        case Input.WORD:
            return base | _map(field, column)
        case _ if is_list:
            return base | _as_country(field) | {"split": _separator(column)}
        case _:
            return base | (_as_country(field) or _as_identifier(field, column))


def _records(field: FormField, base: RuleSaid, column: Column) -> RuleSaid | None:
    """Return the rule of a list of records that need one value each, like who takes part."""
    needed = [part for part in field.parts if part.is_required]
    if len(needed) != 1:
        return None
    return base | _as_country(needed[0]) | {"split": _separator(column), "each": needed[0].name}


def _as_country(field: FormField) -> RuleSaid:
    return {"as": "country"} if _is_actor(field) else {}


def _as_identifier(field: FormField, column: Column) -> RuleSaid:
    """Return that a text is to be made an identifier, where one is wanted and it is none yet."""
    is_one = field.takes.startswith(IDENTIFIER)
    is_plain = all(re.search(IDENTIFIER_PATTERN, text) for text in column.words or column.examples)
    return {"as": "id"} if is_one and not is_plain else {}


def _is_actor(field: FormField) -> bool:
    return field.name.startswith(("actor", "participant", "attendee")) or (
        actors.is_code(field.example.partition(",")[0])
        and countries.code_of(field.example.partition(",")[0]) is not None
    )


def _separator(column: Column) -> str:
    """Return the mark between the values of a list, by its examples."""
    return next(
        (mark for mark in SEPARATORS if any(mark in text for text in column.examples)), ";"
    )


def _map(field: FormField, column: Column) -> RuleSaid:
    """Return a map from the column's words to those of the field; none where they are the same."""
    if not column.words:
        return {}
    meant = {text: _word(field, text) for text in column.words}
    if all(text == word for text, word in meant.items()):
        return {}
    return {"map": {text: word for text, word in meant.items() if word is not None}}


def _word(field: FormField, text: str) -> str | None:
    """Return the word that a text probably means: by itself, by its name, by its beginning."""
    plain = _plain(text)
    said = {_plain(code): code for code, _ in reversed(field.words)}
    said |= {_plain(name): code for code, name in reversed(field.words) if name}
    if plain in said:
        return said[plain]
    near = difflib.get_close_matches(plain, list(said), n=1, cutoff=LIKE)
    return said[near[0]] if near else None


def _chosen(
    form: Form, columns: Sequence[Column], rules: Mapping[str, Mapping[str, RuleSaid]]
) -> dict[str, str]:
    """Return the column of each field that has one, the surest pairs first, each once."""
    scored = [
        (_score(field, column), -form.fields.index(field), -n, field, column)
        for field in form.fields
        for n, column in enumerate(columns)
        if column.name in rules[field.name]
    ]
    found: dict[str, str] = {}
    for score, _, _, field, column in sorted(scored, key=lambda one: one[:3], reverse=True):
        if score >= ENOUGH and field.name not in found and column.name not in found.values():
            found[field.name] = column.name
    return {field.name: found[field.name] for field in form.fields if field.name in found}


def _score(field: FormField, column: Column) -> float:
    """Return how sure it is that a column fills a field; values that cannot be are none of it."""
    values = _fit(field, column)
    if values is None or column.looks is Looks.NOTHING:
        return 0.0
    named = _alike(field.name, column.name)
    return named * 2 + values if named else values * field.is_required


def _fit(field: FormField, column: Column) -> float | None:
    """Return how well values fit, from 0 to 1; None where they cannot."""
    wanted = _FITS.get(field.input)
    if field.input is Input.NUMBER and column.looks in (Looks.WHOLE, Looks.NUMBER):
        return _in_range(field, column)
    if wanted is not None:
        return 0.5 if column.looks in wanted else None
    if field.input in (Input.WORD, Input.WORDS):
        if not column.words:
            return None
        known = sum(_word(field, text) is not None for text in column.words)
        return known / len(column.words) * 1.2 if known else None
    if _is_actor(field):
        return 1.0 if column.looks is Looks.COUNTRY else 0.0
    return 0.1 if column.looks in (Looks.TEXT, Looks.WHOLE) else 0.0


def _in_range(field: FormField, column: Column) -> float | None:
    """Return how well numbers fit: the narrower the range that holds them, the better."""
    low, high = field.low, field.high
    values = [_number(text) for text in column.words or column.examples]
    if field.step == "1" and column.looks is not Looks.WHOLE:
        return None
    if low is None or high is None:
        return 0.5
    if not all(low <= value <= high for value in values):
        return None
    return 0.5 + 0.4 / (1 + math.log10(high - low + 1))


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ".").rstrip("% "))
    except ValueError:
        return math.inf


def _alike(field: str, column: str) -> float:
    """Return how much two names are alike, 0 where they are not."""
    wanted = [_plain(field), *(_plain(one) for one in SYNONYMS.get(field, ()))]
    plain = _plain(column)
    if plain == wanted[0]:
        return 1.0
    if plain in wanted:
        return 0.8
    if any(set(one.split()) <= set(plain.split()) for one in wanted):
        return 0.6
    best = max(difflib.SequenceMatcher(None, plain, one).ratio() for one in wanted)
    return best * 0.6 if best >= LIKE else 0.0


def _plain(name: str) -> str:
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return re.sub(r"[^a-z0-9]+", " ", spaced.lower()).strip()


def _date(column: Column) -> RuleSaid:
    return {"column": column.name, "formats": list(column.formats)}


def _time(
    form: Form,
    columns: Sequence[Column],
    chosen: Mapping[str, str],
    times: Mapping[str, RuleSaid],
) -> RuleSaid | None:
    """Return when it happened: its last day, else the column that is called so."""
    if form.last_day in chosen and chosen[form.last_day] in times:
        return times[chosen[form.last_day]]
    dated = [one for one in columns if one.name in times]
    called = [one for one in dated if set(_plain(one.name).split()) & set(TIME_NAMES)]
    free = [one for one in called if one.name not in chosen.values()]
    best = next(iter([*free, *called, *dated]), None)
    return None if best is None else times[best.name]


def _key(
    sample: Sample,
    rows: Sequence[NumberedRow],
    form: Form,
    chosen: Mapping[str, str],
    time: str | None,
) -> list[str]:
    """Return the columns that together name a row: one made for it, else what it is about."""
    for column in sample.columns:
        if column.is_distinct and set(_plain(column.name).split()) & set(KEY_NAMES):
            return [column.name]
    says_what = [one.name for one in form.fields if one.is_required and one.input in NAMING]
    about = [*(chosen[name] for name in says_what if name in chosen), *([time] if time else [])]
    for names in (about, [*chosen.values(), *([time] if time else [])]):
        own = list(dict.fromkeys(names))
        if own and distinct_together(rows, own):
            return own
    return [ROW_NUMBER]
