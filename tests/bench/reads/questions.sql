-- name: matrix
-- How ready is each member in each area?
select * from readiness.readiness('NATO', %(as_of)s, %(known_at)s)

-- name: matrix_in_body
-- How ready is each member in each area, and how much of the body?
select * from readiness.readiness_in_body('NATO', %(as_of)s, %(known_at)s)

-- name: rollup
-- How much of the body is ready?
select * from readiness.rollup('NATO', %(as_of)s, %(known_at)s)

-- name: pairs
-- How far can each pair work together?
select * from readiness.interoperability('NATO', %(as_of)s, %(known_at)s)

-- name: pair_levels
-- How far can each pair work together in its weakest dimension?
select * from readiness.pair_levels('NATO', %(as_of)s, %(known_at)s)

-- name: one_reading
-- How ready is one member in one area?
select * from readiness.readiness('NATO', %(as_of)s, %(known_at)s, 'EST', 'land')

-- name: explain
-- What is one reading made of?
select * from readiness.explain_readiness('EST', 'land', %(as_of)s, %(known_at)s)

-- name: gaps
-- How far is each member from what is required of it?
select * from readiness.gaps('NATO', %(as_of)s, %(known_at)s)

-- name: reported_notice
-- How fast can each member move?
select * from readiness.reported_notice('NATO', %(as_of)s, %(known_at)s)

-- name: contributions
-- What does each member bring?
select * from readiness.contributions('NATO', %(as_of)s, %(known_at)s)

-- name: lessons
-- Which lessons are open?
select * from readiness.lessons(%(as_of)s, %(known_at)s)

-- name: burden
-- How heavy do open lessons weigh?
select * from readiness.burden('NATO', %(as_of)s, %(known_at)s)

-- name: decisions
-- What was decided?
select * from readiness.decisions('NATO', %(as_of)s, %(known_at)s)

-- name: divergence
-- Where does consensus fail?
select * from readiness.divergence('NATO', %(as_of)s, %(known_at)s)

-- name: cadence
-- How regularly does the body meet?
select * from readiness.cadence('NATO', %(as_of)s, %(known_at)s)

-- name: attendance
-- Who came?
select * from readiness.attendance_record('NATO', %(as_of)s, %(known_at)s)

-- name: commitments
-- Where does each member stand on each commitment?
select * from readiness.commitments('NATO', %(as_of)s, %(known_at)s)

-- name: compliance
-- How far is each commitment kept?
select * from readiness.compliance('NATO', %(as_of)s, %(known_at)s)

-- name: reporting
-- Who has not reported?
select * from readiness.reporting('NATO', %(as_of)s, %(known_at)s)

-- name: exercises
-- Which exercises were there?
select * from readiness.exercises(%(as_of)s, %(known_at)s)

-- name: members
-- Who belongs to the body?
select * from readiness.members('NATO', %(as_of)s, %(known_at)s)

-- name: bodies
-- Which bodies are known?
select * from readiness.bodies(%(as_of)s, %(known_at)s)

-- name: marking
-- What is the highest marking?
select * from readiness.marking(%(known_at)s)

-- name: newest_events
-- Which events came last?
select * from readiness.events(max_rows => 50, known_at => %(known_at)s)

-- name: events_of_one
-- Which events are about one member?
select * from readiness.events(max_rows => 50, only_actor => 'EST', known_at => %(known_at)s)

-- name: trend_of_one
-- How did one member move in one area, month by month over ten years?
select * from readiness.trend(null, %(as_of)s - interval '10 years', %(as_of)s, '1 month', %(known_at)s, 'EST', 'land')

-- name: trend_of_area
-- How did every member move in one area, month by month over ten years?
select * from readiness.trend('NATO', %(as_of)s - interval '10 years', %(as_of)s, '1 month', %(known_at)s, null, 'land')

-- name: trend_of_all
-- How did the body move in all areas, month by month over ten years?
select * from readiness.body_trend('NATO', %(as_of)s - interval '10 years', %(as_of)s, '1 month', %(known_at)s)

-- name: pairs_trend
-- How did pairs move, month by month over three years?
select * from readiness.interoperability_trend('NATO', %(as_of)s - interval '3 years', %(as_of)s, '1 month', %(known_at)s)

-- name: difference
-- What changed in thirty days, and why? Many events of a kind in one row.
select * from readiness.difference_in_short(
    'NATO', %(as_of)s - interval '30 days', %(known_at)s - interval '30 days', %(as_of)s, %(known_at)s)

-- name: difference_as_now_known
-- What changed in thirty days, all as known at the end, and why?
select * from readiness.difference_in_short('NATO', %(as_of)s - interval '30 days', %(known_at)s, %(as_of)s, %(known_at)s)

-- name: difference_by_event
-- The same as the first, event by event.
select * from readiness.difference(
    'NATO', %(as_of)s - interval '30 days', %(known_at)s - interval '30 days', %(as_of)s, %(known_at)s)

-- name: pairs_difference
-- Which pairs changed in thirty days, and why?
select * from readiness.interoperability_difference(
    'NATO', %(as_of)s - interval '30 days', %(known_at)s - interval '30 days', %(as_of)s, %(known_at)s)
