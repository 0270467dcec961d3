"""Addresses: what they say, how short they are, what they refuse."""

from datetime import UTC, datetime

import pytest

from dashboard.errors import BadView
from dashboard.view import View, parse_instant, parse_parameters, parse_query
from dashboard.wording.numbers import dtg, read_in


@pytest.mark.parametrize(
    "text",
    [
        "2019-12-31T06:30Z",
        "2019-12-31T06:30:00.000Z",
        "2019-12-31T07:30+01:00",
        "310630ZDEC19",
        "310630zdec19",
        "310630ZDEC2019",
        "31 0630Z DEC 2019",
        "310630Z DEC 19",
    ],
)
def test_an_instant_is_read_however_it_is_written(text: str):
    assert parse_instant("as_of", text) == datetime(2019, 12, 31, 6, 30, tzinfo=UTC)


def test_a_day_is_its_first_moment_and_an_old_group_is_of_the_last_century():
    assert parse_instant("as_of", "1991-07-01") == datetime(1991, 7, 1, tzinfo=UTC)
    assert parse_instant("as_of", "010000ZJUL91").year == 1991


@pytest.mark.parametrize(
    ("text", "year"), [("69", 2069), ("70", 1970), ("00", 2000), ("1955", 1955), ("2155", 2155)]
)
def test_two_digits_of_a_year_mean_1970_to_2069_and_four_mean_themselves(text: str, year: int):
    assert parse_instant("as_of", f"200000ZMAY{text}").year == year


@pytest.mark.parametrize("this_year", [1999, 2026, 2069])
def test_what_is_written_reads_back_as_the_same_instant(this_year: int):
    read_in(this_year)
    for year in range(1900, 2200):
        at = datetime(year, 5, 20, 13, 45, tzinfo=UTC)

        assert parse_instant("as_of", dtg(at)) == at
        assert len(dtg(at)) == (12 if year == this_year else 14)


@pytest.mark.parametrize(
    "text",
    ["", "now", "2019-12-31T06:30", "2019-02-30", "1899-12-31", "2200-01-01", "320000ZDEC19"],
)
def test_an_instant_that_cannot_be_meant_is_refused(text: str):
    with pytest.raises(BadView):
        parse_instant("as_of", text)


def test_an_address_reads_back_as_the_view_it_was_written_from():
    view = View(
        as_of=datetime(2019, 12, 31, tzinfo=UTC),
        known_at=datetime(2026, 11, 23, 4, 5, 6, 789, tzinfo=UTC),
        body="NATO",
        pair="EST+FIN",
        subject="EST+FIN",
        text="a & b = 50 %",
    )

    address = view.href("/interoperability")

    assert parse_query(address.partition("?")[2]) == view


def test_an_address_holds_only_what_differs_from_live():
    assert View().href("/") == "/"
    assert View(as_of=datetime(2019, 12, 31, tzinfo=UTC)).href("/") == "/?as_of=2019-12-31T00:00Z"


def test_an_address_that_follows_a_replay_holds_no_moment_beside_it():
    at = datetime(2026, 5, 1, tzinfo=UTC)
    followed = View(clock="amber", as_of=at, known_at=at, area="isr")

    assert followed.is_past
    assert followed.href("/trends") == "/trends?area=isr&clock=amber"
    assert followed.clocks.href("/") == "/?clock=amber"
    assert followed.with_(seq=5).clock == "amber"
    assert parse_parameters(followed.to_json()) == followed
    for moment in ("as_of", "known_at"):
        with pytest.raises(BadView, match="no as_of and no known_at beside it"):
            parse_query(f"clock=amber&{moment}=2026-05-01")


def test_who_chooses_a_moment_leaves_the_replay():
    at = datetime(2026, 5, 1, tzinfo=UTC)

    assert View(clock="amber").with_(as_of=at).href("/") == "/?as_of=2026-05-01T00:00Z"


@pytest.mark.parametrize("name", ["A", "-a", "a b", "x" * 41, "ä"])
def test_what_names_no_replay_is_refused(name: str):
    with pytest.raises(BadView, match="the name of a replay"):
        parse_query(f"clock={name}")


def test_a_pair_is_one_pair_in_either_order():
    assert parse_query("pair=FIN+EST") == parse_query("pair=EST%2BFIN") == View(pair="EST+FIN")


def test_an_empty_choice_is_no_choice():
    assert parse_query("as_of=&body=") == View()


@pytest.mark.parametrize(
    "parameters", [None, 7, [], {"as_of": 7}, {7: "x"}, {"asof": "2019-12-31"}]
)
def test_what_no_page_would_send_is_refused(parameters: object):
    with pytest.raises(BadView):
        parse_parameters(parameters)


def test_every_page_shares_clocks_and_body_but_not_the_rest():
    view = View(as_of=datetime(2020, 1, 1, tzinfo=UTC), body="G7", actor="EST", span="1y")

    assert view.clocks == View(as_of=view.as_of, body="G7")


def test_a_commitment_whose_id_holds_colons_can_be_explained():
    view = parse_query("why=commitment:nato:core-defence-3.5pct:EST")

    assert view.why == "commitment:nato:core-defence-3.5pct:EST"
