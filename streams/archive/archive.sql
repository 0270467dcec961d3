-- name: see_one_moment
-- Everything from here on sees the database as it is now, changes nothing, and may take its time.
set transaction isolation level repeatable read read only;
set local idle_in_transaction_session_timeout = 0;
set local timezone = 'UTC';
set local datestyle = 'ISO, YMD';

-- name: ledger_end
-- The last event: its number, when it was recorded, and the hash of what it says.
select h.seq, h.recorded_at, encode(l.content_sha256, 'hex')
from muster.head h left join muster.ledger l using (seq);

-- name: event_at
-- The same of any event.
select seq, recorded_at, encode(content_sha256, 'hex') from muster.ledger where seq = %(seq)s;

-- name: core_version
-- The newest migration of the tables that are archived.
select name from muster.migration where world = 0 order by name desc limit 1;

-- name: highest_classification
-- The highest classification of any event.
select classification from muster.label order by classification_rank desc, classification limit 1;

-- name: offsets
-- Where each partition goes on.
select topic, epoch, partition, next_offset from muster.checkpoint order by topic, epoch, partition;

-- name: dead_letters_since
-- What became dead letters from these offsets on; of a partition that is not named, from the first on.
select
    d.topic, d.epoch, d.partition, d."offset", d.recorded_at, d.reason, d.detail, d.size_bytes, d.sha256, d.bytes,
    d.source, d.event_id, d.header_names, d.header_values, d.key, d.are_headers_whole
from muster.dead_letter d
left join unnest(%(topics)s::text[], %(epochs)s::int[], %(partitions)s::int[], %(offsets)s::bigint[])
    as s (topic, epoch, partition, next_offset) using (topic, epoch, partition)
where d."offset" >= coalesce(s.next_offset, 0)
order by d.topic, d.epoch, d.partition, d."offset";

-- name: restore_alone
-- From here on nobody begins to read a partition and nobody writes, to the end of the transaction, which may take its time.
set local lock_timeout = '10s';
set local idle_in_transaction_session_timeout = 0;
set local timezone = 'UTC';
lock table muster.topic_epoch, muster.checkpoint, muster.source_set_aside, muster.viewer, muster.review_action
    in exclusive mode;

-- name: what_is_there
-- What this database holds that a restore would mix with: nothing, or a sentence.
select case
    when h.seq > 0 then h.seq || ' events'
    when exists (select from muster.dead_letter) then 'dead letters'
    when exists (select from muster.topic_epoch) then 'topics that a worker has begun to read'
    when exists (select from muster.source_set_aside) then 'sources that were set aside'
    when exists (select from muster.review_action) then 'reviews'
    when c.simulated_at is not null or c.ended_at is not null then 'a simulated clock that was used'
end
from muster.head h cross join muster.recording_clock c;

-- name: put_viewer
-- A viewer as archived. A role reads here as who it read before: clearance is not raised by a restore.
insert into muster.viewer (name, clearance_rank, nation, db_role, roles, subject, revoked_at)
values (
    %(name)s, %(clearance_rank)s, %(nation)s,
    case when not exists (select from muster.viewer v where v.db_role = %(db_role)s) then %(db_role)s end,
    %(roles)s, %(subject)s, %(revoked_at)s
)
on conflict (name) do update
set clearance_rank = excluded.clearance_rank, nation = excluded.nation, roles = excluded.roles,
    subject = excluded.subject, revoked_at = excluded.revoked_at;

-- name: set_recording_clock
-- How much of the ledger was recorded by a simulated clock; no transaction of this server is meant by it.
update muster.recording_clock
set simulated_at = %(simulated_at)s, began_at = %(began_at)s, seq = %(seq)s, ended_at = %(ended_at)s, holds_in = null;

-- name: set_head
-- Where the ledger ends.
update muster.head set seq = %(seq)s, recorded_at = %(recorded_at)s;
