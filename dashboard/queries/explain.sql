-- name: explain_one_reading
-- One actor in one area, whatever bodies it belongs to.
select
    actor, area, level, t, t_level, conf, confidence, items, external_items, p, s, r, reported_t,
    p_level, s_level, r_level, p_state, s_state, r_state, pillars, index, last_level, age_days, report_age_days, computed_level,
    override_reason, override_expires_on
from readiness.readiness(
    null::text, %(as_of)s, %(known_at)s, %(actor)s::text, %(area)s::text);

-- name: explain_readiness
-- Every item and report behind the reading of one actor in one area.
select
    seq, event_id, occurred_at, age_days, kind, instrument, instrument_version, value, weight, share,
    remaining, is_external, counts, why_not, state
from readiness.explain_readiness(%(actor)s, %(area)s, %(as_of)s, %(known_at)s);

-- name: explain_one_pair
-- One pair in one dimension, of members of a body.
select
    actor_a, actor_b, dimension, level, is_lapsed, last_level, lower_bound, mean, n_eff, tests, age_days, is_capped
from readiness.interoperability(%(body)s, %(as_of)s, %(known_at)s, %(dimension)s::text)
where actor_a = %(actor_a)s and actor_b = %(actor_b)s;

-- name: explain_interoperability
-- Every test behind the mean of one pair in one dimension, and the prior.
select
    seq, event_id, occurred_at, age_days, kind, instrument, instrument_version, value, weight, share,
    remaining, is_external, counts, why_not, state
from readiness.explain_interoperability(
    %(actor_a)s, %(actor_b)s, %(dimension)s, %(as_of)s, %(known_at)s);

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

-- name: explain_rollup
-- The readings that the share of ready members in one area is counted from.
select
    actor, area, level, t, t_level, conf, confidence, items, external_items, p, s, r, reported_t,
    p_level, s_level, r_level, p_state, s_state, r_state, pillars, index, last_level, age_days, report_age_days, computed_level,
    override_reason, override_expires_on
from readiness.readiness(%(body)s, %(as_of)s, %(known_at)s, null::text, %(area)s::text);

-- name: explain_commitment
-- One actor's standing on one commitment.
select
    commitment_id, title, metric, unit, actor, baseline, target, direction, start_on, due_on, value,
    observed_on, age_days, is_estimate, expected, score, auto_score, score_stage, assessor, is_late,
    is_counted, outcome
from readiness.commitments(%(body)s, %(as_of)s, %(known_at)s)
where commitment_id = %(commitment)s and actor = %(actor)s;

-- name: explain_recorded
-- When some events were recorded.
select seq, recorded_at, summary
from unnest(%(seqs)s::bigint[]) as wanted (number)
cross join lateral readiness.event(wanted.number);
