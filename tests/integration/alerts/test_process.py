"""`muster alerts run`: nothing is lost or said twice, whoever is killed and whatever answers.

MUSTER_KILLS takes more of them: `MUSTER_KILLS=30 python -m pytest tests/integration/alerts`.
"""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from infra.mail import MailServer
from infra.settings import Settings
from schemas.events import CapabilityAssessed, MemberJoined
from streams.alerts import keeping
from streams.store import pipeline
from streams.store.tables.session import open_session
from tests.support.alerts import rule
from tests.support.builders import event, retraction_of
from tests.support.instance import MUSTER, Instance, own_instance
from tests.support.postgres import Database, copy_of
from tests.support.receivers import mail_server, webhook, within
from tests.support.stack import environment

KILLS = int(os.environ.get("MUSTER_KILLS", "6"))
NOW = datetime.now(UTC)
ACTORS = ("EST", "FIN", "LVA", "LTU", "POL")
AREAS = ("logistics", "air", "land", "maritime", "isr", "cbrn", "c2_comms", "civil_prep")
SUBJECTS = [(actor, area) for actor in ACTORS for area in AREAS]


@dataclass
class Alerting:
    """A Muster of one's own whose rules are watched by a process."""

    instance: Instance

    def tell(self, *events: bytes) -> None:
        with open_session(self.instance.settings.database("muster_owner")) as owner:
            pipeline.store_events(owner, events)

    def add(self, **how: object) -> None:
        with open_session(self.instance.settings.database("muster_owner")) as owner:
            keeping.add_rule(owner, rule(**how))  # type: ignore[arg-type]

    @contextmanager
    def running(self) -> Generator[subprocess.Popen[bytes]]:
        log = self.instance.folder / "alerts.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [MUSTER, "alerts", "run"],
                env=dict(environment(self.instance.settings)),
                stdout=output,
                stderr=output,
            )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(10)

    def times_watched(self) -> int:
        """Give how often a process said that it watches."""
        log = self.instance.folder / "alerts.log"
        return log.read_text().count("alerts are watched") if log.exists() else 0

    def is_settled(self) -> bool:
        waiting = (
            "select count(*) from muster.alert_change"
            " where message_id is null and kept_back is null"
        )
        unsent = "select count(*) from muster.alert_message where delivered_at is null"
        seq = "select w.seq = h.seq from muster.alert_watch w, muster.head h"
        # In this order: what is evaluated after the first look is still waiting at the second.
        is_evaluated = bool(self.instance.one(seq))
        return is_evaluated and self.instance.one(waiting) == 0 and self.instance.one(unsent) == 0

    def changes(self) -> Counter[tuple[str, str]]:
        rows = self.instance.ask(
            "select e.subject, c.change from muster.alert_change c"
            " join muster.alert_episode e using (episode_id)"
        )
        return Counter((subject, change) for subject, change in rows)


@pytest.fixture
def own(
    stack: Settings, template_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Alerting]:
    folder = tmp_path_factory.mktemp("alerts")
    with copy_of(template_database) as database, own_instance(stack, database, folder) as found:
        alerting = Alerting(found)
        when = {"from_on": "2000-01-01", "time": "2000-01-01T00:00:00Z"}
        alerting.tell(
            *(event(MemberJoined, id=f"j-{a}", actor=a, body="NATO", **when) for a in ACTORS)
        )
        yield alerting


def bad(actor: str, area: str) -> bytes:
    time = (NOW - timedelta(hours=24)).strftime("%Y-%m-%dT%H:%M:%SZ")
    about = {"actor": actor, "area": area, "id": f"{actor}-{area}"}
    return event(CapabilityAssessed, score=10, time=time, **about)


def back(actor: str, area: str) -> bytes:
    return retraction_of(bad(actor, area), id=f"back-{actor}-{area}")


def expected(raised: list[tuple[str, str]], cleared: list[tuple[str, str]]) -> Counter:
    return Counter(
        [(f"{actor} {area}", "raised") for actor, area in raised]
        + [(f"{actor} {area}", "cleared") for actor, area in cleared]
    )


@pytest.mark.timeout(900)
def test_nothing_is_lost_or_said_twice_whenever_it_is_killed(own: Alerting):
    luck = Random(15)
    with webhook() as hook:
        own.add(address=hook.address)
        raised = SUBJECTS[: min(KILLS, len(SUBJECTS))]
        cleared = raised[::2]
        for number in range(KILLS):
            begun = own.times_watched()
            with own.running() as process:
                # Now and then before it watches, mostly while it evaluates, writes or sends.
                if number % 4:
                    assert within(60, lambda begun=begun: own.times_watched() > begun)
                own.tell(bad(*raised[number % len(raised)]))
                time.sleep(luck.uniform(0, 1.2))
                process.kill()
        with own.running():
            assert within(60, own.is_settled)
            own.tell(*(back(*one) for one in cleared))
            assert within(60, own.is_settled)

    assert own.changes() == expected(raised, cleared)
    # Of a flood some are counted only; nobody is named twice.
    told = hook.taken.values()
    assert sum(one["raised"] for one in told) == len(raised)
    assert sum(one["cleared"] for one in told) == len(cleared)
    assert max(Counter(hook.said).values()) == 1


def test_a_webhook_that_refuses_hangs_or_hangs_up_loses_nothing(own: Alerting):
    with webhook() as hook, webhook() as other:
        own.add(name="first", address=hook.address)
        own.add(name="second", address=other.address)
        with own.running():
            hook.manner = "refuses"
            own.tell(bad("EST", "air"))
            assert within(15, lambda: hook.tries > 0)
            hook.manner = "hangs up"
            assert within(15, lambda: len(hook.came) > 1)
            hook.manner = "hangs"
            seen = hook.tries
            assert within(30, lambda: hook.tries > seen)
            own.tell(bad("FIN", "air"))
            # Who waits for one address does not let another wait.
            assert within(5, lambda: len(other.said) == 2)
            hook.manner = "takes"
            assert within(60, own.is_settled)

    assert len({id for id, _ in hook.came}) < len(hook.came)
    assert Counter((subject, change) for subject, change, _ in hook.said) == expected(
        [("EST", "air"), ("FIN", "air")], []
    )


def test_an_alert_goes_out_as_an_e_mail_with_its_marking_above_and_below(own: Alerting):
    with mail_server() as box:
        host, port = box.address.removeprefix("smtp://").split(":")
        mail = MailServer(host, int(port), is_tls=False, sender="muster@example.org")
        own.instance.settings = replace(own.instance.settings, mail=mail)
        own.add(channel="e-mail", address="watch@example.org")
        with own.running():
            own.tell(bad("EST", "air"))
            assert within(20, lambda: box.mails)
            assert within(5, own.is_settled)

    [found] = box.mails
    text = found.get_content()
    lines = [line for line in text.splitlines() if line]
    assert (found["To"], found["From"]) == ("watch@example.org", "muster@example.org")
    assert found["Subject"].startswith("[Muster] ")
    assert lines[0] == lines[-1]
    assert "response: Call the cell" in text


def test_of_several_processes_one_watches_and_the_next_takes_over(own: Alerting):
    with webhook() as hook:
        own.add(address=hook.address)
        with own.running() as first:
            own.tell(bad("EST", "air"))
            assert within(20, own.is_settled)
            with own.running():
                time.sleep(2)
                own.tell(bad("FIN", "air"))
                assert within(20, own.is_settled)
                first.send_signal(signal.SIGSTOP)
                first.kill()
                own.tell(bad("LVA", "air"))
                assert within(20, lambda: len(hook.said) == 3)

    assert own.changes() == expected([("EST", "air"), ("FIN", "air"), ("LVA", "air")], [])
    assert len(hook.came) == len(hook.taken)


def test_it_ends_when_it_is_asked_to(own: Alerting):
    with own.running() as process:
        assert within(20, lambda: own.instance.muster("alerts", "check")[0] == 0)
        process.send_signal(signal.SIGTERM)

        assert process.wait(10) == 0


def test_replay_what_if_and_rebuild_say_nothing(own: Alerting):
    with webhook() as hook:
        own.add(address=hook.address)
        own.tell(bad("EST", "air"))
        with own.running():
            assert within(20, own.is_settled)
            before = own.changes()
            period = ("--from", "2026-01-01", "--to", "2026-02-01")
            started = own.instance.muster("replay", "start", "amber", *period, "--known", "now")
            root = own.instance.one("select source || '#' || event_id from ledger where seq = 6")
            made = own.instance.muster("what-if", "create", "None of it", "--without", root)
            rebuilt = own.instance.muster("rebuild")
            time.sleep(3)
            assert within(10, own.is_settled)

    assert (started[0], made[0], rebuilt[0]) == (0, 0, 0), (started, made, rebuilt)
    assert own.changes() == before == expected([("EST", "air")], [])
    assert len(hook.came) == 1
