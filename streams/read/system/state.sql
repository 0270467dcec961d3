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
    where muster.is_operator()
    order by topic, partition, epoch;
end $$;
comment on function system_state is 'How far has each partition been read, and is it paused?';

-- none: stopped_reason
create function workers()
returns table (slot int, host text, pid int, started_at timestamptz, seen_at timestamptz, stopped_reason text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select slot, host, pid, started_at, seen_at, stopped_reason
    from worker
    where muster.is_operator()
    order by slot;
end $$;
comment on function workers is 'Which workers are there, when were they seen last, why did they stop?';
