-- name: explain_change
-- Why one actor's reading in one area is another than it was: its level, its index, its training.
select
    measure, case measure when 'T' then from_t when 'index' then from_index end as from_value,
    case measure when 'T' then to_t when 'index' then to_index end as to_value,
    case measure when 'T' then coalesce(from_t_level::text, 'ND') else from_level end as from_level,
    case measure when 'T' then coalesce(to_t_level::text, 'ND') else to_level end as to_level,
    cause, pillar, seq, event_id, at, share
from readiness.difference(
    null::text, %(from_at)s, %(known_at)s, %(as_of)s, %(known_at)s, %(actor)s::text, %(area)s::text);

-- name: explain_pair_change
-- Why one pair's level and mean in one dimension are others than they were.
select
    case measure when 'mean' then 'pair' else measure end as measure,
    case measure when 'mean' then from_mean end as from_value, case measure when 'mean' then to_mean end as to_value,
    from_level, to_level, cause, null::text as pillar, seq, event_id, at, share
from readiness.interoperability_difference(
    %(body)s, %(from_at)s, %(known_at)s, %(as_of)s, %(known_at)s, %(actor_a)s::text, %(dimension)s::text)
where actor_a = %(actor_a)s and actor_b = %(actor_b)s;

-- name: explain_recorded
-- When some events were recorded.
select seq, recorded_at, summary
from unnest(%(seqs)s::bigint[]) as wanted (number)
cross join lateral readiness.event(wanted.number);
