-- needs: common/members, common/visible

create function _baselines(of_body text, as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (baseline text, actor text, level int, adopted_at timestamptz, newest_level int, is_behind bool, ledger_seq bigint)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with latest as (
        select distinct on (b.actor, b.baseline) b.*
        from _visible_baseline($2, $3, $4) b
        where ($1 is null or b.actor in (select m.actor from _members($1, $2, $3, $4) m))
        order by b.actor, b.baseline, b.occurred_at desc, b.sequence desc, b.source desc, b.event_id desc
    )
    select
        baseline, actor, level::int, occurred_at, (max(level) over (partition by baseline))::int,
        level < max(level) over (partition by baseline), ledger_seq
    from latest;
end $$;
comment on function _baselines is 'Which spiral does each actor work by, and does another one work by a newer?';

create function _behind(of_body text, as_of timestamptz, known_at timestamptz, labels bigint[]) returns table (actor text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with adopted as materialized (select b.actor, b.baseline, b.is_behind from _baselines($1, $2, $3, $4) b),
    belongs as (
        select m.actor from _members($1, $2, $3, $4) m where $1 is not null
        union
        -- Without a body it is everybody who may be half of a pair.
        select x.actor from series s, unnest(array[s.actor, s.other_actor]) as x (actor) where $1 is null and s.kind = 'interop'
    )
    select g.actor
    from belongs g cross join (select distinct baseline from adopted) used
    left join adopted a on (a.actor, a.baseline) = (g.actor, used.baseline)
    group by g.actor
    having bool_or(a.is_behind is distinct from false);
end $$;
comment on function _behind is 'Who works by an older spiral of a baseline than another one does, or never adopted one that is in use?';

create function baselines(of_body text, as_of timestamptz, known_at timestamptz)
returns table (baseline text, actor text, level int, adopted_at timestamptz, newest_level int, is_behind bool, ledger_seq bigint)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select * from _baselines($1, $2, $3, (select muster.my_labels())) b order by b.baseline collate "C", b.actor collate "C";
end $$;
comment on function baselines is 'By which spiral of a baseline does each member work, and is it behind the newest in use among them?';
