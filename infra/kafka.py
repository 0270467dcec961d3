"""What Muster asks of the broker: topics, who they are, how long; and to keep one message."""
# The stubs known to the type checker are of another release of kafka-python.
# pyright: standard, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportArgumentType=false

import contextlib
import logging
import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any, NamedTuple

from kafka import IsolationLevel, KafkaAdminClient, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec
from kafka.errors import KafkaError, TopicAlreadyExistsError

from infra.errors import ServiceUnavailable, is_about_full_disk
from schemas.topics import TOPICS

CONNECT_TIMEOUT_MS = 4000
REQUEST_TIMEOUT_MS = 5000
CREATE_TIMEOUT_MS = 15000
DELIVERY_TIMEOUT_MS = 8000
Header = tuple[str, bytes]
ENDLESS = {"retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete"}
UNKNOWN_TOPIC = 3  # the protocol's code for a topic that is not there


class KafkaUnavailable(ServiceUnavailable):
    """The Kafka broker does not answer; start it with `muster up`."""


class TopicIdentity(NamedTuple):
    """Which topic it is: a topic that is deleted and made again gets another id."""

    cluster_id: str
    topic_id: str


class LogRange(NamedTuple):
    """The first offset a partition still holds, and the one its next record will get."""

    first_offset: int
    end_offset: int


class Cluster:
    """A connection to the broker for questions and settings."""

    def __init__(self, admin: KafkaAdminClient) -> None:
        self._admin = admin

    def ensure_topics(self, prefix: str = "") -> tuple[str, ...]:
        """Make the topics that are missing; return their names."""
        wanted = {f"{prefix}{topic.name}": topic for topic in TOPICS}
        found = self.identities(wanted)
        missing = [name for name, identity in found.items() if identity is None]
        made = {
            name: {
                "num_partitions": wanted[name].partitions,
                "replication_factor": -1,
                "configs": wanted[name].config,
            }
            for name in missing
        }
        if made:
            # Another worker may be quicker.
            with contextlib.suppress(TopicAlreadyExistsError):
                self._admin.create_topics(made, timeout_ms=CREATE_TIMEOUT_MS)
            self._admin.wait_for_topics(list(made), timeout_ms=CREATE_TIMEOUT_MS)
        self._keep_for_ever(name for name in wanted if name not in missing)
        return tuple(missing)

    def identities(self, topics: Iterable[str]) -> dict[str, TopicIdentity | None]:
        """Return which topics these are; None for one that is not there."""
        names = list(topics)
        cluster_id = str(self._admin.describe_cluster()["cluster_id"])
        found = {row["name"]: row for row in self._described(names)}
        return {
            name: TopicIdentity(cluster_id, str(found[name]["topic_id"]))
            if name in found
            else None
            for name in names
        }

    def partitions(self, topic: str) -> tuple[int, ...]:
        """Return the partitions of a topic, none if it is not there."""
        rows = self._described([topic])
        return tuple(sorted(part["partition_index"] for row in rows for part in row["partitions"]))

    def ranges(self, partitions: Iterable[tuple[str, int]]) -> dict[tuple[str, int], LogRange]:
        """Return what the logs of these partitions hold."""
        wanted = [TopicPartition(topic, partition) for topic, partition in partitions]
        if not wanted:
            return {}
        first = self._offsets(wanted, OffsetSpec.EARLIEST)
        end = self._offsets(wanted, OffsetSpec.LATEST)
        return {(tp.topic, tp.partition): LogRange(first[tp], end[tp]) for tp in wanted}

    def acknowledged(self, topics: Iterable[str]) -> dict[tuple[str, int], LogRange]:
        """Return what every partition of these topics holds, but for transactions still open."""
        wanted = [
            TopicPartition(name, number) for name in topics for number in self.partitions(name)
        ]
        if not wanted:
            return {}
        first = self._offsets(wanted, OffsetSpec.EARLIEST)
        end = self._offsets(wanted, OffsetSpec.LATEST, IsolationLevel.READ_COMMITTED)
        return {(tp.topic, tp.partition): LogRange(first[tp], end[tp]) for tp in wanted}

    def ends(self, topics: Iterable[str]) -> dict[tuple[str, int], int]:
        """Return up to where each partition can be read now."""
        return {where: log.end_offset for where, log in self.acknowledged(topics).items()}

    def limited(self, topics: Iterable[str]) -> dict[str, str]:
        """Return which topics the broker deletes from by itself, each with its limits."""
        asked = list(topics)
        there = [row["name"] for row in self._described(asked)]
        found: dict[str, str] = {}
        for topic in there:
            set_to = self._settings(topic)
            # Where nobody said anything it is the broker's seven days, or what it was told.
            stated = {"retention.ms": "the broker's default"} | set_to
            limits = [
                f"{name} = {stated[name]}"
                for name, endless in ENDLESS.items()
                if stated.get(name, endless) != endless
            ]
            if limits:
                found[topic] = f"{', '.join(limits)}; it may delete what is not stored yet"
        return found

    def _keep_for_ever(self, topics: Iterable[str]) -> None:
        """Let nothing be deleted by age, unless somebody has stated a limit."""
        for topic in topics:
            if "retention.ms" not in self._settings(topic):
                wanted = ConfigResource(
                    ConfigResourceType.TOPIC, topic, {"retention.ms": ENDLESS["retention.ms"]}
                )
                self._admin.alter_configs([wanted])

    def _settings(self, topic: str) -> dict[str, str]:
        """Return what is set for a topic itself, whatever the broker's defaults are."""
        found = self._admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
        return {
            name: str(data["value"])
            for topics in found.values()
            for settings in topics.values()
            for name, data in settings.items()
        }

    def unassigned(self, group: str, topics: Iterable[str]) -> set[tuple[str, int]]:
        """Return the partitions that no member of a settled group has been given."""
        found = self._admin.describe_groups([group])[group]
        if found["group_state"] != "Stable":
            return set()
        given = {
            (assigned["topic"], partition)
            for member in found["members"]
            for assigned in (member["member_assignment"] or {}).get("assigned_partitions", ())
            for partition in assigned["partitions"]
        }
        return {(topic, number) for topic in topics for number in self.partitions(topic)} - given

    def _described(self, names: list[str]) -> list[dict[str, Any]]:
        rows = self._admin.describe_topics(names)
        for row in rows:
            if row["error_code"] not in (0, UNKNOWN_TOPIC):
                raise KafkaUnavailable(f"topic {row['name']}: error {row['error_code']}")
        return [row for row in rows if row["error_code"] == 0]

    def _offsets(
        self,
        partitions: list[TopicPartition],
        spec: int,
        isolation: IsolationLevel = IsolationLevel.READ_UNCOMMITTED,
    ) -> dict[TopicPartition, int]:
        asked = dict.fromkeys(partitions, spec)
        found = self._admin.list_partition_offsets(
            asked, isolation_level=isolation, timeout_ms=REQUEST_TIMEOUT_MS
        )
        return {partition: found[partition].offset for partition in partitions}


@contextmanager
def cluster(address: str) -> Generator[Cluster]:
    """Give a connection to the broker; its failures are `KafkaUnavailable`."""
    # The library tells the log about every attempt; we say once, in our own words, what failed.
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    try:
        admin = KafkaAdminClient(
            bootstrap_servers=address.split(","),
            bootstrap_timeout_ms=CONNECT_TIMEOUT_MS,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
            client_id="muster",
        )
        try:
            yield Cluster(admin)
        finally:
            admin.close()
    except (KafkaError, OSError) as error:
        raise unavailable(address, error) from error


class Sender:
    """Hands the broker one message at a time and waits until it is on disk there.

    For what a person writes now and then; `muster publish` sends thousands in a second. The
    connection is made with the first message and made anew after a failure. Safe from any thread.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._producer: KafkaProducer | None = None
        self._one_at_a_time = threading.Lock()

    def send(self, topic: str, key: bytes, value: bytes, headers: Iterable[Header] = ()) -> None:
        """Return once the broker has acknowledged the message, or raise KafkaUnavailable.

        After the exception the message may be stored all the same: send the same bytes again.
        """
        with self._one_at_a_time:
            try:
                producer = self._connected()
                sent = producer.send(topic, value, key, list(headers))
                sent.get(timeout=DELIVERY_TIMEOUT_MS / 1000)
            except (KafkaError, OSError) as error:
                self._drop()
                raise unavailable(self._address, error) from error

    def close(self) -> None:
        """Let go of the connection."""
        with self._one_at_a_time:
            self._drop()

    def _connected(self) -> KafkaProducer:
        if self._producer is None:
            logging.getLogger("kafka").setLevel(logging.CRITICAL)
            self._producer = KafkaProducer(
                bootstrap_servers=self._address.split(","),
                client_id="muster",
                acks="all",
                max_block_ms=CONNECT_TIMEOUT_MS,
                request_timeout_ms=REQUEST_TIMEOUT_MS,
                delivery_timeout_ms=DELIVERY_TIMEOUT_MS,
            )
        return self._producer

    def _drop(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            with contextlib.suppress(KafkaError):
                producer.close(timeout=0)


def unavailable(address: str, error: Exception) -> KafkaUnavailable:
    """Give the sentence that says the broker does not answer, and what to do."""
    reason = " ".join(str(error).split()) or type(error).__name__
    if is_about_full_disk(f"{type(error).__name__} {reason}"):
        return KafkaUnavailable(
            f"the Kafka broker at {address} cannot write: its disk is full or fails ({reason})"
        )
    return KafkaUnavailable(
        f"the Kafka broker at {address} does not answer: {reason}; start it with `muster up`"
    )
