-- name: in_force
-- Which world is in force; the first, in a database from before there could be others.
select coalesce((select (to_jsonb(h) ->> 'world')::int from muster.head h), 1);

-- name: make_alone
-- Let one migration, and one making of a world, run at a time, to the end of the transaction.
select pg_advisory_xact_lock(7305002);

-- name: applied
-- What has been applied to a world, with the checksum each file had then.
select name, sha256 from muster.migration where world = %(world)s;

-- name: record
-- Remember that a file has been applied, as it was.
insert into muster.migration (world, name, sha256, applied_at)
values (%(world)s, %(name)s, %(sha256)s, %(applied_at)s)
on conflict (world, name) do update set sha256 = excluded.sha256, applied_at = excluded.applied_at;

-- name: functions_of
-- Every function of a schema as its name with the types of its arguments.
select p.oid::regprocedure::text
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname = %(schema)s and p.prokind = 'f';

-- name: wrappers
-- What makes a function of `readiness` of each function of a world that has no leading underscore.
with inner_function as (
    select
        p.oid,
        n.nspname as world,
        p.proname as name,
        (select string_agg('$' || i, ', ' order by i) from generate_series(1, p.pronargs) i) as arguments
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = %(schema)s and p.prokind = 'f' and p.proname not like '\_%%'
),
wrapper as (
    select
        *,
        format('readiness.%%I(%%s)', name, pg_get_function_identity_arguments(oid)) as signature
    from inner_function
)
select format(
    $ddl$create or replace function readiness.%%I(%%s) returns %%s
         language sql stable security definer set search_path = pg_catalog, pg_temp
         as %%L; comment on function %%s is %%L;
         revoke all on function %%s from public;
         grant execute on function %%s to muster_reader, muster_worker$ddl$,
    name, pg_get_function_arguments(oid), pg_get_function_result(oid),
    format('select * from %%I.%%I(%%s)', world, name, arguments),
    signature, obj_description(oid, 'pg_proc'), signature, signature)
from wrapper order by name;

-- name: astray
-- How many functions of `readiness` ask another world than this one.
select count(*) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname = 'readiness' and position('from ' || %(world)s || '.' in p.prosrc) = 0;

-- name: set_constant
-- One number of the method.
insert into method_constant (name, value) values (%(name)s, %(value)s)
on conflict (name) do update set value = excluded.value;

-- name: set_decay
-- How one class of evidence fades.
insert into decay (class, half_life_days, validity_days, half_life_parts)
values (
    %(class)s, %(half_life_days)s, %(validity_days)s,
    array(
        select round(power(2.0::float8, day / %(half_life_days)s::float8) * 68719476736)::bigint
        from generate_series(0, %(half_life_days)s - 1) as day order by day
    )
)
on conflict (class) do update
set half_life_days = excluded.half_life_days, validity_days = excluded.validity_days,
    half_life_parts = excluded.half_life_parts;

-- name: forget_sums
-- Running sums that fade otherwise than the method says now answer for nothing.
delete from summed_up
where half_lives is distinct from (select jsonb_object_agg(class, half_life_days) from decay);

-- name: forget_states
-- The states are written anew: what schemas/states.toml no longer names is none.
delete from state;

-- name: add_state
-- One state.
insert into state (code, alpha_2, name, is_in_use) values (%(code)s, %(alpha_2)s, %(name)s, %(is_in_use)s);

-- name: note_version
-- By which version of its fold a projection is made; where the ledger holds events and it was never named, by none.
insert into projection_version as v (projection, version)
select %(projection)s, case when head.seq = 0 then %(version)s else 0 end from muster.head
on conflict (projection) do update set version = excluded.version
where (select head.seq = 0 from muster.head) and v.version <> excluded.version;

-- name: versions
-- By which version of its fold each projection was made.
select projection, version from projection_version;

-- name: has_whatifs
-- Whether this database can have what-ifs yet.
select to_regclass('muster.whatif') is not null;

-- name: whatifs_of
-- The what-ifs that read a world; of no world in particular (0), all.
select whatif_id from muster.whatif where %(world)s in (0, world);

-- name: put_in_force
-- From now on workers write this world.
update muster.head set world = %(number)s;
