-- name: partitions
-- What became of the records of each partition, since its topic was last made anew, and whether it is paused.
select c.topic, c.partition, c.next_offset - c.first_offset, c.stored, c.duplicates, c.dead, c.gaps, c.paused_at is not null
from muster.checkpoint c
where c.epoch = (select max(e.epoch) from muster.topic_epoch e where e.topic = c.topic)
order by 1, 2;

-- name: producers
-- What became of the events of each producer at the gateway, of all its keys together.
select
    coalesce(k.producer, ''), sum(c.received)::bigint, sum(c.accepted)::bigint, sum(c.duplicate)::bigint,
    sum(c.refused)::bigint, sum(c.unanswered)::bigint
from muster.gateway_count c
left join muster.producer_key k using (key_id)
group by 1
order by 1;

-- name: head
-- How many events the ledger holds, and when the newest was recorded.
select seq, extract(epoch from recorded_at)::float8 from muster.head;
