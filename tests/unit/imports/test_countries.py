"""Names and codes of countries, today's and those that are no more."""

from datetime import date

import pycountry
import pytest

from streams.imports import countries as countries_module
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
        # Spellings of other publishers, by which readers write:
        ("U.S.A.", "USA"),
        ("U. S. A.", "USA"),
        ("U.S.", "USA"),
        ("U.K.", "GBR"),
        ("Cote d`Ivoire", "CIV"),
        ("Côte d´Ivoire", "CIV"),
        ("Côte dʼIvoire", "CIV"),
        ("Côte d‘Ivoire", "CIV"),
        ("Cote d Ivoire", "CIV"),
        ("Korea, Rep.", "KOR"),
        ("Korea, Dem. Rep.", "PRK"),
        ("Korea (the Republic of)", "KOR"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo, Rep.", "COG"),
        ("Egypt, Arab Rep.", "EGY"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Micronesia, Fed. Sts.", "FSM"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("Netherlands (the)", "NLD"),
        ("Yemen Arab Republic", "YEM"),
        ("Yemen, Rep.", "YEM"),
        ("Gambia, The", "GMB"),
        ("Virgin Islands (U.S.)", "VIR"),
        ("nor", "NOR"),
        ("no", "NOR"),
        ("is", "ISL"),
        ("st", "STP"),
        ("ddr", "DDR"),
    ],
)
def test_a_country_is_known_by_its_names_and_codes(written, code):
    assert CountryNames(Countries()).resolve(written, TODAY) == (code,)


@pytest.mark.parametrize(
    "written", ["Atlantis", "NATO", "", "-9", "nor way", "N o r", "Congos", "of the"]
)
def test_what_is_no_country_stays_unknown(written):
    assert CountryNames(Countries()).resolve(written, TODAY) == ()


def test_a_mappings_own_names_come_first():
    countries = Countries(names={"norway": "NATO"})

    assert CountryNames(countries).resolve("Norway", TODAY) == ("NATO",)


def test_every_name_of_iso_3166_is_the_name_of_one_state():
    names = CountryNames(Countries())
    for country in (*pycountry.historic_countries, *pycountry.countries):
        for attribute in ("name", "common_name", "official_name"):
            name = getattr(country, attribute, None)

            assert name is None or len(names.resolve(name, TODAY)) == 1


def test_a_living_states_name_is_its_own():
    names = CountryNames(Countries())
    for country in pycountry.countries:
        assert names.resolve(country.name, TODAY) == (country.alpha_3,)


def test_names_of_a_mapping_are_made_plain_once(monkeypatch):
    told = []
    monkeypatch.setattr(countries_module, "plain", lambda name: told.append(name) or name.lower())

    names = CountryNames(Countries(names={"Norge": "NOR", "Sverige": "SWE"}))
    for _ in range(100):
        names.resolve("Norge", TODAY)

    assert told.count("Sverige") == 1
    assert len(told) < 10  # and not once for each of the hundred cells
