"""Sentences with links in them: a text of the catalogue whose places lead somewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_MARK = "\x1f"


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a sentence that lead to a page, with these choices in its address."""

    words: str
    path: str
    choices: Mapping[str, object]


class Links:
    """The links of one sentence, collected while its texts are put together."""

    def __init__(self) -> None:
        self._links: list[Link] = []

    def to(self, words: str, path: str, **choices: object) -> str:
        """Give what stands for a link inside a text until `parts` puts it there."""
        self._links.append(Link(words, path, choices))
        return f"{_MARK}{len(self._links) - 1}{_MARK}"

    def parts(self, text: str) -> list[str | Link]:
        """Give the text cut at its links, each in its place."""
        cut = text.split(_MARK)
        found = [self._links[int(one)] if i % 2 else one for i, one in enumerate(cut)]
        return [one for one in found if one != ""]


def plain(parts: Sequence[str | Link]) -> str:
    """Give a sentence as words alone."""
    return "".join(one.words if isinstance(one, Link) else one for one in parts)
