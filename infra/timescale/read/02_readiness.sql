create function _level(pct float8, at_least float8[]) returns int
language sql immutable as $$
    -- A mean of weighted points may miss a threshold it reaches by its last digit.
    select 1 + (pct < at_least[1] - 1e-9)::int + (pct < at_least[2] - 1e-9)::int + (pct < at_least[3] - 1e-9)::int
$$;
comment on function _level is 'Which level (1 is best, 4 worst) does a percentage earn? Null earns none.';

create function _thresholds(pillar text) returns float8[]
language sql stable set search_path from current as $$
    select array[
        _constant('pillar_levels.' || pillar || '.1'),
        _constant('pillar_levels.' || pillar || '.2'),
        _constant('pillar_levels.' || pillar || '.3')]
$$;
comment on function _thresholds is 'At least which percentages earn level 1, 2 and 3 of a pillar?';

create function _confidence(conf float8, items int, external_items int, high_items float8, high_external float8, at_least float8[])
returns text
language sql immutable as $$
    select case
        when items = 0 then 'none'
        when conf >= at_least[1] and items >= high_items and external_items >= high_external then 'High'
        when conf >= at_least[2] then 'Moderate'
        else 'Low'
    end
$$;
comment on function _confidence is 'How sure is a reading? High also needs enough items, one of them external.';

create function _fades(of_class text) returns bigint[]
language sql stable set search_path from current as $$
    select array_agg(round(power(2.0::float8, age / -d.half_life_days::float8) * _parts())::bigint order by age)
    from decay d, generate_series(0, d.validity_days) as age
    where d.class = $1
$$;
comment on function _fades is 'What is left of the weight of evidence of this class, in parts, by its age in days from 0 to the end of its validity?';

create function _lines_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[], classes text[])
returns table (
    series_id bigint, instrument text, instrument_version text, i int, w float8, wv float8, mean float8, items int,
    external_items int, is_fresh bool, newest_at timestamptz, newest_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    days date[] := ats::date[];
    stale_share float8 := _constant('readiness.stale_share_of_validity');
begin
    return query
    select
        s.series_id, s.instrument, s.instrument_version, s.i, sum(x.w order by s.class), sum(x.w * x.mean order by s.class),
        -- The mean of one item is its value, to the last digit.
        case when count(*) = 1 then max(x.mean) else sum(x.w * x.mean order by s.class) / sum(x.w order by s.class) end,
        sum(s.items)::int, sum(s.external_items)::int,
        bool_or(days[s.i] - s.newest_at::date <= d.validity_days * stale_share), max(s.newest_at),
        case when count(*) = 1 then max(s.newest_seq) end
    from _sums($1, $2, $3, $4, $5) s
    join decay d using (class)
    cross join lateral (
        select
            s.parts::float8 * _fading(days[s.i], d.half_life_days) / (100 * _parts()) as w,
            (s.value_parts / nullif(s.parts, 0))::float8 / 1000 as mean
        offset 0
    ) x
    group by s.series_id, s.instrument, s.instrument_version, s.i;
end $$;
comment on function _lines_at is 'What does the unexpired evidence of each version of each instrument add up to at each of these points?';

create function _last_of_version(
    of_series bigint, of_instrument text, of_version text, at timestamptz, known_at timestamptz, labels bigint[]
)
returns table (sequence bigint, source text, event_id text)
language plpgsql stable strict rows 1 set search_path from current as $$
begin
    return query execute $query$
        select e.sequence, e.source, e.event_id
        from evidence e
        where e.series_id = $1 and e.occurred_at = $4 and e.instrument = $2 and e.instrument_version = $3
          and e.recorded_at <= $5 and e.ended_at > $5 and e.label_id = any ($6)
        order by e.sequence desc, e.source desc, e.event_id desc
        limit 1
    $query$ using of_series, of_instrument, of_version, at, known_at, labels;
end $$;
comment on function _last_of_version is 'Which is the last of the items that one version of an instrument has at one moment?';

create function _demonstrated_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, i int, t float8, w float8, items int, external_items int, is_fresh bool, instrument_key text,
    versions text, newest_at timestamptz, newest_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with version as (
        select *, count(*) over (partition by series_id, i, instrument collate "C") as versions
        from _lines_at($1, $2, $3, $4, array['exercise', 'external_assessment', 'self_report'])
    ),
    -- The newest version of each instrument counts. Those of the same moment are told apart by the rest of the order key;
    -- nothing is asked of null.
    rival as (
        select *, count(*) over (partition by series_id, i, instrument, newest_at) as rivals from version where versions > 1
    ),
    in_use as (
        select series_id, i, instrument collate "C" as instrument, instrument_version, w, wv, mean, items, external_items,
               is_fresh, newest_at, newest_seq
        from version where versions = 1
        union all
        (
            select distinct on (r.series_id, r.i, r.instrument collate "C")
                r.series_id, r.i, r.instrument collate "C", r.instrument_version, r.w, r.wv, r.mean, r.items,
                r.external_items, r.is_fresh, r.newest_at, r.newest_seq
            from rival r
            left join lateral _last_of_version(
                case when r.rivals > 1 then r.series_id end, r.instrument, r.instrument_version, r.newest_at, $3, $4) last on true
            order by
                r.series_id, r.i, r.instrument collate "C", r.newest_at desc, last.sequence desc,
                last.source collate "C" desc, last.event_id collate "C" desc
        )
    )
    select
        series_id, i, case when count(*) = 1 then max(mean) else sum(wv order by instrument) / sum(w order by instrument) end,
        sum(w order by instrument), sum(items)::int,
        sum(external_items)::int, bool_or(is_fresh), string_agg(instrument || ':' || instrument_version, ',' order by instrument),
        -- No name of an instrument has a space or a comma in it.
        string_agg(instrument || ' ' || instrument_version, ',' order by instrument),
        max(newest_at), case when count(*) = 1 then max(newest_seq) end
    from in_use
    group by series_id, i;
end $$;
comment on function _demonstrated_at is 'What does the evidence of each series add up to at each of these points, of the newest version of each instrument?';

create function _newest_items(
    series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[], since timestamptz
)
returns table (series_id bigint, newest_at timestamptz, newest_seq bigint)
language plpgsql stable set search_path from current set timescaledb.enable_chunk_append = off as $$
begin
    if cardinality(series_ids) = 0 then
        return;
    end if;
    return query execute $query$
        select wanted.series_id, last.occurred_at, last.ledger_seq
        from unnest($1) as wanted (series_id)
        cross join lateral (
            select e.occurred_at, e.ledger_seq
            from evidence e
            where e.series_id = wanted.series_id and e.occurred_at <= $2 and e.occurred_at >= $5
              and e.recorded_at <= $3 and e.ended_at > $3 and e.label_id = any ($4)
            order by e.occurred_at desc, e.sequence desc, e.source desc, e.event_id desc
            limit 1
        ) last
    $query$ using series_ids, as_of, known_at, labels, since;
end $$;
comment on function _newest_items is 'Which is the newest item of each series since a moment, of any class, expired or not?';

create function _demonstrated(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, t float8, total_weight float8, items int, external_items int,
    is_fresh bool, instrument_key text, versions text, newest_at timestamptz, newest_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off
set jit = off as $$
#variable_conflict use_column
declare
    -- What is younger than this counts, whatever its class: where the newest that counts is, none is newer.
    counts_since timestamptz := as_of::date - (select min(validity_days) from decay where class <> 'interop_test');
begin
    return query
    with total as materialized (
        select w.series_id, d.t, d.w, d.items, d.external_items, d.is_fresh, d.instrument_key, d.versions, d.newest_at,
               d.newest_seq, d.newest_seq is not null and d.newest_at >= counts_since as is_newest
        from unnest($1) as w (series_id)
        left join _demonstrated_at($1, array[$2], $3, $4) d on d.series_id = w.series_id
    )
    select
        t.series_id, t.t, coalesce(t.w, 0), coalesce(t.items, 0), coalesce(t.external_items, 0), coalesce(t.is_fresh, false),
        t.instrument_key, t.versions, coalesce(n.newest_at, t.newest_at), coalesce(n.newest_seq, t.newest_seq)
    from total t
    left join _newest_items(
        array(select u.series_id from total u where u.is_newest is not true), $2, $3, $4, _earliest($2)) n using (series_id)
    where t.is_newest or n.newest_seq is not null;
end $$;
comment on function _demonstrated is 'What does the evidence of each series add up to, and which item of it is the newest, expired or not?';

create function _reports(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, pillar text, pct float8, occurred_at timestamptz, ledger_seq bigint, source text, event_id text
)
language plpgsql stable set search_path from current set timezone = 'UTC'
set timescaledb.enable_chunk_append = off as $$
begin
    return query execute $query$
        select
            wanted.series_id, p.pillar, l.pct_milli / 1000.0::float8, l.occurred_at, l.ledger_seq, l.source, l.event_id
        from unnest($1) as wanted (series_id)
        cross join unnest(array['P', 'S', 'R', 'T']) as p (pillar)
        cross join lateral (
            select *
            from resource_level r
            where r.series_id = wanted.series_id and r.pillar = p.pillar
              and r.occurred_at <= $2 and r.occurred_at >= $2::date - $5::int
              and r.recorded_at <= $3 and r.ended_at > $3 and r.label_id = any ($4)
            order by r.occurred_at desc, r.sequence desc, r.source desc, r.event_id desc
            limit 1
        ) l
    $query$ using series_ids, as_of, known_at, labels, _constant('resource_report.validity_days');
end $$;
comment on function _reports is 'Which report on each pillar is in force in each series? The latest, until it expires.';

create function _reported_once(
    series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[], since timestamptz
)
returns setof bigint
language plpgsql stable set search_path from current as $$
begin
    if cardinality(series_ids) = 0 then
        return;
    end if;
    return query execute $query$
        select wanted.series_id
        from unnest($1) as wanted (series_id)
        where exists (
            select from resource_level l
            where l.series_id = wanted.series_id and l.occurred_at <= $2 and l.occurred_at >= $5
              and l.recorded_at <= $3 and l.ended_at > $3 and l.label_id = any ($4)
        )
    $query$ using series_ids, as_of, known_at, labels, since;
end $$;
comment on function _reported_once is 'About which series was anything ever reported since a moment?';

create function _reported(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, p float8, s float8, r float8, t float8, oldest_at timestamptz
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with pillar as materialized (
        select
            series_id,
            max(pct) filter (where pillar = 'P') as p,
            max(pct) filter (where pillar = 'S') as s,
            max(pct) filter (where pillar = 'R') as r,
            max(pct) filter (where pillar = 'T') as t,
            min(occurred_at) filter (where pillar <> 'T') as oldest_at
        from _reports($1, $2, $3, $4)
        group by series_id
    )
    select * from pillar
    union all
    select once.series_id, null, null, null, null, null
    from _reported_once(
        array(select unnest($1) except select p.series_id from pillar p), $2, $3, $4, _earliest($2)) as once (series_id);
end $$;
comment on function _reported is 'What do the latest unexpired reports of each series say? A row also when all have expired.';

create function _standings(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, t float8, w float8, items int, external_items int, newest_at timestamptz, newest_seq bigint,
    instrument_key text, versions text, p float8, s float8, r float8, reported_t float8, oldest_report_at timestamptz,
    t_level int, p_level int, s_level int, r_level int, pillars int, index float8, level text
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    stale_level int := _constant('readiness.stale_level');
    t_at float8[] := _thresholds('T');
    p_at float8[] := _thresholds('P');
    s_at float8[] := _thresholds('S');
    r_at float8[] := _thresholds('R');
begin
    return query
    select
        series_id, d.t, coalesce(d.total_weight, 0), coalesce(d.items, 0), coalesce(d.external_items, 0),
        d.newest_at, d.newest_seq, d.instrument_key, d.versions,
        e.p, e.s, e.r, e.t, e.oldest_at, l.t, l.p, l.s, l.r, n.pillars,
        (coalesce(e.p, 0) + coalesce(e.s, 0) + coalesce(e.r, 0) + coalesce(d.t, 0)) / nullif(n.pillars, 0),
        case when d.t is null then 'ND' else greatest(l.t, l.p, l.s, l.r)::text end
    from _demonstrated($1, $2, $3, $4) d
    full join _reported($1, $2, $3, $4) e using (series_id)
    cross join lateral (
        select
            greatest(_level(d.t, t_at), case when d.t is not null and not d.is_fresh then stale_level end) as t,
            _level(e.p, p_at) as p, _level(e.s, s_at) as s, _level(e.r, r_at) as r
    ) l
    cross join lateral (select num_nonnulls(e.p, e.s, e.r, d.t) as pillars) n;
end $$;
comment on function _standings is 'How does each series stand by what was demonstrated and reported, pillar by pillar and in all?';

create function readiness(
    body text, as_of timestamptz, known_at timestamptz, only_actor text default null, only_area text default null
)
returns table (
    actor text, area text, level text, t float8, t_level int, conf float8, confidence text,
    total_weight float8, items int, external_items int, p float8, s float8, r float8, reported_t float8,
    p_level int, s_level int, r_level int, pillars int, index float8, newest_at timestamptz, age_days int,
    newest_seq bigint, instrument_key text, report_age_days int, amber bool, computed_level text,
    override_reason text, override_expires_on date
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    series_ids bigint[] := _series_of('readiness', $1, $2, $3, labels, $4, $5);
    half_weight float8 := _constant('confidence.half_weight');
    amber_days float8 := _constant('resource_report.amber_days');
    high_items float8 := _constant('confidence.high_items');
    high_external float8 := _constant('confidence.high_external_items');
    conf_at float8[] := array[_constant('confidence.high_at_least'), _constant('confidence.moderate_at_least')];
begin
    return query
    select
        x.actor::text, x.area::text, _overridden(y.level, o.level), y.t, y.t_level, c.conf,
        _confidence(c.conf, y.items, y.external_items, high_items, high_external, conf_at),
        y.w, y.items, y.external_items, y.p, y.s, y.r, y.reported_t, y.p_level, y.s_level, y.r_level, y.pillars, y.index,
        y.newest_at, $2::date - y.newest_at::date, y.newest_seq, y.instrument_key, c.report_age_days,
        coalesce(c.report_age_days > amber_days, false), y.level, o.reason, o.expires_on
    from _standings(series_ids, $2, $3, labels) y
    cross join lateral (
        select y.w / (y.w + half_weight) as conf, $2::date - y.oldest_report_at::date as report_age_days
    ) c
    join series x using (series_id)
    left join _overrides(array[$2], $3, labels) o on (o.actor, o.area) = (x.actor, x.area)
    order by x.actor, x.area;
end $$;
comment on function readiness is 'How ready is each member in each area? One row wherever anything was ever heard.';

create function readiness_in_body(body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor text, area text, level text, t float8, conf float8, confidence text, items int, external_items int,
    p float8, s float8, r float8, reported_t float8, pillars int, index float8, newest_at timestamptz, age_days int,
    newest_seq bigint, report_age_days int, amber bool, members int, reporting int, ready int, ready_ratio float8,
    weakest_level text, nd int, mean_index float8, oldest_age_days int
)
language sql stable set search_path from current as $$
    with limits as materialized (select _constant('readiness.ready_level')::text as ready_level),
    body as materialized (select count(*)::int as members from members($1, $2, $3))
    select
        r.actor, r.area, r.level, r.t, r.conf, r.confidence, r.items, r.external_items, r.p, r.s, r.r, r.reported_t,
        r.pillars, r.index, r.newest_at, r.age_days, r.newest_seq, r.report_age_days, r.amber,
        body.members,
        (count(*) over in_area)::int,
        (count(*) filter (where r.level <= limits.ready_level) over in_area)::int,
        (count(*) filter (where r.level <= limits.ready_level) over in_area)::float8 / count(*) over in_area,
        max(nullif(r.level, 'ND')) over in_area,
        (count(*) filter (where r.level = 'ND') over in_area)::int,
        avg(r.index) over (in_area order by r.actor rows between unbounded preceding and unbounded following),
        max(r.age_days) over in_area
    from readiness($1, $2, $3) r, limits, body
    window in_area as (partition by r.area)
    order by r.actor, r.area
$$;
comment on function readiness_in_body is 'How ready is each member in each area, and beside it how much of the body is?';

create function rollup(body text, as_of timestamptz, known_at timestamptz)
returns table (
    area text, members int, reporting int, ready int, ready_ratio float8, weakest_level text, nd int,
    mean_index float8, oldest_age_days int
)
language sql stable set search_path from current as $$
    select distinct on (r.area)
        r.area, r.members, r.reporting, r.ready, r.ready_ratio, r.weakest_level, r.nd, r.mean_index, r.oldest_age_days
    from readiness_in_body($1, $2, $3) r
    order by r.area
$$;
comment on function rollup is 'How much of the body is ready in each area (level 1 or 2), of how many that were ever heard of?';
