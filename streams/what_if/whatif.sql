-- name: take_turn
-- One what-if, migration or making of a world at a time, as long as the session lives.
select pg_advisory_lock(7305002);

-- name: see_one_moment
-- Every statement of the transaction sees the ledger as it is now, takes its time, and sorts in memory what fits.
set transaction isolation level repeatable read;
set local lock_timeout = '10s';
set local idle_in_transaction_session_timeout = 0;
set local client_min_messages = warning;
set local jit = off;
set local work_mem = '128MB';
set local timezone = 'UTC';

-- name: naming
-- The events under these labels that may name an exercise: those of which rows do, and those whose text has its name.
select l.seq, l.recorded_at, l.event
from muster.ledger l
where l.label_id = any(%(labels)s::bigint[]) and l.seq = any(%(seqs)s::bigint[])
union
select l.seq, l.recorded_at, l.event
from muster.ledger l
where l.label_id = any(%(labels)s::bigint[]) and l.type = any(%(types)s::text[]) and position(%(exercise_id)s in l.event) > 0;

-- name: columns
-- The columns of a table, in their order.
select array_agg(a.attname::text order by a.attnum)
from pg_attribute a
where a.attrelid = format('%%I.%%I', %(schema)s::text, %(table)s::text)::regclass and a.attnum > 0 and not a.attisdropped;

-- name: others
-- The tables and the types of rows of a world; of each, whether it is only a type.
select c.relname::text, c.relkind = 'c' from pg_class c
where c.relnamespace = %(schema)s::regnamespace and c.relkind in ('r', 'p', 'v', 'c')
order by c.relname;

-- name: copy_flags
-- What is said of amendments as of this moment.
insert into amendment_flag select ledger_seq, flag from {trunk}.amendment_flag;

-- name: add_whatif
-- A what-if as it is computed now.
insert into muster.whatif (whatif_id, name, author, label_ids, edits, world, seq, known_at, heard_at, ends_at)
values (
    %(whatif_id)s, %(name)s, %(author)s, %(label_ids)s, %(edits)s, %(world)s, %(seq)s, %(known_at)s, %(heard_at)s, %(ends_at)s)
on conflict (whatif_id) do update set
    made_at = clock_timestamp(), author = excluded.author, label_ids = excluded.label_ids, edits = excluded.edits,
    world = excluded.world, seq = excluded.seq, known_at = excluded.known_at, heard_at = excluded.heard_at, ends_at = excluded.ends_at;

-- name: forget_whatif
-- It was never made.
delete from muster.whatif where whatif_id = %(whatif_id)s;

-- name: keep_places
-- An event that says something else came from where it came from.
update own_ledger o set topic = l.topic, topic_epoch = l.topic_epoch, partition = l.partition, "offset" = l."offset"
from muster.ledger l where l.seq = o.seq and l.seq in (select h.seq from hidden_event h);

-- name: add_retractions
-- In the comparison the events that are left out are taken back, by nobody; numbers below all others never meet one.
insert into own_ledger (
    seq, recorded_at, occurred_at, source, event_id, type, version, subject, label_id, root_source, root_id, content_sha256, event,
    topic, topic_epoch, partition, "offset")
select
    -seq, %(heard_at)s, occurred_at, source, event_id || ' left out', 'org.muster.event.retracted', 1, subject, label_id, source,
    event_id, content_sha256,
    jsonb_build_object('data', jsonb_build_object('amends', jsonb_build_object('source', source, 'id', event_id))),
    topic, topic_epoch, partition, "offset"
from muster.ledger where seq = any(%(seqs)s::bigint[]);

-- name: wrappers
-- What makes a function for readers of each function of a schema that has no leading underscore. Nobody who may not see the
-- what-if gets a row of it, and nothing is known in it after it ends.
with inner_function as (
    select
        p.oid, p.proname as name,
        (
            select string_agg(
                case
                    when p.proargnames[i] in ('known_at', 'from_known_at', 'to_known_at')
                        then format('least($%%s, %%L::timestamptz)', i, %(ends_at)s::timestamptz)
                    else '$' || i
                end, ', ' order by i)
            from generate_series(1, p.pronargs) i
        ) as arguments
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = %(schema)s and p.prokind = 'f' and p.proname not like '\_%%'
)
select format(
    $ddl$create function %%I.%%I(%%s) returns %%s
         language sql stable security definer set search_path = pg_catalog, pg_temp
         as %%L; comment on function %%s is %%L;
         revoke all on function %%s from public;
         grant execute on function %%s to muster_reader$ddl$,
    %(readers)s::text, name, pg_get_function_arguments(oid), pg_get_function_result(oid),
    format('select * from %%I.%%I(%%s) where muster.may_see_whatif(%%L)', %(schema)s::text, name, arguments, %(whatif_id)s::text),
    signature, obj_description(oid, 'pg_proc'), signature, signature)
from inner_function,
    lateral (select format('%%I.%%I(%%s)', %(readers)s::text, name, pg_get_function_identity_arguments(oid)) as signature) s
order by name;
