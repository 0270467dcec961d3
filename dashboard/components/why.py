"""Why a number is what it is: the mark on every reading that opens the explain panel."""

from typing import Any

from dashboard.components.attributes import named


def why(kind: str, *what: str) -> dict[str, Any]:
    """Give the attribute that makes an element's number explainable.

    `html.Button("78.5", **why("readiness", "EST", "logistics"))`. A click, Enter or the key `w`
    on it opens the panel; `reference` gives the same as text, for rows of a grid.
    """
    return named({"data-why": reference(kind, *what)})


def reference(kind: str, *what: str) -> str:
    """Give what the panel is asked for, as addresses carry it: `readiness:EST:logistics`."""
    return ":".join((kind, *what))
