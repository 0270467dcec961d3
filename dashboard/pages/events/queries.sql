-- name: find_events
-- The events that fit a search, newest first.
-- row: EventLine
select
    seq, recorded_at, occurred_at, date_precision, type, version, subject, source, event_id,
    classification, amended, flag, summary
from readiness.find_events(
    %(before_seq)s::bigint, %(max_rows)s::int, %(known_at)s::timestamptz, %(type)s::text,
    %(subject)s::text, %(actor)s::text, %(area)s::text, %(state)s::text, %(words)s::text,
    %(occurred_from)s::timestamptz, %(occurred_to)s::timestamptz, %(most_searched)s::bigint,
    %(exercise)s::text);

-- name: related_events
-- What amends an event, caused it, was caused by it, or shares its correlation.
-- row: Related
select relation, seq, occurred_at, date_precision, type, summary
from readiness.related_events(%(seq)s, %(known_at)s);

-- name: readings_of_event
-- The readings an event is a part of.
-- row: PartOf
select kind, actor, other_actor, area, dimension from readiness.readings_of_event(%(seq)s, %(known_at)s);

-- name: anomalies
-- Which moves did not fit what they are about, and which sources contradict each other.
-- row: Anomaly
select kind, item, anomaly, newest_seq from readiness.anomalies(%(as_of)s, %(known_at)s);
