create function head() returns table (seq bigint, recorded_at timestamptz)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
 select h.seq, h.recorded_at from head h;
end $$;
comment on function head is 'Which event is the newest? Live means known at its moment.';

create function _seq_at(known_at timestamptz) returns bigint
language plpgsql stable set search_path from current as $$
declare
    low bigint := 0;
    high bigint;
    middle bigint;
    heard_at timestamptz;
begin
    select seq, recorded_at into high, heard_at from head;
    if heard_at <= known_at then
        return high;
    end if;
    -- Numbers and moments rise together: halve until the last number heard by then is found.
    while low < high loop
        middle := (low + high + 1) / 2;
        select recorded_at into heard_at from ledger where seq <= middle order by seq desc limit 1;
        if coalesce(heard_at, '-infinity') <= known_at then
            low := middle;
        else
            high := middle - 1;
        end if;
    end loop;
    return low;
end $$;
comment on function _seq_at is 'Which was the last event heard by then?';

create function head_at(known_at timestamptz)
returns table (seq bigint, recorded_at timestamptz)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with newest as materialized (select _seq_at($1) as seq)
    select
        n.seq,
        coalesce((select l.recorded_at from ledger l where l.seq <= n.seq order by l.seq desc limit 1), $1)
    from newest n;
end $$;
comment on function head_at is 'Which event was the newest that had been recorded by then?';

create function next_change(after timestamptz) returns timestamptz
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return (
    select least(
        date_trunc('day', $1) + interval '1 day',
        (
            select min(p.silence_deadline_at)
            -- why: the index on deadlines; in force is what did not end
            from proposal p
            where p.silence_deadline_at > $1 and p.ended_at = 'infinity' and p.label_id = any (muster.my_labels())
        )
    )
    );
end $$;
comment on function next_change is 'When do readings change next without an event? At a silence deadline, or at midnight: ages count UTC days.';
