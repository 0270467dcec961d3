-- name: levels_then
-- The level of each reading at another moment.
-- row: LevelThen
select actor, area, level
from readiness.readiness(%(body)s, %(as_of)s, %(known_at)s);

-- name: pair_levels_then
-- The level of each pair and dimension at another moment.
-- row: PairLevelThen
select actor_a, actor_b, dimension, level
from readiness.interoperability(%(body)s, %(as_of)s, %(known_at)s);

-- name: ending_overrides
-- The levels set by commanders that end within some days.
-- row: EndingOverride
select actor, area, level, expires_on, days_left
from readiness.overrides(%(body)s, %(as_of)s, %(known_at)s)
where days_left < %(within_days)s::int
order by expires_on, actor, area
limit %(max_rows)s::int;

-- name: ageing_offers
-- What members offer that is late within some days, if it is not said again.
-- row: AgeingOffer
select actor, area, capability_code, age_days
from readiness.capabilities(%(body)s, %(as_of)s, %(known_at)s)
where not is_late and age_days + %(within_days)s::int > %(late_days)s::int
order by age_days desc, actor, area, capability_code;

-- name: running_silences
-- The decisions under silence whose deadline comes within some days.
-- row: RunningSilence
-- always: topic, silence_deadline_at
select decision_id, topic, silence_deadline_at
from readiness.decisions(%(body)s, %(as_of)s, %(known_at)s)
where state = 'silence' and silence_deadline_at <= %(until)s::timestamptz
order by silence_deadline_at, decision_id
limit %(max_rows)s::int;

-- name: chief_cause
-- What moved the level of one reading between two moments, and what the event says that did it, where one did.
select d.cause, d.pillar, d.seq, d.at, e.summary
from
    readiness.level_causes(
        null::text, %(from_at)s, %(known_at)s, %(as_of)s, %(known_at)s, %(actor)s::text, %(area)s::text) d
    left join lateral readiness.event(d.seq) e on true;

-- name: events_of_body
-- The newest events about a body.
select
    e.seq, e.recorded_at, e.occurred_at, e.date_precision, e.type, e.version, e.subject, e.source, e.event_id,
    e.classification, e.amended, e.flag, e.summary
from
    readiness.events_of_body(%(body)s, %(as_of)s, %(known_at)s, %(max_rows)s::int) o
    cross join lateral readiness.events(
        after_seq => o.seq - 1, before_seq => o.seq + 1, max_rows => 1, known_at => %(known_at)s::timestamptz) e
order by e.seq desc;
