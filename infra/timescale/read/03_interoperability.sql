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

create function _tested(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    series_id bigint, successes float8, failures float8, tests int, newest_at timestamptz, newest_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC'
set timescaledb.enable_chunk_append = off as $$
begin
    return query execute $query$
        with total as (
            select
                series_id, sum(wv order by instrument, instrument_version) as a,
                sum(w - wv order by instrument, instrument_version) as b, sum(items)::int as tests, max(newest_at) as newest_at
            from _weighed($1, $2, $3, $4, 'interop_test')
            group by series_id
        )
        select t.series_id, t.a, t.b, t.tests, t.newest_at, newest.ledger_seq
        from total t
        cross join lateral (
            select e.ledger_seq
            from evidence e
            where e.series_id = t.series_id and e.occurred_at = t.newest_at
              and e.occurred_at <= $2 and e.occurred_at >= $5
              and e.recorded_at <= $3 and e.ended_at > $3 and e.label_id = any ($4)
            order by e.sequence desc, e.source desc, e.event_id desc
            limit 1
        ) newest
    $query$ using series_ids, as_of, known_at, labels,
        as_of::date - (select validity_days from decay where class = 'interop_test');
end $$;
comment on function _tested is 'What do the unexpired tests of each pair and dimension add up to?';

create function _pair_readings(
    body text, series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[]
)
returns table (
    series_id bigint, successes float8, failures float8, mean float8, lower_bound float8, level int, is_capped bool,
    tests int, newest_at timestamptz, newest_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    behind text[] := array(select b.actor from _baselines($1, $3, $4, labels) b where b.is_behind);
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
        x.series_id, t.successes, t.failures, (t.successes + prior_a) / (t.successes + t.failures + prior_a + prior_b),
        y.lower_bound, case when c.is_behind then least(l.level, best_behind) else l.level end,
        c.is_behind and l.level > best_behind, t.tests, t.newest_at, t.newest_seq
    from _tested($2, $3, $4, labels) t
    join series x using (series_id)
    cross join lateral (select _lower_bound(t.successes + prior_a, t.failures + prior_b, z) as lower_bound) y
    cross join lateral (select _interop_level(y.lower_bound, level_at) as level) l
    cross join lateral (select x.dimension = 'technical' and behind && array[x.actor, x.other_actor] as is_behind) c;
end $$;
comment on function _pair_readings is 'How far can each of these pairs work together in its dimension, none better than its baseline allows?';

create function interoperability(
    body text, as_of timestamptz, known_at timestamptz, only_dimension text default null
)
returns table (
    actor_a text, actor_b text, dimension text, level int, lower_bound float8, mean float8, n_eff float8,
    tests int, newest_at timestamptz, age_days int, newest_seq bigint, is_capped bool, is_weakest bool
)
language sql stable set search_path from current set timezone = 'UTC' as $$
    with viewer as materialized (select muster.my_labels() as labels)
    select
        x.actor, x.other_actor, x.dimension, r.level, r.lower_bound, r.mean, r.successes + r.failures, r.tests,
        r.newest_at, $2::date - r.newest_at::date, r.newest_seq, r.is_capped,
        row_number() over (
            partition by x.actor, x.other_actor order by r.level, r.lower_bound, x.dimension collate "C") = 1
    from viewer
    cross join lateral _pair_readings(
        $1, _series_of('interop', $1, $2, $3, viewer.labels, null, $4), $2, $3, viewer.labels) r
    join series x using (series_id)
    order by x.actor, x.other_actor, x.dimension
$$;
comment on function interoperability is 'How far can each pair of members work together in each dimension, and which is its weakest? No unexpired test, no row.';

create function pair_levels(body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor_a text, actor_b text, level int, weakest_dimension text, dimensions int, tests int,
    newest_at timestamptz, age_days int
)
language sql stable set search_path from current set timezone = 'UTC' as $$
    select
        i.actor_a, i.actor_b, min(i.level),
        max(i.dimension) filter (where i.is_weakest),
        count(*)::int, sum(i.tests)::int, max(i.newest_at), $2::date - max(i.newest_at)::date
    from interoperability($1, $2, $3) i
    group by i.actor_a, i.actor_b
    order by i.actor_a collate "C", i.actor_b collate "C"
$$;
comment on function pair_levels is 'How far can each pair work together? As far as its weakest dimension that was tested.';
