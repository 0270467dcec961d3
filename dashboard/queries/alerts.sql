-- name: alert_counts
-- How many alerts of who asks are open, and how many of them nobody has taken care of.
-- row: one AlertCounts
select open, unacknowledged, highest from readiness.alert_counts();

-- name: act_on_my_alert
-- Acknowledge or shelve an alert as the viewer who asks, or end shelving; says what came of it.
select muster.act_on_my_alert(%(act)s, %(of_episode)s, %(of_shelf)s, %(new_id)s, %(lasts)s, %(why)s) as became;
