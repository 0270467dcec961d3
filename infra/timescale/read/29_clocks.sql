create function first_recorded_at() returns timestamptz
language sql stable set search_path from current as $$
    select min(l.recorded_at) from label l where l.label_id = any (my_labels())
$$;
comment on function first_recorded_at is 'When was the first event recorded that the viewer may see? Before it nothing was known here.';

create function recording_clock() returns table (simulated_from timestamptz, simulated_until timestamptz)
language sql stable set search_path from current as $$
    select c.began_at, c.simulated_at from muster.recording_clock c where c.began_at is not null
$$;
comment on function recording_clock is 'From when until when was history recorded by a simulated clock, the demo''s, instead of the database''s? No row: never.';
