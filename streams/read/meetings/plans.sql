-- needs: common/meetings_held, common/visible

-- none: level, first_on, starts_on, ends_on, place, reason
create function meeting_plans(
    of_body text, from_on date, to_on date, as_of timestamptz, known_at timestamptz, max_rows int default 1000
)
returns table (
    meeting_id text, level text, state text, first_on date, starts_on date, ends_on date, place text,
    postponements int, reason text, attendees int, ledger_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    move as (
        select m.*,
               row_number() over (partition by m.meeting_id
                   order by m.occurred_at desc, m.sequence desc, m.life_rank desc, m.source desc, m.event_id desc) as nth_last
        from viewer, _visible_meeting_plan($4, $5, viewer.labels) m
        where ($1 is null or m.body = $1)
    ),
    plan as (
        select
            m.meeting_id, max(m.level) as level,
            (array_agg(m.starts_on order by m.nth_last desc) filter (where m.move = 'scheduled'))[1] as first_on,
            -- A cancellation names no day: the day it was planned for last is the one that is free now.
            (array_agg(m.starts_on order by m.nth_last) filter (where m.move <> 'cancelled'))[1] as starts_on,
            (array_agg(m.ends_on order by m.nth_last) filter (where m.move <> 'cancelled'))[1] as ends_on,
            (array_agg(m.place order by m.nth_last) filter (where m.place is not null))[1] as place,
            (array_agg(m.move order by m.nth_last))[1] as last_move,
            (array_agg(m.reason order by m.nth_last) filter (where m.move <> 'scheduled'))[1] as reason,
            (count(*) filter (where m.move = 'postponed'))::int as postponements,
            max(m.ledger_seq) as ledger_seq
        from move m
        group by m.meeting_id
    ),
    held as materialized (select h.* from viewer, _meetings_held($1, $4, $5, viewer.labels) h),
    life as (
        select
            coalesce(h.meeting_id, p.meeting_id) as meeting_id, coalesce(h.level, p.level) as level,
            case when h.meeting_id is not null then 'held'
                 when p.last_move = 'scheduled' then 'planned'
                 else p.last_move end as state,
            coalesce(p.first_on, h.started_on) as first_on, coalesce(h.started_on, p.starts_on) as starts_on,
            coalesce(h.ended_on, p.ends_on) as ends_on, coalesce(h.place, p.place) as place,
            coalesce(p.postponements, 0) as postponements, p.reason, h.root_seq,
            coalesce(h.ledger_seq, p.ledger_seq) as ledger_seq
        from plan p full join held h using (meeting_id)
    ),
    page as (
        select *
        from life
        where first_on between $2 and $3 or starts_on between $2 and $3
        order by coalesce(starts_on, first_on) desc, meeting_id collate "C" desc
        limit least($6, 10000)
    )
    select
        p.meeting_id, p.level, p.state, p.first_on, p.starts_on, p.ends_on, p.place, p.postponements, p.reason,
        present.n, p.ledger_seq
    from page p, viewer,
        lateral (
            select count(*)::int as n
            from _visible_attendance('infinity', $5, viewer.labels) a
            where a.meeting_id = p.meeting_id and a.root_seq = p.root_seq
        ) present
    order by coalesce(p.starts_on, p.first_on) desc, p.meeting_id collate "C" desc;
end $$;
comment on function meeting_plans is 'Which meetings were planned for a span of days, and was each held, postponed or cancelled? Latest day first.';

create function attendees(of_meeting text, as_of timestamptz, known_at timestamptz)
returns table (actor text, rank int)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select a.actor, a.rank::int
    from (select muster.my_labels() as labels offset 0) viewer, _meetings_held(null, $2, $3, viewer.labels) m
    join _visible_attendance('infinity', $3, viewer.labels) a on a.meeting_id = m.meeting_id and a.root_seq = m.root_seq
    where m.meeting_id = $1
    order by a.rank, a.actor collate "C";
end $$;
comment on function attendees is 'Who came to a meeting, and how senior were they? The most senior first.';
