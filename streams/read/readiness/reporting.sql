-- needs: common/constants, common/members, readiness/readiness

-- none: area, pillar, last_at, age_days
create function reporting(body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor text, area text, pillar text, last_at timestamptz, age_days int, is_missing bool, state text
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    series_ids bigint[] := _series_of('readiness', $1, $2, $3, labels, null, null);
    period_days float8 := _constant('reporting.period_days');
    late_days float8 := _constant('resource_report.amber_days');
    lapsed_days float8 := _constant('resource_report.validity_days');
begin
    return query
    with expected as materialized (
        -- Once reported is expected for good, however long ago.
        select x.actor, x.area, l.pillar, l.occurred_at as last_at, $2::date - l.occurred_at::date as age_days
        from _reports(series_ids, $2, $3, labels) l join series x using (series_id)
    ),
    everybody as (
        select * from expected
        union all
        select m.actor, null, null, null, null
        from _members($1, $2, $3, labels) m
        where m.actor not in (select e.actor from expected e)
    )
    select
        e.actor::text, e.area::text, e.pillar::text, e.last_at, e.age_days, coalesce(e.age_days > period_days, true),
        _state(e.age_days, late_days, lapsed_days)
    from everybody e
    order by
        coalesce(e.age_days > period_days, true) desc, e.age_days desc nulls first, e.actor collate "C", e.area collate "C",
        e.pillar collate "C";
end $$;
comment on function reporting is 'Who has not reported in time on what it ever reported on, or never at all? The missing first.';
