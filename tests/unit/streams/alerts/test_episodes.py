"""An episode is seen, raised once it has held, and cleared once it has ceased."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from streams.alerts.episodes import Episode, Step, step
from streams.alerts.holding import Found

T0 = datetime(2026, 11, 27, tzinfo=UTC)
NO_HOLD, HOLD = timedelta(0), timedelta(minutes=5)
EST = Found("EST", "EST: level 4")


def after(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def episode(state: str = "raised", **how: object) -> Episode:
    return Episode("e", "r", "EST", state, T0, **how)  # type: ignore[arg-type]


def test_without_a_hold_it_is_raised_and_cleared_at_once():
    assert step({}, {"EST": EST}, T0, NO_HOLD).raised == [(None, EST)]
    assert step({"EST": episode()}, {}, T0, NO_HOLD).cleared == [episode()]


def test_with_a_hold_it_is_seen_first_and_raised_when_it_has_held():
    pending = episode("pending")

    assert step({}, {"EST": EST}, T0, HOLD).begun == [EST]
    assert step({"EST": pending}, {"EST": EST}, after(4.9), HOLD).is_empty
    assert step({"EST": pending}, {"EST": EST}, after(5), HOLD).raised == [(pending, EST)]


def test_what_ceases_before_it_has_held_was_never_an_alert():
    assert step({"EST": episode("pending")}, {}, after(1), HOLD).dropped == [episode("pending")]


def test_with_a_hold_it_must_have_ceased_as_long_before_it_is_cleared():
    ceasing = episode(ceasing_at=after(1))

    assert step({"EST": episode()}, {}, after(1), HOLD).wavering == [(episode(), after(1))]
    assert step({"EST": ceasing}, {}, after(5), HOLD).is_empty
    assert step({"EST": ceasing}, {}, after(6), HOLD).cleared == [ceasing]


def test_what_seemed_to_cease_goes_on_as_the_same_episode():
    ceasing = episode(ceasing_at=after(1))

    assert step({"EST": ceasing}, {"EST": EST}, after(2), HOLD).wavering == [(ceasing, None)]


def apply(is_open: dict[str, Episode], done: Step, now: datetime) -> dict[str, Episode]:
    """Give what is open after a step, as the tables would have it."""
    left = dict(is_open)
    for one in (*done.cleared, *done.dropped):
        del left[one.subject]
    for one, at in done.wavering:
        left[one.subject] = one._replace(ceasing_at=at)
    for found in done.begun:
        left[found.subject] = Episode("e", "r", found.subject, "pending", now)
    for before, found in done.raised:
        since = before.since_at if before else now
        left[found.subject] = Episode("e", "r", found.subject, "raised", since)
    return left


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 400)), max_size=40),
    st.sampled_from([0, 60, 300]),
)
def test_whatever_comes_and_goes_raised_and_cleared_take_turns(looks, hold_s):
    is_open: dict[str, Episode] = {}
    said: list[str] = []
    now = T0
    for holds, seconds in looks:
        now += timedelta(seconds=seconds)
        done = step(is_open, {"EST": EST} if holds else {}, now, timedelta(seconds=hold_s))
        said += ["raised"] * len(done.raised) + ["cleared"] * len(done.cleared)
        is_open = apply(is_open, done, now)

    assert said == (["raised", "cleared"] * len(said))[: len(said)]
    is_raised = is_open.get("EST", episode("pending")).state == "raised"
    assert is_raised == (len(said) % 2 == 1)
