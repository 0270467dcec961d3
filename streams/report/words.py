"""How reports say codes, numbers and days: one way each (pure)."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files

from streams.report.reading import Marking

NOTHING = "–"
MADE_UP = "EXERCISE DATA"  # as the banners of the pages have it
UNMARKED = "NO DATA · UNMARKED"
TRAINING = "T"


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("streams.report").joinpath("words.toml").read_text("utf-8"))


def word(table: str, code: str | None) -> str:
    """Return the words for a code; one that nobody has words for stays itself."""
    return NOTHING if code is None else _words()[table].get(code, code)


def kinds(codes: Sequence[str]) -> str:
    """Return of which kinds an exercise is: one, a mix of several, or none that was said."""
    return " and ".join(word("kinds", code) for code in codes or ("unknown",))


def area(code: str | None) -> str:
    """Return the name of a capability area."""
    return word("areas", code)


def cause(code: str, pillar: str | None) -> str:
    """Return a kind of cause as a phrase, of a pillar that is reported with its name."""
    key = code.replace(" ", "_")
    if pillar in (None, TRAINING):
        return word("causes", key)
    said = _words()["report_causes"].get(key) or word("causes", key)
    return f"{word('pillars', pillar)}: {said}"


def banner(marking: Marking) -> str:
    """Return the line at the top and bottom of every page."""
    parts = [MADE_UP] if marking.is_exercise else []
    return " · ".join([*parts, marking.classification or UNMARKED])


def day(at: date | datetime | None) -> str:
    """Return a day of UTC, with its whole year."""
    if at is None:
        return NOTHING
    return f"{at.astimezone(UTC) if isinstance(at, datetime) else at:%Y-%m-%d}"


def moment(at: datetime) -> str:
    """Return a moment in UTC; seconds only where it has some."""
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%d %H:%M}Z" if not (at.second or at.microsecond) else f"{at:%F %T}Z"


def number(value: float | None, digits: int = 1) -> str:
    """Return a number, or that there is none; zero has no sign."""
    if value is None:
        return NOTHING
    return f"{round(value, digits) + 0.0:.{digits}f}"


def signed(value: float, digits: int) -> str:
    """Return a change with its sign; what rounds to nothing has none."""
    said = number(value, digits)
    return said.replace("-", "−") if value < 0 or not float(said) else f"+{said}"


def count(n: int, one: str, many: str | None = None) -> str:
    """Return how many of something."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listed(items: Iterable[object]) -> str:
    """Return some things in one cell, or that there are none."""
    return ", ".join(map(str, items)) or NOTHING


def events(seqs: Iterable[int | None]) -> str:
    """Return numbers of the ledger, each once."""
    found = sorted({seq for seq in seqs if seq is not None})
    return ", ".join(map(str, found)) or NOTHING
