-- A trend is the reading at each of its points, computed in one pass: an item enters a running sum at the first point
-- that sees it and leaves at the first that no longer counts it. Weights are kept relative to the last point's day;
-- fading multiplies all of them by the same number, which the ratio of two sums does not notice.

create function _points(from_at timestamptz, to_at timestamptz, step interval) returns timestamptz[]
language plpgsql immutable set timezone = 'UTC' as $$
declare
    points timestamptz[] := array(select p from generate_series(from_at, to_at, step) p limit 1001);
begin
    if cardinality(points) > 1000 then
        raise exception 'a trend has at most 1000 points; take a longer step'
            using errcode = 'invalid_parameter_value';
    end if;
    return points;
end $$;
comment on function _points is 'At which moments does a trend ask? Calendar steps, counted in UTC.';

create function _members_at(body text, ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (i int, actor text)
language sql stable set search_path from current as $$
    select p.i::int, m.actor
    from unnest(ats) with ordinality as p (at, i), lateral _members(body, p.at, known_at, labels) m
$$;
comment on function _members_at is 'Who belongs to a body at each of these points?';

create function _lines_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[], classes text[])
returns table (
    series_id bigint, instrument text, instrument_version text, i int, w float8, wv float8, items int,
    is_fresh bool, newest_at timestamptz
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    days date[] := ats::date[];
    last_day date := ats[cardinality(ats)]::date;
    stale_share float8 := _constant('readiness.stale_share_of_validity');
begin
    return query
    with found as materialized (
        select e.*, d.class
        from decay d cross join lateral _sums($1, $2, $3, $4, d.class) e
        where d.class = any ($5)
    ),
    -- One number for what a running sum is about: sorting by it is much quicker than by its four names.
    line as materialized (
        select row_number() over () as line, f.*, d.half_life_days, d.validity_days
        from (select distinct series_id, instrument, instrument_version, class from found) f join decay d using (class)
    ),
    entered as materialized (
        select
            l.line, e.month, e.enters, e.leaves, e.items, e.newest_at,
            e.parts::float8 * x.later / (100 * _parts()) as late_w, e.value_parts::float8 * x.later / (100000 * _parts()) as late_wv
        from found e
        join line l using (series_id, instrument, instrument_version, class)
        cross join lateral (select _later(e.month, l.half_life_days, last_day) as later) x
    ),
    change as (
        select line, i, sum(w order by month, enters, leaves) as w, sum(wv order by month, enters, leaves) as wv,
               sum(n)::int as n, max(newest_at) as newest_at
        from (
            select line, enters as i, month, enters, leaves, late_w as w, late_wv as wv, items as n, newest_at from entered
            union all
            select line, leaves, month, enters, leaves, -late_w, -late_wv, -items, null from entered where leaves <= cardinality($2)
        ) step
        group by line, i
    ),
    summed as (
        select
            c.line, c.i, coalesce(lead(i) over so_far, cardinality($2) + 1) as next, sum(w) over so_far as sum_w,
            sum(wv) over so_far as sum_wv, (sum(n) over so_far)::int as sum_n, max(newest_at) over so_far as last_at
        from change c
        window so_far as (partition by line order by i)
    )
    select
        l.series_id, l.instrument, l.instrument_version, p.i,
        sum(s.sum_w * f.fading order by l.class), sum(s.sum_wv * f.fading order by l.class), sum(s.sum_n)::int,
        bool_or(days[p.i] - s.last_at::date <= l.validity_days * stale_share), max(s.last_at)
    from summed s
    join line l using (line)
    cross join lateral generate_series(s.i, s.next - 1) as p (i)
    cross join lateral (select power(2.0::float8, (last_day - days[p.i]) / l.half_life_days::float8) as fading) f
    where s.sum_n > 0
    group by l.series_id, l.instrument, l.instrument_version, p.i;
end $$;
comment on function _lines_at is 'What does the unexpired evidence of each version of each instrument add up to at each of these points?';

create function _demonstrated_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (series_id bigint, i int, t float8, w float8, items int, is_fresh bool, instrument_key text)
language sql stable set search_path from current set timezone = 'UTC' as $$
    with rival as (
        select *, count(*) over (partition by series_id, i, instrument, newest_at) as rivals
        from _lines_at($1, $2, $3, $4, array['exercise', 'external_assessment', 'self_report'])
    ),
    in_use as (
        select distinct on (r.series_id, r.i, r.instrument collate "C") r.*
        from rival r
        -- Equal moments are told apart by the whole order key.
        left join lateral _last_of_version(
            case when r.rivals > 1 then r.series_id end, r.instrument, r.instrument_version, r.newest_at, $3, $4) last on true
        order by
            r.series_id, r.i, r.instrument collate "C", r.newest_at desc, last.sequence desc,
            last.source collate "C" desc, last.event_id collate "C" desc
    )
    select
        series_id, i, sum(wv order by instrument) / sum(w order by instrument), sum(w order by instrument), sum(items)::int,
        bool_or(is_fresh), string_agg(instrument || ':' || instrument_version, ',' order by instrument collate "C")
    from in_use
    group by series_id, i
$$;
comment on function _demonstrated_at is 'What does the unexpired evidence of each series add up to at each of these points?';

create function _reports_read(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[], validity_days int)
returns table (series_id bigint, i int, pillar text, pct float8)
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_indexscan = on
set enable_bitmapscan = on as $$
begin
    perform _read_through(series_ids, 'readiness');
    return query execute $query$
        with newest as (
            select
                series_id, pillar, width_bucket(occurred_at - interval '1 microsecond', $2) + 1 as enters,
                max(occurred_at) as occurred_at
            from resource_level
            where pillar <> 'T' and occurred_at <= $6 and occurred_at >= $8
              and recorded_at <= $3 and ended_at > $3
              and label_id = any ($4) and series_id = any ($1)
            group by 1, 2, 3
        ),
        latest as (
            select distinct on (n.series_id, n.pillar, n.enters)
                n.series_id, n.pillar, n.enters, l.pct_milli / 1000.0::float8 as pct,
                width_bucket(n.occurred_at::date + $7::int, $5) + 1 as leaves
            from newest n
            join resource_level l
                on (l.series_id, l.pillar, l.occurred_at) = (n.series_id, n.pillar, n.occurred_at)
                and l.occurred_at <= $6 and l.occurred_at >= $8
                and l.recorded_at <= $3 and l.ended_at > $3
                and l.label_id = any ($4) and l.series_id = any ($1)
            order by n.series_id, n.pillar, n.enters, l.sequence desc, l.source desc, l.event_id desc
        ),
        period as (
            select *, coalesce(lead(enters) over (partition by series_id, pillar order by enters), cardinality($2) + 1) as next
            from latest
        )
        select series_id, p.i, pillar, pct from period, generate_series(enters, least(leaves, next) - 1) as p (i)
    $query$ using series_ids, ats, known_at, labels, ats::date[], ats[cardinality(ats)], validity_days,
        ats[1]::date - validity_days;
end $$;
comment on function _reports_read is 'Which report on each pillar is in force at each of these points, found by reading all of them once?';

create function _reports_found(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[], validity_days int)
returns table (series_id bigint, i int, pillar text, pct float8)
language plpgsql stable set search_path from current set timezone = 'UTC'
set timescaledb.enable_chunk_append = off as $$
declare
    first int := 1;
    past int;
begin
    -- Year by year, so that no more than two chunks are looked into for each. To find out anew for each point which
    -- of them can be left out, as the extension would, takes longer than to look.
    while first <= cardinality(ats) loop
        past := width_bucket(ats[first] + interval '1 year', ats);
        return query execute $query$
            select distinct on (w.series_id, k.pillar, p.i) w.series_id, p.i::int + $7, k.pillar, l.pct_milli / 1000.0::float8
            from unnest($1) as w (series_id)
            cross join unnest(array['P', 'S', 'R']) as k (pillar)
            cross join unnest($2) with ordinality as p (at, i)
            cross join lateral (
                select r.pct_milli, r.sequence, r.source, r.event_id
                from resource_level r
                where r.series_id = w.series_id and r.pillar = k.pillar
                  and r.occurred_at <= p.at and r.occurred_at >= p.at::date - $5 and r.occurred_at between $8 and $6
                  and r.recorded_at <= $3 and r.ended_at > $3 and r.label_id = any ($4)
                order by r.occurred_at desc
                fetch first 1 row with ties
            ) l
            order by w.series_id, k.pillar, p.i, l.sequence desc, l.source desc, l.event_id desc
        $query$ using series_ids, ats[first:past], known_at, labels, validity_days, ats[past], first - 1,
            (ats[first]::date - validity_days)::timestamptz;
        first := past + 1;
    end loop;
end $$;
comment on function _reports_found is 'Which report on each pillar is in force at each of these points, each found by itself?';

create function _reported_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (series_id bigint, i int, p float8, s float8, r float8)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    validity int := _constant('resource_report.validity_days');
    -- As many as there are on average of a series, about.
    rows_read float8 := coalesce(cardinality(series_ids), 0) * (
        select approximate_row_count('resource_level')::float8 / greatest(count(*), 1) from series where kind = 'readiness');
    rows_found float8 := 3.0 * coalesce(cardinality(series_ids), 0) * cardinality(ats);
    reader regproc := case when 6 * rows_found < rows_read then '_reports_found' else '_reports_read' end::regproc;
begin
    return query execute format($query$
        select
            series_id, i,
            max(pct) filter (where pillar = 'P'),
            max(pct) filter (where pillar = 'S'),
            max(pct) filter (where pillar = 'R')
        from %s($1, $2, $3, $4, $5)
        group by 1, 2
    $query$, reader) using series_ids, ats, known_at, labels, validity;
end $$;
comment on function _reported_at is 'What do the latest unexpired reports of each series say at each of these points?';

create function _heard_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (series_id bigint, i int)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    if cardinality(series_ids) = 0 then
        return;
    end if;
    return query execute $query$
        with bucket as (
            select series_id, width_bucket(occurred_at - interval '1 microsecond', $2) + 1 as enters,
                   max(occurred_at) as newest_at
            from evidence
            where occurred_at <= $5 and occurred_at >= $6 and recorded_at <= $3 and ended_at > $3
              and label_id = any ($4) and series_id = any ($1)
            group by 1, 2
            union all
            select series_id, width_bucket(occurred_at - interval '1 microsecond', $2) + 1, max(occurred_at)
            from resource_level
            where occurred_at <= $5 and occurred_at >= $6 and recorded_at <= $3 and ended_at > $3
              and label_id = any ($4) and series_id = any ($1)
            group by 1, 2
        )
        select distinct series_id, p.i
        from bucket, generate_series(enters, width_bucket(newest_at + $7, $2)) as p (i)
    $query$ using series_ids, ats, known_at, labels, ats[cardinality(ats)], _earliest(ats[1]), ats[1] - _earliest(ats[1]);
end $$;
comment on function _heard_at is 'At which of these points had anything been heard of each series, expired or not?';

create function trend(
    body text, from_at timestamptz, to_at timestamptz, step interval, known_at timestamptz,
    only_actor text default null, only_area text default null
)
returns table (
    at timestamptz, actor text, area text, t float8, index float8, level text, conf float8, items int,
    pillars text, instrument_key text
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    ats timestamptz[] := _points($2, $3, $4);
    member_of int[];
    member text[];
    series_ids bigint[];
    half_weight float8 := _constant('confidence.half_weight');
    stale_level int := _constant('readiness.stale_level');
    t_at float8[] := _thresholds('T');
    p_at float8[] := _thresholds('P');
    s_at float8[] := _thresholds('S');
    r_at float8[] := _thresholds('R');
begin
    select array_agg(m.i), array_agg(m.actor) into member_of, member from _members_at($1, ats, $5, labels) m;
    select array_agg(s.series_id) into series_ids
    from series s
    where s.kind = 'readiness' and ($1 is null or s.actor = any (member))
      and ($6 is null or s.actor = $6) and ($7 is null or s.area = $7);
    return query
    with counted as materialized (
        select series_id, i, d.t, d.w, d.items, d.is_fresh, d.instrument_key, e.p, e.s, e.r
        from _demonstrated_at(series_ids, ats, $5, labels) d
        full join _reported_at(series_ids, ats, $5, labels) e using (series_id, i)
    ),
    -- What was ever heard has a row; only where a series does not count does that have to be looked for, as far as there.
    missing as materialized (
        select w.series_id, p.i
        from unnest(series_ids) as w (series_id)
        cross join generate_series(1, cardinality(ats)) as p (i)
        left join counted c using (series_id, i)
        where c.series_id is null
    ),
    reading as (
        select
            x.actor, x.area, i, c.t, c.instrument_key, coalesce(c.w, 0) as w, coalesce(c.items, 0) as items, c.p, c.s, c.r,
            num_nonnulls(c.p, c.s, c.r, c.t) as n,
            greatest(
                _level(c.t, t_at), case when c.t is not null and not c.is_fresh then stale_level end,
                _level(c.p, p_at), _level(c.s, s_at), _level(c.r, r_at)
            ) as level
        from counted c
        full join _heard_at(
            array(select distinct series_id from missing), ats[1:coalesce((select max(i) from missing), 0)], $5, labels
        ) h using (series_id, i)
        join series x using (series_id)
    )
    select
        ats[r.i], r.actor::text, r.area::text, r.t,
        (coalesce(r.p, 0) + coalesce(r.s, 0) + coalesce(r.r, 0) + coalesce(r.t, 0)) / nullif(r.n, 0),
        _overridden(case when r.t is null then 'ND' else r.level::text end, o.level), r.w / (r.w + half_weight), r.items,
        concat(
            case when r.p is not null then 'P' end, case when r.s is not null then 'S' end,
            case when r.r is not null then 'R' end, case when r.t is not null then 'T' end),
        r.instrument_key
    from reading r left join _overrides(ats, $5, labels) o on (o.i, o.actor, o.area) = (r.i, r.actor, r.area)
    where $1 is null or (r.i, r.actor) in (select * from unnest(member_of, member))
    order by r.actor, r.area, r.i;
end $$;
comment on function trend is 'How did each reading move, step by step? Without a body: of every actor.';

create function body_trend(
    body text, from_at timestamptz, to_at timestamptz, step interval, known_at timestamptz,
    only_area text default null
)
returns table (
    at timestamptz, area text, ready_ratio float8, reporting int, members int, mean_index float8
)
language sql stable set search_path from current as $$
    with point as (
        select ats.points[m.i] as at, count(*)::int as members
        from (select _points($2, $3, $4) as points offset 0) ats, _members_at($1, ats.points, $5, muster.my_labels()) m
        group by 1
    ),
    limits as materialized (select _constant('readiness.ready_level')::text as ready_level)
    select
        t.at, t.area,
        (count(*) filter (where t.level <= limits.ready_level))::float8 / count(*),
        count(*)::int, max(point.members), avg(t.index order by t.actor)
    from trend($1, $2, $3, $4, $5, null, $6) t join point using (at), limits
    group by t.at, t.area
    order by t.area, t.at
$$;
comment on function body_trend is 'How much of the body was ready in each area, step by step?';

create function _tested_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (series_id bigint, i int, successes float8, failures float8)
language sql stable set search_path from current as $$
    select
        series_id, i, greatest(sum(wv order by instrument, instrument_version), 0),
        greatest(sum(w - wv order by instrument, instrument_version), 0)
    from _lines_at($1, $2, $3, $4, array['interop_test'])
    group by series_id, i
$$;
comment on function _tested_at is 'What do the unexpired tests of each pair and dimension add up to at each of these points?';

create function interoperability_trend(
    body text, from_at timestamptz, to_at timestamptz, step interval, known_at timestamptz
)
returns table (at timestamptz, dimension text, level_2_ratio float8, pairs int, mean_lower_bound float8)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    ats timestamptz[] := _points($2, $3, $4);
    member_of int[];
    member text[];
    series_ids bigint[];
    z float8 := _constant('interoperability.z');
    prior_a float8 := _constant('interoperability.prior_alpha');
    prior_b float8 := _constant('interoperability.prior_beta');
    compatible float8 := _constant('interoperability.level_2_at_least');
begin
    select array_agg(m.i), array_agg(m.actor) into member_of, member from _members_at($1, ats, $5, labels) m;
    select array_agg(s.series_id) into series_ids
    from series s
    where s.kind = 'interop' and ($1 is null or (s.actor = any (member) and s.other_actor = any (member)));
    return query
    with member_at as materialized (select * from unnest(member_of, member) as m (i, actor)),
    bound as (
        select x.actor, x.other_actor, x.dimension, b.i, _lower_bound(b.successes + prior_a, b.failures + prior_b, z) as lower_bound
        from _tested_at(series_ids, ats, $5, labels) b join series x using (series_id)
        where $1 is null or (
            (b.i, x.actor) in (select i, actor from member_at)
            and (b.i, x.other_actor) in (select i, actor from member_at)
        )
    )
    select
        ats[b.i], b.dimension::text,
        (count(*) filter (where b.lower_bound >= compatible))::float8 / count(*), count(*)::int, avg(b.lower_bound order by b.actor, b.other_actor)
    from bound b
    group by b.i, b.dimension
    order by b.dimension, b.i;
end $$;
comment on function interoperability_trend is 'What share of the tested pairs was at level 2 or better in each dimension, step by step?';
