-- needs: common/kinds, common/meetings_held, common/members, common/visible

-- none: name, level, starts_on, ends_on, place
create function calendar(of_body text, as_of timestamptz, known_at timestamptz)
returns table (
    what text, id text, name text, level text, starts_on date, ends_on date, place text, is_postponed bool,
    actors text[], ledger_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    meeting_move as (
        select m.*, m.move = 'scheduled' as is_schedule
        from viewer, _visible_meeting_plan($2, $3, viewer.labels) m
    ),
    meeting_now as (
        select distinct on (meeting_id) * from meeting_move
        order by meeting_id, occurred_at desc, sequence desc, life_rank desc, source desc, event_id desc
    ),
    meeting_terms as (
        select distinct on (meeting_id) * from meeting_move where is_schedule
        order by meeting_id, occurred_at desc, sequence desc, life_rank desc, source desc, event_id desc
    ),
    exercise_now as (
        select distinct on (e.exercise_id) e.*
        from viewer, _visible_exercise_plan($2, $3, viewer.labels) e
        order by e.exercise_id, e.occurred_at desc, e.sequence desc, e.life_rank desc, e.source desc, e.event_id desc
    ),
    planned as (
        select
            'meeting' as what, n.meeting_id as id, null as name, t.level, n.starts_on, n.ends_on,
            coalesce(n.place, t.place) as place, n.move = 'postponed' as is_postponed, coalesce(t.invited, '{}') as actors,
            n.ledger_seq
        from meeting_now n left join meeting_terms t using (meeting_id)
        where n.move <> 'cancelled' and ($1 is null or n.body = $1)
          and not exists (
              select from viewer, _meetings_held(null, $2, $3, viewer.labels) h where h.meeting_id = n.meeting_id)
        union all
        select 'exercise', e.exercise_id, e.name, _kind_said(e.kinds), e.starts_on, e.ends_on, e.place, false, e.participants, e.ledger_seq
        from exercise_now e, viewer
        where e.move = 'scheduled'
          and not exists (
              select from _visible_exercise($2, $3, viewer.labels) c
              where c.exercise_id = e.exercise_id)
          and ($1 is null or e.participants && array(select m.actor from members($1, $2, $3) m))
    )
    select p.what, p.id, p.name, p.level, p.starts_on, p.ends_on, p.place, p.is_postponed, p.actors, p.ledger_seq
    from planned p
    order by p.starts_on nulls last, p.what, p.id collate "C";
end $$;
comment on function calendar is 'Which meetings of a body and exercises of its members are planned and have not taken place?';
