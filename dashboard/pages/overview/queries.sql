-- name: levels_then
-- The level of each reading at another moment.
select actor, area, level
from readiness.readiness(%(body)s, %(as_of)s, %(known_at)s);

-- name: pair_levels_then
-- The level of each pair and dimension at another moment.
select actor_a, actor_b, dimension, level
from readiness.interoperability(%(body)s, %(as_of)s, %(known_at)s);

-- name: ending_overrides
-- The levels set by commanders that end within some days.
select actor, area, level, expires_on, days_left
from readiness.overrides(%(body)s, %(as_of)s, %(known_at)s)
where days_left < %(within_days)s
order by expires_on, actor, area
limit %(max_rows)s;

-- name: ageing_offers
-- What members offer that is late within some days, if it is not said again.
select actor, area, capability_code, age_days
from readiness.capabilities(%(body)s, %(as_of)s, %(known_at)s)
where not is_late and age_days + %(within_days)s > %(late_days)s
order by age_days desc, actor, area, capability_code;

-- name: running_silences
-- The decisions under silence whose deadline comes within some days.
select decision_id, topic, silence_deadline_at
from readiness.decisions(%(body)s, %(as_of)s, %(known_at)s)
where state = 'silence' and silence_deadline_at <= %(until)s
order by silence_deadline_at, decision_id
limit %(max_rows)s;

-- name: chief_cause
-- What moved the level of one reading between two moments, and what the event says that did it, where one did.
select d.cause, d.pillar, d.seq, d.at, e.summary
from
    readiness.level_causes(
        null::text, %(from_at)s, %(known_at)s, %(as_of)s, %(known_at)s, %(actor)s::text, %(area)s::text) d
    left join lateral readiness.event(d.seq) e on true;
