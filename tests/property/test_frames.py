"""Whatever happened: every frame of a replay shows what is read at its moment."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas.events import ExerciseResultRecorded, MemberJoined, ResourceLevelReported
from tests.property.histories import History, histories
from tests.property.test_any_order import few
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import InDatabase, Row, at, undone
from tests.support.postgres import Database

PROJECTIONS = ("evidence", "resource_level", "membership", "level_override", "baseline")
ND, NO_READING, NO_DATA, LAPSED = 9, 0, -1, -2
COLUMNS = ("levels", "indexes", "is_weak", "last_levels", "last_indexes")
HEARD_FOR = timedelta(days=20)
heard_from = st.sampled_from((at("2024-11-22T20:00:00"), at("2026-10-20")))
start = st.sampled_from((at("2024-11-22T12:00:00"), at("2023-12-20"), at("2026-10-18T06:00:00")))
end = st.sampled_from(
    (at("2026-11-05"), at("2026-10-25"), at("2026-11-22T18:00:00"), at("2031-01-01"))
)

replays = st.tuples(start, end, st.booleans())


@few
@given(histories(), replays, st.data())
def test_readiness_in_every_frame_is_what_is_read_then(
    database: Database,
    history: History,
    replay: tuple[datetime, datetime, bool],
    data: st.DataObject,
):
    start, end, tied = replay
    with undone(database) as told:
        latest = spread_over_days(told, history, data.draw(heard_from))
        chosen = data.draw(st.sets(st.integers(1, 2000), min_size=1, max_size=5))

        assert_readings(told, start, end, latest, tied=tied, chosen=chosen)


def test_a_report_taken_back_lets_the_one_before_it_stand_again(database: Database):
    first, second, third = (
        event(
            ResourceLevelReported,
            pillar="P",
            pct=pct,
            time=f"2024-11-2{day}T00:00:00Z",
            id=f"r{day}",
        )
        for day, pct in ((1, 60.0), (2, 90.0), (3, 70.0))
    )
    joined = event(MemberJoined, actor="EST", from_on="2004-03-29", time="2004-03-29T00:00:00Z")
    corrected = correction_of(second, pct=100.0, id="c", occurred="2024-11-24T00:00:00Z")
    arriving = (joined, third), (first, second), (retraction_of(third),), (corrected,)
    with undone(database) as told:
        latest = spread_over_days(told, History((), arriving), at("2024-11-23T06:00:00"))
        for tied in (True, False):
            assert_readings(
                told, at("2024-11-20"), at("2025-04-01"), latest, tied=tied, chosen=range(1, 133)
            )


@few
@given(histories(), replays, st.data())
def test_interoperability_in_every_frame_is_what_is_read_then(
    database: Database,
    history: History,
    replay: tuple[datetime, datetime, bool],
    data: st.DataObject,
):
    start, end, tied = replay
    with undone(database) as told:
        latest = spread_over_days(told, history, data.draw(heard_from))
        moments = frame_moments(told, start, end)
        dimension = data.draw(st.sampled_from(("technical", "human")))
        frames = told.ask("interoperability_frames", "NATO", dimension, start, end, latest, tied)
        for i in data.draw(st.sets(st.integers(1, len(moments)), min_size=1, max_size=5)):
            moment = moments[i - 1]
            known = min(moment, latest) if tied else latest
            expected = {
                (row["actor_a"], row["actor_b"]): [
                    LAPSED if row["is_lapsed"] else row["level"],
                    row["last_level"],
                ]
                for row in told.ask("interoperability", "NATO", moment, known, dimension)
            }
            found = {
                (row["actor_a"], row["actor_b"]): values
                for row, values in folded(frames, i, ("levels", "last_levels"))
                if values[0] != NO_DATA
            }

            assert found == expected


def test_what_was_stale_before_the_replay_began_stays_stale(database: Database):
    joined = event(MemberJoined, actor="EST", from_on="2004-03-29", time="2004-03-29T00:00:00Z")
    old = event(ExerciseResultRecorded, actor="EST", rating="P", time="2025-06-01T00:00:00Z")
    with undone(database) as told:
        latest = told.tell(joined, old)
        assert_readings(
            told, at("2026-09-01"), at("2026-09-20"), latest, tied=False, chosen=range(1, 20)
        )


def test_what_lapses_or_is_taken_back_in_a_replay_does_so_on_its_day(database: Database):
    days = {"time": "2024-11-20T00:00:00Z"}
    joined = event(MemberJoined, actor="EST", from_on="2004-03-29", time="2004-03-29T00:00:00Z")
    bad = event(ExerciseResultRecorded, area="land", rating="U", id="bad", **days)
    good = event(
        ExerciseResultRecorded, area="land", rating="P", id="good", time="2025-01-15T00:00:00Z"
    )
    report = event(ResourceLevelReported, pillar="P", pct=65.0, id="report", **days)
    arriving = (joined, bad, report), (good,), (retraction_of(good),)
    with undone(database) as told:
        latest = spread_over_days(told, History((), arriving), at("2025-01-20"))
        for tied in (True, False):
            assert_readings(
                told, at("2025-01-10"), at("2025-03-01"), latest, tied=tied, chosen=range(1, 60)
            )


def test_an_actor_that_is_no_state_is_there_from_when_it_was_declared(database: Database):
    joined = [
        event(MemberJoined, actor="XYZ", from_on="2004-03-29", time="2004-03-29T00:00:00Z"),
        event(ExerciseResultRecorded, actor="XYZ", area="land", time="2024-11-20T00:00:00Z"),
    ]
    declared = event(
        MemberJoined, actor="XYZ", kind="regional_org", body="G7", time="2024-01-01T00:00:00Z"
    )
    arriving = tuple(joined), (declared,), (retraction_of(declared),)
    with undone(database) as told:
        latest = spread_over_days(told, History((), arriving), at("2025-01-20"))
        frames = told.ask(
            "readiness_frames", "NATO", at("2025-01-01"), at("2025-02-20"), latest, True
        )
        for tied in (True, False):
            assert_readings(
                told, at("2025-01-01"), at("2025-02-20"), latest, tied=tied, chosen=range(1, 60)
            )

    assert [row["levels"] for row in frames] == [[2, NO_READING]]


def assert_readings(
    told: InDatabase,
    start: datetime,
    end: datetime,
    latest: datetime,
    *,
    tied: bool,
    chosen: Iterable[int],
) -> None:
    """Compare frames with what is read at their moments."""
    moments = frame_moments(told, start, end)
    frames = told.ask("readiness_frames", "NATO", start, end, latest, tied)
    for i in {min(i, len(moments)) for i in chosen}:
        moment = moments[i - 1]
        known = min(moment, latest) if tied else latest
        expected = {
            (row["actor"], row["area"]): row
            for row in told.ask("readiness", "NATO", moment, known)
        }
        found = {
            (row["actor"], row["area"]): values
            for row, values in folded(frames, i, COLUMNS)
            if values[0] != NO_READING
        }

        assert found.keys() == expected.keys()
        for cell, row in expected.items():
            level, index, weak, last_level, last_index = found[cell]
            levels = (level_of(row["level"]), level_of(row["last_level"]))
            assert (moment, level, last_level, weak) == (moment, *levels, is_weak(row))
            assert rounds_to(row["index"], index)
            assert rounds_to(row["last_index"], last_index)


def spread_over_days(told: InDatabase, history: History, heard_from: datetime) -> datetime:
    """Tell a history, then let its recording have taken days, as many from batch to batch."""
    for batch in history.batches:
        told.tell(*batch)
    asked = "select distinct recorded_at from muster.ledger order by 1"
    moments: list[datetime] = [moment for (moment,) in told.connection.execute(asked).fetchall()]
    step = HEARD_FOR / max(1, len(moments) - 1)
    values = {"moments": moments, "later": [heard_from + i * step for i in range(len(moments))]}
    later = "(%(later)s::timestamptz[])[array_position(%(moments)s::timestamptz[], {0})]"
    told.connection.execute(
        f"update muster.ledger set recorded_at = {later.format('recorded_at')}", values
    )
    for name in PROJECTIONS:
        told.connection.execute(
            f"update muster_1.{name} set recorded_at = {later.format('recorded_at')},"
            f" ended_at = coalesce({later.format('ended_at')}, ended_at)",
            values,
        )
    return heard_from + HEARD_FOR


def frame_moments(told: InDatabase, start: datetime, end: datetime) -> list[datetime]:
    """Give the moments of the frames."""
    return told.ask("frame_moments", start, end)[0]["frame_moments"]


def folded(frames: Iterable[Row], i: int, names: Iterable[str]) -> Iterator[tuple[Row, list[Any]]]:
    """Give what each cell shows in a frame: its last change up to then, if it had one."""
    for row in frames:
        before = [at for at, frame in enumerate(row["frames"]) if frame <= i]
        if before:
            yield row, [row[name][before[-1]] for name in names]


def level_of(level: str) -> int:
    """Give a level as frames have it."""
    return ND if level == "ND" else int(level)


def is_weak(row: Row) -> bool:
    """Say whether a reading rests on little evidence."""
    return row["confidence"] == "Low"


def rounds_to(index: float | None, points: int | None) -> bool:
    """Say whether an index is these whole points; either side will do when it is half-way."""
    if index is None or points is None:
        return index is points
    return abs(index - points) <= 0.5 + 1e-9
