-- needs: common/constants, common/items, readiness/readiness

-- none: seq, source, event_id, occurred_at, age_days, instrument, instrument_version, weight, share, remaining
-- none: why_not, state
create function explain_readiness(actor text, area text, as_of timestamptz, known_at timestamptz)
returns table (
    seq bigint, source text, event_id text, occurred_at timestamptz, age_days int, kind text, instrument text,
    instrument_version text, value float8, weight float8, share float8, remaining float8, is_external bool, counts bool,
    why_not text, state text
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    late_days float8 := _constant('resource_report.amber_days');
    lapsed_days float8 := _constant('resource_report.validity_days');
    series_ids bigint[] := array(select series_id from series where series.kind = 'readiness' and series.actor = $1 and series.area = $2);
begin
    return query
    select
        ledger_seq, source, event_id, occurred_at, age_days, class, instrument, instrument_version,
        value, weight, share, remaining, is_external, counts, why_not, state
    from (
        select * from _items(series_ids, $3, $4, labels, 0)
        order by occurred_at desc, sequence desc, source collate "C" desc, event_id collate "C" desc
    ) item;
    return query
    select
        ledger_seq, source, event_id, occurred_at, x.age_days, 'resource_report', pillar, null::text,
        pct, null::float8, null::float8, null::float8, false, true, null::text, _state(x.age_days, late_days, lapsed_days)
    from _reports(series_ids, $3, $4, labels)
    cross join lateral (select $3::date - occurred_at::date as age_days) x
    where pillar <> 'T'
    order by pillar collate "C";
end $$;
comment on function explain_readiness is
    'What is one reading made of? Every item with its weight and share of T at the newest and what remains, then the latest reports, however old.';
