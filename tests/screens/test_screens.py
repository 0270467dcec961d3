"""Every page says what it said: each word, class, link and number, at addresses of all kinds.

`python -m tests.screens` writes what they say now; the change is then read like any other.
"""

import json
from collections.abc import Generator

import pytest

from dashboard.app import PAGES
from infra.settings import Settings
from tests.screens.abridged import Places, abridged, put_together, text_of, what_is_other
from tests.screens.addresses import ADDRESSES, EXPECTED, file_of, usual
from tests.screens.asking import answers
from tests.screens.told import told
from tests.support.postgres import Database


@pytest.fixture(scope="module")
def year(stack: Settings, template_database: Database) -> Generator[Settings]:
    """Give a Muster that was told a year of the demo."""
    with told(stack, template_database) as settings:
        yield settings


def expected(address: str) -> Places:
    """Give what a page says by its file, and by the file of what it usually says."""
    own = json.loads(file_of(address).read_text("utf-8"))
    alone = usual(address)
    return own if alone is None else put_together(expected(alone), own)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_says_what_it_said(year: Settings, address: str):
    [answer] = answers(year, [address]).values()

    assert text_of(abridged(answer)) == text_of(expected(address)), (
        "if it shall say this from now on: python -m tests.screens"
    )


def test_every_page_is_asked_and_no_expectation_is_left_over():
    paths = {address.partition("?")[0] for address in ADDRESSES}

    # What pages about now say is of this moment.
    assert paths >= {page.path for page in PAGES if not page.is_always_now}
    assert {file.name for file in EXPECTED.glob("*.json")} == {file_of(a).name for a in ADDRESSES}


def test_a_change_anywhere_in_what_is_cut_short_is_seen():
    rows = [{"id": n, "words": [f"row {n}", 0.1 * n]} for n in range(100)]
    one, other = abridged({"grid.rowData": rows}), [*rows]
    other[50] = {"id": 50, "words": ["row 50", 5.0000001]}

    assert abridged({"grid.rowData": other}) != one
    assert abridged({"grid.rowData": rows[::-1][::-1]}) == one
    assert len(text_of(one)) < 500


def test_what_is_other_is_put_together_again():
    usual_places = {"a.children": "one", "b.children": "two", "c.children": "three"}
    places = {"a.children": "one", "b.children": "2", "d.children": "four"}

    other = what_is_other(places, usual_places)

    assert other == {"b.children": "2", "c.children": None, "d.children": "four"}
    assert put_together(usual_places, other) == places
