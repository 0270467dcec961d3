"""The explain panel in words: what sets a level, what a change is made of, what says nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime

from dashboard.queries.causes import Cause
from dashboard.queries.commitments import Standing
from dashboard.queries.explain import Item, PairInFull, ReadingInFull
from dashboard.wording import why as wording
from dashboard.wording.numbers import signed

SINCE = datetime(2026, 10, 28, tzinfo=UTC)
READING = ReadingInFull(
    actor="LTU",
    area="logistics",
    level="4",
    t=49.8,
    t_level=4,
    conf=0.8,
    confidence="High",
    items=16,
    external_items=3,
    p=73.0,
    s=82.0,
    r=64.0,
    reported_t=80.0,
    p_level=3,
    s_level=2,
    r_level=3,
    p_state="current",
    s_state="current",
    r_state="current",
    pillars=4,
    index=67.2,
    last_level="4",
    age_days=48,
    report_age_days=21,
    computed_level="4",
    override_reason=None,
    override_expires_on=None,
)
PAIR = PairInFull(
    actor_a="EST",
    actor_b="FIN",
    dimension="technical",
    level=2,
    is_lapsed=False,
    last_level=2,
    lower_bound=0.784,
    mean=0.9,
    n_eff=8.0,
    tests=8,
    age_days=3,
    is_capped=True,
)
CAUSE = Cause(
    measure="index",
    from_value=70.0,
    to_value=67.2,
    from_level="3",
    to_level="4",
    cause="came",
    pillar="P",
    seq=12,
    event_id="x",
    at=SINCE,
    share=-2.8,
)


def _words(reading: ReadingInFull) -> str:
    return " ".join(wording.reading_sentences(reading))


def test_the_pillar_that_sets_the_level_is_named():
    assert "Level 4 is the worst of 4 of 4 pillars: training 49.8." in _words(READING)


def test_reported_training_stands_beside_and_is_said_not_to_be_mixed_in():
    assert "Reported training 80 stands beside it" in _words(READING)


def test_a_reading_without_young_evidence_is_not_called_a_level():
    nd = replace(READING, level="ND", computed_level="ND", t=None, t_level=None)

    assert wording.level(nd) == "not demonstrated"
    assert "inside its validity" in _words(nd)


def test_training_held_back_by_age_alone_says_so():
    old = replace(READING, t=88.0, t_level=2, level="3", computed_level="3")

    assert "older than half its validity" in _words(old)
    assert "older than half its validity" not in _words(READING)


def test_training_that_its_points_put_where_it_is_is_not_held_back_by_age():
    # Level 2 by its points, and level 1 that no age holds back.
    for t, level in ((75.0, 2), (95.0, 1)):
        own = replace(READING, t=t, t_level=level, level="3", computed_level="3")

        assert "older than half its validity" not in _words(own)


def test_an_override_stands_with_its_reason_its_end_and_what_would_be_computed():
    words = _words(
        replace(
            READING,
            level="2",
            override_reason="new ships",
            override_expires_on=date(2027, 1, 31),
        )
    )

    assert "A commander set level 2 until 31 Jan 2027: new ships. Computed: 4." in words


def test_a_pair_held_back_by_its_baseline_says_so():
    words = " ".join(wording.pair_sentences(PAIR))

    assert "0.78 of 1 (mean 0.90, weight of evidence 8.0), which is level 2, compatible" in words
    assert "older baseline" in words


def test_a_roll_up_names_those_never_heard_of():
    words = " ".join(wording.rollup_sentences([READING], ["LTU", "EST"]))

    assert "0 of 2 members at level 1 or 2; 1 of 2 were ever heard of" in words
    assert "Never heard of: Estonia." in words


def test_a_change_of_level_is_told_even_when_it_is_small():
    title = wording.change_title("index", [CAUSE], SINCE, 30)

    assert title == "Index since 28 Oct 2026: ▼ 2.8: 70 → 67.2, level 3 → 4"


def test_a_small_change_at_the_same_level_is_no_clear_change():
    title = wording.change_title("index", [replace(CAUSE, to_level="3")], SINCE, 30)

    assert title.endswith("(under 5: no clear change)")


def test_nothing_changed_and_something_came_from_nothing_are_told_apart():
    came = replace(CAUSE, from_value=None, share=None)

    assert wording.change_title("T", [], SINCE, 30) == "Training: no change in 30 days"
    assert "nothing → 67.2" in wording.change_title("T", [came], SINCE, 30)


def test_causes_are_told_by_what_happened_to_their_event():
    told = [
        wording.cause_words(replace(CAUSE, cause=cause))
        for cause in ("came", "corrected", "began to report again")
    ]
    training = replace(CAUSE, pillar="T")

    assert told == [
        "personnel: reported anew",
        "personnel: report corrected",
        "personnel: began to report again",
    ]
    assert wording.cause_words(training) == "new result"
    assert wording.cause_words(replace(training, cause="put out of date")) == (
        "put out of date by a newer one"
    )


def test_what_came_with_a_day_says_which():
    lapsed = replace(CAUSE, cause="lapsed", seq=None, event_id=None)

    assert wording.cause_words(lapsed) == "personnel: report lapsed on 28 Oct 2026"
    assert wording.change_title("level", [lapsed], SINCE, 30) == "Level since 28 Oct 2026: 3 → 4"


def test_a_lapsed_report_leaves_the_level_unknown_and_the_last_one_is_said():
    words = _words(replace(READING, level="ND", computed_level="ND", r_state="lapsed"))

    assert "lapsed, older than 90 days: condition" in words
    assert "The last known level is 4." in words
    assert "No training" not in words


def test_a_lapsed_pair_is_no_level_0():
    lapsed = replace(PAIR, level=None, is_lapsed=True, lower_bound=None, mean=None, tests=0)

    assert (wording.pair_value(lapsed), wording.pair_state(lapsed)) == ("–", "lapsed (level 2)")
    assert "which is not level 0" in wording.pair_sentences(lapsed)[0]


def test_an_item_says_what_it_is():
    item = Item(
        seq=1,
        event_id="x",
        occurred_at=SINCE,
        age_days=30,
        kind="interop_test",
        instrument="interop",
        instrument_version="1",
        value=0.5,
        weight=1.0,
        share=0.5,
        remaining=0.5,
        is_external=True,
        counts=True,
        why_not=None,
        state=None,
    )

    assert wording.item_words(item) == "Test: limited success"
    assert wording.item_words(replace(item, kind="exercise")) == "Exercise, external"
    report = replace(item, kind="resource_report", instrument="P")
    assert wording.item_words(report) == "Report of personnel"


def test_a_standing_tells_the_value_the_path_and_whose_score_it_is():
    standing = Standing(
        commitment_id="gdp",
        title="Spend 2 %",
        metric="gdp",
        unit="% of GDP",
        actor="ALB",
        baseline=1.3465,
        target=2.0,
        direction="up",
        start_on=date(2014, 12, 31),
        due_on=date(2024, 12, 31),
        value=1.259,
        observed_on=date(2019, 12, 31),
        age_days=0,
        is_estimate=True,
        expected=1.67316,
        score=-1,
        auto_score=-1,
        score_stage=None,
        assessor=None,
        is_late=None,
        is_counted=True,
        outcome=None,
    )
    by_path = " ".join(wording.standing_sentences(standing))
    judged = replace(standing, score=0, score_stage="final", assessor="G7RG")

    assert "Reported 1.26 % of GDP on 31 Dec 2019" in by_path
    assert "expects 1.67. The value is an estimate. Score -1 by the path." in by_path
    assert "Score +0 by G7RG (final); the path alone would give -1." in " ".join(
        wording.standing_sentences(judged)
    )


def test_a_change_that_rounds_to_nothing_has_no_sign():
    assert [signed(value) for value in (0.04, -0.04, 3.16, -0.4)] == ["0", "0", "+3.2", "−0.4"]
