"""A report says what the read functions answer, and nothing else."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.integration.report.conftest import LOW, Muster
from tests.integration.report.tables import Tables

NAME = "Looked at again"


@pytest.fixture(scope="module")
def report(muster: Muster, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    file = tmp_path_factory.mktemp("report") / "draft.html"
    assert muster.run("review", "create", NAME, "--exercise", muster.exercise_id)[0] == 0
    assert muster.run("report", NAME, "-o", file)[0] == 0
    return Tables(file.read_text())


@pytest.fixture(scope="module")
def span(muster: Muster) -> dict[str, object]:
    [one] = muster.ask(
        "select starts_on, ends_on, actors, domains from readiness.exercise_schedule("
        "  'NATO', '-infinity', 'infinity', now(), now(), %(id)s, 1)",
        id=muster.exercise_id,
    )
    begin = datetime.combine(one["starts_on"], datetime.min.time(), UTC)
    end = datetime.combine(one["ends_on"] + timedelta(days=1), datetime.min.time(), UTC)
    [head] = muster.ask("select recorded_at from readiness.head()")
    return {
        "a": begin,
        "b": end,
        "k": head["recorded_at"],
        "actors": one["actors"],
        "areas": one["domains"],
        "id": muster.exercise_id,
    }


def test_every_rating_is_there_with_its_event(report: Tables, muster: Muster, span):
    rows = muster.ask(
        "select * from readiness.exercise_results(%(id)s, %(k)s, %(k)s, 10000)", **span
    )
    shown = {(row[6], row[2], row[0], row[3].split(" (")[0]) for row in report.of("Every rating")}

    assert len(rows) > 20
    assert shown == {
        (str(one["ledger_seq"]), one["actor"], one["objective_id"], one["rating"] or "not rated")
        for one in rows
    }


def test_the_ratings_are_counted_as_the_database_counts_them(report: Tables, muster: Muster, span):
    [one] = muster.ask(
        "select * from readiness.exercise_schedule("
        "  'NATO', '-infinity', 'infinity', %(k)s, %(k)s, %(id)s, 1)",
        **span,
    )
    rows = report.of("Objectives and capabilities")
    sums = [sum(int(row[place]) for row in rows) for place in range(3, 8)]

    assert sums == [
        one["performed"],
        one["some_challenges"],
        one["major_challenges"],
        one["unable"],
        one["unrated"],
    ]
    [said] = [item for item in report.items if item.startswith("Ratings,")]
    assert f": {sums[0]} P (" in said
    assert f", {sums[3]} U (" in said


def test_participants_are_those_who_took_part(report: Tables, muster: Muster, span):
    rows = muster.ask(
        "select * from readiness.exercise_participants(%(id)s, %(k)s, %(k)s)", **span
    )

    assert {row[0]: row[2].replace(",", "") for row in report.of("Participants")} == {
        one["actor"]: str(one["personnel"]) if one["personnel"] is not None else "–"
        for one in rows
    }


def test_the_plan_has_every_action_of_every_lesson(report: Tables, muster: Muster, span):
    rows = muster.ask(
        "select l.lesson_id, a.action_id, a.element, a.action_body, a.tasked_at::date as start,"
        "  coalesce(a.implemented_at::date, a.due_on) as due, a.newest_seq"
        " from readiness.observations(%(k)s, %(k)s) o"
        " join readiness.lessons(%(k)s, %(k)s) l on o.observation_id = any (l.observation_ids)"
        " join readiness.remedial_actions(%(k)s, %(k)s) a using (lesson_id)"
        " where o.exercise_id = %(id)s",
        **span,
    )
    shown = {(row[2], row[3], row[4], row[5], row[6]) for row in report.of("Improvement plan")}

    assert rows
    assert shown == {
        (r["action_id"], r["element"], r["action_body"], str(r["start"]), str(r["due"]))
        for r in rows
    }


def test_readiness_before_and_after_is_the_roll_up_of_both_moments(report: Tables, muster, span):
    rows = muster.ask(
        "select area, b.members, a.ready as before, b.ready as after"
        " from readiness.rollup('NATO', %(a)s, %(k)s) a"
        " join readiness.rollup('NATO', %(b)s, %(k)s) b using (area)"
        " where area = any (%(areas)s)",
        **span,
    )
    shown = sorted(row[1:4] for row in report.of("Readiness of the body by capability"))

    assert shown == sorted(
        [str(one["members"]), str(one["before"]), str(one["after"])] for one in rows
    )


def test_readings_and_their_causes_are_those_of_the_difference(report: Tables, muster, span):
    rows = muster.ask(
        "select actor, area, measure, sum(share) as parts, max(to_index - from_index) as moved,"
        "  array_agg(seq) filter (where seq is not null and round(share::numeric, 1) <> 0) as seqs"
        " from readiness.difference_in_short('NATO', %(a)s, %(k)s, %(b)s, %(k)s)"
        " where actor = any (%(actors)s) and area = any (%(areas)s) group by 1, 2, 3",
        **span,
    )
    title = "Readings that changed, of those who took part, in the areas of the exercise"
    shown = report.of(title)
    said = "\n".join(row[4] for row in shown)

    assert len(shown) == len({(one["actor"], one["area"]) for one in rows}) > 5
    assert all(f"event {seq}" in said for one in rows for seq in one["seqs"] or ())
    # What stands beside causes is points: they add up to the change.
    index = [one for one in rows if one["measure"] == "index" and one["parts"] is not None]
    assert index
    assert all(one["parts"] == pytest.approx(one["moved"], abs=1e-9) for one in index)


def test_pairs_that_came_to_another_level_are_there(report: Tables, muster, span):
    rows = muster.ask(
        "select distinct actor_a, actor_b, dimension from"
        " readiness.interoperability_difference('NATO', %(a)s, %(k)s, %(b)s, %(k)s)"
        " where from_level <> to_level and actor_a = any (%(actors)s)"
        " and actor_b = any (%(actors)s)",
        **span,
    )
    shown = {
        (row[0], row[1].lower())
        for row in report.of("Pairs of those who took part that changed")
        if "→" in row[2]
    }

    assert shown == {(f"{one['actor_a']}, {one['actor_b']}", one["dimension"]) for one in rows}


def test_each_event_of_the_annex_has_the_hash_of_what_was_received(report: Tables, muster: Muster):
    rows = report.of("Evidence")
    found = muster.ask(
        "select seq, source, event_id, event from muster.ledger where seq = any (%(seqs)s)",
        seqs=[int(row[0]) for row in rows],
    )
    shown = {row[0]: (row[3], row[5]) for row in rows}

    assert len(rows) > 50
    assert shown == {
        str(one["seq"]): (
            f"{one['source']}\n{one['event_id']}",
            hashlib.sha256(one["event"].encode()).hexdigest(),
        )
        for one in found
    }


def test_every_event_that_is_named_is_in_the_annex(report: Tables):
    annex = {row[0] for row in report.of("Evidence")}
    named = {row[6] for row in report.of("Every rating")}
    named |= {row[-1] for title in ("Timeline", "Improvement plan") for row in report.of(title)}

    assert named <= annex


def test_who_may_see_less_gets_a_report_without_the_rest(
    muster: Muster, report: Tables, tmp_path: Path
):
    assert muster.run("review", "list", "--viewer", LOW)[1].startswith("no reviews")
    assert muster.run("report", NAME, "-o", tmp_path / "a.html", "--viewer", LOW) == (
        2,
        f"muster: there is no review {NAME!r}; `muster review list` shows all\n",
    )
    made = muster.run("review", "create", NAME, "--exercise", muster.exercise_id, "--viewer", LOW)
    assert made[0] == 0
    assert muster.run("report", NAME, "-o", tmp_path / "a.html", "--viewer", LOW)[0] == 0

    text = (tmp_path / "a.html").read_text()
    low = Tables(text)

    assert "RESTRICTED" not in text
    assert "EXERCISE DATA · UNCLASSIFIED" in text
    assert {row[2] for row in low.of("Evidence")} == {"UNCLASSIFIED"}
    assert len(low.of("Evidence")) < len(report.of("Evidence"))
    # Whoever sees both is asked which one is meant.
    code, said = muster.run("report", NAME, "-o", tmp_path / "b.html")
    assert (code, "2 reviews are named" in said) == (2, True)


def test_no_session_is_left_open(muster: Muster, report: Tables):
    assert muster.ask("select * from muster.session") == []
