-- name: database_exists
-- One row if a database of this name is there.
select from pg_database where datname = %(name)s

-- name: create_database
-- The database Muster lives in; its name is put in by the caller, as a quoted identifier.
create database {name}

-- name: create_extension
-- TimescaleDB in the database; nothing happens where it is there already.
create extension if not exists timescaledb

-- name: version
-- One row: versions of PostgreSQL and TimescaleDB (one in brackets is not yet in this database), and the licence.
select current_setting('server_version'),
       current_setting('timescaledb.license', true),
       coalesce(
           (select extversion from pg_extension where extname = 'timescaledb'),
           (select '(' || default_version || ')' from pg_available_extensions where name = 'timescaledb')
       )

-- name: is_migrated
-- One row: whether the database can tell about itself.
select to_regprocedure('readiness.system_state()') is not null

-- name: system
-- One row per figure an operator asks for first: what it is, and what it is now.
with state as (select * from readiness.system_state()),
     alive as (
         select count(*) as n from readiness.workers()
         where stopped_reason is null and seen_at > clock_timestamp() - interval '60 seconds'
     )
select 'events in the ledger', seq::text from readiness.head()
union all
select 'newest event recorded at', to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')
from readiness.head() where seq > 0
union all
select 'workers seen in the last minute', n::text from alive
union all
select
    concat('clock of ', host, ', worker ', slot),
    format('%%s s %%s the database''s, by which everything is judged and recorded: set it',
        round(abs(ahead_s)::numeric, 1), case when ahead_s > 0 then 'ahead of' else 'behind' end)
from readiness.worker_clocks() where abs(ahead_s) > 2
union all
select 'dead letters', coalesce(sum(dead), 0)::text from state
union all
select 'paused partitions', count(*)::text from state where paused_at is not null
union all
select concat('rebuild into world ', number), case
    when until_seq is null then 'begins'
    when caught_up_seq is not null then concat('holds the rows of ', caught_up_seq, ' events')
    else concat(done * 100 / greatest(until_seq, 1), ' %% of ', until_seq, ' events')
    end || case when seen_at < clock_timestamp() - interval '60 seconds'
    then '; nobody is at it, to go on: muster rebuild' else '' end
from muster.world w cross join lateral (
    select coalesce(sum(last_seq - first_seq + 1), 0)::bigint as done
    from muster.world_slice s where s.world = w.number and s.is_done
) slices
where w.state = 'filling'
union all
select concat('kept from before: world ', number), 'to go back: muster rebuild back; to remove it: muster rebuild drop'
from muster.world where state = 'former'
union all
select concat('paused: ', topic, '/', partition),
    -- Two dashes in a row would begin a comment.
    concat(
        pause_reason, '; to go on: muster worker -', '-resume ',
        case when starts_with(topic, %(prefix)s) then substr(topic, length(%(prefix)s) + 1) else topic end,
        '/', partition
    )
from state where paused_at is not null

-- name: troubles
-- What keeps events from being stored, or concerns whoever sends them, one row each.
select concat('no worker is at work', coalesce(
    '; the last was seen at '
    || to_char(max(seen_at) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'), ''
))
from readiness.workers()
having count(*) filter (where stopped_reason is null and seen_at > clock_timestamp() - interval '30 seconds') = 0
union all
select concat(topic, '/', partition, ' is paused: ', pause_reason)
from readiness.system_state() where paused_at is not null and starts_with(topic, %(prefix)s)
union all
select concat(
    'source ', coalesce(nullif(source, ''), 'unknown'), ' is set aside on ', topic, ' since ',
    to_char(since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), ': ', reason, ', ', detail,
    '; once it is mended: muster worker -', '-resume-source ', coalesce(nullif(source, ''), 'unknown')
)
from muster.source_set_aside where starts_with(topic, %(prefix)s)
