-- name: readiness
-- One reading per member and area that has any evidence or report.
-- row: Reading
select
    actor, area, level, t, conf, confidence, items, external_items, p, s, r, reported_t, p_state, s_state, r_state,
    reporting, pillars, index, last_t, last_level, last_index, newest_at, age_days, newest_seq, report_age_days
from readiness.readiness(%(body)s, %(as_of)s, %(known_at)s);

-- name: readiness_in_body
-- The same, and beside each how much of the body is ready in that area.
-- row: ReadingInBody(Reading)
select
    actor, area, level, t, conf, confidence, items, external_items, p, s, r, reported_t, p_state, s_state, r_state,
    reporting, pillars, index, last_t, last_level, last_index, newest_at, age_days, newest_seq, report_age_days,
    members, current, late, lapsed, never, reporting_members, ready, ready_ratio, weakest_level, weakest_known_level,
    nd, mean_index, indices, lapsed_indices, oldest_age_days
from readiness.readiness_in_body(%(body)s, %(as_of)s, %(known_at)s);

-- name: reporting_states
-- Who reports, is late, has lapsed or never reported: each member in each area.
-- row: ReportingState
select actor, area, reporting, report_age_days, oldest_pillar, oldest_at
from readiness.reporting_states(%(body)s, %(as_of)s, %(known_at)s);

-- name: interoperability
-- One reading per pair of members and dimension that was ever tested.
-- row: PairReading
select
    actor_a, actor_b, dimension, level, is_lapsed, last_level, lower_bound, mean, tests, newest_at, age_days, newest_seq,
    is_weakest
from readiness.interoperability(%(body)s, %(as_of)s, %(known_at)s);

-- name: body_trend
-- The share of members that are ready, per area, step by step.
-- row: BodyPoint
select
    at, area, ready_ratio, ready, members, current, late, lapsed, never, nd, mean_index, indices, lapsed_indices
from readiness.body_trend(%(body)s, %(from_at)s, %(to_at)s, %(step)s, %(known_at)s);

-- name: trend
-- The readings of one actor, per area, step by step, whatever body it belongs to.
-- row: TrendPoint
select
    at, actor, area, t, index, level, conf, items, pillars, instrument_key, reporting, last_level, last_index
from readiness.trend(
    null::text, %(from_at)s, %(to_at)s, %(step)s, %(known_at)s, %(actor)s::text, %(area)s::text);

-- name: interoperability_trend
-- The share of pairs at level 2 or better, per dimension, step by step.
-- row: InteropPoint
select at, dimension, level_2_ratio, compatible, pairs, lapsed, never, possible, mean_lower_bound
from readiness.interoperability_trend(
    %(body)s, %(from_at)s, %(to_at)s, %(step)s, %(known_at)s);

-- name: pair_trend
-- How one pair stood in each dimension, step by step; where it has lapsed the line has a gap.
-- row: PairPoint
-- always: level, lower_bound, mean
select at, dimension, level, lower_bound, mean, is_capped
from readiness.pair_trend(
    %(body)s, %(actor_a)s, %(actor_b)s, %(from_at)s, %(to_at)s, %(step)s, %(known_at)s)
where not is_lapsed;
