-- name: partitions
-- How far each partition is stored, and how far its log goes.
select
    topic, partition, next_offset, end_offset, end_seen_at, unread, oldest_unread_at, oldest_unread_s,
    stored, duplicates, dead, gaps, paused_at, pause_reason, updated_at, updated_s
from readiness.partitions();

-- name: storing
-- Whether anybody stores events just now.
select workers, last_seen_at from readiness.storing();
