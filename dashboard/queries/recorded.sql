-- name: what_became
-- What became of an event that was typed in here.
-- row: at most one Became
select status, seq, recorded_at, reason, detail from readiness.what_became(%(id)s);
