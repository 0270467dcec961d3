"""What stands on the screen before the scripts have come."""

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.still import still


def test_texts_attributes_and_links_are_there_without_ids():
    shown = still(
        html.Div(
            [dcc.Link("Trends", href="/trends?body=NATO&span=5y", className="nav-link"), None, 7],
            id="nav",
            className="a b",
            style={"minHeight": "4px"},
            hidden=True,
        )
    )

    assert shown == (
        '<div class="a b" hidden style="min-height:4px">'
        '<a class="nav-link" href="/trends?body=NATO&amp;span=5y">Trends</a>7</div>'
    )


def test_what_is_text_stays_text():
    assert still(html.P("<script>&")) == "<p>&lt;script&gt;&amp;</p>"


def test_what_only_scripts_can_draw_is_left_out():
    parts = [dcc.Store(id="view"), dcc.Graph(id="chart"), dmc.Select(id="body")]

    assert still(dmc.MantineProvider(html.Main([*parts, html.Br()]))) == "<main><br></main>"
