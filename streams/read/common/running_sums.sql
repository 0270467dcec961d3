-- needs: common/mix

-- What is kept beside the rows, made of them: a worker writes it down, and verify compares.

create function _running_sums(until timestamptz, of_lines bigint[], from_ats timestamptz[]) returns setof running_sum
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute format($query$
        with item as (%s),
        before as (
            select
                r.line_id, r.parts_until[cardinality(r.moments)] as parts, r.value_parts_until[cardinality(r.moments)] as value_parts,
                r.items_until[cardinality(r.moments)] as items, r.external_items_until[cardinality(r.moments)] as external_items
            from unnest($2, $3) as w (line_id, from_at) join running_sum r on r.line_id = w.line_id and r.next_at = w.from_at
        ),
        moment as (
            select
                line_id, occurred_at, sum(weight_centi * part)::numeric * doubled as parts,
                sum(weight_centi * part * value_milli)::numeric * doubled as value_parts, count(*) as items,
                count(*) filter (where is_external) as external_items,
                case when count(*) = 1 then max(ledger_seq) end as seq
            from item
            group by line_id, occurred_at, doubled
        ),
        so_far as (
            select
                line_id, m.occurred_at, m.seq, (row_number() over so_far - 1) / 48 as stretch,
                sum(m.parts) over so_far + coalesce(b.parts, 0) as parts,
                sum(m.value_parts) over so_far + coalesce(b.value_parts, 0) as value_parts,
                (sum(m.items) over so_far)::int + coalesce(b.items, 0) as items,
                (sum(m.external_items) over so_far)::int + coalesce(b.external_items, 0) as external_items
            from moment m left join before b using (line_id)
            window so_far as (partition by line_id order by m.occurred_at)
        )
        select
            line_id, min(occurred_at) as first_at, max(occurred_at) as last_at,
            lead(min(occurred_at), 1, 'infinity') over (partition by line_id order by stretch) as next_at,
            array_agg(occurred_at order by occurred_at), array_agg(parts order by occurred_at),
            array_agg(value_parts order by occurred_at), array_agg(items order by occurred_at),
            array_agg(external_items order by occurred_at), array_agg(seq order by occurred_at)
        from so_far
        group by line_id, stretch
    $query$, replace($query$
        select l.line_id, e.*, d.half_life_parts[_day(e.occurred_at::date) % d.half_life_days + 1] as part, x.doubled
        from %s
        join decay d on d.class = e.class
        join (
            select h.class, n as half_life, _doubled(_half_lives(n * h.half_life_days, h.half_life_days)) as doubled
            from decay h, generate_series(0, _day('2200-01-01') / h.half_life_days) as n
        ) x on x.class = e.class and x.half_life = _day(e.occurred_at::date) / d.half_life_days
        where e.recorded_at <= $1 and e.ended_at > $1
    $query$, '%s', case when of_lines is null then
        'evidence e join line l using (class, series_id, instrument, instrument_version, label_id)'
    else
        $sql$unnest($2, $3) as wanted (line_id, from_at) join line l using (line_id)
        cross join lateral (
            select * from evidence e
            where e.series_id = l.series_id and e.class = l.class and e.instrument = l.instrument
              and e.instrument_version = l.instrument_version and e.label_id = l.label_id and e.occurred_at >= wanted.from_at
            offset 0
        ) e$sql$ end))
    using until, of_lines, from_ats;
end $$;
comment on function _running_sums is
    'What do these lines, or all, add up to, stretch by stretch, of what was known at a moment - from where they have changed?';

create function _report_runs(until timestamptz, of_series bigint[], of_pillars text[], from_ats timestamptz[])
returns setof report_run
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute format($query$
        with last as (
            select distinct on (series_id, pillar, occurred_at) series_id, pillar, occurred_at, pct_milli, label_id
            from %s
            where r.recorded_at <= $1 and r.ended_at > $1 and r.pillar <> 'T'
            order by series_id, pillar, occurred_at, sequence desc, source desc, event_id desc
        ),
        placed as (
            select *, (row_number() over (partition by series_id, pillar order by occurred_at) - 1) / 150 as stretch from last
        )
        select
            series_id, pillar, min(occurred_at) as first_at, max(occurred_at) as last_at,
            lead(min(occurred_at), 1, 'infinity') over (partition by series_id, pillar order by stretch) as next_at,
            array_agg(occurred_at order by occurred_at), array_agg(pct_milli order by occurred_at),
            array_agg(label_id order by occurred_at)
        from placed
        group by series_id, pillar, stretch
    $query$, case when of_series is null then 'resource_level r' else $sql$
        unnest($2, $3, $4) as wanted (id, of_pillar, from_at)
        cross join lateral (
            select * from resource_level r
            where r.series_id = wanted.id and r.pillar = wanted.of_pillar and r.occurred_at >= wanted.from_at
            offset 0
        ) r $sql$ end)
    using until, of_series, of_pillars, from_ats;
end $$;
comment on function _report_runs is
    'Which reports, or all, follow one another, stretch by stretch, of what was known at a moment - from where they have changed?';
