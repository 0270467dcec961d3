create function _items(
    series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[], prior float8, earliest timestamptz,
    is_only_valid bool default false
)
returns table (
    series_id bigint, class text, instrument text, instrument_version text, value float8, weight float8, share float8,
    is_external bool, counts bool, why_not text, age_days int, occurred_at timestamptz, recorded_at timestamptz,
    ended_at timestamptz, sequence bigint, source text, event_id text, ledger_seq bigint, root_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with item as (
            select e.*, d.half_life_days, $2::date - e.occurred_at::date as age_days,
                $2::date - e.occurred_at::date <= d.validity_days as is_valid
            from evidence e join decay d using (class)
            where e.occurred_at <= $2 and e.occurred_at >= $6
              and (not $7 or e.occurred_at >= $2::date - d.validity_days)
              and e.recorded_at <= $3 and e.ended_at > $3
              and e.label_id = any ($4) and e.series_id = any ($1)
        ),
        judged as (
            select
                *,
                case
                    when is_valid
                        then weight_centi / 100.0::float8 * power(2.0::float8, age_days / -half_life_days::float8)
                    else 0
                end as w,
                case
                    when not is_valid then 'expired'
                    when instrument_version <> first_value(instrument_version) over newest then 'older instrument version'
                end as why_not
            from item
            window newest as (
                partition by series_id, instrument
                order by is_valid desc, occurred_at desc, sequence desc, source desc, event_id desc
            )
        )
        select
            series_id, class, instrument, instrument_version, value_milli / 1000.0::float8, w,
            case
                when why_not is null then w / ($5 + sum(w) filter (where why_not is null) over (partition by series_id))
                else 0
            end,
            is_external, why_not is null, why_not, age_days, occurred_at, recorded_at, ended_at,
            sequence, source, event_id, ledger_seq, root_seq
        from judged
    $query$ using series_ids, as_of, known_at, labels, prior, earliest, is_only_valid;
end $$;
comment on function _items is 'What does each piece of evidence weigh in its series, beside a prior of this weight, and why not?';

create function explain_readiness(actor text, area text, as_of timestamptz, known_at timestamptz)
returns table (
    seq bigint, source text, event_id text, occurred_at timestamptz, age_days int, kind text, instrument text,
    instrument_version text, value float8, weight float8, share float8, is_external bool, counts bool, why_not text
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    series_ids bigint[] := array(select series_id from series where series.kind = 'readiness' and series.actor = $1 and series.area = $2);
begin
    return query
    select
        ledger_seq, source, event_id, occurred_at, age_days, class, instrument, instrument_version,
        value, weight, share, is_external, counts, why_not
    from (
        select * from _items(series_ids, $3, $4, labels, 0, _earliest($3))
        order by occurred_at desc, sequence desc, source collate "C" desc, event_id collate "C" desc
    ) item;
    return query
    select
        ledger_seq, source, event_id, occurred_at, $3::date - occurred_at::date, 'resource_report', pillar, null::text,
        pct, null::float8, null::float8, false, true, null::text
    from _reports(series_ids, $3, $4, labels)
    where pillar <> 'T'
    order by pillar collate "C";
end $$;
comment on function explain_readiness is 'What is one reading made of? Every item with its weight and share of T, then the reports in force.';

create function explain_interoperability(
    actor_a text, actor_b text, dimension text, as_of timestamptz, known_at timestamptz
)
returns table (
    seq bigint, source text, event_id text, occurred_at timestamptz, age_days int, kind text, instrument text,
    instrument_version text, value float8, weight float8, share float8, is_external bool, counts bool, why_not text
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    prior_a float8 := _constant('interoperability.prior_alpha');
    prior_b float8 := _constant('interoperability.prior_beta');
    total float8;
    pair text[] := array(select unnest(array[$1, $2]) collate "C" order by 1);
    series_ids bigint[] := array(
        select series_id
        from series
        where series.kind = 'interop' and series.dimension = $3 and actor = pair[1] and other_actor = pair[2]
    );
begin
    return query
    select
        ledger_seq, source, event_id, occurred_at, age_days, class, instrument, instrument_version,
        value, weight, share, is_external, counts, why_not
    from (
        select * from _items(series_ids, $4, $5, labels, prior_a + prior_b, _earliest($4))
        order by occurred_at desc, sequence desc, source collate "C" desc, event_id collate "C" desc
    ) item;
    select sum(weight) into total
    from _items(series_ids, $4, $5, labels, 0, _earliest($4))
    where counts;
    return query
    select
        null::bigint, null::text, null::text, null::timestamptz, null::int, 'prior', null::text, null::text,
        prior.value, prior.weight, prior.weight / (prior_a + prior_b + total), false, true, null::text
    from (values (1.0::float8, prior_a), (0.0::float8, prior_b)) as prior (value, weight)
    where total is not null;
end $$;
comment on function explain_interoperability is 'What is the mean of a pair in a dimension made of? Every test with its share, then the prior.';
