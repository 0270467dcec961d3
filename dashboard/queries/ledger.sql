-- name: marking
-- The highest marking of what may be seen, and whether made-up data is among it.
-- row: one Marking
select classification, is_exercise from readiness.marking(%(known_at)s);

-- name: events
-- Events of the ledger, newest first.
-- row: EventLine
select
    seq, recorded_at, occurred_at, date_precision, type, version, subject, source, event_id,
    classification, amended, flag, summary
from readiness.events(
    after_seq => %(after_seq)s::bigint, max_rows => %(max_rows)s::int,
    only_type => %(type)s::text, only_subject => %(subject)s::text, only_actor => %(actor)s::text,
    occurred_from => %(occurred_from)s::timestamptz,
    occurred_to => %(occurred_to)s::timestamptz + interval '1 microsecond', known_at => %(known_at)s::timestamptz);

-- name: event
-- One event with the text that was received.
-- row: at most one EventText
select
    seq, recorded_at, occurred_at, date_precision, type, version, subject, source, event_id,
    classification, root_seq, topic, partition, "offset", amended, flag, summary, event, correlation_id,
    causation_id
from readiness.event(%(seq)s);

-- name: bodies_of_events
-- Which bodies some events are about.
-- row: BodiesOfEvent
select seq, bodies from readiness.bodies_of_events(%(seqs)s::bigint[], %(known_at)s);
