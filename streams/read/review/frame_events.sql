-- needs: ledger/summaries, review/frames

create function _event_kind(type text) returns text
language sql immutable as $$
    select case
        when type like 'org.muster.exercise.%' then 'exercise'
        when type like any ('{org.muster.meeting.%,org.muster.decision.%}') then 'decision'
        when type like 'org.muster.commitment.%' then 'commitment'
        when type like 'org.muster.capability.%' then 'report'
        when type like any ('{org.muster.observation.%,org.muster.lesson.%,org.muster.remedial\_action.%}') then 'lesson'
        when type like any ('{org.muster.event.%}') then 'amendment'
        else 'other'
    end
$$;
comment on function _event_kind is 'To which kind does a density curve count an event type?';

create function event_density(from_at timestamptz, to_at timestamptz, buckets int, known_at timestamptz)
returns table (bucket int, starts_at timestamptz, kind text, events int)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
declare
    labels bigint[] := muster.my_labels();
    width interval := ($2 - $1) / greatest($3, 1);
begin
    if $3 not between 1 and 1000 then
        raise exception 'a density has 1 to 1000 buckets' using errcode = 'invalid_parameter_value';
    end if;
    return query execute $query$
        select
            c.bucket, $1 + (c.bucket - 1) * $5, _event_kind(c.type), sum(c.n)::int
        from (
            select
                least($6, 1 + floor(extract(epoch from l.occurred_at - $1) / nullif(extract(epoch from $5), 0)))::int as bucket,
                l.type, count(*) as n
            from ledger l
            where l.occurred_at >= $1 and l.occurred_at <= $2 and l.recorded_at <= $3 and l.label_id = any ($4)
            group by 1, 2
        ) c
        where c.bucket is not null
        group by 1, 2, 3
        order by 1, 3
    $query$ using from_at, to_at, known_at, labels, width, buckets;
end $$;
comment on function event_density is 'How many events of each kind happened in each part of a period?';

-- none: seq, occurred_at, date_precision, type, summary, subject
create function frame_events(
    from_at timestamptz, to_at timestamptz, known_at timestamptz, as_then_known bool default false, max_rows int default 1500
)
returns table (i int, seq bigint, occurred_at timestamptz, date_precision text, type text, subject text, summary text, others int)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    ats timestamptz[] := frame_moments($1, $2);
    known timestamptz[] := _known_at_each(ats, $3, $4);
begin
    return query execute $query$
        with seen as materialized (
            select
                _enters(l.occurred_at, l.recorded_at, $1, $2) as i, l.seq, l.type,
                -- Results and reports come by the thousand: the others are named first.
                l.type in (
                    'org.muster.exercise.result_recorded', 'org.muster.exercise.interop_tested',
                    'org.muster.capability.resource_level_reported', 'org.muster.commitment.progress_reported') as is_many
            from ledger l
            where l.occurred_at >= $1[1] and l.occurred_at <= $1[cardinality($1)]
              and l.recorded_at <= $2[cardinality($2)] and l.label_id = any ($3)
        ),
        ranked as (
            select *, row_number() over (order by is_many, row_number, seq desc) <= $4 as is_named
            from (select *, row_number() over (partition by i, is_many order by seq desc) from seen where i <= cardinality($1)) s
        )
        select
            r.i, l.seq, l.occurred_at, l.date_precision::text, l.type::text, l.subject::text, _summary(l.type, l.event::jsonb -> 'data'), 0
        from ranked r join ledger l using (seq)
        where r.is_named
        union all
        select i, null, null, null, null, null, null, count(*)::int from ranked where not is_named group by i
        order by 1, 2 desc nulls last
    $query$ using ats, known, labels, least(max_rows, 5000);
end $$;
comment on function frame_events is 'What happened before each frame and after the one before it: the rarer events by name, the others as a number?';

create function first_event(known_at timestamptz) returns timestamptz
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return (
    select min(l.occurred_at)
    from ledger l
    where l.recorded_at <= $1 and l.label_id = any ((select muster.my_labels())::bigint[])
    );
end $$;
comment on function first_event is 'How far back does the ledger go?';
