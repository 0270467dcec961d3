from streams import dead_letter_limit
from streams.dead_letter_limit import BAD, GOOD, after, is_reached


def test_fewer_than_a_hundred_records_are_never_too_bad():
    assert not is_reached(bytes([BAD] * 99))


def test_half_of_a_hundred_is_too_bad():
    assert is_reached(bytes([GOOD] * 50 + [BAD] * 50))
    assert not is_reached(bytes([GOOD] * 51 + [BAD] * 49))


def test_only_the_last_thousand_count():
    long_ago = bytes([BAD] * 600)

    now = after(long_ago, bytes([GOOD] * 501))

    assert len(now) == dead_letter_limit.WINDOW
    assert now.count(BAD) == 499
    assert not is_reached(now)
