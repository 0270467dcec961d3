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

create function _demonstrated(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, t float8, total_weight float8, items int, external_items int,
    is_fresh bool, instrument_key text, newest_at timestamptz, newest_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with counting as (
            select e.*
            from evidence e
            where e.class = 'exercise' and e.occurred_at >= $7
              and e.occurred_at <= $2 and e.recorded_at <= $3 and e.ended_at > $3
              and e.label_id = any ($4) and e.series_id = any ($1)
            union all
            select e.*
            from evidence e
            where e.class in ('external_assessment', 'self_report') and e.occurred_at >= $8
              and e.occurred_at <= $2 and e.recorded_at <= $3 and e.ended_at > $3
              and e.label_id = any ($4) and e.series_id = any ($1)
        ),
        item as (
            select
                c.*, d.validity_days, $2::date - c.occurred_at::date as age_days,
                c.weight_centi / 100.0::float8
                    * power(2.0::float8, ($2::date - c.occurred_at::date) / -d.half_life_days::float8) as w
            from counting c join decay d on d.class = c.class and c.occurred_at >= $2::date - d.validity_days
        ),
        version as (
            select
                series_id, instrument, instrument_version,
                sum(w) as w, sum(w * value_milli / 1000.0::float8) as wv,
                count(*) as items, count(*) filter (where is_external) as external_items,
                bool_or(age_days <= validity_days * $5) as is_fresh, max(occurred_at) as newest_at
            from item
            group by series_id, instrument, instrument_version
        ),
        newest as (
            select distinct on (v.series_id, v.instrument) v.*
            from (
                select *, count(*) over (partition by series_id, instrument, newest_at) as rivals from version
            ) v
            -- Versions of the same moment are told apart by the rest of the order key.
            left join lateral (
                select e.sequence, e.source, e.event_id
                from evidence e
                where v.rivals > 1
                  and e.series_id = v.series_id and e.occurred_at = v.newest_at
                  and e.instrument = v.instrument and e.instrument_version = v.instrument_version
                  and e.recorded_at <= $3 and e.ended_at > $3 and e.label_id = any ($4)
                order by e.sequence desc, e.source desc, e.event_id desc
                limit 1
            ) last on true
            order by
                v.series_id, v.instrument, v.newest_at desc, last.sequence desc, last.source desc, last.event_id desc
        ),
        total as (
            select
                series_id, sum(wv) / sum(w) as t, sum(w) as w, sum(items)::int as items,
                sum(external_items)::int as external_items, bool_or(is_fresh) as is_fresh,
                string_agg(instrument || ':' || instrument_version, ',' order by instrument) as instrument_key
            from newest
            group by series_id
        )
        select
            wanted.series_id, total.t, coalesce(total.w, 0), coalesce(total.items, 0),
            coalesce(total.external_items, 0), coalesce(total.is_fresh, false), total.instrument_key,
            last.occurred_at, last.ledger_seq
        from unnest($1) as wanted (series_id)
        cross join lateral (
            select e.occurred_at, e.ledger_seq
            from evidence e
            where e.series_id = wanted.series_id and e.occurred_at <= $2 and e.occurred_at >= $6
              and e.recorded_at <= $3 and e.ended_at > $3 and e.label_id = any ($4)
            order by e.occurred_at desc, e.sequence desc, e.source desc, e.event_id desc
            limit 1
        ) last
        left join total using (series_id)
    $query$ using series_ids, as_of, known_at, labels,
        _constant('readiness.stale_share_of_validity'), _earliest(as_of),
        as_of::date - (select validity_days from decay where class = 'exercise'),
        as_of::date - (select max(validity_days) from decay where class in ('external_assessment', 'self_report'));
end $$;
comment on function _demonstrated is 'What does the evidence of each series add up to, of the newest version of each instrument?';

create function _reported(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, p float8, s float8, r float8, t float8, oldest_at timestamptz
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with latest as (
            select distinct on (l.series_id, l.pillar) l.series_id, l.pillar, l.pct_milli / 1000.0::float8 as pct, l.occurred_at
            from resource_level l
            where l.occurred_at <= $2 and l.occurred_at >= $2::date - $5::int
              and l.recorded_at <= $3 and l.ended_at > $3
              and l.label_id = any ($4)
              and l.series_id = any ($1)
            order by
                l.series_id, l.pillar, l.occurred_at desc, l.sequence desc, l.source desc, l.event_id desc
        ),
        pillar as (
            select
                series_id,
                max(pct) filter (where pillar = 'P') as p,
                max(pct) filter (where pillar = 'S') as s,
                max(pct) filter (where pillar = 'R') as r,
                max(pct) filter (where pillar = 'T') as t,
                min(occurred_at) filter (where pillar <> 'T') as oldest_at
            from latest
            group by series_id
        )
        select wanted.series_id, pillar.p, pillar.s, pillar.r, pillar.t, pillar.oldest_at
        from unnest($1) as wanted (series_id) left join pillar using (series_id)
        where pillar.series_id is not null or exists (
            select from resource_level l
            where l.series_id = wanted.series_id
              and l.occurred_at <= $2 and l.occurred_at >= $6
              and l.recorded_at <= $3 and l.ended_at > $3
              and l.label_id = any ($4)
        )
    $query$ using series_ids, as_of, known_at, labels,
        _constant('resource_report.validity_days'), _earliest(as_of);
end $$;
comment on function _reported is 'What do the latest unexpired reports of each series say? A row also when all have expired.';

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
    stale_level int := _constant('readiness.stale_level');
    high_items float8 := _constant('confidence.high_items');
    high_external float8 := _constant('confidence.high_external_items');
    conf_at float8[] := array[_constant('confidence.high_at_least'), _constant('confidence.moderate_at_least')];
    t_at float8[] := _thresholds('T');
    p_at float8[] := _thresholds('P');
    s_at float8[] := _thresholds('S');
    r_at float8[] := _thresholds('R');
begin
    return query
    with pillar as (
        select
            series_id, d.t, coalesce(d.total_weight, 0) as w,
            coalesce(d.total_weight / (d.total_weight + half_weight), 0) as conf,
            coalesce(d.items, 0) as items,
            coalesce(d.external_items, 0) as external_items, d.newest_at, d.newest_seq, d.instrument_key,
            e.p, e.s, e.r, e.t as reported_t, $2::date - e.oldest_at::date as report_age_days,
            greatest(_level(d.t, t_at), case when d.t is not null and not d.is_fresh then stale_level end) as t_level,
            _level(e.p, p_at) as p_level,
            _level(e.s, s_at) as s_level,
            _level(e.r, r_at) as r_level,
            num_nonnulls(e.p, e.s, e.r, d.t) as pillars
        from _demonstrated(series_ids, $2, $3, labels) d
        full join _reported(series_ids, $2, $3, labels) e using (series_id)
    )
    select
        x.actor::text, x.area::text, _overridden(y.computed_level, o.level), y.t, y.t_level, y.conf,
        _confidence(y.conf, y.items, y.external_items, high_items, high_external, conf_at),
        y.w, y.items, y.external_items, y.p, y.s, y.r, y.reported_t, y.p_level, y.s_level, y.r_level, y.pillars,
        (coalesce(y.p, 0) + coalesce(y.s, 0) + coalesce(y.r, 0) + coalesce(y.t, 0)) / nullif(y.pillars, 0),
        y.newest_at, $2::date - y.newest_at::date, y.newest_seq, y.instrument_key, y.report_age_days,
        coalesce(y.report_age_days > amber_days, false), y.computed_level, o.reason, o.expires_on
    from (
        select *, case when t is null then 'ND' else greatest(p_level, s_level, r_level, t_level)::text end as computed_level
        from pillar
    ) y
    join series x using (series_id)
    left join _overrides(array[$2], $3, labels) o on (o.actor, o.area) = (x.actor, x.area)
    order by x.actor, x.area;
end $$;
comment on function readiness is 'How ready is each member in each area? One row wherever anything was ever heard.';

create function rollup(body text, as_of timestamptz, known_at timestamptz)
returns table (
    area text, members int, reporting int, ready int, ready_ratio float8, weakest_level text, nd int,
    mean_index float8, oldest_age_days int
)
language sql stable set search_path from current as $$
    with limits as materialized (select _constant('readiness.ready_level')::text as ready_level)
    select
        r.area,
        (select count(*)::int from members($1, $2, $3)),
        count(*)::int,
        (count(*) filter (where r.level <= limits.ready_level))::int,
        (count(*) filter (where r.level <= limits.ready_level))::float8 / count(*),
        max(nullif(r.level, 'ND')),
        (count(*) filter (where r.level = 'ND'))::int,
        avg(r.index),
        max(r.age_days)
    from readiness($1, $2, $3) r, limits
    group by r.area
    order by r.area
$$;
comment on function rollup is 'How much of the body is ready in each area (level 1 or 2), of how many that were ever heard of?';
