"""`muster status` tells apart down, behind, degraded and well, by words and by exit code."""

import errno
from dataclasses import replace

import psycopg
import pytest
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource
from psycopg.conninfo import make_conninfo

from infra.errors import is_about_full_disk
from infra.kafka import cluster
from infra.local.host import last_line
from infra.postgres import DatabaseUnavailable, connect
from schemas.events import ExerciseResultRecorded, schema_urn
from tests.support import kafka
from tests.support.builders import event
from tests.support.instance import Instance, wait_until
from tests.support.postgres import empty_database

RESULTS = "exercise-results"


def newer(count: int) -> list[bytes]:
    urn = schema_urn(ExerciseResultRecorded)
    values = [event(ExerciseResultRecorded, id=f"newer-{number}") for number in range(count)]
    return [one.replace(urn.encode(), urn.replace(":v1", ":v9").encode()) for one in values]


def on(instance: Instance, conninfo: str) -> Instance:
    return Instance(replace(instance.settings, conninfo=conninfo), instance.folder)


def test_with_a_worker_at_work_and_nothing_unread_all_is_well(instance):
    instance.make_topics()
    instance.start_worker().wait_until_it_reads()

    code, said = instance.muster("status")

    assert (code, "degraded" in said) == (0, False), said
    assert "unread" in said


def test_without_a_worker_it_is_degraded_and_says_what_is_unread(instance):
    instance.make_topics()
    worker = instance.start_worker()
    worker.wait_until_it_reads()
    worker.stop()
    instance.send(RESULTS, [event(ExerciseResultRecorded, id="waits")], partition=2)

    code, said = instance.muster("status")

    assert code == 1, said
    assert "degraded: no worker is at work; the last was seen at" in said
    assert f"{instance.topic(RESULTS)}/2: 1" in said


def test_with_a_paused_partition_it_is_degraded_and_names_it(instance):
    instance.make_topics()
    worker = instance.start_worker()
    instance.send(RESULTS, newer(120), partition=0)
    worker.wait_until_it_says("event=partition-paused")

    code, said = instance.muster("status")

    assert code == 1
    assert f"degraded: {instance.topic(RESULTS)}/0 is paused: half of the last" in said


def test_a_source_that_is_set_aside_is_named_with_what_to_do(instance):
    instance.make_topics()
    instance.start_worker()
    faulty = [
        event(ExerciseResultRecorded, id=f"f{n}", source="faulty").replace(b'"time"', b'"tme"')
        for n in range(120)
    ]
    instance.send(RESULTS, faulty, partition=0)
    instance.wait_until_read()

    code, said = instance.muster("status")
    instance.muster("worker", "--resume-source", "faulty")
    after, _ = instance.muster("status")

    assert code == 1
    assert "degraded: source faulty is set aside" in said
    assert "muster worker --resume-source faulty" in said
    assert after == 0


def test_a_database_that_needs_migrate_has_the_code_a_worker_leaves_with(instance, stack):
    with empty_database(stack) as empty:
        own = on(instance, make_conninfo(instance.settings.conninfo, dbname=empty.name))
        status, said = own.muster("status")

    assert status == 5
    assert "needs muster migrate" in said


def test_a_service_that_is_away_has_a_code_of_its_own(instance):
    own = on(instance, "host=127.0.0.1 port=1 dbname=muster")

    assert own.muster("status")[0] == 69


def test_topics_keep_everything_unless_somebody_states_a_limit_and_that_is_watched(instance):
    instance.make_topics()
    names = [instance.topic(name) for name in (RESULTS, "summit-decisions", "capability-updates")]
    with cluster(instance.settings.kafka) as found:
        before = found.limited(names)
    admin = AdminClient({"bootstrap.servers": instance.settings.kafka})
    limit = ConfigEntry("retention.ms", "86400000", incremental_operation=AlterConfigOpType.SET)
    stated = ConfigResource(ConfigResource.Type.TOPIC, names[0], incremental_configs=[limit])
    for done in admin.incremental_alter_configs([stated]).values():
        done.result(20)
    instance.make_topics()

    _, said = instance.muster("status")

    assert before == {}
    assert "retention.ms = 86400000" in said


def test_topics_from_before_get_no_time_limit_when_a_worker_starts(instance):
    for name in (RESULTS, "summit-decisions", "capability-updates"):
        kafka.make_topic(instance.settings.kafka, instance.topic(name))
    with cluster(instance.settings.kafka) as found:
        limited = found.limited([instance.topic(RESULTS)])
        found.ensure_topics(instance.settings.topic_prefix)
        after = found.limited([instance.topic(RESULTS)])

    assert "the broker's default" in limited[instance.topic(RESULTS)]
    assert after == {}


def test_a_database_renamed_away_is_said_the_same_way_by_command_and_screen(instance):
    conninfo = make_conninfo(instance.settings.conninfo, dbname="renamed", user="muster_owner")

    with pytest.raises(DatabaseUnavailable, match="no database renamed; if it was renamed"):
        connect(conninfo)
    code, said = on(instance, conninfo).muster("status")

    assert "no database renamed" in " ".join(said.split())
    assert code == 69


@pytest.mark.parametrize(
    "said",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        psycopg.errors.DiskFull("could not extend file"),
        "[Error 56] KafkaStorageError",
    ],
)
def test_a_full_disk_is_known_by_whatever_says_it(said):
    assert is_about_full_disk(said)


def test_the_reason_a_service_ended_is_of_this_run_and_names_a_full_disk(tmp_path):
    log = tmp_path / "log"
    log.write_text("FATAL: of an earlier run\n")
    began = log.stat().st_size
    with log.open("a") as more:
        more.write("PANIC: could not write: No space left on device\nLOG: shut down\n")

    assert last_line(log, began).startswith("the disk is full: PANIC")
    assert last_line(log, log.stat().st_size) == "no output"


def test_a_worker_that_comes_again_is_well_again(instance):
    instance.make_topics()
    instance.start_worker().wait_until_it_reads()

    wait_until(lambda: instance.muster("status")[0] == 0, timeout_s=20, what="all to be well")
