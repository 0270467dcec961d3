-- none: end_offset, end_seen_at, unread, oldest_unread_at, oldest_unread_s, paused_at, pause_reason, updated_at
-- none: updated_s
create function partitions()
returns table (
    topic text, partition int, epoch int, next_offset bigint, end_offset bigint, end_seen_at timestamptz,
    unread bigint, oldest_unread_at timestamptz, oldest_unread_s float8, stored bigint, duplicates bigint, dead bigint,
    gaps bigint, paused_at timestamptz, pause_reason text, updated_at timestamptz, updated_s float8
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    -- A partition that workers have seen and nobody has begun to read is as unread as any other.
    with known as (
        select
            topic, epoch, partition, next_offset, stored, duplicates, dead, gaps, paused_at, pause_reason, updated_at
        from checkpoint
        union all
        select distinct on (e.topic, e.epoch, e.partition)
            e.topic, e.epoch, e.partition, 0, 0, 0, 0, 0, null::timestamptz, null, null::timestamptz
        from log_end e
        where not exists (
            select from checkpoint c where (c.topic, c.epoch, c.partition) = (e.topic, e.epoch, e.partition)
        )
    )
    select
        c.topic::text, c.partition, c.epoch, c.next_offset, newest.end_offset, newest.seen_at,
        case when newest.end_offset is not null then greatest(newest.end_offset - c.next_offset, 0) end,
        unread.first_seen_at,
        extract(epoch from clock_timestamp() - unread.first_seen_at)::float8,
        c.stored, c.duplicates, c.dead, c.gaps, c.paused_at, c.pause_reason, c.updated_at,
        extract(epoch from clock_timestamp() - c.updated_at)::float8
    from known c
    left join lateral (
        select e.end_offset, e.seen_at
        from log_end e
        where (e.topic, e.epoch, e.partition) = (c.topic, c.epoch, c.partition)
        order by e.seen_at desc, e.end_offset desc
        limit 1
    ) newest on true
    left join lateral (
        select min(e.first_seen_at) as first_seen_at
        from log_end e
        where (e.topic, e.epoch, e.partition) = (c.topic, c.epoch, c.partition) and e.end_offset > c.next_offset
    ) unread on true
    where c.epoch = (select max(t.epoch) from topic_epoch t where t.topic = c.topic) and muster.is_operator()
    order by c.topic, c.partition;
end $$;
comment on function partitions is 'How far is each partition stored, how far does its log go, and how long is the oldest unread record there at least?';

-- none: stopped_reason
create function workers_seen()
returns table (
    slot int, host text, pid int, started_at timestamptz, seen_at timestamptz, seen_s float8, stopped_reason text
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        w.slot, w.host, w.pid, w.started_at, w.seen_at, extract(epoch from clock_timestamp() - w.seen_at)::float8,
        w.stopped_reason
    from worker w
    where muster.is_operator()
    order by w.slot;
end $$;
comment on function workers_seen is 'Which workers are there, and how many seconds ago was each seen?';

-- none: last_seen_at
create function storing() returns table (workers int, last_seen_at timestamptz)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        (count(*) filter (
            where stopped_reason is null and seen_at > clock_timestamp() - interval '30 seconds'))::int,
        max(seen_at)
    from worker;
end $$;
comment on function storing is 'How many workers were seen in the last 30 seconds, and when was the last one seen?';

create function _events_until(moment timestamptz) returns bigint
language plpgsql stable set search_path from current as $$
declare
    low bigint := 0;
    high bigint := (select h.seq from head h);
    middle bigint;
begin
    -- Numbers rise with recorded_at without gaps: halving finds the place in some twenty looks.
    while low < high loop
        middle := (low + high + 1) / 2;
        if (select l.recorded_at <= moment from ledger l where l.seq = middle) then
            low := middle;
        else
            high := middle - 1;
        end if;
    end loop;
    return low;
end $$;
comment on function _events_until is 'How many events had been recorded by a moment?';

create function rates() returns table (within_s int, events bigint)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select w.s, h.seq - _events_until(clock_timestamp() - w.s * interval '1 second')
    from head h, unnest(array[60, 900, 3600, 86400]) as w (s)
    where muster.is_operator()
    order by w.s;
end $$;
comment on function rates is 'How many events were recorded in the last minute, quarter, hour and day?';

create function dead_letter_reasons()
returns table (reason text, in_all bigint, last_day bigint, last_hour bigint, newest_at timestamptz)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        d.reason::text, count(*),
        count(*) filter (where d.recorded_at > clock_timestamp() - interval '24 hours'),
        count(*) filter (where d.recorded_at > clock_timestamp() - interval '1 hour'),
        max(d.recorded_at)
    from dead_letter d
    where muster.is_operator()
    group by d.reason
    order by count(*) desc, d.reason;
end $$;
comment on function dead_letter_reasons is 'Why could records not become events, and how many lately?';

-- none: newest_file, applied_at, functions_at
create function versions()
returns table (world text, files bigint, newest_file text, applied_at timestamptz, functions_at timestamptz)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        'muster_' || max(h.world), count(*) filter (where m.name <> 'read functions'),
        (array_agg(m.name order by m.applied_at desc, m.name desc) filter (where m.name <> 'read functions'))[1],
        max(m.applied_at) filter (where m.name <> 'read functions'),
        max(m.applied_at) filter (where m.name = 'read functions')
    from migration m, head h
    where m.world in (0, h.world) and muster.is_operator()
    having muster.is_operator();
end $$;
comment on function versions is 'Which world is read, and which files made it what it is?';

-- none: first_difference
create function verified()
returns table (
    verified_at timestamptz, seq bigint, check_name text, of_what text, expected text, found text,
    first_difference text, is_ok bool
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select v.verified_at, v.seq, v.check_name, v.of_what, v.expected, v.found, v.first_difference, v.is_ok
    from verification v
    where v.verified_at = (select max(n.verified_at) from verification n) and muster.is_operator()
    order by v.position;
end $$;
comment on function verified is 'What did the last `muster verify` find?';
