-- name: take_turn
-- Does nobody else change anything about dead letters? Held until the session ends.
select pg_try_advisory_lock(7305121, 0);

-- name: groups
-- Why records could not become events, and how each of them stands, those that fit a filter.
select
    d.reason,
    count(*) filter (where coalesce(s.state, 'open') = 'open'),
    count(*) filter (where s.state = 'redriven'),
    count(*) filter (where s.state = 'discarded')
from muster.dead_letter d
left join muster.dead_letter_state s using (topic, epoch, partition, "offset")
where (%(reason)s::text is null or d.reason = %(reason)s)
    and (%(topic)s::text is null or d.topic = %(topic)s)
    and (%(source)s::text is null or d.source = %(source)s)
    and (%(since)s::timestamptz is null or d.recorded_at >= %(since)s)
group by d.reason
order by 2 desc, d.reason;

-- name: listed
-- The newest of each reason that fit a filter and are in a state.
select
    d.topic, d.epoch, d.partition, d."offset", d.is_newest_epoch, d.recorded_at, d.reason, d.detail, d.source, d.event_id, d.state
from (
    select
        d.*, coalesce(s.state, 'open') as state,
        d.epoch = (select max(e.epoch) from muster.topic_epoch e where e.topic = d.topic) as is_newest_epoch,
        row_number() over (
            partition by d.reason order by d.recorded_at desc, d.topic, d.partition, d."offset" desc
        ) as place
    from muster.dead_letter d
    left join muster.dead_letter_state s using (topic, epoch, partition, "offset")
    where (%(state)s::text is null or coalesce(s.state, 'open') = %(state)s)
        and (%(reason)s::text is null or d.reason = %(reason)s)
        and (%(topic)s::text is null or d.topic = %(topic)s)
        and (%(source)s::text is null or d.source = %(source)s)
        and (%(since)s::timestamptz is null or d.recorded_at >= %(since)s)
) d
where d.place <= %(limit)s
order by d.reason, d.place;

-- name: open_ones
-- Where all open dead letters lie, or those of one reason, oldest first.
select d.topic, d.epoch, d.partition, d."offset"
from muster.dead_letter d
left join muster.dead_letter_state s using (topic, epoch, partition, "offset")
where coalesce(s.state, 'open') = 'open' and (%(reason)s::text is null or d.reason = %(reason)s)
order by d.recorded_at, d.topic, d.partition, d."offset";

-- name: find
-- Where a dead letter lies that is named, of the newest life of its topic that has one there.
select topic, epoch, partition, "offset"
from muster.dead_letter
where topic = %(topic)s and partition = %(partition)s and "offset" = %(offset)s
    and (%(epoch)s::int is null or epoch = %(epoch)s)
order by epoch desc
limit 1;

-- name: sizes
-- How many bytes of each of some dead letters are kept, in the order in which they are named.
select octet_length(d.bytes)
from unnest(%(topics)s::text[], %(epochs)s::int[], %(partitions)s::int[], %(offsets)s::bigint[])
    with ordinality as p (topic, epoch, partition, "offset", place)
join muster.dead_letter d using (topic, epoch, partition, "offset")
order by p.place;

-- name: letters
-- Some dead letters with all there is of them, and how they stand, in the order in which they are named.
select
    d.topic, d.epoch, d.partition, d."offset",
    d.epoch = (select max(e.epoch) from muster.topic_epoch e where e.topic = d.topic),
    d.recorded_at, d.reason, d.detail, d.source, d.event_id, d.size_bytes, d.sha256, d.key, d.bytes,
    d.header_names, d.header_values, d.are_headers_whole, coalesce(s.number, 0), s.action, coalesce(s.state, 'open'),
    a.sent_topic, a.sent_epoch, a.sent_partition, a.sent_offset, a.sent_sha256, a.sent_source, a.sent_event_id, a.is_corrected
from unnest(%(topics)s::text[], %(epochs)s::int[], %(partitions)s::int[], %(offsets)s::bigint[])
    with ordinality as p (topic, epoch, partition, "offset", place)
join muster.dead_letter d using (topic, epoch, partition, "offset")
-- Looked up for each of them: all states together are many when much was redriven.
left join lateral (
    select s.* from muster.dead_letter_state s
    where (s.topic, s.epoch, s.partition, s."offset") = (d.topic, d.epoch, d.partition, d."offset")
) s on true
left join muster.dead_letter_action a
    on (a.topic, a.epoch, a.partition, a."offset", a.number) = (s.topic, s.epoch, s.partition, s."offset", s.number)
order by p.place;

-- name: history
-- What was done with a dead letter, and what became of it.
select number, action, acted_at, acted_by, why, is_corrected, sent_topic, sent_epoch, sent_partition, sent_offset,
    became, became_seq, became_reason
from muster.dead_letter_history
where topic = %(topic)s and epoch = %(epoch)s and partition = %(partition)s and "offset" = %(offset)s
order by number;

-- name: begin_redrives
-- Say what is about to be sent, and where the log ends before it is.
insert into muster.dead_letter_action
    (topic, epoch, partition, "offset", number, action, acted_at, acted_by, sent_topic, sent_epoch, sent_partition, sent_offset,
    sent_sha256, sent_source, sent_event_id, is_corrected)
select
    topic, epoch, partition, "offset", number, 'redrive begun', clock_timestamp(), %(who)s, sent_topic, sent_epoch,
    sent_partition, sent_offset, sent_sha256, sent_source, sent_event_id, is_corrected
from unnest(
    %(topics)s::text[], %(epochs)s::int[], %(partitions)s::int[], %(offsets)s::bigint[], %(numbers)s::int[],
    %(sent_topics)s::text[], %(sent_epochs)s::int[], %(sent_partitions)s::int[], %(sent_offsets)s::bigint[],
    %(sent_sha256s)s::bytea[], %(sent_sources)s::text[], %(sent_event_ids)s::text[], %(are_corrected)s::bool[]
) as s (
    topic, epoch, partition, "offset", number, sent_topic, sent_epoch, sent_partition, sent_offset,
    sent_sha256, sent_source, sent_event_id, is_corrected
);

-- name: note_redriven
-- Say where what was sent lies: the same as was begun, but for its place.
insert into muster.dead_letter_action
    (topic, epoch, partition, "offset", number, action, acted_at, acted_by, sent_topic, sent_epoch, sent_partition, sent_offset,
    sent_sha256, sent_source, sent_event_id, is_corrected)
select
    a.topic, a.epoch, a.partition, a."offset", a.number + 1, 'redriven', clock_timestamp(), %(who)s, a.sent_topic,
    a.sent_epoch, a.sent_partition, s.sent_offset, a.sent_sha256, a.sent_source, a.sent_event_id, a.is_corrected
from unnest(
    %(topics)s::text[], %(epochs)s::int[], %(partitions)s::int[], %(offsets)s::bigint[], %(numbers)s::int[],
    %(sent_offsets)s::bigint[]
) as s (topic, epoch, partition, "offset", number, sent_offset)
join muster.dead_letter_action a using (topic, epoch, partition, "offset", number);

-- name: note_decided
-- Put dead letters away, or take them up again.
insert into muster.dead_letter_action (topic, epoch, partition, "offset", number, action, acted_at, acted_by, why)
select topic, epoch, partition, "offset", number, %(action)s, clock_timestamp(), %(who)s, %(why)s
from unnest(
    %(topics)s::text[], %(epochs)s::int[], %(partitions)s::int[], %(offsets)s::bigint[], %(numbers)s::int[]
) as s (topic, epoch, partition, "offset", number);
