-- needs: common/known_actors, ledger/head, ledger/summaries

create function _flag(
    of_type text, source text, label_id bigint, data jsonb, root_source text, root_id text, known_at timestamptz,
    labels bigint[]
)
returns text
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    -- Most events amend nothing.
    if $6 is null then
        return null;
    end if;
    return (
    select case
        when $5 <> $2 then 'other-source'
        when root.seq is null then 'unknown-target'
        when root.label_id <> $3 then 'other-label'
        when root.type <> $4 ->> 'root_type' or root.root_id is not null then 'other-type'
        when $1 = 'org.muster.event.corrected' or ($4 #>> '{amends,source}', $4 #>> '{amends,id}') = ($5, $6) then null
        when not exists (
            select from ledger c
            where (c.root_source, c.root_id) = ($5, $6) and c.type = 'org.muster.event.corrected'
              and (c.source, c.event_id) = ($4 #>> '{amends,source}', $4 #>> '{amends,id}')
              and c.recorded_at <= $7 and c.label_id = any ($8)
        ) then 'unknown-target'
    end
    from (values (1)) as one
    left join ledger root
        on (root.source, root.event_id) = ($5, $6) and root.recorded_at <= $7 and root.label_id = any ($8)
    );
end $$;
comment on function _flag is 'Why has an amendment no effect, as far as was known? The table of flags tells of now only.';

create function _amended(
    source text, event_id text, root_source text, root_id text, known_at timestamptz, labels bigint[]
)
returns text
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    -- Most events amend nothing, and nothing amends them.
    if $4 is null and not exists (
        select from ledger a where (a.root_source, a.root_id) = ($1, $2) and a.recorded_at <= $5 and a.label_id = any ($6)
    ) then
        return null;
    end if;
    return (
    with amendment as materialized (
        select a.source, a.event_id, a.type, a.event::jsonb #>> '{data,amends,source}' as amends_source,
               a.event::jsonb #>> '{data,amends,id}' as amends_id
        from ledger a
        where (a.root_source, a.root_id) = (coalesce($3, $1), coalesce($4, $2))
          and a.recorded_at <= $5 and a.label_id = any ($6)
          and _flag(a.type, a.source, a.label_id, a.event::jsonb -> 'data', a.root_source, a.root_id, $5, $6) is null
    ),
    retracted as (
        select amends_source, amends_id from amendment where type = 'org.muster.event.retracted'
    )
    select case
        when ($1, $2) in (select * from retracted) then 'retracted'
        when exists (
            select from amendment c
            where $3 is null and c.type = 'org.muster.event.corrected'
              and (c.source, c.event_id) not in (select * from retracted)
        ) then 'corrected'
    end
    );
end $$;
comment on function _amended is 'Has an event been corrected or retracted, as far as was known?';

create function _subjects_of(actor text) returns text[]
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return (
    select array_agg(distinct subject)
    from (
        select $1 as subject
        union all
        select s.actor || '+' || s.other_actor from series s where s.kind = 'interop' and $1 in (s.actor, s.other_actor)
    ) about
    );
end $$;
comment on function _subjects_of is 'Which subjects are about an actor: itself, and every pair it was tested in.';

-- none: date_precision, amended, flag, releasable_to, root_seq
create function events(
    after_seq bigint default null, before_seq bigint default null, max_rows int default 100,
    only_type text default null, only_subject text default null, only_actor text default null,
    occurred_from timestamptz default null, occurred_to timestamptz default null, known_at timestamptz default null
)
returns table (
    seq bigint, recorded_at timestamptz, occurred_at timestamptz, date_precision text, type text, version int,
    subject text, source text, event_id text, classification text, releasable_to text[], root_seq bigint,
    topic text, partition int, "offset" bigint, amended text, flag text, summary text
)
language plpgsql stable set search_path from current as $$
declare
    labels bigint[] := muster.my_labels();
    horizon timestamptz := coalesce(known_at, 'infinity');
    last_seq bigint := _seq_at(horizon);
    heard_until timestamptz := least(horizon, (select h.recorded_at from head h));
begin
    return query execute $query$
        with page as (
            select *
            from ledger l
            where ($1 is null or l.seq > $1) and ($2 is null or l.seq < $2)
              and ($4 is null or l.type = $4)
              and ($5 is null or l.subject = $5)
              and ($6 is null or l.subject = any ($6))
              and ($7 is null or l.occurred_at >= $7) and ($8 is null or l.occurred_at < $8)
              and l.seq <= $11
              and l.label_id = any ($10)
            order by l.seq desc
            limit least($3, 10000)
        ),
        of_unknown as materialized (
            select p.seq
            from page p cross join lateral _unknown_named(p.event::jsonb -> 'data', $12, $10) a
        )
        select
            p.seq, p.recorded_at, p.occurred_at, p.date_precision, p.type::text, p.version::int, p.subject::text,
            p.source::text, p.event_id::text, label.classification::text, label.releasable_to,
            (select r.seq from ledger r where (r.source, r.event_id) = (p.root_source, p.root_id)
                and r.recorded_at <= $9 and r.label_id = any ($10)),
            p.topic::text, p.partition, p."offset",
            _amended(p.source, p.event_id, p.root_source, p.root_id, $9, $10),
            coalesce(
                _flag(p.type, p.source, p.label_id, p.event::jsonb -> 'data', p.root_source, p.root_id, $9, $10),
                case when p.seq in (select u.seq from of_unknown u) then 'unknown-actor' end),
            _summary(p.type, p.event::jsonb -> 'data')
        from page p join label using (label_id)
        order by p.seq desc
    $query$ using after_seq, before_seq, max_rows, only_type, only_subject,
        case when only_actor is not null then _subjects_of(only_actor) end,
        occurred_from, occurred_to, horizon, labels, last_seq, heard_until;
end $$;
comment on function events is 'Which events are in the ledger? Newest first; after_seq and before_seq are left out themselves.';

-- none: date_precision, root_seq, amended, flag, correlation_id, causation_id, releasable_to
create function event(wanted_seq bigint)
returns table (
    seq bigint, recorded_at timestamptz, occurred_at timestamptz, date_precision text, type text, version int,
    subject text, source text, event_id text, classification text, releasable_to text[], root_seq bigint,
    topic text, partition int, "offset" bigint, amended text, flag text, summary text,
    event text, correlation_id text, causation_id text
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select e.*, l.event, l.correlation_id::text, l.causation_id::text
    from events(after_seq => $1 - 1, before_seq => $1 + 1) e join ledger l on l.seq = e.seq;
end $$;
comment on function event is 'What exactly does one event say?';

create function counts(as_of timestamptz, known_at timestamptz) returns table (what text, n bigint)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    by_type as (
        select l.type, count(*) as n
        from ledger l, viewer
        where l.label_id = any (viewer.labels) and l.occurred_at <= $1 and l.recorded_at <= $2
        group by l.type
    )
    select what, n
    from (
        select 1 as place, 'events' as what, coalesce(sum(n), 0)::bigint as n from by_type
        union all
        select 2, replace(type, 'org.muster.', ''), n from by_type
        union all
        select 3, 'dead letters', count(*) from dead_letter where dead_letter.recorded_at <= $2
    ) counted
    order by place, what collate "C";
end $$;
comment on function counts is 'How many events of each type are there, and how many dead letters?';

-- none: classification
create function marking(known_at timestamptz) returns table (classification text, is_exercise bool)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    visible as materialized (select l.* from label l, viewer where l.label_id = any (viewer.labels))
    select
        (
            select v.classification from visible v where v.recorded_at <= $1
            order by v.classification_rank desc limit 1
        ),
        exists (
            -- Made-up data comes from a source that starts with synthetic/.
            select from ledger e
            where e.source >= 'synthetic/' and e.source < 'synthetic0'
              and e.recorded_at <= $1 and e.label_id in (select v.label_id from visible v)
        );
end $$;
comment on function marking is 'What was the highest marking the viewer might meet, and was made-up data among what was known?';
