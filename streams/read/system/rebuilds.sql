-- none: events, of_events, left_s
create function rebuilds()
returns table (
    world int, state text, events bigint, of_events bigint, is_at_work bool, began_at timestamptz, seen_at timestamptz, left_s float8
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        w.number,
        case
            when w.state = 'former' then 'kept from before'
            when w.until_seq is null then 'begun'
            when not w.is_indexed and d.events < w.until_seq then 'folding'
            when not w.is_indexed then 'indexing'
            when not w.is_compared then 'catching up'
            else 'ready to change over'
        end,
        case when w.state = 'filling' then coalesce(w.caught_up_seq, d.events) end,
        case when w.state = 'filling' then greatest(h.seq, w.until_seq) end,
        w.state = 'filling' and o.is_at_work, w.began_at, w.seen_at,
        case
            when w.state = 'filling' and o.is_at_work and d.events between 1 and w.until_seq
                then extract(epoch from w.seen_at - w.began_at)::float8 * (w.until_seq - d.events) / d.events
        end
    from muster.world w
    cross join head h
    cross join lateral (
        select coalesce(sum(s.last_seq - s.first_seq + 1), 0)::bigint as events
        from muster.world_slice s where s.world = w.number and s.is_done
    ) d
    cross join (
        -- The lock that a rebuild holds as long as it lives.
        select exists (select from pg_locks l where l.locktype = 'advisory' and l.objid = 7305007 and l.granted) as is_at_work
    ) o
    where w.state <> 'in force' and muster.is_operator()
    order by w.number;
end $$;
comment on function rebuilds is
    'Which worlds are there beside the one in use: how far is one that is filled, is anybody at it, and how long will folding take?';
