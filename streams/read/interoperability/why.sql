-- needs: common/constants, common/items

-- none: seq, source, event_id, occurred_at, age_days, instrument, instrument_version, weight, share, remaining
-- none: why_not, state
create function explain_interoperability(
    actor_a text, actor_b text, dimension text, as_of timestamptz, known_at timestamptz
)
returns table (
    seq bigint, source text, event_id text, occurred_at timestamptz, age_days int, kind text, instrument text,
    instrument_version text, value float8, weight float8, share float8, remaining float8, is_external bool, counts bool,
    why_not text, state text
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
        value, weight, share, remaining, is_external, counts, why_not, state
    from (
        select * from _items(series_ids, $4, $5, labels, prior_a + prior_b)
        order by occurred_at desc, sequence desc, source collate "C" desc, event_id collate "C" desc
    ) item;
    select sum(weight * factor) into total
    from _items(series_ids, $4, $5, labels, prior_a + prior_b)
    where counts;
    return query
    select
        null::bigint, null::text, null::text, null::timestamptz, null::int, 'prior', null::text, null::text,
        prior.value, prior.weight, prior.weight / (prior_a + prior_b + total), prior.weight, false, true, null::text, null::text
    from (values (1.0::float8, prior_a), (0.0::float8, prior_b)) as prior (value, weight)
    where total is not null;
end $$;
comment on function explain_interoperability is
    'What is the mean of a pair in a dimension made of? Every test with its share and what remains of it, then the prior.';
