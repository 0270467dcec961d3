-- name: positions
-- How far each partition of each topic has been stored.
select topic, partition, max(next_offset) from readiness.system_state() group by topic, partition;

-- name: stored_ids
-- Which events of these sources are in the ledger already.
select event_id from muster.ledger where source = any(%(sources)s);
