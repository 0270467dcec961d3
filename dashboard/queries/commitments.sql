-- name: compliance
-- One line per commitment of a body.
-- row: Compliance
select
    commitment_id, title, scored, actors, compliance_ratio, met, partly, missed, due_on, late, not_reported
from readiness.compliance(%(body)s, %(as_of)s, %(known_at)s);

-- name: commitments
-- One line per commitment and actor.
-- row: CommitmentLine
select
    commitment_id, title, metric, unit, actor, target, due_on, value, age_days, is_estimate,
    expected, score, is_late, is_counted, outcome
from readiness.commitments(%(body)s, %(as_of)s, %(known_at)s);

-- name: explain_commitment
-- One actor's standing on one commitment.
-- row: at most one Standing
select
    commitment_id, title, metric, unit, actor, baseline, target, direction, start_on, due_on, value,
    observed_on, age_days, is_estimate, expected, score, auto_score, score_stage, assessor, is_late,
    is_counted, outcome
from readiness.commitments(%(body)s, %(as_of)s, %(known_at)s)
where commitment_id = %(commitment)s::text and actor = %(actor)s::text;
