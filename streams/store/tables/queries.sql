-- name: prepare_session
-- Nobody waits long for a lock or stands still in a transaction.
select set_config('lock_timeout', '2s', false), set_config('idle_in_transaction_session_timeout', '3s', false);

-- name: enter
-- From now on names mean this world and the core.
select set_config('search_path', %(world)s || ', muster, public, pg_temp', false);

-- name: follow
-- From now on names mean the world in force and the core.
select set_config('search_path', 'muster_' || world || ', muster, public, pg_temp', false) from muster.head;

-- name: has_tables
-- Whether the tables are there.
select to_regclass('muster.checkpoint') is not null
    and to_regclass('muster.dead_letter') is not null
    and to_regclass('muster.recording_clock') is not null
    and to_regclass('muster.world_slice') is not null
    and to_regclass('muster.dead_letter_action') is not null;

-- name: has_projections
-- Whether the tables that names mean now are those of a whole world.
select to_regclass('projection_version') is not null;

-- name: lock
-- One writer at a time, to the end of the transaction: a row that nobody may lock who only reads. Gives whether names
-- still mean the world in force; it changes under this lock only.
select current_schema() = 'muster_' || world from muster.head for update;

-- name: end_stuck_holder
-- End the transaction that holds the writer lock for too long, and say whose it was.
-- Who locked a row is written in it; as long as that transaction lives, it holds the lock on its own number.
select a.pid, pg_terminate_backend(a.pid)
from muster.head h
join pg_locks l on l.locktype = 'transactionid' and l.transactionid = h.xmax and l.granted
join pg_stat_activity a on a.pid = l.pid
where a.xact_start < clock_timestamp() - %(older_than)s;

-- name: advance_head
-- Take the next numbers of the ledger, and a moment later than every one before.
update muster.head
set seq = seq + %(count)s, recorded_at = muster.recording_now()
returning seq, recorded_at;

-- name: recording_now
-- What the clock says by which events are recorded.
select muster.recording_now();

-- name: simulate_recording
-- Record what this transaction stores as if it were that moment.
select muster.simulate_recording(%(moment)s);

-- name: count_simulated
-- Say how far the ledger was recorded by the simulated clock.
select muster.count_simulated();

-- name: end_simulation
-- Put the simulated clock away for ever.
select muster.end_simulation();

-- name: may_simulate
-- Whether the simulated clock may still be used, and for how long it was.
select c.ended_at is null and c.seq = h.seq, c.simulated_at
from muster.recording_clock c cross join muster.head h;

-- name: head
-- The number and the moment of the last recorded event.
select seq, recorded_at from muster.head;

-- name: known
-- What the ledger has under these identities: an event with its hash, amendments, or both.
select k.source, k.event_id, l.content_sha256, a.is_amended
from unnest(%(sources)s::text[], %(event_ids)s::text[]) as k (source, event_id)
left join muster.ledger l
    on l.source = k.source collate "C" and l.event_id = k.event_id collate "C"
cross join lateral (
    select exists (
        select from muster.ledger m
        where m.root_source = k.source collate "C" and m.root_id = k.event_id collate "C"
    ) as is_amended
) a
where l.seq is not null or a.is_amended;

-- name: sets_of
-- These events and all amendments of them.
select l.seq, l.recorded_at, l.event
from unnest(%(sources)s::text[], %(event_ids)s::text[]) as k (source, event_id)
join muster.ledger l on l.source = k.source collate "C" and l.event_id = k.event_id collate "C"
union
select l.seq, l.recorded_at, l.event
from unnest(%(sources)s::text[], %(event_ids)s::text[]) as k (source, event_id)
join muster.ledger l on l.root_source = k.source collate "C" and l.root_id = k.event_id collate "C";

-- name: all_events
-- Every event, in the order of the ledger.
select seq, recorded_at, event, content_sha256 from muster.ledger order by seq;

-- name: amended_roots
-- Every event that has amendments, in the ledger or not.
select distinct root_source, root_id from muster.ledger where root_id is not null;

-- name: add_label
-- A label, if it is new.
insert into muster.label (label_id, policy, classification, classification_rank, releasable_to, recorded_at)
values (
    %(label_id)s, %(policy)s, %(classification)s, %(classification_rank)s, %(releasable_to)s, %(recorded_at)s
)
on conflict (label_id) do nothing;

-- name: add_series
-- The series that are new; in one order in every worker, so that none waits for another in a circle.
insert into series (series_id, kind, actor, other_actor, area, dimension)
select * from unnest(
    %(series_id)s::bigint[], %(kind)s::text[], %(actor)s::text[],
    %(other_actor)s::text[], %(area)s::text[], %(dimension)s::text[]
) as s (series_id, kind, actor, other_actor, area, dimension)
where not exists (select from series known where known.series_id = s.series_id)
order by series_id
on conflict (series_id) do nothing;

-- name: forget_flags
-- Remove what was said about these amendments.
delete from amendment_flag where ledger_seq = any(%(seqs)s);

-- name: add_flag
-- Say why an amendment has no effect.
insert into amendment_flag (ledger_seq, flag) values (%(seq)s, %(flag)s);

-- name: add_dead_letter
-- A record that did not become an event.
insert into muster.dead_letter
    (topic, epoch, partition, "offset", recorded_at, reason, detail, size_bytes, sha256, bytes, source, event_id,
    header_names, header_values, key, are_headers_whole)
values
    (%(topic)s, %(epoch)s, %(partition)s, %(offset)s, clock_timestamp(), %(reason)s, %(detail)s,
    %(size_bytes)s, %(sha256)s, %(bytes)s, %(source)s, %(event_id)s, %(header_names)s::text[], %(header_values)s::bytea[],
    %(key)s, %(are_headers_whole)s);

-- name: set_aside
-- Note that a source sends mostly what is refused; gives whether that is new.
insert into muster.source_set_aside (topic, source, since, newest_at, reason, detail)
values (%(topic)s, %(source)s, clock_timestamp(), clock_timestamp(), %(reason)s, %(detail)s)
on conflict (topic, source) do update
set newest_at = excluded.newest_at, reason = excluded.reason, detail = excluded.detail
returning xmax = 0;

-- name: resume_source
-- Judge a source afresh, on whatever topic.
delete from muster.source_set_aside where source = %(source)s returning topic;

-- name: outcomes
-- How the last records of every partition went.
select topic, epoch, partition, recent_outcomes from muster.checkpoint where recent_outcomes <> '';

-- name: set_outcomes
-- Judge a partition by these of its last records.
update muster.checkpoint set recent_outcomes = %(recent_outcomes)s
where topic = %(topic)s and epoch = %(epoch)s and partition = %(partition)s;

-- name: read_checkpoints
-- How far these partitions of a topic have been read, and how it went last.
select partition, next_offset, recent_outcomes, paused_at is not null, looked_at_until
from muster.checkpoint
where topic = %(topic)s and epoch = %(epoch)s and partition = any(%(partitions)s);

-- name: start_checkpoint
-- Begin to read a partition at an offset, unless it has been begun.
insert into muster.checkpoint (topic, epoch, partition, first_offset, next_offset)
values (%(topic)s, %(epoch)s, %(partition)s, %(first_offset)s, %(first_offset)s)
on conflict (topic, epoch, partition) do nothing;

-- name: move_checkpoint
-- Move a partition on, if it still stands where it was found.
update muster.checkpoint
set
    next_offset = %(next_offset)s,
    stored = stored + %(stored)s,
    duplicates = duplicates + %(duplicates)s,
    dead = dead + %(dead)s,
    gaps = gaps + %(gaps)s,
    recent_outcomes = %(recent_outcomes)s,
    paused_at = case when %(pause_reason)s::text is not null then clock_timestamp() end,
    pause_reason = %(pause_reason)s,
    updated_at = clock_timestamp()
where topic = %(topic)s and epoch = %(epoch)s and partition = %(partition)s
    and next_offset = %(expected_offset)s and paused_at is null;

-- name: paused_partitions
-- Which partitions of the newest epochs stand still.
select c.topic, c.partition
from muster.checkpoint c
where c.paused_at is not null
    and c.epoch = (select max(e.epoch) from muster.topic_epoch e where e.topic = c.topic);

-- name: resume_partition
-- Let a partition go on, its last outcomes forgotten, past what has been looked at; gives nothing when there is none.
with was as (
    select topic, epoch, partition, paused_at from muster.checkpoint
    where topic = %(topic)s and partition = %(partition)s
        and epoch = (select max(epoch) from muster.topic_epoch where topic = %(topic)s)
    for update
)
update muster.checkpoint c
set
    paused_at = null, pause_reason = null, recent_outcomes = '', updated_at = clock_timestamp(),
    looked_at_until = greatest(c.looked_at_until, %(looked_at_until)s)
from was
where (c.topic, c.epoch, c.partition) = (was.topic, was.epoch, was.partition)
returning was.paused_at is not null;

-- name: newest_epoch
-- The accepted identity of a topic.
select epoch, cluster_id, topic_id from muster.topic_epoch
where topic = %(topic)s order by epoch desc limit 1;

-- name: add_epoch
-- Accept a topic as it is now, as the next epoch.
insert into muster.topic_epoch (topic, epoch, cluster_id, topic_id, accepted_at)
values (%(topic)s, %(epoch)s, %(cluster_id)s, %(topic_id)s, clock_timestamp())
on conflict (topic, epoch) do nothing;

-- name: notify
-- Wake whoever listens.
select pg_notify('muster', %(message)s);

-- name: acquire_slot
-- Whether this session now holds a worker's slot.
select pg_try_advisory_lock(7305100, %(slot)s);

-- name: register_worker
-- Say who works in a slot.
insert into muster.worker (slot, host, pid, started_at, seen_at)
values (%(slot)s, %(host)s, %(pid)s, clock_timestamp(), clock_timestamp())
on conflict (slot) do update set
    host = excluded.host, pid = excluded.pid, started_at = excluded.started_at,
    seen_at = excluded.seen_at, stopped_reason = null, clock_ahead_s = null;

-- name: worker_beat
-- Say that the worker of a slot is alive, and how far its host's clock was ahead of this one.
update muster.worker set seen_at = clock_timestamp(), clock_ahead_s = %(clock_ahead_s)s
where slot = %(slot)s
returning seen_at;

-- name: worker_stopped
-- Say why the worker of a slot stopped.
update muster.worker set seen_at = clock_timestamp(), stopped_reason = %(reason)s where slot = %(slot)s;

-- name: live_workers
-- How many workers are at work.
select count(*) from pg_locks l join pg_database d on d.oid = l.database
where l.locktype = 'advisory' and d.datname = current_database()
    and l.classid = 7305100 and l.objsubid = 2 and l.granted;

-- name: record_log_ends
-- Where the logs end now; the first look at an end stays.
insert into muster.log_end (topic, epoch, partition, end_offset, first_seen_at, seen_at)
select topic, epoch, partition, end_offset, clock_timestamp(), clock_timestamp()
from unnest(%(topics)s::text[], %(epochs)s::int[], %(partitions)s::int[], %(ends)s::bigint[])
    as e (topic, epoch, partition, end_offset)
order by topic, epoch, partition
on conflict (topic, epoch, partition, end_offset) do update set seen_at = excluded.seen_at;

-- name: forget_log_ends
-- Ends before the newest that are read, or that stand within ten minutes after an earlier unread one.
delete from muster.log_end l
using muster.checkpoint c
where (c.topic, c.epoch, c.partition) = (l.topic, l.epoch, l.partition)
    and exists (
        select from muster.log_end n
        where (n.topic, n.epoch, n.partition) = (l.topic, l.epoch, l.partition) and n.end_offset > l.end_offset
    )
    and (
        l.end_offset <= c.next_offset
        or exists (
            select from muster.log_end e
            where (e.topic, e.epoch, e.partition) = (l.topic, l.epoch, l.partition)
                and e.end_offset > c.next_offset and e.end_offset < l.end_offset
                and date_bin('10 minutes', e.first_seen_at, 'epoch') = date_bin('10 minutes', l.first_seen_at, 'epoch')
        )
    );
