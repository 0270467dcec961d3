-- name: explain_one_reading
-- One actor in one area, whatever bodies it belongs to.
select
    actor, area, level, t, t_level, conf, confidence, items, external_items, p, s, r, reported_t,
    p_level, s_level, r_level, pillars, index, age_days, report_age_days, computed_level,
    override_reason, override_expires_on
from readiness.readiness(
    null::text, %(as_of)s, %(known_at)s, %(actor)s::text, %(area)s::text);

-- name: explain_readiness
-- Every item and report behind the reading of one actor in one area.
select
    seq, event_id, occurred_at, age_days, kind, instrument, instrument_version, value, weight, share,
    is_external, counts, why_not
from readiness.explain_readiness(%(actor)s, %(area)s, %(as_of)s, %(known_at)s);

-- name: explain_one_pair
-- One pair in one dimension, of members of a body.
select
    actor_a, actor_b, dimension, level, lower_bound, mean, n_eff, tests, age_days, is_capped
from readiness.interoperability(%(body)s, %(as_of)s, %(known_at)s, %(dimension)s::text)
where actor_a = %(actor_a)s and actor_b = %(actor_b)s;

-- name: explain_interoperability
-- Every test behind the mean of one pair in one dimension, and the prior.
select
    seq, event_id, occurred_at, age_days, kind, instrument, instrument_version, value, weight, share,
    is_external, counts, why_not
from readiness.explain_interoperability(
    %(actor_a)s, %(actor_b)s, %(dimension)s, %(as_of)s, %(known_at)s);

-- name: explain_change
-- Why one actor's reading in one area is another than it was.
select measure, from_value, to_value, from_level, to_level, cause, pillar, seq, event_id, share
from readiness.difference(
    null::text, %(from_at)s, %(known_at)s, %(as_of)s, %(known_at)s, %(actor)s::text, %(area)s::text);

-- name: explain_pair_change
-- Why one pair's mean in one dimension is another than it was.
select 'T' as measure, from_value, to_value, from_level, to_level, cause, null::text as pillar, seq, event_id, share
from readiness.interoperability_difference(
    %(body)s, %(from_at)s, %(known_at)s, %(as_of)s, %(known_at)s, %(actor_a)s::text, %(dimension)s::text)
where actor_a = %(actor_a)s and actor_b = %(actor_b)s;

-- name: explain_rollup
-- The readings that the share of ready members in one area is counted from.
select
    actor, area, level, t, t_level, conf, confidence, items, external_items, p, s, r, reported_t,
    p_level, s_level, r_level, pillars, index, age_days, report_age_days, computed_level,
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
