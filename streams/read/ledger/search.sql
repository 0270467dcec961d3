-- needs: common/known_actors, ledger/events, ledger/head, ledger/summaries, ledger/unknown_actors

create function event_by_identity(wanted_source text, wanted_id text)
returns table (seq bigint, recorded_at timestamptz, event text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select l.seq, l.recorded_at, l.event
    from ledger l
    where (l.source, l.event_id) = ($1 collate "C", $2 collate "C")
      and l.label_id = any ((select muster.my_labels())::bigint[]);
end $$;
comment on function event_by_identity is 'Which event did this source send under this id?';

-- Whoever typed an event in knows what it says, and may know what became of it whatever its label is.
-- none: seq, reason, detail
create function what_became(wanted_id text)
returns table (status text, seq bigint, recorded_at timestamptz, reason text, detail text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
declare
    own_source text collate "C" := (select 'muster/record/' || me.name from muster.me() me);
begin
    return query
    select 'stored', l.seq, l.recorded_at, null::text, null::text
    from ledger l
    where (l.source, l.event_id) = (own_source, $1 collate "C");
    if found then
        return;
    end if;
    return query
    select 'dead-letter', null::bigint, d.recorded_at, d.reason::text, d.detail::text
    from dead_letter d
    where (d.source, d.event_id) = (own_source, $1)
    order by d.recorded_at desc
    limit 1;
end $$;
comment on function what_became is 'What became of an event that the viewer has typed in? Nothing while no worker has read it.';

create function _searchable(event text) returns text
language sql immutable as $$
    -- Most events are plain; others may spell one word in several ways, or with escapes.
    select case
        when strpos($1, '\u') > 0 then normalize($1::jsonb::text, nfc)
        when octet_length($1) = length($1) then $1
        else normalize($1, nfc)
    end
$$;
comment on function _searchable is 'What does an event say, each word in one spelling?';

-- none: before_seq, only_type, only_subject, only_actor, only_area, only_state, words, occurred_from, occurred_to
-- none: date_precision, amended, flag
create function find_events(
    before_seq bigint, max_rows int, known_at timestamptz, only_type text, only_subject text, only_actor text,
    only_area text, only_state text, words text, occurred_from timestamptz, occurred_to timestamptz,
    most_searched bigint default 20000, only_exercise text default null
)
returns table (
    seq bigint, recorded_at timestamptz, occurred_at timestamptz, date_precision text, type text, version int,
    subject text, source text, event_id text, classification text, amended text, flag text, summary text
)
language plpgsql stable set search_path from current as $$
declare
    labels bigint[] := muster.my_labels();
    known_until timestamptz := least(known_at, (select h.recorded_at from head h));
    -- Found in the rows, where they are few: to look into every event for the names in it takes longer.
    unknown bigint[] := case when only_state = 'flagged'
        then array(select m.ledger_seq from _unknown_mentions('infinity', known_until, labels) m) end;
    subjects text[] := case when only_actor is not null then _subjects_of(only_actor) end;
    -- Looking into texts reads every event on the way: only so many from where the page begins.
    lowest bigint := case
        when words is not null or only_area is not null or only_exercise is not null
            then coalesce(before_seq, _seq_at(known_at) + 1) - most_searched
        else 0
    end;
begin
    return query execute $query$
        with page as (
            select *
            from ledger l
            where l.seq >= $11 and ($1 is null or l.seq < $1)
              and l.recorded_at <= $3 and l.label_id = any ($10)
              and ($4 is null or l.type = $4)
              and ($5 is null or l.subject = $5)
              and ($6 is null or l.subject = any ($6))
              and ($8 is null or l.occurred_at >= $8) and ($9 is null or l.occurred_at <= $9)
              and ($7 is null or strpos(lower(_searchable(l.event)), lower(normalize($7, nfc))) > 0)
              and ($12 is null or $12 in (l.event::jsonb #>> '{data,area}', l.event::jsonb #>> '{data,data,area}'))
              and ($14 is null
                  or l.subject = $14
                  or strpos(l.event, $14) > 0 and $14 in (
                      l.event::jsonb #>> '{data,exercise_id}', l.event::jsonb #>> '{data,data,exercise_id}')
                  -- A retraction says no more than what it retracts.
                  or exists (
                      select from ledger r
                      where (r.source, r.event_id) = (l.root_source, l.root_id) and r.recorded_at <= $3 and r.label_id = any ($10)
                        and (r.subject = $14 or r.event::jsonb #>> '{data,exercise_id}' = $14)))
              and ($13 is distinct from 'flagged' or l.seq = any ($15) or _flag(
                  l.type, l.source, l.label_id, l.event::jsonb -> 'data', l.root_source, l.root_id, $3, $10) is not null)
              and ($13 is distinct from 'amended' or exists (
                  select from ledger a
                  where (a.root_source, a.root_id) = (l.source, l.event_id)
                    and a.recorded_at <= $3 and a.label_id = any ($10)))
            order by l.seq desc
            limit least($2, 10000)
        ),
        of_unknown as materialized (
            select p.seq
            from page p cross join lateral _unknown_named(p.event::jsonb -> 'data', $16, $10) a
        )
        select
            p.seq, p.recorded_at, p.occurred_at, p.date_precision, p.type::text, p.version::int, p.subject::text,
            p.source::text, p.event_id::text, label.classification::text,
            _amended(p.source, p.event_id, p.root_source, p.root_id, $3, $10),
            coalesce(
                _flag(p.type, p.source, p.label_id, p.event::jsonb -> 'data', p.root_source, p.root_id, $3, $10),
                case when p.seq in (select u.seq from of_unknown u) then 'unknown-actor' end),
            _summary(p.type, p.event::jsonb -> 'data')
        from page p join label using (label_id)
        order by p.seq desc
    $query$ using before_seq, max_rows, known_at, only_type, only_subject, subjects, words,
        occurred_from, occurred_to, labels, lowest, only_area, only_state, only_exercise, unknown, known_until;
end $$;
comment on function find_events is 'Which events fit a search? Newest first; texts are looked into for so many before before_seq: ask again from there.';

-- none: date_precision
create function related_events(wanted_seq bigint, known_at timestamptz, max_rows int default 50)
returns table (relation text, seq bigint, occurred_at timestamptz, date_precision text, type text, summary text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with recursive viewer as materialized (select muster.my_labels() as labels),
    wanted as materialized (
        select l.* from ledger l, viewer where l.seq = $1 and l.recorded_at <= $2 and l.label_id = any (viewer.labels)
    ),
    -- An id says nothing of its source: each source is asked, found by leaps through the index.
    source as (
        (select l.source from ledger l order by l.source limit 1)
        union all
        select (select l.source from ledger l where l.source > s.source order by l.source limit 1)
        from source s where s.source is not null
    ),
    related as (
        select 'amends' as relation, l.seq
        from wanted w join ledger l on (l.source, l.event_id) = (w.root_source, w.root_id)
        union all
        select 'amended by', l.seq
        from wanted w join ledger l
            on (l.root_source, l.root_id) = (coalesce(w.root_source, w.source), coalesce(w.root_id, w.event_id))
        union all
        select 'caused by', l.seq
        from wanted w, source s join lateral (
            select c.seq from ledger c where c.source = s.source and c.event_id = w.causation_id
        ) l on true
        where w.causation_id is not null
        union all
        select 'caused', l.seq from wanted w join ledger l on l.causation_id = w.event_id
        union all
        -- An import of a table gives all its events one correlation: no more of them are looked at than asked for.
        (
            select 'same correlation', l.seq
            from wanted w join ledger l on l.correlation_id = w.correlation_id, viewer
            where l.seq <> $1 and l.label_id = any (viewer.labels) and l.recorded_at <= $2
            order by l.seq
            limit least($3, 1000)
        )
    )
    select r.relation, l.seq, l.occurred_at, l.date_precision, l.type::text, _summary(l.type, l.event::jsonb -> 'data')
    from (select distinct relation, seq from related where seq <> $1) r join ledger l using (seq), viewer
    where l.label_id = any (viewer.labels) and l.recorded_at <= $2
    order by r.relation, l.seq
    limit least($3, 1000);
end $$;
comment on function related_events is 'What amends an event, what caused it, what did it cause, and what shares its correlation?';

-- none: other_actor, area, dimension
create function readings_of_event(wanted_seq bigint, known_at timestamptz, max_rows int default 20)
returns table (kind text, actor text, other_actor text, area text, dimension text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    root as materialized (
        select coalesce(r.seq, l.seq) as seq
        from viewer, ledger l
        left join ledger r on (r.source, r.event_id) = (l.root_source, l.root_id)
        where l.seq = $1 and l.recorded_at <= $2 and l.label_id = any (viewer.labels)
    ),
    touched as (
        -- why: also of what it once was a part
        select e.series_id from evidence e, viewer
        where e.root_seq in (select seq from root) and e.recorded_at <= $2 and e.label_id = any (viewer.labels)
        union
        -- why: the same
        select e.series_id from resource_level e, viewer
        where e.root_seq in (select seq from root) and e.recorded_at <= $2 and e.label_id = any (viewer.labels)
    )
    select s.kind::text, s.actor::text, s.other_actor::text, s.area::text, s.dimension::text
    from touched join series s using (series_id)
    order by s.kind, s.actor, s.other_actor, s.area, s.dimension
    limit least($3, 1000);
end $$;
comment on function readings_of_event is 'Which readings is an event, or the one it amends, a part of?';
