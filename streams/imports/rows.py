"""One row of a table becomes the events its mapping names."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

import msgspec

from schemas.envelope import decode, encode, envelope_for
from schemas.errors import Refused
from schemas.events import BY_TYPE
from streams.client.message import Message
from streams.imports.errors import Unconvertible
from streams.imports.fields import FieldReader
from streams.imports.findings import Findings, RefusedRow
from streams.imports.mapping import EventRule, Mapping, label_of_mapping
from streams.imports.table import NumberedRow, Row, TableFile


class RowReader:
    """Reads the events out of a table, and keeps what it found on the way."""

    def __init__(self, mapping: Mapping, table: TableFile, received_at: datetime) -> None:
        self.findings = Findings()
        self._mapping = mapping
        self._table = table
        self._label = label_of_mapping(mapping)
        self._received_at = received_at
        self._rows_by_id: dict[str, int] = {}

    def messages(self) -> Iterator[Message]:
        """Give the events of all rows, in the order of the rows."""
        for row in self._table.rows():
            self.findings.rows += 1
            for event in self._mapping.events:
                if message := self._message(event, row):
                    self.findings.events += 1
                    yield message

    def total_rows(self) -> int:
        """Give the number of rows in the table."""
        return self._table.count()

    def _message(self, event: EventRule, row: NumberedRow) -> Message | None:
        if why := self._skip_reason(event, row.cells):
            self.findings.skipped[why] += 1
            return None
        try:
            text = self._event_text(event, row)
            decoded = decode(text, received_at=self._received_at)
            self._check_key(decoded.envelope.id, row.number)
        except (Unconvertible, Refused) as error:
            self.findings.refused.append(RefusedRow(row.number, str(error)))
            return None
        return Message(text, decoded)

    def _skip_reason(self, event: EventRule, row: Row) -> str | None:
        for column, wanted in event.only.items():
            words = (wanted,) if isinstance(wanted, str) else wanted
            if row[column].strip() not in words:
                return f"{column} is not {' or '.join(words)}"
        for column in event.skip_missing:
            if self._is_missing(row[column]):
                return f"no {column}"
        return None

    def _check_key(self, event_id: str, number: int) -> None:
        earlier = self._rows_by_id.setdefault(event_id, number)
        if earlier != number:
            raise Unconvertible(f"has the same key as row {earlier}")

    def _event_text(self, event: EventRule, row: NumberedRow) -> bytes:
        fields = FieldReader(self._mapping, self._table, row, self.findings)
        time = fields.moment(event.time)
        try:
            data = msgspec.convert(fields.data(event, time), BY_TYPE[event.type])
        except msgspec.ValidationError as error:
            raise Unconvertible(str(error)) from error
        envelope = envelope_for(
            data,
            source=f"import/{self._mapping.name}",
            id=event_id(self._mapping.name, event.part, [row.cells[name] for name in event.key]),
            time=time.at,
            label=self._label,
            date_precision=time.precision,
        )
        return encode(envelope, data)

    def _is_missing(self, text: str) -> bool:
        return text.strip() in self._mapping.missing


def event_id(mapping: str, part: str | None, key: list[str]) -> str:
    """Give the id of an event: the same row read again gives the same id."""
    named = [mapping, *([part] if part else []), *key]
    return hashlib.sha256(msgspec.json.encode(named)).hexdigest()[:32]
