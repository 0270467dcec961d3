-- name: reader
-- Who reads, and what that viewer may see.
select viewer, clearance_rank, nation from readiness.reader();

-- name: head
-- The newest event.
select seq, recorded_at from readiness.head();

-- name: marking
-- The highest marking of what the viewer may meet, and whether some of it is made up.
select classification, is_exercise from readiness.marking(%(known_at)s);

-- name: reviews
-- All reviews that are kept.
select
    review_id, name, scope, scope_id, body, from_at, to_at, review_known_at, author, created_at, changed_at, findings, editions
from readiness.reviews(%(known_at)s);

-- name: findings
-- What was found in one review.
select
    finding_id, kind, observation, reference, area, objective_id, root_cause, explanation, elements,
    evidence_seqs as evidence, author, acted_at
from readiness.review_findings(%(review_id)s, %(known_at)s);

-- name: event
-- The identity of an event by its number.
select source, event_id from readiness.event(%(seq)s);

-- name: event_by_identity
-- Whether there is an event of this identity.
select %(source)s::text as source, %(event_id)s::text as event_id
from readiness.event_by_identity(%(source)s, %(event_id)s);

-- name: known_exercise
-- Whether an exercise was heard of.
select exercise_id as scope_id
from readiness.exercise_schedule(
    %(body)s, '-infinity', 'infinity', 'infinity', %(known_at)s, %(scope_id)s, 1
);

-- name: known_meeting
-- Whether a body held a meeting.
select meeting_id as scope_id from readiness.meetings(%(body)s, 'infinity', %(known_at)s)
where meeting_id = %(scope_id)s;

-- name: editions
-- The reports of one review that were made final.
select edition, final_at, author, classification, content, is_changed_since, formats, sha256s
from readiness.report_editions(%(review_id)s, %(known_at)s);

-- name: file
-- The bytes of a final report in one format.
select sha256, bytes from readiness.report_bytes(%(review_id)s, %(edition)s, %(format)s, %(known_at)s);

-- name: exercise
-- One exercise as it was planned and held.
select
    exercise_id, state, name, series, kinds, domains, starts_on, ends_on, place, actors, personnel, performed, some_challenges,
    major_challenges, unable, unrated, observations, newest_seq
from readiness.exercise_schedule(
    %(body)s, '-infinity', 'infinity', %(as_of)s, %(known_at)s, %(exercise_id)s, 1
);

-- name: moves
-- How the exercise came from its first plan to its report.
select move, starts_on, ends_on, reason, occurred_at, recorded_at, ledger_seq
from readiness.exercise_moves(%(exercise_id)s, %(as_of)s, %(known_at)s);

-- name: participants
-- Who took part, and who was meant to.
select actor, personnel, took_part, was_planned
from readiness.exercise_participants(%(exercise_id)s, %(as_of)s, %(known_at)s) order by actor;

-- name: results
-- How each participant was rated in each objective.
select
    actor, area, objective_id, rating, evaluator, tasks_met, tasks_total, comment, occurred_at, recorded_at, is_corrected,
    ledger_seq
from readiness.exercise_results(%(exercise_id)s, %(as_of)s, %(known_at)s, %(max_rows)s);

-- name: tests
-- Which pairs were tested in the exercise.
select actor_a, actor_b, dimension, area, outcome, occurred_at, ledger_seq
from readiness.exercise_tests(%(exercise_id)s, %(as_of)s, %(known_at)s);

-- name: observations
-- What was observed in the exercise.
select observation_id, state, area, actors, observed, submitted_at, newest_seq
from readiness.observations(%(as_of)s, %(known_at)s) where exercise_id = %(exercise_id)s
order by submitted_at, observation_id;

-- name: lessons
-- All lessons, with how far each is.
select
    lesson_id, state, is_open, severity, area, actors, root_cause, observation_ids, identified_at, moved_at, due_on, overdue_days,
    newest_seq
from readiness.lessons(%(as_of)s, %(known_at)s) order by identified_at, lesson_id;

-- name: actions
-- What is to be done about lessons.
select action_id, lesson_id, state, action_body, element, due_on, tasked_at, implemented_at, overdue_days, newest_seq
from readiness.remedial_actions(%(as_of)s, %(known_at)s) order by tasked_at, action_id;

-- name: meeting
-- One meeting that a body held.
select meeting_id, level, started_on, ended_on, place, attendees, decisions, newest_seq
from readiness.meetings(%(body)s, %(as_of)s, %(known_at)s) where meeting_id = %(meeting_id)s;

-- name: attendees
-- Who came to the meeting.
select actor, rank from readiness.attendees(%(meeting_id)s, %(as_of)s, %(known_at)s);

-- name: decisions
-- What was decided at the meeting, or between two moments.
select decision_id, topic, state, mode, proposed_at, decided_at, objectors, newest_seq
from readiness.decisions(%(body)s, %(as_of)s, %(known_at)s)
where meeting_id = %(meeting_id)s
   or %(meeting_id)s::text is null and decided_at >= %(from_at)s and decided_at < %(to_at)s
order by decided_at nulls last, decision_id;

-- name: held_between
-- Which exercises with members of the body were held between two days.
select exercise_id, name, kinds, domains, starts_on, ends_on, performed, some_challenges, major_challenges, unable, unrated, newest_seq
from readiness.exercise_schedule(
    %(body)s, %(from_on)s, %(to_on)s, %(as_of)s, %(known_at)s, null, %(max_rows)s
)
where state = 'conducted' order by starts_on, exercise_id;

-- name: rollup
-- How much of the body was ready in each area.
select area, members, reporting_members, ready, mean_index from readiness.rollup(%(body)s, %(as_of)s, %(known_at)s)
order by area;

-- name: difference
-- Which readings of the body changed between two moments, and by what.
select
    actor, area, from_level, to_level, from_t, to_t, from_index, to_index, measure, change, cause, pillar, seq, at, events, share
from readiness.difference_in_short(
    %(body)s, %(from_at)s, %(known_at)s, %(to_at)s, %(known_at)s, null, null, null
);

-- name: pair_difference
-- Which pairs changed between two moments, and by what.
select
    actor_a, actor_b, dimension, from_level, to_level, from_mean, to_mean, measure, change, cause, seq, at, share
from readiness.interoperability_difference(%(body)s, %(from_at)s, %(known_at)s, %(to_at)s, %(known_at)s);

-- name: evidence
-- The events that a report names, as the viewer may see them.
select
    e.seq, e.recorded_at, e.occurred_at, e.type, e.source, e.event_id, e.classification, e.flag, e.summary, e.event
from unnest(%(seqs)s::bigint[]) n (seq), lateral readiness.event(n.seq) e
order by e.seq;

-- name: my_labels
-- Which labels the viewer may read.
select label_id from unnest(muster.my_labels()) as l (label_id);

-- name: whatifs
-- Which what-ifs the viewer may see.
select whatif_id, name, author, made_at, seq, whatif_known_at, heard_at, edits, is_computed from readiness.whatifs();
