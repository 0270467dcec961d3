"""`python -m tests.bench --quick` on a stack of its own: complete, and failing when it should."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.app import BY_PATH
from tests.bench.reads.timing import PAGES, questions

FIGURES = {
    "live_to_limit",
    "live_to_take",
    "live_to_quix",
    "live_to_bytewax",
    "live_to_one_by_one",
    "live",
    "limit",
    "take",
    "quix",
    "bytewax",
    "one_by_one",
    "ack_to_visible_p50",
    "ack_to_visible_p99",
    "due_to_visible_p99",
    "send_rate_kept",
    "worker_peak_memory",
}
SCREEN = {
    "feed_to_interval_p50",
    "feed_5_p99",
    "interval_5_p99",
    "page_overview_p95",
    "cold_painted_overview",
    "warm_sent_system",
    "warm_requests_review",
    "drawn_partners",
    "fast_partners",
    "update_partners_p95",
    "update_partners_sent",
    "dashboard_memory",
}


@pytest.mark.timeout(600)
def test_a_quick_run_measures_everything_and_fails_at_an_impossible_goal(tmp_path: Path) -> None:
    result = tmp_path / "bench.json"
    command = [sys.executable, "-m", "tests.bench", "--quick", "--json", str(result)]
    done = subprocess.run(
        [*command, "--goal", "live_to_limit=1000"],
        check=False,
        capture_output=True,
        text=True,
        timeout=580,
    )

    assert done.returncode == 1, done.stderr
    document = json.loads(result.read_text())
    figures = {figure["name"]: figure for figure in document["figures"]}
    assert figures.keys() > FIGURES | SCREEN | {"heap_growth"}
    assert {name for name in FIGURES | SCREEN if not figures[name]["value"] > 0} == set()
    assert figures["live_to_limit"]["verdict"] == "MISSED"
    harm = {name: figures[name]["value"] for name in ("live_lost_rows", "live_doubled_rows")}
    assert harm == {"live_lost_rows": 0, "live_doubled_rows": 0}
    assert {"Kafka", "TimescaleDB", "faust-streaming"} <= document["versions"].keys()
    assert all(figure["text"] in done.stdout for figure in figures.values())


def test_a_goal_that_does_not_exist_stops_it_before_it_starts_anything() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--goal", "nothing=1"],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 2
    assert "there is no goal 'nothing'" in done.stderr


@pytest.mark.timeout(600)
def test_a_small_run_of_the_reads_asks_every_question_and_shows_a_late_correction(
    tmp_path: Path,
) -> None:
    result = tmp_path / "reads.json"
    command = [sys.executable, "-m", "tests.bench.reads", "--events", "20000", "--rounds", "1"]
    done = subprocess.run(
        [*command, "--json", str(result)], check=False, capture_output=True, text=True, timeout=580
    )

    # A machine that is busy misses goals in time; the result is written all the same.
    assert done.returncode in (0, 1), done.stderr
    assert result.exists(), done.stderr
    figures = {one["name"]: one for one in json.loads(result.read_text())["figures"]}
    assert {f"{name}_{when}_p50" for name in questions() for when in ("now", "5y")} <= set(figures)
    assert {f"page_{name}_now_p95" for name in PAGES} <= set(figures)
    assert figures["late_kept"]["verdict"] == "met"
    assert figures["ledger_through_newest_events"]["verdict"] == "met"
    assert [name for name in figures if name.startswith("chunks_read")] != []


@pytest.mark.timeout(600)
def test_a_small_run_of_the_archive_loses_nothing_and_finds_all_that_is_done_to_it(
    tmp_path: Path,
) -> None:
    result = tmp_path / "archive.json"
    command = [sys.executable, "-m", "tests.bench.archive", "--events", "10000", "--rounds", "1"]
    done = subprocess.run(
        [*command, "--flips", "30", "--truncations", "3", "--kills", "1", "--json", str(result)],
        check=False,
        capture_output=True,
        text=True,
        timeout=580,
    )

    # A machine that is busy misses goals in time; the result is written all the same.
    assert done.returncode in (0, 1), done.stderr
    assert result.exists(), done.stderr
    figures = {one["name"]: one for one in json.loads(result.read_text())["figures"]}
    found = ("flips", "truncations", "killed_writes", "killed_restores")
    assert {figures[name]["verdict"] for name in found} == {"met"}
    assert figures.keys() > {"archive_write_to_plain", "archive_read_to_plain", "restore"}


@pytest.mark.timeout(600)
def test_a_small_run_of_the_growth_weighs_tables_and_times_every_page(tmp_path: Path) -> None:
    result = tmp_path / "growth.json"
    command = [sys.executable, "-m", "tests.bench.growth", "--events", "10000"]
    done = subprocess.run(
        [*command, "--json", str(result)], check=False, capture_output=True, text=True, timeout=580
    )

    assert done.returncode == 0, done.stderr
    figures = {one["text"]: one["value"] for one in json.loads(result.read_text())["figures"]}
    size = next(iter(figures)).split(", ")[-1]
    asked = {f"{path}: asked {when}, {size}" for path in BY_PATH for when in ("first", "again")}
    started = {f"dashboard: start → ready, {size}", f"worker: start → first event stored, {size}"}
    weighed = {f"Kafka, one copy, {size}", f"ledger: rows, {size}", f"evidence: indexes, {size}"}
    assert asked | started | weighed | {f"muster verify, {size}"} <= set(figures)
    assert min(figures.values()) > 0


@pytest.mark.timeout(600)
def test_a_small_run_of_the_imports_compares_them_with_publishing(tmp_path: Path) -> None:
    result = tmp_path / "imports.json"
    command = [sys.executable, "-m", "tests.bench.imports", "--rows", "2000"]
    done = subprocess.run(
        [*command, "--json", str(result)], check=False, capture_output=True, text=True, timeout=580
    )

    # A machine that is busy misses goals in time; the result is written all the same.
    assert done.returncode in (0, 1), done.stderr
    assert result.exists(), done.stderr
    figures = {one["name"]: one for one in json.loads(result.read_text())["figures"]}
    assert {"import_to_publish", "import_growth"} <= {
        name for name, one in figures.items() if one["verdict"]
    }
    assert all(one["value"] > 0 for one in figures.values())
