-- none: paused_at, pause_reason
create function system_state()
returns table (
    topic text, partition int, epoch int, next_offset bigint, stored bigint, duplicates bigint, dead bigint,
    paused_at timestamptz, pause_reason text, updated_at timestamptz
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select topic, partition, epoch, next_offset, stored, duplicates, dead, paused_at, pause_reason, updated_at
    from checkpoint
    order by topic, partition, epoch;
end $$;
comment on function system_state is 'How far has each partition been read, and is it paused?';

-- none: source, event_id
create function dead_letters(max_rows int default 100)
returns table (
    topic text, epoch int, partition int, "offset" bigint, recorded_at timestamptz, reason text, detail text,
    size_bytes bigint, source text, event_id text
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select topic, epoch, partition, "offset", recorded_at, reason, detail, size_bytes, source, event_id
    from dead_letter
    order by recorded_at desc, topic, partition, "offset" desc
    limit least(max_rows, 10000);
end $$;
comment on function dead_letters is 'Which records could not become events, newest first?';

-- none: stopped_reason
create function workers()
returns table (slot int, host text, pid int, started_at timestamptz, seen_at timestamptz, stopped_reason text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select slot, host, pid, started_at, seen_at, stopped_reason from worker order by slot;
end $$;
comment on function workers is 'Which workers are there, when were they seen last, why did they stop?';
