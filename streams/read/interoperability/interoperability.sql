-- needs: common/constants, common/members, common/mix, interoperability/baselines, readiness/readiness

create function _lower_bound(alpha float8, beta float8, z float8) returns float8
language sql immutable as $$
    select alpha / (alpha + beta) - z * sqrt(alpha * beta / ((alpha + beta) ^ 2 * (alpha + beta + 1)))
$$;
comment on function _lower_bound is 'What success can be counted on, at one-sided confidence z?';

create function _interop_level(lower_bound float8, at_least float8[]) returns int
language sql immutable as $$
    select (lower_bound >= at_least[1])::int + (lower_bound >= at_least[2])::int + (lower_bound >= at_least[3])::int
$$;
comment on function _interop_level is 'Integrated (3), compatible (2), deconflicted (1) or none (0)?';

create function _tested_at(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (series_id bigint, i int, successes float8, failures float8, is_lapsed bool)
language sql stable as $$
    select
        series_id, i, greatest(w_faded * mean, 0), greatest(w_faded - w_faded * mean, 0),
        -- Days are those of UTC, which each function that asks has set.
        $2[i]::date >= lapses_on
    from _mix_at_points($1, $2, $3, $4, array['interop_test'], false)
$$;
comment on function _tested_at is 'What has the mix of tests of each pair and dimension faded to at each of these points, and is none of it valid any more?';

create function _tested(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, successes float8, failures float8, weight_then float8, n_eff float8, tests int, newest_at timestamptz,
    newest_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off
set jit = off as $$
#variable_conflict use_column
begin
    return query
    with total as materialized (select * from _mix_at_one($1, $2, $3, $4, array['interop_test']))
    select
        t.series_id, greatest(t.w_faded * t.mean, 0), greatest(t.w_faded - t.w_faded * t.mean, 0), t.w, t.w_left, t.items_left, t.star_at,
        coalesce(t.star_seq, n.newest_seq)
    from total t
    left join _newest_items(
        array(select u.series_id from total u where u.star_seq is null order by u.series_id),
        array(select u.star_at from total u where u.star_seq is null order by u.series_id), $3, $4) n using (series_id);
end $$;
comment on function _tested is 'What has the mix of tests of each pair and dimension faded to, what did it weigh at its newest test (then), and which is that?';

create function _pair_readings(
    body text, series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[]
)
returns table (
    series_id bigint, successes float8, failures float8, mean float8, lower_bound float8, level int, is_lapsed bool,
    last_level int, is_capped bool, n_eff float8, tests int, newest_at timestamptz, newest_seq bigint, weight_then float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    behind text[] := array(select b.actor from _behind($1, $3, $4, labels) b);
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
    select
        x.series_id, t.successes, t.failures,
        case when t.tests > 0 then (t.successes + prior_a) / (t.successes + t.failures + prior_a + prior_b) end,
        case when t.tests > 0 then y.lower_bound end,
        case when t.tests > 0 then least(l.level, c.best) end, t.tests = 0, least(l.level, c.best),
        t.tests > 0 and l.level > c.best, t.n_eff, t.tests, t.newest_at, t.newest_seq, t.weight_then
    from _tested($2, $3, $4, labels) t
    join series x using (series_id)
    cross join lateral (
        -- Computed once, so that it can be written into what asks it several times.
        select _lower_bound(t.successes + prior_a, t.failures + prior_b, z) as lower_bound offset 0
    ) y
    -- What was known last is what would stand had no test lapsed.
    cross join lateral (select _interop_level(y.lower_bound, level_at) as level) l
    cross join lateral (
        select case when x.dimension = 'technical' and behind && array[x.actor, x.other_actor] then best_behind else 3 end as best
    ) c;
end $$;
comment on function _pair_readings is
    'How far can each of these pairs work together in its dimension, none better than its baseline allows, and how far could it last?';

-- none: level, lower_bound, mean
create function interoperability(
    body text, as_of timestamptz, known_at timestamptz, only_dimension text default null
)
returns table (
    actor_a text, actor_b text, dimension text, level int, is_lapsed bool, last_level int, lower_bound float8, mean float8,
    n_eff float8, tests int, newest_at timestamptz, age_days int, newest_seq bigint, is_capped bool, is_weakest bool
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
begin
    return query
    select
        x.actor, x.other_actor, x.dimension, r.level, r.is_lapsed, r.last_level, r.lower_bound, r.mean, r.n_eff, r.tests,
        r.newest_at, $2::date - r.newest_at::date, r.newest_seq, r.is_capped,
        row_number() over (
            partition by x.actor, x.other_actor order by r.level nulls first, r.lower_bound nulls first, x.dimension collate "C") = 1
    from _pair_readings($1, _series_of('interop', $1, $2, $3, labels, null, $4), $2, $3, labels) r
    join series x using (series_id)
    order by x.actor, x.other_actor, x.dimension;
end $$;
comment on function interoperability is
    'How far can each pair of members work together in each dimension that was ever tested, which is its weakest, and what has lapsed?';

-- none: level
create function pair_levels(body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor_a text, actor_b text, level int, is_lapsed bool, last_level int, weakest_dimension text, dimensions int,
    tested_dimensions int, tests int, newest_at timestamptz, age_days int
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    select
        i.actor_a, i.actor_b, case when not bool_or(i.is_lapsed) then min(i.level) end, bool_or(i.is_lapsed),
        min(coalesce(i.level, i.last_level)), max(i.dimension) filter (where i.is_weakest),
        (count(*) filter (where not i.is_lapsed))::int, count(*)::int, sum(i.tests)::int, max(i.newest_at),
        $2::date - max(i.newest_at)::date
    from interoperability($1, $2, $3) i
    group by i.actor_a, i.actor_b
    order by i.actor_a collate "C", i.actor_b collate "C";
end $$;
comment on function pair_levels is
    'How far can each pair work together? As far as its weakest dimension that was ever tested; if one has lapsed, so has the pair.';

create function interoperability_counts(body text, as_of timestamptz, known_at timestamptz)
returns table (
    dimension text, possible int, level_0 int, level_1 int, level_2 int, level_3 int, lapsed int, never int
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with pairs as materialized (select (count(*) * (count(*) - 1) / 2)::int as possible from members($1, $2, $3))
    select
        i.dimension, pairs.possible,
        (count(*) filter (where i.level = 0))::int, (count(*) filter (where i.level = 1))::int,
        (count(*) filter (where i.level = 2))::int, (count(*) filter (where i.level = 3))::int,
        (count(*) filter (where i.is_lapsed))::int, pairs.possible - count(*)::int
    from interoperability($1, $2, $3) i, pairs
    group by i.dimension, pairs.possible
    order by i.dimension collate "C";
end $$;
comment on function interoperability_counts is
    'How many pairs of members stand at which level in each dimension, have lapsed, or were never tested? They add up to the pairs that are possible.';
