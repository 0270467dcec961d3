-- name: exercise_schedule
-- The exercises of a body's members in a period, newest first.
-- row: Exercise
select
    exercise_id, state, name, series, kinds, domains, starts_on, ends_on, date_precision, place, actors,
    personnel, schedules, first_starts_on, reason, performed, some_challenges, major_challenges,
    unable, unrated, observations, newest_seq
from readiness.exercise_schedule(
    %(body)s::text, %(from_on)s::date, %(to_on)s::date, %(as_of)s, %(known_at)s, %(exercise)s::text,
    %(max_rows)s::int);

-- name: exercise_moves
-- How one exercise came from its first plan to its report.
-- row: ExerciseMove
select move, starts_on, ends_on, date_precision, reason, occurred_at, recorded_at, ledger_seq
from readiness.exercise_moves(%(exercise)s, %(as_of)s, %(known_at)s);

-- name: exercise_participants
-- Who took part in one exercise, and who was meant to.
-- row: ExerciseParticipant
select actor, personnel, took_part, was_planned
from readiness.exercise_participants(%(exercise)s, %(as_of)s, %(known_at)s);

-- name: exercise_results
-- Every rating of one exercise.
-- row: ExerciseResult
select
    actor, area, objective_id, rating, evaluator, tasks_met, tasks_total, comment, occurred_at,
    is_corrected, ledger_seq
from readiness.exercise_results(%(exercise)s, %(as_of)s, %(known_at)s, %(max_rows)s::int);

-- name: exercise_tests
-- Every test of a pair in one exercise.
-- row: ExerciseTest
select actor_a, actor_b, dimension, area, system_a, system_b, outcome, occurred_at, ledger_seq
from readiness.exercise_tests(%(exercise)s, %(as_of)s, %(known_at)s);

-- name: exercise_observations
-- What was observed in one exercise, with each lesson that rests on it.
select
    o.observation_id, o.state, o.area, o.actors, o.observed, o.moved_at, o.anomalies, o.newest_seq,
    l.lesson_id, l.state as lesson_state, l.root_cause, l.overdue_days
from readiness.observations(%(as_of)s, %(known_at)s) o
left join readiness.lessons(%(as_of)s, %(known_at)s) l on o.observation_id = any (l.observation_ids)
where o.exercise_id = %(exercise)s
order by o.observation_id, l.lesson_id;
