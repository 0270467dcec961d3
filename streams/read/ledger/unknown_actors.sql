-- needs: common/known_actors, common/visible

-- Who is named in events and is neither a state nor declared as a partner? What is said about them is kept and counts as
-- soon as somebody declares them; until then it is flagged, with the known actor that was probably meant.

create function _near(code text) returns text
language plpgsql immutable set search_path from current as $$
#variable_conflict use_column
begin
    return (
    select '^(' || string_agg(form, '|') || ')$'
    from generate_series(0, length($1)) as i,
        lateral (select left($1, i) as before, substr($1, i + 1) as after) cut,
        lateral unnest(array[
            before || '.' || after,
            case when after <> '' then before || '.' || substr(after, 2) end,
            case when after <> '' then before || substr(after, 2) end,
            case when length(after) > 1 then before || substr(after, 2, 1) || left(after, 1) || substr(after, 3) end
        ]) as form
    where form is not null
    );
end $$;
comment on function _near is 'What do the codes look like that lie one letter away: another, one more, one less, two changed round?';

create function _nearest_actor(code text, declared text[]) returns text
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return (
    select k.code
    from (
        select s.code, s.alpha_2, s.name, not s.is_in_use as is_old from state s
        union all
        select d, '', '', false from unnest($2) as d where d not in (select s.code from state s)
    ) k,
    lateral (
        select case
            when $1 in (k.code, k.alpha_2) then 0
            when length($1) >= 3 and starts_with(upper(k.name), $1) then 1
            when k.code ~ _near($1) then 2
        end as distance
    ) d
    where d.distance is not null
    order by d.distance, k.is_old, k.code collate "C"
    limit 1
    );
end $$;
comment on function _nearest_actor is 'Which known actor was probably meant by a code? As schemas/states.py says it.';

create function _unknown_mentions(as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (actor text, root_seq bigint, ledger_seq bigint, occurred_at timestamptz)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
declare
    known text[] := array(select k.actor from _known_actors(known_at, labels) k);
    -- The series of somebody unknown are few, and found by themselves.
    unknown bigint[] := array(
        select s.series_id from series s where s.actor <> all (known) or s.other_actor <> all (known));
begin
    return query execute $query$
        with mention as (
            select a.actor, e.root_seq, e.ledger_seq, e.occurred_at
            from _visible_evidence($1, $2, $3) e join series s using (series_id), unnest(array[s.actor, s.other_actor]) as a (actor)
            where e.series_id = any ($5)
            union all
            select s.actor, e.root_seq, e.ledger_seq, e.occurred_at
            from _visible_resource_level($1, $2, $3) e join series s using (series_id)
            where e.series_id = any ($5)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_membership($1, $2, $3)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_participation($1, $2, $3)
            union all
            select unnest(participants), root_seq, ledger_seq, occurred_at from _visible_exercise_plan($1, $2, $3)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_exercise_result($1, $2, $3)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_attendance($1, $2, $3)
            union all
            select unnest(invited), root_seq, ledger_seq, occurred_at from _visible_meeting_plan($1, $2, $3)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_decision_move($1, $2, $3)
            union all
            select unnest(actors), root_seq, ledger_seq, occurred_at from _visible_commitment($1, $2, $3)
            union all
            select unnest(actors), root_seq, ledger_seq, occurred_at from _visible_commitment_move($1, $2, $3)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_commitment_progress($1, $2, $3)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_compliance_score($1, $2, $3)
            union all
            select unnest(actors), root_seq, ledger_seq, occurred_at from _visible_observation($1, $2, $3)
            union all
            select unnest(actors), root_seq, ledger_seq, occurred_at from _visible_lesson($1, $2, $3)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_capability($1, $2, $3)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_standard($1, $2, $3)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_baseline($1, $2, $3)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_requirement($1, $2, $3) where actor <> 'ALL'
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_level_override($1, $2, $3)
            union all
            select unnest(array[from_actor, to_actor]), root_seq, ledger_seq, occurred_at from _visible_insight($1, $2, $3)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_position($1, $2, $3)
            union all
            select actor, root_seq, ledger_seq, occurred_at from _visible_figure($1, $2, $3)
        )
        select distinct m.actor, m.root_seq, m.ledger_seq, m.occurred_at
        from mention m
        where m.actor <> all ($4)
    $query$ using as_of, known_at, labels, known, unknown;
end $$;
comment on function _unknown_mentions is 'Which events in force name an actor that nobody knows?';

-- none: nearest
create function unknown_actors(as_of timestamptz, known_at timestamptz)
returns table (
    actor text, nearest text, events int, first_at timestamptz, last_at timestamptz, newest_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    declared as materialized (
        select array(select k.actor from viewer, _known_actors($2, viewer.labels) k) as actors
    ),
    unknown as materialized (
        select m.actor, count(distinct m.root_seq)::int as events, min(m.occurred_at) as first_at,
               max(m.occurred_at) as last_at, max(m.ledger_seq) as newest_seq
        from viewer, _unknown_mentions($1, $2, viewer.labels) m
        group by m.actor
    )
    select u.actor, _nearest_actor(u.actor, declared.actors), u.events, u.first_at, u.last_at, u.newest_seq
    from unknown u, declared
    order by u.actor collate "C";
end $$;
comment on function unknown_actors is
    'Which actors are neither a state nor declared as a partner, in how many events, and whom were they probably meant to be?'
    ' They count nowhere until they are declared.';
