-- Readings that are others than they were, each with its causes.

create function _index_causes(
    series_ids bigint[], from_ts float8[], to_ts float8[], from_as_of timestamptz, from_known_at timestamptz,
    to_as_of timestamptz, to_known_at timestamptz, labels bigint[]
)
returns table (
    series_id bigint, pillar text, cause text, seq bigint, source text, event_id text, share float8
)
language sql stable set search_path from current as $$
    with shown as (select * from unnest($1, $2, $3) as t (series_id, was, is_now)),
    before as materialized (
        select series_id, pillar, pct as value, ledger_seq as seq, source, event_id
        from _reports($1, $4, $5, $8) where pillar <> 'T'
        union all
        select series_id, 'T', was, null, null, null from shown where was is not null
    ),
    after as materialized (
        select series_id, pillar, pct as value, ledger_seq as seq, source, event_id
        from _reports($1, $6, $7, $8) where pillar <> 'T'
        union all
        select series_id, 'T', is_now, null, null, null from shown where is_now is not null
    ),
    from_index as (select series_id, avg(value order by pillar) as index, count(*) as n from before group by series_id),
    to_index as (select series_id, avg(value order by pillar) as index, count(*) as n from after group by series_id),
    -- Coming and going are measured from the mean of the pillars that stay.
    staying as (
        select series_id, avg(a.value order by pillar) as value from before a join after b using (series_id, pillar) group by series_id
    )
    select
        series_id, pillar,
        case when a.value is null then 'pillar came' when b.value is null then 'pillar went' else 'pillar' end,
        coalesce(b.seq, a.seq), coalesce(b.source, a.source), coalesce(b.event_id, a.event_id),
        case
            when f.index is null or t.index is null then null
            when a.value is null then (b.value - coalesce(s.value, f.index)) / t.n
            when b.value is null then (coalesce(s.value, f.index) - a.value) / f.n
            else (b.value - a.value) / t.n
        end
    from before a
    full join after b using (series_id, pillar)
    left join from_index f using (series_id)
    left join to_index t using (series_id)
    left join staying s using (series_id)
$$;
comment on function _index_causes is 'Why did the index of each series change, pillar by pillar?';

create function _changed(from_value float8, to_value float8, from_level text, to_level text) returns bool
language sql immutable as $$
    -- Sums of the same numbers may differ in their last digit.
    select coalesce(
        abs(to_value - from_value) > 1e-9 or from_level <> to_level, num_nonnulls(from_value, to_value) = 1)
$$;
comment on function _changed is 'Is this another reading, or the same one?';

create function _difference(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text, only_area text, most int
)
returns table (
    actor text, area text, measure text, from_value float8, to_value float8, from_level text, to_level text,
    change float8, is_clear bool, cause text, pillar text, seq bigint, source text, event_id text, events int, share float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    series_ids bigint[] := array(
        select unnest(_series_of('readiness', $1, $2, $3, labels, $6, $7))
        union
        select unnest(_series_of('readiness', $1, $4, $5, labels, $6, $7)));
    noise float8 := _constant('trend.noise_band_points');
    classes text[] := array['exercise', 'external_assessment', 'self_report'];
begin
    return query
    with both_ends as materialized (
        select
            series_id, a.t as from_t, b.t as to_t, a.index as from_index, b.index as to_index, a.w as from_w, b.w as to_w,
            coalesce(a.items, 0) as items, a.versions as from_versions, b.versions as to_versions,
            coalesce(a.t_level::text, 'ND') as from_t_level, coalesce(b.t_level::text, 'ND') as to_t_level,
            coalesce(a.level, 'ND') as from_level, coalesce(b.level, 'ND') as to_level
        from _standings(series_ids, $2, $3, labels) a full join _standings(series_ids, $4, $5, labels) b using (series_id)
    ),
    t_changed as (
        select
            array_agg(series_id) as ids, array_agg(from_t) as from_ts, array_agg(to_t) as to_ts, array_agg(from_w) as from_ws,
            array_agg(to_w) as to_ws, array_agg(items) as items, array_agg(from_versions) as from_versions,
            array_agg(to_versions) as to_versions
        from both_ends where _changed(from_t, to_t, from_t_level, to_t_level)
    ),
    index_changed as (
        select array_agg(series_id) as ids, array_agg(from_t) as from_ts, array_agg(to_t) as to_ts
        from both_ends where _changed(from_index, to_index, from_level, to_level)
    ),
    told as (
        select e.series_id, 'T' as measure, e.from_t as was, e.to_t as is_now, e.from_t_level as was_level,
               e.to_t_level as is_level, 'T' as pillar, c.cause, c.seq, c.source, c.event_id, num_nonnulls(c.seq) as events, c.share
        from t_changed t
        cross join lateral _causes(
            t.ids, t.from_ts, t.to_ts, t.from_ws, t.to_ws, t.items, t.from_versions, t.to_versions,
            $2, $3, $4, $5, labels, 0, classes) c
        join both_ends e using (series_id)
        where t.ids is not null and most is null
        union all
        select e.series_id, 'T', e.from_t, e.to_t, e.from_t_level, e.to_t_level, 'T', c.cause, c.seq, c.source, c.event_id, c.events, c.share
        from t_changed t
        cross join lateral _causes_in_short(
            t.ids, t.from_ts, t.to_ts, t.from_ws, t.to_ws, t.items, t.from_versions, t.to_versions,
            $2, $3, $4, $5, labels, classes, most) c
        join both_ends e using (series_id)
        where t.ids is not null and most is not null
        union all
        select e.series_id, 'index', e.from_index, e.to_index, e.from_level, e.to_level,
               c.pillar, c.cause, c.seq, c.source, c.event_id, num_nonnulls(c.seq), c.share
        from index_changed i
        cross join lateral _index_causes(i.ids, i.from_ts, i.to_ts, $2, $3, $4, $5, labels) c
        join both_ends e using (series_id)
        where i.ids is not null
    )
    select
        s.actor, s.area, t.measure, t.was, t.is_now, t.was_level, t.is_level, t.is_now - t.was,
        abs(t.is_now - t.was) >= noise - 1e-9, t.cause, t.pillar, t.seq, t.source, t.event_id, t.events, t.share
    from told t join series s using (series_id)
    order by
        s.actor collate "C", s.area collate "C", t.measure collate "C", t.pillar collate "C", t.cause collate "C", t.seq;
end $$;
comment on function _difference is 'Which readings changed between two moments, and by what share of what, event by event, or in short?';

create function difference(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text default null, only_area text default null
)
returns table (
    actor text, area text, measure text, from_value float8, to_value float8, from_level text, to_level text,
    change float8, is_clear bool, cause text, pillar text, seq bigint, source text, event_id text, share float8
)
language sql stable set search_path from current as $$
    select
        actor, area, measure, from_value, to_value, from_level, to_level, change, is_clear, cause, pillar, seq, source, event_id,
        share
    from _difference($1, $2, $3, $4, $5, $6, $7, null)
$$;
comment on function difference is 'Which readings changed between two moments, each as known at its own, and by what share of what?';

create function difference_in_short(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text default null, only_area text default null, most int default 20
)
returns table (
    actor text, area text, measure text, from_value float8, to_value float8, from_level text, to_level text,
    change float8, is_clear bool, cause text, pillar text, seq bigint, source text, event_id text, events int, share float8
)
language sql stable set search_path from current as $$
    select
        actor, area, measure, from_value, to_value, from_level, to_level, change, is_clear, cause, pillar, seq, source, event_id,
        events, share
    from _difference($1, $2, $3, $4, $5, $6, $7, coalesce($8, 20))
$$;
comment on function difference_in_short is 'Which readings changed between two moments, and by what share of what: event by event, or where more than so many came and went, each kind of cause in one row?';

create function interoperability_difference(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text default null, only_dimension text default null
)
returns table (
    actor_a text, actor_b text, dimension text, from_value float8, to_value float8, from_level text, to_level text,
    change float8, is_clear bool, cause text, seq bigint, source text, event_id text, share float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    from_ids bigint[] := _series_of('interop', $1, $2, $3, labels, $6, $7);
    to_ids bigint[] := _series_of('interop', $1, $4, $5, labels, $6, $7);
    series_ids bigint[] := array(select unnest(from_ids) union select unnest(to_ids));
    prior_weight float8 := _constant('interoperability.prior_alpha') + _constant('interoperability.prior_beta');
    noise float8 := _constant('trend.noise_band_points') / 100;
begin
    return query
    with from_member as materialized (select unnest(from_ids) as series_id),
    to_member as materialized (select unnest(to_ids) as series_id),
    both_ends as materialized (
        select
            s.actor, s.other_actor, s.dimension, series_id, a.mean as was, b.mean as is_now,
            a.successes + a.failures as from_w, b.successes + b.failures as to_w, coalesce(a.tests, 0) as items,
            case
                when a.mean is null then 'no data'
                when series_id in (select m.series_id from from_member m) then a.level::text
                else 'not members'
            end as was_level,
            case
                when b.mean is null then 'no data'
                when series_id in (select m.series_id from to_member m) then b.level::text
                else 'not members'
            end as is_level
        from _pair_readings($1, series_ids, $2, $3, labels) a
        full join _pair_readings($1, series_ids, $4, $5, labels) b using (series_id)
        join series s using (series_id)
    ),
    changed as (
        select
            array_agg(series_id) as ids, array_agg(was) as froms, array_agg(is_now) as tos, array_agg(from_w) as from_ws,
            array_agg(to_w) as to_ws, array_agg(items) as items, array_agg(null::text) as versions
        from both_ends where _changed(was, is_now, was_level, is_level)
    )
    select
        e.actor, e.other_actor, e.dimension, e.was, e.is_now, e.was_level, e.is_level, e.is_now - e.was,
        abs(e.is_now - e.was) >= noise - 1e-9, c.cause, c.seq, c.source, c.event_id, c.share
    from changed x
    cross join lateral _causes(
        x.ids, x.froms, x.tos, x.from_ws, x.to_ws, x.items, x.versions, x.versions,
        $2, $3, $4, $5, labels, prior_weight, array['interop_test']) c
    join both_ends e using (series_id)
    where x.ids is not null
    order by e.actor collate "C", e.other_actor collate "C", e.dimension collate "C", c.cause collate "C", c.seq;
end $$;
comment on function interoperability_difference is 'Which pairs changed between two moments, and by what share of what?';
