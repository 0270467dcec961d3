-- name: positions
-- How far each partition of each topic has been stored.
select topic, partition, max(next_offset) from readiness.system_state() group by topic, partition;
