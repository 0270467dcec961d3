"""Bytewax as its documentation has it: a Kafka source, a sink that gets batches, a recovery store.

`python -m tests.bench.peers.on_bytewax N` reads the topics of the settings in its environment, at
most N events of a partition at once, until it is ended. It needs the packages of `bytewax.lock`.
"""

import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from bytewax import operators as op
from bytewax.connectors.kafka import KafkaSource, KafkaSourceMessage
from bytewax.dataflow import Dataflow
from bytewax.outputs import DynamicSink, StatelessSinkPartition
from bytewax.recovery import RecoveryConfig, init_db_dir
from bytewax.run import cli_main

from infra.settings import Settings
from tests.bench.peers.storing import Received, Storing, begin, topic_names

SNAPSHOT_EVERY = timedelta(seconds=1)


class StoringPartition(StatelessSinkPartition[KafkaSourceMessage]):
    """Stores the batches one worker is given."""

    def __init__(self, settings: Settings) -> None:
        self._storing = Storing(settings)

    def write_batch(self, items: Sequence[KafkaSourceMessage]) -> None:
        """Store a batch, the records of each topic in one transaction."""
        for name, of_it in groupby(items, key=lambda item: item.topic):
            self._storing.store(
                name, (Received(i.partition, i.offset, i.value, i.headers) for i in of_it)
            )


class StoringSink(DynamicSink[KafkaSourceMessage]):
    """Gives each worker a connection of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def build(self, step_id: str, worker_index: int, worker_count: int) -> StoringPartition:
        """Open the connection of one worker."""
        return StoringPartition(self._settings)


def dataflow(settings: Settings, at_once: int) -> Dataflow:
    """Give the flow: the topics, in batches, into the database."""
    flow = Dataflow("peer")
    source = KafkaSource([settings.kafka], topic_names(settings), batch_size=at_once)
    op.output("store", op.input("topics", flow, source), StoringSink(settings))
    return flow


def _recovery(folder: Path) -> RecoveryConfig:
    if not folder.exists():
        folder.mkdir(parents=True)
        init_db_dir(folder, 1)
    return RecoveryConfig(folder)


def main(at_once: int) -> None:
    """Store events until the process is ended."""
    settings = Settings.from_environment(os.environ)
    begin(settings)
    recovery = _recovery(settings.home / "bytewax" / settings.database_name)
    cli_main(dataflow(settings, at_once), epoch_interval=SNAPSHOT_EVERY, recovery_config=recovery)


if __name__ == "__main__":
    main(int(sys.argv[1]))
