create function first_recorded_at() returns timestamptz
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return (
    select min(l.recorded_at) from label l where l.label_id = any (my_labels())
    );
end $$;
comment on function first_recorded_at is 'When was the first event recorded that the viewer may see? Before it nothing was known here.';

create function recording_clock() returns table (simulated_from timestamptz, simulated_until timestamptz)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select c.began_at, c.simulated_at from muster.recording_clock c where c.began_at is not null;
end $$;
comment on function recording_clock is
    'From when until when was history recorded by a simulated clock, the demo''s, instead of the database''s? No row: never.';

create function worker_clocks() returns table (slot int, host text, ahead_s float8)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select w.slot, w.host, w.clock_ahead_s
    from worker w
    where w.stopped_reason is null and w.seen_at > clock_timestamp() - interval '30 seconds' and w.clock_ahead_s is not null
      and muster.is_operator()
    order by w.slot;
end $$;
comment on function worker_clocks is 'How far is the clock of each worker''s host ahead of the database''s, by which everything is judged and recorded?';
