-- Walls: screens that nobody sits at. Each is paired once, by a code that it shows, and then reads as a viewer until it is ended.

alter table session
    add column wall text collate "C" unique check (wall ~ '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$'),
    add column shows text check (shows ~ '^/[a-z]*\?wall=1&pages=[a-z,]+&every=[0-9]+$'),
    add column paired_by text,
    add constraint a_wall_says_what_it_shows check (num_nulls(wall, shows, paired_by) in (0, 3));
comment on column session.wall is 'The name of the screen, where the session is a wall''s; null for people and commands.';
comment on column session.shows is 'The address of the pages that a wall shows in turn.';
comment on column session.paired_by is 'Who paired it: a viewer, or the user who ran the command.';

create table wall_code (
    token_sha256  bytea primary key check (length(token_sha256) = 32),
    code_sha256   bytea not null unique check (length(code_sha256) = 32),
    origin        text not null,
    ends_at       timestamptz not null
);
comment on table wall_code is 'Screens that show a code and wait to be paired. The token of the device becomes its session''s; only hashes are kept.';
comment on column wall_code.origin is 'The address from which the screen asked.';

create function ask_for_wall(new_token_sha256 bytea, new_code_sha256 bytea, address text) returns bool
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    delete from wall_code c where c.ends_at < clock_timestamp();
    -- Who asks without end keeps only an own address from asking; all together are bounded, too.
    if (select count(*) from wall_code c where c.origin = address) >= 20 or (select count(*) from wall_code) >= 1000 then
        return false;
    end if;
    insert into wall_code (token_sha256, code_sha256, origin, ends_at)
    values (new_token_sha256, new_code_sha256, address, clock_timestamp() + interval '10 minutes');
    return true;
end $$;
comment on function ask_for_wall is 'Lets a screen wait for its pairing; false when too many do.';

create function wall_state(of_sha256 bytea) returns text
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    return coalesce(
        (select o.shows from _open_session(of_sha256) o where o.wall is not null),
        (select 'waits' from wall_code c where c.token_sha256 = of_sha256 and c.ends_at > clock_timestamp()),
        'none'
    );
end $$;
comment on function wall_state is 'What a screen that shows a code is to do: show these pages, wait, or ask anew.';

create function _pair_wall(
    of_code_sha256 bytea, as_viewer text, screen text, its_pages text, lasts interval, by_whom text
) returns text
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    waits wall_code;
begin
    perform from viewer v where v.name = as_viewer and v.revoked_at is null and v.db_role is null for update;
    if not found then
        return 'viewer';
    end if;
    if exists (select from session s where s.wall = screen and s.expires_at > clock_timestamp()) then
        return 'name';
    end if;
    -- Taken away as it is used: a code pairs once, whoever else has it at this moment.
    delete from wall_code c where c.code_sha256 = of_code_sha256 and c.ends_at > clock_timestamp() returning c.* into waits;
    if waits.token_sha256 is null then
        return 'code';
    end if;
    delete from session s where s.wall = screen;
    -- A screen that was off for a day is paired again.
    insert into session (token_sha256, viewer, expires_at, idle_for, wall, shows, paired_by)
    values (waits.token_sha256, as_viewer, clock_timestamp() + lasts, interval '24 hours', screen, its_pages, by_whom);
    return '';
end $$;
comment on function _pair_wall is 'Lets the screen that shows this code read as a viewer; else says which of code, viewer and name is wrong.';

create function _administrator(by_sha256 bytea) returns text
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    return (
        select v.name from _open_session(by_sha256) o join viewer v on v.name = o.viewer
        where 'administrator' = any (v.roles) and o.wall is null
    );
end $$;
comment on function _administrator is 'The administrator whose session this is; null when it is nobody''s of that role.';

create function pair_wall(
    by_sha256 bytea, of_code_sha256 bytea, as_viewer text, screen text, its_pages text, lasts interval, address text
) returns text
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    by_whom text := _administrator(by_sha256);
    wait_s int;
    wrong text;
begin
    if by_whom is null then
        return 'role';
    end if;
    -- A code is guessed no faster than a password.
    wait_s := attempt_sign_in('pairing by ' || by_whom, address);
    if wait_s > 0 then
        return wait_s::text;
    end if;
    wrong := _pair_wall(of_code_sha256, as_viewer, screen, its_pages, lasts, by_whom);
    if wrong <> 'code' then
        delete from sign_in_attempt a where a.kind = 'account' and a.of_sha256 = sha256(convert_to('pairing by ' || by_whom, 'UTF8'));
        update sign_in_attempt a set failed = greatest(a.failed - 1, 0)
        where a.kind = 'address' and a.of_sha256 = sha256(convert_to(address, 'UTF8'));
    end if;
    perform audit(
        'wall.pair', case wrong when '' then 'done' else 'refused' end, 'viewer', by_whom, address, screen,
        jsonb_build_object('viewer', as_viewer, 'shows', its_pages, 'wrong', nullif(wrong, ''))
    );
    return wrong;
end $$;
comment on function pair_wall is 'The same by an administrator who is signed in; else role, or how many seconds to wait after too many wrong codes.';

create function walls_for(by_sha256 bytea)
returns table (name text, viewer text, shows text, paired_by text, paired_at timestamptz, seen_at timestamptz, ends_at timestamptz)
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select s.wall::text, s.viewer, s.shows, s.paired_by, s.began_at, s.seen_at, least(s.expires_at, s.seen_at + s.idle_for)
    from session s
    where s.wall is not null and _administrator($1) is not null
        and s.expires_at > clock_timestamp() and s.seen_at + s.idle_for > clock_timestamp()
    order by s.wall;
end $$;
comment on function walls_for is 'Every wall that is paired, for an administrator.';

create function end_wall(by_sha256 bytea, screen text, address text) returns bool
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    by_whom text := _administrator(by_sha256);
begin
    if by_whom is null then
        return false;
    end if;
    delete from session s where s.wall = screen;
    if found then
        perform audit('wall.end', 'done', 'viewer', by_whom, address, screen);
    end if;
    return true;
end $$;
comment on function end_wall is 'Ends a wall as an administrator; false for anybody else.';

-- A wall only looks, whatever else its viewer may.
create or replace function me() returns viewer
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    token text := current_setting('muster.session', true);
    its session;
    found viewer;
begin
    if coalesce(token, '') <> '' then
        -- A token that is set but not valid is nobody, never the role behind the connection.
        its := _open_session(sha256(convert_to(token, 'UTF8')));
        select viewer.* into found from viewer where viewer.name = its.viewer;
        if its.wall is not null then
            found.roles := '{viewer}';
        end if;
    else
        select viewer.* into found from viewer where viewer.db_role = session_user and viewer.revoked_at is null;
    end if;
    return found;
end $$;

drop function my_session();
create function my_session()
returns table (
    viewer text, clearance_rank int, nation text, roles text[], began_at timestamptz, idle_until timestamptz, expires_at timestamptz,
    wall text
)
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select
        v.name, v.clearance_rank::int, v.nation::text, case when s.wall is null then v.roles else '{viewer}' end, s.began_at,
        s.seen_at + s.idle_for, s.expires_at, s.wall::text
    from _open_session(sha256(convert_to(coalesce(current_setting('muster.session', true), ''), 'UTF8'))) s
    join viewer v on v.name = s.viewer;
end $$;
comment on function my_session() is
    'Whose session is it, what may that viewer, until when is it open, and which wall is it? No row when it is not.';

-- Ten sessions at once, and signing out everywhere, are of people: a wall is ended by itself.
create or replace function _begin_session(account text, new_sha256 bytea, idle interval, lasts interval) returns void
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    -- What somebody else removes just now is left to them: who holds the trail already must wait for no row.
    delete from session s where s.token_sha256 in (
        select o.token_sha256 from session o
        where o.expires_at < clock_timestamp() or o.seen_at + o.idle_for < clock_timestamp()
        for update skip locked
    );
    -- Ten at once: the next one ends the oldest.
    delete from session s where s.token_sha256 in (
        select o.token_sha256 from session o
        where o.viewer = account and o.idle_for is not null and o.wall is null
        order by o.began_at desc offset 9
        for update skip locked
    );
    insert into session (token_sha256, viewer, expires_at, idle_for)
    values (new_sha256, account, clock_timestamp() + lasts, idle);
    perform audit('sign-in', 'done', 'viewer', account, coalesce(current_setting('muster.origin', true), ''), '');
end $$;

create or replace function end_session(wanted_sha256 bytea, everywhere bool) returns void
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    known session := _open_session(wanted_sha256);
    address text := coalesce(current_setting('muster.origin', true), '');
begin
    if everywhere and known.wall is null then
        delete from session s where s.viewer = known.viewer and s.idle_for is not null and s.wall is null;
    end if;
    delete from session s where s.token_sha256 = wanted_sha256;
    if known.wall is not null then
        perform audit('wall.end', 'done', 'viewer', known.viewer, address, known.wall);
    elsif known.viewer is not null then
        perform audit('sign-out', 'done', 'viewer', known.viewer, address, '', jsonb_build_object('everywhere', everywhere));
    end if;
end $$;

revoke all on function
    my_session(), ask_for_wall(bytea, bytea, text), wall_state(bytea), _pair_wall(bytea, text, text, text, interval, text),
    _administrator(bytea), pair_wall(bytea, bytea, text, text, text, interval, text), walls_for(bytea), end_wall(bytea, text, text)
from public;
grant execute on function my_session() to muster_reader;
grant execute on function
    ask_for_wall(bytea, bytea, text), wall_state(bytea), pair_wall(bytea, bytea, text, text, text, interval, text),
    walls_for(bytea), end_wall(bytea, text, text)
to muster_door;
