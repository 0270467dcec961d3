"""What a mapping cannot mean is refused before a row is read, with what it may say."""

import pytest

from infra.errors import MusterError
from streams.imports import mapping
from tests.unit.imports.test_mapping_language import ASSESSED, CONDUCTED, HEAD


def problem_of(rules: str) -> str:
    """Give the sentence a mapping is refused with."""
    with pytest.raises(MusterError) as caught:
        mapping.parse((HEAD + rules).encode(), "visits")
    return str(caught.value).removeprefix("mapping visits: ")


def test_two_events_without_a_part_are_refused_because_their_ids_would_meet():
    assert problem_of(ASSESSED + ASSESSED.replace('"land"', '"air"')) == (
        "events[1].part: is missing, as in events[0]: "
        "give each a part of its own, or their ids meet"
    )


def test_two_events_of_different_types_without_a_part_are_refused_too():
    assert problem_of(ASSESSED + CONDUCTED).startswith("events[1].part: is missing")


def test_an_empty_part_is_none():
    rules = ASSESSED.replace("key =", 'part = ""\nkey =')
    assert problem_of(ASSESSED + rules).startswith("events[1].part: is missing")


def test_two_events_with_the_same_part_are_refused():
    rules = ASSESSED.replace("key =", 'part = "x"\nkey =')

    assert problem_of(rules + rules).startswith('events[1].part: events[0] has the part "x" too')


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (
            '[countries.names]\n"Norway" = "NRW"\n',
            "countries.names.\"Norway\": 'NRW' is the code of no state (nearest: NOR); "
            "an organisation is named in countries.organisations",
        ),
        (
            '[countries.names]\n"Baltic States" = ["EST", "LAT"]\n',
            "countries.names.\"Baltic States\": 'LAT' is the code of no state (nearest: LVA); "
            "an organisation is named in countries.organisations",
        ),
        (
            '[countries.before."1991-12-26"]\n"Russia" = "URS"\n',
            'countries.before."1991-12-26"."Russia": \'URS\' is the code of no state '
            "(nearest: RUS); an organisation is named in countries.organisations",
        ),
        (
            '[countries]\norganisations = ["nato"]\n',
            "countries.organisations: 'nato' is no code: capitals, digits, - and _",
        ),
        (
            '[countries.names]\n"U.K." = "GBR"\n"UK" = "UKR"\n',
            "countries.names.\"UK\": is the same name as 'U.K.' and means another",
        ),
    ],
)
def test_every_code_of_a_country_is_known_or_named_with_the_nearest(names, sentence):
    assert problem_of(names + ASSESSED) == sentence


def test_an_organisation_that_the_mapping_names_is_no_mistake():
    names = '[countries]\norganisations = ["NRW"]\n[countries.names]\n"Norway" = "NRW"\n'

    assert mapping.parse((HEAD + names + ASSESSED).encode(), "visits").countries.names


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'area = "land"',
            'area = "lnd"',
            "events[0].fields.area: 'lnd' is not one of c2_comms, isr, land, maritime, air, "
            "cyber_hybrid, logistics, cbrn, civil_prep (nearest: land)",
        ),
        (
            'evaluator = "external"',
            'evaluator = "ext"',
            "events[0].fields.evaluator: 'ext' is not one of external, peer, self "
            "(nearest: external)",
        ),
        (
            'actor = { column = "Country", as = "country" }',
            'actor = "NRW"',
            "events[0].fields.actor: 'NRW' is the code of no state (nearest: NRU); "
            "an organisation is named in countries.organisations",
        ),
        (
            'actor = { column = "Country", as = "country" }',
            'actor = "nor way"',
            "events[0].fields.actor: 'nor way' must look like ^[A-Z][A-Z0-9_-]{1,15}$",
        ),
        (
            'area = "land"',
            'area = { column = "Day", map = { "Sea" = "maritim" } }',
            "events[0].fields.area.map.\"Sea\": 'maritim' is not one of c2_comms, isr, land, "
            "maritime, air, cyber_hybrid, logistics, cbrn, civil_prep (nearest: maritime)",
        ),
        (
            'area = "land"',
            'area = { column = "Day", map = { "Sea" = "air" }, otherwise = "sea" }',
            "events[0].fields.area.otherwise: 'sea' is not one of c2_comms, isr, land, maritime, "
            "air, cyber_hybrid, logistics, cbrn, civil_prep",
        ),
        (
            'as = "float"',
            'as = "float", default = 101',
            "events[0].fields.score.default: '101' must be at most 100.0",
        ),
        (
            'instrument_version = "1"',
            "instrument_version = 1",
            "events[0].fields.instrument_version: '1' must be str, and is int",
        ),
        (
            "score =",
            "scores =",
            "events[0].fields.scores: org.muster.capability.assessed has no such field "
            "(nearest: score)",
        ),
        (
            "capability.assessed",
            "capability.asessed",
            "events[0].type: there is no event type org.muster.capability.asessed "
            "(nearest: org.muster.capability.assessed)",
        ),
        (
            'evaluator = "external"',
            'evaluator = { columns = ["A", "B"] }',
            "events[0].fields.evaluator: evaluator is one value: give column or text",
        ),
    ],
)
def test_every_constant_and_target_is_checked_with_the_words_allowed(old, new, sentence):
    assert problem_of(ASSESSED.replace(old, new)) == sentence


NO_DAY_OF_A_WEEK = "names a week and no day of it (%u), and a week is no day, month or year"


@pytest.mark.parametrize(
    ("formats", "sentence"),
    [
        ('["%d/%m"]', "'%d/%m' names no year (%Y)"),
        ('["%Y %d"]', "'%Y %d' names a day and no month (%m)"),
        ('["%Y-W%W"]', f"'%Y-W%W' {NO_DAY_OF_A_WEEK}"),
        ('["%y/%U"]', f"'%y/%U' {NO_DAY_OF_A_WEEK}"),
        ('["%a %B %Y"]', "'%a %B %Y' names a day of the week and no week (%V)"),
        ('["%Y-%m %H:%M"]', "'%Y-%m %H:%M' names an hour and no day (%d)"),
        ('["%Y-%q"]', "'%Y-%q' is no format of a date: 'q' is a bad directive in format '%Y-%q'"),
        ('["%Y-%"]', "'%Y-%' is no format of a date: stray % in format '%Y-%'"),
        (
            '["%d.%m.%y"]',
            "'%d.%m.%y' has a year of two digits: say with pivot = 1969 that they mean 1969 "
            "to 2068",
        ),
        ("[]", "name at least one"),
    ],
)
def test_formats_of_dates_are_checked(formats, sentence):
    rules = ASSESSED.replace('["%d/%m/%Y", "%Y-%m", "%Y"]', formats)

    assert problem_of(rules) == f"events[0].time.formats: {sentence}"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'as = "float"',
            "scale = 100",
            'score.scale: has a meaning with as = "int" or "float" only',
        ),
        ('as = "float"', 'edge = "end"', 'score.edge: has a meaning with as = "date" only'),
        ('as = "float"', 'as = "float", cut = 3', "score.cut: has a meaning for text only"),
        ('as = "float"', 'as = "float", otherwise = 3', "score.otherwise: needs map"),
        (
            'column = "Score", as = "float"',
            'text = "{Score}", plus = 3',
            "score.plus: needs column",
        ),
    ],
)
def test_what_nobody_would_heed_is_refused(old, new, sentence):
    assert problem_of(ASSESSED.replace(old, new)) == f"events[0].fields.{sentence}"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'domains = { flags = { Sea = "maritime"',
            'domains = { flags = { Sea = "sea"',
            "domains.flags.\"Sea\": 'sea' is not one of",
        ),
        ('each = "actor"', 'each = "state"', "participants.each: must be one of actor, personnel"),
        (', each = "actor"', "", "participants.each: must be one of actor, personnel"),
        (
            'columns = ["A", "C"], as = "country"',
            'filled = { us = "USX" }',
            "participants.filled.\"us\": 'USX' is the code of no state (nearest: USA)",
        ),
        (
            'as = "country", each = "actor"',
            'map = { a = "b" }, each = "actor"',
            "participants.map: has no meaning for a list",
        ),
        ('{ columns = ["A", "C"]', '{ column = "A", split = ""', "participants.split: must be at"),
    ],
)
def test_words_of_lists_are_checked_too(old, new, sentence):
    assert problem_of(CONDUCTED.replace(old, new)).startswith(f"events[0].fields.{sentence}")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ('thousands = ","\ndecimal = ","', "file.thousands: is ',', and so is file.decimal"),
        ('thousands = "00"', "file.thousands: must be one mark, like ' or a space"),
        ('thousands = "0"', "file.thousands: must be one mark, like ' or a space"),
        ('encoding = "klingon"', "file.encoding: unknown encoding: klingon"),
        ('delimiter = "\\n"', "file.delimiter: must be one character, and neither a quote"),
        ('format = "odt"', "file.format: Invalid enum value 'odt'"),
    ],
)
def test_how_the_file_is_written_is_checked(file, sentence):
    assert problem_of(f"[file]\n{file}\n{ASSESSED}").startswith(sentence)


def test_a_name_that_cannot_be_a_source_is_refused():
    with pytest.raises(MusterError, match="must be ASCII without spaces"):
        mapping.parse((HEAD.replace('"visits"', '"my visits"') + ASSESSED).encode(), "visits")
