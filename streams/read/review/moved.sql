-- needs: common/known_actors, ledger/head, readiness/overrides, readiness/readiness, review/difference

-- Which readings one event moved when it was recorded: each as it was known the microsecond before and from then on, both
-- for what was true at that moment. What was recorded in the same transaction moved them together. Readings are read, not
-- causes: those would be looked for among all that came, for one event of which it is known what it touched.

create function _moved_by(wanted_seq bigint, labels bigint[])
returns table (
    actor text, area text, from_level text, to_level text, from_index float8, to_index float8, change float8, others int
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    at timestamptz;
    before timestamptz;
    root bigint;
    first_at timestamptz;
    last_at timestamptz;
    ids bigint[];
    same_moment int;
begin
    select l.recorded_at, l.recorded_at - interval '1 microsecond', coalesce(r.seq, l.seq) into at, before, root
    from ledger l
    left join ledger r on (r.source, r.event_id) = (l.root_source, l.root_id)
    where l.seq = $1 and l.label_id = any (labels);
    if at is null then
        return;
    end if;
    -- What it says is true at its time, or at that of a correction: only there its rows are looked for.
    select min(x.time), max(x.time) into first_at, last_at
    from (
        select r.occurred_at as time, r.source, r.event_id from ledger r where r.seq = root
    ) r
    cross join lateral (
        select r.time
        union all
        select (l.event::jsonb #>> '{data,time}')::timestamptz
        from ledger l
        where (l.root_source, l.root_id) = (r.source, r.event_id)
    ) x;
    execute $query$
        select array(
            select s.series_id
            from (
                -- why: also of what it once was a part
                select e.series_id from evidence e
                where e.root_seq = $1 and e.occurred_at between $2 and $3 and e.label_id = any ($4)
                union
                -- why: the same
                select r.series_id from resource_level r
                where r.root_seq = $1 and r.occurred_at between $2 and $3 and r.label_id = any ($4)
                union
                -- why: the same
                select s.series_id from level_override o join series s on (s.actor, s.area) = (o.actor, o.area)
                where o.root_seq = $1 and o.label_id = any ($4)
            ) t
            join series s using (series_id)
            where s.kind = 'readiness' and s.actor in (select k.actor from _known_actors($5, $4) k)
            order by s.actor collate "C", s.area collate "C"
            limit 20
        )
    $query$ into ids using root, first_at, last_at, labels, at;
    if cardinality(ids) = 0 then
        return;
    end if;
    select count(*) into same_moment
    from ledger l
    where l.seq > _seq_at(before) and l.seq <= _seq_at(at) and l.seq <> $1 and l.label_id = any (labels);
    return query
    with both_ends as materialized (
        select
            series_id, a.index as was, b.index as is_now,
            _overridden(coalesce(a.level, 'ND'), oa.level) as level_was, _overridden(coalesce(b.level, 'ND'), ob.level) as level_now
        from series s
        left join _standings(ids, at, before, labels) a using (series_id)
        left join _standings(ids, at, at, labels) b using (series_id)
        left join _overrides(array[at], before, labels) oa on (oa.actor, oa.area) = (s.actor, s.area)
        left join _overrides(array[at], at, labels) ob on (ob.actor, ob.area) = (s.actor, s.area)
        where s.series_id = any (ids)
    )
    select
        s.actor::text, s.area::text, e.level_was, e.level_now, e.was, e.is_now, e.is_now - e.was, same_moment
    from both_ends e join series s using (series_id)
    where level_was <> level_now or _changed(was, is_now)
    order by s.actor collate "C", s.area collate "C";
end $$;
comment on function _moved_by is 'Which readings did an event move when it was recorded, among what these labels cover?';

-- none: from_index, to_index, change
create function moved_by_event(wanted_seq bigint)
returns table (
    actor text, area text, from_level text, to_level text, from_index float8, to_index float8, change float8, others int
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query select * from _moved_by($1, muster.my_labels());
end $$;
comment on function moved_by_event is 'Which readings did an event move when it was recorded, from which level to which, by how many points of the index?';

-- Only the gateway may ask for somebody else: it knows whose key it has been shown.
-- none: from_index, to_index, change
create function moved_for_key(wanted_seq bigint, wanted_key text)
returns table (
    actor text, area text, from_level text, to_level text, from_index float8, to_index float8, change float8, others int
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
declare
    labels bigint[] := (
        select muster.labels_for(v.clearance_rank, v.nation)
        from producer_key k join viewer v on v.name = k.viewer
        where k.key_id = $2 and v.revoked_at is null and session_user = 'muster_worker'
    );
begin
    return query select * from _moved_by($1, coalesce(labels, '{}'));
end $$;
comment on function moved_for_key is
    'Which readings did an event move, among what the viewer may read whose rights a producer''s key has? Nothing for a key with none.';
