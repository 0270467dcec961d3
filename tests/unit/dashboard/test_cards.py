"""Cards as values: each heading stands over its own column, and what is missing is named."""

from dataclasses import dataclass

import pytest

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, actor, hidden, why
from dashboard.components.table import Kind
from dashboard.components.text_table import TextColumn, TextTable
from dashboard.errors import BadText
from dashboard.view import View


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    actor: str
    age: int | None


def grid(*columns: Column[Row], heads: str = "partners.reporting.columns") -> Grid[list[Row], Row]:
    return Grid(
        id="some-grid",
        heads=heads,
        nothing="partners.reporting.nothing",
        columns=columns,
        rows=lambda rows: rows,
    )


ACTOR = actor("actor", 90, lambda one: one.actor)
AGE = Column[Row]("age", 70, lambda one: one.age, Kind.DAYS, words=lambda one: f"{one.age} d")


def test_a_row_holds_what_each_column_takes_from_it():
    shown = grid(ACTOR, AGE, why(lambda one: f"x:{one.actor}")).row(Row("EST", 3))

    assert shown == {
        "actor": "EST",
        "actor_words": "Estonia (EST)",
        "age": 3,
        "age_words": "3 d",
        "why": "x:EST",
    }


def test_a_column_says_of_itself_what_the_browser_must_know():
    own, aged = grid(ACTOR, AGE).component().columnDefs

    assert (own["field"], own["headerName"], own["minWidth"]) == ("actor", "Actor", 90)
    assert aged["context"] == {"kind": "days"}


def test_a_column_without_a_heading_is_named_with_its_grid_and_table():
    with pytest.raises(BadText, match=r"'gone' of 'some-grid' has no text in 'partners"):
        grid(Column[Row]("gone", 70, lambda one: one.age)).component()
    with pytest.raises(BadText, match=r"'gone' of 'some-grid' has no text in 'card.columns'"):
        grid(hidden("gone", lambda one: one.age)).component()
    with pytest.raises(BadText, match=r"'gone' has no text in 'partners.brings.columns'"):
        TextTable[Row](
            look="",
            heads="partners.brings.columns",
            caption="partners.brings.caption",
            columns=(TextColumn("gone", lambda one: one.age),),
        ).of([])


def test_a_card_fills_its_title_its_subtitle_and_the_places_of_its_parts():
    card = Card[list[Row]](
        id="some",
        look="area-some",
        title=lambda rows: f"{len(rows)} rows",
        subtitle=lambda _: "below",
        body=grid(ACTOR),
    )

    filled = {place.name: place.value([Row("EST", 1)]) for place in card.places}

    assert filled["some-title.children"] == "1 rows"
    assert filled["some-subtitle.children"] == "below"
    assert [row["actor"] for row in filled["some-grid.rowData"]] == ["EST"]
    assert card.grid is card.body
    assert card.component().id == "some"


def test_a_grid_may_show_a_part_of_the_rows_that_its_file_has():
    part = Grid[list[Row], Row](
        id="some-grid",
        heads="partners.reporting.columns",
        nothing="partners.reporting.nothing",
        columns=(ACTOR,),
        rows=lambda rows: rows[:1],
        for_files=lambda rows: rows,
    )
    rows = [Row("EST", 1), Row("FIN", 2)]

    assert [row["actor"] for row in part.shown(rows)] == ["EST"]
    assert [row["actor"] for row in part.whole(rows)] == ["EST", "FIN"]


def test_the_layout_of_a_page_is_made_anew_each_time():
    from dashboard.pages.partners import PAGE

    assert PAGE.layout(View()) is not PAGE.layout(View())
    assert PAGE.layout(View()).to_plotly_json() != {}
