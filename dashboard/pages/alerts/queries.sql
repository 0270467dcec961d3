-- name: alerts
-- The alerts of who asks: open ones first, the most urgent before the others.
-- row: Alert
select
    episode_id, rule, kind, priority, decision, response, subject, said, raised_at, cleared_at, acknowledged_at, acknowledged_by,
    cause_seqs, true_since, shelved_until, delivery, last_error
from readiness.alerts(max_rows => %(max_rows)s);

-- name: alert_rules
-- The rules of who asks.
-- row: AlertRule
select name, kind, about, priority, decision, response, hold_s, group_s, channel, address, ceiling_rank, made_at
from readiness.alert_rules();

-- name: alert_shelves
-- What who asks has shelved.
-- row: Shelf
select shelf_id, rule, subject, shelved_at, until_at, why from readiness.alert_shelves();

-- name: alert_annunciations
-- When who asks was told of what since a moment, and what still stands.
-- row: Annunciation
select raised_at, rule, subject, priority, cleared_at, acknowledged_at from readiness.alert_annunciations(%(from_at)s);

-- name: alert_watch
-- When the rules were evaluated last.
-- row: at most one Watch
select evaluated_at, behind_s from readiness.alert_watch();
