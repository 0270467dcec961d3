"""Names and codes of countries, also of those that are no more, become alpha-3 codes."""

import difflib
import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pycountry

from streams.imports.language import Codes, Countries

EVERYDAY_NAMES = Path(__file__).parent / "country_names.toml"

# Every sign that people and programs write for an apostrophe.
APOSTROPHES = "'’‘‛`´ʼʻʹ′＇"
SHORT_FORMS = {
    "dem": "democratic",
    "fed": "federated",
    "is": "islands",
    "isl": "islamic",
    "rep": "republic",
    "st": "saint",
    "sts": "states",
}
SAYS_NOTHING = frozenset({"of", "the"})


class CountryNames:
    """The names one data set uses: its own first, then ISO's and those of every day.

    A mapping may say that one name stands for several nations, or for another one before a day.
    """

    def __init__(self, countries: Countries) -> None:
        self._before = [
            (until, _by_spelling(names)) for until, names in sorted(countries.before.items())
        ]
        self._names = _by_spelling(countries.names)
        self._known: dict[str, tuple[tuple[str, ...], str | None]] = {}

    def resolve(self, name: str, on: date) -> tuple[str, ...]:
        """Return the codes of a country's name on that day; none when nobody knows the name."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = (_spellings_of(name), code_of(name))
        spellings, code = found
        for spelling in spellings:
            if codes := self._own(spelling, on):
                return codes
        return (code,) if code else ()

    def _own(self, spelling: str, on: date) -> tuple[str, ...]:
        for until, names in self._before:
            if on < until and spelling in names:
                return names[spelling]
        return self._names.get(spelling, ())


def code_of(name: str) -> str | None:
    """Return the code of a name that everybody knows."""
    if code := _codes().get(name.strip().upper()):
        return code
    found = (
        _names().get(spelling) or _codes().get(spelling.upper())
        for spelling in _spellings_of(name)
    )
    return next(filter(None, found), None)


def nearest(name: str) -> str:
    """Return a hint at the country that was probably meant, or nothing."""
    found = difflib.get_close_matches(plain(name), list(_names()), n=1, cutoff=0.75)
    if not found:
        return ""
    return f" (nearest: {_written()[found[0]]}, {_names()[found[0]]})"


def plain(name: str) -> str:
    """Return the name without accents, case, punctuation and short forms: spellings meet."""
    text = name.casefold().replace("&", " and ")
    text = re.sub(f"[{APOSTROPHES}]", "", text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub(r"\b([a-z])\.\s*(?=[a-z]\b)", r"\1", text)  # U.S.A. is USA
    words = re.sub(r"[^a-z0-9]+", " ", text).split()
    return " ".join(SHORT_FORMS.get(word, word) for word in words if word not in SAYS_NOTHING)


def _spellings_of(name: str) -> tuple[str, ...]:
    """Return the name, and the name turned round: `Korea, Rep.` is also `Rep. Korea`."""
    found = [plain(name)]
    if turned := re.fullmatch(r"\s*([^,(]+)(?:,|\()\s*([^()]+?)\)?\s*", name):
        found.append(plain(f"{turned[2]} {turned[1]}"))
    return tuple(found)


def _by_spelling(names: dict[str, Codes]) -> dict[str, tuple[str, ...]]:
    return {
        plain(name): (codes,) if isinstance(codes, str) else codes for name, codes in names.items()
    }


@functools.cache
def _codes() -> dict[str, str]:
    """ISO codes: three letters, or two."""
    codes = {country.alpha_3: country.alpha_3 for country in pycountry.historic_countries}
    codes |= {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    return codes | {country.alpha_3: country.alpha_3 for country in pycountry.countries}


@functools.cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    # The later wins: a living country's name is not taken by a dissolved one's.
    for country in (*pycountry.historic_countries, *pycountry.countries):
        for name in _names_of(country):
            names[plain(name)] = country.alpha_3
    return names | {plain(name): code for name, code in _everyday().items()}


@functools.cache
def _written() -> dict[str, str]:
    """Return one way to write each of the names."""
    written = {plain(name): name for name in _everyday()}
    for country in (*pycountry.historic_countries, *pycountry.countries):
        for name in _names_of(country):
            written.setdefault(plain(name), name)
    return written


@functools.cache
def _everyday() -> dict[str, str]:
    names: dict[str, str] = tomllib.loads(EVERYDAY_NAMES.read_text("utf-8"))["names"]
    return names


def _names_of(country: object) -> Iterator[str]:
    for attribute in ("name", "common_name", "official_name"):
        if name := getattr(country, attribute, None):
            yield name
            first, comma, rest = name.partition(", ")
            if comma:  # "Korea, Republic of" is also "Republic of Korea"
                yield f"{rest} {first}"
