-- One clock says when an event is recorded and what lies in the future: the database's, or, for a history that is
-- recorded over time into an empty ledger, one that only the owner can set.

alter table worker add column clock_ahead_s float8;
comment on column worker.clock_ahead_s is 'How many seconds the clock of the worker''s host is ahead of the database''s; negative: behind. Nothing is judged by it.';

create table recording_clock (
    one           bool primary key default true check (one),
    simulated_at  timestamptz,
    began_at      timestamptz,
    holds_in      xid8,
    seq           bigint not null default 0 check (seq >= 0),
    ended_at      timestamptz,
    constraint all_or_nothing_was_simulated check ((simulated_at is null) = (began_at is null))
);
comment on table recording_clock is 'One row: how much of the ledger was recorded by a simulated clock, by the owner, before anything else was recorded.';
comment on column recording_clock.simulated_at is 'The last simulated moment; null: none ever.';
comment on column recording_clock.began_at is 'The first simulated moment.';
comment on column recording_clock.holds_in is 'The only transaction in which the simulated moment is the time of recording.';
comment on column recording_clock.seq is 'Events up to this number were recorded by the simulated clock, all others by the database''s.';
comment on column recording_clock.ended_at is 'When the simulated clock was put away for ever; null: it may still be used while nothing else was recorded.';
insert into recording_clock default values;

create function recording_now() returns timestamptz
language sql volatile set search_path = muster, pg_catalog, pg_temp as $$
    select greatest(
        case when c.holds_in = pg_current_xact_id_if_assigned() then c.simulated_at else clock_timestamp() end,
        h.recorded_at + interval '1 microsecond'
    )
    from head h cross join recording_clock c
$$;
comment on function recording_now() is 'What does the clock say by which events are recorded, a moment after every event before?';

create function simulate_recording(moment timestamptz) returns void
language plpgsql volatile set search_path = muster, pg_catalog, pg_temp as $$
declare
    clock recording_clock;
    last head;
begin
    select * into clock from recording_clock for update;
    select * into last from head for update;
    if clock.ended_at is not null then
        raise exception 'the simulated clock was put away on %', clock.ended_at using errcode = 'object_not_in_prerequisite_state';
    end if;
    if last.seq <> clock.seq then
        raise exception 'the ledger holds events that were not recorded by the simulated clock'
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    if moment > clock_timestamp() or moment < '1970-01-01Z' then
        raise exception 'the simulated clock does not go to %', moment using errcode = 'invalid_parameter_value';
    end if;
    update recording_clock set
        simulated_at = greatest(simulated_at, moment), began_at = coalesce(began_at, moment),
        holds_in = pg_current_xact_id();
end $$;
comment on function simulate_recording(timestamptz) is 'Record what this transaction stores as if it were that moment: never backward, never ahead, and only while everything in the ledger was recorded so.';

create function count_simulated() returns void
language sql volatile set search_path = muster, pg_catalog, pg_temp as $$
    update recording_clock c set seq = h.seq
    from head h
    where c.holds_in = pg_current_xact_id_if_assigned()
$$;
comment on function count_simulated() is 'Say, at the end of such a transaction, how far the ledger was recorded by the simulated clock.';

create function end_simulation() returns void
language sql volatile set search_path = muster, pg_catalog, pg_temp as $$
    update recording_clock set ended_at = clock_timestamp() where ended_at is null
$$;
comment on function end_simulation() is 'Put the simulated clock away for ever.';

revoke all on function recording_now(), simulate_recording(timestamptz), count_simulated(), end_simulation() from public;
grant select on recording_clock to muster_worker;
grant execute on function recording_now() to muster_worker;
