-- needs: common/constants, common/contradictions, common/members, common/visible

-- Three journals. The state of an item is the last of its moves that fitted the state before it, in the order of
-- (occurred_at, sequence, rank of life, source, event_id); moves that did not fit are kept and shown as anomalies.

create function _may_follow(journal text, state text, move text) returns bool
language sql immutable as $$
    select coalesce(case journal
        when 'observation' then
            (state is null and move = 'submitted') or (state = 'submitted' and move in ('accepted', 'rejected'))
        when 'remedial_action' then
            (state is null and move = 'tasked') or (state = 'tasked' and move = 'implemented')
        when 'lesson' then
            (state is null and move = 'identified')
            or (state in ('identified', 'validated', 'learned') and move = 'validated')
            or (state = 'validated' and move = 'learned')
            or (state in ('identified', 'validated') and move = 'closed')
        when 'exercise' then move = 'scheduled' or (state = 'scheduled' and move = 'cancelled')
        when 'meeting' then move = 'scheduled' or state in ('scheduled', 'postponed')
        when 'commitment' then
            (state is null and move = 'made') or (state is not null and move = 'revised')
            or (state <> 'withdrawn' and move in ('reaffirmed', 'partly withdrawn', 'withdrawn'))
        when 'capability' then move = 'declared' or state = 'declared'
        -- Registers: whoever says so last is right, but for opposites of one moment.
        when 'standard' then true
        when 'membership' then true
    end, false)
$$;
comment on function _may_follow is 'Does a move fit the state an item is in?';

create function _followed(
    journal text, moves text[], moments timestamptz[], sequences bigint[], out fitting int[], out misfits text[]
)
language plpgsql immutable strict set search_path from current as $$
declare
    state text;
    opposite text;
    is_disputed bool;
begin
    fitting := '{}';
    misfits := '{}';
    -- Asked in steps, each without a query of its own: there are many journals, and hardly a dispute.
    for i in 1..cardinality(moves) loop
        opposite := _opposite(moves[i]);
        is_disputed := false;
        if opposite = any (moves) and _may_follow(journal, state, opposite) then
            -- Two that exclude each other, of one moment, and both would fit: neither is taken.
            for j in 1..cardinality(moves) loop
                is_disputed := is_disputed
                    or moves[j] = opposite and moments[j] = moments[i] and sequences[j] = sequences[i];
            end loop;
        end if;
        if _may_follow(journal, state, moves[i]) and not is_disputed then
            state := moves[i];
            fitting := fitting || i;
        else
            misfits := misfits || moves[i];
        end if;
    end loop;
end $$;
comment on function _followed is 'At which places of the moves of one item, in their order, are those that fit, and which did not, or contradict each other?';

-- Each journal is gathered to one row an item. Only one move can begin an item: the first that fits is its beginning,
-- the last that fits its state. Joining moves to their items again would cost the square of their number whenever the
-- planner expects few of them.

-- none: state, exercise_id, area, actors, observed, submitted_at, moved_at
create function observations(as_of timestamptz, known_at timestamptz)
returns table (
    observation_id text, state text, exercise_id text, area text, actors text[], observed text,
    submitted_at timestamptz, moved_at timestamptz, anomalies text[], newest_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    disputed as materialized (
        select d.item from viewer, _two_sources('observation', '{observation_id, life_rank}', $1, $2, viewer.labels) d
    ),
    journal as (
        select
            o.observation_id, array_agg(o order by o.occurred_at, o.sequence, o.life_rank, o.source, o.event_id) as entries,
            array_agg(o.move order by o.occurred_at, o.sequence, o.life_rank, o.source, o.event_id) as moves,
            array_agg(o.occurred_at order by o.occurred_at, o.sequence, o.life_rank, o.source, o.event_id) as moments,
            array_agg(o.sequence order by o.occurred_at, o.sequence, o.life_rank, o.source, o.event_id) as sequences
        from viewer, _visible_observation($1, $2, viewer.labels) o
        group by o.observation_id
    ),
    item as (
        select
            j.observation_id, f.misfits, j.entries[f.fitting[1]] as first,
            j.entries[f.fitting[cardinality(f.fitting)]] as last, j.entries[cardinality(j.entries)] as newest
        from journal j, _followed('observation', j.moves, j.moments, j.sequences) f
    )
    select
        i.observation_id, (i.last).move, (i.first).exercise_id, (i.first).area, (i.first).actors, (i.first).text,
        (i.first).occurred_at, (i.last).occurred_at,
        i.misfits || case when i.observation_id in (select item from disputed) then array['two sources'] else '{}' end,
        (i.newest).ledger_seq
    from item i
    order by i.observation_id;
end $$;
comment on function observations is 'What was observed, and was it accepted?';

-- none: state, action_body, element, due_on, cost_amount, cost_currency, cost_price_year, tasked_at, implemented_at
create function remedial_actions(as_of timestamptz, known_at timestamptz)
returns table (
    action_id text, lesson_id text, state text, action_body text, element text, due_on date, cost_amount float8, cost_currency text, cost_price_year int,
    tasked_at timestamptz, implemented_at timestamptz, overdue_days int, anomalies text[], newest_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    rule as materialized (select _constant('lessons.default_due_days')::int as default_due_days),
    disputed as materialized (
        select d.item from viewer, _two_sources('remedial_action', '{action_id, life_rank}', $1, $2, viewer.labels) d
    ),
    journal as (
        select
            a.action_id, array_agg(a order by a.occurred_at, a.sequence, a.life_rank, a.source, a.event_id) as entries,
            array_agg(a.move order by a.occurred_at, a.sequence, a.life_rank, a.source, a.event_id) as moves,
            array_agg(a.occurred_at order by a.occurred_at, a.sequence, a.life_rank, a.source, a.event_id) as moments,
            array_agg(a.sequence order by a.occurred_at, a.sequence, a.life_rank, a.source, a.event_id) as sequences
        from viewer, _visible_remedial_action($1, $2, viewer.labels) a
        group by a.action_id
    ),
    item as (
        select
            j.action_id, f.misfits, j.entries[1] as oldest, j.entries[f.fitting[1]] as task,
            j.entries[f.fitting[2]] as done, j.entries[cardinality(j.entries)] as newest
        from journal j, _followed('remedial_action', j.moves, j.moments, j.sequences) f
    ),
    action as (
        select
            i.*, coalesce((i.done).move, (i.task).move) as state,
            coalesce((i.task).due_on, (i.task).occurred_at::date + rule.default_due_days) as due_on
        from rule, item i
    )
    select
        a.action_id, coalesce((a.task).lesson_id, (a.oldest).lesson_id), a.state, (a.task).action_body, (a.task).element,
        a.due_on, (a.task).cost_amount, (a.task).cost_currency, (a.task).cost_price_year::int, (a.task).occurred_at, (a.done).occurred_at,
        case when a.state = 'tasked' then greatest($1::date - a.due_on, 0) else 0 end,
        a.misfits || case when a.action_id in (select item from disputed) then array['two sources'] else '{}' end,
        (a.newest).ledger_seq
    from action a
    order by a.action_id;
end $$;
comment on function remedial_actions is 'What is to be done about lessons, by whom and when, and is it done?';

create function _confirms(
    naming lesson, actors text[], area text, after timestamptz,
    as_of timestamptz, known_at timestamptz, labels bigint[]
)
returns bool
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return (
    select exists (
        select from _visible_exercise_result($5, $6, $7) r
        where (r.source, r.event_id) = ($1.validating_source, $1.validating_id) and r.actor = any ($2) and r.area = $3
          and r.rating in ('P', 'S') and r.occurred_at > $4
    )
    );
end $$;
comment on function _confirms is 'Does the result that a move names prove a lesson learned: in force, later than the remedy, rated P or S, about the same?';

-- none: state, severity, area, actors, root_cause, observation_ids, identified_at, moved_at, due_on
create function lessons(as_of timestamptz, known_at timestamptz)
returns table (
    lesson_id text, state text, is_open bool, severity int, area text, actors text[], root_cause text,
    observation_ids text[], identified_at timestamptz, moved_at timestamptz, actions int, implemented int,
    is_implemented bool, due_on date, overdue_days int, anomalies text[], newest_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (
        select muster.my_labels() as labels, _constant('lessons.default_due_days')::int as default_due_days
    ),
    disputed as materialized (
        select d.item from viewer, _two_sources('lesson', '{lesson_id, life_rank}', $1, $2, viewer.labels) d
    ),
    journal as (
        select
            l.lesson_id, array_agg(l order by l.occurred_at, l.sequence, l.life_rank, l.source, l.event_id) as entries,
            array_agg(l.move order by l.occurred_at, l.sequence, l.life_rank, l.source, l.event_id) as moves,
            array_agg(l.occurred_at order by l.occurred_at, l.sequence, l.life_rank, l.source, l.event_id) as moments,
            array_agg(l.sequence order by l.occurred_at, l.sequence, l.life_rank, l.source, l.event_id) as sequences
        from viewer, _visible_lesson($1, $2, viewer.labels) l
        group by l.lesson_id
    ),
    item as (
        select
            j.lesson_id, f.misfits, j.entries[f.fitting[1]] as first, j.entries[f.fitting[cardinality(f.fitting)]] as last,
            -- A lesson is learned right after it was validated, by the same result unless another is named.
            j.entries[f.fitting[cardinality(f.fitting) - 1]] as last_but_one, j.entries[cardinality(j.entries)] as newest
        from journal j, _followed('lesson', j.moves, j.moments, j.sequences) f
    ),
    work as (
        select lesson_id, count(state)::int as actions,
               (count(*) filter (where state = 'implemented'))::int as implemented,
               min(due_on) filter (where state = 'tasked') as due_on, max(implemented_at) as implemented_at
        from remedial_actions($1, $2) group by lesson_id
    ),
    worked as (
        select
            i.*, coalesce(work.actions, 0) as actions, coalesce(work.implemented, 0) as implemented,
            coalesce(work.actions > 0 and work.actions = work.implemented, false) as is_implemented,
            case when coalesce(work.actions, 0) = 0
                then (i.first).occurred_at::date + viewer.default_due_days else work.due_on end as due_on,
            work.implemented_at
        from viewer, item i left join work using (lesson_id)
    ),
    judged as materialized (
        select
            w.*, (w.last).move = 'learned' and not (w.is_implemented and _confirms(
                case when (w.last).validating_id is null then w.last_but_one else w.last end,
                (w.first).actors, (w.first).area, w.implemented_at, $1, $2, viewer.labels)) as is_unconfirmed
        from viewer, worked w
    )
    select
        j.lesson_id, case when j.is_unconfirmed then 'validated' else (j.last).move end, o.is_open, (j.first).severity::int,
        (j.first).area, (j.first).actors, (j.first).root_cause, (j.first).observation_ids, (j.first).occurred_at,
        (j.last).occurred_at, j.actions, j.implemented, j.is_implemented,
        j.due_on, case when o.is_open then coalesce(greatest($1::date - j.due_on, 0), 0) else 0 end,
        j.misfits || case when j.lesson_id in (select item from disputed) then array['two sources'] else '{}' end
            || case when j.is_unconfirmed then array['unconfirmed'] else '{}' end,
        (j.newest).ledger_seq
    from judged j,
        lateral (select coalesce(j.is_unconfirmed or (j.last).move in ('identified', 'validated'), false) as is_open) o
    order by j.lesson_id;
end $$;
comment on function lessons is 'Which lessons are there, how far are they, and does the proof of the learned ones still stand?';

create function burden(body text, as_of timestamptz, known_at timestamptz)
returns table (actor text, area text, lessons int, overdue int, burden float8)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        a.actor, l.area, count(*)::int, (count(*) filter (where l.overdue_days > 0))::int,
        sum(l.severity * (1 + least(1, l.overdue_days / rule.doubles_after_days)))
    from (select _constant('lessons.overdue_doubles_after_days') as doubles_after_days) rule,
         lessons($2, $3) l, unnest(l.actors) as a (actor)
    where l.is_open and ($1 is null or a.actor in (select m.actor from members($1, $2, $3) m))
    group by a.actor, l.area
    order by a.actor collate "C", l.area collate "C";
end $$;
comment on function burden is 'How heavy do open lessons weigh on each actor in each area? Overdue ones up to twice.';
