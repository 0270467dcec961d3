"""Rules and what watches them, for tests: in this process, with a sink that counts."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec

from infra.postgres import Connection
from streams.alerts import keeping, rules
from streams.alerts.errors import NotTaken
from streams.alerts.rules import Channel, Kind, Priority, Rule
from streams.alerts.sending import Message, Post
from streams.alerts.watching import Watch
from streams.store import pipeline
from streams.store.tables.session import open_session
from tests.support.postgres import Database

SINK = "http://127.0.0.1:9/sink"


def rule(name: str = "weak", kind: str = "level", **how: Any) -> Rule:
    """Give a rule of operator that goes to the sink."""
    about = how.pop("about", {})
    return Rule(
        rule_id=secrets.token_hex(6),
        viewer=how.pop("viewer", "operator"),
        name=name,
        kind=Kind(kind),
        about=rules.about(Kind(kind), about),
        priority=Priority(how.pop("priority", "high")),
        decision=how.pop("decision", "Whom to send"),
        response=how.pop("response", "Call the cell"),
        hold_s=how.pop("hold_s", 0),
        group_s=how.pop("group_s", 0),
        channel=Channel(how.pop("channel", "webhook")),
        address=how.pop("address", SINK),
        ceiling_rank=how.pop("ceiling_rank", 4),
    )


@dataclass
class Sink:
    """Takes messages, or refuses them."""

    is_refusing: bool = False
    taken: list[Message] = field(default_factory=list)

    def __call__(self, message: Message) -> None:
        """Take a message."""
        if self.is_refusing:
            raise NotTaken("it refuses")
        self.taken.append(message)

    @property
    def contents(self) -> list[dict[str, Any]]:
        """Give what the messages say."""
        return [msgspec.json.decode(one.content) for one in self.taken]

    @property
    def changes(self) -> Counter[tuple[str, str]]:
        """Count what was said: subject and change."""
        return Counter(
            (alert["subject"], alert["change"])
            for content in self.contents
            for cause in content.get("causes", [])
            for alert in cause["alerts"]
        )


@dataclass
class Watching:
    """Rules that are watched by this process."""

    owner: Connection
    worker: Connection
    reader: Connection
    sink: Sink
    make_watch: Callable[[], Watch]

    def __post_init__(self) -> None:
        """Begin to watch."""
        self.begin_again()

    def begin_again(self) -> None:
        """Forget everything that is not in the database, as a restart does."""
        self.watch = self.make_watch()
        senders = {"webhook": self.sink, "e-mail": self.sink}
        self.post = Post(self.worker, senders, "http://127.0.0.1:8050/alerts")

    def add(self, *some: Rule) -> None:
        """Make rules."""
        for one in some:
            keeping.add_rule(self.owner, one)

    def tell(self, *events: bytes) -> None:
        """Record events."""
        pipeline.store_events(self.owner, events)

    def look(self) -> None:
        """Evaluate, and send until nothing is due."""
        self.watch.evaluate()
        self.post.make()
        while self.post.send() or self.post._under_way:
            pass

    def alerts(self) -> list[keeping.Shown]:
        """Give the alerts that operator may see."""
        return keeping.shown(self.reader, 1000)


@contextmanager
def watching(database: Database) -> Iterator[Watching]:
    """Give rules that are watched, in a database of one's own."""
    with (
        open_session(database.conninfo()) as owner,
        database.connect("muster_worker") as worker,
        database.connect("muster_reader") as reader,
    ):
        worker.execute("set search_path = muster, pg_catalog")
        worker.execute("set timezone = 'UTC'")
        yield Watching(owner, worker, reader, Sink(), lambda: Watch(worker, reader))
