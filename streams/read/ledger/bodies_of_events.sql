-- needs: common/visible, ledger/head

create function _bodies_of_event(event jsonb, occurred_at timestamptz, known_at timestamptz, labels bigint[])
returns text[]
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return (
    with said as materialized (
        -- A correction says what it corrects in full.
        select case when $1 #> '{data,data}' is null then $1 -> 'data' else $1 #> '{data,data}' end as data
    ),
    actor as (
        select v.code
        from said s
        cross join lateral (
            values (s.data ->> 'actor'), (s.data ->> 'actor_a'), (s.data ->> 'actor_b'), (s.data ->> 'from_actor')
        ) v (code)
        union
        select coalesce(one.value ->> 'actor', one.value #>> '{}')
        from said s
        cross join lateral (
            values (s.data -> 'actors'), (s.data -> 'participants'), (s.data -> 'attendees'), (s.data -> 'invited'), (s.data -> 'to_actors')
        ) many (list)
        cross join lateral jsonb_array_elements(
            case when jsonb_typeof(many.list) = 'array' then many.list else '[]' end
        ) one
    )
    select case
        when s.data ->> 'body' is not null then array[s.data ->> 'body']
        else (
            select coalesce(array_agg(distinct m.body::text), '{}')
            from _visible_membership('infinity', $3, $4) m
            where m.actor in (select code from actor) and m.is_member
              and m.effective_on <= ($2 at time zone 'UTC')::date
              and not exists (
                  select from _visible_membership('infinity', $3, $4) l
                  where (l.body, l.actor) = (m.body, m.actor) and not l.is_member
                    and l.effective_on > m.effective_on and l.effective_on <= ($2 at time zone 'UTC')::date
              )
        )
    end
    from said s
    );
end $$;
comment on function _bodies_of_event is 'Which bodies is an event about: the one it names, else those its actors belonged to that day?';

create function bodies_of_events(seqs bigint[], known_at timestamptz) returns table (seq bigint, bodies text[])
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels)
    select l.seq, _bodies_of_event(coalesce(r.event, l.event)::jsonb, coalesce(r.occurred_at, l.occurred_at), $2, viewer.labels)
    from viewer
    cross join unnest($1) wanted (seq)
    join ledger l on l.seq = wanted.seq and l.recorded_at <= $2 and l.label_id = any (viewer.labels)
    -- An amendment is about what its root is about.
    left join ledger r on (r.source, r.event_id) = (l.root_source, l.root_id) and r.recorded_at <= $2
        and r.label_id = any (viewer.labels)
    order by l.seq;
end $$;
comment on function bodies_of_events is 'Which bodies are these events about? An amendment is about those of its root, once that is known.';

create function events_of_body(
    of_body text, as_of timestamptz, known_at timestamptz, max_rows int, most_searched int default 2000
)
returns table (seq bigint)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    newest as materialized (
        select l.seq
        from ledger l, viewer
        where l.seq <= _seq_at($3) and l.occurred_at <= $2 and l.label_id = any (viewer.labels)
        order by l.seq desc
        limit $5
    ),
    -- What names the body is found however long ago it was; of the rest the newest are looked at.
    named as (
        -- why: the ledger is asked about each of these below
        select ledger_seq from membership where body = $1 and recorded_at <= $3
        union select ledger_seq from meeting_plan where body = $1 and recorded_at <= $3
        union select ledger_seq from meeting where body = $1 and recorded_at <= $3
        union select ledger_seq from decision where body = $1 and recorded_at <= $3
        union select ledger_seq from proposal where body = $1 and recorded_at <= $3
        union select ledger_seq from commitment where body = $1 and recorded_at <= $3
        union select ledger_seq from requirement where body = $1 and recorded_at <= $3
    ),
    found as (
        select b.seq
        from (select array_agg(seq) as seqs from newest) n
        cross join lateral bodies_of_events(n.seqs, $3) b
        where $1 = any (b.bodies)
        union
        select l.seq
        from named join ledger l on l.seq = named.ledger_seq, viewer
        where l.recorded_at <= $3 and l.occurred_at <= $2 and l.label_id = any (viewer.labels)
    )
    select found.seq from found order by found.seq desc limit $4;
end $$;
comment on function events_of_body is
    'Which are the newest events about a body? Newest first; those that only name its members are looked for among the newest 2,000.';
