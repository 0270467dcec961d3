"""Events a second: two seconds' worth at once, then as they come back; and what is remembered."""

from streams.events.recorded import EventKey
from streams.gateway import limits
from streams.gateway.broker import Placed
from streams.gateway.limits import Lately, Rates


def test_a_burst_is_let_through_and_then_so_many_a_second():
    rates = Rates()

    assert rates.take("a", 20, 10, now=0.0) == 0
    assert rates.take("a", 1, 10, now=0.0) == 0.1
    assert rates.take("a", 5, 10, now=0.5) == 0
    assert rates.take("a", 1, 10, now=0.5) == 0.1


def test_each_key_has_its_own():
    rates = Rates()
    rates.take("a", 20, 10, now=0.0)

    assert rates.take("b", 20, 10, now=0.0) == 0


def test_a_large_batch_of_a_slow_key_is_let_through_when_it_has_rested_and_is_paid_for():
    rates = Rates()

    assert rates.take("a", 1000, 10, now=0.0) == 0
    assert rates.take("a", 1, 10, now=90.0) > 0
    assert rates.take("a", 1, 10, now=99.0) == 0


def test_a_clock_that_stands_still_gives_nothing():
    rates = Rates()
    taken = sum(rates.take("a", 1, 10, now=5.0) == 0 for _ in range(100))

    assert taken == 20


def test_what_was_accepted_longest_ago_is_forgotten_first(monkeypatch):
    monkeypatch.setattr(limits, "MOST_REMEMBERED", 2)
    lately = Lately()
    for number in (1, 2, 1, 3):
        lately.remember(EventKey("a", str(number)), Placed("t", 0, number))

    assert lately.place(EventKey("a", "2")) is None
    assert lately.place(EventKey("a", "1")) == Placed("t", 0, 1)
    lately.forget(EventKey("a", "1"))
    assert lately.place(EventKey("a", "1")) is None
