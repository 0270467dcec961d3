-- needs: common/constants, common/visible

create function _overrides(ats timestamptz[], known_at timestamptz, labels bigint[])
returns table (i int, actor text, area text, level int, reason text, expires_on date, ledger_seq bigint)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with rule as materialized (select _constant('override.longest_days')::int as longest_days),
    latest as (
        select distinct on (actor, area, enters) *
        from (
            select
                o.*, width_bucket(o.occurred_at - interval '1 microsecond', $1) + 1 as enters,
                least(o.expires_on, o.occurred_at::date + rule.longest_days) as last_on
            from rule, _visible_level_override($1[cardinality($1)], $2, $3) o
        ) o
        order by actor, area, enters, occurred_at desc, sequence desc, source desc, event_id desc
    ),
    period as (
        select *, lead(enters, 1, cardinality($1) + 1) over (partition by actor, area order by enters) as next from latest
    )
    select p.i, actor, area, level::int, reason, last_on, ledger_seq
    from period cross join lateral generate_series(enters, next - 1) as p (i)
    where last_on >= $1[p.i]::date;
end $$;
comment on function _overrides is 'Which levels set by commanders hold at each of these points? The latest, until it expires.';

create function _overridden(computed text, set_level int) returns text
language sql immutable as $$
    select case when set_level is null or (computed = 'ND' and set_level <> 5) then computed else set_level::text end
$$;
comment on function _overridden is 'Which level is shown? The commander''s; what was not demonstrated can only be set to 5.';
