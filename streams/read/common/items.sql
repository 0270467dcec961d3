-- needs: common/visible

-- What a number is made of. A mean is taken at the newest item of its series; what fades since is what it weighs.

create function _items(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[], prior float8)
returns table (
    series_id bigint, class text, instrument text, instrument_version text, value float8, weight float8, share float8,
    remaining float8, is_external bool, counts bool, why_not text, state text, age_days int, occurred_at timestamptz,
    sequence bigint, source text, event_id text, ledger_seq bigint, factor float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with item as (
            select
                e.*, d.half_life_days, d.validity_days, $2::date - e.occurred_at::date as age_days,
                $2::date - e.occurred_at::date <= d.validity_days as is_valid,
                max(e.occurred_at) over (partition by e.series_id)::date as star_on,
                first_value(e.instrument_version) over (
                    partition by e.series_id, e.instrument
                    order by e.occurred_at desc, e.sequence desc, e.source desc, e.event_id desc) as version_in_use
            from _visible_evidence($2, $3, $4) e join decay d using (class)
            where e.series_id = any ($1)
        ),
        weighed as (
            select
                *,
                star_on - occurred_at::date <= validity_days as was_valid,
                star_on - occurred_at::date <= validity_days and instrument_version = version_in_use as counts,
                case
                    when star_on - occurred_at::date <= validity_days
                        then weight_centi / 100.0::float8 * power(2.0::float8, (star_on - occurred_at::date) / -half_life_days::float8)
                    else 0
                end as w
            from item
        ),
        -- A prior never fades: beside it weighs what is left, and of what lapsed the last.
        left_over as (
            select
                *,
                case
                    when $5 > 0 and bool_or(counts and is_valid) over (partition by series_id)
                        then power(2.0::float8, ($2::date - star_on) / -half_life_days::float8)
                    else 1
                end as factor
            from weighed
        )
        select
            series_id, class, instrument, instrument_version, value_milli / 1000.0::float8, w,
            case
                when counts then w * factor / ($5 + factor * sum(w) filter (where counts) over (partition by series_id))
                else 0
            end,
            case
                when counts and is_valid then weight_centi / 100.0::float8 * power(2.0::float8, age_days / -half_life_days::float8)
                else 0
            end,
            is_external, counts,
            case when counts then null when was_valid then 'older instrument version' else 'past its validity at the newest item' end,
            case when counts and not is_valid then 'run out' end,
            age_days, occurred_at, sequence, source, event_id, ledger_seq, factor
        from left_over
    $query$ using series_ids, as_of, known_at, labels, prior;
end $$;
comment on function _items is
    'What did each piece of evidence weigh when the newest of its series came, beside a prior of this weight, what is left of it, and why does it not count?';
