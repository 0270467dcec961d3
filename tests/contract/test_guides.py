"""The table of CONTRIBUTING and the guides that follow it to the letter name the same steps."""

import re
from pathlib import Path

import pytest

from tests.guides.guides import GUIDES, Guide

CONTRIBUTING = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_a_row_of_the_table_names_the_steps_of_its_guide_in_their_order(guide: Guide):
    row = re.search(rf"(?m)^\| {guide.name} \| (.+?) \| ", CONTRIBUTING)

    assert row
    assert re.findall("`(.+?)`", row[1]) == [step.row for step in guide.steps]


@pytest.mark.parametrize(
    ("guide", "most"),
    list(zip(GUIDES, (4, 3, 3, 3), strict=True)),
    ids=lambda one: getattr(one, "name", one),
)
def test_nothing_is_added_in_more_places_than_can_be_kept_in_mind(guide: Guide, most: int):
    by_hand = [step for step in guide.steps if not step.row.startswith("python -m ")]

    assert len(by_hand) <= most
