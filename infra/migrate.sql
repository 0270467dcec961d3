-- name: take_lock
-- Let one migration of this database run at a time.
select pg_advisory_lock(7305002);

-- name: prepare
-- The extension, the schema, the roles and the list of what has been applied; safe to run again.
create extension if not exists timescaledb;
create schema if not exists muster;
do $$
declare
    role text;
    most int;
begin
    -- So many sessions that neither role can take the other's: a server has a hundred, unless told otherwise.
    for role, most in values ('muster_worker', 60), ('muster_reader', 50) loop
        begin
            execute format('create role %I login', role);
        -- Roles belong to the whole server: another database's migration may just have made them.
        exception when duplicate_object or unique_violation then null;
        end;
        begin
            if (select rolconnlimit from pg_roles where rolname = role) = -1 then
                execute format('alter role %I connection limit %s', role, most);
            end if;
        -- The same, at the same moment.
        exception when internal_error then null;
        end;
    end loop;
    execute format('revoke temporary on database %I from public', current_database());
    execute format('grant temporary on database %I to muster_worker', current_database());
    execute format('alter role muster_reader in database %I set jit = off', current_database());
    execute format('alter role muster_reader in database %I set work_mem = ''64MB''', current_database());
    execute format('alter role muster_reader in database %I set default_transaction_read_only = on', current_database());
end $$;
create table if not exists muster.migration (
    world int not null check (world >= 0),
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null,
    primary key (world, name)
);
comment on table muster.migration is 'Which file was applied to which world; world 0 is the core that all worlds share.';

-- name: is_begun
-- Whether anything of Muster is in this database.
select to_regclass('muster.migration') is not null;

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
    $ddl$create function readiness.%%I(%%s) returns %%s
         language sql stable security definer set search_path = pg_catalog, pg_temp
         as %%L; comment on function %%s is %%L;
         revoke all on function %%s from public;
         grant execute on function %%s to muster_reader, muster_worker$ddl$,
    name, pg_get_function_arguments(oid), pg_get_function_result(oid),
    format('select * from %%I.%%I(%%s)', world, name, arguments),
    signature, obj_description(oid, 'pg_proc'), signature, signature)
from wrapper order by name;

-- name: worker_lacks_password
-- Whether the role that writes has no password yet.
select rolpassword is null from pg_authid where rolname = 'muster_worker';

-- name: free_role
-- Another name for the viewer of the dashboard takes the role from the old one.
update muster.viewer set db_role = null where db_role = 'muster_reader' and name <> %(viewer)s;

-- name: first_viewer
-- A database nobody has looked at yet gets one viewer, with every clearance.
insert into muster.viewer (name, clearance_rank, db_role)
select %(viewer)s, 4, 'muster_reader'
where not exists (select from muster.viewer where db_role is distinct from session_user)
on conflict (name) do nothing;

-- name: viewers
-- Who the dashboard may read as: everybody but the owner.
select name from muster.viewer where db_role is distinct from session_user order by name;

-- name: set_role
-- The viewer of the dashboard's role.
update muster.viewer set db_role = 'muster_reader' where name = %(viewer)s;

-- name: reads_as
-- As which viewer this connection reads.
select viewer from readiness.reader();

-- name: put_viewer
-- Make a viewer, or change what one may see; gives whether it is new.
insert into muster.viewer (name, clearance_rank, nation)
values (%(viewer)s, %(clearance_rank)s, %(nation)s)
on conflict (name) do update set clearance_rank = excluded.clearance_rank, nation = excluded.nation
returning xmax = 0;

-- name: astray
-- How many functions of `readiness` ask another world than this one.
select count(*) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname = 'readiness' and position('from ' || %(world)s || '.' in p.prosrc) = 0;

-- name: set_owner
-- The owner of the database reads everything.
insert into muster.viewer (name, clearance_rank, db_role) values ('owner', 4, session_user)
on conflict do nothing;

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
