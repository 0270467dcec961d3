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

-- name: dead_letter_groups
-- Why records could not become events, and how many of each reason stand how.
-- row: Reason
select reason, open, redriven, discarded, newest_at from readiness.dead_letter_groups();

-- name: dead_letter
-- One record that could not become an event, in full.
-- row: at most one Letter
select
    topic, epoch, is_newest_epoch, partition, "offset", recorded_at, reason, detail, size_bytes, source, event_id, state,
    is_covered, key, received, header_names, header_values
from readiness.dead_letter(%(topic)s, %(epoch)s, %(partition)s, %(offset)s);

-- name: dead_letter_actions
-- What people did with it, and what became of that.
-- row: LetterAction
select
    number, action, acted_at, acted_by, why, is_corrected, sent_topic, sent_epoch, sent_partition, sent_offset, became,
    became_seq, became_reason
from readiness.dead_letter_actions(%(topic)s, %(epoch)s, %(partition)s, %(offset)s);
