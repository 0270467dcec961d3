-- needs: ledger/head

-- none: known_at
create function replay_clock(of_clock text)
returns table (
    name text, holder text, is_mine bool, from_at timestamptz, to_at timestamptz, known_at timestamptz, rate int,
    is_playing bool, anchor_at timestamptz, position_at timestamptz, version bigint, asked_at timestamptz
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        c.name, c.holder, c.holder = me.name, c.from_at, c.to_at, c.known_at, c.rate, c.is_playing, c.anchor_at, c.position_at,
        c.version, clock_timestamp()
    from muster.replay_clock c, muster.me() me
    where c.name = $1 and me.name is not null;
end $$;
comment on function replay_clock is 'Where did a replay stand when it was changed last, how fast does it go on, and who may move it?';

create function replay_changes(from_at timestamptz, to_at timestamptz, known_at timestamptz, as_then_known bool, step interval)
returns table (at timestamptz)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    known timestamptz := case when $4 then $2 else $3 end;
    most int := 10000;
begin
    if $5 < interval '1 second' or $2 > $1 + most * $5 then
        raise exception 'a stretch of a replay has at most % steps of a second or more', most using errcode = 'invalid_parameter_value';
    end if;
    return query
    with moment as (
        select d as at from generate_series(date_trunc('day', $1) + interval '1 day', $2, interval '1 day') d
        union all
        select p.silence_deadline_at
        -- why: a deadline that was corrected is a moment too many, at which nothing is seen to change
        from proposal p
        where p.silence_deadline_at > $1 and p.silence_deadline_at <= $2 and p.occurred_at <= $2 and p.recorded_at <= known
          and p.label_id = any (labels)
        union all
        select l.occurred_at
        from ledger l
        where l.occurred_at > $1 and l.occurred_at <= $2 and l.recorded_at <= known and l.label_id = any (labels)
        union all
        select l.recorded_at
        from ledger l
        where $4 and l.seq > _seq_at($1) and l.seq <= _seq_at($2) and l.label_id = any (labels)
    )
    select max(m.at)
    from moment m
    group by ceil(extract(epoch from m.at - $1) / extract(epoch from $5))
    order by 1;
end $$;
comment on function replay_changes is
    'At which moments of a replay may something change: events, deadlines, midnights; of each step the last one?';
