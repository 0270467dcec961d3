"""Alerts are raised once and cleared once, with the rights that their viewer has."""

from collections import Counter
from collections.abc import Generator
from datetime import UTC, datetime, timedelta

import pytest

from infra.viewers.kept import put_viewer, revoke
from schemas.events import CapabilityAssessed, DecisionProposed, MemberJoined
from streams.alerts import keeping
from streams.alerts.errors import BadRule
from tests.support.alerts import Watching, rule, watching
from tests.support.builders import event, retraction_of
from tests.support.postgres import Database, copy_of

NOW = datetime.now(UTC)


@pytest.fixture
def own(template_database: Database) -> Generator[Watching]:
    with copy_of(template_database) as database, watching(database) as found:
        found.tell(joined("EST"), joined("FIN"))
        yield found


def joined(actor: str) -> bytes:
    when = {"from_on": "2000-01-01", "time": "2000-01-01T00:00:00Z"}
    return event(MemberJoined, id=f"joined-{actor}", actor=actor, body="NATO", **when)


def assessed(score: float, id: str, *, hours_ago: int = 24, **how: object) -> bytes:
    time = (NOW - timedelta(hours=hours_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")
    fields = {"actor": "EST", "area": "logistics", "score": score, "time": time, "id": id}
    return event(CapabilityAssessed, **(fields | how))


def test_a_level_that_falls_is_raised_once_and_cleared_once(own: Watching):
    own.add(rule("weak", about={"level": "3"}))
    own.tell(assessed(95, "good", hours_ago=48))
    own.look()
    assert own.alerts() == []

    own.tell(assessed(10, "bad"))
    own.look()
    own.look()
    [raised] = own.alerts()
    assert (raised.subject, raised.cleared_at) == ("EST logistics", None)
    assert own.sink.changes == {("EST logistics", "raised"): 1}

    own.tell(retraction_of(assessed(10, "bad"), id="back"))
    own.look()
    own.look()

    [cleared] = own.alerts()
    assert cleared.episode_id == raised.episode_id
    assert cleared.cleared_at is not None
    assert own.sink.changes == {("EST logistics", "raised"): 1, ("EST logistics", "cleared"): 1}


def test_an_alert_names_the_event_that_raised_it(own: Watching):
    own.add(rule())
    own.tell(assessed(95, "good", hours_ago=48))
    own.look()
    own.tell(assessed(10, "bad"))
    own.look()

    [raised] = own.alerts()
    [newest] = own.owner.execute("select seq from muster.ledger where event_id = 'bad'").fetchall()
    assert newest[0] in raised.cause_seqs
    assert raised.true_since is not None


def test_a_restart_between_any_two_looks_says_nothing_twice(own: Watching):
    own.add(rule())
    own.tell(assessed(10, "bad"))
    own.look()
    own.begin_again()
    own.look()
    own.tell(retraction_of(assessed(10, "bad"), id="back"))
    own.begin_again()
    own.look()
    own.begin_again()
    own.look()

    assert own.sink.changes == {("EST logistics", "raised"): 1, ("EST logistics", "cleared"): 1}


def test_what_nobody_takes_is_sent_again_under_the_same_id(own: Watching):
    own.add(rule())
    own.tell(assessed(10, "bad"))
    own.sink.is_refusing = True
    own.look()
    [raised] = own.alerts()
    assert (raised.delivery, raised.last_error) == ("failing", "it refuses")

    own.sink.is_refusing = False
    own.begin_again()
    own.owner.execute("update muster.alert_message set next_try_at = now()")
    own.look()

    ids = own.owner.execute("select message_id from muster.alert_message").fetchall()
    assert [(one.message_id,) for one in own.sink.taken] == ids
    assert own.alerts()[0].delivery == "delivered"


def test_what_was_not_taken_yet_is_never_overtaken_by_its_own_end(own: Watching):
    own.add(rule())
    own.tell(assessed(10, "bad"))
    own.sink.is_refusing = True
    own.look()
    own.tell(retraction_of(assessed(10, "bad"), id="back"))
    own.sink.is_refusing = False
    own.look()
    assert own.sink.taken == []

    own.owner.execute("update muster.alert_message set next_try_at = now()")
    own.look()

    changes = [
        cause["alerts"][0]["change"] for one in own.sink.contents for cause in one["causes"]
    ]
    assert changes == ["raised", "cleared"]


def test_each_viewer_is_told_of_what_that_viewer_may_see(own: Watching):
    put_viewer(own.owner, "low", "UNCLASSIFIED", None)
    own.add(rule("mine"), rule("theirs", viewer="low", address="http://127.0.0.1:9/low"))
    own.tell(assessed(95, "good", hours_ago=48))
    own.look()
    own.tell(assessed(10, "bad", classification="SECRET"))
    own.look()

    assert [(one["viewer"], one["marking"]) for one in own.sink.contents] == [
        ("operator", "SECRET")
    ]


def test_a_revoked_viewer_is_told_nothing_more(own: Watching):
    put_viewer(own.owner, "low", "UNCLASSIFIED", None)
    own.add(rule(viewer="low"))
    own.tell(assessed(95, "good", hours_ago=48))
    own.look()
    revoke(own.owner, "low")
    own.tell(assessed(10, "bad"))
    own.look()

    assert own.sink.taken == []


def test_what_waits_is_withheld_from_who_may_not_read_it_any_more(own: Watching):
    put_viewer(own.owner, "low", "SECRET", None)
    own.add(rule(viewer="low"))
    own.tell(assessed(10, "bad", classification="SECRET"))
    own.sink.is_refusing = True
    own.look()
    put_viewer(own.owner, "low", "UNCLASSIFIED", None)
    own.sink.is_refusing = False
    own.owner.execute("update muster.alert_message set next_try_at = now()")
    own.look()

    assert own.sink.taken == []
    found = own.owner.execute("select withheld_at is not null from muster.alert_message")
    assert found.fetchall() == [(True,)]


def test_it_must_hold_before_it_is_raised(own: Watching):
    own.add(rule(hold_s=3600))
    own.tell(assessed(10, "bad"))
    own.look()
    assert own.alerts() == []

    own.owner.execute("update muster.alert_episode set since_at = since_at - interval '1 hour'")
    own.begin_again()
    own.look()

    assert [one.subject for one in own.alerts()] == ["EST logistics"]
    assert own.sink.changes == {("EST logistics", "raised"): 1}


def test_what_is_shelved_is_sent_when_that_ends_if_it_is_still_so(own: Watching):
    own.add(rule())
    keeping.shelve(
        own.owner, "operator", rule="weak", episode_id=None, lasts=timedelta(hours=1), why="known"
    )
    own.tell(assessed(10, "bad"))
    own.look()
    assert own.sink.taken == []
    assert [one.shelved_until is not None for one in own.alerts()] == [True]

    own.owner.execute("update muster.alert_shelf set ended_at = clock_timestamp()")
    own.look()

    assert own.sink.changes == {("EST logistics", "raised"): 1}


def test_what_came_and_went_while_shelved_is_not_sent(own: Watching):
    own.add(rule())
    keeping.shelve(
        own.owner, "operator", rule=None, episode_id=None, lasts=timedelta(hours=1), why="known"
    )
    own.tell(assessed(10, "bad"))
    own.look()
    own.tell(retraction_of(assessed(10, "bad"), id="back"))
    own.look()
    own.owner.execute("update muster.alert_shelf set ended_at = clock_timestamp()")
    own.look()

    assert own.sink.taken == []
    assert [one.delivery for one in own.alerts()] == ["shelved"]


def test_a_silence_that_ends_within_a_day_is_raised_and_clears_itself(own: Watching):
    own.add(rule("silence", "silence"))
    deadline = (NOW + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M:%SZ")
    time = (NOW - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    own.tell(event(DecisionProposed, id="p", time=time, silence_deadline_at=deadline))
    own.look()

    [raised] = own.alerts()
    assert raised.cause_seqs == [3]
    own.tell(
        retraction_of(
            event(DecisionProposed, id="p", time=time, silence_deadline_at=deadline), id="back"
        )
    )
    own.look()
    assert own.alerts()[0].cleared_at is not None


def test_a_flood_is_one_message_that_names_the_most_urgent_and_counts_the_rest(own: Watching):
    own.add(rule("all-weak", priority="low"), rule("est", about={"actor": "EST"}))
    areas = ("logistics", "air", "land", "maritime", "isr", "cbrn", "c2_comms", "civil_prep")
    own.tell(
        *(
            assessed(10, f"{actor}-{area}", actor=actor, area=area)
            for actor in ("EST", "FIN")
            for area in areas
        )
    )
    own.look()

    [content] = own.sink.contents
    told = [one for cause in content["causes"] for one in cause["alerts"]]
    assert content["raised"] == 24
    assert len(told) == 10
    assert Counter(one["priority"] for one in told) == {"high": 8, "low": 2}
    assert sum(one["alerts"] for one in content["more"]) == 14


def test_above_the_ceiling_of_an_address_only_numbers_go_out(own: Watching):
    own.add(rule(ceiling_rank=0))
    own.tell(assessed(10, "bad", classification="SECRET"))
    own.look()

    [content] = own.sink.contents
    assert (content["marking"], content["raised"]) == ("UNCLASSIFIED", 1)
    assert "EST" not in own.sink.taken[0].content


def test_the_eleventh_rule_is_refused(own: Watching):
    own.add(*(rule(f"rule-{i}") for i in range(10)))

    with pytest.raises(BadRule, match="has 10 rules"):
        own.add(rule("rule-10"))


def test_a_removed_rule_clears_what_it_raised(own: Watching):
    own.add(rule())
    own.tell(assessed(10, "bad"))
    own.look()
    keeping.remove_rule(own.owner, "operator", "weak")
    own.look()

    assert own.sink.changes == {("EST logistics", "raised"): 1, ("EST logistics", "cleared"): 1}


def test_who_acknowledged_what_is_kept_and_clears_nothing(own: Watching):
    own.add(rule())
    own.tell(assessed(10, "bad"))
    own.look()
    [raised] = own.alerts()
    keeping.acknowledge(own.owner, "operator", raised.episode_id, "asked the cell")
    keeping.acknowledge(own.owner, "operator", raised.episode_id, "again")
    own.look()

    [found] = own.alerts()
    assert (found.acknowledged_by, found.cleared_at) == ("operator", None)
    [done] = [
        one for one in keeping.actions(own.owner, "operator", 10) if one.action == "acknowledged"
    ]
    assert (done.acted_by, done.said) == ("operator", "asked the cell")


def test_no_reader_sees_or_changes_the_alerts_of_another(own: Watching):
    put_viewer(own.owner, "low", "UNCLASSIFIED", None)
    own.add(rule(viewer="low", address="http://127.0.0.1:9/low"))
    own.tell(assessed(10, "bad"))
    own.look()
    [(episode,)] = own.owner.execute("select episode_id from muster.alert_episode").fetchall()
    act = "select muster.act_on_my_alert(%s, %s, null, 'abcdefabcdef', '1 hour', 'x')"

    assert own.alerts() == []
    assert own.reader.execute("select * from readiness.alert_counts()").fetchall() == [
        (0, 0, None)
    ]
    assert own.reader.execute(act, ["acknowledge", episode]).fetchone() == ("unknown",)
    assert own.reader.execute(act, ["shelve", episode]).fetchone() == ("unknown",)


def test_an_alert_is_gone_from_who_may_not_read_any_more_what_it_was_said_of(own: Watching):
    own.add(rule())
    own.tell(assessed(10, "bad", classification="SECRET"))
    own.look()
    seen = own.alerts()
    put_viewer(own.owner, "operator", "UNCLASSIFIED", None)
    own.owner.commit()

    assert len(seen) == 1
    assert own.alerts() == []
    assert own.reader.execute("select * from readiness.alert_counts()").fetchall() == [
        (0, 0, None)
    ]
