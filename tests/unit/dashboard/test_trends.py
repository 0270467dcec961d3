"""Trends: comparing members, pairs over time, bands, low confidence, and no clear change."""

from dataclasses import replace
from datetime import timedelta

from dashboard.figures.shapes import Panel
from dashboard.figures.theme import LIGHT
from dashboard.pages.trends.figures import actor_panels, compared_panel
from dashboard.pages.trends.figures.interoperability import dimension_panels, pair_panels
from dashboard.pages.trends.figures.lines import panel_figure
from dashboard.pages.trends.twin import actor_row, merged
from dashboard.pages.trends.words import compared
from dashboard.pages.trends.words import interoperability as interop_trends
from dashboard.queries.ledger import EventLine
from dashboard.queries.readings import PairPoint
from dashboard.wording.numbers import clear_change
from tests.unit.dashboard.test_figures import START, YEAR, interop, point

END = START + 2 * YEAR
MONTH = timedelta(days=30)
EVENT = EventLine(
    seq=7,
    recorded_at=END,
    occurred_at=START + YEAR,
    date_precision="day",
    type="org.muster.meeting.held",
    version=1,
    subject="M",
    source="s",
    event_id="e",
    classification="UNCLASSIFIED",
    amended=None,
    flag=None,
    summary="NATO summit meeting",
)


def _pair(month: int, bound: float, dimension: str = "human") -> PairPoint:
    return PairPoint(
        at=START + month * MONTH,
        dimension=dimension,
        level=2,
        lower_bound=bound,
        mean=bound + 0.1,
        is_capped=False,
    )


def test_a_change_below_five_points_is_no_clear_change():
    assert clear_change(54.9, 50.0) == "no clear change"
    assert clear_change(55.0, 50.0) == "▲ 5"
    assert clear_change(None, 50.0) == "no data"


def test_low_confidence_is_hatched_below_the_line_and_the_line_stays_whole():
    points = [replace(point(i, 60.0), conf=conf) for i, conf in enumerate((0.5, 0.2, 0.2))]
    [panel] = actor_panels(points, [], "civil_prep")

    figure = panel_figure(panel, LIGHT, from_at=START, to_at=END, suffix="")

    hatched = [trace for trace in figure.data if trace.fillpattern and trace.fillpattern.shape]
    assert [len(trace.x) for trace in hatched] == [2]
    assert max(len(trace.x) for trace in figure.data if trace.line.dash == "solid") == 3
    assert "low confidence" in panel.pieces[0][1].words


def test_a_pair_has_a_band_from_its_lower_bound_to_its_mean_and_a_gap_without_tests():
    points = [_pair(0, 0.5), _pair(1, 0.5), _pair(5, 0.5)]
    [panel] = pair_panels(points, ["human"], [], MONTH)

    figure = panel_figure(panel, LIGHT, from_at=START, to_at=END, suffix=" %")

    assert [len(piece) for piece in panel.pieces] == [2, 1]
    assert (panel.pieces[0][0].value, panel.pieces[0][0].upper) == (50.0, 60.0)
    assert sum(trace.fill == "tonexty" for trace in figure.data) == 2


def test_a_dimension_has_no_band_because_the_method_gives_none():
    [panel] = dimension_panels([interop(0, "human", 0.5)], ["human"], [])

    assert all(one.upper is None for piece in panel.pieces for one in piece)


def test_a_pair_is_said_with_the_dimension_that_moved_clearly():
    points = [_pair(0, 0.5), _pair(1, 0.42)]

    title = interop_trends.pair_title(("EST", "FIN"), points, points[-1].at)

    assert title == "Estonia and Finland: human fell by 8 points"
    still = interop_trends.pair_title(("EST", "FIN"), points[:1], points[0].at)
    assert "no clear change" in still
    assert "no test" in interop_trends.pair_title(("EST", "FIN"), [], END)


def test_members_are_compared_where_they_differ_most_and_close_ones_are_not_ranked():
    points = [
        replace(point(2, value), actor=actor, area=area)
        for actor, area, value in (
            ("EST", "land", 80.0),
            ("FIN", "land", 77.0),
            ("EST", "air", 60.0),
            ("FIN", "air", 90.0),
        )
    ]

    area = compared.widest_area(["EST", "FIN"], points, END)

    assert area == "air"
    latest = compared.latest_of(["EST", "FIN", "LUX"], [p for p in points if p.area == area], END)
    assert compared.title(latest, area) == "Finland leads in air with 90, 30 points before Estonia"
    assert "No clear difference" in compared.title({"EST": 80.0, "FIN": 77.0}, "land")
    sentence = compared.sentence(
        ["EST", "FIN", "LUX"], latest, area, from_at=START, to_at=END, is_widest=True
    )
    assert sentence.endswith("No value: Luxembourg.")


def test_each_compared_line_breaks_by_itself_and_says_whose_break_it_is():
    points = [point(0, 70), point(1, 60, "IHR:2"), replace(point(0, 50), actor="EST")]

    panel = compared_panel(["KEN", "EST"], points, "civil_prep")

    assert [len(line.pieces) for line in panel.compared] == [2, 1]
    assert panel.breaks[0].words.startswith("Kenya: ")


def test_small_panels_have_no_labels_that_would_lie_on_one_another():
    trend = [point(i, 70, f"IHR:{i}") for i in range(3)]
    [panel] = actor_panels(trend, [], "civil_prep")

    def labels(is_small: bool) -> int:
        figure = panel_figure(panel, LIGHT, from_at=START, to_at=END, suffix="", is_small=is_small)
        return len(figure.layout.annotations)

    assert (labels(True), labels(False)) == (0, 2)


def test_the_table_has_the_events_below_the_axis_in_their_place():
    rows = merged([actor_row(point(0, 70), False), actor_row(point(2, 71), True)], [EVENT])

    assert [(row.event is not None, bool(row.why)) for row in rows] == [
        (False, True),
        (True, False),
        (False, False),
    ]
    assert "NATO summit meeting" in (rows[1].event or "")


def test_nothing_to_compare_is_said_and_hatched():
    assert "No value" in compared.title({}, "land")
    figure = panel_figure(
        Panel("Land", "", [], compared=[]), LIGHT, from_at=START, to_at=END, suffix=""
    )
    assert figure.data[0].type == "bar"
