-- name: positions
-- How far each partition of each topic has been stored.
select topic, partition, max(next_offset) from readiness.system_state() group by topic, partition;

-- name: stored_ids
-- Which events of these sources are in the ledger already.
select event_id from muster.ledger where source = any(%(sources)s);

-- name: do_not_wait_for_the_disk
-- Commits of this session need not be on disk before the next one begins.
set synchronous_commit = off;

-- name: wait_for_the_disk
-- From here on a commit is on disk, and every one before it.
set synchronous_commit = on;
