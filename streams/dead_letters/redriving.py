"""Sends dead letters again, each once as far as that can be.

Before anything is sent it is written down: what, and where the log ends. After it was acknowledged
it is written down where it lies. Killed in between, nobody knows whether it was sent; the next
redrive looks into the log from the end that was written down, and sends only what is not there.
What is sent twice all the same has one identity and one content: the ledger keeps it once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from infra.errors import MusterError
from infra.kafka import Cluster, cluster
from infra.postgres import Connection
from infra.settings import Settings
from schemas.vocabulary import TopicName
from streams.client.message import Message
from streams.client.publisher import HEADERS, Delivery
from streams.dead_letters import letters, log
from streams.dead_letters.errors import NotSent
from streams.dead_letters.letters import Copy, Letter, State
from streams.dead_letters.log import Outgoing, Sender, Topic, Wanted
from streams.dead_letters.place import Place
from streams.decode.batch import Batch, DirectRecord, Record, Span
from streams.decode.decoder import Incoming, decode_batch

OnProgress = Callable[[int], None]  # is told how many dead letters are dealt with


@dataclass(slots=True)
class Redriven:
    """What was sent again, what had been sent before, and what was left as it is, and why."""

    delivery: Delivery = field(default_factory=Delivery)
    sent_before: int = 0
    left: list[tuple[Letter, str]] = field(default_factory=list[tuple[Letter, str]])


@dataclass(frozen=True, slots=True)
class Going:
    """What is to be sent in the place of a dead letter."""

    record: Outgoing
    source: str
    event_id: str
    is_corrected: bool


class Redrive:
    """One redrive: by whom, over which connections, and whether also what was sent before."""

    def __init__(
        self,
        settings: Settings,
        connection: Connection,
        *,
        who: str,
        corrected: Message | None = None,
        again: bool = False,
    ) -> None:
        self.done = Redriven()
        self._settings = settings
        self._connection = connection
        self._who = who
        self._corrected = corrected
        self._again = again
        self._topics: dict[str, Topic] = {}

    def run(self, places: Sequence[Place], on_progress: OnProgress) -> None:
        """Send these again; `done` says how far it came, also when it is broken off."""
        address = self._settings.kafka
        with cluster(address) as broker:
            sender = Sender(address)
            try:
                count = 0
                for part in letters.in_parts(self._connection, places):
                    self._part(broker, sender, letters.read(self._connection, part))
                    count += len(part)
                    on_progress(count)
            finally:
                sender.close()

    def _part(self, broker: Cluster, sender: Sender, some: Sequence[Letter]) -> None:
        there = self._found_in_log(broker, some)
        self.done.sent_before += len(there)
        going: dict[Letter, Going] = {}
        for letter in some:
            if letter in there:
                continue
            chosen = self._chosen(broker, letter)
            if isinstance(chosen, str):
                self.done.left.append((letter, chosen))
            else:
                going[letter] = chosen
        if going:
            self._send(broker, sender, going)

    def _chosen(self, broker: Cluster, letter: Letter) -> Going | str:
        """Return what to send in the place of a dead letter, or why nothing is sent."""
        if letter.state is State.DISCARDED:
            return "it is discarded; `muster dead-letters restore` takes it up again"
        if letter.state is State.REDRIVEN and not self._again:
            return "it was redriven before; --again sends it once more"
        if self._corrected is not None:
            return self._copy_of(broker, letter, self._corrected)
        return self._as_it_came(broker, letter)

    def _copy_of(self, broker: Cluster, letter: Letter, corrected: Message) -> Going:
        topic = self._topic(broker, f"{self._settings.topic_prefix}{corrected.topic}")
        envelope = corrected.event.envelope
        partition = _partition(letter, topic)
        record = Outgoing(topic.name, partition, corrected.key, corrected.text, HEADERS)
        return Going(record, envelope.source, envelope.id, is_corrected=True)

    def _as_it_came(self, broker: Cluster, letter: Letter) -> Going | str:
        name = letter.place.topic.removeprefix(self._settings.topic_prefix)
        if name not in [*TopicName]:
            return "it came over no topic of this installation"
        if not letter.is_whole:
            return f"only {len(letter.value):,} of its {letter.size_bytes:,} bytes are kept"
        if not letter.are_headers_whole:
            return "not all of its headers are kept"
        event = _decoded(letter, name)
        if isinstance(event, str):
            return f"still refused: {event}"
        topic = self._topic(broker, letter.place.topic)
        partition = _partition(letter, topic)
        record = Outgoing(topic.name, partition, letter.key, letter.value, letter.headers)
        return Going(record, event.key.source, event.key.id, is_corrected=False)

    def _found_in_log(self, broker: Cluster, some: Sequence[Letter]) -> Mapping[Letter, int]:
        """Note those that a redrive had sent before it was broken off; return where they lie."""
        in_doubt = {letter: copy for letter in some if (copy := self._in_doubt(broker, letter))}
        wanted: dict[tuple[str, int], dict[Wanted, int]] = {}
        for copy in in_doubt.values():
            of_partition = wanted.setdefault((copy.topic, copy.partition), {})
            one = _wanted(copy)
            of_partition[one] = min(of_partition.get(one, copy.offset), copy.offset)
        there = log.find(self._settings.kafka, broker, wanted) if wanted else {}
        offsets = {
            letter: there[_wanted(copy)]
            for letter, copy in in_doubt.items()
            if _wanted(copy) in there
        }
        if offsets:
            letters.note_redriven(self._connection, offsets, self._who, since_read=0)
        for letter, offset in offsets.items():
            copy = in_doubt[letter]
            self.done.delivery.acknowledge(copy.topic, copy.partition, offset)
        return offsets

    def _in_doubt(self, broker: Cluster, letter: Letter) -> Copy | None:
        """Return what was begun and perhaps sent, in the life that its topic still has."""
        copy = letter.begun
        is_readable = copy is not None and self._topic(broker, copy.topic).epoch == copy.epoch
        return copy if is_readable else None

    def _send(self, broker: Cluster, sender: Sender, going: Mapping[Letter, Going]) -> None:
        copies = self._copies(broker, going)
        letters.begin_redrives(self._connection, copies, self._who)
        answers = sender.send([one.record for one in going.values()])
        offsets = {
            letter: answer
            for letter, answer in zip(going, answers, strict=True)
            if isinstance(answer, int)
        }
        if offsets:
            letters.note_redriven(self._connection, offsets, self._who, since_read=1)
        for letter, offset in offsets.items():
            record = going[letter].record
            self.done.delivery.acknowledge(record.topic, record.partition, offset)
        failed = [answer for answer in answers if isinstance(answer, str)]
        if failed:
            raise NotSent(
                f"Kafka did not acknowledge {len(failed)} of {len(answers)} ({failed[0]}); the "
                "same command goes on, and sends nothing that is in the log"
            )

    def _copies(self, broker: Cluster, going: Mapping[Letter, Going]) -> dict[Letter, Copy]:
        records = [one.record for one in going.values()]
        logs = broker.ranges({(one.topic, one.partition) for one in records})
        return {
            letter: Copy(
                topic=one.record.topic,
                epoch=self._topic(broker, one.record.topic).epoch,
                partition=one.record.partition,
                offset=logs[one.record.topic, one.record.partition].end_offset,
                sha256=log.sha256_of(one.record.value),
                source=one.source,
                event_id=one.event_id,
                is_corrected=one.is_corrected,
            )
            for letter, one in going.items()
        }

    def _topic(self, broker: Cluster, name: str) -> Topic:
        if name not in self._topics:
            self._topics[name] = log.topic(broker, self._connection, name)
        return self._topics[name]


def _wanted(copy: Copy) -> Wanted:
    return Wanted(copy.sha256, copy.source, copy.event_id)


def _partition(letter: Letter, topic: Topic) -> int:
    """Return the partition it came over, or another one if the topic has it no more."""
    if not topic.partitions:
        raise MusterError(f"the topic {topic.name} has no partitions")
    return topic.partitions[letter.place.partition % len(topic.partitions)]


def _decoded(letter: Letter, topic: str) -> Incoming | str:
    """Return the event in a dead letter as workers decode it today, or why it is still none."""
    place = letter.place
    record = DirectRecord(place.offset, letter.value, letter.headers, letter.key)
    items: Sequence[Record] = [record]
    span = Span(place.partition, place.offset, place.offset + 1, items)
    batch = Batch(place.topic, place.epoch or 1, (span,))
    (decoded,) = decode_batch(batch, for_topic=topic).spans[0].items
    if isinstance(decoded, Incoming):
        return decoded
    return f"{decoded.reason}: {decoded.detail}"
