-- needs: commitments/commitments, common/constants, common/members, common/mix, common/visible, readiness/declared
-- needs: readiness/readiness

create function insight_sharing(
    of_body text, as_of timestamptz, known_at timestamptz, from_at timestamptz default '-infinity'
)
returns table (from_actor text, to_actor text, topic text, products int, newest_at timestamptz)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select i.from_actor, i.to_actor, i.topic, count(distinct i.product_ref)::int, max(i.occurred_at)
    from (select muster.my_labels() as labels offset 0) viewer, _visible_insight($2, $3, viewer.labels) i
    where i.occurred_at >= $4
      and ($1 is null or (
          i.from_actor in (select m.actor from members($1, $2, $3) m)
          and i.to_actor in (select m.actor from members($1, $2, $3) m)))
    group by i.from_actor, i.to_actor, i.topic
    order by i.from_actor, i.to_actor, i.topic;
end $$;
comment on function insight_sharing is 'How many products of insight went from whom to whom, on which topic? Counts, never content.';

-- none: mean_index, mean_resources, compliance_ratio
create function contributions(body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor text, kind text, exercises int, results int, areas int, ready int, mean_index float8, mean_resources float8,
    scored int, compliance_ratio float8, products_shared int, offers int, indices int,
    lapsed_indices int
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    earliest as materialized (
        select $2::date - d.validity_days as day from decay d where d.class = 'exercise'
    ),
    present as (
        select p.actor, count(distinct p.exercise_id)::int as n
        from viewer, earliest, _visible_participation($2, $3, viewer.labels) p
        where p.occurred_at::date >= earliest.day
        group by p.actor
    ),
    graded as (
        -- Every result with a rating is a piece of evidence, and evidence is kept by time.
        select s.actor, sum(w.items_left)::int as n
        from viewer
        cross join lateral _mix_at_one(
            _series_of('readiness', $1, $2, $3, viewer.labels, null, null), $2, $3, viewer.labels, array['exercise']) w
        join series s using (series_id)
        group by s.actor
    ),
    rule as materialized (select _constant('readiness.ready_level')::text as ready_level),
    ready as (
        select
            r.actor, count(*)::int as areas,
            (count(*) filter (where r.level <= rule.ready_level))::int as ready,
            -- Of what was ever measured or reported, by the last that is known: who falls silent does not leave a mean.
            avg(r.last_index order by r.area) as mean_index, avg(m.mean order by r.area) as mean_resources,
            count(r.last_index)::int as indices, (count(r.last_index) filter (where r.index is null))::int as lapsed_indices
        from rule, readiness($1, $2, $3) r,
             lateral (select avg(pct) as mean from unnest(array[r.p, r.s, r.r]) as pillar (pct)) m
        group by r.actor
    ),
    kept as (
        select c.actor, count(c.score)::int as scored, ((avg(c.score) + 1) / 2)::float8 as ratio
        from commitments($1, $2, $3) c group by c.actor
    ),
    shared as (
        select i.from_actor as actor, count(distinct i.product_ref)::int as n
        from viewer, earliest, _visible_insight($2, $3, viewer.labels) i
        where i.occurred_at::date >= earliest.day
        group by i.from_actor
    ),
    offered as (
        select c.actor, count(*)::int as n from capabilities($1, $2, $3) c where c.is_available group by c.actor
    )
    select
        m.actor, m.kind, coalesce(present.n, 0), coalesce(graded.n, 0), coalesce(ready.areas, 0), coalesce(ready.ready, 0),
        ready.mean_index, ready.mean_resources, coalesce(kept.scored, 0), kept.ratio, coalesce(shared.n, 0),
        coalesce(offered.n, 0), coalesce(ready.indices, 0), coalesce(ready.lapsed_indices, 0)
    from members($1, $2, $3) m
    left join present using (actor)
    left join graded using (actor)
    left join ready using (actor)
    left join kept using (actor)
    left join shared using (actor)
    left join offered using (actor)
    order by m.actor collate "C";
end $$;
comment on function contributions is 'What does each member bring: exercises, results, readiness, promises kept, insight, offers, beside its means?';
