-- name: cadence
-- How regularly a body meets at each level, and whether the next meeting is overdue.
-- row: Cadence
select
    level, meetings, last_on, days_since, expected_days, overdue_ratio, status, regularity, next_planned_on
from readiness.cadence(%(body)s, %(as_of)s, %(known_at)s);

-- name: meeting_plans
-- Every meeting first planned for, or now on, a span of days; the latest day first.
-- row: MeetingPlan
select
    meeting_id, level, state, first_on, starts_on, ends_on, place, postponements, reason, attendees, ledger_seq
from readiness.meeting_plans(
    %(body)s, %(from_on)s, %(to_on)s, %(as_of)s, %(known_at)s, %(max_rows)s);

-- name: attendance_record
-- How often each member came to the last meetings of each level.
-- row: Attendance
select actor, level, attended, meetings, mean_rank
from readiness.attendance_record(%(body)s, %(as_of)s, %(known_at)s);

-- name: attendees
-- Who came to one meeting.
-- row: Attendee
select actor, rank from readiness.attendees(%(meeting)s, %(as_of)s, %(known_at)s);

-- name: meeting_effect
-- How those who came to one meeting, and those who did not, stood before and after it.
-- row: Effect
select
    meeting_id, level, started_on, attended, actors, index_before, index_after, scored,
    compliance_before, compliance_after, lapsed
from readiness.meeting_effect(
    %(body)s, %(as_of)s, %(known_at)s, 1, null, %(meeting)s::text);

-- name: decisions
-- Decisions of a body: what is under silence first, then what was settled last.
select
    decision_id, topic, policy_domain, meeting_id, state, mode, proposed_at, silence_deadline_at,
    decided_at, breaks, reservations, blocks, objectors, newest_seq, count(*) over () as in_all
from readiness.decisions(%(body)s, %(as_of)s, %(known_at)s)
where %(decision)s::text is null or decision_id = %(decision)s::text
order by
    state <> 'silence', case when state = 'silence' then silence_deadline_at end,
    coalesce(decided_at, silence_deadline_at, proposed_at) desc, decision_id
limit %(max_rows)s;

-- name: decision_history
-- One decision, step by step.
-- row: DecisionStep
select at, move, actor, mode, meeting_id, silence_deadline_at, reason, ledger_seq
from readiness.decision_history(%(decision)s, %(as_of)s, %(known_at)s);

-- name: divergence
-- How often consensus failed in each policy domain.
-- row: Divergence
select policy_domain, proposed, contested, divergence_ratio, newest_on
from readiness.divergence(%(body)s, %(as_of)s, %(known_at)s);

-- name: standings
-- One line per actor of one commitment, with its path and who scored it.
-- row: Standing
select
    commitment_id, title, metric, unit, actor, baseline, target, direction, start_on, due_on, value,
    observed_on, age_days, is_estimate, expected, score, auto_score, score_stage, assessor, is_late,
    is_counted, outcome
from readiness.commitments(%(body)s, %(as_of)s, %(known_at)s)
where commitment_id = %(commitment)s::text;

-- name: dormancy
-- How long ago each commitment was spoken of.
-- row: Dormancy
select commitment_id, title, last_affirmed_at, reaffirmations, summits_since, is_dormant, silent_days
from readiness.dormancy(%(body)s, %(as_of)s, %(known_at)s);

-- name: progress
-- The values reported on one commitment.
-- row: Progress
select actor, observed_on, value, is_estimate, is_forecast
from readiness.progress(%(commitment)s, %(as_of)s, %(known_at)s);
