"""Does a mapping make sense? Everything that can be known before a row is read is checked here."""

import codecs
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from schemas.errors import Refused
from schemas.events import EVENT_TYPES, EventData
from streams.imports import actors, cells, countries, facts, words
from streams.imports.errors import MappingError
from streams.imports.language import (
    ITSELF,
    SOURCES,
    EventRule,
    Mapping,
    Rule,
    Table,
    event_type,
    is_list,
    label_of_mapping,
)

Problem = tuple[str, str]  # the key, and what is wrong there

# A moment with a different number at every place, and an hour past noon.
SAMPLE = datetime(2003, 4, 5, 16, 7, 8, 123456, UTC)
OF_DATES = ("formats", "pivot", "edge", "years_later", "not_before")
OF_TIME = frozenset({"column", "text", "formats", "pivot", "edge", "years_later", "plus"})
LONGEST_NAME = 200  # characters of a source are 255


def check(mapping: Mapping) -> None:
    """Refuse a mapping that cannot be meant as it is written, at the first problem."""
    for key, problem in _problems(mapping):
        raise MappingError(mapping.name, key, problem)


def _problems(mapping: Mapping) -> Iterator[Problem]:
    yield from _of_top(mapping)
    yield from _of_file(mapping.file)
    if mapping.query is not None and any(one.lower() == ITSELF for one in mapping.query.tables):
        yield (
            f"query.tables.{ITSELF}",
            "is what the query calls the file itself; name it otherwise",
        )
    yield from _of_countries(mapping)
    if not mapping.events:
        yield "events", "there is none"
    yield from _of_parts(mapping)
    for n, event in enumerate(mapping.events):
        for key, problem in _of_event(mapping, event):
            yield f"events[{n}].{key}", problem


def _of_top(mapping: Mapping) -> Iterator[Problem]:
    name = mapping.name
    if not name.isascii() or not name.isprintable() or " " in name or len(name) > LONGEST_NAME:
        yield "name", f"{name!r} must be ASCII without spaces: it is part of the source"
    try:
        label_of_mapping(mapping)
    except Refused as error:
        yield "label", error.detail
    for fact in mapping.facts:
        if fact not in facts.names():
            yield "facts", f"there is no {fact!r}, only {', '.join(facts.names())}"


def _of_file(file: Table) -> Iterator[Problem]:
    try:
        codecs.lookup(file.encoding)
    except LookupError as error:
        yield "file.encoding", str(error)
    if file.delimiter is not None and (len(file.delimiter) != 1 or file.delimiter in '\r\n"'):
        yield "file.delimiter", "must be one character, and neither a quote nor an end of line"
    mark = file.thousands
    if mark and (len(mark) != 1 or mark.isalnum() or mark in "+-%"):
        yield "file.thousands", "must be one mark, like ' or a space"
    if mark == file.decimal:
        yield "file.thousands", f"is {mark!r}, and so is file.decimal"


def _of_countries(mapping: Mapping) -> Iterator[Problem]:
    given = mapping.countries
    for code in given.organisations:
        if not actors.is_code(code):
            yield "countries.organisations", f"{code!r} is no code: capitals, digits, - and _"
    tables = {"countries.names": given.names}
    tables |= {f'countries.before."{day}"': names for day, names in given.before.items()}
    for table, names in tables.items():
        spelt: dict[str, str] = {}
        for name, codes in names.items():
            earlier = spelt.setdefault(countries.plain(name), name)
            if earlier != name and names[earlier] != codes:
                yield f'{table}."{name}"', f"is the same name as {earlier!r} and means another"
            known = countries.code_of(name)
            for code in (codes,) if isinstance(codes, str) else codes:
                if problem := actors.problem(code, given.organisations, known):
                    yield f'{table}."{name}"', problem


def _of_parts(mapping: Mapping) -> Iterator[Problem]:
    """Two events of a row need different ids, whatever their types; an empty part is none."""
    first: dict[str, int] = {}
    for n, event in enumerate(mapping.events):
        earlier = first.setdefault(event.part or "", n)
        if earlier == n:
            continue
        problem = f'events[{earlier}] has the part "{event.part}" too'
        if not event.part:
            problem = f"is missing, as in events[{earlier}]"
        yield f"events[{n}].part", f"{problem}: give each a part of its own, or their ids meet"


def _of_event(mapping: Mapping, event: EventRule) -> Iterator[Problem]:
    data_class = event_type(event)
    if data_class is None:
        known = [kind.TYPE for kind in EVENT_TYPES]
        yield "type", f"there is no event type {event.type}{words.nearest(event.type, known)}"
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(data_class)}
    for name in event.fields:
        if name not in fields:
            hint = words.nearest(name, list(fields)) or f"; it has {', '.join(fields)}"
            yield f"fields.{name}", f"{event.type} has no such field{hint}"
            return
    for name, field in fields.items():
        if field.required and name not in event.fields:
            yield f"fields.{name}", f"{event.type} needs it"
    yield from _of_time(event.time)
    if not event.key:
        yield "key", "name at least one column"
    for name, value in event.fields.items():
        for key, problem in _of_field(mapping, data_class, event, name, value):
            yield f"fields.{name}{key}", problem


def _of_time(time: Rule) -> Iterator[Problem]:
    yield from _of_sources("time", time)
    if is_list(time):
        yield "time", "needs column or text, not a list"
    for name in sorted(_given(time) - OF_TIME - {"as"} - set(SOURCES)):
        yield f"time.{name}", "has no meaning for the time"
    yield from _of_formats("time.", time)
    yield from _of_plus("time.", time)


def _of_field(
    mapping: Mapping, kind: type[EventData], event: EventRule, name: str, value: object
) -> Iterator[Problem]:
    if not isinstance(value, Rule):
        yield from _of_value(mapping, kind, name, "", value)
        return
    yield from _of_sources("", value)
    yield from _of_meaning(value)
    names = list(event.fields)
    if value.not_before and value.not_before not in names[: names.index(name)]:
        yield ".not_before", "must name a field above it"
    if value.kind == "date":
        yield from _of_formats(".", value)
    yield from _of_plus(".", value)
    yield from _of_shape(kind, name, value)
    for key, word in _words_of(value):
        whole = words.in_list(value.each, word) if is_list(value) else word
        yield from _of_value(mapping, kind, name, key, whole)


def _of_sources(key: str, rule: Rule) -> Iterator[Problem]:
    given = [name for name in SOURCES if getattr(rule, name) is not None]
    if len(given) != 1:
        yield key, f"needs exactly one of {', '.join(SOURCES)}"


def _words_of(rule: Rule) -> Iterator[tuple[str, object]]:
    """Return every value the rule itself brings along, with its key."""
    for table in ("map", "flags", "filled"):
        words_given: dict[str, object] = getattr(rule, table) or {}
        for word, value in words_given.items():
            yield f'.{table}."{word}"', value
    for key in ("otherwise", "default"):
        if (value := getattr(rule, key)) is not None:
            yield f".{key}", value


def _of_value(
    mapping: Mapping, kind: type[EventData], name: str, key: str, value: object
) -> Iterator[Problem]:
    """Say why a value the mapping brings along does not fit its field."""
    field = next(f for f in msgspec.structs.fields(kind) if f.encode_name == name)
    try:
        fitting = msgspec.convert(value, field.type)
    except msgspec.ValidationError as error:
        yield key, words.problem(error, value, kind, name)
        return
    for code in actors.named_in(fitting, field.type):
        if problem := actors.problem(code, mapping.countries.organisations):
            yield key, problem


def _of_meaning(rule: Rule) -> Iterator[Problem]:
    """Name what a rule says and nobody would heed."""
    given = _given(rule)
    if rule.kind != "date":
        for name in OF_DATES:
            if name in given:
                yield f".{name}", 'has a meaning with as = "date" only'
    if "scale" in given and rule.kind not in ("int", "float"):
        yield ".scale", 'has a meaning with as = "int" or "float" only'
    if "cut" in given and (rule.kind != "text" or rule.map is not None):
        yield ".cut", "has a meaning for text only"
    if rule.cut is not None and rule.cut < 1:
        yield ".cut", "must be at least 1"
    if rule.otherwise is not None and rule.map is None:
        yield ".otherwise", "needs map"
    if is_list(rule):
        yield from _of_list(rule, given)
    elif rule.each is not None:
        yield ".each", "needs columns, flags, filled or split"


def _of_list(rule: Rule, given: set[str]) -> Iterator[Problem]:
    for name in ("map", "default"):
        if name in given:
            yield f".{name}", "has no meaning for a list"
    if rule.kind == "date":
        yield ".as", "no list of dates can be made"
    words_only = rule.flags is not None or rule.filled is not None
    if words_only and given & {"as", "scale", "cut", "split"}:
        yield "", "flags and filled give their own words: leave as, scale, cut and split out"
    if rule.columns is not None and rule.split is not None:
        yield ".split", "needs column or text"
    if rule.split == "":
        yield ".split", "must be at least one character"


def _of_plus(key: str, rule: Rule) -> Iterator[Problem]:
    if rule.plus and rule.column is None:
        yield f"{key}plus", "needs column"


def _of_formats(key: str, rule: Rule) -> Iterator[Problem]:
    if not rule.formats:
        yield f"{key}formats", "name at least one"
    for form in rule.formats:
        if problem := _format_problem(form, rule.pivot):
            yield f"{key}formats", f"{form!r} {problem}"
    has_short = any(cells.has_two_digit_year(form) for form in rule.formats)
    if rule.pivot is not None and not has_short:
        yield f"{key}pivot", "no format has a year of two digits"


def _format_problem(form: str, pivot: int | None) -> str | None:
    try:
        datetime.strptime(SAMPLE.strftime(form), form)  # noqa: DTZ007 - only whether it can
    except ValueError as error:
        return f"is no format of a date: {error}"
    parts = cells.directives(form)
    if not parts & {"Y", "y", "G", "x", "c"}:
        return "names no year (%Y)"
    return _part_without_whole(parts) or _century_problem(form, pivot)


def _part_without_whole(parts: set[str]) -> str | None:
    """Say what a date would be read without: strptime takes the first day of the year instead."""
    has_day, has_week = bool(parts & {"d", "j", "x", "c"}), bool(parts & {"U", "W", "V"})
    has_weekday = bool(parts & {"a", "A", "u", "w"})
    if "d" in parts and not parts & {"m", "b", "B"}:
        return "names a day and no month (%m)"
    if has_week and not has_weekday:
        return "names a week and no day of it (%u), and a week is no day, month or year"
    if has_weekday and not has_week and not has_day:
        return "names a day of the week and no week (%V)"
    if parts & {"H", "I"} and not has_day and not has_week:
        return "names an hour and no day (%d)"
    return None


def _century_problem(form: str, pivot: int | None) -> str | None:
    if cells.has_two_digit_year(form) and pivot is None:
        return "has a year of two digits: say with pivot = 1969 that they mean 1969 to 2068"
    if pivot is not None and not 1800 <= pivot <= 2100:
        return f"means the hundred years from pivot = {pivot} on; give one from 1800 to 2100"
    return None


def _of_shape(kind: type[EventData], name: str, rule: Rule) -> Iterator[Problem]:
    """Say why a list cannot be one value, or one value no list."""
    item = words.item_of(kind, name)
    if item is None and is_list(rule):
        yield "", f"{name} is one value: give column or text"
    if item is None:
        return
    if not is_list(rule):
        yield "", f"{name} is a list: give columns, flags, filled, or split beside column"
    inner = [field.name for field in item.fields] if words.is_record(item) else []
    if inner and rule.each not in inner:
        yield ".each", f"must be one of {', '.join(inner)}"
    if not inner and rule.each is not None:
        yield ".each", f"{name} is a list of plain values: leave it out"


def _given(rule: Rule) -> set[str]:
    """Return the keys of a rule that were set to something."""
    return {
        "as" if field.name == "kind" else field.name
        for field in msgspec.structs.fields(rule)
        if getattr(rule, field.name) != field.default
    }
