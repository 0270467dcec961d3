-- needs: common/constants, common/members, common/mix, interoperability/interoperability, readiness/overrides
-- needs: readiness/readiness

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

create function _reports_heard(
    series_ids bigint[], at timestamptz, known_at timestamptz, labels bigint[], summed_until timestamptz
)
returns table (
    series_id bigint, pillar text, occurred_at timestamptz, pct_milli int, sequence bigint, source text, event_id text, sign int
)
language plpgsql stable set search_path from current set plan_cache_mode = force_generic_plan as $$
declare
    is_past bool := $3 < $5;
    first_known timestamptz := least($3, $5);
    last_known timestamptz := greatest($3, $5);
    last_at timestamptz := case when is_past then least($2, $3) else $2 end;
    heard int := case when is_past then -1 else 1 end;
begin
    if $5 = '-infinity' then
        return query
        select r.series_id, r.pillar, r.occurred_at, r.pct_milli, r.sequence, r.source, r.event_id, 1
        from resource_level r
        where r.pillar <> 'T' and r.occurred_at <= $2 and r.recorded_at <= $3 and r.ended_at > $3 and r.label_id = any ($4)
          and r.series_id = any ($1);
        return;
    end if;
    -- As of evidence: each part has an index of its own. A hidden report takes a place too.
    return query
    select h.*
    from (
        select r.series_id, r.pillar, r.occurred_at, r.pct_milli, r.sequence, r.source, r.event_id, heard
        from resource_level r
        where r.recorded_at > first_known
          and r.recorded_at <= case when is_past then least(first_known + interval '14 days', last_known) else last_known end
          and r.occurred_at > first_known - interval '14 days' and r.occurred_at <= last_at
          and (r.recorded_at - r.occurred_at <= interval '14 days') is true
          and r.ended_at > last_known and (r.pillar <> 'T') is true and (r.label_id = any ($4)) is true
        union all
        select r.series_id, r.pillar, r.occurred_at, r.pct_milli, r.sequence, r.source, r.event_id, heard
        from resource_level r
        where r.recorded_at > first_known and r.recorded_at <= last_known and r.recorded_at - r.occurred_at > interval '14 days'
          and r.ended_at > last_known and r.occurred_at <= last_at and (r.pillar <> 'T') is true and (r.label_id = any ($4)) is true
        union all
        select r.series_id, r.pillar, r.occurred_at, r.pct_milli, r.sequence, r.source, r.event_id, - heard
        from resource_level r
        where r.recorded_at <= first_known and r.ended_at > first_known and r.ended_at <= last_known and r.ended_at < 'infinity'
          and r.occurred_at <= last_at and (r.pillar <> 'T') is true and (r.label_id = any ($4)) is true
        union all
        select r.series_id, r.pillar, r.occurred_at, r.pct_milli, r.sequence, r.source, r.event_id, 1
        from resource_level r
        where is_past and r.occurred_at > $3 and r.occurred_at <= $2 and r.occurred_at > r.recorded_at
          and r.recorded_at <= $3 and r.ended_at > $3 and (r.pillar <> 'T') is true and (r.label_id = any ($4)) is true
        offset 0
    ) h
    where h.series_id in (select unnest($1));
end $$;
comment on function _reports_heard is 'Which reports are to be added to the runs (sign 1), or taken from them (-1), as known at a moment?';

create function _reports_left_over(
    series_ids bigint[], pillars text[], points int[], end_ats timestamptz[], known_at timestamptz, labels bigint[]
)
returns table (series_id bigint, pillar text, i int, at timestamptz, pct_milli int)
language plpgsql stable set search_path from current set timescaledb.enable_chunk_append = off as $$
begin
    if cardinality(series_ids) = 0 then
        return;
    end if;
    return query execute $query$
        select g.series_id, g.pillar, g.i, last.occurred_at, last.pct_milli
        from unnest($1, $2, $3, $4) as g (series_id, pillar, i, end_at)
        cross join lateral (
            select r.occurred_at, r.pct_milli
            from resource_level r
            where r.series_id = g.series_id and r.pillar = g.pillar and r.occurred_at <= g.end_at and r.occurred_at <= $7
              and r.recorded_at <= $5 and r.ended_at > $5 and r.label_id = any ($6)
            order by r.occurred_at desc, r.sequence desc, r.source desc, r.event_id desc
            limit 1
        ) last
    $query$ using series_ids, pillars, points, end_ats, known_at, labels, (select max(e) from unnest(end_ats) e);
end $$;
comment on function _reports_left_over is 'Which report was the latest, where the last of a run was not known then, is no longer, or is not for the viewer?';

create function _reported_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, i int, p float8, s float8, r float8, p_at timestamptz, s_at timestamptz, r_at timestamptz
)
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off
set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
declare
    k record := _knowledge($2, $3);
    ends timestamptz[] := k.ends;
    reach timestamptz := k.reach;
    summed_until timestamptz := k.summed_until;
    points int := cardinality($2);
begin
    return query
    with heard as materialized (select * from _reports_heard($1, $2[points], $3, $4, summed_until)),
    -- Where two are added of the same moment, their order tells which is the last.
    added as (
        select distinct on (series_id, pillar, enters) series_id, pillar, enters, occurred_at as at, pct_milli
        from (select *, width_bucket(occurred_at - interval '1 microsecond', $2) + 1 as enters from heard where sign > 0) h
        where enters <= points
        order by series_id, pillar, enters, occurred_at desc, sequence desc, source collate "C" desc, event_id collate "C" desc
    ),
    added_period as (
        select *, lead(enters, 1, points + 1) over (partition by series_id, pillar order by enters) as next from added
    ),
    run as materialized (
        select
            r.series_id, r.pillar, p.i, r.moments[x.last] as at, r.pcts_milli[x.last] as pct_milli,
            (r.label_ids[x.last] = any ($4)) is not true
                or (r.series_id, r.pillar, r.moments[x.last]) in (select h.series_id, h.pillar, h.occurred_at from heard h) as is_gone
        from unnest($1) as wanted (series_id)
        cross join lateral (
            select * from report_run r
            where summed_until > '-infinity' and r.series_id = wanted.series_id and r.first_at <= reach and r.next_at > ends[1]
            offset 0
        ) r
        cross join lateral generate_series(
            width_bucket(r.first_at - interval '1 microsecond', ends) + 1,
            width_bucket(r.next_at - interval '1 microsecond', ends)) as p (i)
        cross join lateral (select width_bucket(ends[p.i], r.moments) as last offset 0) x
    ),
    latest as (
        select distinct on (series_id, pillar, i) series_id, pillar, i, at, pct_milli
        from (
            select series_id, pillar, i, at, pct_milli, 0 as rank from run where not is_gone
            union all
            select l.series_id, l.pillar, l.i, l.at, l.pct_milli, 1
            from (
                select
                    coalesce(array_agg(series_id), '{}') as series_ids, array_agg(pillar) as pillars, array_agg(i) as points,
                    array_agg(at) as end_ats
                from run where is_gone
            ) gone
            cross join lateral _reports_left_over(gone.series_ids, pillars, gone.points, end_ats, $3, $4) l
            union all
            select a.series_id, a.pillar, p.i, a.at, a.pct_milli, 0
            from added_period a cross join lateral generate_series(a.enters, a.next - 1) as p (i)
        ) report
        order by series_id, pillar, i, at desc, rank desc
    )
    select
        series_id, i,
        max(pct_milli) filter (where pillar = 'P') / 1000.0::float8, max(pct_milli) filter (where pillar = 'S') / 1000.0::float8,
        max(pct_milli) filter (where pillar = 'R') / 1000.0::float8, max(at) filter (where pillar = 'P'),
        max(at) filter (where pillar = 'S'), max(at) filter (where pillar = 'R')
    from latest
    group by series_id, i;
end $$;
comment on function _reported_at is 'What do the latest reports of each series say at each of these points, however old, and of when are they?';

create function _first_of_training(series_ids bigint[], until timestamptz, known_at timestamptz, labels bigint[])
returns table (series_id bigint, at timestamptz)
language plpgsql stable set search_path from current set timescaledb.enable_chunk_append = off as $$
begin
    if cardinality(series_ids) = 0 then
        return;
    end if;
    return query execute $query$
        select w.series_id, first.occurred_at
        from unnest($1) as w (series_id)
        cross join lateral (
            select r.occurred_at
            from resource_level r
            where r.series_id = w.series_id and r.pillar = 'T' and r.occurred_at <= $2
              and r.recorded_at <= $3 and r.ended_at > $3 and r.label_id = any ($4)
            order by r.occurred_at
            limit 1
        ) first
    $query$ using series_ids, until, known_at, labels;
end $$;
comment on function _first_of_training is 'When was each series reported on for the first time, if on training only?';

create function _standings_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, i int, t float8, w float8, items int, instrument_key text, p_state text, s_state text, r_state text,
    reporting text, index float8, level text, last_t float8, last_index float8, last_level text
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    days date[] := $2::date[];
    stale_level int := _constant('readiness.stale_level');
    incomplete_level int := _constant('readiness.incomplete_level');
    late_days float8 := _constant('resource_report.amber_days');
    lapsed_days float8 := _constant('resource_report.validity_days');
    t_at float8[] := _thresholds('T');
    p_at_least float8[] := _thresholds('P');
    s_at_least float8[] := _thresholds('S');
    r_at_least float8[] := _thresholds('R');
begin
    return query
    with counted as materialized (
        select
            series_id, i, d.mean as last_t, d.w_left as w, d.items_left as items, d.is_fresh, d.instrument_key, e.p, e.s, e.r, e.p_at,
            e.s_at, e.r_at
        from _mix_at_points($1, $2, $3, $4, _training_classes(), true) d
        full join _reported_at($1, $2, $3, $4) e using (series_id, i)
    ),
    -- Who only ever reported on training was heard of too.
    missing as (
        select w.series_id
        from unnest($1) as w (series_id) left join counted c using (series_id)
        group by w.series_id having count(c.i) < cardinality($2)
    ),
    only_training as (
        select f.series_id, p.i
        from _first_of_training(array(select m.series_id from missing m), $2[cardinality($2)], $3, $4) f
        cross join lateral generate_series(width_bucket(f.at - interval '1 microsecond', $2) + 1, cardinality($2)) as p (i)
        where not exists (select from counted c where c.series_id = f.series_id and c.i = p.i)
    )
    select
        d.series_id, d.i, j.t, coalesce(d.w, 0), coalesce(d.items, 0), d.instrument_key, j.p_state, j.s_state, j.r_state, j.reporting,
        j.index, j.level, d.last_t, j.last_index, j.last_level
    from (
        select * from counted
        union all
        select series_id, i, null, null, null, null, null, null, null, null, null, null, null from only_training
    ) d
    cross join lateral (
        select days[d.i] - d.p_at::date as p_age, days[d.i] - d.s_at::date as s_age, days[d.i] - d.r_at::date as r_age offset 0
    ) a
    cross join lateral _judged(
        d.last_t, coalesce(d.items > 0, false), d.is_fresh, d.p, a.p_age, d.s, a.s_age, d.r, a.r_age,
        t_at, p_at_least, s_at_least, r_at_least, stale_level, incomplete_level, late_days, lapsed_days) j;
end $$;
comment on function _standings_at is 'How does each series stand at each of these points?';

-- none: t, index, instrument_key, last_index
create function trend(
    body text, from_at timestamptz, to_at timestamptz, step interval, known_at timestamptz,
    only_actor text default null, only_area text default null
)
returns table (
    at timestamptz, actor text, area text, t float8, index float8, level text, conf float8, items int,
    pillars text, instrument_key text, reporting text, last_level text, last_index float8
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
begin
    select array_agg(m.i), array_agg(m.actor) into member_of, member from _members_at($1, ats, $5, labels) m;
    series_ids := array(
        select unnest(_series_of('readiness', null, ats[cardinality(ats)], $5, labels, $6, $7))
        intersect
        select s.series_id from series s where s.kind = 'readiness' and ($1 is null or s.actor = any (member)));
    return query
    select
        ats[r.i], x.actor::text, x.area::text, r.t, r.index, _overridden(r.level, o.level), r.w / (r.w + half_weight), r.items,
        concat(
            case when r.p_state in ('current', 'late') then 'P' end, case when r.s_state in ('current', 'late') then 'S' end,
            case when r.r_state in ('current', 'late') then 'R' end, case when r.t is not null then 'T' end),
        r.instrument_key, r.reporting, r.last_level, r.last_index
    from _standings_at(series_ids, ats, $5, labels) r
    join series x using (series_id)
    left join _overrides(ats, $5, labels) o on (o.i, o.actor, o.area) = (r.i, x.actor, x.area)
    where $1 is null or (r.i, x.actor) in (select * from unnest(member_of, member))
    order by x.actor, x.area, r.i;
end $$;
comment on function trend is 'How did each reading move, step by step? Without a body: of every actor.';

-- none: ready_ratio, mean_index
create function body_trend(
    body text, from_at timestamptz, to_at timestamptz, step interval, known_at timestamptz,
    only_area text default null
)
returns table (
    at timestamptz, area text, ready_ratio float8, ready int, members int, current int, late int, lapsed int, never int, nd int,
    mean_index float8, indices int, lapsed_indices int
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with point as (
        select ats.points[m.i] as at, count(*)::int as members
        from (select _points($2, $3, $4) as points offset 0) ats, _members_at($1, ats.points, $5, muster.my_labels()) m
        group by 1
    ),
    limits as materialized (select _constant('readiness.ready_level')::text as ready_level)
    select
        t.at, t.area,
        (count(*) filter (where t.level <= limits.ready_level))::float8 / max(point.members),
        (count(*) filter (where t.level <= limits.ready_level))::int,
        max(point.members),
        (count(*) filter (where t.reporting = 'current'))::int,
        (count(*) filter (where t.reporting = 'late'))::int,
        (count(*) filter (where t.reporting = 'lapsed'))::int,
        (max(point.members) - count(*) filter (where t.reporting <> 'never'))::int,
        (max(point.members) - count(*) filter (where t.level <> 'ND'))::int,
        avg(t.last_index order by t.actor), count(t.last_index)::int,
        (count(t.last_index) filter (where t.index is null))::int
    from trend($1, $2, $3, $4, $5, null, $6) t join point using (at), limits
    group by t.at, t.area
    order by t.area, t.at;
end $$;
comment on function body_trend is 'How much of the body was ready in each area, of all who belonged to it, step by step?';

-- none: level_2_ratio, mean_lower_bound
create function interoperability_trend(
    body text, from_at timestamptz, to_at timestamptz, step interval, known_at timestamptz
)
returns table (
    at timestamptz, dimension text, level_2_ratio float8, compatible int, pairs int, lapsed int, never int, possible int,
    mean_lower_bound float8
)
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
    compatible_at float8 := _constant('interoperability.level_2_at_least');
begin
    select array_agg(m.i), array_agg(m.actor) into member_of, member from _members_at($1, ats, $5, labels) m;
    series_ids := array(
        select unnest(_series_of('interop', null, ats[cardinality(ats)], $5, labels, null, null))
        intersect
        select s.series_id from series s
        where s.kind = 'interop' and ($1 is null or (s.actor = any (member) and s.other_actor = any (member))));
    return query
    with member_at as materialized (select * from unnest(member_of, member) as m (i, actor)),
    possible as materialized (
        select m.i, (count(*) * (count(*) - 1) / 2)::int as pairs from member_at m group by m.i
    ),
    bound as (
        select x.actor, x.other_actor, x.dimension, b.i, b.is_lapsed, y.lower_bound
        from _tested_at(series_ids, ats, $5, labels) b
        join series x using (series_id)
        cross join lateral (
            select case when not b.is_lapsed then _lower_bound(b.successes + prior_a, b.failures + prior_b, z) end as lower_bound offset 0
        ) y
        where $1 is null or (
            (b.i, x.actor) in (select i, actor from member_at)
            and (b.i, x.other_actor) in (select i, actor from member_at)
        )
    ),
    counted as (
        select
            b.i, b.dimension, (count(*) filter (where b.lower_bound >= compatible_at))::int as compatible,
            (count(*) filter (where not b.is_lapsed))::int as pairs, (count(*) filter (where b.is_lapsed))::int as lapsed,
            count(*)::int as tested, sum(b.lower_bound order by b.actor, b.other_actor) as lower_bounds
        from bound b group by b.i, b.dimension
    )
    select
        ats[c.i], c.dimension::text, c.compatible::float8 / n.possible, c.compatible, c.pairs, c.lapsed, n.possible - c.tested, n.possible,
        coalesce(c.lower_bounds, 0) / n.possible
    from counted c
    left join possible p using (i)
    -- Without a body nobody says who could have been tested: those that ever were.
    cross join lateral (select case when $1 is null then c.tested else p.pairs end as possible) n
    order by c.dimension, c.i;
end $$;
comment on function interoperability_trend is
    'What share of all pairs of members was at level 2 or better in each dimension, step by step, and how many had lapsed or were never tested?';
