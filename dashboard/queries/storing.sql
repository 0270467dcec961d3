-- name: partitions
-- How far each partition is stored, and how far its log goes.
-- row: Partition
select
    topic, partition, next_offset, end_offset, end_seen_at, unread, oldest_unread_at, oldest_unread_s,
    stored, duplicates, dead, gaps, paused_at, pause_reason, updated_at, updated_s
from readiness.partitions();

-- name: storing
-- Whether anybody stores events just now.
-- row: one Storing
select workers, last_seen_at from readiness.storing();

-- name: system_state
-- How far each partition has been read.
-- row: PartitionState
select
    topic, partition, next_offset, stored, duplicates, dead, paused_at, pause_reason, updated_at
from readiness.system_state();

-- name: dead_letters
-- The newest records that could not become events.
-- row: DeadLetter
select
    topic, epoch, is_newest_epoch, partition, "offset", recorded_at, reason, detail, size_bytes, source, event_id, state
from readiness.dead_letters(%(max_rows)s, %(state)s, %(reason)s);
