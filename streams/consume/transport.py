"""Kafka to the agents in batches: one Faust event per topic holds all its records of a poll.

The only module that knows Faust's insides; it goes with exactly the version in pyproject.toml.
Offsets never come from Kafka: where to read is asked for at each assignment
(`PartitionReader.starts`), and what is stored is decided by the checkpoints. Kafka is told
afterwards, for its own lag tools.
"""
# pyright: standard

import asyncio
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Protocol

import structlog
from aiokafka import AIOKafkaConsumer
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.errors import (
    ConsumerStoppedError,
    KafkaError,
    NoOffsetForPartitionError,
    OffsetOutOfRangeError,
)
from aiokafka.structs import ConsumerRecord, OffsetAndMetadata, TopicPartition
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from infra.errors import ServiceUnavailable
from streams.consume.fetch_positions import Delivery, FetchPositions, Partition, Start

POLL_S = 1.0
SHORT_POLL_S = 0.02
RETRY_S = 0.5
KAFKA_COMMIT_TIMEOUT_S = 1.0

log = structlog.get_logger()


class PartitionReader(Protocol):
    """Who reads by this transport, and what it is asked."""

    positions: FetchPositions
    wake: asyncio.Event  # set when there may be something to hand on

    async def starts(self, partitions: Collection[Partition]) -> Mapping[Partition, Start]:
        """Return where to read; ServiceUnavailable to be asked again."""
        ...

    def fail(self, error: BaseException) -> None:
        """End the worker."""
        ...


class ConsumerThread(driver.AIOKafkaConsumerThread):
    """Faust's thread around the Kafka client, reading only what transactions have committed."""

    def _create_worker_consumer(self, transport: driver.Transport) -> AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"
        return consumer

    async def seek_all(self, starts: Mapping[Partition, Start]) -> None:
        """Move the reader; what it had fetched of these partitions is thrown away."""
        await self.call_thread(self._seek_all, starts)

    async def _seek_all(self, starts: Mapping[Partition, Start]) -> None:
        consumer = self._ensure_consumer()
        assigned = consumer.assignment()
        for partition, start in starts.items():
            if partition in assigned:
                consumer.seek(TopicPartition(*partition), start.next_offset)

    async def join_again(self) -> None:
        """Ask the group to give out its partitions anew."""
        await self.call_thread(self._join_again)

    async def _join_again(self) -> None:
        consumer = self._ensure_consumer()
        coordinator = consumer._coordinator
        if isinstance(coordinator, GroupCoordinator):
            # Who leads divides what it knows of the topics, and that is up to minutes old.
            await consumer._client.force_metadata_update()
            coordinator.request_rejoin()

    async def positions(self, partitions: Collection[Partition]) -> dict[Partition, int]:
        """Return up to where these have been looked at, also where there was no record."""
        return await self.call_thread(self._positions, partitions)

    async def _positions(self, partitions: Collection[Partition]) -> dict[Partition, int]:
        assignment = self._ensure_consumer()._subscription.subscription
        given = assignment.assignment if assignment is not None else None
        if given is None:
            return {}
        found: dict[Partition, int] = {}
        for partition in partitions:
            tp = TopicPartition(*partition)
            state = given.state_value(tp) if tp in given.tps else None
            if state is not None and state.has_valid_position:
                found[partition] = state.position
        return found

    async def tell_kafka(self, offsets: Mapping[Partition, int]) -> None:
        """Commit offsets to Kafka, for whoever watches the group's lag there."""
        await self.call_thread(self._tell_kafka, offsets)

    async def _tell_kafka(self, offsets: Mapping[Partition, int]) -> None:
        consumer = self._ensure_consumer()
        assigned = consumer.assignment()
        known = {
            TopicPartition(*partition): OffsetAndMetadata(offset, "")
            for partition, offset in offsets.items()
            if partition in assigned
        }
        if known:
            # It is only a courtesy: nothing is read from there.
            waiting = asyncio.wait_for(consumer.commit(known), KAFKA_COMMIT_TIMEOUT_S)
            await asyncio.gather(waiting, return_exceptions=True)


class BatchConsumer(driver.Consumer):
    """A Faust consumer that reads from the checkpoints and hands on whole batches."""

    _thread: ConsumerThread  # pyright: ignore[reportIncompatibleVariableOverride]
    _told: Mapping[Partition, int] | None = None

    @property
    def _reader(self) -> PartitionReader:
        transport = self.transport
        assert isinstance(transport, BatchTransport)
        return transport.reader

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    async def join_again(self) -> None:
        """Have the partitions given out anew; it is the leader's asking that does it."""
        await self._thread.join_again()

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Forget every position; the reader asks for new ones before it reads on."""
        self._reader.positions.forget()
        return {}

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Forget what belongs to an assignment that ends."""
        self._reader.positions.forget()
        await super().on_partitions_revoked(revoked)

    async def commit(self, topics: Any = None, start_new_transaction: bool = True) -> bool:
        """Tell Kafka how far the checkpoints are, now and then and at the end."""
        stored = self._reader.positions.stored()
        if stored and stored != self._told:
            self._told = stored
            await self._thread.tell_kafka(stored)
        return True

    def verify_event_path(self, now: float, tp: TP) -> None:
        """Leave Faust's guesses about slow streams unspoken: it does not see our batches."""

    async def _drain_messages(self, fetcher: Any) -> None:
        delivering = asyncio.create_task(self._deliver())
        try:
            while not (self._stopped.is_set() or fetcher._stopped.is_set()):
                await self.sleep(0)
                await self._read_some()
        except (ConsumerStoppedError, asyncio.CancelledError):
            if not self.app.should_stop:
                raise
        except Exception as error:
            self._reader.fail(error)
        finally:
            delivering.cancel()

    async def _read_some(self) -> None:
        if not self.flow_active:
            await self.wait(self.can_resume_flow)  # type: ignore[arg-type]
            return
        positions = self._reader.positions
        await self._find_positions(positions)
        wanted = positions.wanted()
        if not wanted or not self.flow_active:
            await self.sleep(SHORT_POLL_S)
            return
        try:
            tps = {TP(*partition) for partition in wanted}
            timeout = SHORT_POLL_S if positions.is_throttled() else POLL_S
            records = await self._getmany(active_partitions=tps, timeout=timeout)
        except OffsetOutOfRangeError as error:
            self._ask_again(positions, error)
            return
        except NoOffsetForPartitionError:
            return  # Kafka's own offsets say nothing; ours were set after this was noted
        except ConsumerStoppedError:
            raise
        except KafkaError as error:
            log.warning("kafka-read-failed", reason=repr(error))
            await self.sleep(RETRY_S)
            return
        # Control records of transactions are never handed out, but they are read.
        looked_at = await self._thread.positions(wanted)
        for partition, position in wanted.items():
            found = records.get(TP(*partition), ())
            positions.add(partition, position, found, looked_at.get(partition))
        if positions.has_waiting():
            self._reader.wake.set()

    async def _find_positions(self, positions: FetchPositions) -> None:
        assigned = {Partition(*tp) for tp in self.assignment()}
        lacking = positions.lacking(assigned)
        if not lacking:
            return
        lease = positions.lease
        try:
            starts = await self._reader.starts(lacking)
        except ServiceUnavailable:
            await self.sleep(RETRY_S)
            return
        if positions.lease == lease:
            await self._thread.seek_all(starts)
        if positions.lease == lease:
            positions.begin(starts)

    def _ask_again(self, positions: FetchPositions, error: OffsetOutOfRangeError) -> None:
        """Ask anew where to read; the answer will be that the topic changed or lost records."""
        for tp in error.args[0] if error.args else self.assignment():
            positions.drop(Partition(tp.topic, tp.partition))

    async def _deliver(self) -> None:
        """Hand on what has been read, as soon as its agent has room."""
        reader = self._reader
        while True:
            delivery = reader.positions.next_delivery()
            if delivery is None:
                reader.wake.clear()
                await reader.wake.wait()
            else:
                await self.callback(self._message(delivery))

    def _message(self, delivery: Delivery) -> Any:
        batch = delivery.batch
        span = batch.spans[0]
        tp = TP(batch.topic, span.partition)
        last = span.items[-1] if span.items else _nothing_at(tp, span.end_offset - 1)
        message = self._to_message(tp, last)
        message.value = delivery  # pyright: ignore[reportAttributeAccessIssue]
        return message


def _nothing_at(tp: TP, offset: int) -> ConsumerRecord[None, None]:
    """Return what stands for a stretch of a log that holds no record."""
    return ConsumerRecord(
        topic=tp.topic,
        partition=tp.partition,
        offset=offset,
        timestamp=0,
        timestamp_type=0,
        key=None,
        value=None,
        checksum=None,
        serialized_key_size=-1,
        serialized_value_size=-1,
        headers=(),
    )


class BatchTransport(driver.Transport):
    """Faust's Kafka transport with the consumer above."""

    Consumer: ClassVar[Any] = BatchConsumer

    def __init__(self, *args: Any, reader: PartitionReader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
