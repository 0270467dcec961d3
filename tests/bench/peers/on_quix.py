"""Quix Streams as its documentation has it for databases: a batching sink, written at each commit.

`python -m tests.bench.peers.on_quix N` reads the topics of the settings in its environment and
commits after N events, until it is ended. It needs the packages of `quix.lock` before our own.
"""

import os
import sys

from quixstreams import Application
from quixstreams.sinks.base import BatchingSink, SinkBatch

from infra.settings import Settings
from tests.bench.peers.storing import Received, Storing, begin, topic_names


class StoringSink(BatchingSink):
    """Stores what came of each partition since the last commit."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(on_client_connect_success=lambda: None)
        self._storing = Storing(settings)

    def write(self, batch: SinkBatch) -> None:
        """Store one partition's records in one transaction."""
        self._storing.store(
            batch.topic,
            (Received(batch.partition, i.offset, i.value, i.headers or ()) for i in batch),
        )


def main(at_once: int) -> None:
    """Store events until the process is ended."""
    settings = Settings.from_environment(os.environ)
    begin(settings)
    app = Application(
        settings.kafka,
        consumer_group=f"quix-{settings.database_name}",
        auto_offset_reset="earliest",
        commit_every=at_once,
        commit_interval=1.0,
        auto_create_topics=False,
        consumer_extra_config={
            "session.timeout.ms": 6_000
        },  # who was killed is not waited for long
        state_dir=settings.home / "quix",
        loglevel="WARNING",
    )
    sink = StoringSink(settings)
    for name in topic_names(settings):
        topic = app.topic(name, key_deserializer="bytes", value_deserializer="bytes")
        app.dataframe(topic).sink(sink)
    app.run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
