"""The catalogue: every word a person reads on a page, by name.

The texts are the TOML files in `texts/` and the `texts.toml` of each page, all of them one
catalogue. A text may have places such as `{name}`; a text that depends on a count is a table with
`one` and `other`.
"""

import json
import string
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from dashboard.errors import BadText

FOLDER = "texts"
OF_A_PAGE = "texts.toml"
BROWSER = "browser"  # the texts that the scripts of a page say
_FORMS = {"one", "other"}


def say(key: str, **values: object) -> str:
    """Give the text of this name with its places filled; `n` chooses between one and many.

    `say("exercises.results", n=3)` gives "3 results". Raises BadText for a name or a place that is
    not there.
    """
    texts = catalogue()
    if "n" in values and f"{key}.other" in texts:
        text = texts[f"{key}.one" if values["n"] == 1 else f"{key}.other"]
        number = values["n"]
        values = {**values, "n": f"{number:,}" if isinstance(number, int) else number}
    elif key in texts:
        text = texts[key]
    else:
        raise BadText(f"the catalogue has no text {key!r}")
    try:
        return text.format_map(values)
    except (KeyError, IndexError) as error:
        raise BadText(f"the text {key!r} needs {error}") from error


@cache
def texts(table: str) -> Mapping[str, str]:
    """Give all texts of a table by their last name, in the order of the file."""
    head = f"{table}."
    found = {
        key.removeprefix(head): text for key, text in catalogue().items() if key.startswith(head)
    }
    if not found:
        raise BadText(f"the catalogue has no table {table!r}")
    return found


def browser_texts() -> str:
    """Give the texts that scripts say, as JSON that can stand in a page."""
    return json.dumps(texts(BROWSER), ensure_ascii=False).replace("<", "\\u003c")


def places(text: str) -> set[str]:
    """Give the names of the places a text has."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@cache
def catalogue() -> Mapping[str, str]:
    """Give every text by its whole name: file and table names joined by dots."""
    found: dict[str, str] = {}
    for where, file in _files():
        for key, text in _flat("", tomllib.loads(file.read_text("utf-8"))):
            if key in found:
                raise BadText(f"{where}: {key!r} is in the catalogue twice")
            found[key] = text
    return found


def _files() -> list[tuple[str, Traversable]]:
    folder, pages = files("dashboard.wording").joinpath(FOLDER), files("dashboard.pages")
    shared = [(one.name, one) for one in folder.iterdir() if one.name.endswith(".toml")]
    own = [(f"{page.name}/{OF_A_PAGE}", page.joinpath(OF_A_PAGE)) for page in pages.iterdir()]
    return sorted((*shared, *(one for one in own if one[1].is_file())), key=lambda one: one[0])


def is_plural(key: str) -> bool:
    """Say whether a text is a table of forms, chosen by a count."""
    return {f"{key}.{form}" for form in _FORMS} <= catalogue().keys()


def _flat(head: str, table: Mapping[str, object]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        key = f"{head}{name}"
        if isinstance(value, str):
            found.append((key, value))
        elif isinstance(value, Mapping):
            found.extend(_flat(f"{key}.", value))
        else:
            raise BadText(f"{key!r} is neither a text nor a table")
    return found
