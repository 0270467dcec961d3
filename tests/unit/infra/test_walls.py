"""What a wall shows, and the code by which it is paired."""

import pytest

from infra.errors import UsageError
from infra.viewers import walls


def test_a_code_follows_from_its_token_and_is_not_part_of_it():
    codes = {walls.code_of(f"token {number}") for number in range(1000)}

    assert len(codes) == 1000
    assert walls.code_of("token 1") == walls.code_of("token 1")
    assert all(len(one) == 9 and one[4] == "-" for one in codes)
    assert set("".join(codes)) == {*walls.LETTERS, "-"}


@pytest.mark.parametrize("typed", ["K7MQ-2XTD", "k7mq2xtd", " K7MQ 2XTD ", "k7mq–2xtd"])
def test_a_code_is_the_same_however_it_is_typed(typed: str):
    assert walls.code_sha256(typed) == walls.code_sha256("K7MQ-2XTD")


@pytest.mark.parametrize(
    ("pages", "every_s", "address"),
    [
        ((), 30, "/?wall=1&pages=overview,interoperability,trends&every=30"),
        (("events",), 60, "/events?wall=1&pages=events&every=60"),
        (("trends", "overview", "trends"), 5, "/trends?wall=1&pages=trends,overview&every=5"),
    ],
)
def test_the_address_of_a_wall_begins_at_its_first_page(
    pages: tuple[str, ...], every_s: int, address: str
):
    assert walls.shows(pages, every_s) == address


@pytest.mark.parametrize(
    ("pages", "every_s"),
    [(("system",), 30), (("audit",), 30), (("",), 30), (("a&b=1",), 30), ((), 4), ((), 3601)],
)
def test_what_no_wall_can_show_is_refused(pages: tuple[str, ...], every_s: int):
    with pytest.raises(UsageError):
        walls.shows(pages, every_s)
