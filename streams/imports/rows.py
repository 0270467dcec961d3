"""One row of a table becomes the events its mapping names."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec

from schemas.envelope import decode, encode, envelope_for
from schemas.errors import Refused
from schemas.events import EventData
from streams.client.message import Message
from streams.imports import actors, words
from streams.imports.countries import CountryNames
from streams.imports.errors import Unconvertible
from streams.imports.fields import FieldReader
from streams.imports.findings import Findings
from streams.imports.language import EventRule, Mapping, event_type, label_of_mapping
from streams.imports.seen import Seen
from streams.imports.table import NumberedRow, Row, Rows


class RowEvent(NamedTuple):
    """An event, and the row of the file that says so."""

    row: int
    message: Message


class RowReader:
    """Reads the events out of a table, and keeps what it found on the way."""

    def __init__(
        self,
        mapping: Mapping,
        table: Rows,
        received_at: datetime,
        *,
        source: str | None = None,
        correlation_id: str | None = None,
    ) -> None:
        self.findings = Findings()
        self.seen = Seen()  # every event the file speaks of, also those refused
        self._mapping = mapping
        self._table = table
        self._source = source or source_of(mapping)
        self._label = label_of_mapping(mapping)
        self._kinds = [event_type(event) for event in mapping.events]
        self._names = CountryNames(mapping.countries)
        self._received_at = received_at
        self._correlation_id = correlation_id

    def events(self) -> Iterator[RowEvent]:
        """Return the events of all rows, in the order of the rows."""
        for row in self._table.rows():
            self.findings.rows += 1
            self.findings.file_rows = self._table.file_rows
            if row.problem:
                self.findings.refuse(row.number, Unconvertible(row.problem))
                continue
            wanted = [
                n for n, event in enumerate(self._mapping.events) if self._is_wanted(event, row)
            ]
            self.findings.empty_rows += not wanted
            for n in wanted:
                if message := self._message(n, row):
                    self.findings.events += 1
                    self.findings.by_type[self._mapping.events[n].type] += 1
                    yield RowEvent(row.number, message)

    def _is_wanted(self, event: EventRule, row: NumberedRow) -> bool:
        why = self._skip_reason(event, row.cells)
        if why:
            self.findings.skip(why, row.number)
        return why is None

    def _skip_reason(self, event: EventRule, row: Row) -> str | None:
        for column, wanted in event.only.items():
            allowed = (wanted,) if isinstance(wanted, str) else wanted
            if row[column].strip() not in allowed:
                return f"{column} is not {' or '.join(allowed)}"
        for column in event.skip_missing:
            if row[column].strip() in self._mapping.missing:
                return f"no {column}"
        return None

    def _message(self, n: int, row: NumberedRow) -> Message | None:
        event = self._mapping.events[n]
        own_id = event_id(self._mapping.name, event.part, [row.cells[name] for name in event.key])
        try:
            message = self._made(n, row, own_id)
            self._check_key(own_id, row.number, n)
        except Unconvertible as error:
            self.seen.mention(own_id)
            self.findings.refuse(row.number, error)
            return None
        return message

    def _check_key(self, event_id: str, row: int, n: int) -> None:
        earlier = self.seen.claim(event_id, row, n)
        if earlier is not None:
            raise Unconvertible("has the same key as another row", hint=f", row {earlier}")

    def _made(self, n: int, row: NumberedRow, own_id: str) -> Message:
        event, kind = self._mapping.events[n], self._kinds[n]
        assert kind is not None  # checked when the mapping was loaded
        fields = FieldReader(self._mapping, self._table, row, self.findings, self._names)
        time = fields.time(event.time)
        values = fields.data(event, time)
        try:
            data: EventData = msgspec.convert(values, kind)
        except msgspec.ValidationError as error:
            raise words.explained(error, values, kind) from error
        envelope = envelope_for(
            data,
            source=self._source,
            id=own_id,
            time=time.at,
            label=self._label,
            date_precision=time.precision,
            correlation_id=self._correlation_id,
        )
        text = encode(envelope, data)
        try:
            decoded = decode(text, received_at=self._received_at)
        except Refused as error:
            raise Unconvertible(str(error), hint=f" ({time.at:%Y-%m-%d})") from error
        self._note_unknown(data, row.number)
        return Message(text, decoded)

    def _note_unknown(self, data: EventData, row: int) -> None:
        """Say of whom nobody knows who it is; such an event counts once a body declares it."""
        for code in actors.named_in(data, type(data)):
            if problem := actors.problem(code, self._mapping.countries.organisations):
                self.findings.note(problem, row)


def source_of(mapping: Mapping) -> str:
    """Return the source of a mapping's events."""
    return f"import/{mapping.name}"


def event_id(mapping: str, part: str | None, key: list[str]) -> str:
    """Return the id of an event: the same row read again gives the same id."""
    named = [mapping, *([part] if part else []), *key]
    return hashlib.sha256(msgspec.json.encode(named)).hexdigest()[:32]
