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
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with item as materialized (
            select
                e.series_id, e.occurred_at, e.sequence, e.source, e.event_id, e.ledger_seq,
                e.value_milli / 1000.0::float8 as success,
                e.weight_centi / 100.0::float8
                    * power(2.0::float8, -($2::date - e.occurred_at::date) / d.half_life_days::float8) as w
            from evidence e join decay d using (class)
            where e.occurred_at <= $2 and e.occurred_at >= $2::date - d.validity_days
              and e.occurred_at >= $5
              and e.recorded_at <= $3 and e.ended_at > $3
              and e.label_id = any ($4)
              and e.series_id = any ($1)
        ),
        total as (
            select series_id, sum(w * success) as a, sum(w * (1 - success)) as b, count(*)::int as tests,
                   max(occurred_at) as newest_at
            from item
            group by series_id
        ),
        newest as (
            select distinct on (i.series_id) i.series_id, i.ledger_seq
            from total t join item i on (i.series_id, i.occurred_at) = (t.series_id, t.newest_at)
            order by i.series_id, i.sequence desc, i.source desc, i.event_id desc
        )
        select t.series_id, t.a, t.b, t.tests, t.newest_at, n.ledger_seq
        from total t join newest n using (series_id)
    $query$ using series_ids, as_of, known_at, labels, _earliest(as_of);
end $$;
comment on function _tested is 'What do the unexpired tests of each pair and dimension add up to?';

create function interoperability(
    body text, as_of timestamptz, known_at timestamptz, only_dimension text default null
)
returns table (
    actor_a text, actor_b text, dimension text, level int, lower_bound float8, mean float8, n_eff float8,
    tests int, newest_at timestamptz, age_days int, newest_seq bigint, is_capped bool
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    series_ids bigint[] := _series_of('interop', $1, $2, $3, labels, null, $4);
    behind text[] := array(select b.actor from _baselines($1, $2, $3, labels) b where b.is_behind);
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
    with bound as (
        select
            tested.*,
            (successes + prior_a) / (successes + failures + prior_a + prior_b) as mean,
            _lower_bound(successes + prior_a, failures + prior_b, z) as lower_bound
        from _tested(series_ids, $2, $3, labels) tested
    ),
    levelled as (
        select *, _interop_level(lower_bound, level_at) as level, dimension = 'technical' and behind && array[actor, other_actor] as is_behind
        from bound join series using (series_id)
    )
    select
        b.actor::text, b.other_actor::text, b.dimension::text,
        case when b.is_behind then least(b.level, best_behind) else b.level end, b.lower_bound, b.mean,
        b.successes + b.failures, b.tests, b.newest_at, $2::date - b.newest_at::date, b.newest_seq,
        b.is_behind and b.level > best_behind
    from levelled b
    order by b.actor, b.other_actor, b.dimension;
end $$;
comment on function interoperability is 'How far can each pair of members work together in each dimension? No unexpired test, no row.';

create function pair_levels(body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor_a text, actor_b text, level int, weakest_dimension text, dimensions int, tests int,
    newest_at timestamptz, age_days int
)
language sql stable set search_path from current set timezone = 'UTC' as $$
    select
        i.actor_a, i.actor_b, min(i.level),
        (array_agg(i.dimension order by i.level, i.lower_bound, i.dimension collate "C"))[1],
        count(*)::int, sum(i.tests)::int, max(i.newest_at), $2::date - max(i.newest_at)::date
    from interoperability($1, $2, $3) i
    group by i.actor_a, i.actor_b
    order by i.actor_a collate "C", i.actor_b collate "C"
$$;
comment on function pair_levels is 'How far can each pair work together? As far as its weakest dimension that was tested.';
