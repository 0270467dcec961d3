-- name: progress
-- How far the newest lives of these topics have been read, and where they stand still.
select c.topic, c.partition, c.next_offset, c.pause_reason
from muster.checkpoint c
where c.topic = any(%(topics)s)
    and c.epoch = (select max(e.epoch) from muster.topic_epoch e where e.topic = c.topic);

-- name: stored
-- How many of the records sent were stored, by type, and why some of them have no effect.
with sent as (
    select topic, partition, offsets
    from unnest(%(topics)s::text[], %(partitions)s::int[], %(offsets)s::int8multirange[])
        as s (topic, partition, offsets)
)
select l.type, flag.flag, count(*)
from muster.ledger l
join sent on sent.topic = l.topic and sent.partition = l.partition and l."offset" <@ sent.offsets
left join amendment_flag flag on flag.ledger_seq = l.seq
where l.seq > %(since_seq)s
    and l.topic_epoch = (select max(e.epoch) from muster.topic_epoch e where e.topic = l.topic)
group by l.type, flag.flag
order by l.type, flag.flag;

-- name: dead
-- How many of the records sent became dead letters, by reason, with the first of each.
with sent as (
    select topic, partition, offsets
    from unnest(%(topics)s::text[], %(partitions)s::int[], %(offsets)s::int8multirange[])
        as s (topic, partition, offsets)
)
select
    d.reason, count(*),
    (array_agg(d.topic || '/' || d.partition || ' offset ' || d."offset" || ': ' || d.detail
        order by d.topic, d.partition, d."offset"))[1]
from sent
join muster.dead_letter d
    on d.topic = sent.topic and d.partition = sent.partition
    and d."offset" >= lower(sent.offsets) and d."offset" < upper(sent.offsets) and d."offset" <@ sent.offsets
    and d.epoch = (select max(e.epoch) from muster.topic_epoch e where e.topic = sent.topic)
group by d.reason
order by count(*) desc, d.reason;

-- name: roots_of_table
-- Which events of a source were said, or corrected, by the import of one table.
select distinct coalesce(root_id, event_id)
from muster.ledger
where correlation_id = %(correlation_id)s and source = %(source)s;

-- name: tables_of
-- Which tables brought events of a source, and how many; null for those from before tables had names.
select correlation_id, count(*)
from muster.ledger
where source = %(source)s and root_id is null
group by correlation_id
order by correlation_id;

-- name: has_source
-- Was anything ever said under a source, or about an event of it?
select exists (select from muster.ledger where source = %(source)s collate "C")
    or exists (select from muster.ledger where root_source = %(source)s collate "C" and root_id is not null);

-- name: acquire_turn
-- Does nobody else import under this source? Held until the session ends.
select pg_try_advisory_lock(7305120, hashtext(%(source)s));
