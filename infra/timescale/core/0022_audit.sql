-- What people did: one trail, to which is only ever added, each entry bound to the one before it by a hash.

create table audit_entry (
    number           bigint primary key check (number >= 1),
    happened_at      timestamptz not null,
    act              text collate "C" not null check (act ~ '^[a-z-]+(\.[a-z-]+)?$'),
    outcome          text collate "C" not null check (outcome in ('done', 'begun', 'refused')),
    who_kind         text collate "C" not null check (who_kind in ('viewer', 'user', 'producer', 'role', 'nobody')),
    who              text not null check (who_kind <> 'nobody' or who = ''),
    origin           text not null,
    db_role          text not null,
    subject          text not null,
    detail           text not null check (detail is json object),
    previous_sha256  bytea not null check (length(previous_sha256) = 32),
    sha256           bytea not null unique check (length(sha256) = 32)
);
comment on table audit_entry is 'What people did, and what was refused to them. Nothing here says what an event says, and no secret is here.';
comment on column audit_entry.number is 'Without a gap: who removes an entry leaves one, or breaks what follows.';
comment on column audit_entry.outcome is 'done: in the same transaction as the act, or after it; begun: before the act, which may have failed since; refused: nothing was done.';
comment on column audit_entry.who_kind is 'A viewer, a user of the machine on which a command ran, the producer whose key it was, a role of the database, or nobody that is known.';
comment on column audit_entry.origin is 'From where: the address of the request, or the host and the command.';
comment on column audit_entry.db_role is 'The role of the database that wrote it.';
comment on column audit_entry.subject is 'What it was done to.';
comment on column audit_entry.previous_sha256 is 'The hash of the entry before; of the first one 32 zero bytes.';
comment on column audit_entry.sha256 is 'Of all that stands in this entry, the hash of the one before it included.';

create index audit_entry_refused on audit_entry (happened_at) where outcome = 'refused';

create trigger kept before update or delete or truncate on audit_entry for each statement execute function refuse_change();

create function _audit_sha256(entry audit_entry) returns bytea
language plpgsql stable set search_path = muster, pg_catalog, pg_temp set timezone = 'UTC' as $$
begin
    -- Each part says its length, so that no two entries are written alike.
    return sha256(entry.previous_sha256 || convert_to((
        select string_agg(octet_length(convert_to(part, 'UTF8')) || ':' || part, ',' order by place)
        from unnest(array[
            entry.number::text, to_char(entry.happened_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.act, entry.outcome,
            entry.who_kind, entry.who, entry.origin, entry.db_role, entry.subject, entry.detail
        ]) with ordinality as p (part, place)
    ), 'UTF8'));
end $$;
comment on function _audit_sha256(audit_entry) is 'The hash of an entry; infra/audit/chain.py works it out by itself.';

create function _audit(
    at timestamptz, act text, outcome text, who_kind text, who text, origin text, subject text, detail jsonb
) returns bigint
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    made audit_entry;
begin
    -- One writer after the other, to the end of its transaction: what follows sees the last entry. Not by a lock of the table,
    -- for which a vacuum would have to be waited.
    perform pg_advisory_xact_lock(7305022);
    select e.number, e.sha256 into made.number, made.previous_sha256 from audit_entry e order by e.number desc limit 1;
    made.number := coalesce(made.number, 0) + 1;
    made.previous_sha256 := coalesce(made.previous_sha256, decode(repeat('00', 32), 'hex'));
    made.happened_at := coalesce(at, clock_timestamp());
    made.act := act;
    made.outcome := outcome;
    made.who_kind := who_kind;
    made.who := left(who, 200);
    made.origin := left(origin, 200);
    made.db_role := session_user;
    made.subject := left(subject, 400);
    made.detail := jsonb_strip_nulls(detail)::text;
    made.sha256 := _audit_sha256(made);
    insert into audit_entry select made.*;
    return made.number;
end $$;
comment on function _audit is 'Adds an entry to the trail; gives its number.';

create function audit(act text, outcome text, who_kind text, who text, origin text, subject text, detail jsonb default '{}')
returns bigint
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    return _audit(null, $1, $2, $3, $4, $5, $6, $7);
end $$;
comment on function audit is 'Adds an entry of now: what was done, with what outcome, by whom, from where, to what.';

create function audit_act(act text, outcome text, subject text, detail jsonb default '{}') returns bigint
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    acting text := current_setting('muster.acting', true);
    origin text := coalesce(current_setting('muster.origin', true), '');
    me viewer := me();
begin
    -- A session says who reads; else the command says who runs it; else there is only the role.
    if coalesce(current_setting('muster.session', true), '') <> '' or coalesce(acting, '') = '' then
        if me.name is not null then
            return _audit(null, $1, $2, 'viewer', me.name, origin, $3, $4);
        end if;
        return _audit(null, $1, $2, 'role', session_user::text, origin, $3, $4);
    end if;
    return _audit(null, $1, $2, 'user', acting, origin, $3, $4);
end $$;
comment on function audit_act is 'Adds an entry about whoever acts over this connection, as its session or the settings muster.acting and muster.origin say.';

create function audit_mine(act text, outcome text, subject text, detail jsonb default '{}') returns bigint
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    me viewer := me();
begin
    if me.name is null then
        raise exception 'nobody asks' using errcode = 'invalid_authorization_specification';
    end if;
    if $1 <> all (array['access', 'export', 'note', 'what-if.ask']) then
        raise exception 'a reader cannot say %', $1 using errcode = 'insufficient_privilege';
    end if;
    -- What this viewer could see while it was done.
    return _audit(
        null, $1, $2, 'viewer', me.name, coalesce(current_setting('muster.origin', true), ''), $3,
        $4 || jsonb_build_object('clearance_rank', me.clearance_rank, 'nation', me.nation)
    );
end $$;
comment on function audit_mine is 'Adds an entry about the viewer who asks: what a reader may say of itself.';

-- What was refused at the gateway is a part of the same trail.
do $$
declare
    one producer_refusal;
begin
    for one in select r.* from producer_refusal r order by r.refused_at loop
        perform _audit(
            one.refused_at, 'gateway.request', 'refused', case when one.producer is null then 'nobody' else 'producer' end,
            coalesce(one.producer, ''), '', one.request,
            jsonb_build_object(
                'key_id', one.key_id, 'status', one.status, 'reason', one.reason, 'events', one.events,
                'size_bytes', one.size_bytes, 'sha256', encode(one.sha256, 'hex')
            )
        );
    end loop;
end $$;
drop table producer_refusal;

-- Who may see what, and who may send: whoever changes it and however. These triggers come last by their names: every other row is
-- locked before the trail is, so that nobody waits in a circle.
create function audit_viewer() returns trigger
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    said text := case
        when tg_op = 'DELETE' then 'viewer.remove'
        when tg_op = 'INSERT' then 'viewer.make'
        when old.revoked_at is null and new.revoked_at is not null then 'viewer.revoke'
        else 'viewer.change'
    end;
    rights viewer := case when tg_op = 'DELETE' then old else new end;
begin
    perform audit_act(said, 'done', rights.name, jsonb_build_object(
        'clearance_rank', rights.clearance_rank, 'nation', rights.nation, 'roles', to_jsonb(rights.roles), 'db_role', rights.db_role
    ));
    return null;
end $$;
comment on function audit_viewer() is 'Adds an entry about a viewer that is made, changed, revoked or removed.';
create trigger written_down after insert or delete on viewer for each row execute function audit_viewer();
create trigger written_down_changed after update on viewer for each row when (old.* is distinct from new.*) execute function audit_viewer();

create function audit_password() returns trigger
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    perform audit_act('viewer.password', 'done', new.viewer);
    return null;
end $$;
comment on function audit_password() is 'Adds an entry about a password that is set.';
create trigger written_down after insert or update on viewer_password for each row execute function audit_password();

create function audit_key() returns trigger
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    perform audit_act(
        case
            when tg_op = 'INSERT' then 'key.make'
            when old.revoked_at is null and new.revoked_at is not null then 'key.revoke'
            else 'key.change'
        end,
        'done', format('%s of %s', new.key_id, new.producer),
        jsonb_build_object(
            'sources', to_jsonb(new.sources), 'types', to_jsonb(new.types), 'actors', to_jsonb(new.actors),
            'bodies', to_jsonb(new.bodies), 'highest_rank', new.highest_rank, 'expires_at', new.expires_at
        )
    );
    return null;
end $$;
comment on function audit_key() is 'Adds an entry about a key that is made, revoked or changed.';
create trigger written_down after insert on producer_key for each row execute function audit_key();
create trigger written_down_changed after update on producer_key for each row
    when (to_jsonb(old) - 'last_used_at' <> to_jsonb(new) - 'last_used_at') execute function audit_key();

create function audit_replay() returns trigger
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    perform audit_act(
        case tg_op when 'INSERT' then 'replay.start' when 'DELETE' then 'replay.stop' else 'replay.turn' end,
        'done', coalesce(new.name, old.name), jsonb_build_object('holder', coalesce(new.holder, old.holder))
    );
    return null;
end $$;
comment on function audit_replay() is 'Adds an entry about a replay clock that is started, moved or stopped.';
create trigger written_down after insert or update or delete on replay_clock for each row execute function audit_replay();

-- Signing in and out: the functions of the role at the door say so themselves.
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
        select o.token_sha256 from session o where o.viewer = account and o.idle_for is not null order by o.began_at desc offset 9
        for update skip locked
    );
    insert into session (token_sha256, viewer, expires_at, idle_for)
    values (new_sha256, account, clock_timestamp() + lasts, idle);
    perform audit('sign-in', 'done', 'viewer', account, coalesce(current_setting('muster.origin', true), ''), '');
end $$;

create function refuse_sign_in(account text, why text) returns void
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    known text := (select v.name from viewer v where v.name = account);
begin
    -- What was typed as a name may have been a password: only the name of somebody is kept.
    perform audit(
        'sign-in', 'refused', case when known is null then 'nobody' else 'viewer' end, coalesce(known, ''),
        coalesce(current_setting('muster.origin', true), ''), '', jsonb_build_object('why', why)
    );
end $$;
comment on function refuse_sign_in(text, text) is 'Says that somebody was not let in, and why.';

create or replace function end_session(wanted_sha256 bytea, everywhere bool) returns void
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    known text := (select o.viewer from _open_session(wanted_sha256) o);
begin
    if everywhere then
        delete from session s where s.viewer = known and s.idle_for is not null;
    end if;
    delete from session s where s.token_sha256 = wanted_sha256;
    if known is not null then
        perform audit(
            'sign-out', 'done', 'viewer', known, coalesce(current_setting('muster.origin', true), ''), '',
            jsonb_build_object('everywhere', everywhere)
        );
    end if;
end $$;

revoke all on function
    _audit_sha256(audit_entry), _audit(timestamptz, text, text, text, text, text, text, jsonb),
    audit(text, text, text, text, text, text, jsonb), audit_act(text, text, text, jsonb),
    audit_mine(text, text, text, jsonb), refuse_sign_in(text, text),
    audit_viewer(), audit_password(), audit_key(), audit_replay()
from public;
grant execute on function audit(text, text, text, text, text, text, jsonb), audit_act(text, text, text, jsonb) to muster_worker;
grant execute on function audit_mine(text, text, text, jsonb) to muster_reader;
grant execute on function refuse_sign_in(text, text) to muster_door;
