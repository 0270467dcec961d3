"""One table on its way: read to the end, compared with the ledger, and only then to be sent."""

import hashlib
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from schemas.events import BY_TYPE
from schemas.vocabulary import TopicName
from streams.client.message import Message
from streams.client.progress import ProgressBar
from streams.client.resolution import EXIT_REFUSED
from streams.imports import columns, facts
from streams.imports.comparing import Compared
from streams.imports.findings import Findings
from streams.imports.language import Mapping
from streams.imports.plan import Became, Outbox, Plan, Planner
from streams.imports.rows import RowEvent, RowReader, source_of

LONGEST_CORRELATION = 128
DIGEST_DIGITS = 8
FIRST_EVENTS = 20
SHOWN_EVERY = 200  # rows


@dataclass(frozen=True, slots=True)
class Options:
    """What a second import may do beside adding and correcting."""

    retract_gone: bool = False
    restore: bool = False
    table: str | None = None


@dataclass(slots=True)
class Prepared:
    """What an import is going to do."""

    findings: Findings
    plan: Plan
    outbox: Outbox
    facts: int = 0
    first: list[RowEvent] = field(default_factory=list[RowEvent])
    withheld: str | None = None  # why what is gone was not retracted although that was asked for

    @property
    def unchanged(self) -> int:
        """Return how many events of the table the ledger has just so."""
        return self.plan.counts[Became.SAME]

    @property
    def exit_code(self) -> int:
        """Return 65 when something of the table does not get into the ledger, else 0."""
        is_whole = not (self.findings.refused or self.plan.retracted_before or self.withheld)
        return 0 if is_whole else EXIT_REFUSED


class Import:
    """A table, the mapping it is read by, and the name under which it is known."""

    def __init__(
        self,
        mapping: Mapping,
        file: Path,
        options: Options,
        now: datetime,
        *,
        source: str | None = None,
    ) -> None:
        self.mapping = mapping
        self.source = source or source_of(mapping)
        self.table = table_name(mapping.name, options.table or stem_of(file))
        self._options = options
        self._now = now
        self._reader = RowReader(
            mapping,
            columns.opened(file, mapping),
            now,
            source=self.source,
            correlation_id=self.table,
        )

    @property
    def topics(self) -> list[TopicName]:
        """Return the topics its events travel on."""
        found = {BY_TYPE[event.type].TOPIC for event in self.mapping.events}
        found |= {message.topic for message in self._facts()}
        return sorted(TopicName(topic) for topic in found if topic is not None)

    @contextmanager
    def prepared(self, ledger: Compared | None) -> Generator[Prepared]:
        """Read the whole table and compare it with the ledger, if that can be asked."""
        prepared = Prepared(self._reader.findings, Plan(), Outbox())
        try:
            events = self._first_kept(prepared.first)
            if ledger is None:
                for _ in events:
                    pass
            else:
                self._compare(prepared, ledger, events)
            yield prepared
        finally:
            prepared.outbox.close()
            self._reader.seen.close()

    def _first_kept(self, first: list[RowEvent]) -> Iterator[RowEvent]:
        with ProgressBar("reading", None) as bar:
            for event in self._reader.events():
                if len(first) < FIRST_EVENTS:
                    first.append(event)
                rows = self._reader.findings.rows
                if rows % SHOWN_EVERY == 0:
                    bar.show(rows, f"{rows:,} rows")
                yield event

    def _compare(self, prepared: Prepared, ledger: Compared, events: Iterator[RowEvent]) -> None:
        plan, findings = prepared.plan, prepared.findings
        planner = Planner(
            ledger,
            plan,
            prepared.outbox,
            self._now,
            seen=self._reader.seen,
            restore=self._options.restore,
        )
        prepared.facts = planner.add_facts(self._facts())
        for row, error in planner.add(events):
            findings.refuse(row, error)
        # A row that cannot be read may be one of those that seem to be gone.
        retract = self._options.retract_gone and not findings.refused
        if self._options.retract_gone and findings.refused:
            prepared.withheld = (
                "nothing is retracted as long as rows are refused: one of them may be what is gone"
            )
        candidates = ledger.roots_of_table(self.source, self.table)
        planner.add_gone(candidates, self.source, self.table, retract=retract)
        tables = ledger.tables_of(self.source)
        if plan.counts[Became.NEW]:  # a later issue under another name looks like this
            plan.elsewhere = {name: n for name, n in tables.items() if name != self.table}

    def _facts(self) -> Iterator[Message]:
        for name in self.mapping.facts:
            yield from facts.messages(name, self._now)


def stem_of(file: Path) -> str:
    """Return a file's name without what says how it is written."""
    name = file.name
    for ending in (".gz", ".csv", ".tsv", ".txt", ".xlsx", ".ods", ".parquet", ".ics"):
        if name.lower().endswith(ending) and len(name) > len(ending):
            name = name[: -len(ending)]
    return name


def table_name(mapping: str, table: str) -> str:
    """Return the correlation of all events of a table, by which a later issue is compared."""
    wanted = f"import/{mapping}/{table}"
    plain = re.sub(r"[^A-Za-z0-9._:/+-]", "-", wanted)
    if plain == wanted and len(plain) <= LONGEST_CORRELATION:
        return plain
    # Two names must not become one.
    digest = hashlib.sha256(wanted.encode()).hexdigest()[:DIGEST_DIGITS]
    return f"{plain[: LONGEST_CORRELATION - DIGEST_DIGITS - 1]}-{digest}"
