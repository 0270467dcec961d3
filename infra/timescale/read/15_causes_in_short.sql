-- Where thousands of items came and went, nobody reads them one by one. What became true between two moments, and what
-- expired, is the difference of two places of a line; only what was heard or ended between is looked at by itself.

create function _between(
    series_ids bigint[], versions text[], at timestamptz, known_at timestamptz, faded_at timestamptz, labels bigint[],
    classes text[], since timestamptz
)
returns table (series_id bigint, items int, w float8, wv float8)
language sql stable set search_path from current set timezone = 'UTC' as $$
    select
        s.series_id, sum(s.items)::int,
        sum(s.parts::float8 * x.worth order by s.class, s.instrument, s.instrument_version),
        sum(s.value_parts::float8 * x.worth / 1000 order by s.class, s.instrument, s.instrument_version)
    from unnest($1, $2) as r (series_id, versions)
    join _sums($1, array[$3], $4, $6, $7, $8) s using (series_id)
    join decay d using (class)
    cross join lateral (select _fading($5::date, d.half_life_days) / (100 * _parts()) as worth) x
    where r.versions is null or s.instrument || ' ' || s.instrument_version = any (string_to_array(r.versions, ','))
    group by s.series_id
$$;
comment on function _between is 'What do the items of the versions in use add up to that are later than a moment and count at another, faded as of a third?';

create function _came(
    series_ids bigint[], versions text[], from_as_of timestamptz, to_as_of timestamptz, to_known_at timestamptz, labels bigint[],
    classes text[]
)
returns table (series_id bigint, items int, w float8, wv float8)
language sql stable set search_path from current as $$
    select * from _between($1, $2, $4, $5, $4, $6, $7, $3)
$$;
comment on function _came is 'What do the items add up to, as known at the second of two moments, that became true between them?';

create function _went(
    series_ids bigint[], versions text[], from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, labels bigint[],
    classes text[]
)
returns table (series_id bigint, items int, w float8, wv float8)
language sql stable set search_path from current set timezone = 'UTC' as $$
    select b.series_id, sum(b.items)::int, sum(b.w order by d.class), sum(b.wv order by d.class)
    from decay d
    cross join lateral _between(
        $1, $2, least($3, ($5::date - d.validity_days)::timestamptz - interval '1 microsecond'), $4, $3, $6, array[d.class],
        ($3::date - d.validity_days)::timestamptz - interval '1 microsecond') b
    where d.class = any ($7)
    group by b.series_id
$$;
comment on function _went is 'What do the items add up to, as known at the first of two moments, that expired between them?';

create function _heard(
    series_ids bigint[], from_versions text[], to_versions text[], from_as_of timestamptz,
    from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz, labels bigint[], classes text[]
)
returns table (
    series_id bigint, cause text, counts bool, w float8, wv float8, has_come bool, has_expired bool, times bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    from_seq bigint := _seq_at(from_known_at);
    to_seq bigint := _seq_at(to_known_at);
begin
    if from_known_at = to_known_at then
        return;
    end if;
    return query
    with reading as (
        select r.series_id, string_to_array(r.from_v, ',') as from_names, string_to_array(r.to_v, ',') as to_names
        from unnest($1, $2, $3) as r (series_id, from_v, to_v)
    ),
    item as (
        select
            m.*, d.validity_days, c.counts, count(*) over (partition by m.series_id, m.ledger_seq) as times,
            case when c.counts then $4 else $6 end as as_of_there, case when c.counts then $5 else $7 end as known_there,
            case when c.counts then from_seq else to_seq end as last_seq_there
        from decay d
        cross join lateral (
            values ($4::date - d.validity_days, $4, null::bigint), ($4 + interval '1 microsecond', $6, from_seq)
        ) as period (first_at, last_at, root_until)
        cross join lateral _seen_at(
            $1, $4, $5, $6, $7, labels, d.class, period.first_at, period.last_at, false, true, period.root_until) m
        join reading r using (series_id)
        cross join lateral (
            select
                m.was_in and (r.from_names is null or m.version = any (r.from_names)) as counted,
                m.is_in and (r.to_names is null or m.version = any (r.to_names)) as counts
        ) c
        where d.class = any (classes) and c.counted <> c.counts
    ),
    told as (
        select
            i.*, x.*, i.root_seq > i.last_seq_there as is_unknown_there, i.occurred_at > i.as_of_there as is_later,
            i.as_of_there::date - i.occurred_at::date > i.validity_days as is_expired,
            case when i.counts then i.to_weight else i.from_weight end as w
        from item i
        cross join lateral (
            select case
                when i.recorded_at <= i.known_there and i.ended_at > i.known_there then i.ledger_seq
                when i.root_seq <= i.last_seq_there then _in_force(i.root_seq, i.known_there, labels)
            end as seq_there
        ) x
        offset 0
    )
    select
        series_id, _cause(counts, ledger_seq, seq_there, is_unknown_there, is_later, is_expired), counts, w, w * value,
        counts and occurred_at > $4, not counts and occurred_at < $6::date - validity_days, times
    from told;
end $$;
comment on function _heard is 'Which items count at one of two ends because of what was heard between - but for new events about the time between?';

create function _causes_in_short(
    series_ids bigint[], from_values float8[], to_values float8[], from_weights float8[], to_weights float8[],
    from_items int[], from_versions text[], to_versions text[],
    from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    labels bigint[], classes text[], most int
)
returns table (series_id bigint, cause text, seq bigint, source text, event_id text, events int, share float8)
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off
set jit = off as $$
#variable_conflict use_column
declare
    came_ids bigint[];
    came_items int[];
    came_ws float8[];
    came_wvs float8[];
    went_ids bigint[];
    went_items int[];
    went_ws float8[];
    went_wvs float8[];
    many bigint[] := '{}';
begin
    if from_as_of <= to_as_of and from_known_at <= to_known_at then
        select array_agg(c.series_id), array_agg(c.items), array_agg(c.w), array_agg(c.wv)
        into came_ids, came_items, came_ws, came_wvs
        from _came(series_ids, to_versions, $9, $11, $12, labels, classes) c;
        select array_agg(c.series_id), array_agg(c.items), array_agg(c.w), array_agg(c.wv)
        into went_ids, went_items, went_ws, went_wvs
        from _went(series_ids, from_versions, $9, $10, $11, labels, classes) c;
        -- With other versions of instruments, everything comes and goes.
        many := array(
            select id
            from (
                select id, sum(items) as items from unnest(came_ids || went_ids, came_items || went_items) as u (id, items) group by id
            ) moved
            join unnest(series_ids, from_versions, to_versions) as r (id, was, is_now) using (id)
            where items > most and (r.was <> r.is_now) is not true);
    end if;
    return query
    with found as (
        select c.*, count(*) over (partition by c.series_id, c.cause) as events
        from (
            select
                array_agg(id) as ids, array_agg(was) as froms, array_agg(is_now) as tos, array_agg(from_w) as from_ws,
                array_agg(to_w) as to_ws, array_agg(items) as items, array_agg(from_v) as from_vs, array_agg(to_v) as to_vs
            from unnest($1, $2, $3, $4, $5, $6, $7, $8) as r (id, was, is_now, from_w, to_w, items, from_v, to_v)
            where (id in (select unnest(many))) is not true
        ) r
        cross join lateral _causes(
            r.ids, r.froms, r.tos, r.from_ws, r.to_ws, r.items, r.from_vs, r.to_vs, $9, $10, $11, $12, labels, 0, classes) c
        where r.ids is not null
    )
    select f.series_id, f.cause, f.seq, f.source, f.event_id, num_nonnulls(f.seq), f.share from found f where f.events <= most
    union all
    select f.series_id, f.cause, null, null, null, count(f.seq)::int, sum(f.share order by f.seq)
    from found f where f.events > most group by f.series_id, f.cause;
    if cardinality(many) = 0 then
        return;
    end if;
    return query
    with reading as materialized (
        select r.*
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) as r (series_id, was, is_now, from_w, to_w, items, from_v, to_v)
        where r.series_id in (select unnest(many))
    ),
    heard as materialized (
        select h.*
        from (
            select array_agg(series_id) as ids, array_agg(from_v) as from_vs, array_agg(to_v) as to_vs from reading
        ) r
        cross join lateral _heard(r.ids, r.from_vs, r.to_vs, $9, $10, $11, $12, labels, classes) h
    ),
    part as (
        select c.series_id, 'new' as cause, true as counts, c.items, c.w, c.wv
        from unnest(came_ids, came_items, came_ws, came_wvs) as c (series_id, items, w, wv)
        union all
        select g.series_id, 'expired', false, g.items, g.w, g.wv
        from unnest(went_ids, went_items, went_ws, went_wvs) as g (series_id, items, w, wv)
        union all
        select series_id, 'new', true, -1, -w, -wv from heard where has_come
        union all
        select series_id, 'expired', false, -1, -w, -wv from heard where has_expired
        union all
        -- The same statement in force again, after an amendment that was taken back, has not moved.
        select series_id, cause, counts, 1, w, wv from heard where times = 1
    ),
    added as (
        select
            p.series_id, p.cause, p.counts, sum(p.items)::int as items,
            case when p.counts then 1 / r.to_w else -1 / r.from_w end
                * (sum(p.wv order by p.w, p.wv) - r.was * sum(p.w order by p.w, p.wv)) * sign(abs(r.is_now) + 1) as share
        from part p join reading r using (series_id)
        group by p.series_id, p.cause, p.counts, r.to_w, r.from_w, r.was, r.is_now
        having sum(p.items) > 0
    ),
    gone as (
        select series_id, sum(share order by cause, counts) as share, sum(items) filter (where not counts) as items
        from added group by series_id
    )
    select r.series_id, 'fading', null::bigint, null::text, null::text, 0, r.is_now - r.was - coalesce(g.share, 0)
    from reading r left join gone g using (series_id)
    where r.is_now is not null and r.was is not null and r.items > coalesce(g.items, 0)
    union all
    select a.series_id, a.cause, null, null, null, sum(a.items)::int, sum(a.share order by a.counts)
    from added a group by a.series_id, a.cause;
end $$;
comment on function _causes_in_short is 'Why did the mean of each series change: event by event, or where many came or went, each kind of cause in one row?';
