"""Charts from rows: where lines break, what no data looks like, what stays fixed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from dashboard.figures.shapes import Panel
from dashboard.figures.theme import DARK, LIGHT
from dashboard.pages.overview.figures import spark
from dashboard.pages.trends.figures import (
    actor_panels,
    body_panels,
    breaks,
    compared_panel,
    pieces,
)
from dashboard.pages.trends.figures.lines import panel_figure
from dashboard.queries.readings import BodyPoint, InteropPoint, TrendPoint

START = datetime(2016, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)


def point(
    year: int, index: float | None, instrument: str = "IHR:1", pillars: str = "T"
) -> TrendPoint:
    return TrendPoint(
        at=START + year * YEAR,
        actor="KEN",
        area="civil_prep",
        t=index,
        index=index,
        level="2",
        conf=0.4,
        items=1,
        pillars=pillars,
        instrument_key=instrument,
        reporting="never",
        last_level="2",
        last_index=index,
    )


def interop(month: int, dimension: str, ratio: float | None) -> InteropPoint:
    return InteropPoint(
        at=START + timedelta(days=30 * month),
        dimension=dimension,
        level_2_ratio=ratio,
        compatible=0,
        pairs=10,
        lapsed=0,
        never=35,
        possible=45,
        mean_lower_bound=0.4,
    )


def test_a_line_breaks_where_the_instrument_changes():
    trend = [point(0, 70), point(1, 71), point(2, 60, "IHR:2"), point(3, 61, "IHR:2")]

    assert [len(piece) for piece in pieces(trend)] == [2, 2]
    [only] = breaks(trend)
    assert START + YEAR < only.at < START + 2 * YEAR
    assert "IHR:1 to IHR:2" in only.words


def test_a_line_breaks_where_the_pillars_change_and_says_which():
    [only] = breaks([point(0, 70, pillars="T"), point(1, 80, pillars="PT")])

    assert "Pillars change from T to PT" in only.words


def test_a_missing_value_is_a_gap_but_no_change_of_method():
    trend = [point(0, 70), point(1, None), point(2, 71)]

    assert [len(piece) for piece in pieces(trend)] == [1, 1]
    assert breaks(trend) == []


def test_a_drawn_line_never_joins_values_that_do_not_compare():
    [panel] = actor_panels([point(0, 70), point(1, 60, "IHR:2")], [], "civil_prep")

    figure = panel_figure(panel, LIGHT, from_at=START, to_at=START + 2 * YEAR, suffix="")

    longest = max(len(trace.x) for trace in figure.data if trace.line.dash == "solid")
    assert longest == 1


def test_no_data_is_hatched_and_not_an_empty_line():
    figure = panel_figure(
        Panel("Air", "no data", []), DARK, from_at=START, to_at=START + YEAR, suffix=" %"
    )

    assert figure.data[0].marker.pattern.shape == "/"


def test_every_panel_has_the_same_axes():
    figures = [
        panel_figure(panel, LIGHT, from_at=START, to_at=START + YEAR, suffix=" %")
        for panel in body_panels([_body("land", 0.9), _body("air", 0.1)], [], None)
    ]

    assert len(figures) == 9
    assert len({(tuple(f.layout.yaxis.range), tuple(f.layout.xaxis.range)) for f in figures}) == 1


def _body(area: str, ratio: float) -> BodyPoint:
    return BodyPoint(
        at=START,
        area=area,
        ready_ratio=ratio,
        ready=round(ratio * 10),
        members=10,
        current=10,
        late=0,
        lapsed=0,
        never=0,
        nd=0,
        mean_index=70.0,
        indices=10,
        lapsed_indices=0,
    )


def test_a_roll_up_says_of_how_many():
    panels = body_panels([_body("land", 0.9)], [], "land")

    assert panels[0].note.startswith("9 of 10 ready")


def test_names_at_line_ends_do_not_lie_on_one_another():
    figure = panel_figure(
        compared_panel(
            ["EST", "FIN", "SWE", "NOR"],
            [
                replace(point(i, 50.0), actor=a)
                for a in ("EST", "FIN", "SWE", "NOR")
                for i in (0, 1)
            ],
            "civil_prep",
        ),
        LIGHT,
        from_at=START,
        to_at=START + YEAR,
        suffix="",
    )

    heights = sorted(label.y for label in figure.layout.annotations)
    assert len(heights) == 4
    assert min(b - a for a, b in pairwise(heights)) >= 8


def test_a_spark_line_is_drawn_from_0_to_100_whatever_its_values():
    figure = spark([interop(0, "human", 0.41), interop(1, "human", 0.42)], LIGHT)

    assert tuple(figure.layout.yaxis.range) == (-2, 102)
