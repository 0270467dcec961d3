"""Names and codes of countries, today's and those that are no more."""

from datetime import date

import pytest

from streams.imports.countries import CountryNames
from streams.imports.language import Countries

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Norway", "NOR"),
        ("NOR", "NOR"),
        ("NO", "NOR"),
        ("  Norway ", "NOR"),
        ("norway", "NOR"),
        ("Korea, Republic of", "KOR"),
        ("South Korea", "KOR"),
        ("North Korea", "PRK"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("São Tomé & Príncipe", "STP"),
        ("St. Vincent & Grenadines", "VCT"),
        ("st. christopher", "KNA"),
        ("The Bahamas", "BHS"),
        ("Congo - Kinshasa", "COD"),
        ("Federal Republic of Germany", "DEU"),
        ("German Democratic Republic", "DDR"),
        ("East Germany", "DDR"),
        ("Soviet Union", "SUN"),
        ("USSR", "SUN"),
        ("Czechoslovakia", "CSK"),
        ("Yugoslavia", "YUG"),
        ("DDR", "DDR"),
        ("Netherlands Antilles", "ANT"),
    ],
)
def test_a_country_is_known_by_its_names_and_codes(written, code):
    assert CountryNames(Countries()).resolve(written, TODAY) == (code,)


@pytest.mark.parametrize("written", ["Atlantis", "NATO", "", "-9", "nor way"])
def test_what_is_no_country_stays_unknown(written):
    assert CountryNames(Countries()).resolve(written, TODAY) == ()


def test_a_mappings_own_names_come_first():
    countries = Countries(names={"norway": "NATO"})

    assert CountryNames(countries).resolve("Norway", TODAY) == ("NATO",)
