-- name: are_there
-- Whether this database has what viewers are kept in.
select to_regclass('muster.viewer_password') is not null;

-- name: put_viewer
-- Make a viewer, or change what one may see; gives whether it is new. One that was revoked is back, without its password.
insert into muster.viewer (name, clearance_rank, nation, roles)
values (%(viewer)s, %(clearance_rank)s, %(nation)s, %(roles)s)
on conflict (name) do update
set clearance_rank = excluded.clearance_rank, nation = excluded.nation, roles = excluded.roles, revoked_at = null
returning xmax = 0;

-- name: viewers
-- Every viewer but the owner of the database, with how one signs in.
select
    v.name, v.clearance_rank, v.nation, v.roles, p.viewer is not null as has_password, v.subject,
    v.db_role is not null as reads_for_all, v.revoked_at,
    (
        select count(*) from muster.session s
        where s.viewer = v.name and s.idle_for is not null and s.expires_at > now() and s.seen_at + s.idle_for > now()
    )::int as sessions
from muster.viewer v
left join muster.viewer_password p on p.viewer = v.name
where v.db_role is distinct from session_user
order by v.revoked_at is not null, v.name;

-- name: revocable
-- Whether there is such a viewer, and which role of the database reads as it; nobody changes it meanwhile.
select db_role from muster.viewer where name = %(viewer)s for update;

-- name: revoke
-- Nobody reads as this viewer any more; what was written names it, so it stays.
with forgotten as (delete from muster.viewer_password where viewer = %(viewer)s)
update muster.viewer set revoked_at = clock_timestamp() where name = %(viewer)s and revoked_at is null;

-- name: set_password
-- The hash of a viewer's password; no row where there is no such viewer, or where somebody else vouches for it.
insert into muster.viewer_password (viewer, hash)
select v.name, %(hash)s from muster.viewer v
where v.name = %(viewer)s and v.revoked_at is null and v.subject is null and v.db_role is distinct from session_user
on conflict (viewer) do update set hash = excluded.hash, set_at = clock_timestamp()
returning viewer;

-- name: reads_as
-- As which viewer this connection reads.
select viewer from readiness.reader();
