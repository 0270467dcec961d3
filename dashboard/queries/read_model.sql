-- name: head
-- The newest event, what the database's clock says, and when the first event was recorded.
select h.seq, h.recorded_at, clock_timestamp() as now, readiness.first_recorded_at() as first_recorded_at
from readiness.head() h;

-- name: standing
-- What the viewer may read, and the newest event: what every answer depends on.
select muster.my_labels() as labels, h.seq from readiness.head() h;

-- name: head_at
-- The newest event that had been recorded by a moment.
select seq, recorded_at from readiness.head_at(%(known_at)s);

-- name: marking
-- The highest marking of what may be seen, and whether made-up data is among it.
select classification, is_exercise from readiness.marking(%(known_at)s);

-- name: bodies
-- Every body with its number of members, and the day the last one left.
select body, members, is_dissolved, members_until_on from readiness.bodies(%(as_of)s, %(known_at)s);

-- name: members
-- The members of a body.
select actor, kind, since_on from readiness.members(%(body)s, %(as_of)s, %(known_at)s);

-- name: readiness
-- One reading per member and area that has any evidence or report.
select
    actor, area, level, t, conf, confidence, items, external_items, p, s, r, reported_t, p_state, s_state, r_state,
    reporting, pillars, index, last_t, last_level, last_index, newest_at, age_days, newest_seq, report_age_days
from readiness.readiness(%(body)s, %(as_of)s, %(known_at)s);

-- name: readiness_in_body
-- The same, and beside each how much of the body is ready in that area.
select
    actor, area, level, t, conf, confidence, items, external_items, p, s, r, reported_t, p_state, s_state, r_state,
    reporting, pillars, index, last_t, last_level, last_index, newest_at, age_days, newest_seq, report_age_days,
    members, current, late, lapsed, never, reporting_members, ready, ready_ratio, weakest_level, weakest_known_level,
    nd, mean_index, indices, lapsed_indices, oldest_age_days
from readiness.readiness_in_body(%(body)s, %(as_of)s, %(known_at)s);

-- name: reporting_states
-- Who reports, is late, has lapsed or never reported: each member in each area.
select actor, area, reporting, report_age_days, oldest_pillar, oldest_at
from readiness.reporting_states(%(body)s, %(as_of)s, %(known_at)s);

-- name: interoperability
-- One reading per pair of members and dimension that was ever tested.
select
    actor_a, actor_b, dimension, level, is_lapsed, last_level, lower_bound, mean, tests, newest_at, age_days, newest_seq,
    is_weakest
from readiness.interoperability(%(body)s, %(as_of)s, %(known_at)s);

-- name: interoperability_trend
-- The share of pairs at level 2 or better, per dimension, step by step.
select at, dimension, level_2_ratio, compatible, pairs, lapsed, never, possible, mean_lower_bound
from readiness.interoperability_trend(
    %(body)s, %(from_at)s, %(to_at)s, %(step)s, %(known_at)s);

-- name: body_trend
-- The share of members that are ready, per area, step by step.
select
    at, area, ready_ratio, ready, members, current, late, lapsed, never, nd, mean_index, indices, lapsed_indices
from readiness.body_trend(%(body)s, %(from_at)s, %(to_at)s, %(step)s, %(known_at)s);

-- name: trend
-- The readings of one actor, per area, step by step, whatever body it belongs to.
select
    at, actor, area, t, index, level, conf, items, pillars, instrument_key, reporting, last_level, last_index
from readiness.trend(
    null::text, %(from_at)s, %(to_at)s, %(step)s, %(known_at)s, %(actor)s::text, %(area)s::text);

-- name: compliance
-- One line per commitment of a body.
select
    commitment_id, title, scored, actors, compliance_ratio, met, partly, missed, due_on, late, not_reported
from readiness.compliance(%(body)s, %(as_of)s, %(known_at)s);

-- name: commitments
-- One line per commitment and actor.
select
    commitment_id, title, metric, unit, actor, target, due_on, value, age_days, is_estimate,
    expected, score, is_late, is_counted, outcome
from readiness.commitments(%(body)s, %(as_of)s, %(known_at)s);

-- name: events
-- Events of the ledger, newest first.
select
    seq, recorded_at, occurred_at, date_precision, type, version, subject, source, event_id,
    classification, amended, flag, summary
from readiness.events(
    after_seq => %(after_seq)s::bigint, max_rows => %(max_rows)s::int,
    only_type => %(type)s::text, only_subject => %(subject)s::text, only_actor => %(actor)s::text,
    occurred_from => %(occurred_from)s::timestamptz,
    occurred_to => %(occurred_to)s::timestamptz, known_at => %(known_at)s::timestamptz);

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

-- name: bodies_of_events
-- Which bodies some events are about.
select seq, bodies from readiness.bodies_of_events(%(seqs)s::bigint[], %(known_at)s);

-- name: event
-- One event with the text that was received.
select
    seq, recorded_at, occurred_at, date_precision, type, version, subject, source, event_id,
    classification, root_seq, topic, partition, "offset", amended, flag, summary, event, correlation_id,
    causation_id
from readiness.event(%(seq)s);

-- name: system_state
-- How far each partition has been read.
select
    topic, partition, next_offset, stored, duplicates, dead, paused_at, pause_reason, updated_at
from readiness.system_state();

-- name: dead_letters
-- The newest records that could not become events.
select topic, partition, "offset", recorded_at, reason, detail, size_bytes, source, event_id
from readiness.dead_letters(%(max_rows)s);
