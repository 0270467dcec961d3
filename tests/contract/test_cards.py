"""Cards, texts, scripts and style sheets agree: what one of them names, another has."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

import dashboard
from dashboard.app import PAGES
from dashboard.components import shell
from dashboard.components.cards import Card
from dashboard.components.grid import WHY
from dashboard.components.page import Page
from dashboard.view import View
from dashboard.wording.catalogue import texts

FOLDER = Path(dashboard.__file__).parent
IN_SCRIPTS = re.compile(r"(?:byId|getElementById)\('([a-z][a-z0-9-]*)'\)")
IN_SELECTORS = re.compile(r"#([a-z][a-z0-9-]*)")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b")
# The document itself has these, scripts make those, and a drawn part brings the last.
OF_THE_DOCUMENT = {"react-entry-point", "questions", "texts", "method", "mantine"}
MADE_BY_SCRIPTS = {
    "tip", "digest", "print-sheet", "print-facts", "feed-notice", "record-type", "import-file",
    "import-type", "import-saved", "copy-text", "copy-state", "copy-fields", "copy-dialog",
    "copy-title",
}  # fmt: skip
DRAWN = {"commitments-shown"}


def _ids(part: Any) -> Iterator[str]:
    if isinstance(part, list | tuple):
        for one in part:
            yield from _ids(one)
    elif isinstance(part, Component):
        if isinstance(id := getattr(part, "id", None), str):
            yield id
        for name in ("children", "attributes"):
            yield from _ids(getattr(part, name, None))


def test_every_folder_of_a_page_is_a_page_and_stands_in_the_import_contract():
    folders = {path.parent.name for path in FOLDER.glob("pages/*/__init__.py")}
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text())
    inside = next(
        one
        for one in project["tool"]["importlinter"]["contracts"]
        if one["name"].startswith("inside a page")
    )
    contained = {name.rpartition(".")[2] for name in inside["containers"]}

    shown = {page.name for page in PAGES}
    assert folders - shown == set(), "name them in PAGES of dashboard/app.py"
    assert folders - contained == set(), 'name them under "inside a page" in pyproject.toml'


def test_every_card_that_is_made_stands_on_its_page():
    for page in PAGES:
        made = {
            value.id: path.stem
            for path in (FOLDER / "pages" / page.name).glob("*.py")
            for value in vars(import_module(f"dashboard.pages.{page.name}.{path.stem}")).values()
            if isinstance(value, Card)
        }
        shown = {card.id for card in page.cards()}

        assert {*made} - shown == set(), f"name them in the parts of {page.name}'s PAGE"


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_place_that_is_filled_is_in_the_layout_and_no_id_twice(page: Page[Any]):
    found = Counter(_ids(page.layout(View())))
    apart = [part for part in page.parts if hasattr(part, "components")]
    filled = {place.id for place in page.places()}
    filled |= {place.id for one in apart for part in one.parts for place in part.places}

    assert filled - set(found) == set()
    assert [id for id, count in found.items() if count > 1] == []


def test_no_id_stands_on_two_pages_but_those_of_the_notes():
    # Dash knows one output of an id: the data of one page would look for the place of another.
    pages = Counter(id for page in PAGES for id in {*_ids(page.layout(View()))})

    assert [id for id, n in pages.items() if n > 1 and not id.startswith("notes-")] == []


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_heading_of_a_grid_is_a_columns_and_every_column_has_one(page: Page[Any]):
    headed: dict[str, set[str]] = {}
    for grid in [card.grid for card in page.cards() if card.grid]:
        shown = [one for one in grid.columns if not one.is_hidden and one.field != WHY]
        headed.setdefault(grid.heads, set()).update(one.field for one in shown)
        assert [grid.heading(one) for one in grid.columns], grid.id

    assert {heads: set(texts(heads)) - fields for heads, fields in headed.items()} == {
        heads: set() for heads in headed
    }


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_card_says_what_it_is_before_and_with_its_data(page: Page[Any]):
    silent = [card.id for card in page.cards() if not card.heading and card.title is None]

    assert page.cards()
    assert silent == []


def test_scripts_and_style_sheets_name_only_ids_that_there_are():
    there = set(_ids(shell.shell("viewer"))) | OF_THE_DOCUMENT | MADE_BY_SCRIPTS | DRAWN
    there |= {id for page in PAGES for id in _ids(page.layout(View()))}

    named = {
        (id, file.name)
        for file in (FOLDER / "scripts").rglob("*.js")
        for id in IN_SCRIPTS.findall(file.read_text())
    }
    named |= {
        (id, file.name)
        for file in (FOLDER / "styles").rglob("*.css")
        for id in IN_SELECTORS.findall(COLOUR.sub("", file.read_text()))
    }

    assert named
    assert {(id, file) for id, file in named if id not in there} == set()
