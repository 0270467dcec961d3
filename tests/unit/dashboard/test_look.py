"""The palette: readable, the same in Python and in the style sheet, and no chart tells others."""

import re
from itertools import product
from pathlib import Path

import pytest

import dashboard
from dashboard.figures.theme import (
    CONFIG,
    DARK,
    LEVEL_COLOURS,
    LEVEL_TEXTS,
    LIGHT,
    Theme,
    contrast,
)

FOLDER = Path(dashboard.__file__).parent
TEXTS = ("text", "muted", "accent", "act_now", "caution", "past", "up", "down")
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@THEMES
def test_every_text_colour_reads_on_every_surface(theme: Theme):
    ratios = {
        (text, surface): contrast(getattr(theme, text), getattr(theme, surface))
        for text, surface in product(TEXTS, ("ground", "card"))
    }

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@THEMES
def test_the_names_at_the_ends_of_lines_read_on_the_card(theme: Theme):
    assert min(contrast(colour, theme.card) for colour in theme.series) >= 4.5


def test_the_sign_in_a_cell_reads_on_its_level():
    ratios = [contrast(*pair) for pair in zip(LEVEL_COLOURS, LEVEL_TEXTS, strict=True)]

    assert min(ratios) >= 4.5


@THEMES
def test_the_style_sheet_has_the_same_colours(theme: Theme):
    css = (FOLDER / "styles/theme.css").read_text()
    light, dark = css.split('[data-mantine-color-scheme="dark"]')[:2]
    block = light if theme.name == "light" else dark
    names = ("ground", "card", "line", *TEXTS)

    found = {name: _colour(block, name) for name in names}

    assert found == {name: getattr(theme, name) for name in names}
    assert tuple(_colour(light, f"level-{n}") for n in range(4)) == LEVEL_COLOURS


def _colour(block: str, name: str) -> str:
    found = re.search(rf"--{name.replace('_', '-')}: (#[0-9A-F]{{6}});", block)
    assert found is not None, name
    return found[1]


def test_no_chart_can_be_uploaded_or_asks_another_server():
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["plotlyServerURL"] == ""
    assert CONFIG["topojsonURL"].startswith("/assets/")


def test_no_style_and_no_script_names_another_place():
    files = [*FOLDER.glob("styles/*.css"), *FOLDER.glob("scripts/**/*.js")]

    assert files
    assert [file.name for file in files if re.search(r"https?://", file.read_text())] == []
