-- needs: commitments/commitments, common/belonging, common/constants, common/meetings_held, common/members
-- needs: common/visible, meetings/calendar, readiness/readiness

-- none: last_on, days_since, median_gap_days, expected_days, overdue_ratio, status, regularity, next_planned_on
create function cadence(body text, as_of timestamptz, known_at timestamptz)
returns table (
    level text, meetings int, last_on date, days_since int, median_gap_days float8, expected_days float8,
    overdue_ratio float8, status text, regularity float8, next_planned_on date
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (
        select v.labels, $1 is not null and _is_dissolved($1, $2, $3, v.labels) as is_dissolved
        from (select muster.my_labels() as labels offset 0) v
    ),
    held as materialized (
        select m.level, m.meeting_id, m.started_on from viewer, _meetings_held($1, $2, $3, viewer.labels) m
    ),
    gap as (
        select
            level, started_on - lag(started_on) over (partition by level order by started_on, meeting_id) as days,
            row_number() over (partition by level order by started_on desc, meeting_id desc) as nth
        from held
    ),
    spread as (
        select
            level, percentile_cont(0.5) within group (order by days) as median_days,
            case when sum(days) > 0 then greatest(0, 1 - stddev_pop(days) / avg(days))::float8 end as regularity
        from gap
        where days is not null and nth <= (select _constant('cadence.gaps'))
        group by level
    ),
    planned as (
        select p.level, min(p.starts_on) as starts_on
        from calendar($1, $2, $3) p where p.what = 'meeting' and p.starts_on >= $2::date group by p.level
    ),
    -- A level that was planned and never held is not on time: it is there, and never met.
    known as (
        select h.level from held h
        union
        select m.level
        from viewer, _visible_meeting_plan($2, $3, viewer.labels) m
        where m.move = 'scheduled' and m.level is not null and ($1 is null or m.body = $1)
    ),
    last as (
        select
            k.level, count(h.meeting_id)::int as meetings, max(h.started_on) as last_on,
            (select c.value from method_constant c where c.name = 'cadence.' || k.level || '_days') as fixed_days
        from known k left join held h using (level)
        group by k.level
    ),
    clock as (
        select
            *, coalesce(fixed_days, median_days) as expected_days,
            case when not viewer.is_dissolved
                then ($2::date - last_on) / nullif(coalesce(fixed_days, median_days), 0) end as overdue_ratio
        from viewer cross join last left join spread using (level)
    )
    select
        c.level, c.meetings, c.last_on, $2::date - c.last_on, c.median_days, c.expected_days, c.overdue_ratio,
        case
            when c.is_dissolved then 'dissolved'
            when c.meetings = 0 then 'never'
            when c.overdue_ratio > _constant('cadence.red_ratio') then 'red'
            when c.overdue_ratio > _constant('cadence.amber_ratio') then 'amber'
            when c.overdue_ratio is not null then 'green'
        end,
        c.regularity, p.starts_on
    from clock c left join planned p using (level)
    order by c.level collate "C";
end $$;
comment on function cadence is 'How regularly does a body meet at each level it ever planned or held, and is the next meeting overdue? Never of one dissolved.';

-- none: mean_rank
create function attendance_record(body text, as_of timestamptz, known_at timestamptz)
returns table (actor text, level text, attended int, meetings int, attendance_ratio float8, mean_rank float8)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    recent as (
        select * from (
            select m.*, row_number() over (partition by m.level order by m.started_on desc, m.meeting_id desc) as nth
            from viewer, _meetings_held($1, $2, $3, viewer.labels) m
        ) numbered
        where nth <= (select _constant('cadence.attendance_meetings'))
    ),
    present as (
        select r.level, r.meeting_id, a.actor, a.rank
        from viewer, recent r
        join _visible_attendance('infinity', $3, viewer.labels) a on a.meeting_id = r.meeting_id and a.root_seq = r.root_seq
          -- Said again as a list: the few meetings are looked up, instead of reading everybody who ever came.
          and a.meeting_id = any (array(select meeting_id from recent))
    )
    select
        m.actor, l.level, count(p.rank)::int, l.meetings, count(p.rank)::float8 / l.meetings, avg(p.rank)::float8
    from members($1, $2, $3) m
    cross join (select level, count(*)::int as meetings from recent group by level) l
    left join present p on (p.actor, p.level) = (m.actor, l.level)
    group by m.actor, l.level, l.meetings
    order by m.actor collate "C", l.level collate "C";
end $$;
comment on function attendance_record is 'How often did each member come to the last meetings of each level, and how senior were its people?';

-- none: index_before, index_after, compliance_before, compliance_after
create function meeting_effect(
    body text, as_of timestamptz, known_at timestamptz, max_meetings int default 4, only_level text default null,
    only_meeting text default null
)
returns table (
    meeting_id text, level text, started_on date, attended bool, actors int, index_before float8, index_after float8,
    scored int, compliance_before float8, compliance_after float8, lapsed int
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    wide as materialized (select _constant('effect.window_days')::int as days),
    recent as materialized (
        select m.meeting_id, m.level, m.started_on, m.root_seq,
               (m.started_on - wide.days)::timestamptz as before_at, (m.started_on + wide.days)::timestamptz as after_at
        from viewer, wide, _meetings_held($1, $2, $3, viewer.labels) m
        where m.started_on + wide.days <= $2::date
          and ($5 is null or m.level = $5) and ($6 is null or m.meeting_id = $6)
        order by m.started_on desc, m.meeting_id desc
        limit $4
    ),
    side as (
        select r.*, m.actor, exists (
            select from _visible_attendance('infinity', $3, viewer.labels) a
            where a.meeting_id = r.meeting_id and a.root_seq = r.root_seq and a.actor = m.actor
        ) as attended
        from viewer, recent r, lateral members($1, r.started_on::timestamptz, $3) m
    ),
    moment as (select distinct u.at from recent r, unnest(array[r.before_at, r.after_at]) u (at)),
    index_at as materialized (
        -- Whoever falls silent stays, with the last that is known.
        select p.at, r.actor, avg(r.last_index) as index, bool_or(r.index is null and r.last_index is not null) as is_lapsed
        from moment p, lateral readiness(null, p.at, $3) r group by p.at, r.actor
    ),
    compliance_at as materialized (
        select p.at, c.actor, (avg(c.score)::float8 + 1) / 2 as ratio
        from moment p, lateral commitments($1, p.at, $3) c where c.is_counted group by p.at, c.actor
    )
    select
        s.meeting_id, s.level, s.started_on, s.attended,
        (count(*) filter (where b.index is not null and a.index is not null))::int,
        avg(b.index) filter (where a.index is not null), avg(a.index) filter (where b.index is not null),
        (count(*) filter (where cb.ratio is not null and ca.ratio is not null))::int,
        avg(cb.ratio) filter (where ca.ratio is not null), avg(ca.ratio) filter (where cb.ratio is not null),
        (count(*) filter (where b.index is not null and a.index is not null and (b.is_lapsed or a.is_lapsed)))::int
    from side s
    left join index_at b on (b.at, b.actor) = (s.before_at, s.actor)
    left join index_at a on (a.at, a.actor) = (s.after_at, s.actor)
    left join compliance_at cb on (cb.at, cb.actor) = (s.before_at, s.actor)
    left join compliance_at ca on (ca.at, ca.actor) = (s.after_at, s.actor)
    group by s.meeting_id, s.level, s.started_on, s.attended
    order by s.started_on desc, s.meeting_id collate "C" desc, s.attended desc;
end $$;
comment on function meeting_effect is 'How did those who came to a meeting, and those who did not, stand before and after it? Association, not effect.';
