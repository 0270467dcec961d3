-- name: rate
-- Events stored after the first transaction, and the seconds from its stamp to the last one's.
select
    count(*) filter (where recorded_at > first.at),
    extract(epoch from max(recorded_at) - max(first.at))::float8
from muster.ledger, (select min(recorded_at) as at from muster.ledger) as first

-- name: stored
-- How many events the ledger holds.
select seq from muster.head

-- name: dead
-- How many records became dead letters.
select count(*) from muster.dead_letter

-- name: rows
-- How many rows a table holds.
select count(*) from {table}
