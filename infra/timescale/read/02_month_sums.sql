-- What evidence adds up to, month by month. Sums of floating point depend on their order, and rows move when they are
-- ended. What a day leaves of a weight at the end of its month is therefore counted in whole parts of 2^36: sums of
-- integers are the same whatever the order, and whether a month was summed up before or is added up now.

create function _parts() returns float8 language sql immutable as $$ select 68719476736.0::float8 $$;
comment on function _parts is 'In how many parts is a weight counted?';

create function _later(month date, half_life_days int, at date) returns float8
language sql immutable as $$
    select power(2.0::float8, (month + 30 - at) / half_life_days::float8)
$$;
comment on function _later is 'What is left at a day of what there was on day 31 of a month? More than one before that day.';

create function _read_through(series_ids bigint[], of_kind text) returns void
language plpgsql stable set search_path from current as $$
begin
    -- Of most series, every page of a chunk is wanted: reading it once through is quicker than by an index, which the
    -- planner does not see. The calling function has both settings, so that they end with it.
    if of_kind is not null and 4 * cardinality(series_ids) > (select count(*) from series where kind = of_kind) then
        perform set_config('enable_indexscan', 'off', true), set_config('enable_bitmapscan', 'off', true);
    end if;
end $$;
comment on function _read_through is 'Let the rest of the calling function read chunks as a whole, if it wants most series of this kind.';

create function _kind_of(of_class text) returns text
language sql immutable as $$
    -- Assessments are few, and have an index of their own.
    select case of_class when 'exercise' then 'readiness' when 'interop_test' then 'interop' end
$$;
comment on function _kind_of is 'Of which kind are the series that nearly all evidence of this class is about? None if there is little of it.';

create function _adding_up(items text, points int) returns text
language sql immutable as $$
    -- With one point all that is found enters there; then it need not be asked of every item.
    select format($query$
        select
            series_id, instrument, instrument_version, month, %2$s as enters, %3$s as leaves,
            sum(weight_centi * $6[day - month + 1])::numeric as parts,
            sum(weight_centi * $6[day - month + 1] * value_milli)::numeric as value_parts,
            count(*) as items, count(*) filter (where is_external) as external_items, max(occurred_at) as newest_at
        from (
            select
                series_id, instrument, instrument_version, weight_centi, value_milli, is_external, occurred_at,
                occurred_at::date as day, date_trunc('month', occurred_at)::date as month
            from %1$s
            offset 0
        ) item
        %4$s
        group by 1, 2, 3, 4, 5, 6 $query$,
        items,
        case when points = 1 then '1' else $sql$width_bucket(occurred_at - interval '1 microsecond', $2) + 1$sql$ end,
        case when points = 1 then '2' else 'width_bucket(day + $7, $8) + 1' end,
        -- Between two points far apart some come and go unseen.
        case when points > 1 then
            $sql$where width_bucket(day + $7, $8) > width_bucket(occurred_at - interval '1 microsecond', $2)$sql$ end)
$$;
comment on function _adding_up is 'How are items added up by month, by the point at which they enter and that at which they leave?';

create function _sums_of_rows(
    series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[], of_class text,
    fades bigint[], validity_days int, since timestamptz
)
returns table (
    series_id bigint, instrument text, instrument_version text, month date, enters int, leaves int,
    parts numeric, value_parts numeric, items bigint, external_items bigint, newest_at timestamptz
)
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_indexscan = on
set enable_bitmapscan = on as $$
begin
    if since is null then
        perform _read_through(series_ids, _kind_of(of_class));
    end if;
    return query execute _adding_up(format(
        $items$evidence
            where class = %L and occurred_at <= $9 and occurred_at >= $10
              and recorded_at <= $3 and ended_at > $3
              and label_id = any ($4) and series_id = any ($1) $items$ || case when since is not null then 'and recorded_at >= $5' else '' end,
        of_class), cardinality(ats))
    using series_ids, ats, known_at, labels, since, fades, validity_days, ats::date[], ats[cardinality(ats)],
        ats[1]::date - validity_days;
end $$;
comment on function _sums_of_rows is 'What do the items add up to that were heard since a moment, or ever?';

create function _sums_of_changed(
    changed_ids bigint[], changed_months date[], ats timestamptz[], known_at timestamptz, labels bigint[], of_class text,
    fades bigint[], validity_days int, before timestamptz
)
returns table (
    series_id bigint, instrument text, instrument_version text, month date, enters int, leaves int,
    parts numeric, value_parts numeric, items bigint, external_items bigint, newest_at timestamptz
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    if cardinality(changed_ids) = 0 then
        return;
    end if;
    return query execute _adding_up(format(
        $items$unnest($1, $11) as changed (id, first_on)
            cross join lateral (
                select * from evidence e
                where e.series_id = changed.id and e.class = %L
                  and e.occurred_at >= changed.first_on and e.occurred_at < changed.first_on + interval '1 month'
                  and e.occurred_at <= $9 and e.occurred_at >= $10
                  and e.recorded_at < $5 and e.ended_at > $3 and e.label_id = any ($4)
                offset 0
            ) evidence $items$,
        of_class), cardinality(ats))
    using changed_ids, ats, known_at, labels, before, fades, validity_days, ats::date[], ats[cardinality(ats)],
        ats[1]::date - validity_days, changed_months;
end $$;
comment on function _sums_of_changed is 'What do the items add up to that some series have in some months, heard before a moment?';

create function _stretches(ats timestamptz[], validity_days int)
returns table (month date, before_at timestamptz, last_at timestamptz, enters int, leaves int)
language sql immutable parallel safe rows 100 set timezone = 'UTC' as $$
    with limits as (
        select
            dates, (dates[1] - $2)::timestamptz as first_at, $1[cardinality($1)] + interval '1 microsecond' as end_at
        from (select $1::date[] as dates) d
    ),
    -- An item enters at the first point that is not before it, and leaves with its day.
    cut as (
        select limits.first_at as at from limits
        union select m from limits, generate_series(date_trunc('month', first_at), end_at, interval '1 month') m
        union select a + interval '1 microsecond' from unnest($1) a
        union select (d - $2)::timestamptz from limits, unnest(limits.dates) d
    ),
    stretch as (
        select
            limits.dates, cut.at, lead(cut.at) over (order by cut.at) as next_at
        from limits, cut
        where cut.at between limits.first_at and limits.end_at
    )
    select
        date_trunc('month', at)::date, at - interval '1 microsecond', next_at - interval '1 microsecond', e.enters, e.leaves
    from stretch
    cross join lateral (
        select width_bucket(at - interval '1 microsecond', $1) + 1 as enters, width_bucket(at::date + $2, dates) + 1 as leaves
    ) e
    where e.leaves > e.enters and next_at is not null
$$;
comment on function _stretches is 'Which stretches of a month, from after one moment to another, enter at one point and leave at another?';

create function _sums_of_months(
    series_ids bigint[], ats timestamptz[], labels bigint[], of_class text, validity_days int, before timestamptz,
    but_ids bigint[], but_months date[]
)
returns table (
    series_id bigint, instrument text, instrument_version text, month date, enters int, leaves int,
    parts numeric, value_parts numeric, items bigint, external_items bigint, newest_at timestamptz
)
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_indexscan = on
set enable_bitmapscan = on as $$
begin
    perform _read_through(series_ids, _kind_of(of_class));
    return query execute format($query$
        select
            c.series_id, c.instrument, c.instrument_version, c.month, s.enters, s.leaves,
            sum(case when w.is_whole then c.parts else c.parts_until[i.last] - coalesce(c.parts_until[i.before], 0) end),
            sum(case when w.is_whole then c.value_parts
                else c.value_parts_until[i.last] - coalesce(c.value_parts_until[i.before], 0) end),
            sum(case when w.is_whole then c.items else c.items_until[i.last] - coalesce(c.items_until[i.before], 0) end),
            sum(case when w.is_whole then c.external_items
                else c.external_items_until[i.last] - coalesce(c.external_items_until[i.before], 0) end),
            max(case when w.is_whole then c.last_at else c.moments[i.last] end)
        from month_sum c
        join _stretches($2, $4) s on s.month = c.month and s.before_at < c.last_at and s.last_at >= c.first_at
        cross join lateral (select s.before_at < c.first_at and s.last_at >= c.last_at as is_whole offset 0) w
        cross join lateral (
            select
                case when not w.is_whole then width_bucket(s.before_at, c.moments) end as before,
                case when not w.is_whole then width_bucket(s.last_at, c.moments) end as last
            offset 0
        ) i
        where c.class = %L and c.month between $8 and $9 and c.heard_month < $5 and c.label_id = any ($3)
          and c.series_id = any ($1) and (w.is_whole or i.last > i.before)
          %s
        group by 1, 2, 3, 4, 5, 6
    $query$, of_class,
        case when cardinality(but_ids) > 0 then
            'and (c.series_id, c.month) not in (select * from unnest($6, $7))' else '' end)
    using series_ids, ats, labels, validity_days, before, but_ids, but_months,
        date_trunc('month', ats[1]::date - validity_days)::date, ats[cardinality(ats)]::date;
end $$;
comment on function _sums_of_months is 'What do months add up to that were summed up, heard before a moment, but for some?';

create function _changed_months(
    series_ids bigint[], from_at timestamptz, to_at timestamptz, labels bigint[], of_class text, since timestamptz,
    until timestamptz, before timestamptz
)
returns table (series_id bigint, month date)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute format($query$
        select distinct series_id, date_trunc('month', occurred_at)::date
        from evidence
        where class = %L and occurred_at between $2 and $3 and recorded_at < $7 and ended_at > $5 and ended_at <= $6
          and ended_at < 'infinity' and label_id = any ($4) and series_id = any ($1)
    $query$, of_class)
    using series_ids, from_at, to_at, labels, since, until, before;
end $$;
comment on function _changed_months is 'In which months has an item ended between two moments of recording?';

create function _sums(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[], of_class text)
returns table (
    series_id bigint, instrument text, instrument_version text, month date, enters int, leaves int,
    parts numeric, value_parts numeric, items bigint, external_items bigint, newest_at timestamptz
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    summed_until timestamptz := (select until from summed_up);
    fades bigint[];
    validity int;
    before timestamptz;
    changed_ids bigint[] := '{}';
    changed_months date[] := '{}';
begin
    select d.month_fades, d.validity_days into fades, validity from decay d where d.class = $5;
    if summed_until is null then
        return query select * from _sums_of_rows($1, $2, $3, $4, $5, fades, validity, null);
        return;
    end if;
    -- What was heard in different months is summed up apart, so that what was known at a moment of the past is the sum
    -- of the months before it; what was heard in that month itself is read from the rows.
    before := case
        when known_at >= summed_until then summed_until + interval '1 microsecond'
        else date_trunc('month', known_at) end;
    if known_at <> summed_until then
        select coalesce(array_agg(c.series_id), '{}'), coalesce(array_agg(c.month), '{}') into changed_ids, changed_months
        from _changed_months(
            $1, ($2[1]::date - validity)::timestamptz, $2[cardinality($2)], $4, $5, least(known_at, summed_until),
            greatest(known_at, summed_until), before) c;
    end if;
    if known_at = summed_until then
        return query select * from _sums_of_months($1, $2, $4, $5, validity, before, changed_ids, changed_months);
        return;
    end if;
    return query
    select
        s.series_id, s.instrument, s.instrument_version, s.month, s.enters, s.leaves, sum(s.parts), sum(s.value_parts),
        sum(s.items)::bigint, sum(s.external_items)::bigint, max(s.newest_at)
    from (
        select * from _sums_of_months($1, $2, $4, $5, validity, before, changed_ids, changed_months)
        union all
        select * from _sums_of_rows($1, $2, $3, $4, $5, fades, validity, before)
        union all
        select * from _sums_of_changed(changed_ids, changed_months, $2, $3, $4, $5, fades, validity, before)
    ) s
    group by 1, 2, 3, 4, 5, 6;
end $$;
comment on function _sums is 'What does the evidence of one class add up to, by month, by the point at which it enters and that at which it leaves?';

create function _summed_months(until timestamptz, of_series bigint[], of_months date[]) returns setof month_sum
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute format($query$
        with moment as (
            select
                i.class, i.month, date_trunc('month', i.recorded_at)::date as heard_month, i.series_id, i.label_id,
                i.instrument, i.instrument_version, i.occurred_at,
                sum(i.weight_centi * d.month_fades[i.occurred_at::date - i.month + 1]) as parts,
                sum(i.weight_centi * d.month_fades[i.occurred_at::date - i.month + 1] * i.value_milli) as value_parts,
                count(*) as items, count(*) filter (where i.is_external) as external_items
            from %s i join decay d using (class)
            where i.recorded_at <= $1 and i.ended_at > $1
            group by 1, 2, 3, 4, 5, 6, 7, 8
        ),
        running as (
            select
                class, month, heard_month, series_id, label_id, instrument, instrument_version, occurred_at,
                sum(parts) over so_far as parts, sum(value_parts) over so_far as value_parts,
                sum(items) over so_far as items, sum(external_items) over so_far as external_items
            from moment
            window so_far as (
                partition by class, month, heard_month, series_id, label_id, instrument, instrument_version
                order by occurred_at)
        )
        select
            class, month, heard_month, series_id, label_id, instrument, instrument_version,
            min(occurred_at), max(occurred_at), max(parts), max(value_parts), max(items)::int, max(external_items)::int,
            array_agg(occurred_at order by occurred_at), array_agg(parts order by occurred_at),
            array_agg(value_parts order by occurred_at), array_agg(items::int order by occurred_at),
            array_agg(external_items::int order by occurred_at)
        from running
        group by class, month, heard_month, series_id, label_id, instrument, instrument_version
        order by class, month, series_id
    $query$,
        case when of_series is null then
            $sql$(select *, date_trunc('month', occurred_at)::date as month from evidence)$sql$
        else
            $sql$(
                select e.*, wanted.month
                from unnest($2, $3) as wanted (id, month)
                cross join lateral (
                    select * from evidence
                    where series_id = wanted.id
                      and occurred_at >= wanted.month and occurred_at < wanted.month + interval '1 month'
                    offset 0
                ) e
            )$sql$
        end)
    using until, of_series, of_months;
end $$;
comment on function _summed_months is 'What do these months of these series add up to, or all, of what was known at a moment?';
