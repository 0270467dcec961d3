"""The browser's side: all of it is needed by name, and little lies on `window`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import dashboard
from dashboard.errors import NotBuilt
from dashboard.esbuild import one_file

FOLDER = Path(dashboard.__file__).parent
SCRIPTS = FOLDER / "scripts"
STYLES = FOLDER / "styles"
# The page, the shared worker, and what stands in the document itself.
ENTRIES = [SCRIPTS / name for name in ("main.js", "worker.js", "inline.js")]
IMPORT = re.compile(r"^import [^;]*?'(\.[^']+)';", re.MULTILINE)
# Assigned to, defined, or under the other names that `window` has.
ON_WINDOW = re.compile(
    r"\b(?:window|globalThis|self)\.(\w+(?:\.muster)?) = |defineProperty\(window, '(\w+)'"
)


def reached(entries: list[Path]) -> set[Path]:
    """Give what these modules import, and what that imports."""
    found: set[Path] = set()
    waiting = list(entries)
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            text = module.read_text()
            waiting += [(module.parent / path).resolve() for path in IMPORT.findall(text)]
    return found


def texts(pattern: str) -> Iterator[tuple[str, str]]:
    """Give files of the dashboard with what is in them."""
    for file in sorted(FOLDER.glob(pattern)):
        yield str(file.relative_to(FOLDER)), file.read_text()


def test_every_module_is_needed_by_what_browsers_load():
    assert set(SCRIPTS.rglob("*.js")) - reached(ENTRIES) == set()


def test_every_part_that_can_be_started_is_started():
    able = {
        name.removeprefix("scripts/")
        for name, text in texts("scripts/**/*.js")
        if re.search(r"^export (?:function|const) start\b", text, re.MULTILINE)
    }
    main = (SCRIPTS / "main.js").read_text()
    imported = dict(re.findall(r"^import \* as (\w+) from '\./([^']+)'", main, re.MULTILINE))
    listed = re.findall(r"\w+", main.partition("const parts = [")[2].partition("]")[0])

    assert set(imported.values()) == able
    assert sorted(listed) == sorted(imported)


def test_every_style_sheet_is_imported_once():
    imported = re.findall(r'@import "\./([^"]+)";', (STYLES / "main.css").read_text())

    assert sorted([*imported, "main.css"]) == sorted(file.name for file in STYLES.glob("*.css"))


def test_only_what_others_look_for_lies_on_window():
    found = {
        (name.removeprefix("scripts/"), one or other)
        for name, text in texts("scripts/**/*.js")
        for one, other in ON_WINDOW.findall(text)
    }

    assert found == {
        ("grids/lazy.js", "dash_ag_grid"),
        ("inline.js", "musterAsked"),
        ("live/questions.js", "fetch"),
        ("live/signed-out.js", "fetch"),
        ("page/brought.js", "_dashPlotlyJSURL"),
        ("page/brought.js", "fetch"),
        ("window.js", "dashAgGridComponentFunctions"),
        ("window.js", "dashAgGridFunctions"),
        ("window.js", "dash_ag_grid"),
        ("window.js", "dash_clientside"),
        ("window.js", "dash_clientside.muster"),
        ("window.js", "muster"),
    }


def test_what_dash_calls_is_what_there_is():
    called = {
        name
        for _, text in texts("**/*.py")
        for name in re.findall(
            r'(?:ClientsideFunction\("muster", |by_browser\(|\bby=)"(\w+)"', text
        )
    }
    # The three of the frame are named in a table.
    called |= {"scheme", "mode", "head"}
    window = (SCRIPTS / "window.js").read_text()
    given = re.findall(r"\w+", window.partition("const callbacks = {")[2].partition("}")[0])

    assert sorted(given) == sorted(called)


def test_every_script_and_style_sheet_that_is_spoken_of_is_there():
    spoken = {
        path
        for pattern in ("**/*.py", "README.md")
        for _, text in texts(pattern)
        for path in re.findall(r"\b(?:scripts|styles)/[a-z/-]+\.(?:js|css)\b", text)
    }

    assert len(spoken) > 10
    assert {path for path in spoken if not (FOLDER / path).exists()} == set()


@pytest.mark.parametrize(
    ("entry", "text", "missing"),
    [
        ("main.js", "import {all} from './nothing.js';\nall();", "./nothing.js"),
        ("main.js", "import {none} from './empty.js';\nnone();", '"none"'),
        ("main.css", '@import "./nothing.css";', "./nothing.css"),
    ],
)
def test_what_is_missing_is_named_when_it_is_built(entry, text, missing, tmp_path: Path):
    (tmp_path / entry).write_text(text)
    (tmp_path / "empty.js").write_text("export const some = 1;")

    with pytest.raises(NotBuilt, match=re.escape(missing)):
        one_file(tmp_path / entry)
