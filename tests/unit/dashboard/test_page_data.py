"""What leaves the server: tags and texts, and of what the browser has only what changed."""

import copy
import json
from typing import Any

import pytest
from dash import Output, dcc, html, no_update
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.drawn import tree_of
from dashboard.components.page_data import changes, tables_behind
from dashboard.components.patching import Remembered, Step, steps_between
from dashboard.components.table import Kind, column, grid

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text("ab", max_size=1), inner),
    max_leaves=25,
)
LONG = [html.Li(f"row {number}, which is as long as rows are") for number in range(60)]
OUTPUTS = {"list": Output("list", "children"), "rows": Output("grid", "rowData")}


def applied(old: Any, steps: list[Step]) -> Any:
    """Give what the steps make of a value, done as plainly as can be."""
    new = copy.deepcopy(old)
    for step in steps:
        place = new
        for key in step.path[:-1]:
            place = place[key]
        if step.kind == "set":
            place[step.path[-1]] = step.value
        elif step.kind == "insert":
            place.insert(step.path[-1], step.value)
        else:
            del place[step.path[-1]]
    return new


def test_a_part_becomes_tags_attributes_and_texts():
    part = [
        html.P(["a ", html.B(1), None], className="x", hidden=True, **named({"aria-label": "n"})),
        dcc.Link("there", href="/events", className="y"),
        html.Div(style={"flexGrow": 2, "--rows": 3}),
    ]

    assert tree_of(part) == [
        ["p", {"class": "x", "hidden": "", "aria-label": "n"}, "a ", ["b", None, "1"]],
        ["a", {"href": "/events", "class": "y", "data-go": ""}, "there"],
        ["div", {"style": "flex-grow:2;--rows:3"}],
    ]


def test_what_is_no_html_cannot_be_drawn_as_data():
    with pytest.raises(TypeError, match="Store cannot be drawn"):
        tree_of(html.Div(dcc.Store(id="x")))


@given(st.lists(JSON, max_size=6), st.lists(JSON, max_size=6))
def test_steps_make_the_new_value_of_the_old_one(old: list[Any], new: list[Any]):
    steps = steps_between(old, new)

    assert steps is not None
    # As JSON: true and 1 are not the same there.
    assert json.dumps(applied(old, steps), sort_keys=True) == json.dumps(new, sort_keys=True)


def test_a_row_that_comes_above_the_others_is_one_step():
    old = [{"seq": number} for number in range(200)]

    assert steps_between(old, [{"seq": 999}, *old[:-1]]) == [
        Step("delete", (199,)),
        Step("insert", (0,), {"seq": 999}),
    ]


def test_a_value_that_has_little_in_common_with_the_old_one_goes_whole():
    assert steps_between(list(range(1000)), list(range(1000, 2000))) is None
    assert steps_between([1], {"a": 1}) is None


def test_what_was_given_longest_ago_is_forgotten_first():
    remembered = Remembered(most_bytes=20)
    for name in ("a", "b", "c"):
        remembered.keep(name, '"12345678"')

    assert remembered.value("a") is None
    assert remembered.value("b") == "12345678"


def test_what_the_browser_has_is_not_sent_again():
    values = {"list": LONG, "rows": [{"n": 1}]}
    first = changes(OUTPUTS, values, None)

    assert first["drawn"] == {"list": tree_of(LONG)}
    assert first["rows"] == [{"n": 1}]
    assert changes(OUTPUTS, values, first["known"]) == {
        "drawn": no_update,
        "rows": no_update,
        "known": no_update,
    }


def test_of_a_long_list_only_what_changed_is_sent():
    first = changes(OUTPUTS, {"list": LONG, "rows": []}, None)
    later = changes(OUTPUTS, {"list": [html.Li("new"), *LONG], "rows": []}, first["known"])

    assert later["drawn"].to_plotly_json()["operations"] == [
        {
            "operation": "Insert",
            "location": ["list"],
            "params": {"value": ["li", None, "new"], "index": 0},
        }
    ]
    assert later["rows"] is no_update


def test_a_chart_that_moves_by_minutes_is_not_drawn_anew():
    outputs = {"chart": Output("chart", "figure")}
    at = [{"x": f"2026-11-28T12:{minute}:00+00:00"} for minute in ("00", "59")]
    first = changes(outputs, {"chart": at[0]}, None)

    assert changes(outputs, {"chart": at[1]}, first["known"])["chart"] is no_update
    assert changes(outputs, {"chart": {"x": "2026-11-28T13:00"}}, first["known"])["chart"]


def test_what_a_browser_says_it_knows_is_only_compared():
    values = {"list": "words", "rows": []}

    for forged in ("text", 5, ["list"], {"list": 3}, {"list": {"a": 1}}):
        assert changes(OUTPUTS, values, forged)["rows"] == []


def test_what_stands_behind_a_chart_is_found_with_its_card():
    behind = card(
        "one", html.Div(id="chart"), table=grid("rows", [column("a", "A", 9, Kind.TEXT)], empty="")
    )
    alone = card("two", grid("alone", [column("a", "A", 9, Kind.TEXT)], empty=""))

    assert tables_behind(html.Div([behind, alone])) == {"rows": "one"}
