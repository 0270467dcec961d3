-- needs: common/visible

-- Absolute figures are context beside readings and never mixed into them: two are compared in one unit, currency and prices only.

-- none: only_actor, currency, price_basis, price_year, reporter
create function figures(only_actor text, as_of timestamptz, known_at timestamptz)
returns table (
    actor text, figure text, unit text, value float8, currency text, price_basis text, price_year int, observed_on date,
    is_estimate bool, reporter text, is_newest bool, ledger_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with said as (
        select distinct on (f.actor, f.figure, f.unit, f.currency, f.price_basis, f.price_year, f.observed_on) f.*
        from (select muster.my_labels() as labels offset 0) viewer, _visible_figure($2, $3, viewer.labels) f
        where $1 is null or f.actor = $1
        order by
            f.actor, f.figure, f.unit, f.currency, f.price_basis, f.price_year, f.observed_on,
            f.occurred_at desc, f.sequence desc, f.source desc, f.event_id desc
    )
    select
        s.actor::text, s.figure::text, s.unit::text, s.value, s.currency::text, s.price_basis::text, s.price_year::int, s.observed_on,
        s.is_estimate, s.reporter,
        s.observed_on = max(s.observed_on) over (
            partition by s.actor, s.figure, s.unit, s.currency, s.price_basis, s.price_year),
        s.ledger_seq
    from said s
    order by s.actor, s.figure, s.unit, s.currency, s.price_basis, s.price_year, s.observed_on;
end $$;
comment on function figures is 'How much of what have actors, by day? Absolute figures: context, no reading.';
