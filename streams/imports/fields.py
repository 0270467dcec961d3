"""The cells of one row become the data of one event."""

from collections.abc import Iterator
from typing import Any

from streams.imports import cells, countries, words
from streams.imports.cells import EventTime
from streams.imports.countries import CountryNames
from streams.imports.errors import Unconvertible
from streams.imports.findings import Findings
from streams.imports.language import PLACE, EventRule, Mapping, Rule, is_list
from streams.imports.table import NumberedRow, Rows

Value = str | int | float | bool | dict[str, Any] | list[Any]


class FieldReader:
    """Reads the fields of events out of one row."""

    def __init__(
        self,
        mapping: Mapping,
        table: Rows,
        row: NumberedRow,
        findings: Findings,
        names: CountryNames,
    ) -> None:
        self._mapping = mapping
        self._table = table
        self._row = row
        self._findings = findings
        self._names = names

    def time(self, rule: Rule) -> EventTime:
        """Return the time of the event."""
        try:
            return cells.event_time(self._required_text(rule), rule)
        except Unconvertible as error:
            raise error.of("time") from error

    def data(self, event: EventRule, time: EventTime) -> dict[str, Value]:
        """Return all fields of the event that have a value."""
        data: dict[str, Value] = {}
        for name, rule in event.fields.items():
            try:
                value = self._value(rule, time, data) if isinstance(rule, Rule) else rule
            except Unconvertible as error:
                raise error.of(name) from error
            if value is not None:
                data[name] = value
        return data

    def _value(self, rule: Rule, time: EventTime, data: dict[str, Value]) -> Value | None:
        if is_list(rule):
            return self._list(rule, time)
        text = self._text(rule)
        if text is None:
            return self._without(rule)
        if rule.map is not None:
            return self._mapped(rule, text)
        if rule.kind == "country":
            return self._one_country(text, time)
        if rule.kind == "date":
            return self._date(rule, text, data)
        return self._simple(rule, text)

    def _text(self, rule: Rule) -> str | None:
        """Return the text a rule starts from; None when the file does not know it."""
        if rule.column is not None:
            text = self._cell(rule.column)
            return self._increased(text, rule.plus) if text and rule.plus else text
        known = {column: self._cell(column) for column in PLACE.findall(rule.text or "")}
        if None in known.values():
            return None
        return PLACE.sub(lambda place: str(known[place[1]]), rule.text or "")

    def _required_text(self, rule: Rule) -> str:
        text = self._text(rule)
        if text is None:
            raise Unconvertible(f"{_name_of(rule)} is empty")
        return text

    def _cell(self, column: str) -> str | None:
        text = self._row.cells[column].strip()
        return None if text in self._mapping.missing else text

    def _increased(self, text: str, by: int) -> str:
        return str(cells.whole_number(text, self._mapping.file) + by)

    def _without(self, rule: Rule) -> Value | None:
        if rule.optional or rule.default is not None:
            return rule.default
        raise Unconvertible(f"{_name_of(rule)} is empty")

    def _mapped(self, rule: Rule, text: str) -> Value:
        known = rule.map or {}
        value = known.get(text, rule.otherwise)
        if value is None:
            hint = words.nearest(text, list(known))
            raise Unconvertible(
                f"is not in the map of {words.listed(list(known))}", text, hint=hint
            )
        return value

    def _simple(self, rule: Rule, text: str) -> Value:
        match rule.kind:
            case "int":
                return cells.whole_number(text, self._mapping.file, rule.scale)
            case "float":
                return cells.number(text, self._mapping.file, rule.scale)
            case "bool":
                return cells.yes_or_no(text)
            case "id":
                return cells.identifier(text)
            case _:
                return self._cut(rule, text)

    def _cut(self, rule: Rule, text: str) -> str:
        if rule.cut is None or len(text) <= rule.cut:
            return text
        self._note(f"{_name_of(rule)} cut to {rule.cut} characters")
        return text[: rule.cut - 1] + "…"

    def _date(self, rule: Rule, text: str, data: dict[str, Value]) -> str:
        day = cells.event_time(text, rule).at.date().isoformat()
        earliest = str(data[rule.not_before]) if rule.not_before else day
        if day >= earliest:
            return day
        self._note(f"{_name_of(rule)} lies before {rule.not_before}; {rule.not_before} taken")
        return earliest

    def _one_country(self, text: str, time: EventTime) -> str:
        codes = self._countries(text, time)
        if len(codes) != 1:
            raise Unconvertible("stands for several countries, and one is asked for", text)
        return codes[0]

    def _countries(self, text: str, time: EventTime) -> tuple[str, ...]:
        codes = self._names.resolve(text, time.at.date())
        if not codes:
            raise Unconvertible(
                "is no country known by that name; [countries.names] can say which",
                text,
                hint=countries.nearest(text),
            )
        return codes

    def _list(self, rule: Rule, time: EventTime) -> list[Any]:
        values: list[Value] = []
        for value in self._items(rule, time):
            if value not in values:
                values.append(value)
            elif rule.flags is None:
                self._note("the same value twice in one list; kept once")
        return [{rule.each: value} for value in values] if rule.each else values

    def _items(self, rule: Rule, time: EventTime) -> Iterator[Value]:
        if rule.flags is not None:
            marked = (column for column in rule.flags if cells.yes_or_no(self._cell(column) or ""))
            yield from (rule.flags[column] for column in marked)
            return
        if rule.filled is not None:
            yield from (rule.filled[name] for name in rule.filled if self._cell(name) is not None)
            return
        for text in self._parts(rule):
            if rule.kind == "country":
                yield from self._countries(text, time)
            else:
                yield self._simple(rule, text)

    def _parts(self, rule: Rule) -> Iterator[str]:
        if rule.columns is not None:
            texts = [self._cell(column) for column in self._table.between(*rule.columns)]
        else:
            texts = [part.strip() for part in (self._text(rule) or "").split(rule.split)]
        yield from (text for text in texts if text and text not in self._mapping.missing)

    def _note(self, message: str) -> None:
        self._findings.note(message, self._row.number)


def _name_of(rule: Rule) -> str:
    return rule.column or rule.text or "the cell"
