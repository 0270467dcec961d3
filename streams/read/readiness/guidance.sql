-- needs: common/members, common/visible, readiness/overrides, readiness/readiness

-- none: computed_level
create function overrides(body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor text, area text, level int, reason text, expires_on date, days_left int, computed_level text, ledger_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    select o.actor, o.area, o.level, o.reason, o.expires_on, o.expires_on - $2::date, r.computed_level, o.ledger_seq
    from _overrides(array[$2], $3, (select muster.my_labels())) o
    left join readiness(null, $2, $3) r using (actor, area)
    where $1 is null or o.actor in (select m.actor from members($1, $2, $3) m)
    order by o.actor collate "C", o.area collate "C";
end $$;
comment on function overrides is 'Which levels are set by commanders, why, until when, and what would be computed?';

-- none: index, gap, level, last_index, last_gap
create function gaps(body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor text, area text, target_index float8, set_by text, is_own bool, index float8, gap float8, level text,
    ledger_seq bigint, is_open bool, last_index float8, last_gap float8
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with latest as (
        select distinct on (q.actor, q.area) q.*
        from (select muster.my_labels() as labels offset 0) viewer, _visible_requirement($2, $3, viewer.labels) q
        where q.body = $1
        order by q.actor, q.area, q.occurred_at desc, q.sequence desc, q.source desc, q.event_id desc
    ),
    wanted as (
        select distinct on (m.actor, l.area)
            m.actor, l.area, l.target_index, l.set_by, l.actor <> 'ALL' as is_own, l.ledger_seq
        from members($1, $2, $3) m join latest l on l.actor in (m.actor, 'ALL')
        order by m.actor, l.area, (l.actor <> 'ALL') desc
    ),
    measured as (
        select
            w.*, r.index, r.level, r.last_index,
            -- greatest() alone would make no measurement no gap.
            case when r.index is not null then greatest(w.target_index - r.index, 0) end as gap,
            case when r.last_index is not null then greatest(w.target_index - r.last_index, 0) end as last_gap
        from wanted w left join readiness($1, $2, $3) r using (actor, area)
    )
    select
        m.actor, m.area, m.target_index, m.set_by, m.is_own, m.index, m.gap, m.level, m.ledger_seq,
        coalesce(m.gap > 0, true), m.last_index, m.last_gap
    from measured m
    order by m.gap desc nulls first, m.last_gap desc nulls first, m.actor collate "C", m.area collate "C";
end $$;
comment on function gaps is 'How far is each member from what is required of it? Not known is open, and comes before every number.';
