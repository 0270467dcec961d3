"""What a page shows, read off a browser; the same from a file; and the read functions asked."""

import csv
import io
import re
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row
from pyarrow import parquet

from tests.dashboard.running import Dashboard, Watched

Row = dict[str, Any]
Facts = dict[str, str]
NUMBER = re.compile(r"[+−-]?\d[\d,]*(\.\d+)?")
_AT = "'NATO', %(as_of)s, %(known_at)s"
# Every text with an id, every cell of a matrix by its key, every row of a grid as value and words.
READ = """
async () => {
  const page = document.querySelector('.page');
  const ids = [...page.querySelectorAll('.grid')].map(place => place.id);
  for (const id of ids) await window.dash_ag_grid.getApiAsync(id);
  await new Promise(done => setTimeout(done, 500));
  const texts = {};
  for (const one of page.querySelectorAll('[id]')) texts[one.id] = one.textContent;
  const items = {};
  for (const list of page.querySelectorAll('dl[id]')) {
    items[list.id] = [...list.children].map(one => one.textContent);
  }
  for (const list of page.querySelectorAll('[id] > table, table[id]')) {
    const name = list.id || list.parentElement.id;
    items[name] = [...list.rows].map(row => [...row.cells].map(cell => cell.textContent));
  }
  for (const one of page.querySelectorAll('[id] li')) {
    const name = one.closest('[id]').id;
    (items[name] = items[name] || []).push(one.textContent);
  }
  const cells = {};
  for (const one of page.querySelectorAll('.m-cell[data-key]')) {
    const id = one.closest('.matrix').id;
    (cells[id] = cells[id] || {})[one.dataset.key] =
      [one.firstChild ? one.firstChild.textContent : '', one.getAttribute('aria-label')];
  }
  const notes = [...page.querySelectorAll('.m-note')].map(
    one => [one.dataset.why, one.textContent]);
  const grids = {};
  for (const place of page.querySelectorAll('.grid')) {
    const api = await window.dash_ag_grid.getApiAsync(place.id);
    const fields = api.getColumns().map(one => one.getColDef().field);
    const rows = [];
    api.forEachNode(node => rows.push(Object.fromEntries(fields.map(field => [
      field, [node.data[field] ?? null, said(api, node, field)],
    ]))));
    grids[place.id] = {card: place.closest('.card').id, rows};
  }
  return {name: page.id, texts, items, cells, notes, grids};
  function said(api, node, field) {
    return String(api.getCellValue({rowNode: node, colKey: field, useFormatter: true}) ?? '');
  }
}
"""


@dataclass(frozen=True)
class Moment:
    """What a view is asked for; a live one leaves both clocks open."""

    as_of: datetime
    known_at: datetime
    is_live: bool = False

    @property
    def query(self) -> str:
        """Give it as an address says it."""
        if self.is_live:
            return ""
        return f"?as_of={_written(self.as_of)}&known_at={_written(self.known_at)}"


@dataclass(frozen=True)
class Shown:
    """What a page has on the screen."""

    name: str
    texts: dict[str, str]
    items: dict[str, Any]
    cells: dict[str, dict[str, list[str]]]
    notes: list[list[str | None]]
    grids: dict[str, dict[str, Any]]

    def said(self, id: str, pattern: str) -> dict[str, str]:
        """Give the named parts of a text; it must read as the pattern does."""
        text = plain(self.texts[id])
        found = re.search(pattern, text)
        assert found, f"{self.name} #{id} does not read as {pattern!r}: {text!r}"
        return {name: part for name, part in found.groupdict().items() if part is not None}


class Asked:
    """The read functions at one moment, asked as the reader asks them; each question once."""

    def __init__(
        self, connection: psycopg.Connection, as_of: datetime, known_at: datetime
    ) -> None:
        self.as_of, self.known_at = as_of, known_at
        self._connection = connection
        self._found: dict[str, list[Row]] = {}

    def rows(self, question: str, **more: object) -> list[Row]:
        """Give the rows of a question about NATO; `{at}` in it stands for body and clocks."""
        key = f"{question} {sorted(more.items())}"
        if key not in self._found:
            query = "select * from readiness." + question.replace("{at}", _AT)
            values = {"as_of": self.as_of, "known_at": self.known_at, **more}
            cursor = self._connection.cursor(row_factory=dict_row)
            self._found[key] = cursor.execute(query, values).fetchall()  # type: ignore[arg-type]
        return self._found[key]

    def at(self, days: int) -> "Asked":
        """Give the same some days later, with what is known now."""
        return self.of(self.as_of + timedelta(days=days))

    def of(self, as_of: datetime) -> "Asked":
        """Give the same of another moment, with what is known now."""
        return Asked(self._connection, as_of, self.known_at)


@dataclass
class Tally:
    """How many numbers were compared, and which of them are not the same."""

    compared: int = 0
    meanings: set[tuple[object, ...]] = field(default_factory=set)
    wrong: dict[tuple[object, ...], str] = field(default_factory=dict)

    def same(self, place: str, meaning: tuple[object, ...], shown: object, asked: object) -> None:
        """Note one number in one place; `asked` is what the read function says it is."""
        self.compared += 1
        self.meanings.add(meaning)
        if not _is_same(shown, asked):
            self.wrong[place, *meaning] = f"{place} {meaning}: shown {shown!r}, asked {asked!r}"

    def words(
        self, place: str, meaning: tuple[object, ...], words: str, value: Any, steps: Any = ()
    ) -> None:
        """Note a number in words: it must round to what the read function says it is."""
        self.compared += 1
        self.meanings.add(meaning)
        if not rounds_to(words, value, steps):
            self.wrong[place, *meaning] = f"{place} {meaning}: said {words!r}, asked {value!r}"

    def add(self, other: "Tally") -> None:
        """Take in what another has noted."""
        self.compared += other.compared
        self.meanings |= other.meanings
        self.wrong |= other.wrong


def rounds_to(words: str, value: Any, steps: Sequence[float] = (), digits: int = 1) -> bool:
    """Say whether words are a number rounded rightly, on its own side of every threshold.

    At most so many decimals are said, trailing zeros may be left out; one more near a threshold.
    """
    if value is None:
        return words in ("", "–")
    number = NUMBER.fullmatch(words)
    if number is None:
        return False
    said = float(number[0].replace(",", "").replace("−", "-").replace("+", ""))
    if any((said >= step) != (value >= step) for step in steps):
        return False
    decimals = max(digits, len(number[0].partition(".")[2]))
    is_turned = any((round(value, decimals) >= step) != (value >= step) for step in steps)
    return abs(said - value) <= (1.0 if is_turned else 0.5) * 10.0**-decimals + 1e-9


def plain(text: str) -> str:
    """Give a text with common spaces."""
    return " ".join(text.replace("\u00a0", " ").split())


def read(seen: Watched) -> Shown:
    """Give what a page shows, with the tables behind its charts open."""
    seen.open_tables()
    return Shown(**seen.page.evaluate(READ))


def taken(dashboard: Dashboard, shown: Shown, card: str, query: str) -> tuple[Facts, list[Row]]:
    """Give the facts and the rows of a card's table as Parquet; as CSV it must say the same."""
    path = f"{dashboard.url}/export/{shown.name}/{card}"
    with urllib.request.urlopen(f"{path}.parquet{query}", timeout=60) as answer:  # noqa: S310
        table = parquet.read_table(io.BytesIO(answer.read()))
    facts = {
        key.decode().removeprefix("muster."): value.decode()
        for key, value in (table.schema.metadata or {}).items()
    }
    return facts, table.to_pylist()


def taken_as_csv(dashboard: Dashboard, shown: Shown, card: str, query: str) -> list[list[str]]:
    """Give the lines of a card's table as CSV, the first its headings."""
    status, text = dashboard.get(f"/export/{shown.name}/{card}.csv{query}")
    assert status == 200, text
    lines = text.removeprefix("\ufeff").split("\r\n")
    return list(csv.reader(line for line in lines if line and not line.startswith("# ")))


def _is_same(shown: object, asked: object) -> bool:
    if isinstance(shown, float) or isinstance(asked, float):
        if shown is None or asked is None:
            return False
        return abs(float(shown) - float(asked)) <= 1e-6  # type: ignore[arg-type]
    return shown == asked


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
