-- Replay clocks: where a replay stands that several screens watch together. Nothing of it is a fact: no row of the ledger or of a
-- projection depends on one, and screens work out where it stands from the little that is kept here.

create table replay_clock (
    name         text collate "C" primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    holder       text not null references viewer (name) on delete cascade,
    from_at      timestamptz not null check (from_at >= '1900-01-01 00:00:00Z'),
    to_at        timestamptz not null check (to_at < '2200-01-01 00:00:00Z'),
    known_at     timestamptz,
    anchor_at    timestamptz not null default clock_timestamp(),
    position_at  timestamptz not null,
    rate         int not null check (rate between 1 and 3600),
    is_playing   bool not null,
    version      bigint not null,
    check (from_at < to_at),
    check (position_at between from_at and to_at)
);
comment on table replay_clock is 'Replays that several screens watch together: where each stood at a moment, and how fast it goes on.';
comment on column replay_clock.holder is 'The viewer who may play, pause and move it.';
comment on column replay_clock.known_at is 'Pinned; null: as then known, so that both axes move together.';
comment on column replay_clock.anchor_at is 'The real moment at which it stood at position_at.';
comment on column replay_clock.rate is 'Seconds of the replay in a second.';
comment on column replay_clock.version is 'Rises with each change, also over the life of a name; counts nothing.';

create function ring_replay_clock() returns trigger
language plpgsql set search_path = muster, pg_catalog, pg_temp as $$
begin
    -- Whose clock it is, and what became of it, is asked by who follows it: a bell is heard by everybody.
    perform pg_notify('muster_clock', '');
    return null;
end $$;
comment on function ring_replay_clock() is 'Tells that some replay clock has changed, and not which.';
revoke all on function ring_replay_clock() from public;
create trigger rings after insert or update or delete on replay_clock for each statement execute function ring_replay_clock();

create function replay_position(kept replay_clock, at timestamptz) returns timestamptz
language plpgsql immutable set search_path = muster, pg_catalog, pg_temp set timezone = 'UTC' as $$
begin
    if not kept.is_playing then
        return kept.position_at;
    end if;
    return least(
        kept.to_at,
        kept.position_at + kept.rate * make_interval(secs => greatest(0, extract(epoch from at - kept.anchor_at)::float8))
    );
end $$;
comment on function replay_position(replay_clock, timestamptz) is 'Where does a replay clock stand at a moment? At its end it stays.';
revoke all on function replay_position(replay_clock, timestamptz) from public;

create function turn_replay_clock(
    of_clock text, as_viewer text, act text, to_position timestamptz, to_rate int, by_step interval, to_holder text
) returns text
language plpgsql set search_path = muster, pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
    kept replay_clock;
    now timestamptz;
    stands timestamptz;
begin
    select * into kept from replay_clock c where c.name = of_clock for update;
    if not found then
        return 'unknown';
    end if;
    if as_viewer is distinct from kept.holder then
        return 'held';
    end if;
    if act = 'stop' then
        delete from replay_clock c where c.name = of_clock;
        return 'done';
    end if;
    now := clock_timestamp();
    -- What browsers count in.
    stands := greatest(kept.from_at, date_trunc('milliseconds', replay_position(kept, now)));
    case act
        when 'play' then
            if stands >= kept.to_at then
                return 'ended';
            end if;
            kept.is_playing := true;
        when 'pause' then
            kept.is_playing := false;
        when 'seek' then
            if to_position is null or to_position not between kept.from_at and kept.to_at then
                return 'outside';
            end if;
            stands := to_position;
        when 'step' then
            stands := least(kept.to_at, greatest(kept.from_at, stands + coalesce(by_step, '0')));
        when 'speed' then
            kept.rate := to_rate;
        when 'hand-over' then
            if not exists (select from viewer v where v.name = to_holder) then
                return 'nobody';
            end if;
            kept.holder := to_holder;
        else
            raise exception 'nobody can % a replay clock', act using errcode = 'invalid_parameter_value';
    end case;
    update replay_clock c
    set holder = kept.holder, anchor_at = now, position_at = stands, rate = kept.rate, is_playing = kept.is_playing,
        version = greatest(kept.version + 1, (extract(epoch from now) * 1000)::bigint)
    where c.name = of_clock;
    return 'done';
end $$;
comment on function turn_replay_clock(text, text, text, timestamptz, int, interval, text) is
    'Does something to a replay clock as a viewer: done; or unknown, held by another, ended, outside of its period, nobody of that name.';
revoke all on function turn_replay_clock(text, text, text, timestamptz, int, interval, text) from public;

create function turn_my_replay_clock(
    of_clock text, act text, to_position timestamptz, to_rate int, by_step interval, to_holder text
) returns text
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    return turn_replay_clock($1, (select me.name from me()), $2, $3, $4, $5, $6);
end $$;
comment on function turn_my_replay_clock(text, text, timestamptz, int, interval, text) is
    'Does the same as the viewer who asks: the one thing that a reader may change.';
revoke all on function turn_my_replay_clock(text, text, timestamptz, int, interval, text) from public;
grant execute on function turn_my_replay_clock(text, text, timestamptz, int, interval, text) to muster_reader;
