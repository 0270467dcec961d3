"""Figures, goals and percentiles: what makes a run of the benchmark fail."""

import pytest

from infra.errors import UsageError
from tests.bench.figures import GOALS, Figure, figures_of, goals_with, missed
from tests.bench.measure import Measured
from tests.bench.visible import Delays, percentile

GOOD = Measured(
    limit_per_s=[80_000, 100_000, 90_000],
    live_per_s=[24_000, 25_000, 36_000],
    one_by_one_per_s=1_000,
    worker_peak_memory_mib=120,
    delays=Delays([20.0] * 99 + [100.0], [30.0] * 99 + [110.0], rate_kept=1.0),
)


def test_a_run_that_reaches_every_goal_misses_none() -> None:
    assert missed(figures_of(GOOD, GOALS)) == []


def test_the_ratio_to_the_limit_is_the_median_of_the_ratios_of_each_round() -> None:
    figures = {figure.name: figure.value for figure in figures_of(GOOD, GOALS)}

    assert figures["live_to_limit"] == pytest.approx(0.30)
    assert figures["live_to_one_by_one"] == pytest.approx(25)


def test_a_missed_goal_is_named() -> None:
    goals = goals_with(["live_to_limit=0.9"])

    assert [figure.name for figure in missed(figures_of(GOOD, goals))] == ["live_to_limit"]


def test_an_aim_without_a_goal_gives_no_verdict() -> None:
    figure = Figure("ack_to_visible_p50", "", 5_000, "ms", GOALS["ack_to_visible_p50"])

    assert figure.verdict == ""


@pytest.mark.parametrize("change", ["nothing=1", "live_to_limit=fast", "live_to_limit"])
def test_a_goal_that_does_not_exist_or_is_no_number_is_refused(change: str) -> None:
    with pytest.raises(UsageError):
        goals_with([change])


def test_the_99th_percentile_of_100_values_is_the_second_largest() -> None:
    assert percentile(range(100), 0.99) == 98
    assert percentile([7], 0.99) == 7
