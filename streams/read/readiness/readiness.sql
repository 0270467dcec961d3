-- needs: common/constants, common/members, common/mix, common/visible, readiness/overrides

create function _level(pct float8, at_least float8[]) returns int
language sql immutable as $$
    -- A mean of weighted points may miss a threshold it reaches by its last digit.
    select 1 + (pct < at_least[1] - 1e-9)::int + (pct < at_least[2] - 1e-9)::int + (pct < at_least[3] - 1e-9)::int
$$;
comment on function _level is 'Which level (1 is best, 4 worst) does a percentage earn? Null earns none.';

create function _thresholds(pillar text) returns float8[]
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return (
    select array[
        _constant('pillar_levels.' || pillar || '.1'),
        _constant('pillar_levels.' || pillar || '.2'),
        _constant('pillar_levels.' || pillar || '.3')]
    );
end $$;
comment on function _thresholds is 'At least which percentages earn level 1, 2 and 3 of a pillar?';

create function _incomplete_level(known_at timestamptz) returns int
language plpgsql stable set search_path from current as $$
begin
    -- Of no moment there is no method; of all others there is one, wherever nobody compares two.
    return case when known_at is null then null else _constant('readiness.incomplete_level')::int end;
end $$;
comment on function _incomplete_level is
    'From which level does a pillar that was never reported keep? From the same at every moment, but where two methods are compared.';

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

create function _state(age_days int, late_days float8, lapsed_days float8) returns text
language sql immutable as $$
    select case
        when age_days is null then 'never'
        when age_days > lapsed_days then 'lapsed'
        when age_days > late_days then 'late'
        else 'current'
    end
$$;
comment on function _state is 'In which state is a report of this age, in days? Without one it is never.';

create function _judged(
    last_t float8, is_valid bool, is_fresh bool, p float8, p_age int, s float8, s_age int, r float8, r_age int,
    t_at float8[], p_at float8[], s_at float8[], r_at float8[], stale_level int, incomplete_level int, late_days float8,
    lapsed_days float8
)
returns table (
    t float8, t_level int, p_level int, s_level int, r_level int, p_state text, s_state text, r_state text, reporting text,
    report_age_days int, pillars int, index float8, level text, last_index float8, last_level text
)
language sql immutable rows 1 as $$
    select
        case when is_valid then last_t end, case when is_valid then l.of_t end, l.of_p, l.of_s, l.of_r,
        _state(p_age, late_days, lapsed_days), _state(s_age, late_days, lapsed_days), _state(r_age, late_days, lapsed_days),
        _state(a.oldest, late_days, lapsed_days), a.oldest,
        case when is_valid then 1 else 0 end
            + coalesce((p_age <= lapsed_days)::int, 0) + coalesce((s_age <= lapsed_days)::int, 0) + coalesce((r_age <= lapsed_days)::int, 0),
        case when is_valid and coalesce(a.oldest <= lapsed_days, true) then x.index end,
        case when is_valid and coalesce(a.oldest <= lapsed_days, true) then x.level::text else 'ND' end,
        case when last_t is not null then x.index end,
        case when last_t is not null then x.level::text else 'ND' end
    from (
        select
            greatest(_level(last_t, t_at), case when last_t is not null and not is_fresh then stale_level end) as of_t,
            _level(p, p_at) as of_p, _level(s, s_at) as of_s, _level(r, r_at) as of_r
    ) l
    cross join (select greatest(p_age, s_age, r_age) as oldest) a
    cross join lateral (
        select
            (coalesce(p, 0) + coalesce(s, 0) + coalesce(r, 0) + coalesce(last_t, 0)) / nullif(num_nonnulls(p, s, r, last_t), 0) as index,
            greatest(l.of_t, l.of_p, l.of_s, l.of_r, case when num_nonnulls(p, s, r) < 3 then incomplete_level end) as level
    ) x
$$;
comment on function _judged is 'What do training and the last reports come to: levels, states, index, and the last that was known?';

create function _training_classes() returns text[] language sql immutable as $$
    select array['exercise', 'external_assessment', 'self_report']
$$;
comment on function _training_classes is 'Which classes of evidence demonstrate training?';

create function _newest_items(series_ids bigint[], moments timestamptz[], known_at timestamptz, labels bigint[])
returns table (series_id bigint, newest_seq bigint)
language plpgsql stable set search_path from current as $$
begin
    if cardinality(series_ids) = 0 then
        return;
    end if;
    return query execute $query$
        select distinct on (e.series_id) e.series_id, e.ledger_seq
        from unnest($1, $2) as wanted (series_id, at)
        join _visible_evidence($6, $3, $4) e on e.series_id = wanted.series_id and e.occurred_at = wanted.at
        where e.occurred_at >= $5 and e.occurred_at = any ($2) and e.series_id = any ($1)
        order by e.series_id, e.sequence desc, e.source desc, e.event_id desc
    $query$ using series_ids, moments, known_at, labels, (select min(m) from unnest(moments) m), (select max(m) from unnest(moments) m);
end $$;
comment on function _newest_items is 'Which is the last item of each series at its moment, where it has several?';

create function _demonstrated(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, last_t float8, w float8, items int, external_items int, is_fresh bool, instrument_key text, versions text,
    newest_at timestamptz, newest_seq bigint, mix_w float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off set jit = off as $$
#variable_conflict use_column
begin
    return query
    with total as materialized (select * from _mix_at_one($1, $2, $3, $4, _training_classes()))
    select
        t.series_id, t.mean, t.w_left, t.items_left, t.external_left, t.is_fresh, t.instrument_key, t.versions, t.star_at,
        coalesce(t.star_seq, n.newest_seq), t.w
    from total t
    left join _newest_items(
        array(select u.series_id from total u where u.star_seq is null order by u.series_id),
        array(select u.star_at from total u where u.star_seq is null order by u.series_id), $3, $4) n using (series_id);
end $$;
comment on function _demonstrated is 'What does the mix of each series add up to, what is left of it, and which item is its newest?';

create function _reports_since(
    series_ids bigint[], of_pillars text[], as_of timestamptz, known_at timestamptz, labels bigint[], since timestamptz
)
returns table (
    series_id bigint, pillar text, pct float8, occurred_at timestamptz, ledger_seq bigint, source text, event_id text,
    root_seq bigint, recorded_at timestamptz, ended_at timestamptz
)
language plpgsql stable set search_path from current set timescaledb.enable_chunk_append = off as $$
begin
    if cardinality(series_ids) = 0 then
        return;
    end if;
    return query execute $query$
        select
            wanted.series_id, wanted.pillar, l.pct_milli / 1000.0::float8, l.occurred_at, l.ledger_seq, l.source, l.event_id,
            l.root_seq, l.recorded_at, l.ended_at
        from unnest($1, $2) as wanted (series_id, pillar)
        cross join lateral (
            select *
            from _visible_resource_level($3, $4, $5) r
            where r.series_id = wanted.series_id and r.pillar = wanted.pillar and r.occurred_at >= $6
            order by r.occurred_at desc, r.sequence desc, r.source desc, r.event_id desc
            limit 1
        ) l
    $query$ using series_ids, of_pillars, as_of, known_at, labels, since;
end $$;
comment on function _reports_since is 'Which is the latest report on each of these pillars, not older than a moment?';

create function _reported_before(series_ids bigint[], pillars text[], before timestamptz, out series_ids_of bigint[], out pillars_of text[])
language plpgsql stable set search_path from current set plan_cache_mode = force_generic_plan as $$
declare
    summed_until timestamptz := coalesce((select until from summed_up), '-infinity');
begin
    -- Whoever may see it and whenever it was known: where nothing is, nothing has to be looked for.
    select coalesce(array_agg(w.series_id order by w.series_id, w.pillar), '{}'), array_agg(w.pillar order by w.series_id, w.pillar)
    into series_ids_of, pillars_of
    from (
        select * from unnest($1, $2)
        intersect
        (
            select f.series_id, f.pillar from first_report f where f.first_at < $3
            union all
            -- What was stored since that was noted: not long ago, or late.
            select r.series_id, r.pillar
            -- why: whoever may see it
            from resource_level r
            where summed_until - interval '14 days' < $3
              and r.recorded_at > summed_until and r.occurred_at < $3 and r.occurred_at >= summed_until - interval '14 days'
            union all
            select r.series_id, r.pillar
            -- why: whoever may see it
            from resource_level r
            where r.recorded_at > summed_until and r.recorded_at - r.occurred_at > interval '14 days' and r.occurred_at < $3
        )
    ) w (series_id, pillar);
end $$;
comment on function _reported_before is 'Of which of these pillars was anything at all reported before a moment?';

create function _reports(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, pillar text, pct float8, occurred_at timestamptz, ledger_seq bigint, source text, event_id text,
    root_seq bigint, recorded_at timestamptz, ended_at timestamptz
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    recently timestamptz := $2::date - _constant('resource_report.validity_days')::int;
begin
    -- Most were reported on lately, and what is older is looked for only where something is.
    return query
    with asked as (select s.series_id, p.pillar from unnest($1) as s (series_id) cross join unnest(array['P', 'S', 'R', 'T']) as p (pillar)),
    recent as materialized (
        select * from _reports_since(
            array(select a.series_id from asked a order by 1, a.pillar), array(select a.pillar from asked a order by a.series_id, 1),
            $2, $3, $4, recently)
    ),
    old as materialized (
        select a.series_id, a.pillar from asked a
        where not exists (select from recent r where (r.series_id, r.pillar) = (a.series_id, a.pillar))
    )
    select * from recent
    union all
    select o.*
    from _reported_before(
        array(select o.series_id from old o order by 1, o.pillar), array(select o.pillar from old o order by o.series_id, 1), recently) b
    cross join lateral _reports_since(b.series_ids_of, b.pillars_of, $2, $3, $4, '-infinity') o;
end $$;
comment on function _reports is 'Which is the latest report on each pillar of each series, however old?';

create function _reported(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, p float8, s float8, r float8, t float8, p_at timestamptz, s_at timestamptz, r_at timestamptz
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    select
        series_id,
        max(pct) filter (where pillar = 'P'), max(pct) filter (where pillar = 'S'),
        max(pct) filter (where pillar = 'R'), max(pct) filter (where pillar = 'T'),
        max(occurred_at) filter (where pillar = 'P'), max(occurred_at) filter (where pillar = 'S'),
        max(occurred_at) filter (where pillar = 'R')
    from _reports($1, $2, $3, $4)
    group by series_id;
end $$;
comment on function _reported is 'What do the latest reports of each series say, however old, and of when are they?';

create function _standings(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, t float8, w float8, items int, external_items int, newest_at timestamptz, newest_seq bigint,
    instrument_key text, versions text, p float8, s float8, r float8, reported_t float8, p_at timestamptz, s_at timestamptz,
    r_at timestamptz, t_level int, p_level int, s_level int, r_level int, p_state text, s_state text, r_state text,
    reporting text, report_age_days int, pillars int, index float8, level text, last_t float8, last_index float8,
    last_level text, mix_w float8, is_fresh bool
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    on_day date := $2::date;
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
    select
        series_id, j.t, coalesce(d.w, 0), coalesce(d.items, 0), coalesce(d.external_items, 0), d.newest_at, d.newest_seq,
        d.instrument_key, d.versions, e.p, e.s, e.r, e.t, e.p_at, e.s_at, e.r_at, j.t_level, j.p_level, j.s_level, j.r_level,
        j.p_state, j.s_state, j.r_state, j.reporting, j.report_age_days, j.pillars, j.index, j.level, d.last_t,
        j.last_index, j.last_level, coalesce(d.mix_w, 0), coalesce(d.is_fresh, false)
    from _demonstrated($1, $2, $3, $4) d
    full join _reported($1, $2, $3, $4) e using (series_id)
    cross join lateral _judged(
        d.last_t, coalesce(d.items > 0, false), d.is_fresh, e.p, on_day - e.p_at::date, e.s, on_day - e.s_at::date, e.r,
        on_day - e.r_at::date, t_at, p_at_least, s_at_least, r_at_least, stale_level, incomplete_level, late_days, lapsed_days) j;
end $$;
comment on function _standings is 'How does each series stand by what was demonstrated and reported, pillar by pillar and in all, and what was last known?';

-- none: t, t_level, p, s, r, reported_t, p_level, s_level, r_level, index, last_t, last_index, newest_at, age_days
-- none: newest_seq, instrument_key, report_age_days, override_reason, override_expires_on
create function readiness(
    body text, as_of timestamptz, known_at timestamptz, only_actor text default null, only_area text default null
)
returns table (
    actor text, area text, level text, t float8, t_level int, conf float8, confidence text, total_weight float8, items int,
    external_items int, p float8, s float8, r float8, reported_t float8, p_state text, s_state text, r_state text, p_level int,
    s_level int, r_level int, reporting text, pillars int, index float8, last_t float8, last_level text, last_index float8,
    newest_at timestamptz, age_days int, newest_seq bigint, instrument_key text, report_age_days int, computed_level text,
    override_reason text, override_expires_on date
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    series_ids bigint[] := _series_of('readiness', $1, $2, $3, labels, $4, $5);
    half_weight float8 := _constant('confidence.half_weight');
    high_items float8 := _constant('confidence.high_items');
    high_external float8 := _constant('confidence.high_external_items');
    conf_at float8[] := array[_constant('confidence.high_at_least'), _constant('confidence.moderate_at_least')];
begin
    return query
    select
        x.actor::text, x.area::text, _overridden(y.level, o.level), y.t, y.t_level, c.conf,
        _confidence(c.conf, y.items, y.external_items, high_items, high_external, conf_at),
        y.w, y.items, y.external_items, y.p, y.s, y.r, y.reported_t, y.p_state, y.s_state, y.r_state, y.p_level, y.s_level,
        y.r_level, y.reporting, y.pillars, y.index, y.last_t, y.last_level, y.last_index,
        y.newest_at, $2::date - y.newest_at::date, y.newest_seq, y.instrument_key, y.report_age_days, y.level,
        o.reason, o.expires_on
    from _standings(series_ids, $2, $3, labels) y
    cross join lateral (select y.w / (y.w + half_weight) as conf) c
    join series x using (series_id)
    left join _overrides(array[$2], $3, labels) o on (o.actor, o.area) = (x.actor, x.area)
    order by x.actor, x.area;
end $$;
comment on function readiness is 'How ready is each member in each area, and what was last known? One row wherever anything was ever heard.';

-- none: t, p, s, r, reported_t, index, last_t, last_index, newest_at, age_days, newest_seq, report_age_days
-- none: ready_ratio, weakest_level, weakest_known_level, mean_index, oldest_age_days
create function readiness_in_body(body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor text, area text, level text, t float8, conf float8, confidence text, items int, external_items int,
    p float8, s float8, r float8, reported_t float8, p_state text, s_state text, r_state text, reporting text, pillars int,
    index float8, last_t float8, last_level text, last_index float8, newest_at timestamptz, age_days int, newest_seq bigint,
    report_age_days int, members int, current int, late int, lapsed int, never int, reporting_members int, ready int,
    ready_ratio float8, weakest_level text, weakest_known_level text, nd int, mean_index float8, indices int,
    lapsed_indices int, oldest_age_days int
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with limits as materialized (select _constant('readiness.ready_level')::text as ready_level),
    body as materialized (select count(*)::int as members from members($1, $2, $3))
    select
        r.actor, r.area, r.level, r.t, r.conf, r.confidence, r.items, r.external_items, r.p, r.s, r.r, r.reported_t,
        r.p_state, r.s_state, r.r_state, r.reporting, r.pillars, r.index, r.last_t, r.last_level, r.last_index,
        r.newest_at, r.age_days, r.newest_seq, r.report_age_days,
        body.members,
        (count(*) filter (where r.reporting = 'current') over in_area)::int,
        (count(*) filter (where r.reporting = 'late') over in_area)::int,
        (count(*) filter (where r.reporting = 'lapsed') over in_area)::int,
        (body.members - count(*) filter (where r.reporting <> 'never') over in_area)::int,
        (count(*) filter (where r.reporting in ('current', 'late')) over in_area)::int,
        (count(*) filter (where r.level <= limits.ready_level) over in_area)::int,
        (count(*) filter (where r.level <= limits.ready_level) over in_area)::float8 / nullif(body.members, 0),
        case when count(*) over in_area < body.members then 'ND' else max(r.level) over in_area end,
        max(nullif(case when r.level = 'ND' then r.last_level else r.level end, 'ND')) over in_area,
        (body.members - count(*) filter (where r.level <> 'ND') over in_area)::int,
        avg(r.last_index) over (in_area order by r.actor rows between unbounded preceding and unbounded following),
        (count(r.last_index) over in_area)::int,
        (count(r.last_index) filter (where r.index is null) over in_area)::int,
        max(r.age_days) over in_area
    from readiness($1, $2, $3) r, limits, body
    window in_area as (partition by r.area)
    order by r.actor, r.area;
end $$;
comment on function readiness_in_body is 'How ready is each member in each area, and beside it how much of the body is, of all who belong to it?';

-- none: weakest_known_level, mean_index, oldest_age_days
create function rollup(body text, as_of timestamptz, known_at timestamptz)
returns table (
    area text, members int, current int, late int, lapsed int, never int, reporting_members int, ready int,
    ready_ratio float8, weakest_level text, weakest_known_level text, nd int, mean_index float8, indices int,
    lapsed_indices int, oldest_age_days int
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select distinct on (r.area)
        r.area, r.members, r.current, r.late, r.lapsed, r.never, r.reporting_members, r.ready, r.ready_ratio,
        r.weakest_level, r.weakest_known_level, r.nd, r.mean_index, r.indices, r.lapsed_indices, r.oldest_age_days
    from readiness_in_body($1, $2, $3) r
    order by r.area;
end $$;
comment on function rollup is 'How much of the body is ready in each area (level 1 or 2), of all who belong to it?';

-- none: report_age_days, oldest_pillar, oldest_at
create function reporting_states(body text, as_of timestamptz, known_at timestamptz)
returns table (actor text, area text, reporting text, report_age_days int, oldest_pillar text, oldest_at timestamptz)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    late_days float8 := _constant('resource_report.amber_days');
    lapsed_days float8 := _constant('resource_report.validity_days');
begin
    return query
    with member as materialized (select m.actor from _members($1, $2, $3, labels) m),
    heard as materialized (
        select s.actor, s.area, y.p_at, y.s_at, y.r_at
        from _standings(_series_of('readiness', $1, $2, $3, labels, null, null), $2, $3, labels) y join series s using (series_id)
    ),
    oldest as (
        select h.actor, h.area, o.pillar, o.at
        from heard h
        cross join lateral (
            select u.pillar, u.at from (values ('P', h.p_at), ('S', h.s_at), ('R', h.r_at)) as u (pillar, at)
            where u.at is not null order by u.at, u.pillar limit 1
        ) o
    )
    select
        m.actor::text, a.area::text, _state($2::date - o.at::date, late_days, lapsed_days), $2::date - o.at::date, o.pillar, o.at
    from member m
    cross join (select distinct area from heard) a
    left join oldest o on (o.actor, o.area) = (m.actor, a.area)
    order by m.actor collate "C", a.area collate "C";
end $$;
comment on function reporting_states is
    'Who reports, is late, has lapsed or never reported, in each area any member was heard of in? By the oldest of the latest reports.';
