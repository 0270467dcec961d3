-- name: table
-- One indexed hypertable, as little as a consumer could do and still keep the events.
create table bare (
    recorded_at  timestamptz not null,
    occurred_at  timestamptz not null,
    id           uuid not null,
    type         text not null,
    subject      text,
    source       text,
    data         jsonb not null,
    topic        text not null,
    partition    int not null,
    "offset"     bigint not null
)

-- name: hypertable
-- The same chunks as Muster's projections.
select create_hypertable('bare', 'occurred_at', chunk_time_interval => interval '365 days')

-- name: index
-- No event twice.
create unique index on bare (id, occurred_at)

-- name: checkpoint
-- How far each partition has been read.
create table bare_checkpoint (
    topic text, partition int, "offset" bigint not null, primary key (topic, partition)
)

-- name: now
-- The moment of one transaction, stamped on all its rows.
select clock_timestamp()

-- name: copy
-- One transaction's events.
copy bare (recorded_at, occurred_at, id, type, subject, source, data, topic, partition, "offset")
from stdin

-- name: advance
-- The checkpoint, in the same transaction.
insert into bare_checkpoint values (%s, %s, %s)
on conflict (topic, partition) do update set "offset" = excluded."offset"

-- name: drop
-- What this or an earlier round left.
drop table if exists bare

-- name: drop_checkpoint
-- The same of the checkpoint; a hypertable must be dropped alone.
drop table if exists bare_checkpoint

-- name: rate
-- Events after the first transaction, and the seconds from its stamp to the last one's.
select
    count(*) filter (where recorded_at > first_at),
    extract(epoch from max(recorded_at) - max(first_at))::float8
from bare, (select min(recorded_at) as first_at from bare) as first
