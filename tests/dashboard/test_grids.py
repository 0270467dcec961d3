"""Every grid: what looks like a number or a day sorts by its value, and leaves as a value."""

import io
import re
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Browser
from pyarrow import parquet

from dashboard.app import PAGES
from dashboard.view import AREAS
from dashboard.wording import numbers
from tests.dashboard.running import Dashboard, Watched, look, until

# Measures of a watch: alerts an hour, in ten minutes, shares.
OF_SEVERAL_UNITS = {("load-grid", "found"), ("load-grid", "goal")}
PATHS = [*(page.path for page in PAGES), "/events?show=dead-letters", "/trends?actor=EST",
         "/trends?dimension=technical", "/trends?pair=EST+FIN"]  # fmt: skip
FEWEST_TYPED = 60
# What a person would take for a value: a number with or without unit, a day, a date-time group.
LOOKS_LIKE_A_VALUE = re.compile(
    r"[+−-]?[\d,]+(\.\d+)?(\s?(%|d|s|h|min|×))?|\d{1,2} [A-Z][a-z]{2} \d{4}|\d{6}Z[A-Z]{3}\d{2,4}"
    r"|\d{4}-\d{2}-\d{2}|\d+ (/|of) \d+|[●○] [\d.,]+"
)
EMPTY = (None, "")
# Each grid of the page: its columns, and of each row its values and words as the grid says them.
GRIDS = """
async () => {
  const found = {};
  // A grid that is drawn now stands in the place of the one that was listed.
  for (const id of [...document.querySelectorAll('.page .grid')].map(place => place.id)) {
    const api = await window.dash_ag_grid.getApiAsync(id);
    const columns = api.getColumns().map(one => one.getColDef());
    const read = () => {
      const rows = [];
      api.forEachNodeAfterFilterAndSort(node => rows.push(node));
      return rows;
    };
    const sorted = {};
    for (const {field, sortable} of columns) {
      if (sortable === false) continue;
      sorted[field] = ['asc', 'desc'].map(sort => {
        api.applyColumnState({state: [{colId: field, sort}], defaultState: {sort: null}});
        return read().map(node => [node.data[field] ?? null, said(api, node, field)]);
      });
    }
    const kinds = columns.map(one => [one.field, (one.context || {}).kind]);
    found[id] = {columns: kinds, sorted};
  }
  return found;
  function said(api, node, field) {
    return String(api.getCellValue({rowNode: node, colKey: field, useFormatter: true}) ?? '');
  }
}
"""

pytestmark = pytest.mark.usefixtures("filled")


def grids(seen: Watched) -> dict[str, Any]:
    """Give every grid on a page, each of its columns sorted up and down."""
    seen.open_tables()
    return seen.page.evaluate(GRIDS)


@pytest.mark.parametrize("path", PATHS)
def test_every_column_sorts_by_value_with_what_has_none_at_the_end(
    chromium: Browser, dashboard: Dashboard, path: str
):
    seen = look(chromium, dashboard.url, path)
    for id, grid in grids(seen).items():
        kinds = dict(grid["columns"])
        for field, (up, down) in grid["sorted"].items():
            where = f"{path} {id} {field}"
            words = [said for _, said in up if said not in ("", "–")]
            looks = [said for said in words if LOOKS_LIKE_A_VALUE.fullmatch(said)]
            is_mixed = (id, field) in OF_SEVERAL_UNITS
            if words and len(looks) > len(words) / 2 and not (is_mixed or is_a_level(words)):
                assert kinds[field] not in ("text", "code"), f"{where}: {looks[:3]}"
            for rows in (up, down):
                values = [value for value, _ in rows]
                filled = [value for value in values if value not in EMPTY]
                assert values[: len(filled)] == filled, f"{where}: empty ones between the others"
            if kinds[field] not in ("text", "code"):
                filled = [value for value, _ in up if value not in EMPTY]
                assert filled == sorted(filled), where
                backwards = [value for value, _ in down if value not in EMPTY]
                assert backwards == sorted(filled, reverse=True), where
    seen.is_clean()
    seen.context.close()


def is_a_level(words: list[str]) -> bool:
    """Say whether these are levels: 1 to 5 and ND, which are names and no numbers."""
    return set(words) <= {"1", "2", "3", "4", "5", "ND"}


# Whether a grid that was there is gone at any time it could be painted.
NEVER_AWAY = """
window.was = new Set(); window.away = new Set();
(function each() {
  const grids = [...document.querySelectorAll('.page .grid')];
  const heights = new Map(grids.map(one => [one.id, one.getBoundingClientRect().height]));
  heights.forEach((height, id) => { if (height > 0) was.add(id); });
  was.forEach(id => { if (!(heights.get(id) > 0)) away.add(id); });
  requestAnimationFrame(each);
})();
"""


def test_a_grid_keeps_its_place_until_the_library_has_drawn_it(
    chromium: Browser, dashboard: Dashboard
):
    context = chromium.new_context(viewport={"width": 1600, "height": 1000})
    context.add_init_script(NEVER_AWAY)
    seen = look(chromium, dashboard.url, "/system", context=context)

    until(lambda: seen.text(".page .ag-row"), "the first rows")

    assert len(seen.page.evaluate("[...was]")) >= 3
    assert seen.page.evaluate("[...away]") == []
    assert seen.page.evaluate("document.querySelectorAll('#partitions-grid').length") == 1
    context.close()


def test_files_carry_values_of_their_kinds(chromium: Browser, dashboard: Dashboard):
    typed = 0
    for page in PAGES:
        seen = look(chromium, dashboard.url, page.path)
        cards = seen.page.evaluate(
            "[...document.querySelectorAll('.page .grid')].map(one =>"
            " [one.closest('.page').id, one.closest('.card').id, one.id])"
        )
        found = grids(seen)
        seen.context.close()
        for name, card, grid in cards:
            url = f"{dashboard.url}/export/{name}/{card}.parquet"
            with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310
                schema = parquet.read_schema(io.BytesIO(answer.read()))
            for field, kind in found[grid]["columns"]:
                if kind in (None, "text"):
                    continue
                type_ = str(schema.field(field).type)
                expected = TYPES.get(kind, "string")
                assert type_ == expected, f"{name}/{card} {field}: {type_}, not {expected}"
                typed += kind != "code"
                if kind == "code":
                    assert str(schema.field(f"{field}_words").type) == "string"

    assert typed >= FEWEST_TYPED


TYPES = {
    "count": "int64",
    "days": "int64",
    "signed": "int64",
    "number": "double",
    "hundredths": "double",
    "percent": "double",
    "seconds": "double",
    "flag": "bool",
    "day": "date32[day]",
    "instant": "timestamp[us, tz=UTC]",
}


def test_results_of_an_exercise_leave_with_codes_times_and_the_id_of_the_exercise(
    dashboard: Dashboard,
):
    url = f"{dashboard.url}/export/exercises/exercise.parquet"
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310
        rows = parquet.read_table(io.BytesIO(answer.read())).to_pylist()

    assert rows
    assert all(row["exercise_id"] and row["occurred_at"].tzinfo for row in rows)
    assert {row["rating"] for row in rows} <= {"P", "S", "M", "U", None}
    assert {row["evaluator"] for row in rows} <= {"external", "peer", "self"}
    assert {row["area_code"] for row in rows} <= set(AREAS)


def test_the_browser_says_values_as_the_server_does(chromium: Browser, dashboard: Dashboard):
    seen = look(chromium, dashboard.url, "/system")
    cases = [
        (value, digits, steps)
        for value in (0.0, 0.25, 0.15, 1.25, 2.675, 89.96, 89.999, 84.95, 1234.56, -0.04, 12.345)
        for digits in (1, 2)
        for steps in ((), (85.0, 70.0, 55.0), (90.0,))
    ]
    kinds = {1: "number", 2: "hundredths"}
    said = seen.page.evaluate(
        "cases => cases.map(([value, kind, steps]) => "
        "dashAgGridFunctions.inWords({value, data: {}, colDef: {field: 'x'}}, kind, steps))",
        [[value, kinds[digits], list(steps)] for value, digits, steps in cases],
    )

    for (value, digits, steps), words in zip(cases, said, strict=True):
        own = numbers.in_decimals(value, steps, digits=digits)
        assert words == (own.removesuffix(".0") if digits == 1 else own)
    seen.context.close()
