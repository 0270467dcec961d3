from streams.store import dead_letter_limit
from streams.store.dead_letter_limit import Step, after, bad, forgotten, good, step

GOOD, OTHER_GOOD = good("a"), good("b")
BAD, OTHER_BAD = bad("a", "invalid-data"), bad("b", "not-json")
OURS = bad("a", "unknown-version")
NOBODY = bad(None, "not-json")


def of(*parts: tuple[int, int]) -> bytes:
    return b"".join(bytes([outcome] * times) for outcome, times in parts)


def test_fewer_than_a_hundred_records_are_never_too_bad():
    assert step(of((OURS, 99))) is Step.GO_ON


def test_half_of_a_hundred_with_a_version_unknown_to_us_stops_the_partition():
    assert step(of((GOOD, 50), (OURS, 50))) is Step.PAUSE
    assert step(of((GOOD, 51), (OURS, 49))) is Step.GO_ON


def test_one_bad_source_is_set_aside_and_stops_nobody_also_when_it_is_alone():
    assert step(of((OTHER_GOOD, 100), (BAD, 100))) is Step.SET_ASIDE
    assert step(of((BAD, 1000))) is Step.SET_ASIDE


def test_records_without_a_readable_source_stop_nobody_either():
    assert step(of((NOBODY, 1000))) is Step.SET_ASIDE


def test_hardly_a_good_record_of_several_sources_is_our_own_fault():
    assert step(of((BAD, 60), (OTHER_BAD, 60))) is Step.PAUSE
    assert step(of((OTHER_GOOD, 10), (BAD, 90), (OTHER_BAD, 90))) is not Step.PAUSE


def test_a_source_with_a_few_bad_records_goes_on():
    assert step(of((GOOD, 200), (BAD, 150))) is Step.GO_ON


def test_only_the_last_thousand_count():
    long_ago = of((OURS, 600))

    now = after(long_ago, of((GOOD, 501)))

    assert len(now) == dead_letter_limit.WINDOW
    assert now.count(OURS) == 499
    assert step(now) is Step.GO_ON


def test_a_source_that_is_judged_afresh_leaves_the_others_as_they_were():
    assert forgotten(of((GOOD, 3), (OTHER_BAD, 2), (BAD, 4)), "a") == of((OTHER_BAD, 2))
    assert forgotten(of((NOBODY, 3), (GOOD, 2)), None) == of((GOOD, 2))
