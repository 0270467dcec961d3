-- name: take_time
-- This session may take its time: its transactions are long, and what a crash of the server takes of them is made again.
select
    set_config('lock_timeout', '0', false),
    set_config('idle_in_transaction_session_timeout', '0', false),
    set_config('synchronous_commit', 'off', false),
    set_config('maintenance_work_mem', '256MB', false),
    set_config('client_min_messages', 'warning', false),
    set_config('timezone', 'UTC', false);

-- name: take_turn
-- Is nobody else at it? Held as long as the session lives.
select pg_try_advisory_lock(7305007);

-- name: worlds
-- Every world there is, in the order of their numbers.
select number, state, until_seq, caught_up_seq, is_indexed, is_compared, began_at, seen_at, switched_at
from muster.world order by number;

-- name: progress
-- How far each world is that is not in use.
select world, state, events, of_events, is_at_work, left_s from readiness.rebuilds();

-- name: begin_world
-- A new world, in which there is nothing yet.
insert into muster.world (number, state) select max(number) + 1, 'filling' from muster.world returning number;

-- name: set_versions
-- By which version of its fold a projection of the new world is made.
insert into projection_version (projection, version) values (%(projection)s, %(version)s)
on conflict (projection) do update set version = excluded.version;

-- name: versions
-- By which version of its fold each projection of the world that names mean was made.
select projection, version from projection_version;

-- name: add_slices
-- The ledger as it is now, cut into slices, and the world that is filled with them.
with until as (select seq from muster.head), slice as (
    insert into muster.world_slice (world, first_seq, last_seq)
    select %(number)s, first_seq, least(first_seq + %(size)s - 1, until.seq)
    from until, generate_series(1, until.seq, %(size)s) as first_seq
)
update muster.world set until_seq = until.seq from until where number = %(number)s;

-- name: add_read_slices
-- The ledger as it is now: cut as an archive of it is read, and what came after the archive as it is otherwise.
with until as (select seq from muster.head), read as (
    select u.first_seq, u.last_seq
    from until, unnest(%(firsts)s::bigint[], %(lasts)s::bigint[]) as u (first_seq, last_seq)
    where u.last_seq <= until.seq
),
slice as (
    insert into muster.world_slice (world, first_seq, last_seq)
    select %(number)s, first_seq, last_seq from read
    union all
    select %(number)s, first_seq, least(first_seq + %(size)s - 1, until.seq)
    from until, generate_series((select coalesce(max(last_seq), 0) + 1 from read), until.seq, %(size)s) as first_seq
)
update muster.world set until_seq = until.seq from until where number = %(number)s;

-- name: amended
-- The events that are amended by an event up to a number.
select distinct root_source, root_id from muster.ledger where root_id is not null and seq <= %(until_seq)s;

-- name: claim_slice
-- The first slice that is not done and that nobody is at, to the end of the transaction.
select first_seq, last_seq from muster.world_slice
where world = %(number)s and not is_done
order by first_seq limit 1 for update skip locked;

-- name: slice_done
-- This slice is in the world.
update muster.world_slice set is_done = true where world = %(number)s and first_seq = %(first_seq)s;

-- name: events_done
-- How many events are in the slices that are done.
select coalesce(sum(last_seq - first_seq + 1), 0)::bigint from muster.world_slice where world = %(number)s and is_done;

-- name: seen
-- Somebody is at it.
update muster.world set seen_at = clock_timestamp() where number = %(number)s;

-- name: events_between
-- The events of a slice; of an amendment only what it amends. An event that is amended by an event up to a number says so.
select
    case when l.root_id is null then l.event end, l.root_source, l.root_id,
    l.root_id is null and exists (
        select from muster.ledger m
        where m.root_source = l.source and m.root_id = l.event_id and m.seq <= %(until_seq)s
    ),
    l.type, l.version, l.date_precision, l.occurred_at, l.label_id, l.sequence, l.source, l.event_id, l.seq, l.recorded_at
from muster.ledger l
where l.seq between %(first_seq)s and %(last_seq)s;

-- name: forget_flags
-- Nothing is said about these amendments.
delete from amendment_flag where ledger_seq = any(%(seqs)s);

-- name: droppable_indexes
-- The indexes of a world that no constraint needs.
select i.indexname from pg_indexes i
where i.schemaname = %(schema)s and i.tablename = any(%(tables)s)
  and not exists (
      select from pg_constraint c where c.conindid = format('%%I.%%I', i.schemaname, i.indexname)::regclass
  );

-- name: missing_indexes
-- What makes the indexes that one world has and another not, by table; and how many bytes the table has.
select
    i.tablename, i.indexname,
    replace(i.indexdef, format(' ON %%I.', i.schemaname), format(' ON %%I.', %(schema)s::text))
from pg_indexes i
where i.schemaname = %(like)s and i.tablename = any(%(tables)s)
  and not exists (select from pg_indexes m where m.schemaname = %(schema)s and m.indexname = i.indexname)
order by i.tablename, i.indexname;

-- name: slices_folded
-- All slices are in the world, and its indexes are made.
update muster.world set is_indexed = true, caught_up_seq = until_seq, seen_at = clock_timestamp() where number = %(number)s;

-- name: caught_up
-- The world holds the rows of every event up to this one.
update muster.world set caught_up_seq = %(seq)s, seen_at = clock_timestamp() where number = %(number)s;

-- name: compared
-- Its rows have been compared with those in use.
update muster.world set is_compared = true where number = %(number)s;

-- name: moment_of
-- When an event was recorded; of the number 0, when nothing was.
select coalesce((select recorded_at from muster.ledger where seq = %(seq)s), '1970-01-01Z'::timestamptz);

-- name: end_of_moment
-- The last event that was recorded at the moment of this one.
select coalesce(
    (
        select l.seq - 1 from muster.ledger l
        where l.seq > %(seq)s and l.recorded_at > (select m.recorded_at from muster.ledger m where m.seq = %(seq)s)
        order by l.seq limit 1
    ),
    (select h.seq from muster.head h)
);

-- name: lock_writers
-- Nobody writes to the end of the transaction; whoever asks long for it is waited for a moment only.
set local lock_timeout = '1s';
set local synchronous_commit = on;
select from muster.head for update;

-- name: transactions
-- The transactions there are now, but for those that wait for a writer; each with its process and whose it is.
select l.virtualxid, a.pid, a.application_name
from pg_locks l join pg_stat_activity a using (pid)
where l.locktype = 'virtualxid' and l.mode = 'ExclusiveLock' and l.granted
  and a.datname = current_database() and l.pid <> pg_backend_pid()
  and coalesce(a.backend_type, 'client backend') in ('client backend', 'parallel worker')
  and not exists (
      select from pg_locks w where w.pid = l.pid and not w.granted and w.locktype in ('transactionid', 'tuple')
  );

-- name: switch
-- This world is in force, and the one that was is kept as the former one.
update muster.world w set
    state = case when w.number = %(number)s then 'in force' else 'former' end,
    caught_up_seq = case when w.number = %(number)s then null else h.seq end,
    until_seq = case when w.number = %(number)s then null else h.seq end,
    switched_at = clock_timestamp()
from muster.head h
where w.number = %(number)s or w.state = 'in force';

-- name: forget_sums
-- Running sums of this world answer for nothing.
delete from summed_up;

-- name: drop_world
-- A world that is not in force, and all that is noted of it.
with gone as (delete from muster.world where number = %(number)s and state <> 'in force')
delete from muster.migration where world = %(number)s;
