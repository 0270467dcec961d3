-- needs: common/constants, interoperability/baselines, interoperability/interoperability, readiness/readiness
-- needs: review/frames

-- What the Review page asks: a whole replay at once.

-- none: indexes[], last_indexes[]
create function readiness_frames(
    body text, from_at timestamptz, to_at timestamptz, known_at timestamptz, as_then_known bool default false
)
returns table (
    actor text, area text, frames int[], levels int[], indexes int[], is_weak bool[], last_levels int[], last_indexes int[]
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    ats timestamptz[] := frame_moments($2, $3);
    known timestamptz[] := _known_at_each(ats, $4, $5);
    series_ids bigint[];
    half_weight float8 := _constant('confidence.half_weight');
    moderate float8 := _constant('confidence.moderate_at_least');
    weak_below float8 := half_weight * moderate / (1 - moderate);
    stale_level int := _constant('readiness.stale_level');
    incomplete_level int := _constant('readiness.incomplete_level');
    days date[] := ats::date[];
    last_day date := ats[cardinality(ats)]::date;
    half_life float8[] := array[
        (select half_life_days from decay where class = 'exercise'),
        (select half_life_days from decay where class = 'external_assessment'),
        (select half_life_days from decay where class = 'self_report')];
    t_at float8[] := _thresholds('T');
    p_at float8[] := _thresholds('P');
    s_at float8[] := _thresholds('S');
    r_at float8[] := _thresholds('R');
begin
    series_ids := array(
        select s.series_id from series s
        where s.kind = 'readiness' and s.actor in (select m.actor from _read_over($1, ats, known, labels) m));
    return query
    with change as (
        select * from _mixed_over(series_ids, ats, known, labels)
        union all
        select * from _reported_over(series_ids, ats, known, labels)
    ),
    step as (
        select
            series_id, i, sum(n) filter (where slot in ('newest', 'P', 'S', 'R', 'T')) as heard,
            sum(n) filter (where slot = 'fresh') as fresh, sum(n) filter (where slot = 'lapsed') as lapsed,
            sum(a) filter (where slot = 'newest') as star, sum(n) filter (where slot = 'newest') as mixed,
            sum(a) filter (where slot = 'exercise') as w1, sum(b) filter (where slot = 'exercise') as wv1,
            sum(n) filter (where slot = 'exercise') as n1,
            sum(a) filter (where slot = 'external_assessment') as w2, sum(b) filter (where slot = 'external_assessment') as wv2,
            sum(n) filter (where slot = 'external_assessment') as n2,
            sum(a) filter (where slot = 'self_report') as w3, sum(b) filter (where slot = 'self_report') as wv3,
            sum(n) filter (where slot = 'self_report') as n3,
            sum(a) filter (where slot = 'exercise left') as l1, sum(n) filter (where slot = 'exercise left') as m1,
            sum(a) filter (where slot = 'external_assessment left') as l2,
            sum(n) filter (where slot = 'external_assessment left') as m2,
            sum(a) filter (where slot = 'self_report left') as l3, sum(n) filter (where slot = 'self_report left') as m3,
            sum(a) filter (where slot = 'P') as p, sum(n) filter (where slot = 'P') as np,
            sum(a) filter (where slot = 'S') as s, sum(n) filter (where slot = 'S') as ns,
            sum(a) filter (where slot = 'R') as r, sum(n) filter (where slot = 'R') as nr
        from change
        where i <= cardinality(ats)
        group by series_id, i
    ),
    summed as materialized (
        select
            series_id, i, lead(i, 1, cardinality(ats) + 1) over (partition by series_id order by i) as next,
            sum(heard) over so_far as heard, coalesce(sum(fresh) over so_far, 0) > 0 as is_fresh,
            coalesce(sum(lapsed) over so_far, 0) as lapsed,
            case when sum(mixed) over so_far > 0 then date '2000-01-01' + (sum(star) over so_far)::int end as star_day,
            case when sum(n1) over so_far > 0 then sum(w1) over so_far end as w1, sum(wv1) over so_far as wv1,
            case when sum(n2) over so_far > 0 then sum(w2) over so_far end as w2, sum(wv2) over so_far as wv2,
            case when sum(n3) over so_far > 0 then sum(w3) over so_far end as w3, sum(wv3) over so_far as wv3,
            case when sum(m1) over so_far > 0 then sum(l1) over so_far end as l1,
            case when sum(m2) over so_far > 0 then sum(l2) over so_far end as l2,
            case when sum(m3) over so_far > 0 then sum(l3) over so_far end as l3,
            case when sum(np) over so_far > 0 then sum(p) over so_far / 1000 end as p,
            case when sum(ns) over so_far > 0 then sum(s) over so_far / 1000 end as s,
            case when sum(nr) over so_far > 0 then sum(r) over so_far / 1000 end as r
        from step
        window so_far as (partition by series_id order by i)
    ),
    -- Each step is kept: folded into one, every use of a value would compute it again.
    faded as materialized (
        select
            s.*, num_nonnulls(l1, l2, l3) as left_classes, w1 * f1 as a1, w2 * f2 as a2, w3 * f3 as a3
        from summed s, lateral (
            select
                power(2.0::float8, (last_day - star_day) / half_life[1]) as f1,
                power(2.0::float8, (last_day - star_day) / half_life[2]) as f2,
                power(2.0::float8, (last_day - star_day) / half_life[3]) as f3
            offset 0
        ) f
    ),
    taken as materialized (
        select
            *, (coalesce(a1 * wv1 / w1, 0) + coalesce(a2 * wv2 / w2, 0) + coalesce(a3 * wv3 / w3, 0))
                / nullif(coalesce(a1, 0) + coalesce(a2, 0) + coalesce(a3, 0), 0) as last_t
        from faded
    ),
    judged as materialized (
        select
            *, left_classes > 0 and lapsed = 0 as is_known,
            case when last_t is not null then greatest(
                _level(last_t, t_at), case when not is_fresh then stale_level end, _level(p, p_at), _level(s, s_at), _level(r, r_at),
                case when num_nonnulls(p, s, r) < 3 then incomplete_level end) end as last_level,
            case when last_t is not null then round(
                (coalesce(p, 0) + coalesce(s, 0) + coalesce(r, 0) + last_t) / (num_nonnulls(p, s, r) + 1))::int end as last_index
        from taken
    ),
    part as materialized (
        select
            j.series_id, greatest(j.i, m.enters) as enters, least(j.next, m.leaves) as leaves, l1, l2, l3, left_classes,
            is_known, last_level, last_index
        from judged j join series x using (series_id)
        join _read_over($1, ats, known, labels) m on m.actor = x.actor and m.enters < j.next and m.leaves > j.i
        where j.heard > 0
    ),
    override as materialized (
        select x.series_id, o.* from _overrides_over(ats, known, labels) o join series x using (actor, area)
    ),
    -- A reading is a line of steps. Only its weight fades: of one class it turns weak once, a mixture is looked at every day.
    looked_at as (
        select p.*, f.i
        from part p,
            lateral (
                select width_bucket(last_day - least(floor(half_life * log(weak_below / w) / log(2.0::float8)), 100000)::int, days) as i
                from (values (l1, half_life[1]), (l2, half_life[2]), (l3, half_life[3])) c (w, half_life)
                where left_classes = 1 and w > 0
                union all
                select null
                limit 1
            ) before_weak,
            lateral (
                select enters as i
                union
                select generate_series(enters, leaves - 1) where left_classes > 1
                union
                select before_weak.i + d from generate_series(0, 2) d
                union
                select unnest(array[o.enters, o.leaves]) from override o where o.series_id = p.series_id
            ) f
        where f.i >= enters and f.i < leaves
    ),
    weight as materialized (
        select
            l.*, coalesce(l1 * power(2.0::float8, (last_day - days[i]) / half_life[1]), 0)
                + coalesce(l2 * power(2.0::float8, (last_day - days[i]) / half_life[2]), 0)
                + coalesce(l3 * power(2.0::float8, (last_day - days[i]) / half_life[3]), 0) as w
        from looked_at l
    ),
    reading as materialized (
        select
            d.series_id, d.i,
            case
                when o.level is not null and (is_known or o.level = 5) then o.level
                when is_known then last_level
                else 9
            end as level,
            case when is_known then last_index end as index, left_classes > 0 and w / (w + half_weight) < moderate as is_weak,
            coalesce(last_level, 9) as last_level, last_index
        from weight d
        left join override o on o.series_id = d.series_id and o.enters <= d.i and o.leaves > d.i
        union all
        -- Level 0: from here on there is no reading.
        select series_id, leaves, 0, null, false, 0, null
        from (select series_id, leaves, lead(enters) over (partition by series_id order by enters) as next from part) p
        where next is distinct from leaves and leaves <= cardinality(ats)
    ),
    compared as (
        select
            *, lag((level, index, is_weak, last_level, last_index)) over (partition by series_id order by i)
                is not distinct from (level, index, is_weak, last_level, last_index) as is_same
        from reading
    )
    select
        x.actor::text, x.area::text, array_agg(i order by i), array_agg(level order by i), array_agg(index order by i),
        array_agg(is_weak order by i), array_agg(last_level order by i), array_agg(last_index order by i)
    from compared join series x using (series_id)
    where not is_same
    group by x.actor, x.area
    order by x.actor collate "C", x.area collate "C";
end $$;
comment on function readiness_frames is
    'How did each reading of a body change, frame by frame? Level 9 is ND, 0 no reading; the index in whole points; beside them what was known last.';

create function _behind_over(body text, ats timestamptz[], known timestamptz[], labels bigint[])
returns table (actors text[], enters int, leaves int)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with change as (
        select enters as i from _members_over($1, $2, $3, $4)
        union
        select leaves from _members_over($1, $2, $3, $4)
        union
        select c.i
        -- why: every frame is known at its own moment
        from baseline b, lateral (values
            (_enters(b.occurred_at, b.recorded_at, $2, $3)), (width_bucket(b.ended_at - interval '1 microsecond', $3) + 1)
        ) c (i)
        where b.label_id = any ($4)
    ),
    period as (select i, lead(i, 1, cardinality($2) + 1) over (order by i) as next from change where i <= cardinality($2)),
    behind as (
        select p.i, p.next, array(select b.actor from _behind($1, $2[p.i], $3[p.i], $4) b) as actors
        from period p
        -- why: only spares asking where there is none at all
        where exists (select from baseline)
    )
    select actors, i, next from behind where actors <> '{}';
end $$;
comment on function _behind_over is 'From which frame to which are members below the newest spiral of a baseline that is in use among them?';

create function interoperability_frames(
    body text, dimension text, from_at timestamptz, to_at timestamptz, known_at timestamptz, as_then_known bool default false
)
returns table (actor_a text, actor_b text, frames int[], levels int[], last_levels int[])
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    ats timestamptz[] := frame_moments($3, $4);
    known timestamptz[] := _known_at_each(ats, $5, $6);
    half_life float8 := (select half_life_days from decay where class = 'interop_test');
    days date[] := ats::date[];
    last_day date := ats[cardinality(ats)]::date;
    members text[] := array(select m.actor from _read_over($1, ats, known, labels) m);
    series_ids bigint[] := array(
        select s.series_id from series s
        where s.kind = 'interop' and s.dimension = $2 and s.actor = any (members) and s.other_actor = any (members));
    best_behind int := _constant('interoperability.below_baseline_level');
    z float8 := _constant('interoperability.z');
    prior_a float8 := _constant('interoperability.prior_alpha');
    prior_b float8 := _constant('interoperability.prior_beta');
    level_at float8[] := array[
        _constant('interoperability.level_1_at_least'),
        _constant('interoperability.level_2_at_least'),
        _constant('interoperability.level_3_at_least')];
begin
    return query
    with step as (
        select
            series_id, i, sum(b) filter (where slot = 'interop_test') as a, sum(a - b) filter (where slot = 'interop_test') as b,
            sum(n) filter (where slot = 'interop_test left') as tests, sum(a) filter (where slot = 'newest') as star,
            sum(n) filter (where slot = 'newest') as mixed
        from _mixed_over(series_ids, ats, known, labels)
        where i <= cardinality(ats)
        group by series_id, i
    ),
    summed as (
        select
            series_id, i, lead(i, 1, cardinality(ats) + 1) over (partition by series_id order by i) as next,
            greatest(sum(a) over so_far, 0) as a, greatest(sum(b) over so_far, 0) as b, sum(mixed) over so_far as mixed,
            coalesce(sum(tests) over so_far, 0) > 0 as is_tested
        from step
        window so_far as (partition by series_id order by i)
    ),
    member as materialized (select * from _read_over($1, ats, known, labels)),
    part as materialized (
        select
            series_id, x.actor, x.other_actor, greatest(s.i, m.enters, o.enters) as enters,
            least(s.next, m.leaves, o.leaves) as leaves, s.a, s.b, s.is_tested
        from summed s join series x using (series_id)
        join member m on m.actor = x.actor and m.enters < s.next and m.leaves > s.i
        join member o on o.actor = x.other_actor and o.enters < least(s.next, m.leaves) and o.leaves > greatest(s.i, m.enters)
        where s.mixed > 0
    ),
    -- Each step is kept: folded into one, every use of a value would compute it again.
    fading as materialized (
        select p.*, i, power(2.0::float8, (last_day - days[i]) / half_life) as f
        from part p, generate_series(enters, leaves - 1) g (i)
    ),
    bound as materialized (
        select *, _interop_level(_lower_bound(a * f + prior_a, b * f + prior_b, z), level_at) as last_level from fading
    ),
    reading as materialized (
        select
            r.series_id, r.i,
            -- Minus two: tested once, and lapsed.
            case when is_tested then least(last_level, c.best) else -2 end as level,
            least(last_level, c.best) as last_level
        from bound r
        left join _behind_over($1, ats, known, labels) b on $2 = 'technical' and b.enters <= r.i and b.leaves > r.i,
        lateral (select case when b.actors && array[actor, other_actor] then best_behind end as best) c
    ),
    compared as (
        select
            *, lag(i) over by_time as before, lead(i) over by_time as after,
            lag((level, last_level)) over by_time is not distinct from (level, last_level) as is_same
        from reading
        window by_time as (partition by series_id order by i)
    ),
    delta as (
        select series_id, i, level, last_level from compared where before is distinct from i - 1 or not is_same
        union all
        -- Minus one: from here on there is no test to speak of.
        select series_id, i + 1, -1, -1 from compared where after is distinct from i + 1 and i < cardinality(ats)
    )
    select
        x.actor::text, x.other_actor::text, array_agg(i order by i), array_agg(level order by i), array_agg(last_level order by i)
    from delta join series x using (series_id)
    group by x.actor, x.other_actor
    order by x.actor collate "C", x.other_actor collate "C";
end $$;
comment on function interoperability_frames is
    'How did the level of each pair in a dimension change, frame by frame? Minus two is lapsed, minus one no data; beside it the level that was known last.';
