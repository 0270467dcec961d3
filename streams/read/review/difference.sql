-- needs: common/constants, common/members, ledger/head, readiness/overrides, readiness/readiness, review/causes

-- Readings that are others than they were. One actor in one area is one entry: what moved its level, its training and its
-- index are rows of it. A level is moved by the pillar that decides it: the worst after where it fell, before where it rose.

create function _changed(from_value float8, to_value float8) returns bool
language sql immutable as $$
    -- Sums of the same numbers may differ in their last digit.
    select coalesce(abs(to_value - from_value) > 1e-9, num_nonnulls(from_value, to_value) = 1)
$$;
comment on function _changed is 'Is this another number, or the same one?';

create function _is_clear(from_value float8, to_value float8, noise float8) returns bool
language sql immutable as $$
    select coalesce(abs(to_value - from_value) >= noise - 1e-9, num_nonnulls(from_value, to_value) = 1)
$$;
comment on function _is_clear is 'Did a number move by more than noise? What came or went did.';

create function _rank(level text) returns int
language sql immutable as $$ select case when level = 'ND' then 6 else level::int end $$;
comment on function _rank is 'How bad is a level? Not demonstrated is worse than 5.';

create function _pillar_rank(state text, level int, incomplete_level int) returns int
language sql immutable as $$
    select case when state = 'lapsed' then 6 when level is null then incomplete_level else level end
$$;
comment on function _pillar_rank is 'How bad is a pillar that is reported? One never reported on keeps from the best level.';

create function _is_aged(
    before float8, after float8, after_star timestamptz, was_fresh bool, is_fresh bool, is_held bool
)
returns text
language sql immutable as $$
    select case
        when before is not null and after is null and after_star is not null then 'past its validity'
        when num_nulls(before, after) = 0 and was_fresh and not is_fresh and is_held then 'grown old'
    end
$$;
comment on function _is_aged is 'Which change could be that of age alone: the evidence past its validity, or its level held since all of it is old?';

create function _report_causes(
    series_ids bigint[], from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    labels bigint[]
)
returns table (
    series_id bigint, pillar text, cause text, seq bigint, source text, event_id text, at timestamptz, was float8, is_now float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    from_seq bigint := _seq_at(from_known_at);
    to_seq bigint := _seq_at(to_known_at);
    lapsed_days int := _constant('resource_report.validity_days');
begin
    return query
    with both_ends as materialized (
        select
            series_id, pillar, a.ledger_seq as a_seq, a.source as a_source, a.event_id as a_event, a.occurred_at as a_at,
            a.pct as was, a.root_seq as a_root, a.recorded_at as a_recorded, a.ended_at as a_ended,
            b.ledger_seq as b_seq, b.source as b_source, b.event_id as b_event, b.occurred_at as b_at,
            b.pct as is_now, b.root_seq as b_root, b.recorded_at as b_recorded, b.ended_at as b_ended,
            coalesce($2::date - a.occurred_at::date > lapsed_days, false) as had_lapsed,
            coalesce($4::date - b.occurred_at::date > lapsed_days, false) as has_lapsed
        from _reports($1, $2, $3, labels) a full join _reports($1, $4, $5, labels) b using (series_id, pillar)
        where pillar <> 'T'
    ),
    told as (
        select e.*, came.reason as came, gone.reason as gone
        from both_ends e
        cross join lateral (
            select case
                when b_recorded <= $3 and b_ended > $3 then b_seq
                when b_root <= from_seq then _report_in_force(b_root, $3, labels)
            end as b_there, case
                when a_recorded <= $5 and a_ended > $5 then a_seq
                when a_root <= to_seq then _report_in_force(a_root, $5, labels)
            end as a_there
            offset 0
        ) there
        cross join lateral (
            select case when b_seq is not null then _reason(true, b_seq, there.b_there, b_root > from_seq, b_at > $2) end as reason
        ) came
        cross join lateral (
            select case when a_seq is not null then _reason(false, a_seq, there.a_there, a_root > to_seq, a_at > $4) end as reason
        ) gone
        where a_seq is distinct from b_seq or had_lapsed <> has_lapsed
    ),
    named as (
        select
            t.*, a_seq is not distinct from b_seq or coalesce(came = 'came', false) and has_lapsed and not had_lapsed as is_silence,
            gone is not null and came is null as is_gone
        from told t
    )
    select
        n.series_id, n.pillar,
        case
            when n.is_silence then case when n.has_lapsed then 'lapsed' else 'not yet lapsed' end
            when n.is_gone then n.gone
            when n.came = 'came' and n.a_seq is null then 'began to report'
            when n.came = 'came' and n.had_lapsed and not n.has_lapsed then 'began to report again'
            else coalesce(n.came, 'came')
        end,
        case when n.is_silence then null when n.is_gone then n.a_seq else n.b_seq end,
        case when n.is_silence then null when n.is_gone then n.a_source else n.b_source end,
        case when n.is_silence then null when n.is_gone then n.a_event else n.b_event end,
        case
            when n.is_silence then (n.b_at::date + lapsed_days + 1)::timestamptz
            when n.is_gone then n.a_at
            else n.b_at
        end,
        n.was, n.is_now
    from named n;
end $$;
comment on function _report_causes is 'Why does what is reported of each pillar stand otherwise: what came, what was amended, what lapsed on a day?';

create function _difference(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text, only_area text, only_cause text, most int, only_levels bool
)
returns table (
    actor text, area text, from_level text, to_level text, from_t float8, to_t float8, from_t_level int, to_t_level int,
    from_index float8, to_index float8, is_clear bool, measure text, change float8, cause text, pillar text, seq bigint,
    source text, event_id text, at timestamptz, events int, share float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    wanted bigint[] := array(
        select unnest(_series_of('readiness', $1, $2, $3, labels, $6, $7))
        union
        select unnest(_series_of('readiness', $1, $4, $5, labels, $6, $7)));
    -- Of who is no longer known, nothing is read; of who no longer belongs to the body, all.
    from_ids bigint[] := array(
        select unnest(wanted) intersect select unnest(_series_of('readiness', null, $2, $3, labels, $6, $7)));
    to_ids bigint[] := array(
        select unnest(wanted) intersect select unnest(_series_of('readiness', null, $4, $5, labels, $6, $7)));
    noise float8 := _constant('trend.noise_band_points');
    from_incomplete int := _incomplete_level($3);
    to_incomplete int := _incomplete_level($5);
    t_at float8[] := _thresholds('T');
    classes text[] := array['exercise', 'external_assessment', 'self_report'];
begin
    return query
    with both_ends as materialized (
        select
            series_id, x.actor, x.area, _overridden(c.was, oa.level) as from_level, _overridden(c.is_now, ob.level) as to_level,
            c.was as from_computed, c.is_now as to_computed, a.t as from_t, b.t as to_t, a.t_level as from_t_level,
            b.t_level as to_t_level, a.index as from_index, b.index as to_index, a.newest_at as from_star, b.newest_at as to_star,
            a.mix_w as from_w, b.mix_w as to_w, a.versions as from_versions, b.versions as to_versions,
            a.is_fresh as from_fresh, b.is_fresh as to_fresh,
            num_nonnulls(a.p, a.s, a.r, a.t) as from_n, num_nonnulls(b.p, b.s, b.r, b.t) as to_n,
            (case when b.p is null then 0 else coalesce(a.p, 0) end + case when b.s is null then 0 else coalesce(a.s, 0) end
                + case when b.r is null then 0 else coalesce(a.r, 0) end + case when b.t is null then 0 else coalesce(a.t, 0) end)
            / nullif(num_nonnulls(a.p + b.p, a.s + b.s, a.r + b.r, a.t + b.t), 0) as staying,
            _rank(c.is_now) > _rank(c.was) as is_worse,
            case when _rank(c.is_now) > _rank(c.was) then array[
                coalesce(b.t_level, 6), _pillar_rank(b.p_state, b.p_level, to_incomplete),
                _pillar_rank(b.s_state, b.s_level, to_incomplete), _pillar_rank(b.r_state, b.r_level, to_incomplete)]
            else array[
                coalesce(a.t_level, 6), _pillar_rank(a.p_state, a.p_level, from_incomplete),
                _pillar_rank(a.s_state, a.s_level, from_incomplete), _pillar_rank(a.r_state, a.r_level, from_incomplete)]
            end as ranks,
            oa.ledger_seq as from_order, ob.ledger_seq as to_order, oa.expires_on as order_until,
            oa.level is not null and (c.was <> 'ND' or oa.level = 5) as had_order,
            ob.level is not null and (c.is_now <> 'ND' or ob.level = 5) as has_order
        from _standings(from_ids, $2, $3, labels) a
        full join _standings(to_ids, $4, $5, labels) b using (series_id)
        join series x using (series_id)
        cross join lateral (select coalesce(a.level, 'ND') as was, coalesce(b.level, 'ND') as is_now) c
        left join _overrides(array[$2], $3, labels) oa on (oa.actor, oa.area) = (x.actor, x.area)
        left join _overrides(array[$4], $5, labels) ob on (ob.actor, ob.area) = (x.actor, x.area)
    ),
    changed as materialized (
        select
            e.*, y.*,
            y.level_changed or _is_clear(from_t, to_t, noise) or _is_clear(from_index, to_index, noise) as is_clear
        from both_ends e
        cross join lateral (
            select
                from_level <> to_level as level_changed,
                _changed(from_t, to_t) or from_t_level is distinct from to_t_level as t_changed,
                _changed(from_index, to_index) as index_changed
        ) y
        where y.level_changed or not $10 and (y.t_changed or y.index_changed)
    ),
    t_asked as (
        select
            array_agg(series_id) as ids, array_agg(from_star) as from_stars, array_agg(to_star) as to_stars,
            array_agg(from_t) as from_ts, array_agg(to_t) as to_ts, array_agg(from_w) as from_ws, array_agg(to_w) as to_ws,
            array_agg(1::float8) as factors, array_agg(from_versions) as from_vs, array_agg(to_versions) as to_vs
        from changed where t_changed
    ),
    age_asked as materialized (
        select
            series_id, _is_aged(from_t, to_t, to_star, from_fresh, to_fresh, _level(to_t, t_at) <> to_t_level) as to_kind,
            _is_aged(to_t, from_t, from_star, to_fresh, from_fresh, _level(from_t, t_at) <> from_t_level) as from_kind,
            from_t is not null and to_t is not null as has_shares
        from changed where t_changed
    ),
    aged as (
        select q.series_id, q.to_kind as cause, x.on_day, q.has_shares
        from age_asked q
        join _ages(array(select series_id from age_asked where to_kind is not null), $4, $5, labels, classes) g using (series_id)
        cross join lateral (select case when q.to_kind = 'grown old' then g.old_on else g.lapsed_on end as on_day) x
        where x.on_day > $2::date and x.on_day <= $4::date
        union all
        select q.series_id, 'not yet ' || q.from_kind, x.on_day, q.has_shares
        from age_asked q
        join _ages(array(select series_id from age_asked where from_kind is not null), $2, $3, labels, classes) g using (series_id)
        cross join lateral (select case when q.from_kind = 'grown old' then g.old_on else g.lapsed_on end as on_day) x
        where x.on_day > $4::date and x.on_day <= $2::date
    ),
    t_cause as materialized (
        select c.*, false as is_age
        from t_asked t
        cross join lateral _causes(
            t.ids, t.from_stars, t.to_stars, t.from_ts, t.to_ts, t.from_ws, t.to_ws, t.factors, t.factors, t.from_vs, t.to_vs,
            $2, $3, $4, $5, labels, 0, classes, 'weighed anew') c
        where t.ids is not null
        union all
        select series_id, cause, null, null, null, on_day::timestamptz, case when has_shares then 0 end, null, true from aged
    ),
    report_cause as materialized (
        select r.* from _report_causes(array(select series_id from changed), $2, $3, $4, $5, labels) r
    ),
    t_chief as (
        select distinct on (c.series_id) c.series_id, c.cause, c.seq, c.source, c.event_id, c.at
        from t_cause c
        join changed e using (series_id)
        cross join lateral (select case when e.is_worse then -1 else 1 end as sign) d
        cross join lateral (select coalesce(c.share * d.sign > 1e-9, false) as has_helped) h
        where e.level_changed and c.cause <> 'weighed anew'
          and (not c.is_age or (c.cause like 'not yet %') = not e.is_worse)
        order by
            c.series_id, c.is_age desc, h.has_helped desc, case when h.has_helped then round((c.share * d.sign)::numeric, 9) end desc,
            coalesce(c.is_in = (d.sign > 0), false) desc, c.at desc nulls last, c.seq desc nulls last
    ),
    deciding as (
        select distinct on (e.series_id) e.series_id, p.pillar, p.cause, p.seq, p.source, p.event_id, p.at
        from changed e
        join (
            select series_id, 'T' as pillar, 1 as place, cause, seq, source, event_id, at from t_chief
            union all
            select series_id, pillar, array_position(array['T', 'P', 'S', 'R'], pillar), cause, seq, source, event_id, at from report_cause
        ) p using (series_id)
        where e.level_changed and e.ranks[p.place] = greatest(e.ranks[1], e.ranks[2], e.ranks[3], e.ranks[4])
        order by
            e.series_id, case when e.is_worse then p.at end nulls last, case when e.is_worse then p.pillar end collate "C",
            p.at desc nulls first, p.pillar collate "C" desc
    ),
    ordered as (
        select
            e.series_id, $4 < $2 as is_back, has_order and to_order is distinct from from_order as has_begun,
            had_order and not has_order and not (to_computed = 'ND' and from_computed <> 'ND') as has_ended,
            case when has_order and to_order is distinct from from_order then to_order else from_order end as order_seq,
            case when order_until < $4::date then (order_until + 1)::timestamptz end as ended_at
        from changed e where level_changed
    ),
    by_order as (
        select
            o.series_id,
            case
                when has_begun then case when is_back then 'override not yet ended' else 'override began' end
                else case when is_back then 'override not yet begun' else 'override ended' end
            end as cause,
            x.seq, x.source, x.event_id, case when has_begun or is_back then x.at else o.ended_at end as at
        from ordered o
        left join lateral (
            select v.ledger_seq as seq, v.source, v.event_id, v.occurred_at as at
            -- why: the order is known to be visible
            from level_override v
            where v.ledger_seq = o.order_seq and (o.has_begun or o.is_back) limit 1
        ) x on true
        where o.has_begun or o.has_ended
    ),
    told as (
        select series_id, 'level' as measure, null::text as pillar, cause, seq, source, event_id, at, num_nonnulls(seq) as events, null::float8 as share
        from by_order
        union all
        select series_id, 'level', pillar, cause, seq, source, event_id, at, num_nonnulls(seq), null
        from deciding where series_id not in (select series_id from by_order)
        union all
        select
            series_id, 'T', 'T', cause, case when is_many then null else seq end, case when is_many then null else source end,
            case when is_many then null else event_id end, case when is_many then null else at end,
            case when is_many then count(seq)::int else num_nonnulls(max(seq)) end, sum(share order by seq, is_in)
        from (
            select *, seq is not null and coalesce(count(seq) over (partition by series_id, cause) > $9, false) as is_many
            from t_cause
        ) c
        where not $10
        group by
            series_id, cause, is_many, case when is_many then null else seq end, case when is_many then null else source end,
            case when is_many then null else event_id end, case when is_many then null else at end,
            case when is_many then null else is_in end
        union all
        select i.*
        from (
            select
                e.series_id, 'index', p.pillar, p.cause, p.seq, p.source, p.event_id, p.at, num_nonnulls(p.seq),
                case
                    when e.from_index is null or e.to_index is null then null
                    when p.was is null then (p.is_now - e.staying) / e.to_n
                    when p.is_now is null then (e.staying - p.was) / e.from_n
                    else (p.is_now - p.was) / e.to_n
                end as share
            from changed e
            join (
                select * from report_cause
                union all
                select series_id, 'T', 'training', null, null, null, null, from_t, to_t from changed where _changed(from_t, to_t)
            ) p using (series_id)
            where e.index_changed and not $10
              and (e.from_index is null or e.to_index is null or num_nonnulls(p.was, p.is_now) = 1 or abs(p.is_now - p.was) / e.to_n > 1e-9)
        ) i
    ),
    kept as (
        select t.*, $8 is null or coalesce(bool_or(t.cause = $8) over (partition by t.series_id), false) as is_wanted from told t
    )
    select
        e.actor::text, e.area::text, e.from_level, e.to_level, e.from_t, e.to_t, e.from_t_level, e.to_t_level, e.from_index,
        e.to_index, e.is_clear, k.measure,
        case k.measure when 'T' then e.to_t - e.from_t when 'index' then e.to_index - e.from_index end,
        k.cause, k.pillar, k.seq, k.source, k.event_id, k.at, k.events, k.share
    from kept k join changed e using (series_id)
    where k.is_wanted
    order by
        e.actor collate "C", e.area collate "C", k.measure collate "C", k.pillar collate "C", k.cause collate "C", k.seq;
end $$;
comment on function _difference is 'Which readings changed between two moments, what moved level, training and index of each, event by event or in short?';

-- none: from_t, to_t, from_t_level, to_t_level, from_index, to_index, change, pillar, seq, source, event_id, at
-- none: share
create function difference(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text default null, only_area text default null, only_cause text default null
)
returns table (
    actor text, area text, from_level text, to_level text, from_t float8, to_t float8, from_t_level int, to_t_level int,
    from_index float8, to_index float8, is_clear bool, measure text, change float8, cause text, pillar text, seq bigint,
    source text, event_id text, at timestamptz, share float8
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        actor, area, from_level, to_level, from_t, to_t, from_t_level, to_t_level, from_index, to_index, is_clear, measure,
        change, cause, pillar, seq, source, event_id, at, share
    from _difference($1, $2, $3, $4, $5, $6, $7, $8, null, false);
end $$;
comment on function difference is 'Which readings changed between two moments, each as known at its own, and what moved level, training and index of each?';

-- none: from_t, to_t, from_index, to_index, change, pillar, seq, at, share, from_t_level, to_t_level, source
-- none: event_id
create function difference_in_short(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text default null, only_area text default null, only_cause text default null, most int default 20
)
returns table (
    actor text, area text, from_level text, to_level text, from_t float8, to_t float8, from_t_level int, to_t_level int,
    from_index float8, to_index float8, is_clear bool, measure text, change float8, cause text, pillar text, seq bigint,
    source text, event_id text, at timestamptz, events int, share float8
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select * from _difference($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, 20), false);
end $$;
comment on function difference_in_short is
    'Which readings changed between two moments, and by what: event by event, or where more than so many came and went, each kind of cause in one row?';

-- none: pillar, seq, source, event_id, at
create function level_causes(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text default null, only_area text default null
)
returns table (
    actor text, area text, from_level text, to_level text, cause text, pillar text, seq bigint, source text, event_id text,
    at timestamptz
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select actor, area, from_level, to_level, cause, pillar, seq, source, event_id, at
    from _difference($1, $2, $3, $4, $5, $6, $7, null, null, true);
end $$;
comment on function level_causes is
    'Which levels moved between two moments, and what moved each: the event of the pillar that decides it, or what came with a day?';
