-- name: key
-- A key with what it is for, and whether it is in force now.
select
    secret_sha256, producer, sources, types, actors, bodies, highest_rank, events_per_s,
    revoked_at is null and expires_at > clock_timestamp(),
    last_used_at is null or last_used_at < clock_timestamp() - interval '1 minute', viewer
from muster.producer_key
where key_id = %(key_id)s;

-- name: note_use
-- Write down that a key was used.
update muster.producer_key set last_used_at = clock_timestamp() where key_id = %(key_id)s;

-- name: in_force
-- Whether a key is still in force, and what the clock says by which events are recorded.
select
    exists (
        select from muster.producer_key
        where key_id = %(key_id)s and revoked_at is null and expires_at > clock_timestamp()
    ),
    muster.recording_now();

-- name: stored_already
-- Which of these identities the ledger has, with the hash of what each says.
select l.source, l.event_id, l.content_sha256, l.topic, l.partition, l."offset", l.seq, l.recorded_at
from unnest(%(sources)s::text[], %(event_ids)s::text[]) as k (source, event_id)
join muster.ledger l on l.source = k.source collate "C" and l.event_id = k.event_id collate "C";

-- name: texts
-- The text of those of these events that the ledger has.
select l.source, l.event_id, l.event
from unnest(%(sources)s::text[], %(event_ids)s::text[]) as k (source, event_id)
join muster.ledger l on l.source = k.source collate "C" and l.event_id = k.event_id collate "C";

-- name: stored_event
-- Where an event is in the ledger, and why it has no effect if it has none.
select l.seq, l.recorded_at, l.type, l.subject, l.topic, l.partition, l."offset", flag.flag
from muster.ledger l
left join amendment_flag flag on flag.ledger_seq = l.seq
where l.source = %(source)s collate "C" and l.event_id = %(event_id)s collate "C";

-- name: moved_by
-- Which readings an event moved, as far as the viewer may read whose rights the key has.
select actor, area, from_level, to_level, from_index, to_index, change, others
from readiness.moved_for_key(%(seq)s, %(key_id)s);

-- name: dead_letters_of
-- The newest dead letters that say they are of this identity.
select topic, partition, "offset", recorded_at, reason, detail, size_bytes, encode(sha256, 'hex')
from muster.dead_letter
where source = %(source)s and event_id = %(event_id)s
order by recorded_at desc, topic, partition, "offset" desc
limit 10;

-- name: note_refusal
-- A request that was refused, as an entry of the trail.
select muster.audit(
    'gateway.request', 'refused', case when %(producer)s::text is null then 'nobody' else 'producer' end,
    coalesce(%(producer)s, ''), %(origin)s, %(request)s,
    jsonb_build_object(
        'key_id', %(key_id)s::text, 'status', %(status)s::int, 'reason', %(reason)s::text, 'events', %(events)s::int,
        'size_bytes', %(size_bytes)s::bigint, 'sha256', encode(%(sha256)s::bytea, 'hex')
    )
);

-- name: write_counts
-- What one process has counted since its start: by key and by partition, both or neither.
with of_logs as (
    insert into muster.gateway_log as g (run_id, topic, partition, began_at, accepted, last_offset)
    select %(run_id)s, topic, partition, clock_timestamp(), accepted, last_offset
    from unnest(%(topics)s::text[], %(partitions)s::int[], %(logged)s::bigint[], %(last_offsets)s::bigint[])
        as t (topic, partition, accepted, last_offset)
    on conflict (run_id, topic, partition) do update
    set accepted = excluded.accepted, last_offset = excluded.last_offset
    where g.accepted < excluded.accepted
)
insert into muster.gateway_count as g
    (run_id, key_id, counted_at, received, accepted, duplicate, refused, unanswered)
select %(run_id)s, key_id, clock_timestamp(), received, accepted, duplicate, refused, unanswered
from unnest(
    %(key_ids)s::text[], %(received)s::bigint[], %(accepted)s::bigint[], %(duplicate)s::bigint[],
    %(refused)s::bigint[], %(unanswered)s::bigint[]
) as t (key_id, received, accepted, duplicate, refused, unanswered)
on conflict (run_id, key_id) do update
set counted_at = excluded.counted_at, received = excluded.received, accepted = excluded.accepted,
    duplicate = excluded.duplicate, refused = excluded.refused, unanswered = excluded.unanswered
where g.received < excluded.received;

-- name: counts
-- What was counted of a key, by all processes together.
select
    coalesce(sum(received), 0)::bigint, coalesce(sum(accepted), 0)::bigint, coalesce(sum(duplicate), 0)::bigint,
    coalesce(sum(refused), 0)::bigint, coalesce(sum(unanswered), 0)::bigint
from muster.gateway_count
where key_id = %(key_id)s;

-- name: has_keys
-- Whether any key was ever made.
select exists (select from muster.producer_key);

-- name: add_key
-- A new key; gives when it expires.
insert into muster.producer_key
    (key_id, secret_sha256, producer, sources, types, actors, bodies, highest_rank, events_per_s, viewer, expires_at)
values (
    %(key_id)s, %(secret_sha256)s, %(producer)s, %(sources)s, %(types)s, %(actors)s, %(bodies)s,
    %(highest_rank)s, %(events_per_s)s, %(viewer)s, clock_timestamp() + make_interval(days => %(days)s)
)
returning expires_at;

-- name: list_keys
-- Every key with what it is for, the newest first, and what became of it.
select
    key_id, producer, sources, types, actors, bodies, highest_rank, viewer, events_per_s, expires_at, last_used_at,
    case when revoked_at is not null then 'revoked' when expires_at <= clock_timestamp() then 'expired' else 'in force' end,
    counted.accepted, counted.duplicate, counted.refused
from muster.producer_key
cross join lateral (
    select
        coalesce(sum(c.accepted), 0)::bigint as accepted, coalesce(sum(c.duplicate), 0)::bigint as duplicate,
        coalesce(sum(c.refused), 0)::bigint as refused
    from muster.gateway_count c where c.key_id = producer_key.key_id
) counted
order by created_at desc, key_id;

-- name: revoke_key
-- End a key at once; gives nothing when there is no such key.
update muster.producer_key set revoked_at = coalesce(revoked_at, clock_timestamp())
where key_id = %(key_id)s
returning producer;
