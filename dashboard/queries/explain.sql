-- name: explain_one_reading
-- One actor in one area, whatever bodies it belongs to.
-- row: at most one ReadingInFull
select
    actor, area, level, t, t_level, conf, confidence, items, external_items, p, s, r, reported_t,
    p_level, s_level, r_level, p_state, s_state, r_state, pillars, index, last_level, age_days, report_age_days, computed_level,
    override_reason, override_expires_on
from readiness.readiness(
    null::text, %(as_of)s, %(known_at)s, %(actor)s::text, %(area)s::text);

-- name: explain_readiness
-- Every item and report behind the reading of one actor in one area.
-- row: Item
select
    seq, event_id, occurred_at, age_days, kind, instrument, instrument_version, value, weight, share,
    remaining, is_external, counts, why_not, state
from readiness.explain_readiness(%(actor)s, %(area)s, %(as_of)s, %(known_at)s);

-- name: explain_one_pair
-- One pair in one dimension, of members of a body.
-- row: at most one PairInFull
select
    actor_a, actor_b, dimension, level, is_lapsed, last_level, lower_bound, mean, n_eff, tests, age_days, is_capped
from readiness.interoperability(%(body)s, %(as_of)s, %(known_at)s, %(dimension)s::text)
where actor_a = %(actor_a)s::text and actor_b = %(actor_b)s::text;

-- name: explain_interoperability
-- Every test behind the mean of one pair in one dimension, and the prior.
-- row: Item
select
    seq, event_id, occurred_at, age_days, kind, instrument, instrument_version, value, weight, share,
    remaining, is_external, counts, why_not, state
from readiness.explain_interoperability(
    %(actor_a)s, %(actor_b)s, %(dimension)s, %(as_of)s, %(known_at)s);

-- name: explain_rollup
-- The readings that the share of ready members in one area is counted from.
-- row: ReadingInFull
select
    actor, area, level, t, t_level, conf, confidence, items, external_items, p, s, r, reported_t,
    p_level, s_level, r_level, p_state, s_state, r_state, pillars, index, last_level, age_days, report_age_days, computed_level,
    override_reason, override_expires_on
from readiness.readiness(%(body)s, %(as_of)s, %(known_at)s, null::text, %(area)s::text);
