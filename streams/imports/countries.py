"""Names and codes of countries, also of those that are no more, become alpha-3 codes."""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pycountry

from streams.imports.mapping import Codes, Countries

EVERYDAY_NAMES = Path(__file__).parent / "country_names.toml"


def resolve(name: str, on: date, countries: Countries) -> tuple[str, ...]:
    """Give the codes of a country's name on that day; none when nobody knows the name.

    A mapping may say that one name stands for several nations, or for another one before a day.
    """
    wanted = plain(name)
    for until in sorted(countries.before):
        if on < until and (codes := _lookup(countries.before[until], wanted)):
            return codes
    if codes := _lookup(countries.names, wanted):
        return codes
    code = _codes().get(name.strip()) or _names().get(wanted)
    return (code,) if code else ()


def plain(name: str) -> str:
    """Give the name without accents, case and punctuation, so that spellings meet."""
    text = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub(r"['’`]", "", text)
    words = re.sub(r"[^a-z0-9]+", " ", text).split()
    return " ".join("saint" if word == "st" else word for word in words if word != "the")


def _lookup(names: dict[str, Codes], wanted: str) -> tuple[str, ...]:
    for name, codes in names.items():
        if plain(name) == wanted:
            return (codes,) if isinstance(codes, str) else codes
    return ()


@functools.cache
def _codes() -> dict[str, str]:
    """ISO codes as they are written: three letters, or two."""
    codes = {country.alpha_3: country.alpha_3 for country in pycountry.historic_countries}
    codes |= {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    return codes | {country.alpha_3: country.alpha_3 for country in pycountry.countries}


@functools.cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    # The later wins: a living country's name is not taken by a dissolved one's.
    for country in (*pycountry.historic_countries, *pycountry.countries):
        for name in _spellings(country):
            names[plain(name)] = country.alpha_3
    everyday = tomllib.loads(EVERYDAY_NAMES.read_text())["names"]
    return names | {plain(name): code for name, code in everyday.items()}


def _spellings(country: object) -> Iterator[str]:
    for attribute in ("name", "common_name", "official_name"):
        if name := getattr(country, attribute, None):
            yield name
            first, comma, rest = name.partition(", ")
            if comma:  # "Korea, Republic of" is also "Republic of Korea"
                yield f"{rest} {first}"
