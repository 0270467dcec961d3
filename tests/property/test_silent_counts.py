"""While nothing is heard no promise is kept better, and no count gets any better either."""

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.property.fields import DAYS
from tests.property.histories import History, histories
from tests.support.given import InMemory, Row, at

# Events lie on these days, and so does what they announce; commitments start on one more.
EVENTFUL = sorted({*map(date.fromisoformat, DAYS), date(2024, 1, 1)})
END = date(2033, 1, 1)
REPORT_STATES = ("current", "late", "lapsed", "never")
CADENCE_STATES = (None, "dissolved", "never", "green", "amber", "red")
TOLERANCE = 1e-9

few = settings(
    max_examples=int(os.environ.get("MUSTER_EXAMPLES", "20")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


@st.composite
def silences(draw: st.DrawFn) -> tuple[datetime, datetime]:
    """Give two moments between which nothing happens, and nothing that was announced begins."""
    last, following = draw(st.sampled_from([*pairwise(EVENTFUL), (EVENTFUL[-1], END)]))
    days = (following - last).days - 1
    first, second = sorted(draw(st.tuples(*[st.integers(1, days)] * 2)))
    start = at(f"{last}T12:00:00")
    return start + timedelta(days=first), start + timedelta(days=second)


@few
@given(histories(), silences())
def test_nothing_gets_better_while_nothing_is_heard(
    history: History, silence: tuple[datetime, datetime]
):
    engine = InMemory()
    known_at = [engine.tell(*batch) for batch in history.batches][-1]
    for question, key, is_no_better in RULES:
        for body in ("NATO", "WTO"):
            earlier, later = (
                {
                    tuple(row[name] for name in key): row
                    for row in engine.ask(question, body, at_, known_at)
                }
                for at_ in silence
            )
            assert (question, later.keys()) == (question, earlier.keys())
            for name, row in earlier.items():
                assert is_no_better(row, later[name]), (question, row, later[name])


def _promise(was: Row, now: Row) -> bool:
    scored = (was["score"] is None) == (now["score"] is None)
    not_better = was["score"] is None or now["score"] <= was["score"]
    return (
        scored
        and not_better
        and _same(was, now, "value", "is_counted", "baseline")
        and _kept(was, now)
    )


def _kept(was: Row, now: Row) -> bool:
    """Once it is over, how it ended stands."""
    return was["outcome"] in (None, now["outcome"]) and bool(was["is_late"]) <= bool(
        now["is_late"]
    )


def _compliance(was: Row, now: Row) -> bool:
    return (
        _same(was, now, "actors", "scored", "not_reported")
        and _not_more(was, now, "compliance_ratio", "met")
        and was["late"] <= now["late"]
        and was["missed"] <= now["missed"]
    )


def _gap(was: Row, now: Row) -> bool:
    is_no_smaller = now["gap"] is None or now["gap"] == was["gap"]
    return is_no_smaller and was["is_open"] <= now["is_open"] and _same(was, now, "last_gap")


def _contribution(was: Row, now: Row) -> bool:
    return _same(
        was, now, "mean_index", "mean_resources", "indices", "scored", "areas"
    ) and _not_more(
        was, now, "ready", "compliance_ratio", "exercises", "results", "products_shared"
    )


def _report(was: Row, now: Row) -> bool:
    return _not_better(REPORT_STATES, was["state"], now["state"]) and (
        was["age_days"] is None or was["age_days"] <= now["age_days"]
    )


def _cadence(was: Row, now: Row) -> bool:
    return _not_better(CADENCE_STATES, was["status"], now["status"]) and (
        was["overdue_ratio"] is None or was["overdue_ratio"] <= now["overdue_ratio"]
    )


def _burden(was: Row, now: Row) -> bool:
    return was["burden"] <= now["burden"] + TOLERANCE and was["overdue"] <= now["overdue"]


def _offer(was: Row, now: Row) -> bool:
    return was["is_late"] <= now["is_late"] and was["age_days"] <= now["age_days"]


def _band(was: Row, now: Row) -> bool:
    return _same(was, now, "offers", "quantity", "actors") and was["late"] <= now["late"]


def _position(was: Row, now: Row) -> bool:
    return was["is_current"] >= now["is_current"] and _same(was, now, "point", "from_median")


def _unmoved(was: Row, now: Row) -> bool:
    return {**was, "silent_days": 0} == {**now, "silent_days": 0}


def _same(was: Row, now: Row, *names: str) -> bool:
    return all(_close(was[name], now[name]) for name in names)


def _close(was: object, now: object) -> bool:
    if isinstance(was, float) and isinstance(now, float):
        return abs(was - now) <= TOLERANCE
    return was == now


def _not_more(was: Row, now: Row, *names: str) -> bool:
    return all(
        was[name] is now[name] is None or now[name] <= was[name] + TOLERANCE for name in names
    )


def _not_better(states: tuple[str | None, ...], was: str | None, now: str | None) -> bool:
    return states.index(was) <= states.index(now)


Rule = Callable[[Row, Row], bool]
RULES: tuple[tuple[str, tuple[str, ...], Rule], ...] = (
    ("commitments", ("commitment_id", "actor"), _promise),
    ("compliance", ("commitment_id",), _compliance),
    ("dormancy", ("commitment_id",), _unmoved),
    ("divergence", ("policy_domain",), _unmoved),
    ("gaps", ("actor", "area"), _gap),
    ("contributions", ("actor",), _contribution),
    ("reporting", ("actor", "area", "pillar"), _report),
    ("reported_notice", ("actor", "area"), _report),
    ("cadence", ("level",), _cadence),
    ("attendance_record", ("actor", "level"), _unmoved),
    ("burden", ("actor", "area"), _burden),
    ("capabilities", ("actor", "area", "capability_code"), _offer),
    ("notice_to_move", ("band",), _band),
    ("standards", ("actor_a", "actor_b", "dimension"), _unmoved),
    ("positions", ("scale", "actor"), _position),
    ("insight_sharing", ("from_actor", "to_actor", "topic"), _unmoved),
)
