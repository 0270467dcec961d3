"""A worker goes on reading Kafka where the archive ended."""

from dataclasses import replace
from pathlib import Path

import pytest

from streams.archive import restoring, writing
from streams.archive.restoring import Begin
from tests.integration.archive.conftest import TOPIC, NewDatabase, results
from tests.support.archives import unseen
from tests.support.instance import Instance


@pytest.mark.timeout(300)
def test_what_came_after_the_archive_is_read_from_kafka_after_the_restore(
    instance: Instance, new_database: NewDatabase, tmp_path: Path
):
    instance.start_worker().wait_until_it_reads(90)
    instance.send(TOPIC, [*results(0, 20), b"no event"])
    instance.wait_until_read(90)
    instance.end_workers()
    writing.write(instance.settings, tmp_path / "archive", unseen)
    instance.send(TOPIC, [*results(20, 20), b"no event either"])
    restored_settings = replace(instance.settings, conninfo=new_database().conninfo)
    restored = Instance(restored_settings, tmp_path, workers=instance.workers)
    before = instance.ask("select seq, recorded_at, event_id from muster.ledger order by seq")

    restoring.restore(restored_settings, tmp_path / "archive", Begin(unseen, unseen))
    restored.start_worker().wait_until_it_reads(90)
    restored.wait_until_read(90)

    after = restored.ask("select seq, recorded_at, event_id from muster.ledger order by seq")
    assert after[:20] == before
    assert sorted(row[2] for row in after) == sorted(f"result-{number}" for number in range(40))
    assert restored.one("select count(*) from muster.dead_letter") == 2
    restored.verify()
