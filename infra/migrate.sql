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
    -- So many sessions that no role can take another's: a server has a hundred, unless told otherwise.
    for role, most in values ('muster_worker', 60), ('muster_reader', 50), ('muster_door', 10) loop
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

-- name: lacks_password
-- Whether a role has no password yet.
select rolpassword is null from pg_authid where rolname = %(role)s;

-- name: free_role
-- Another name for the viewer of the dashboard takes the role from the old one; with logins nobody has it.
update muster.viewer set db_role = null where db_role = 'muster_reader' and name is distinct from %(viewer)s;

-- name: first_viewer
-- A database nobody has looked at yet gets one viewer, with every clearance.
insert into muster.viewer (name, clearance_rank, db_role)
select %(viewer)s, 4, 'muster_reader'
where not exists (select from muster.viewer where db_role is distinct from session_user)
on conflict (name) do nothing;

-- name: viewers
-- Who the dashboard may read as: everybody but the owner.
select name from muster.viewer where db_role is distinct from session_user and revoked_at is null order by name;

-- name: set_role
-- The viewer of the dashboard's role.
update muster.viewer set db_role = 'muster_reader' where name = %(viewer)s;

-- name: reads_as
-- As which viewer this connection reads.
select viewer from readiness.reader();

-- name: set_owner
-- The owner of the database reads everything.
insert into muster.viewer (name, clearance_rank, db_role) values ('owner', 4, session_user)
on conflict do nothing;
