-- What a viewer has imported from a page is compared with what that viewer said before, as far as it may be read now.

create function _is_own_import(wanted_source text) returns bool
language plpgsql stable set search_path from current as $$
begin
    return coalesce(starts_with($1, (select 'muster/import/' || me.name || '/' from muster.me() me)), false);
end $$;
comment on function _is_own_import is 'Does a source belong to the imports of whoever asks?';

-- none: content_sha256
create function imported(wanted_source text, wanted_ids text[])
returns table (event_id text, content_sha256 bytea, is_amended bool)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
begin
    if not _is_own_import($1) then
        return;
    end if;
    return query
    select k.event_id, l.content_sha256, a.is_amended
    from unnest($2) as k (event_id)
    left join ledger l
        on (l.source, l.event_id) = ($1 collate "C", k.event_id collate "C") and l.label_id = any (labels)
    cross join lateral (
        select exists (
            select from ledger m
            where (m.root_source, m.root_id) = ($1 collate "C", k.event_id collate "C") and m.label_id = any (labels)
        ) as is_amended
    ) a
    where l.seq is not null or a.is_amended
    order by k.event_id;
end $$;
comment on function imported is 'Which of these events has the viewer imported before, and was any of them amended?';

create function imported_sets(wanted_source text, wanted_ids text[])
returns table (seq bigint, recorded_at timestamptz, event text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
begin
    if not _is_own_import($1) then
        return;
    end if;
    return query
    select l.seq, l.recorded_at, l.event
    from unnest($2) as k (event_id)
    join ledger l on (l.source, l.event_id) = ($1 collate "C", k.event_id collate "C")
    where l.label_id = any (labels)
    union
    select l.seq, l.recorded_at, l.event
    from unnest($2) as k (event_id)
    join ledger l on (l.root_source, l.root_id) = ($1 collate "C", k.event_id collate "C")
    where l.label_id = any (labels)
    order by 1;
end $$;
comment on function imported_sets is 'What do these events that the viewer has imported say, with all that amends them?';

create function imported_roots(wanted_source text, wanted_table text) returns table (event_id text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
begin
    if not _is_own_import($1) then
        return;
    end if;
    return query
    select distinct coalesce(l.root_id, l.event_id)::text
    from ledger l
    where l.source = $1 collate "C" and l.correlation_id = $2 collate "C" and l.label_id = any (labels)
    order by 1;
end $$;
comment on function imported_roots is 'Which events has a table brought or corrected that the viewer has imported?';

-- none: correlation_id
create function imported_tables(wanted_source text) returns table (correlation_id text, events bigint)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
begin
    if not _is_own_import($1) then
        return;
    end if;
    return query
    select l.correlation_id::text, count(*)
    from ledger l
    where l.source = $1 collate "C" and l.root_id is null and l.label_id = any (labels)
    group by l.correlation_id
    order by 1;
end $$;
comment on function imported_tables is 'Which tables has the viewer imported by one mapping, and how many events did each bring?';

-- Whoever sent them knows what they say, and may know what became of them whatever their label is.
-- none: reason, detail
create function imported_fates(wanted_source text, wanted_ids text[])
returns table (event_id text, is_stored bool, reason text, detail text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    if not _is_own_import($1) then
        return;
    end if;
    return query
    select k.event_id, l.seq is not null, d.reason::text, d.detail::text
    from unnest($2) as k (event_id)
    left join ledger l on (l.source, l.event_id) = ($1 collate "C", k.event_id collate "C")
    left join lateral (
        select d.reason, d.detail
        from dead_letter d
        where (d.source, d.event_id) = ($1, k.event_id)
        order by d.recorded_at desc
        limit 1
    ) d on true
    where l.seq is not null or d.reason is not null
    order by k.event_id;
end $$;
comment on function imported_fates is 'What became of these events that the viewer has sent from a table? Nothing of one that no worker has read.';
