-- name: tables
-- Bytes of each table of the ledger and of the world in use, rows and indexes apart; chunks count as their table.
with own as (
    select
        c.oid,
        c.relname::text as name
    from pg_class as c
    inner join pg_namespace as n on c.relnamespace = n.oid
    where c.relkind in ('r', 'p') and n.nspname in ('muster', 'muster_1')
), pieces as (
    select oid, name from own
    union all
    select
        i.inhrelid,
        own.name
    from own
    inner join pg_inherits as i on own.oid = i.inhparent
)
select
    name,
    sum(pg_table_size(oid))::bigint as rows_bytes,
    sum(pg_indexes_size(oid))::bigint as index_bytes
from pieces
group by name
order by name

-- name: indexes
-- Bytes of each index of the ledger.
select
    indexrelid::regclass::text as name,
    pg_relation_size(indexrelid) as index_bytes
from pg_index
where indrelid = 'muster.ledger'::regclass
order by 1
