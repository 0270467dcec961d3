-- name: lesson_board
-- Every lesson about members of a body, overdue first.
-- row: Lesson
select
    lesson_id, state, is_open, severity, area, actors, root_cause, observation_ids, identified_at,
    moved_at, actions, implemented, due_on, overdue_days, anomalies, newest_seq, owners,
    candidate_id, candidate_name, candidate_kinds, candidate_starts_on, candidate_actors
from readiness.lesson_board(%(body)s::text, %(as_of)s, %(known_at)s);

-- name: lesson_moves
-- What happened to one lesson, its observations and its actions.
-- row: LessonMove
select
    journal, item_id, move, is_fit, words, element, due_on, cost_amount, cost_currency, cost_price_year, occurred_at, recorded_at,
    ledger_seq
from readiness.lesson_moves(%(lesson)s, %(as_of)s, %(known_at)s);

-- name: lesson_proof
-- The result named as proof of one lesson.
-- row: at most one LessonProof
select
    source, event_id, exercise_id, actor, area, objective_id, rating, evaluator, occurred_at,
    ledger_seq, stands, why_not
from readiness.lesson_proof(%(lesson)s, %(as_of)s, %(known_at)s);

-- name: burden
-- How heavy open lessons weigh on each member in each area.
-- row: Burden
select actor, area, lessons, overdue, burden
from readiness.burden(%(body)s, %(as_of)s, %(known_at)s);

-- name: gaps
-- How far each member is from what is required of it.
-- row: Gap
select
    actor, area, target_index, set_by, is_own, index, gap, level, ledger_seq, is_open, last_index, last_gap
from readiness.gaps(%(body)s, %(as_of)s, %(known_at)s);
