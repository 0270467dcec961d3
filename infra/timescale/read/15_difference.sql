-- What a mean changed by is told from what both ends add up to and the items that count at one of them only; whatever
-- those leave of the change is the fading of the items that stayed.

create function _in_force(of_root bigint, known_at timestamptz, labels bigint[]) returns bigint
language plpgsql stable set search_path from current as $$
declare
    seq bigint;
begin
    execute $query$
        select ledger_seq from evidence
        where root_seq = $1 and recorded_at <= $2 and ended_at > $2 and label_id = any ($3) limit 1
    $query$ into seq using of_root, known_at, labels;
    return seq;
end $$;
comment on function _in_force is 'Which event says what the evidence of this root is, as far as was known?';

create function _seen_at(
    series_ids bigint[], from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz,
    to_known_at timestamptz, labels bigint[], of_class text, first_at timestamptz, last_at timestamptz, also_both bool,
    is_only_by_knowledge bool default false, root_until bigint default null
)
returns table (
    series_id bigint, version text, value float8, from_weight float8, to_weight float8, occurred_at timestamptz,
    source text, event_id text, ledger_seq bigint, root_seq bigint, recorded_at timestamptz, ended_at timestamptz,
    was_in bool, is_in bool
)
language plpgsql stable set search_path from current set timezone = 'UTC' set timescaledb.enable_chunk_append = off as $$
declare
    fades bigint[] := _fades(of_class);
    days int := cardinality(fades) - 1;
begin
    if first_at > last_at then
        return;
    end if;
    return query execute format($query$
        select
            series_id, instrument || ' ' || instrument_version, value_milli / 1000.0::float8,
            weight_centi * $12[$2::date - occurred_at::date + 1] / (100 * _parts()),
            weight_centi * $12[$4::date - occurred_at::date + 1] / (100 * _parts()),
            occurred_at, source, event_id, ledger_seq, root_seq, recorded_at, ended_at, was_in, is_in
        from (
            select
                *,
                occurred_at between $10 and $2 and recorded_at <= $3 and ended_at > $3 as was_in,
                occurred_at between $11 and $4 and recorded_at <= $5 and ended_at > $5 as is_in
            from %s
        ) item
        where was_in <> is_in or ($9 and was_in and is_in)
    $query$, format(
        case when is_only_by_knowledge then $sql$
            (
                select *
                from evidence
                where class = %1$L and occurred_at between $7 and $8 and recorded_at > least($3, $5) and recorded_at <= greatest($3, $5)
                union all
                select *
                from evidence
                where class = %1$L and occurred_at between $7 and $8 and recorded_at <= least($3, $5)
                  and ended_at > least($3, $5) and ended_at <= greatest($3, $5) and ended_at < 'infinity'
            ) heard
            where (label_id = any ($6)) is true and (series_id in (select unnest($1))) is true
              and ($13 is null or root_seq <= $13) $sql$
        else $sql$
            unnest($1) as wanted (id)
            cross join lateral (
                select *
                from evidence e
                where e.series_id = wanted.id and e.class = %1$L and e.occurred_at between $7 and $8 and e.label_id = any ($6)
                offset 0
            ) e $sql$
        end, of_class))
    using series_ids, from_as_of, from_known_at, to_as_of, to_known_at, labels, first_at, last_at, also_both,
        from_as_of::date - days, to_as_of::date - days, fades, root_until;
end $$;
comment on function _seen_at is 'Which items of one class, true in a period, count at one of two ends only - or at both, if wanted? Only by what was heard or ended between, if nothing else can be the reason.';

create function _moved(
    series_ids bigint[], turned_ids bigint[], from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz,
    to_known_at timestamptz, labels bigint[], classes text[]
)
returns table (
    series_id bigint, version text, value float8, from_weight float8, to_weight float8, occurred_at timestamptz,
    source text, event_id text, ledger_seq bigint, root_seq bigint, recorded_at timestamptz, ended_at timestamptz,
    was_in bool, is_in bool, validity_days int
)
language sql stable set search_path from current set timezone = 'UTC' as $$
    -- What is true between the ends or expired between them; in the time that counts at both only what was heard between.
    select x.*, d.validity_days
    from decay d
    cross join lateral (
        select
            least($3::date, $5::date) - d.validity_days as first_day,
            greatest($3::date, $5::date) - d.validity_days as second_day
    ) day
    cross join lateral (
        values
            (day.first_day::timestamptz, least(day.second_day - interval '1 microsecond', least($3, $5)), false),
            (case when $4 <> $6 then day.second_day::timestamptz else 'infinity' end, least($3, $5), true),
            (greatest(least($3, $5) + interval '1 microsecond', day.first_day::timestamptz), greatest($3, $5), false)
    ) as period (first_at, last_at, is_only_by_knowledge)
    cross join lateral _seen_at(
        $1, $3, $4, $5, $6, $7, d.class, period.first_at, period.last_at, false, period.is_only_by_knowledge) x
    where d.class = any ($8)
    union all
    select x.*, d.validity_days
    from decay d
    cross join lateral _seen_at(
        $2, $3, $4, $5, $6, $7, d.class, least($3::date, $5::date) - d.validity_days, greatest($3, $5), true) x
    where d.class = any ($8) and cardinality($2) > 0
$$;
comment on function _moved is 'Which items may count at one end only; of series whose instruments have turned to another version, all?';

create function _cause(
    is_in bool, seq bigint, seq_there bigint, is_unknown_there bool, is_later bool, is_expired bool
)
returns text
language sql immutable as $$
    select case
        when is_unknown_there or (seq = seq_there and is_later) then case when is_in then 'new' else 'not yet' end
        when seq_there is null then case when is_in then 'reinstated' else 'withdrawn' end
        when seq <> seq_there then 'corrected'
        when is_expired then case when is_in then 'valid again' else 'expired' end
        else case when is_in then 'version in use again' else 'older instrument version' end
    end
$$;
comment on function _cause is 'Why does an item count at one end only, told by what the other end knows of its event?';

create function _causes(
    series_ids bigint[], from_values float8[], to_values float8[], from_weights float8[], to_weights float8[],
    from_items int[], from_versions text[], to_versions text[],
    from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    labels bigint[], prior float8, classes text[]
)
returns table (series_id bigint, cause text, seq bigint, source text, event_id text, share float8)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    from_seq bigint := _seq_at(from_known_at);
    to_seq bigint := _seq_at(to_known_at);
    turned bigint[] := array(
        select e.id from unnest(series_ids, from_versions, to_versions) as e (id, was, is_now) where e.was <> e.is_now);
    others bigint[] := array(select unnest(series_ids) except select unnest(turned));
begin
    return query
    with reading as (
        select *
        from unnest(series_ids, from_values, to_values, from_weights, to_weights, from_items, from_versions, to_versions)
            as r (series_id, was, is_now, from_w, to_w, items, from_versions, to_versions)
    ),
    counting as (
        select m.*, r.was, r.is_now, r.from_w, r.to_w, c.counted, c.counts,
               count(*) over (partition by m.series_id, m.ledger_seq) as times
        from _moved(others, turned, $9, $10, $11, $12, labels, classes) m
        join reading r using (series_id)
        cross join lateral (
            select
                m.was_in and (r.from_versions is null or m.version = any (string_to_array(r.from_versions, ','))) as counted,
                m.is_in and (r.to_versions is null or m.version = any (string_to_array(r.to_versions, ','))) as counts
        ) c
        where c.counted <> c.counts
    ),
    -- The same statement in force again, after an amendment that was taken back, has not moved.
    moved as (
        select
            c.*,
            case when c.counts then c.to_weight / (c.to_w + prior) else -c.from_weight / (c.from_w + prior) end
                * (c.value - c.was) * sign(abs(c.is_now) + 1) as share
        from counting c
        where c.times = 1
    ),
    gone as (
        select series_id, sum(share order by ledger_seq) as share, count(*) filter (where counted) as items from moved group by series_id
    )
    select r.series_id, 'fading', null::bigint, null::text, null::text, r.is_now - r.was - coalesce(g.share, 0)
    from reading r left join gone g using (series_id)
    where r.is_now is not null and r.was is not null and (prior > 0 or r.items > coalesce(g.items, 0))
    union all
    select
        m.series_id, _cause(m.counts, m.ledger_seq, x.seq_there, x.is_unknown_there, x.is_later, x.is_expired),
        m.ledger_seq, m.source, m.event_id, m.share
    from moved m
    cross join lateral (
        select
            case when m.counts then $9 else $11 end as as_of,
            case when m.counts then $10 else $12 end as known_at,
            case when m.counts then from_seq else to_seq end as seq
    ) there
    cross join lateral (
        select
            case
                when m.recorded_at <= there.known_at and m.ended_at > there.known_at then m.ledger_seq
                when m.root_seq <= there.seq then _in_force(m.root_seq, there.known_at, labels)
            end as seq_there,
            m.root_seq > there.seq as is_unknown_there, m.occurred_at > there.as_of as is_later,
            there.as_of::date - m.occurred_at::date > m.validity_days as is_expired
        offset 0
    ) x;
end $$;
comment on function _causes is 'Why did the mean of each series change: what came, what went, and what faded?';

create function _between(
    series_ids bigint[], versions text[], at timestamptz, known_at timestamptz, faded_at timestamptz, labels bigint[],
    classes text[], since timestamptz
)
returns table (series_id bigint, items int, w float8, wv float8)
language sql stable set search_path from current set timezone = 'UTC' as $$
    select
        s.series_id, sum(s.items)::int,
        sum(s.parts::float8 * x.worth order by s.class, s.instrument, s.instrument_version),
        sum(s.value_parts::float8 * x.worth / 1000 order by s.class, s.instrument, s.instrument_version)
    from unnest($1, $2) as r (series_id, versions)
    join _sums($1, array[$3], $4, $6, $7, $8) s using (series_id)
    join decay d using (class)
    cross join lateral (select _fading($5::date, d.half_life_days) / (100 * _parts()) as worth) x
    where r.versions is null or s.instrument || ' ' || s.instrument_version = any (string_to_array(r.versions, ','))
    group by s.series_id
$$;
comment on function _between is 'What do the items of the versions in use add up to that are later than a moment and count at another, faded as of a third?';

create function _came(
    series_ids bigint[], versions text[], from_as_of timestamptz, to_as_of timestamptz, to_known_at timestamptz, labels bigint[],
    classes text[]
)
returns table (series_id bigint, items int, w float8, wv float8)
language sql stable set search_path from current as $$
    select * from _between($1, $2, $4, $5, $4, $6, $7, $3)
$$;
comment on function _came is 'What do the items add up to, as known at the second of two moments, that became true between them?';

create function _went(
    series_ids bigint[], versions text[], from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, labels bigint[],
    classes text[]
)
returns table (series_id bigint, items int, w float8, wv float8)
language sql stable set search_path from current set timezone = 'UTC' as $$
    select b.series_id, sum(b.items)::int, sum(b.w order by d.class), sum(b.wv order by d.class)
    from decay d
    cross join lateral _between(
        $1, $2, least($3, ($5::date - d.validity_days)::timestamptz - interval '1 microsecond'), $4, $3, $6, array[d.class],
        ($3::date - d.validity_days)::timestamptz - interval '1 microsecond') b
    where d.class = any ($7)
    group by b.series_id
$$;
comment on function _went is 'What do the items add up to, as known at the first of two moments, that expired between them?';

create function _heard(
    series_ids bigint[], from_values float8[], to_values float8[], from_versions text[], to_versions text[],
    from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz, labels bigint[],
    classes text[]
)
returns table (
    series_id bigint, cause text, counts bool, w float8, wv float8, has_come bool, has_expired bool, times bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    from_seq bigint := _seq_at(from_known_at);
    to_seq bigint := _seq_at(to_known_at);
begin
    if from_known_at = to_known_at then
        return;
    end if;
    return query
    with reading as (
        select r.series_id, string_to_array(r.from_v, ',') as from_names, string_to_array(r.to_v, ',') as to_names
        from unnest($1, $4, $5) as r (series_id, from_v, to_v)
    ),
    item as (
        select
            m.*, d.validity_days, c.counts, count(*) over (partition by m.series_id, m.ledger_seq) as times,
            case when c.counts then $6 else $8 end as as_of_there, case when c.counts then $7 else $9 end as known_there,
            case when c.counts then from_seq else to_seq end as last_seq_there
        from decay d
        cross join lateral (
            values ($6::date - d.validity_days, $6, null::bigint), ($6 + interval '1 microsecond', $8, from_seq)
        ) as period (first_at, last_at, root_until)
        cross join lateral _seen_at(
            $1, $6, $7, $8, $9, labels, d.class, period.first_at, period.last_at, false, true, period.root_until) m
        join reading r using (series_id)
        cross join lateral (
            select
                m.was_in and (r.from_names is null or m.version = any (r.from_names)) as counted,
                m.is_in and (r.to_names is null or m.version = any (r.to_names)) as counts
        ) c
        where d.class = any (classes) and c.counted <> c.counts
    ),
    told as (
        select
            i.*, x.*, i.root_seq > i.last_seq_there as is_unknown_there, i.occurred_at > i.as_of_there as is_later,
            i.as_of_there::date - i.occurred_at::date > i.validity_days as is_expired,
            case when i.counts then i.to_weight else i.from_weight end as w
        from item i
        cross join lateral (
            select case
                when i.recorded_at <= i.known_there and i.ended_at > i.known_there then i.ledger_seq
                when i.root_seq <= i.last_seq_there then _in_force(i.root_seq, i.known_there, labels)
            end as seq_there
        ) x
        offset 0
    )
    select
        series_id, _cause(counts, ledger_seq, seq_there, is_unknown_there, is_later, is_expired), counts, w, w * value,
        counts and occurred_at > $6, not counts and occurred_at < $8::date - validity_days, times
    from told;
end $$;
comment on function _heard is 'Which items count at one of two ends because of what was heard between - but for new events about the time between?';

create function _causes_in_short(
    series_ids bigint[], from_values float8[], to_values float8[], from_weights float8[], to_weights float8[],
    from_items int[], from_versions text[], to_versions text[],
    from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    labels bigint[], classes text[], most int
)
returns table (series_id bigint, cause text, seq bigint, source text, event_id text, events int, share float8)
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off as $$
#variable_conflict use_column
declare
    came_ids bigint[];
    came_items int[];
    came_ws float8[];
    came_wvs float8[];
    went_ids bigint[];
    went_items int[];
    went_ws float8[];
    went_wvs float8[];
    many bigint[] := '{}';
begin
    if from_as_of <= to_as_of and from_known_at <= to_known_at then
        select array_agg(c.series_id), array_agg(c.items), array_agg(c.w), array_agg(c.wv)
        into came_ids, came_items, came_ws, came_wvs
        from _came(series_ids, to_versions, $9, $11, $12, labels, classes) c;
        select array_agg(c.series_id), array_agg(c.items), array_agg(c.w), array_agg(c.wv)
        into went_ids, went_items, went_ws, went_wvs
        from _went(series_ids, from_versions, $9, $10, $11, labels, classes) c;
        -- With other versions of instruments, everything comes and goes.
        many := array(
            select id
            from (
                select id, sum(items) as items from unnest(came_ids || went_ids, came_items || went_items) as u (id, items) group by id
            ) moved
            join unnest(series_ids, from_versions, to_versions) as r (id, was, is_now) using (id)
            where items > most and (r.was <> r.is_now) is not true);
    end if;
    return query
    with found as (
        select c.*, count(*) over (partition by c.series_id, c.cause) as events
        from (
            select
                array_agg(id) as ids, array_agg(was) as froms, array_agg(is_now) as tos, array_agg(from_w) as from_ws,
                array_agg(to_w) as to_ws, array_agg(items) as items, array_agg(from_v) as from_vs, array_agg(to_v) as to_vs
            from unnest($1, $2, $3, $4, $5, $6, $7, $8) as r (id, was, is_now, from_w, to_w, items, from_v, to_v)
            where (id in (select unnest(many))) is not true
        ) r
        cross join lateral _causes(
            r.ids, r.froms, r.tos, r.from_ws, r.to_ws, r.items, r.from_vs, r.to_vs, $9, $10, $11, $12, labels, 0, classes) c
        where r.ids is not null
    )
    select f.series_id, f.cause, f.seq, f.source, f.event_id, num_nonnulls(f.seq), f.share from found f where f.events <= most
    union all
    select f.series_id, f.cause, null, null, null, count(f.seq)::int, sum(f.share order by f.seq)
    from found f where f.events > most group by f.series_id, f.cause;
    if cardinality(many) = 0 then
        return;
    end if;
    return query
    with reading as materialized (
        select r.*
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) as r (series_id, was, is_now, from_w, to_w, items, from_v, to_v)
        where r.series_id in (select unnest(many))
    ),
    heard as materialized (
        select h.*
        from (
            select array_agg(series_id) as ids, array_agg(was) as froms, array_agg(is_now) as tos, array_agg(from_v) as from_vs,
                   array_agg(to_v) as to_vs
            from reading
        ) r
        cross join lateral _heard(r.ids, r.froms, r.tos, r.from_vs, r.to_vs, $9, $10, $11, $12, labels, classes) h
    ),
    part as (
        select c.series_id, 'new' as cause, true as counts, c.items, c.w, c.wv
        from unnest(came_ids, came_items, came_ws, came_wvs) as c (series_id, items, w, wv)
        union all
        select g.series_id, 'expired', false, g.items, g.w, g.wv
        from unnest(went_ids, went_items, went_ws, went_wvs) as g (series_id, items, w, wv)
        union all
        select series_id, 'new', true, -1, -w, -wv from heard where has_come
        union all
        select series_id, 'expired', false, -1, -w, -wv from heard where has_expired
        union all
        -- The same statement in force again, after an amendment that was taken back, has not moved.
        select series_id, cause, counts, 1, w, wv from heard where times = 1
    ),
    added as (
        select
            p.series_id, p.cause, p.counts, sum(p.items)::int as items,
            case when p.counts then 1 / r.to_w else -1 / r.from_w end
                * (sum(p.wv order by p.w, p.wv) - r.was * sum(p.w order by p.w, p.wv)) * sign(abs(r.is_now) + 1) as share
        from part p join reading r using (series_id)
        group by p.series_id, p.cause, p.counts, r.to_w, r.from_w, r.was, r.is_now
        having sum(p.items) > 0
    ),
    gone as (
        select series_id, sum(share order by cause, counts) as share, sum(items) filter (where not counts) as items
        from added group by series_id
    )
    select r.series_id, 'fading', null::bigint, null::text, null::text, 0, r.is_now - r.was - coalesce(g.share, 0)
    from reading r left join gone g using (series_id)
    where r.is_now is not null and r.was is not null and r.items > coalesce(g.items, 0)
    union all
    select a.series_id, a.cause, null, null, null, sum(a.items)::int, sum(a.share order by a.counts)
    from added a group by a.series_id, a.cause;
end $$;
comment on function _causes_in_short is 'Why did the mean of each series change: event by event, or where many came or went, each kind of cause in one row?';

create function _index_causes(
    series_ids bigint[], from_ts float8[], to_ts float8[], from_as_of timestamptz, from_known_at timestamptz,
    to_as_of timestamptz, to_known_at timestamptz, labels bigint[]
)
returns table (
    series_id bigint, pillar text, cause text, seq bigint, source text, event_id text, share float8
)
language sql stable set search_path from current as $$
    with shown as (select * from unnest($1, $2, $3) as t (series_id, was, is_now)),
    before as materialized (
        select series_id, pillar, pct as value, ledger_seq as seq, source, event_id
        from _reports($1, $4, $5, $8) where pillar <> 'T'
        union all
        select series_id, 'T', was, null, null, null from shown where was is not null
    ),
    after as materialized (
        select series_id, pillar, pct as value, ledger_seq as seq, source, event_id
        from _reports($1, $6, $7, $8) where pillar <> 'T'
        union all
        select series_id, 'T', is_now, null, null, null from shown where is_now is not null
    ),
    from_index as (select series_id, avg(value order by pillar) as index, count(*) as n from before group by series_id),
    to_index as (select series_id, avg(value order by pillar) as index, count(*) as n from after group by series_id),
    -- Coming and going are measured from the mean of the pillars that stay.
    staying as (
        select series_id, avg(a.value order by pillar) as value from before a join after b using (series_id, pillar) group by series_id
    )
    select
        series_id, pillar,
        case when a.value is null then 'pillar came' when b.value is null then 'pillar went' else 'pillar' end,
        coalesce(b.seq, a.seq), coalesce(b.source, a.source), coalesce(b.event_id, a.event_id),
        case
            when f.index is null or t.index is null then null
            when a.value is null then (b.value - coalesce(s.value, f.index)) / t.n
            when b.value is null then (coalesce(s.value, f.index) - a.value) / f.n
            else (b.value - a.value) / t.n
        end
    from before a
    full join after b using (series_id, pillar)
    left join from_index f using (series_id)
    left join to_index t using (series_id)
    left join staying s using (series_id)
$$;
comment on function _index_causes is 'Why did the index of each series change, pillar by pillar?';

create function _changed(from_value float8, to_value float8, from_level text, to_level text) returns bool
language sql immutable as $$
    -- Sums of the same numbers may differ in their last digit.
    select coalesce(
        abs(to_value - from_value) > 1e-9 or from_level <> to_level, num_nonnulls(from_value, to_value) = 1)
$$;
comment on function _changed is 'Is this another reading, or the same one?';

create function _difference(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text, only_area text, most int
)
returns table (
    actor text, area text, measure text, from_value float8, to_value float8, from_level text, to_level text,
    change float8, is_clear bool, cause text, pillar text, seq bigint, source text, event_id text, events int, share float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    series_ids bigint[] := array(
        select unnest(_series_of('readiness', $1, $2, $3, labels, $6, $7))
        union
        select unnest(_series_of('readiness', $1, $4, $5, labels, $6, $7)));
    noise float8 := _constant('trend.noise_band_points');
    classes text[] := array['exercise', 'external_assessment', 'self_report'];
begin
    return query
    with both_ends as materialized (
        select
            series_id, a.t as from_t, b.t as to_t, a.index as from_index, b.index as to_index, a.w as from_w, b.w as to_w,
            coalesce(a.items, 0) as items, a.versions as from_versions, b.versions as to_versions,
            coalesce(a.t_level::text, 'ND') as from_t_level, coalesce(b.t_level::text, 'ND') as to_t_level,
            coalesce(a.level, 'ND') as from_level, coalesce(b.level, 'ND') as to_level
        from _standings(series_ids, $2, $3, labels) a full join _standings(series_ids, $4, $5, labels) b using (series_id)
    ),
    t_changed as (
        select
            array_agg(series_id) as ids, array_agg(from_t) as from_ts, array_agg(to_t) as to_ts, array_agg(from_w) as from_ws,
            array_agg(to_w) as to_ws, array_agg(items) as items, array_agg(from_versions) as from_versions,
            array_agg(to_versions) as to_versions
        from both_ends where _changed(from_t, to_t, from_t_level, to_t_level)
    ),
    index_changed as (
        select array_agg(series_id) as ids, array_agg(from_t) as from_ts, array_agg(to_t) as to_ts
        from both_ends where _changed(from_index, to_index, from_level, to_level)
    ),
    told as (
        select e.series_id, 'T' as measure, e.from_t as was, e.to_t as is_now, e.from_t_level as was_level,
               e.to_t_level as is_level, 'T' as pillar, c.cause, c.seq, c.source, c.event_id, num_nonnulls(c.seq) as events, c.share
        from t_changed t
        cross join lateral _causes(
            t.ids, t.from_ts, t.to_ts, t.from_ws, t.to_ws, t.items, t.from_versions, t.to_versions,
            $2, $3, $4, $5, labels, 0, classes) c
        join both_ends e using (series_id)
        where t.ids is not null and most is null
        union all
        select e.series_id, 'T', e.from_t, e.to_t, e.from_t_level, e.to_t_level, 'T', c.cause, c.seq, c.source, c.event_id, c.events, c.share
        from t_changed t
        cross join lateral _causes_in_short(
            t.ids, t.from_ts, t.to_ts, t.from_ws, t.to_ws, t.items, t.from_versions, t.to_versions,
            $2, $3, $4, $5, labels, classes, most) c
        join both_ends e using (series_id)
        where t.ids is not null and most is not null
        union all
        select e.series_id, 'index', e.from_index, e.to_index, e.from_level, e.to_level,
               c.pillar, c.cause, c.seq, c.source, c.event_id, num_nonnulls(c.seq), c.share
        from index_changed i
        cross join lateral _index_causes(i.ids, i.from_ts, i.to_ts, $2, $3, $4, $5, labels) c
        join both_ends e using (series_id)
        where i.ids is not null
    )
    select
        s.actor, s.area, t.measure, t.was, t.is_now, t.was_level, t.is_level, t.is_now - t.was,
        abs(t.is_now - t.was) >= noise - 1e-9, t.cause, t.pillar, t.seq, t.source, t.event_id, t.events, t.share
    from told t join series s using (series_id)
    order by
        s.actor collate "C", s.area collate "C", t.measure collate "C", t.pillar collate "C", t.cause collate "C", t.seq;
end $$;
comment on function _difference is 'Which readings changed between two moments, and by what share of what, event by event, or in short?';

create function difference(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text default null, only_area text default null
)
returns table (
    actor text, area text, measure text, from_value float8, to_value float8, from_level text, to_level text,
    change float8, is_clear bool, cause text, pillar text, seq bigint, source text, event_id text, share float8
)
language sql stable set search_path from current as $$
    select
        actor, area, measure, from_value, to_value, from_level, to_level, change, is_clear, cause, pillar, seq, source, event_id,
        share
    from _difference($1, $2, $3, $4, $5, $6, $7, null)
$$;
comment on function difference is 'Which readings changed between two moments, each as known at its own, and by what share of what?';

create function difference_in_short(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text default null, only_area text default null, most int default 20
)
returns table (
    actor text, area text, measure text, from_value float8, to_value float8, from_level text, to_level text,
    change float8, is_clear bool, cause text, pillar text, seq bigint, source text, event_id text, events int, share float8
)
language sql stable set search_path from current as $$
    select
        actor, area, measure, from_value, to_value, from_level, to_level, change, is_clear, cause, pillar, seq, source, event_id,
        events, share
    from _difference($1, $2, $3, $4, $5, $6, $7, coalesce($8, 20))
$$;
comment on function difference_in_short is 'Which readings changed between two moments, and by what share of what: event by event, or where more than so many came and went, each kind of cause in one row?';

create function interoperability_difference(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text default null, only_dimension text default null
)
returns table (
    actor_a text, actor_b text, dimension text, from_value float8, to_value float8, from_level text, to_level text,
    change float8, is_clear bool, cause text, seq bigint, source text, event_id text, share float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    from_ids bigint[] := _series_of('interop', $1, $2, $3, labels, $6, $7);
    to_ids bigint[] := _series_of('interop', $1, $4, $5, labels, $6, $7);
    series_ids bigint[] := array(select unnest(from_ids) union select unnest(to_ids));
    prior_weight float8 := _constant('interoperability.prior_alpha') + _constant('interoperability.prior_beta');
    noise float8 := _constant('trend.noise_band_points') / 100;
begin
    return query
    with from_member as materialized (select unnest(from_ids) as series_id),
    to_member as materialized (select unnest(to_ids) as series_id),
    both_ends as materialized (
        select
            s.actor, s.other_actor, s.dimension, series_id, a.mean as was, b.mean as is_now,
            a.successes + a.failures as from_w, b.successes + b.failures as to_w, coalesce(a.tests, 0) as items,
            case
                when a.mean is null then 'no data'
                when series_id in (select m.series_id from from_member m) then a.level::text
                else 'not members'
            end as was_level,
            case
                when b.mean is null then 'no data'
                when series_id in (select m.series_id from to_member m) then b.level::text
                else 'not members'
            end as is_level
        from _pair_readings($1, series_ids, $2, $3, labels) a
        full join _pair_readings($1, series_ids, $4, $5, labels) b using (series_id)
        join series s using (series_id)
    ),
    changed as (
        select
            array_agg(series_id) as ids, array_agg(was) as froms, array_agg(is_now) as tos, array_agg(from_w) as from_ws,
            array_agg(to_w) as to_ws, array_agg(items) as items, array_agg(null::text) as versions
        from both_ends where _changed(was, is_now, was_level, is_level)
    )
    select
        e.actor, e.other_actor, e.dimension, e.was, e.is_now, e.was_level, e.is_level, e.is_now - e.was,
        abs(e.is_now - e.was) >= noise - 1e-9, c.cause, c.seq, c.source, c.event_id, c.share
    from changed x
    cross join lateral _causes(
        x.ids, x.froms, x.tos, x.from_ws, x.to_ws, x.items, x.versions, x.versions,
        $2, $3, $4, $5, labels, prior_weight, array['interop_test']) c
    join both_ends e using (series_id)
    where x.ids is not null
    order by e.actor collate "C", e.other_actor collate "C", e.dimension collate "C", c.cause collate "C", c.seq;
end $$;
comment on function interoperability_difference is 'Which pairs changed between two moments, and by what share of what?';
