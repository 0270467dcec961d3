-- name: workers_seen
-- The last worker of each slot, and how long ago it was seen.
-- row: Worker
select slot, host, pid, started_at, seen_at, seen_s, stopped_reason from readiness.workers_seen();

-- name: rates
-- How many events were recorded lately.
-- row: Rate
select within_s, events from readiness.rates();

-- name: dead_letter_reasons
-- Why records could not become events, and how many lately.
-- row: DeadReason
select reason, in_all, last_day, last_hour, newest_at from readiness.dead_letter_reasons();

-- name: viewers
-- Who may see what.
-- row: Viewer
select name, clearance_rank, nation, labels, of_labels, has_role, sessions from readiness.viewers();

-- name: versions
-- Which world is read, and which files made it.
-- row: Version
select world, files, newest_file, applied_at, functions_at from readiness.versions();

-- name: verified
-- What the last run of `muster verify` found.
-- row: Comparison
select verified_at, seq, check_name, of_what, expected, found, first_difference, is_ok
from readiness.verified();

-- name: rebuilds
-- How far a rebuild is, and what is kept from before the last one.
-- row: Rebuild
select world, state, events, of_events, is_at_work, began_at, seen_at, left_s from readiness.rebuilds();
