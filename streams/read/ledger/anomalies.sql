-- needs: common/contradictions, common/visible, lessons/lessons, meetings/decisions

-- Every move that does not fit and every contradiction, of whatever it is. What is folded as a journal says its own; the
-- moves of plans, promises, offers, standards and memberships are looked through here.

create function _register_moves(wanted text, as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    kind text, item text, move text, occurred_at timestamptz, sequence bigint, life_rank smallint, source text,
    event_id text, ledger_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    -- Of plans that were never given up or put off there is nothing that could fail to fit.
    select 'exercise', p.exercise_id, p.move, p.occurred_at, p.sequence, p.life_rank, p.source, p.event_id, p.ledger_seq
    from _visible_exercise_plan($2, $3, $4) p
    where ($1 is null or $1 = 'exercise')
      -- why: only narrows; of a cancelled one, whoever may know it, every move that may be seen is looked at
      and p.exercise_id in (select c.exercise_id from exercise_plan c where c.move = 'cancelled')
    union all
    select 'meeting', p.meeting_id, p.move, p.occurred_at, p.sequence, p.life_rank, p.source, p.event_id, p.ledger_seq
    from _visible_meeting_plan($2, $3, $4) p
    where ($1 is null or $1 = 'meeting')
      -- why: the same
      and p.meeting_id in (select c.meeting_id from meeting_plan c where c.move <> 'scheduled')
    union all
    select 'commitment', c.commitment_id, case c.life_rank when 0 then 'made' else 'revised' end,
           c.occurred_at, c.sequence, c.life_rank, c.source, c.event_id, c.ledger_seq
    from _visible_commitment($2, $3, $4) c
    where ($1 is null or $1 = 'commitment')
    union all
    select 'commitment', m.commitment_id, case when m.actors <> '{}' then 'partly ' else '' end || m.move,
           m.occurred_at, m.sequence, m.life_rank, m.source, m.event_id, m.ledger_seq
    from _visible_commitment_move($2, $3, $4) m
    where ($1 is null or $1 = 'commitment')
    union all
    select 'capability', concat_ws(' ', c.actor, c.area, c.capability_code),
           case when c.is_declared then 'declared' else 'withdrawn' end,
           c.occurred_at, c.sequence, c.life_rank, c.source, c.event_id, c.ledger_seq
    from _visible_capability($2, $3, $4) c
    where ($1 is null or $1 = 'capability')
    union all
    select 'standard', concat_ws(' ', s.actor, s.standard_id, s.edition, s.dimension), s.state,
           s.occurred_at, s.sequence, s.life_rank, s.source, s.event_id, s.ledger_seq
    from _visible_standard($2, $3, $4) s
    where ($1 is null or $1 = 'standard')
    union all
    select 'membership', concat_ws(' ', m.body, m.actor, m.effective_on),
           case when m.is_member then 'joined' else 'left' end,
           m.occurred_at, m.sequence, 0::smallint, m.source, m.event_id, m.ledger_seq
    from _visible_membership($2, $3, $4) m
    where ($1 is null or $1 = 'membership');
end $$;
comment on function _register_moves is 'What was said, move by move, about plans, promises, offers, standards and memberships?';

create function _register_anomalies(wanted text, as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (kind text, item text, anomaly text, newest_seq bigint)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with move as materialized (select * from _register_moves($1, $2, $3, $4)),
    life as (
        select
            m.kind, m.item,
            array_agg(m.move order by m.occurred_at, m.sequence, m.life_rank, m.source, m.event_id) as moves,
            array_agg(m.occurred_at order by m.occurred_at, m.sequence, m.life_rank, m.source, m.event_id) as moments,
            array_agg(m.sequence order by m.occurred_at, m.sequence, m.life_rank, m.source, m.event_id) as sequences,
            (array_agg(m.ledger_seq order by
                m.occurred_at desc, m.sequence desc, m.life_rank desc, m.source desc, m.event_id desc))[1] as newest_seq
        from move m group by m.kind, m.item
    ),
    held as (
        select 'exercise' as kind, e.exercise_id as item, max(e.ledger_seq) as ledger_seq
        from _visible_exercise($2, $3, $4) e
        group by e.exercise_id
        union all
        select 'meeting', m.meeting_id, max(m.ledger_seq)
        from _visible_meeting($2, $3, $4) m
        group by m.meeting_id
    ),
    found as (
        select l.kind, l.item, misfit.move as anomaly, l.newest_seq
        from life l, _followed(l.kind, l.moves, l.moments, l.sequences) f, unnest(f.misfits) as misfit (move)
        union all
        select l.kind, l.item, 'held although cancelled', h.ledger_seq
        from life l join held h using (kind, item)
        where l.moves[cardinality(l.moves)] = 'cancelled'
        union all
        select v.kind, d.item, 'two sources', d.newest_seq
        from (values
            ('exercise', 'exercise_plan', '{exercise_id, life_rank}'::text[]),
            ('exercise', 'exercise', '{exercise_id, life_rank}'),
            ('meeting', 'meeting_plan', '{meeting_id, life_rank}'),
            ('meeting', 'meeting', '{meeting_id, life_rank}'),
            ('commitment', 'commitment', '{commitment_id, life_rank}'),
            ('capability', 'capability', '{actor, area, capability_code, life_rank}'),
            ('standard', 'standard', '{actor, standard_id, edition, dimension, life_rank}'),
            ('membership', 'membership', '{body, actor, effective_on}')
        ) as v (kind, projection, keys),
            lateral _two_sources(v.projection, v.keys, $2, $3, $4) d
        where $1 is null or v.kind = $1
    )
    select f.kind, f.item, f.anomaly, max(f.newest_seq) from found f group by f.kind, f.item, f.anomaly;
end $$;
comment on function _register_anomalies is 'Which moves of plans, promises, offers, standards and memberships do not fit, or contradict each other?';

-- none: newest_seq
create function anomalies(as_of timestamptz, known_at timestamptz)
returns table (kind text, item text, anomaly text, newest_seq bigint)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select a.kind, a.item, a.anomaly, a.newest_seq
    from (
        select r.* from _register_anomalies(null, $1, $2, (select muster.my_labels())) r
        union all
        select distinct 'decision', d.decision_id, a.anomaly, d.newest_seq
        from decisions(null, $1, $2) d, unnest(d.anomalies) as a (anomaly)
        union all
        select distinct 'observation', o.observation_id, a.anomaly, o.newest_seq
        from observations($1, $2) o, unnest(o.anomalies) as a (anomaly)
        union all
        select distinct 'remedial_action', r.action_id, a.anomaly, r.newest_seq
        from remedial_actions($1, $2) r, unnest(r.anomalies) as a (anomaly)
        union all
        select distinct 'lesson', l.lesson_id, a.anomaly, l.newest_seq
        from lessons($1, $2) l, unnest(l.anomalies) as a (anomaly)
    ) a
    order by a.kind collate "C", a.item collate "C", a.anomaly collate "C";
end $$;
comment on function anomalies is 'Which moves did not fit what they are about, and who contradicts whom? Of memberships the item names body, actor and day.';
