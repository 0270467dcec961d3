-- name: see_one_moment
-- Everything from here on sees the database as it is now, and may take its time.
set transaction isolation level repeatable read;
set local idle_in_transaction_session_timeout = 0;
set local timezone = 'UTC';

-- name: checkpoints
-- What each partition says of itself, beside what is really there.
with in_ledger as (
    select l.topic, l.topic_epoch as epoch, l.partition, count(*) as rows,
        count(*) filter (where l."offset" < c.first_offset or l."offset" >= c.next_offset or c.topic is null) as beyond
    from muster.ledger l
    left join muster.checkpoint c on (c.topic, c.epoch, c.partition) = (l.topic, l.topic_epoch, l.partition)
    group by 1, 2, 3
),
in_dead_letters as (
    select d.topic, d.epoch, d.partition, count(*) as rows,
        count(*) filter (where d."offset" < c.first_offset or d."offset" >= c.next_offset or c.topic is null) as beyond
    from muster.dead_letter d
    left join muster.checkpoint c on (c.topic, c.epoch, c.partition) = (d.topic, d.epoch, d.partition)
    group by 1, 2, 3
)
select
    topic, epoch, partition,
    coalesce(c.first_offset, 0), coalesce(c.next_offset, 0), coalesce(c.stored, 0),
    coalesce(c.duplicates, 0), coalesce(c.dead, 0), coalesce(c.gaps, 0),
    coalesce(l.rows, 0), coalesce(d.rows, 0), coalesce(l.beyond, 0) + coalesce(d.beyond, 0),
    epoch = (select max(e.epoch) from muster.topic_epoch e where e.topic = coalesce(c.topic, l.topic, d.topic))
from muster.checkpoint c
full join in_ledger l using (topic, epoch, partition)
full join in_dead_letters d using (topic, epoch, partition)
order by topic, epoch, partition;

-- name: gateway_runs
-- What each process of the gateway counted: what was received, what became of it, and what was accepted by key and by partition.
select
    run_id::text, sum(received)::bigint,
    sum(accepted + duplicate + refused + unanswered)::bigint, sum(accepted)::bigint,
    coalesce((select sum(g.accepted) from muster.gateway_log g where g.run_id = c.run_id), 0)::bigint
from muster.gateway_count c
group by run_id
order by min(counted_at), run_id;

-- name: gateway_logs
-- How far Kafka acknowledged events to be on disk, to processes of the gateway that began since a topic was last made anew.
select g.topic, g.partition, max(g.last_offset)
from muster.gateway_log g
where
    g.began_at > coalesce(
        (select max(e.accepted_at) from muster.topic_epoch e where e.topic = g.topic and e.epoch > 1), '-infinity'
    )
group by 1, 2
order by 1, 2;

-- name: redriven
-- How many dead letters were sent again and have been read since, and of how many it is known what they became.
select
    count(*) filter (where became not in ('not read yet', 'lost')),
    count(*) filter (where became in ('stored', 'known before', 'dead again'))
from muster.dead_letter_history
where action = 'redriven';

-- name: ledger_extent
-- How many events there are, and the greatest number and moment among them.
select count(*), coalesce(max(seq), 0), max(recorded_at) from muster.ledger;

-- name: out_of_order
-- The first event that was not recorded later than (or together with) the one before it.
select seq from (
    select seq, recorded_at, lag(recorded_at) over (order by seq) as before from muster.ledger
) l
where recorded_at < before order by seq limit 1;

-- name: running_sums
-- How many places lines should have, how many they have, how many are only in one of the two, and how many stretches do
-- not end where the next begins. Where a stretch ends is nobody's concern.
with made as materialized (
    select s.line_id, p.*
    from summed_up, _running_sums(summed_up.until, null, null) s,
         unnest(s.moments, s.parts_until, s.value_parts_until, s.items_until, s.external_items_until, s.seqs) p
),
there as materialized (
    select s.line_id, p.*
    from summed_up, running_sum s,
         unnest(s.moments, s.parts_until, s.value_parts_until, s.items_until, s.external_items_until, s.seqs) p
),
stretch as (
    select
        *, lead(first_at, 1, 'infinity') over (partition by line_id order by first_at) as follows_at
    from running_sum, summed_up
)
select
    (select count(*) from made),
    (select count(*) from there),
    (select count(*) from (table made except table there) missing) + (select count(*) from (table there except table made) spare)
    + (select count(*) from stretch
       where next_at <> follows_at or first_at <> moments[1] or last_at <> moments[cardinality(moments)])
    -- A line says where it ends and what it adds up to there.
    + (
        select count(*)
        from line cross join summed_up
        left join (select *, cardinality(moments) as last from running_sum) r on r.line_id = line.line_id and r.next_at = 'infinity'
        where (line.last_at, line.parts, line.value_parts, line.items, line.external_items, line.last_seq) is distinct from
              (r.last_at, r.parts_until[r.last], r.value_parts_until[r.last], r.items_until[r.last],
               r.external_items_until[r.last], r.seqs[r.last])
    );

-- name: report_runs
-- The same of runs of reports.
with made as materialized (
    select r.series_id, r.pillar, p.*
    from summed_up, _report_runs(summed_up.until, null, null, null) r, unnest(r.moments, r.pcts_milli, r.label_ids) p
),
there as materialized (
    select r.series_id, r.pillar, p.*
    from summed_up, report_run r, unnest(r.moments, r.pcts_milli, r.label_ids) p
),
stretch as (
    select *, lead(first_at, 1, 'infinity') over (partition by series_id, pillar order by first_at) as follows_at
    from report_run, summed_up
)
select
    (select count(*) from made),
    (select count(*) from there),
    (select count(*) from (table made except table there) missing) + (select count(*) from (table there except table made) spare)
    + (select count(*) from stretch
       where next_at <> follows_at or first_at <> moments[1] or last_at <> moments[cardinality(moments)]);

-- name: add_verification
-- One comparison of a run of `muster verify`.
insert into muster.verification
    (verified_at, position, seq, check_name, of_what, expected, found, first_difference, is_ok)
values
    (%(verified_at)s, %(position)s, %(seq)s, %(check)s, %(of)s, %(expected)s, %(found)s,
    %(first_difference)s, %(is_ok)s);

-- name: forget_verifications
-- Runs older than 30 days.
delete from muster.verification where verified_at < clock_timestamp() - interval '30 days';
