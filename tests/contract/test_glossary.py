"""The glossary is true: what it defines is in the code, and what the code lives on is in it."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = ("schemas", "infra", "streams", "dashboard")
ROW = re.compile(r"(?m)^\| (?!Word )([^|-][^|]*?) \|")
COMMENTS = {".sql": r"--.*", ".toml": r"^#.*", ".js": r"^ *//.*"}
WORDED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
WIDELY_USED = 8  # modules that import a class; by then it is a word of the system


def words() -> list[str]:
    """Give every word of the glossary; a row may have several."""
    return [
        one for row in ROW.findall((ROOT / "GLOSSARY.md").read_text()) for one in row.split(", ")
    ]


def plain(text: str) -> str:
    """Give names and sentences alike as small words with one space between."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return " ".join(re.findall(r"[a-z0-9]+", apart.lower()))


def statements(path: Path) -> str:
    """Give a file without what is said about it."""
    text = path.read_text()
    if path.suffix != ".py":
        return re.sub(COMMENTS[path.suffix], "", text, flags=re.MULTILINE)
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, WORDED) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


@cache
def code() -> str:
    """Give all statements and texts of the product, as words."""
    files = (
        path
        for package in PRODUCT
        for path in sorted((ROOT / package).rglob("*"))
        if path.suffix in {".py", *COMMENTS} and not {"node_modules", "built"} & set(path.parts)
    )
    return plain("\n".join(map(statements, files)))


def test_words_are_listed_once():
    twice = [word for word, count in Counter(words()).items() if count > 1]

    assert words()
    assert not twice


@pytest.mark.parametrize("word", sorted(set(words())))
def test_a_word_of_the_glossary_stands_in_the_code(word):
    together_or_apart = plain(word).replace(" ", " ?")

    assert re.search(rf"\b{together_or_apart}s?\b", code())


def main_words() -> list[str]:
    """Give what the system is made of: its packages, and the classes that many modules use."""
    packages = [
        folder.name
        for package in ("streams", "dashboard")
        for folder in (ROOT / package).iterdir()
        if (folder / "__init__.py").exists()
    ]
    return sorted({plain(name) for name in (*packages, *widely_used())})


def widely_used() -> list[str]:
    """Give the classes that many modules import; event types are in schemas/FIELDS.md."""
    defined: set[str] = set()
    imported: Counter[str] = Counter()
    for package in ("schemas", "streams"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ClassDef) and path.parent.name != "events":
                    defined.add(node.name)
                elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PRODUCT):
                    imported.update(one.name for one in node.names)
    return [name for name, count in imported.items() if count >= WIDELY_USED and name in defined]


@pytest.mark.parametrize("word", main_words())
def test_what_the_system_is_made_of_is_in_the_glossary(word):
    known = {plain(one) for one in words()}

    assert {word, word.removesuffix("s")} & known
