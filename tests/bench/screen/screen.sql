-- name: read
-- How many records of all partitions have been read.
select coalesce(sum(next_offset), 0) from readiness.system_state()

-- name: numbers
-- Under which numbers these events were recorded.
select seq, event_id from readiness.events(max_rows => %(rows)s) where event_id = any (%(ids)s)
