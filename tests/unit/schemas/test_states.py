import pycountry
import pytest

from schemas.states import is_state, nearest_actor, states


def test_every_code_of_iso_3166_is_a_state_those_withdrawn_too() -> None:
    in_force = {country.alpha_3: country.alpha_2 for country in pycountry.countries}
    withdrawn = {country.alpha_3 for country in pycountry.historic_countries} - in_force.keys()

    assert states().keys() == in_force.keys() | withdrawn | {"XKX"}
    assert {code for code, state in states().items() if not state.is_in_use} == withdrawn
    assert all(states()[code].alpha_2 == alpha_2 for code, alpha_2 in in_force.items())


@pytest.mark.parametrize("code", ["DDR", "SUN", "CSK", "YUG", "SCG", "YMD", "VDR", "XKX", "EST"])
def test_the_dissolved_and_kosovo_are_states(code: str) -> None:
    assert is_state(code)


@pytest.mark.parametrize("code", ["EE", "XXX", "XYZ", "ALL", "NATO", "est", "ESTONIA", ""])
def test_what_is_no_code_of_a_state_is_none(code: str) -> None:
    assert not is_state(code)


@pytest.mark.parametrize(
    ("code", "nearest"),
    [
        ("EE", "EST"),
        ("SK", "SVK"),  # two letters of today before those withdrawn
        ("GER", "DEU"),  # the beginning of its name
        ("ESTONIA", "EST"),
        ("ETS", "EST"),
        ("ESTT", "EST"),
        ("SSUN", "SUN"),
        ("FRONTX", "FRONTEX"),
        ("EST", "EST"),
        ("XYZ", None),
        ("A-B_C", None),
    ],
)
def test_a_mistyped_code_has_a_nearest_known_actor(code: str, nearest: str | None) -> None:
    assert nearest_actor(code, ["FRONTEX"]) == nearest
