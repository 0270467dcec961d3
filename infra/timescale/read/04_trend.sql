-- A trend is the reading at each of its points, all of them asked at once.

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
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    -- Who belongs changes only where a statement about it begins to hold.
    return query
    with change as (
        select 1 as i
        union
        select width_bucket(greatest(m.occurred_at, m.effective_on::timestamptz) - interval '1 microsecond', $2) + 1
        from membership m
        where m.body = $1 and m.recorded_at <= $3 and m.ended_at > $3 and m.label_id = any ($4)
    ),
    period as (
        select c.i, lead(c.i, 1, cardinality($2) + 1) over (order by c.i) as next from change c where c.i <= cardinality($2)
    )
    select p.i::int, m.actor
    from period
    cross join lateral _members($1, $2[period.i], $3, $4) m
    cross join lateral generate_series(period.i, period.next - 1) as p (i);
end $$;
comment on function _members_at is 'Who belongs to a body at each of these points?';

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

create function _reports_left_over(
    series_ids bigint[], pillars text[], points int[], begin_ats timestamptz[], end_ats timestamptz[], known_at timestamptz,
    labels bigint[]
)
returns table (series_id bigint, pillar text, i int, at timestamptz, pct_milli int)
language plpgsql stable set search_path from current set timescaledb.enable_chunk_append = off as $$
begin
    if cardinality(series_ids) = 0 then
        return;
    end if;
    return query execute $query$
        select g.series_id, g.pillar, g.i, last.occurred_at, last.pct_milli
        from unnest($1, $2, $3, $4, $5) as g (series_id, pillar, i, begin_at, end_at)
        cross join lateral (
            select r.occurred_at, r.pct_milli
            from resource_level r
            where r.series_id = g.series_id and r.pillar = g.pillar
              and r.occurred_at <= g.end_at and r.occurred_at >= g.begin_at and r.occurred_at between $8 and $9
              and r.recorded_at <= $6 and r.ended_at > $6 and r.label_id = any ($7)
            order by r.occurred_at desc, r.sequence desc, r.source desc, r.event_id desc
            limit 1
        ) last
    $query$ using series_ids, pillars, points, begin_ats, end_ats, known_at, labels,
        (select min(b) from unnest(begin_ats) b), (select max(e) from unnest(end_ats) e);
end $$;
comment on function _reports_left_over is 'Which report was in force, where the last of a run was not known then, is no longer, or is not for the viewer?';

create function _reports_of_runs(is_past bool) returns text
language sql immutable as $$
    select format($query$
        with delta as materialized (%s),
        -- Where two are added of the same moment, their order tells which is the last.
        added as (
            select distinct on (series_id, pillar, enters) series_id, pillar, enters, leaves, occurred_at, pct_milli
            from (
                select
                    *, width_bucket(occurred_at - interval '1 microsecond', $2) + 1 as enters,
                    width_bucket(occurred_at::date + $5, $14) + 1 as leaves
                from delta where sign > 0
            ) d
            where leaves > enters
            order by series_id, pillar, enters, occurred_at desc, sequence desc, source desc, event_id desc
        ),
        period as (
            select *, coalesce(lead(enters) over (partition by series_id, pillar order by enters), cardinality($2) + 1) as next
            from added
        ),
        base as materialized (
            select
                r.series_id, r.pillar, p.i, r.moments[x.last] as at, r.pcts_milli[x.last] as pct_milli,
                (r.label_ids[x.last] = any ($4)) is not true
                    or (r.series_id, r.pillar, r.moments[x.last]) in (select series_id, pillar, occurred_at from delta) as is_gone
            from unnest($1) as wanted (series_id)
            cross join lateral (
                select * from report_run r
                where r.series_id = wanted.series_id and r.first_at <= $8 and r.next_at > $13[1] offset 0
            ) r
            cross join lateral generate_series(
                width_bucket(r.first_at - interval '1 microsecond', $13) + 1,
                width_bucket(r.next_at - interval '1 microsecond', $13)) as p (i)
            cross join lateral (select width_bucket($13[p.i], r.moments) as last offset 0) x
            where r.last_at >= ($14[p.i] - $5)::timestamptz and r.moments[x.last] >= ($14[p.i] - $5)::timestamptz
        ),
        gone as (
            select
                coalesce(array_agg(series_id), '{}') as series_ids, array_agg(pillar) as pillars, array_agg(i) as points,
                array_agg(($14[i] - $5)::timestamptz) as begin_ats, array_agg(at) as end_ats
            from base where is_gone
        ),
        -- What is added and what was there: the later one holds.
        there as (
            select
                series_id, i, max(at) filter (where pillar = 'P') as p_at, max(at) filter (where pillar = 'S') as s_at,
                max(at) filter (where pillar = 'R') as r_at, max(pct_milli) filter (where pillar = 'P') as p,
                max(pct_milli) filter (where pillar = 'S') as s, max(pct_milli) filter (where pillar = 'R') as r,
                max(added_at) filter (where pillar = 'P') as p_added_at, max(added_at) filter (where pillar = 'S') as s_added_at,
                max(added_at) filter (where pillar = 'R') as r_added_at, max(added) filter (where pillar = 'P') as p_added,
                max(added) filter (where pillar = 'S') as s_added, max(added) filter (where pillar = 'R') as r_added
            from (
                select series_id, pillar, i, at, pct_milli, null::timestamptz as added_at, null::int as added
                from base where not is_gone
                union all
                select l.series_id, l.pillar, l.i, l.at, l.pct_milli, null, null
                from gone cross join lateral _reports_left_over(series_ids, pillars, points, begin_ats, end_ats, $3, $4) l
                union all
                select series_id, pillar, p.i, null, null, occurred_at, pct_milli
                from period, generate_series(enters, least(leaves, next) - 1) as p (i)
            ) report
            group by series_id, i
        )
        select
            series_id, i, (case when p_added_at > p_at or p_at is null then p_added else p end) / 1000.0::float8,
            (case when s_added_at > s_at or s_at is null then s_added else s end) / 1000.0::float8,
            (case when r_added_at > r_at or r_at is null then r_added else r end) / 1000.0::float8
        from there $query$, _heard_between(
        -- A trend looks at nearly every chunk; not to be tempted by the index whose last column is the time, it is not told.
        is_past, $sql$(select * from resource_level where pillar <> 'T') report$sql$, '(occurred_at between $7 and $8) is true'))
$$;
comment on function _reports_of_runs is 'How are the reports found that are in force at some points, with what has changed for a moment of knowledge?';

-- Written out for now and for the past, so that their plans are kept: see what lines add up to.
do $do$
declare
    name text;
    is_past bool;
begin
    for name, is_past in values ('_reports_now', false), ('_reports_then', true) loop
        execute format($ddl$
            create function %s(
                bigint[], timestamptz[], timestamptz, bigint[], int, timestamptz, timestamptz, timestamptz, timestamptz,
                timestamptz, timestamptz, timestamptz, timestamptz[], date[]
            )
            returns table (series_id bigint, i int, p float8, s float8, r float8)
            language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off
            set plan_cache_mode = force_generic_plan set jit = off as $body$
            #variable_conflict use_column
            begin
                return query %s;
            end $body$ $ddl$, name, _reports_of_runs(is_past));
        execute format('comment on function %s is %L', name, 'Which reports are in force at these points, as known at a moment?');
    end loop;
end $do$;

create function _reported_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (series_id bigint, i int, p float8, s float8, r float8)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    validity int := _constant('resource_report.validity_days');
    k record := _knowledge(ats, known_at);
begin
    if k.summed_until is null then
        return query
        select
            r.series_id, r.i,
            max(pct) filter (where pillar = 'P'),
            max(pct) filter (where pillar = 'S'),
            max(pct) filter (where pillar = 'R')
        from _reports_read($1, $2, $3, $4, validity) r
        group by 1, 2;
    elsif k.is_past then
        return query select * from _reports_then(
            $1, $2, $3, $4, validity, k.horizon, ats[1]::date - validity, k.last_at, k.first_known, k.last_known, k.by_blocks,
            ats[cardinality(ats)], k.ends, ats::date[]);
    else
        return query select * from _reports_now(
            $1, $2, $3, $4, validity, k.horizon, ats[1]::date - validity, k.last_at, k.first_known, k.last_known, k.by_blocks,
            ats[cardinality(ats)], k.ends, ats::date[]);
    end if;
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
            case when c.t is null then 'ND' else greatest(
                _level(c.t, t_at), case when not c.is_fresh then stale_level end,
                _level(c.p, p_at), _level(c.s, s_at), _level(c.r, r_at)
            )::text end as level
        from counted c
        full join _heard_at(
            array(select distinct series_id from missing), ats[1:coalesce((select max(i) from missing), 0)], $5, labels
        ) h using (series_id, i)
        join series x using (series_id)
        offset 0
    )
    select
        ats[r.i], r.actor::text, r.area::text, r.t,
        (coalesce(r.p, 0) + coalesce(r.s, 0) + coalesce(r.r, 0) + coalesce(r.t, 0)) / nullif(r.n, 0),
        _overridden(r.level, o.level), r.w / (r.w + half_weight), r.items,
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
