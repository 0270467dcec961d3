-- needs: common/constants, common/contradictions, common/visible

-- A decision is a journal too, and the clock makes a move in it: silence that nobody broke adopts at the deadline.

create function _decision_entries(as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (
    decision_id text, move text, body text, meeting_id text, topic text, policy_domain text, mode text, actor text,
    silence_deadline_at timestamptz, occurred_at timestamptz, sequence bigint, life_rank smallint, source text, event_id text, ledger_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select p.decision_id, 'proposed', p.body, p.meeting_id, p.topic, p.policy_domain, null, null, p.silence_deadline_at,
           p.occurred_at, p.sequence, p.life_rank, p.source, p.event_id, p.ledger_seq
    from _visible_proposal($1, $2, $3) p
    union all
    select d.decision_id, 'adopted', d.body, d.meeting_id, d.topic, d.policy_domain, d.mode, null, null,
           d.occurred_at, d.sequence, d.life_rank, d.source, d.event_id, d.ledger_seq
    from _visible_decision($1, $2, $3) d
    union all
    select m.decision_id, m.move, null, null, null, null, null, m.actor, null,
           m.occurred_at, m.sequence, m.life_rank, m.source, m.event_id, m.ledger_seq
    from _visible_decision_move($1, $2, $3) m;
end $$;
comment on function _decision_entries is 'What was said about each decision?';

-- none: body, topic, policy_domain, meeting_id, state, mode, proposed_at, silence_deadline_at, decided_at, newest_seq
create function decisions(of_body text, as_of timestamptz, known_at timestamptz)
returns table (
    decision_id text, body text, topic text, policy_domain text, meeting_id text, state text, mode text,
    proposed_at timestamptz, silence_deadline_at timestamptz, decided_at timestamptz, breaks int, reservations int,
    blocks int, objectors text[], anomalies text[], newest_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_variable
declare
    e record;
    labels bigint[] := muster.my_labels();
    round_deadline_at timestamptz;
    disputed text[] := array(
        select d.item from _two_sources('proposal', '{decision_id, life_rank}', as_of, known_at, labels) d
        union all
        select d.item from _two_sources('decision', '{decision_id, life_rank}', as_of, known_at, labels) d
    );
begin
    for e in
        -- Each decision ends with what the clock has done by as_of.
        select *
        from (
            -- Adopted and blocked in one moment: neither is known.
            select n.*,
                   bool_or(n.move = 'adopted') over tie and bool_or(n.move = 'blocked') over tie as is_tied,
                   min(n.source) over tie <> max(n.source) over tie as is_of_two
            from _decision_entries(as_of, known_at, labels) n
            window tie as (partition by n.decision_id, n.occurred_at, n.sequence, n.life_rank)
            union all
            select distinct n.decision_id, 'asked', null, null, null, null, null, null, null::timestamptz,
                   'infinity'::timestamptz, 0, 0, '', '', 0, false, false from _decision_entries(as_of, known_at, labels) n
        ) entry
        order by
            entry.decision_id collate "C", entry.occurred_at, entry.sequence, entry.life_rank,
            entry.source collate "C", entry.event_id collate "C"
    loop
        if decision_id is distinct from e.decision_id then
            decision_id := e.decision_id;
            body := null; topic := null; policy_domain := null; meeting_id := null; state := null; mode := null;
            proposed_at := null; silence_deadline_at := null; decided_at := null; round_deadline_at := null;
            breaks := 0; reservations := 0; blocks := 0; objectors := '{}'; anomalies := '{}';
        end if;
        if state = 'silence' and round_deadline_at <= least(e.occurred_at, as_of) then
            state := 'adopted'; mode := 'silence'; decided_at := round_deadline_at;
        end if;
        if e.is_tied and coalesce(state, 'proposed') in ('proposed', 'silence', 'broken') then
            anomalies := anomalies || e.move;
            disputed := disputed || case when e.is_of_two then array[e.decision_id] end;
            if body is null then
                body := e.body; topic := e.topic; policy_domain := e.policy_domain; meeting_id := e.meeting_id;
            end if;
        elsif e.move = 'proposed' and state is distinct from 'adopted' then
            body := e.body; topic := e.topic; policy_domain := e.policy_domain; mode := null; decided_at := null;
            meeting_id := e.meeting_id; proposed_at := coalesce(proposed_at, e.occurred_at);
            silence_deadline_at := e.silence_deadline_at; round_deadline_at := e.silence_deadline_at;
            state := case when e.silence_deadline_at is null then 'proposed' else 'silence' end;
        elsif e.move = 'adopted' and state is distinct from 'adopted' then
            body := e.body; topic := e.topic; policy_domain := e.policy_domain;
            meeting_id := coalesce(e.meeting_id, meeting_id); mode := e.mode; decided_at := e.occurred_at; state := 'adopted';
        elsif e.move = 'broken' and state in ('silence', 'broken') and e.occurred_at < round_deadline_at then
            state := 'broken'; breaks := breaks + 1;
            objectors := objectors || array_remove(array[e.actor], null);
        elsif e.move = 'reserved' then
            reservations := reservations + 1; objectors := objectors || e.actor;
        elsif e.move = 'blocked' and coalesce(state, 'proposed') in ('proposed', 'silence', 'broken') then
            state := 'blocked'; decided_at := e.occurred_at; blocks := blocks + 1;
            objectors := objectors || array_remove(array[e.actor], null);
        elsif e.move = 'rescinded' and state = 'adopted' then
            state := 'rescinded'; decided_at := e.occurred_at;
        elsif e.move = 'asked' then
            objectors := array(select o from unnest(objectors) o group by o order by o collate "C");
            if decision_id = any (disputed) then anomalies := anomalies || 'two sources'::text; end if;
            if of_body is null or body = of_body then return next; end if;
        elsif e.move <> 'adopted' then
            anomalies := anomalies || e.move;
        end if;
        newest_seq := case when e.move = 'asked' then newest_seq else e.ledger_seq end;
    end loop;
end $$;
comment on function decisions is 'What was decided, is under silence, or failed, and who objected? Silence unbroken adopts at its deadline.';

create function divergence(body text, as_of timestamptz, known_at timestamptz)
returns table (policy_domain text, proposed int, contested int, divergence_ratio float8, newest_on date)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with put as (
        select
            d.policy_domain, d.breaks + d.reservations + d.blocks > 0 as is_contested,
            coalesce(d.proposed_at, d.decided_at)::date as put_on
        from decisions($1, $2, $3) d
        where d.policy_domain is not null
    ),
    -- The window ends with the newest of them: what was contested leaves it when another is put forward, not in silence.
    dated as (select *, max(put_on) over (partition by policy_domain) as newest_on from put where put_on is not null)
    select
        d.policy_domain, count(*)::int, (count(*) filter (where d.is_contested))::int,
        (count(*) filter (where d.is_contested))::float8 / count(*), d.newest_on
    from dated d
    where d.newest_on - d.put_on <= (select _constant('divergence.window_days'))
    group by d.policy_domain, d.newest_on
    order by d.policy_domain collate "C";
end $$;
comment on function divergence is 'In which policy domains does consensus fail? Contested ones of the decisions put forward in the years up to the newest.';

-- none: actor, mode, meeting_id, silence_deadline_at, reason
create function decision_history(of_decision text, as_of timestamptz, known_at timestamptz, max_rows int default 200)
returns table (
    at timestamptz, move text, actor text, mode text, meeting_id text, silence_deadline_at timestamptz,
    reason text, ledger_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels)
    select e.occurred_at, e.move, e.actor, e.mode, e.meeting_id, e.silence_deadline_at, m.reason, e.ledger_seq
    from viewer, _decision_entries($2, $3, viewer.labels) e
    left join _visible_decision_move($2, $3, viewer.labels) m
        on m.ledger_seq = e.ledger_seq and m.decision_id = e.decision_id and m.move = e.move
    where e.decision_id = $1
    order by e.occurred_at, e.sequence, e.life_rank, e.source collate "C", e.event_id collate "C"
    limit least($4, 10000);
end $$;
comment on function decision_history is 'What was said about one decision, step by step? The earliest first.';
