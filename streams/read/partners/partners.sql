-- needs: common/belonging, common/contradictions, common/visible, readiness/declared

-- Who belongs to a body in whatever way, and what those bring that are no members.

-- none: to_on
create function belonging(of_body text, as_of timestamptz, known_at timestamptz)
returns table (actor text, kind text, from_on date, to_on date, is_current bool, ledger_seq bigint)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select *
    from _belonging($1, $2, $3, (select muster.my_labels())) b
    order by b.kind collate "C", b.actor collate "C", b.from_on;
end $$;
comment on function belonging is 'Who belongs to a body, as what, from which day and until which? Members and partners, past and announced ones too.';

create function partner_contributions(of_body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor text, kind text, exercises int, results int, products_shared int, products_received int, offers int,
    standards_implemented int
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    earliest as materialized (
        select $2::date - d.validity_days as day from decay d where d.class = 'exercise'
    ),
    partner as materialized (
        select b.actor, b.kind from belonging($1, $2, $3) b where b.is_current and b.kind <> 'member'
    ),
    present as (
        select p.actor, count(distinct p.exercise_id)::int as n
        from viewer, earliest, _visible_participation($2, $3, viewer.labels) p
        where p.occurred_at::date >= earliest.day
        group by p.actor
    ),
    graded as (
        select r.actor, count(*)::int as n
        from viewer, earliest, _visible_exercise_result($2, $3, viewer.labels) r
        where r.rating is not null and r.occurred_at::date >= earliest.day
        group by r.actor
    ),
    passed as materialized (
        select i.from_actor, i.to_actor, i.product_ref
        from viewer, earliest, _visible_insight($2, $3, viewer.labels) i
        where i.occurred_at::date >= earliest.day
    ),
    offered as (
        select c.actor, count(*)::int as n from capabilities(null, $2, $3) c where c.is_available group by c.actor
    ),
    working as (
        select s.actor, count(*)::int as n
        from viewer, _standards_held($2, $3, viewer.labels) s
        where s.state = 'implemented'
        group by s.actor
    )
    select
        p.actor, p.kind, coalesce(present.n, 0), coalesce(graded.n, 0),
        (select count(distinct g.product_ref)::int from passed g where g.from_actor = p.actor),
        (select count(distinct g.product_ref)::int from passed g where g.to_actor = p.actor),
        coalesce(offered.n, 0), coalesce(working.n, 0)
    from partner p
    left join present using (actor)
    left join graded using (actor)
    left join offered using (actor)
    left join working using (actor)
    order by p.kind collate "C", p.actor collate "C";
end $$;
comment on function partner_contributions is 'What does each partner of a body bring: exercises, results, insight, offers, standards it works by?';
