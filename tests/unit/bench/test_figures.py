"""Figures, goals and percentiles: what makes a run of the benchmark fail."""

from dataclasses import replace

import pytest

from infra.errors import UsageError
from tests.bench.figures import GOALS, Figure, figures_of, goals_with, missed
from tests.bench.measure import Measured, Path
from tests.bench.peers.kills import Survival
from tests.bench.screen import Screen, Watching
from tests.bench.screen.browser import Load
from tests.bench.screen.resting import Resting
from tests.bench.visible import Delays, percentile

GOOD = Measured(
    path=Path(
        limit_per_s=[80_000, 100_000, 90_000],
        live_per_s=[32_000, 33_000, 36_000],
        peers_per_s={
            "take": [16_000, 22_000, 20_000],
            "quix": [20_000, 20_000, 20_000],
            "bytewax": [20_000, 20_000, 20_000],
        },
        one_by_one_per_s=1_000,
        survivals={name: Survival(0, 0) for name in ("live", "take", "quix", "bytewax")},
        worker_peak_memory_mib=120,
        delays=Delays([20.0] * 99 + [100.0], [30.0] * 99 + [110.0], rate_kept=1.0),
    ),
    screen=Screen(
        feed=[Watching(1, [40.0], 0.01, 110), Watching(200, [50.0] * 99 + [300.0], 0.12, 130)],
        peer=[Watching(1, [480.0], 0.01, 90), Watching(200, [500.0] * 100, 0.3, 95)],
        page_data_ms={"/": [40.0] * 19 + [90.0], "/trends": [70.0]},
        loads={"/": (Load(300, 2_400, 1_400_000, 25), Load(100, 900, 48_000, 5))},
        resting={
            "/": Resting(900, [30.0] * 19 + [45.0], [6_000.0] * 20, 0.1, (900, 910), (9e6, 9.5e6)),
            "/review": Resting(700, [], [], 0.01, (800, 800), (8e6, 8e6)),
        },
        heap_growth_share=0.04,
        heap_events=10_000,
    ),
)


def test_a_run_that_reaches_every_goal_misses_none() -> None:
    assert missed(figures_of(GOOD, GOALS)) == []


def test_the_ratio_to_the_limit_is_the_median_of_the_ratios_of_each_round() -> None:
    figures = {figure.name: figure.value for figure in figures_of(GOOD, GOALS)}

    assert figures["live_to_limit"] == pytest.approx(0.40)
    assert figures["live_to_one_by_one"] == pytest.approx(33)
    assert figures["live_to_take"] == pytest.approx(1.8)


def test_a_worker_that_lost_a_row_when_it_was_killed_fails_the_run_and_a_peer_does_not() -> None:
    assert GOOD.path is not None
    harmed = {**GOOD.path.survivals, "live": Survival(1, 0), "quix": Survival(0, 7)}
    run = replace(GOOD, path=replace(GOOD.path, survivals=harmed))

    assert [figure.name for figure in missed(figures_of(run, GOALS))] == ["live_lost_rows"]


def test_the_feed_is_held_to_the_peer_at_the_same_number_of_viewers() -> None:
    figures = {figure.name: figure.value for figure in figures_of(GOOD, GOALS)}

    assert figures["feed_to_interval_p50"] == pytest.approx(0.1)
    assert figures["feed_200_p99"] == 50
    assert figures["interval_200_cpu"] == pytest.approx(30)
    assert figures["page_overview_p95"] == 40
    assert figures["warm_sent_overview"] == 48
    assert figures["cold_requests_overview"] == 25
    assert figures["dashboard_memory"] == 130


def test_an_open_page_is_held_to_what_it_may_take() -> None:
    figures = {figure.name: figure for figure in figures_of(GOOD, GOALS)}

    assert figures["drawn_slowest_to_fastest"].value == pytest.approx(900 / 700)
    assert figures["update_overview_p95"].value == 30
    assert figures["update_overview_sent"].value == 6
    assert figures["nodes_overview"].value == pytest.approx(100 / 90)
    assert figures["heap_review"].verdict == "met"
    assert "update_review_p95" not in figures


def test_a_missed_goal_is_named() -> None:
    goals = goals_with(["live_to_limit=0.9"])

    assert [figure.name for figure in missed(figures_of(GOOD, goals))] == ["live_to_limit"]


def test_a_page_that_is_too_heavy_or_asks_too_often_misses_its_goals() -> None:
    heavy = (Load(300, 2_400, 1_600_001, 61), Load(100, 900, 60_001, 7))
    assert GOOD.screen is not None
    screen = replace(GOOD.screen, loads={"/": heavy, "/trends": heavy})
    figures = figures_of(replace(GOOD, screen=screen), GOALS)

    assert {figure.name for figure in missed(figures)} == {
        f"{what}_{page}"
        for what in ("cold_sent", "warm_sent", "warm_requests")
        for page in ("overview", "trends")
    }


def test_an_aim_without_a_goal_gives_no_verdict() -> None:
    figure = Figure("feed_200_p50", "", 5_000, "ms", GOALS["feed_200_p50"])

    assert figure.verdict == ""


@pytest.mark.parametrize("change", ["nothing=1", "live_to_limit=fast", "live_to_limit"])
def test_a_goal_that_does_not_exist_or_is_no_number_is_refused(change: str) -> None:
    with pytest.raises(UsageError):
        goals_with([change])


def test_the_99th_percentile_of_100_values_is_the_second_largest() -> None:
    assert percentile(range(100), 0.99) == 98
    assert percentile([7], 0.99) == 7
