"""The tables of a report in HTML, to be compared with what the database answers."""

from html.parser import HTMLParser


class Tables(HTMLParser):
    """Every table by its title: rows of cells, and each section's list items."""

    def __init__(self, text: str) -> None:
        """Read a report."""
        super().__init__()
        self.rows: dict[str, list[list[str]]] = {}
        self.items: list[str] = []
        self._title = ""
        self._text: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin to collect what a cell, a title or an item says."""
        if tag in ("caption", "th", "td", "li"):
            self._text = []
        elif tag == "tr":
            self.rows.setdefault(self._title, []).append([])
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Keep what was said."""
        said = "".join(self._text or ())
        if tag == "caption":
            self._title = said
        elif tag in ("th", "td"):
            self.rows[self._title][-1].append(said)
        elif tag == "li":
            self.items.append(said)

    def handle_data(self, data: str) -> None:
        """Collect a text."""
        if self._text is not None:
            self._text.append(data)

    def of(self, title: str) -> list[list[str]]:
        """Give the rows of a table without its head."""
        return self.rows[title][1:]
