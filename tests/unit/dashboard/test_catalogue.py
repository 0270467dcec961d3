"""The catalogue holds every text once, each is used, and each is given the places it has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import dashboard
from dashboard.app import PAGES
from dashboard.components.grid import HIDDEN_HEADS
from dashboard.errors import BadText
from dashboard.wording.catalogue import BROWSER, catalogue, is_plural, places, say, texts

FOLDER = Path(dashboard.__file__).parent
# Values of a page name texts, and these modules say them.
NAMED = {"heading", "nothing", "label", "caption"}
NAMED_TABLES = {"heads"}
SAY_FOR_OTHERS = (
    "wording/catalogue.py",
    "components/cards.py",
    "components/grid.py",
    "components/page.py",
    "components/parts.py",
    "components/text_table.py",
)
SCRIPT_CALL = re.compile(r"\bsay\(\s*'([a-z0-9_.]+)'")


def _calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    for file in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                yield f"{file.relative_to(FOLDER)}:{node.lineno}", node


def _key(call: ast.Call) -> object:
    return call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None


def _named(keywords: set[str]) -> Iterator[str]:
    for file in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            named = node.value if isinstance(node, ast.keyword) and node.arg in keywords else None
            if isinstance(named, ast.Constant) and "." in str(named.value):
                yield str(named.value)


def _used() -> set[str]:
    said = {str(_key(call)) for _, call in _calls("say") if _key(call)} | set(_named(NAMED))
    tables = tuple(
        f"{one}."
        for one in {*(_key(call) for _, call in _calls("texts")), *_named(NAMED_TABLES)}
        if one
    )
    scripts = {
        f"{BROWSER}.{key}"
        for file in (FOLDER / "scripts").rglob("*.js")
        for key in SCRIPT_CALL.findall(file.read_text())
    }
    said |= {
        f"{HIDDEN_HEADS}.{one.field}"
        for page in PAGES
        for card in page.cards()
        for one in (card.grid.columns if card.grid else ())
        if one.is_hidden
    }
    plurals = {f"{key}.{form}" for key in said | scripts for form in ("one", "other")}
    return said | scripts | plurals | {key for key in catalogue() if key.startswith(tables)}


def test_every_text_is_named_in_full_where_it_is_used():
    unclear = [
        where for name in ("say", "texts") for where, call in _calls(name) if _key(call) is None
    ]

    assert [where for where in unclear if not where.startswith(SAY_FOR_OTHERS)] == []


def test_every_text_that_is_used_is_in_the_catalogue_and_no_other():
    used = _used()
    missing = {key for key in used if key not in catalogue() and not is_plural(key)}

    assert {key for key in missing if not key.endswith((".one", ".other"))} == set()
    assert set(catalogue()) - used == set()


def test_every_text_is_given_exactly_the_places_it_has():
    wrong = []
    for where, call in _calls("say"):
        key = str(_key(call))
        if any(argument.arg is None for argument in call.keywords):
            continue  # a mapping: its texts fail by themselves when a place is missing
        given = {str(argument.arg) for argument in call.keywords}
        forms = [f"{key}.one", f"{key}.other"] if is_plural(key) else [key]
        wanted = set().union(*(places(catalogue().get(form, "")) for form in forms))
        if is_plural(key):
            wanted |= {"n"}
        if given != wanted:
            wrong.append((where, key, given ^ wanted))

    assert wrong == []


def test_a_text_says_its_values_and_a_count_chooses_its_form():
    assert say("browser.mode.since", n=1) != say("browser.mode.since", n=2)
    assert "1,234" in say("browser.mode.since", n=1234)


def test_the_title_of_every_page_is_a_text():
    titles = [page.title for page in PAGES]

    assert [title for title in titles if title not in catalogue().values()] == []


def test_an_unknown_text_or_a_missing_place_is_an_error_that_names_it():
    with pytest.raises(BadText, match="no_such"):
        say("shell.no_such")
    with pytest.raises(BadText, match="viewer"):
        say("shell.cleared")
    with pytest.raises(BadText, match="no_such"):
        texts("no_such")
