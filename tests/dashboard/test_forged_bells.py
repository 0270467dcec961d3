"""Whoever may read can ring the feed's bell; it wakes no browser more than once a second."""

import json
import threading
import time
import urllib.request

from schemas.events import ResourceLevelReported
from tests.dashboard.running import Dashboard, until
from tests.support.builders import event
from tests.support.instance import Instance
from tests.support.postgres import Database

BELLS = 3000
DEAD = json.dumps({"from_seq": 1, "to_seq": 0, "dead": 1})
FALSE = json.dumps({"from_seq": 1, "to_seq": 10**12})


class Listener(threading.Thread):
    """A browser's stream, as lines with the moment each came."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.lines: list[tuple[float, str]] = []
        self._answer = urllib.request.urlopen(f"{url}/stream", timeout=60)  # noqa: S310

    def run(self) -> None:
        for line in self._answer:
            self.lines.append((time.monotonic(), line.decode().strip()))

    def count(self, text: str) -> int:
        """Give how many lines are this."""
        return sum(line == text for _, line in list(self.lines))


def test_forged_bells_are_folded_and_a_real_event_still_comes_at_once(
    muster: Instance, database: Database, dashboard: Dashboard
):
    listener = Listener(dashboard.url)
    listener.start()
    until(lambda: listener.count("event: hb") > 0, "the stream to begin")
    with database.connect("muster_reader") as reader:
        began = time.monotonic()
        for number in range(BELLS):
            payload = (DEAD, FALSE, f"nonsense {number}")[number % 3]
            reader.execute("select pg_notify('muster', %s)", [payload])
            reader.execute("select pg_notify('muster_clock', %s)", [payload])
        took_s = time.monotonic() - began
        muster.send("capability-updates", [event(ResourceLevelReported, id="real")])
        waited_s = until(lambda: listener.count("event: events") == 1, "the real event")

    assert listener.count("event: state") <= took_s + waited_s + 2
    assert listener.count("event: clock") <= 4 * (took_s + waited_s) + 2
    assert listener.count("event: resync") == 0
    assert waited_s < 4
