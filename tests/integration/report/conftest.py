"""A year of the demo in a database, and Muster's commands run on it."""

import io
import os
from collections.abc import Callable, Generator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from infra import cli
from infra.clock import utc_now
from infra.settings import Settings
from infra.viewers.kept import put_viewer
from streams.demo.chance import DEFAULT_SEED, Chance
from streams.demo.season import season
from streams.imports import facts
from streams.store import pipeline
from streams.store.tables.session import open_session
from tests.support.postgres import Database, copy_of
from tests.support.stack import environment

EVENTS_AT_ONCE = 500
LOW = "low"  # a viewer who may read what is unclassified, and nothing else


@dataclass(frozen=True)
class Muster:
    """A Muster with a year of history, and how to ask it."""

    settings: Settings
    exercise_id: str

    def run(self, *arguments: str | Path) -> tuple[int, str]:
        """Run a command to its end, here; give its exit code and all it said."""
        said = io.StringIO()
        with (
            patch.dict(os.environ, environment(self.settings), clear=True),
            redirect_stdout(said),
            redirect_stderr(said),
        ):
            code = cli.run([str(argument) for argument in arguments])
        return code, said.getvalue()

    def ask(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """Give the rows of a question to the read functions, as who may see everything."""
        conninfo = self.settings.database("muster_owner")
        with psycopg.connect(conninfo, row_factory=dict_row) as connection:
            connection.execute("set timezone = 'UTC'")
            return connection.execute(query, parameters).fetchall()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def muster(stack: Settings, template_database: Database) -> Generator[Muster]:
    """Give a Muster with a year of the demo, and the exercise that most lessons are drawn from."""
    with copy_of(template_database) as made:
        settings = replace(stack, conninfo=make_conninfo(stack.conninfo, dbname=made.name))
        with open_session(settings.database("muster_worker")) as connection:
            for some in batched_texts(_history(), EVENTS_AT_ONCE):
                pipeline.store_events(connection, some)
        with made.connect() as owner:
            put_viewer(owner, LOW, "UNCLASSIFIED", None)
        yield Muster(settings, _busiest(Muster(settings, "")))


def batched_texts(texts: list[bytes], size: int) -> list[list[bytes]]:
    """Give texts some at a time."""
    return [texts[first : first + size] for first in range(0, len(texts), size)]


def _history() -> list[bytes]:
    chance, now = Chance(DEFAULT_SEED), utc_now()
    told = [message.text for name in facts.names() for message in facts.messages(name, now)]
    return told + [event.message(chance, now).text for event in season(chance, now, 1)]


def _busiest(muster: Muster) -> str:
    [found] = muster.ask(
        "select e.exercise_id from readiness.exercise_schedule("
        "  'NATO', '-infinity', 'infinity', now(), now(), null, 1000) e"
        " join readiness.observations(now(), now()) o using (exercise_id)"
        " join readiness.lessons(now(), now()) l on o.observation_id = any (l.observation_ids)"
        " where e.state = 'conducted' and e.ends_on < current_date - 60"
        " group by 1 order by count(*) desc, 1 limit 1"
    )
    return found["exercise_id"]


@pytest.fixture
def supported(muster: Muster, tmp_path: Path) -> Callable[[str], None]:
    """Give what adds an explanation with evidence of every rating to a review."""

    def support(review: str) -> None:
        rows = muster.ask(
            "select distinct on (area, objective_id) area, objective_id, ledger_seq"
            " from readiness.exercise_results(%(id)s, now(), now(), 10000)"
            " where rating is not null order by area, objective_id, ledger_seq",
            id=muster.exercise_id,
        )
        findings = "\n".join(
            "[[finding]]\n"
            'kind = "improvement"\n'
            f'observation = "Looked into {row["objective_id"]}."\n'
            f'area = "{row["area"]}"\nobjective = "{row["objective_id"]}"\n'
            'explanation = "Tasks were met as counted."\n'
            f"evidence = [{row['ledger_seq']}]\n"
            for row in rows
        )
        file = tmp_path / "findings.toml"
        file.write_text(findings)
        code, said = muster.run("review", "finding", review, "--file", file)
        assert (code, said) == (0, f"{len(rows)} added to {review!r}\n")

    return support
