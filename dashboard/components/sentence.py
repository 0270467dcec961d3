"""A sentence on a page: words, and links that keep the clocks."""

from collections.abc import Sequence
from typing import Any

from dashboard.components.link import link
from dashboard.view import View
from dashboard.wording.sentences import Link


def sentence(parts: Sequence[str | Link], view: View) -> list[Any]:
    """Give the parts of a sentence as components."""
    return [
        link(one.words, view.clocks.with_(**one.choices).href(one.path))
        if isinstance(one, Link)
        else one
        for one in parts
    ]
