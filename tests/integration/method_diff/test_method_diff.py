"""What another method would change is what a Muster migrated with that method says."""

import json
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from psycopg.conninfo import make_conninfo

from infra import worlds
from infra.postgres import connect
from infra.settings import Settings
from infra.viewers.kept import put_viewer
from schemas import method
from schemas.events import (
    BaselineAdopted,
    CapabilityAssessed,
    ExerciseResultRecorded,
    InteropTestRecorded,
    LevelOverridden,
    MemberJoined,
    ResourceLevelReported,
)
from streams.projections.evidence import weighed_by
from streams.store.tables.running_sums import sum_up
from streams.store.tables.session import open_session
from streams.verify import comparison
from tests.integration.whatif.conftest import Muster
from tests.support.builders import correction_of, event, retraction_of
from tests.support.postgres import Database, copy_of
from tests.support.stack import environment

AS_OF = datetime(2026, 11, 20, tzinfo=UTC)
ACTORS, AREAS = ("EST", "FIN", "LVA", "NOR"), ("air", "land", "logistics")
LOW = "low"
MEASURES = ("level", "training", "training_level", "index")
READINGS = (
    "select actor, area, level, t, t_level, index from readiness.readiness('NATO', %s, now())"
    " order by 1, 2"
)
PAIRS = (
    "select actor_a, actor_b, dimension, level, mean"
    " from readiness.interoperability('NATO', %s, now()) order by 1, 2, 3"
)
OTHERS = {
    "levels held otherwise": "[readiness]\nstale_level = 3\nincomplete_level = 3",
    "levels kept less": "[readiness]\nincomplete_level = 1\nstale_level = 1",
    "steps of levels": "[pillar_levels]\nP = [95, 87, 50]\nT = {value = [80, 75, 60]}",
    "fading": "[decay.exercise]\nhalf_life_days = 90\nvalidity_days = 300",
    "reports that lapse": "[resource_report]\nvalidity_days = 40\namber_days = 20",
    "ratings": "[ratings]\nS = 71.5\n[evaluator]\nself = 0.1\n[quality]\nttx = 1.0",
    "pairs": "[interoperability]\nlimited = 0.1\nz = 0.5\nbelow_baseline_level = 1",
    "orders": "[override]\nlongest_days = 10",
    "all at once": "[ratings]\nP = 86\n[decay.interop_test]\nvalidity_days = 200\n[readiness]\n"
    "incomplete_level = 4\n[pillar_levels]\nS = [99, 80, 65]\n[override]\nlongest_days = 12",
}


def history() -> Generator[bytes]:
    """Give what speaks for and against four members in three areas, old and new, amended too."""
    for actor in ACTORS:
        yield event(MemberJoined, id=f"joined-{actor}", actor=actor)
    for n, (actor, area) in enumerate(product(ACTORS, AREAS)):
        for turn in range(n % 4):
            at = AS_OF - timedelta(days=29 * n + 190 * turn + 3)
            result = event(
                ExerciseResultRecorded,
                id=f"result-{n}-{turn}",
                time=f"{at:%Y-%m-%dT%H:%M:%SZ}",
                actor=actor,
                area=area,
                rating="PSMU"[(n + turn) % 4],
                exercise_kind=("livex", "ttx", "cpx")[turn % 3],
                evaluator=("external", "self")[n % 2],
            )
            yield result
            if n % 5 == 1:
                yield correction_of(result, id=f"corrected-{n}-{turn}", rating="S")
            if n % 7 == 3:
                yield retraction_of(result, id=f"retracted-{n}-{turn}")
        for turn, pillar in enumerate("PSR"[: n % 4]):
            at = AS_OF - timedelta(days=11 * turn + 7 * n)
            about = {"actor": actor, "area": area, "pillar": pillar, "pct": 54.0 + 4 * n - turn}
            yield event(
                ResourceLevelReported,
                id=f"report-{n}-{turn}",
                time=f"{at:%Y-%m-%dT%H:%M:%SZ}",
                **about,
            )


def beside_them() -> Generator[bytes]:
    """Give one that never reports, pairs that were tested, and a level that was ordered."""
    # One that never reports: newly shown in one area, long ago in another.
    yield event(MemberJoined, id="joined-POL", actor="POL")
    for area, days in (("air", 20), ("land", 500)):
        yield event(
            ExerciseResultRecorded,
            id=f"silent-{area}",
            time=f"{AS_OF - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}",
            actor="POL",
            area=area,
            rating="P",
        )
    yield event(CapabilityAssessed, id="assessed", actor="NOR", area="air", score=88.0)
    for n, (actor, label) in enumerate((("FIN", {}), ("NOR", {"classification": "SECRET"}))):
        for turn, outcome in enumerate(("success", "limited", "success")):
            at = AS_OF - timedelta(days=90 * turn + 20)
            yield event(
                InteropTestRecorded,
                id=f"test-{n}-{turn}",
                time=f"{at:%Y-%m-%dT%H:%M:%SZ}",
                actor_a="EST",
                actor_b=actor,
                outcome=outcome,
                **label,
            )
    for n, actor in enumerate(("EST", "FIN")):
        yield event(
            BaselineAdopted,
            id=f"baseline-{actor}",
            actor=actor,
            baseline="FMN",
            level=4 - n,
            time="2025-06-01T00:00:00Z",
        )
    yield event(
        LevelOverridden,
        id="ordered",
        time="2026-11-05T00:00:00Z",
        actor="POL",
        area="air",
        level="C4",
        reason="fuel",
        expires_on="2026-12-24",
    )


def told(settings: Settings) -> Muster:
    made = Muster(settings)
    made.store(*history(), *beside_them())
    with made.owner() as owner:
        assert owner.execute("select reason, detail from muster.dead_letter").fetchall() == []
    with open_session(settings.database("muster_worker")) as worker:
        sum_up(worker)
    return made


def of(stack: Settings, database: Database) -> Settings:
    return replace(stack, conninfo=make_conninfo(stack.conninfo, dbname=database.name))


@pytest.fixture(scope="module")
def muster(stack: Settings, template_database: Database) -> Generator[Muster]:
    with copy_of(template_database) as made:
        with made.connect() as owner:
            put_viewer(owner, LOW, "UNCLASSIFIED", None)
        yield told(of(stack, made))


def read(settings: Settings, question: str) -> dict[tuple[str, ...], tuple[Any, ...]]:
    with connect(settings.database("muster_reader")) as reader:
        keys = 2 if question == READINGS else 3
        rows = reader.execute(question, [AS_OF]).fetchall()  # type: ignore[call-overload]
    return {row[:keys]: row[keys:] for row in rows}


def rounded(row: Any) -> tuple[Any, ...]:
    return tuple(round(one, 9) if isinstance(one, float) else one for one in row)


def differing(was: dict[Any, Any], now: dict[Any, Any]) -> dict[Any, tuple[Any, Any]]:
    both = {key: (rounded(was[key]), rounded(now[key])) for key in was}
    return {key: pair for key, pair in both.items() if pair[0] != pair[1]}


def diff(muster: Muster, tmp_path: Path, text: str, *more: str) -> dict[str, Any]:
    file = tmp_path / "other.toml"
    file.write_text(text)
    arguments = ("--as-of", f"{AS_OF:%Y-%m-%d}", "--json", *more)
    code, said = muster.run("method", "diff", file, *arguments)
    assert code == 0, said
    return json.loads(said)


@pytest.mark.parametrize("name", OTHERS)
def test_what_would_change_is_what_a_muster_of_that_method_says(
    stack, template_database, muster: Muster, tmp_path, name
):
    other = method.laid_over(OTHERS[name], "other.toml")
    said = diff(muster, tmp_path, OTHERS[name])
    with copy_of(template_database) as made, ExitStack() as by_other:
        by_other.enter_context(weighed_by(other))
        with made.connect() as owner, patch.object(method, "load", lambda: other):
            worlds.fill_method(owner, worlds.in_force(owner))
        settings = told(of(stack, made)).settings
        expected = [
            differing(read(muster.settings, question), read(settings, question))
            for question in (READINGS, PAIRS)
        ]
    readings = {
        (one["actor"], one["area"]): tuple(
            rounded(one[f"{end}_{what}"] for what in MEASURES) for end in ("from", "to")
        )
        for one in said["readings"]
    }
    pairs = {(one["actor_a"], one["actor_b"], one["dimension"]) for one in said["pairs"]}

    assert readings == expected[0]
    assert pairs == {*expected[1]}
    assert readings or pairs
    moved = [one for one in said["readings"] if one["from_level"] != one["to_level"]]
    assert sum(one["readings"] for one in said["levels"]) == len(moved)


def checksums(muster: Muster) -> dict[str, Any]:
    tables = (*comparison.COLUMNS, "method_constant", "decay", "summed_up", "running_sum")
    with open_session(muster.settings.database("muster_owner")) as owner:
        sums = {
            table: owner.execute(
                "select count(*), sum(hashtextextended(t::text, 0)::numeric)"  # type: ignore[call-overload]
                f" from {table} t"
            ).fetchone()
            for table in tables
        }
        sums["schemas"] = owner.execute(
            "select array_agg(nspname order by nspname) from pg_namespace where nspname !~ '^pg_'"
        ).fetchone()
        sums["sessions"] = owner.execute("select count(*) from muster.session").fetchone()
    return sums


def test_nothing_of_it_stays_and_the_facts_are_as_they_were(muster: Muster, tmp_path):
    before = checksums(muster)
    diff(muster, tmp_path, OTHERS["all at once"])

    assert checksums(muster) == before


def test_killed_before_it_answers_nothing_of_it_stays(muster: Muster, tmp_path):
    before = checksums(muster)
    file = tmp_path / "other.toml"
    file.write_text(OTHERS["all at once"])
    for place in ("begin_session", "answer_by_two", "name_the_method", "readings"):
        command = [sys.executable, "-m", "tests.support.dying_at", place, "method", "diff"]
        done = subprocess.run(
            [*command, str(file)],
            env=dict(environment(muster.settings)),
            capture_output=True,
            timeout=120,
            check=False,
        )

        assert done.returncode == -signal.SIGKILL, (place, done.stderr)
        assert checksums(muster) == before


def test_who_may_read_less_is_told_of_less(muster: Muster, tmp_path):
    everything = diff(muster, tmp_path, OTHERS["pairs"])
    less = diff(muster, tmp_path, OTHERS["pairs"], "--viewer", LOW)
    pairs = {one["actor_b"] for one in everything["pairs"]}

    assert {one["actor_b"] for one in less["pairs"]} < pairs


def test_an_area_alone_and_a_moment_of_the_past_are_compared(muster: Muster, tmp_path):
    text = OTHERS["ratings"]
    said = diff(muster, tmp_path, text, "--area", "air")
    file = tmp_path / "other.toml"
    nothing = muster.run("method", "diff", file, "--known-at", "2000-01-01")

    assert {one["area"] for one in said["readings"]} == {"air"}
    assert said["readings"]
    assert nothing == (2, "muster: no body is named 'NATO'; there are: none yet\n")


def test_a_person_reads_counts_first_and_then_which(muster: Muster, tmp_path):
    file = tmp_path / "other.toml"
    file.write_text("[readiness]\nstale_level = 3\n[cadence]\ngaps = 6\n")
    code, said = muster.run("method", "diff", file, "--as-of", "2026-11-20")

    assert code == 0, said
    lines = said.splitlines()
    assert lines[0].startswith("NATO as of 2026-11-20 00:00Z, known at ")
    assert "  cadence.gaps  5 → 6  (no reading depends on it)" in lines
    assert "  readiness.stale_level  2 → 3" in lines
    assert next(i for i, line in enumerate(lines) if "levels would be others" in line) < next(
        i for i, line in enumerate(lines) if line.startswith("actor")
    )


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("[readiness]\nstale_levels = 3", 65, "did you mean readiness.stale_level?"),
        ('[readiness]\nstale_level = "3"', 65, "Expected `int`, got `str`"),
        ("[readiness]\nstale_level = 9", 65, "readiness.stale_level"),
        ("readiness = 3", 65, "readiness is a group of constants"),
        ("[interoperability]\nz = nan", 65, "interoperability.z must be a number that is finite"),
        ("[pillar_levels]\nP = [60, 70, 80]", 65, "pillar_levels.P must fall"),
        ("[readiness", 65, "other.toml: "),
        (None, 2, "cannot be read: No such file or directory"),
    ],
)
def test_a_file_that_is_no_method_is_refused_in_one_line(muster, tmp_path, text, code, said):
    file = tmp_path / "other.toml"
    if text is not None:
        file.write_text(text)
    got, answer = muster.run("method", "diff", file)

    assert (got, said in answer, answer.count("\n")) == (code, True, 1), answer


def test_a_body_and_a_viewer_that_nobody_knows_are_named(muster: Muster, tmp_path):
    file = tmp_path / "other.toml"
    file.write_text(OTHERS["ratings"])

    assert "no body is named 'NATTO'" in muster.run("method", "diff", file, "--body", "NATTO")[1]
    assert "no viewer 'nobody'" in muster.run("method", "diff", file, "--viewer", "nobody")[1]
