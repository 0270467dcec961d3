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
