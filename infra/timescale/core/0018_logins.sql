-- People who sign in: what each may do beside reading, their passwords, their sessions, and how often somebody failed.

alter table viewer
    add column roles text[] not null default '{viewer}'
        check (roles <@ '{viewer,analyst,recorder,administrator}' and 'viewer' = any (roles)),
    add column subject text collate "C" unique,
    add column revoked_at timestamptz;
comment on column viewer.roles is 'viewer looks at pages; analyst also takes files away and makes what-ifs; recorder also writes; administrator also sees what operators see.';
comment on column viewer.subject is 'Whom an identity provider means: its issuer and its own name for that person; null for a local account.';
comment on column viewer.revoked_at is 'Since when nobody reads as this viewer. The row stays: what was written names it.';

create table viewer_password (
    viewer  text primary key references viewer (name) on delete cascade,
    hash    text not null check (hash like '$argon2id$%'),
    set_at  timestamptz not null default clock_timestamp()
);
comment on table viewer_password is 'Passwords of local accounts, as Argon2id keeps them. A viewer without one cannot sign in by a password.';

alter table session
    add column began_at timestamptz not null default clock_timestamp(),
    add column seen_at timestamptz not null default clock_timestamp(),
    add column idle_for interval check (idle_for > interval '0');
comment on column session.seen_at is 'When its viewer last did something, to the minute; that a page asks by itself is nothing its viewer does.';
comment on column session.idle_for is 'It ends when its viewer does nothing for so long; null for a command, which has only its own end.';
create index session_viewer on session (viewer, began_at);

create table sign_in_attempt (
    kind       text collate "C" not null check (kind in ('account', 'address')),
    of_sha256  bytea not null check (length(of_sha256) = 32),
    failed     int not null default 0 check (failed >= 0),
    last_at    timestamptz not null default clock_timestamp(),
    primary key (kind, of_sha256)
);
comment on table sign_in_attempt is 'How often signing in failed, by account and by address, as hashes: what was typed as a name may have been a password.';
comment on column sign_in_attempt.failed is 'Counted before a password is looked at and taken back when it was right: nobody gets more tries by asking at once.';

-- Rights that change end the sessions that have the old ones, whoever changes them and however.
create function end_sessions() returns trigger
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    if tg_table_name = 'viewer_password' then
        delete from session s where s.viewer = new.viewer;
    else
        delete from session s where s.viewer = new.name;
    end if;
    return new;
end $$;
comment on function end_sessions() is 'Ends every session of a viewer whose rights or password change.';
revoke all on function end_sessions() from public;
create trigger rights_end_sessions after update on viewer for each row
    when ((old.clearance_rank, old.nation, old.roles, old.revoked_at) is distinct from (new.clearance_rank, new.nation, new.roles, new.revoked_at))
    execute function end_sessions();
create trigger password_ends_sessions after insert or update on viewer_password for each row execute function end_sessions();

-- By now(), the moment at which a transaction begins: who reads several things in one reads them all or none.
create function _open_session(wanted_sha256 bytea) returns session
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    found session;
begin
    select s.* into found
    from session s join viewer v on v.name = s.viewer
    where s.token_sha256 = wanted_sha256 and v.revoked_at is null
      and s.expires_at > now() and (s.idle_for is null or s.seen_at + s.idle_for > now());
    return found;
end $$;
comment on function _open_session(bytea) is 'The session of a token, if it is open.';

create or replace function me() returns viewer
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    token text := current_setting('muster.session', true);
    found viewer;
begin
    if coalesce(token, '') <> '' then
        -- A token that is set but not valid is nobody, never the role behind the connection.
        select viewer.* into found
        from _open_session(sha256(convert_to(token, 'UTF8'))) s join viewer on viewer.name = s.viewer;
    else
        select viewer.* into found from viewer where viewer.db_role = session_user and viewer.revoked_at is null;
    end if;
    return found;
end $$;

create function is_operator() returns bool
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    -- Who is there by a role of the database, without a token, runs Muster; of those who sign in, administrators do.
    return coalesce(current_setting('muster.session', true), '') = ''
        or coalesce((select 'administrator' = any (me.roles) from me()), false);
end $$;
comment on function is_operator() is 'May who asks see what is for operators: how far partitions are, what was refused, who else may read?';

create function my_session()
returns table (viewer text, clearance_rank int, nation text, roles text[], began_at timestamptz, idle_until timestamptz, expires_at timestamptz)
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select v.name, v.clearance_rank::int, v.nation::text, v.roles, s.began_at, s.seen_at + s.idle_for, s.expires_at
    from _open_session(sha256(convert_to(coalesce(current_setting('muster.session', true), ''), 'UTF8'))) s
    join viewer v on v.name = s.viewer;
end $$;
comment on function my_session() is 'Whose session is it, what may that viewer, and until when is it open? No row when it is not.';

create function enter(token text) returns void
language plpgsql set search_path = muster, pg_catalog, pg_temp as $$
begin
    perform set_config('muster.session', token, true);
    if not exists (select from my_session()) then
        raise exception 'signed out' using errcode = 'invalid_authorization_specification';
    end if;
end $$;
comment on function enter(text) is 'Reads as the viewer of this session to the end of the transaction; an error when it is not open.';

create function open_sessions(wanted_sha256 bytea[]) returns table (token_sha256 bytea)
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select w.token_sha256 from unnest(wanted_sha256) w (token_sha256)
    where exists (select from _open_session(w.token_sha256) s where s.viewer is not null);
end $$;
comment on function open_sessions(bytea[]) is 'Which of these sessions are open? Who asks has to know the hashes of their tokens.';

-- What the role at the door may do: nothing but this. It sees no table, and makes no viewer.

create function attempt_sign_in(account text, address text) returns int
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    own bytea := sha256(convert_to(account, 'UTF8'));
    theirs bytea := sha256(convert_to(address, 'UTF8'));
    wait_s float8;
begin
    delete from sign_in_attempt a where a.last_at < clock_timestamp() - interval '1 hour';
    insert into sign_in_attempt (kind, of_sha256) values ('account', own), ('address', theirs) on conflict do nothing;
    perform from sign_in_attempt a where (a.kind, a.of_sha256) in (('account', own), ('address', theirs)) order by a.kind for update;
    -- Five mistakes are free of an account, twenty of an address; each further one doubles the wait, to a quarter of an hour.
    select max(extract(epoch from a.last_at - clock_timestamp())
               + least(power(2, least(a.failed - case a.kind when 'account' then 5 else 20 end, 10)), 900))
    into wait_s
    from sign_in_attempt a
    where (a.kind, a.of_sha256) in (('account', own), ('address', theirs))
      and a.failed >= case a.kind when 'account' then 5 else 20 end;
    if wait_s > 0 then
        return ceil(wait_s);
    end if;
    update sign_in_attempt a set failed = a.failed + 1, last_at = clock_timestamp()
    where (a.kind, a.of_sha256) in (('account', own), ('address', theirs));
    return 0;
end $$;
comment on function attempt_sign_in(text, text) is 'Counts an attempt as failed until it succeeds, or says how many seconds to wait before the next one.';

create function password_of(account text) returns text
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    return (
        select p.hash from viewer_password p join viewer v on v.name = p.viewer
        where v.name = account and v.revoked_at is null
    );
end $$;
comment on function password_of(text) is 'What is kept of the password of an account; null where it has none.';

create function _begin_session(account text, new_sha256 bytea, idle interval, lasts interval) returns void
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    delete from session s where s.expires_at < clock_timestamp() or s.seen_at + s.idle_for < clock_timestamp();
    -- Ten at once: the next one ends the oldest.
    delete from session s where s.token_sha256 in (
        select o.token_sha256 from session o where o.viewer = account and o.idle_for is not null order by o.began_at desc offset 9
    );
    insert into session (token_sha256, viewer, expires_at, idle_for)
    values (new_sha256, account, clock_timestamp() + lasts, idle);
end $$;
comment on function _begin_session is 'Opens a session, and removes those that ended.';

create function begin_session(account text, checked_hash text, new_sha256 bytea, idle interval, lasts interval, address text)
returns bool
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    -- Who changes the password or revokes the account while it is checked comes before or after this, not between.
    perform from viewer v join viewer_password p on p.viewer = v.name
    where v.name = account and v.revoked_at is null and p.hash = checked_hash
    for update of v, p;
    if not found then
        return false;
    end if;
    delete from sign_in_attempt a where a.kind = 'account' and a.of_sha256 = sha256(convert_to(account, 'UTF8'));
    update sign_in_attempt a set failed = greatest(a.failed - 1, 0)
    where a.kind = 'address' and a.of_sha256 = sha256(convert_to(address, 'UTF8'));
    perform _begin_session(account, new_sha256, idle, lasts);
    return true;
end $$;
comment on function begin_session is 'Opens a session for who knew the password that is in force; false when it is not that one any more.';

create function begin_session_of(
    wanted_subject text, account text, rank int, its_nation text, its_roles text[], new_sha256 bytea, idle interval, lasts interval
) returns text
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    known viewer;
begin
    insert into viewer (name, clearance_rank, nation, roles, subject) values (account, rank, its_nation, its_roles, wanted_subject)
    on conflict do nothing;
    select v.* into known from viewer v where v.subject = wanted_subject for update;
    if known.name is null then
        return 'the name belongs to somebody else';
    elsif known.name <> account then
        return 'known by another name';
    elsif known.revoked_at is not null then
        return 'revoked';
    end if;
    update viewer v set clearance_rank = rank, nation = its_nation, roles = its_roles
    where v.name = account and (v.clearance_rank, v.nation, v.roles) is distinct from (rank::smallint, its_nation, its_roles);
    perform _begin_session(account, new_sha256, idle, lasts);
    return '';
end $$;
comment on function begin_session_of is 'Opens a session for whom an identity provider vouches, with the rights that follow from what it says; else says why not.';

create function seen(wanted_sha256 bytea) returns void
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    update session s set seen_at = clock_timestamp() where s.token_sha256 = (select o.token_sha256 from _open_session(wanted_sha256) o);
end $$;
comment on function seen(bytea) is 'The viewer of an open session did something.';

create function end_session(wanted_sha256 bytea, everywhere bool) returns void
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    if everywhere then
        delete from session s
        where s.viewer = (select o.viewer from _open_session(wanted_sha256) o) and s.idle_for is not null;
    end if;
    delete from session s where s.token_sha256 = wanted_sha256;
end $$;
comment on function end_session(bytea, bool) is 'Ends a session, or with it every other of the same viewer.';

revoke all on function
    _open_session(bytea), is_operator(), my_session(), enter(text), open_sessions(bytea[]), attempt_sign_in(text, text), password_of(text),
    _begin_session(text, bytea, interval, interval), begin_session(text, text, bytea, interval, interval, text),
    begin_session_of(text, text, int, text, text[], bytea, interval, interval), seen(bytea), end_session(bytea, bool)
from public;
grant execute on function is_operator() to muster_worker, muster_reader;
grant execute on function my_session(), enter(text), open_sessions(bytea[]) to muster_reader;
grant usage on schema muster to muster_door;
grant execute on function
    attempt_sign_in(text, text), password_of(text), begin_session(text, text, bytea, interval, interval, text),
    begin_session_of(text, text, int, text, text[], bytea, interval, interval), seen(bytea), end_session(bytea, bool)
to muster_door;
