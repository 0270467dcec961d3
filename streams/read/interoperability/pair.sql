-- needs: common/constants, common/visible, interoperability/baselines, interoperability/interoperability
-- needs: trends/trends

-- One pair of members in depth: how it came to where it stands, and what it did together without being tested.

-- none: level, lower_bound, mean
create function pair_trend(
    body text, actor_a text, actor_b text, from_at timestamptz, to_at timestamptz, step interval, known_at timestamptz
)
returns table (at timestamptz, dimension text, level int, is_lapsed bool, lower_bound float8, mean float8, is_capped bool)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    ats timestamptz[] := _points($4, $5, $6);
    series_ids bigint[] := array(
        select series_id from series
        where kind = 'interop' and (series.actor, other_actor) in (($2, $3), ($3, $2))
    );
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
    with belongs as materialized (
        select m.i from _members_at($1, ats, $7, labels) m
        where m.actor in ($2, $3) group by m.i having count(*) = 2
    ),
    behind as materialized (
        select belongs.i from belongs, lateral _behind($1, ats[belongs.i], $7, labels) b where b.actor in ($2, $3) group by belongs.i
    ),
    bound as (
        select
            x.dimension, t.i, t.is_lapsed,
            (t.successes + prior_a) / (t.successes + t.failures + prior_a + prior_b) as mean,
            _lower_bound(t.successes + prior_a, t.failures + prior_b, z) as lower_bound,
            case when x.dimension = 'technical' and t.i in (select i from behind) then best_behind else 3 end as best
        from _tested_at(series_ids, ats, $7, labels) t join series x using (series_id)
        where $1 is null or t.i in (select i from belongs)
    ),
    levelled as (select *, _interop_level(lower_bound, level_at) as level from bound)
    select
        ats[l.i], l.dimension::text, case when not l.is_lapsed then least(l.level, l.best) end, l.is_lapsed,
        case when not l.is_lapsed then l.lower_bound end, case when not l.is_lapsed then l.mean end, not l.is_lapsed and l.level > l.best
    from levelled l
    order by l.dimension, l.i;
end $$;
comment on function pair_trend is 'How far could one pair work together in each dimension, step by step? Once tested, a row; lapsed without a level.';

-- none: latest_on
create function joint_exposure(actor_a text, actor_b text, as_of timestamptz, known_at timestamptz)
returns table (exercises int, untested int, latest_on date)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (
        select muster.my_labels() as labels, d.validity_days from decay d where d.class = 'interop_test'
    ),
    ever as (
        select p.exercise_id, max(p.started_on) as started_on, max(p.occurred_at)::date as day
        from viewer, _visible_participation($3, $4, viewer.labels) p
        where p.actor in ($1, $2)
        group by p.exercise_id
        having count(distinct p.actor) = 2
    ),
    -- Up to the last one: an exercise without a test is not forgotten because no other follows.
    since as materialized (
        select max(e.day) - viewer.validity_days as day from ever e, viewer group by viewer.validity_days
    ),
    joint as (select e.* from ever e join since on e.day >= since.day),
    tested as (
        -- A correction carries the replaced data one level deeper.
        select coalesce(l.event::jsonb #>> '{data,data,exercise_id}', l.event::jsonb #>> '{data,exercise_id}') as exercise_id
        from viewer, since, series s
        join _visible_evidence($3, $4, viewer.labels) e using (series_id) join ledger l on l.seq = e.ledger_seq
        where s.kind = 'interop' and (s.actor, s.other_actor) in (($1, $2), ($2, $1)) and e.occurred_at >= since.day
    )
    select
        count(*)::int, (count(*) filter (where not exists (select from tested t where t.exercise_id = j.exercise_id)))::int,
        max(j.started_on)
    from joint j;
end $$;
comment on function joint_exposure is 'In how many exercises up to their last were two actors together, and how many left no test of the pair?';
