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

create function _confidence(conf float8, items int, external_items int) returns text
language plpgsql stable set search_path from current as $$
begin
    return case
        when items = 0 then 'none'
        when conf >= _constant('confidence.high_at_least')
            and items >= _constant('confidence.high_items')
            and external_items >= _constant('confidence.high_external_items') then 'High'
        when conf >= _constant('confidence.moderate_at_least') then 'Moderate'
        else 'Low'
    end;
end $$;
comment on function _confidence is 'How sure is a reading? High also needs enough items, one of them external.';

create function _demonstrated(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, t float8, total_weight float8, items int, external_items int,
    is_fresh bool, instrument_key text, newest_at timestamptz, newest_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with item as materialized (
            select
                e.series_id, e.instrument, e.instrument_version, e.value_milli, e.weight_centi, e.is_external,
                e.occurred_at, e.sequence, e.source, e.event_id, e.ledger_seq,
                d.half_life_days, d.validity_days, $2::date - e.occurred_at::date as age_days
            from evidence e join decay d using (class)
            where e.occurred_at <= $2 and e.occurred_at >= _earliest($2)
              and e.recorded_at <= $3 and e.ended_at > $3
              and e.label_id = any ($4)
              and e.series_id = any ($1)
        ),
        version as (
            select
                series_id, instrument, instrument_version,
                sum(weight_centi / 100.0::float8 * power(2.0::float8, -age_days / half_life_days::float8))
                    filter (where age_days <= validity_days) as w,
                sum(weight_centi / 100.0::float8 * power(2.0::float8, -age_days / half_life_days::float8)
                    * value_milli / 1000.0::float8) filter (where age_days <= validity_days) as wv,
                count(*) filter (where age_days <= validity_days) as items,
                count(*) filter (where age_days <= validity_days and is_external) as external_items,
                bool_or(age_days <= validity_days * $5) as is_fresh,
                max(occurred_at) as newest_at,
                max(occurred_at) filter (where age_days <= validity_days) as newest_valid_at
            from item
            group by series_id, instrument, instrument_version
        ),
        -- Of each version the newest item inside its validity; equal moments are told apart by the whole order key.
        newest_version as (
            select distinct on (i.series_id, i.instrument) i.series_id, i.instrument, i.instrument_version
            from version v
            join item i on (i.series_id, i.instrument, i.instrument_version, i.occurred_at)
                = (v.series_id, v.instrument, v.instrument_version, v.newest_valid_at)
            where i.age_days <= i.validity_days
            order by i.series_id, i.instrument, i.occurred_at desc, i.sequence desc, i.source desc, i.event_id desc
        ),
        newest_item as (
            select distinct on (i.series_id) i.series_id, i.occurred_at, i.ledger_seq
            from version v
            join item i on (i.series_id, i.instrument, i.instrument_version, i.occurred_at)
                = (v.series_id, v.instrument, v.instrument_version, v.newest_at)
            order by i.series_id, i.occurred_at desc, i.sequence desc, i.source desc, i.event_id desc
        ),
        total as (
            select
                v.series_id, sum(v.wv) / sum(v.w) as t, sum(v.w) as w,
                sum(v.items)::int as items, sum(v.external_items)::int as external_items,
                bool_or(v.is_fresh) as is_fresh,
                string_agg(v.instrument || ':' || v.instrument_version, ',' order by v.instrument) as instrument_key
            from version v join newest_version using (series_id, instrument, instrument_version)
            group by v.series_id
        )
        select
            n.series_id, total.t, coalesce(total.w, 0), coalesce(total.items, 0), coalesce(total.external_items, 0),
            coalesce(total.is_fresh, false), total.instrument_key, n.occurred_at, n.ledger_seq
        from newest_item n left join total using (series_id)
    $query$ using series_ids, as_of, known_at, labels, _constant('readiness.stale_share_of_validity');
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
              and l.occurred_at <= $2 and l.occurred_at >= _earliest($2)
              and l.recorded_at <= $3 and l.ended_at > $3
              and l.label_id = any ($4)
        )
    $query$ using series_ids, as_of, known_at, labels, _constant('resource_report.validity_days');
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
        x.actor::text, x.area::text, _overridden(y.computed_level, o.level), y.t, y.t_level, y.conf, _confidence(y.conf, y.items, y.external_items),
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
    select
        r.area,
        (select count(*)::int from members($1, $2, $3)),
        count(*)::int,
        (count(*) filter (where r.level <= _constant('readiness.ready_level')::text))::int,
        (count(*) filter (where r.level <= _constant('readiness.ready_level')::text))::float8 / count(*),
        max(nullif(r.level, 'ND')),
        (count(*) filter (where r.level = 'ND'))::int,
        avg(r.index),
        max(r.age_days)
    from readiness($1, $2, $3) r
    group by r.area
    order by r.area
$$;
comment on function rollup is 'How much of the body is ready in each area (level 1 or 2), of how many that were ever heard of?';
