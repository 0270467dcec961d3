-- needs: common/constants, common/members, interoperability/interoperability, review/causes, review/difference

-- Pairs whose interoperability is another than it was. A mean is drawn back to its prior in silence too: that part is time.

-- none: from_mean, to_mean, from_lower_bound, to_lower_bound, change, seq, source, event_id, at, share
create function interoperability_difference(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text default null, only_dimension text default null, only_cause text default null
)
returns table (
    actor_a text, actor_b text, dimension text, from_level text, to_level text, from_mean float8, to_mean float8,
    from_lower_bound float8, to_lower_bound float8, is_clear bool, measure text, change float8, cause text, seq bigint,
    source text, event_id text, at timestamptz, share float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    from_body bigint[] := _series_of('interop', $1, $2, $3, labels, $6, $7);
    to_body bigint[] := _series_of('interop', $1, $4, $5, labels, $6, $7);
    wanted bigint[] := array(select unnest(from_body) union select unnest(to_body));
    from_ids bigint[] := array(select unnest(wanted) intersect select unnest(_series_of('interop', null, $2, $3, labels, $6, $7)));
    to_ids bigint[] := array(select unnest(wanted) intersect select unnest(_series_of('interop', null, $4, $5, labels, $6, $7)));
    prior_weight float8 := _constant('interoperability.prior_alpha') + _constant('interoperability.prior_beta');
    noise float8 := _constant('trend.noise_band_points') / 100;
    half_life float8;
    days int;
begin
    select half_life_days, validity_days into half_life, days from decay where class = 'interop_test';
    return query
    with from_member as materialized (select unnest(from_body) as series_id),
    to_member as materialized (select unnest(to_body) as series_id),
    both_ends as materialized (
        select
            s.actor, s.other_actor, s.dimension, series_id, a.mean as was, b.mean as is_now,
            a.newest_at as from_star, b.newest_at as to_star, a.weight_then as from_w, b.weight_then as to_w,
            power(2.0::float8, ($2::date - a.newest_at::date) / -half_life) as from_factor,
            power(2.0::float8, ($4::date - b.newest_at::date) / -half_life) as to_factor,
            case when x.belonged then a.lower_bound end as from_bound, case when x.belongs then b.lower_bound end as to_bound,
            coalesce(a.is_capped, false) as was_capped, coalesce(b.is_capped, false) as is_capped,
            case
                when a.series_id is null then 'no data' when not x.belonged then 'not members'
                when a.is_lapsed then 'lapsed' else a.level::text
            end as was_level,
            case
                when b.series_id is null then 'no data' when not x.belongs then 'not members'
                when b.is_lapsed then 'lapsed' else b.level::text
            end as is_level
        from _pair_readings($1, from_ids, $2, $3, labels) a
        full join _pair_readings($1, to_ids, $4, $5, labels) b using (series_id)
        join series s using (series_id)
        cross join lateral (
            select series_id in (select m.series_id from from_member m) as belonged, series_id in (select m.series_id from to_member m) as belongs
        ) x
    ),
    changed as materialized (
        select
            e.*, y.*, y.level_changed or _is_clear(was, is_now, noise) as is_clear,
            case
                when was is not null and is_now is null and to_star is not null then to_star::date + days + 1
                when was is null and is_now is not null and from_star is not null then from_star::date + days + 1
            end as lapsed_on,
            case when is_level = 'lapsed' then -1 when is_level ~ '^\d$' then is_level::int else -1 end
                < case when was_level = 'lapsed' then -1 when was_level ~ '^\d$' then was_level::int else -1 end as is_worse
        from both_ends e
        cross join lateral (select was_level <> is_level as level_changed, _changed(was, is_now) as mean_changed) y
        where y.level_changed or y.mean_changed
    ),
    asked as (
        select
            array_agg(series_id) as ids, array_agg(from_star) as from_stars, array_agg(to_star) as to_stars, array_agg(was) as froms,
            array_agg(is_now) as tos, array_agg(from_w) as from_ws, array_agg(to_w) as to_ws, array_agg(from_factor) as from_fs,
            array_agg(to_factor) as to_fs, array_agg(null::text) as versions
        from changed
    ),
    mean_cause as materialized (
        select c.*
        from asked x
        cross join lateral _causes(
            x.ids, x.from_stars, x.to_stars, x.froms, x.tos, x.from_ws, x.to_ws, x.from_fs, x.to_fs, x.versions, x.versions,
            $2, $3, $4, $5, labels, prior_weight, array['interop_test'], 'time') c
        where x.ids is not null
    ),
    chief as (
        select distinct on (c.series_id) c.series_id, c.cause, c.seq, c.source, c.event_id, c.at
        from mean_cause c
        join changed e using (series_id)
        cross join lateral (select case when e.is_worse then -1 else 1 end as sign) d
        cross join lateral (select coalesce(c.share * d.sign > 1e-9, false) as has_helped) h
        where e.level_changed
        order by
            c.series_id, h.has_helped desc, case when h.has_helped then round((c.share * d.sign)::numeric, 9) end desc,
            case when h.has_helped then c.seq is not null else coalesce(c.is_in = (d.sign > 0), false) end desc,
            (c.seq is not null) desc, c.at desc nulls last, c.seq desc nulls last
    ),
    level_cause as (
        select
            e.series_id, k.kind as cause, case when k.is_event then c.seq end as seq, case when k.is_event then c.source end as source,
            case when k.is_event then c.event_id end as event_id,
            case when k.is_event then c.at when k.kind in ('lapsed', 'not yet lapsed') then e.lapsed_on::timestamptz end as at
        from changed e
        left join chief c using (series_id)
        cross join lateral (
            select case
                when e.is_level = 'not members' then 'left'
                when e.was_level = 'not members' then 'joined'
                when e.is_now is null and e.lapsed_on > $2::date and e.lapsed_on <= $4::date then 'lapsed'
                when e.was is null and e.lapsed_on > $4::date and e.lapsed_on <= $2::date then 'not yet lapsed'
                when e.is_worse and e.is_capped then 'held by the baseline'
                when not e.is_worse and e.was_capped and e.is_level ~ '^\d$' then 'no longer held by the baseline'
            end as named
        ) n
        cross join lateral (select coalesce(n.named, c.cause, 'time') as kind, n.named is null as is_event) k
        where e.level_changed
    ),
    told as (
        select series_id, 'level' as measure, cause, seq, source, event_id, at, null::float8 as share from level_cause
        union all
        select c.series_id, 'mean', c.cause, c.seq, c.source, c.event_id, c.at, c.share
        from mean_cause c join changed e using (series_id)
        where e.mean_changed
    ),
    kept as (
        select t.*, $8 is null or coalesce(bool_or(t.cause = $8) over (partition by t.series_id), false) as is_wanted from told t
    )
    select
        e.actor, e.other_actor, e.dimension, e.was_level, e.is_level, e.was, e.is_now, e.from_bound, e.to_bound, e.is_clear,
        k.measure, case when k.measure = 'mean' then e.is_now - e.was end, k.cause, k.seq, k.source, k.event_id, k.at, k.share
    from kept k join changed e using (series_id)
    where k.is_wanted
    order by
        e.actor collate "C", e.other_actor collate "C", e.dimension collate "C", k.measure collate "C", k.cause collate "C", k.seq;
end $$;
comment on function interoperability_difference is 'Which pairs changed between two moments, and what moved level and mean of each?';
