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

create function _demonstrated_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (series_id bigint, i int, t float8, w float8, items int, is_fresh bool, instrument_key text)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with item as materialized (
            select
                e.series_id, e.instrument, e.instrument_version, e.class, e.occurred_at, e.sequence, e.source, e.event_id,
                width_bucket(e.occurred_at - interval '1 microsecond', $2) + 1 as enters,
                width_bucket(e.occurred_at::date + d.validity_days, $5) + 1 as leaves,
                e.weight_centi / 100.0::float8
                    * power(2.0::float8, (e.occurred_at::date - $6) / d.half_life_days::float8) as w,
                e.value_milli / 1000.0::float8 as v
            from evidence e join decay d using (class)
            where e.occurred_at <= $7 and e.occurred_at >= $2[1] - $9
              and e.recorded_at <= $3 and e.ended_at > $3
              and e.label_id = any ($4)
              and e.series_id = any ($1)
        ),
        change as (
            select
                series_id, instrument, instrument_version, class, enters as i,
                sum(w) as w, sum(w * v) as wv, count(*)::int as n, max(occurred_at) as newest_at
            from item group by 1, 2, 3, 4, 5
            union all
            select series_id, instrument, instrument_version, class, leaves, -sum(w), -sum(w * v), -count(*)::int, null
            from item where leaves <= cardinality($2) group by 1, 2, 3, 4, 5
        ),
        line as (select distinct series_id, instrument, instrument_version, class from change),
        summed as (
            select
                series_id, instrument, instrument_version, class, p.i,
                sum(w) over so_far as w, sum(wv) over so_far as wv, coalesce(sum(n) over so_far, 0) as n,
                max(newest_at) over so_far as newest_at
            from line cross join generate_series(1, cardinality($2)) as p (i)
            left join (
                select series_id, instrument, instrument_version, class, i,
                       sum(w) as w, sum(wv) as wv, sum(n) as n, max(newest_at) as newest_at
                from change group by 1, 2, 3, 4, 5
            ) as change using (series_id, instrument, instrument_version, class, i)
            window so_far as (partition by series_id, instrument, instrument_version, class order by p.i)
        ),
        version as (
            select
                s.series_id, s.instrument, s.instrument_version, s.i,
                sum(s.w * f.fading) filter (where s.n > 0) as w, sum(s.wv * f.fading) filter (where s.n > 0) as wv,
                sum(s.n) as n, max(s.newest_at) filter (where s.n > 0) as newest_at,
                coalesce(bool_or($5[s.i] - s.newest_at::date <= d.validity_days * $8) filter (where s.n > 0), false) as is_fresh
            from summed s join decay d using (class),
                 lateral (select power(2.0::float8, ($6 - $5[s.i]) / d.half_life_days::float8) as fading) f
            where s.newest_at >= $2[s.i] - $9
            group by 1, 2, 3, 4
        ),
        -- Equal moments are told apart by the whole order key; only instruments with several versions need it.
        tie as (
            select series_id, instrument, instrument_version, occurred_at as newest_at,
                   max(rank) as rank
            from (
                select i.*, rank() over (order by i.sequence, i.source, i.event_id) as rank
                from item i join (
                    select series_id, instrument from line
                    group by 1, 2 having count(distinct instrument_version) > 1
                ) several using (series_id, instrument)
            ) ranked
            group by 1, 2, 3, 4
        ),
        counting as (
            select distinct on (v.series_id, v.i, v.instrument) v.*
            from version v left join tie using (series_id, instrument, instrument_version, newest_at)
            order by v.series_id, v.i, v.instrument, v.newest_at desc nulls last, tie.rank desc
        )
        select
            c.series_id, c.i, sum(c.wv) / sum(c.w), coalesce(sum(c.w), 0), sum(c.n)::int, bool_or(c.is_fresh),
            string_agg(c.instrument || ':' || c.instrument_version, ',' order by c.instrument) filter (where c.n > 0)
        from counting c
        group by c.series_id, c.i
    $query$ using series_ids, ats, known_at, labels, ats::date[], ats[cardinality(ats)]::date,
        ats[cardinality(ats)], _constant('readiness.stale_share_of_validity'),
        ats[1] - _earliest(ats[1]);
end $$;
comment on function _demonstrated_at is 'What does the evidence of each series add up to at each of these points?';

create function _reported_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (series_id bigint, i int, p float8, s float8, r float8)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with report as materialized (
            select
                l.series_id, l.pillar, l.pct_milli, l.occurred_at, l.sequence, l.source, l.event_id,
                width_bucket(l.occurred_at - interval '1 microsecond', $2) + 1 as enters
            from resource_level l
            where l.occurred_at <= $6 and l.occurred_at >= $8
              and l.recorded_at <= $3 and l.ended_at > $3
              and l.label_id = any ($4)
              and l.series_id = any ($1)
        ),
        latest as (
            select distinct on (series_id, pillar, enters)
                series_id, pillar, enters, pct_milli / 1000.0::float8 as pct,
                width_bucket(occurred_at::date + $7::int, $5) + 1 as leaves
            from report
            where pillar <> 'T'
            order by series_id, pillar, enters, occurred_at desc, sequence desc, source desc, event_id desc
        ),
        period as (
            select *, coalesce(lead(enters) over (partition by series_id, pillar order by enters), cardinality($2) + 1) as next
            from latest
        ),
        pillar as (
            select
                series_id, p.i,
                max(pct) filter (where pillar = 'P') as p,
                max(pct) filter (where pillar = 'S') as s,
                max(pct) filter (where pillar = 'R') as r
            from period, generate_series(enters, least(leaves, next) - 1) as p (i)
            group by 1, 2
        ),
        bucket as (
            select series_id, enters, max(occurred_at) as newest_at,
                   coalesce(lead(enters) over (partition by series_id order by enters), cardinality($2) + 1) as next
            from report
            group by series_id, enters
        ),
        heard as (
            select series_id, p.i
            from bucket, generate_series(enters, least(width_bucket(newest_at + $9, $2) + 1, next) - 1) as p (i)
        )
        select heard.series_id, heard.i, pillar.p, pillar.s, pillar.r
        from heard left join pillar using (series_id, i)
    $query$ using series_ids, ats, known_at, labels, ats::date[], ats[cardinality(ats)],
        _constant('resource_report.validity_days'), _earliest(ats[1]), ats[1] - _earliest(ats[1]);
end $$;
comment on function _reported_at is 'What do the latest unexpired reports of each series say at each of these points?';

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
    with reading as (
        select
            x.actor, x.area, i, d.t, d.instrument_key, coalesce(d.w, 0) as w, coalesce(d.items, 0) as items, e.p, e.s, e.r,
            num_nonnulls(e.p, e.s, e.r, d.t) as n,
            greatest(
                _level(d.t, t_at), case when d.t is not null and not d.is_fresh then stale_level end,
                _level(e.p, p_at), _level(e.s, s_at), _level(e.r, r_at)
            ) as level
        from _demonstrated_at(series_ids, ats, $5, labels) d
        full join _reported_at(series_ids, ats, $5, labels) e using (series_id, i)
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
        from (select _points($2, $3, $4) as points) ats, _members_at($1, ats.points, $5, muster.my_labels()) m
        group by 1
    ),
    limits as materialized (select _constant('readiness.ready_level')::text as ready_level)
    select
        t.at, t.area,
        (count(*) filter (where t.level <= limits.ready_level))::float8 / count(*),
        count(*)::int, max(point.members), avg(t.index)
    from trend($1, $2, $3, $4, $5, null, $6) t join point using (at), limits
    group by t.at, t.area
    order by t.area, t.at
$$;
comment on function body_trend is 'How much of the body was ready in each area, step by step?';

create function _tested_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (series_id bigint, i int, successes float8, failures float8)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with item as materialized (
            select
                e.series_id, e.class,
                width_bucket(e.occurred_at - interval '1 microsecond', $2) + 1 as enters,
                width_bucket(e.occurred_at::date + d.validity_days, $5) + 1 as leaves,
                e.weight_centi / 100.0::float8
                    * power(2.0::float8, (e.occurred_at::date - $6) / d.half_life_days::float8) as w,
                e.value_milli / 1000.0::float8 as success
            from evidence e join decay d using (class)
            where e.occurred_at <= $7 and e.occurred_at >= $8
              and e.recorded_at <= $3 and e.ended_at > $3
              and e.label_id = any ($4)
              and e.series_id = any ($1)
        ),
        change as (
            select series_id, class, i, sum(a) as a, sum(b) as b, sum(n) as n
            from (
                select series_id, class, enters as i, w * success as a, w * (1 - success) as b, 1 as n from item
                union all
                select series_id, class, leaves, -w * success, -w * (1 - success), -1 from item
            ) step
            group by 1, 2, 3
        ),
        summed as (
            select
                series_id, class, i,
                coalesce(lead(i) over (partition by series_id, class order by i), cardinality($2) + 1) as next,
                sum(a) over so_far as a, sum(b) over so_far as b, sum(n) over so_far as n
            from change
            window so_far as (partition by series_id, class order by i)
        )
        select
            s.series_id, p.i,
            sum(greatest(s.a, 0) * power(2.0::float8, ($6 - $5[p.i]) / d.half_life_days::float8)),
            sum(greatest(s.b, 0) * power(2.0::float8, ($6 - $5[p.i]) / d.half_life_days::float8))
        from summed s join decay d using (class), generate_series(s.i, s.next - 1) as p (i)
        where s.n > 0
        group by 1, 2
    $query$ using series_ids, ats, known_at, labels, ats::date[], ats[cardinality(ats)]::date, ats[cardinality(ats)],
        _earliest(ats[1]);
end $$;
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
        select x.dimension, b.i, _lower_bound(b.successes + prior_a, b.failures + prior_b, z) as lower_bound
        from _tested_at(series_ids, ats, $5, labels) b join series x using (series_id)
        where $1 is null or (
            (b.i, x.actor) in (select i, actor from member_at)
            and (b.i, x.other_actor) in (select i, actor from member_at)
        )
    )
    select
        ats[b.i], b.dimension::text,
        (count(*) filter (where b.lower_bound >= compatible))::float8 / count(*), count(*)::int, avg(b.lower_bound)
    from bound b
    group by b.i, b.dimension
    order by b.dimension, b.i;
end $$;
comment on function interoperability_trend is 'What share of the tested pairs was at level 2 or better in each dimension, step by step?';
