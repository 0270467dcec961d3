-- needs: common/members

-- none: nation
create function viewers()
returns table (name text, clearance_rank int, nation text, labels bigint, of_labels bigint, has_role bool, sessions bigint)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        v.name, v.clearance_rank::int, v.nation::text,
        -- The rule of muster.my_labels, asked of somebody else.
        (
            select count(*) from label l
            where l.classification_rank <= v.clearance_rank and (
                v.nation is null
                or v.nation = any (l.releasable_to)
                or l.releasable_to && its.bodies
                or l.releasable_to = '{}' and (
                    l.policy = 'PUBLIC'
                    or case when l.policy = 'NATO' then 'NATO' = any (its.bodies) else its.bodies <> '{}' end
                )
            )
        ),
        (select count(*) from label),
        v.db_role is not null,
        (
            select count(*) from muster.session s
            where s.viewer = v.name and s.expires_at > clock_timestamp()
              and (s.idle_for is null or s.seen_at + s.idle_for > clock_timestamp())
        )
    from viewer v
    cross join lateral (select case when v.nation is not null then muster.bodies_of(v.nation) end as bodies offset 0) its
    where v.revoked_at is null and muster.is_operator()
    order by v.name;
end $$;
comment on function viewers is 'Who may see what: clearance, nation, and how many of the labels in use that opens?';

-- none: nation
create function reader() returns table (viewer text, clearance_rank int, nation text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select me.name, me.clearance_rank::int, me.nation::text
    from muster.me() me
    where me.name is not null;
end $$;
comment on function reader is 'Who is asking, and what may that viewer see? Nothing for somebody who is no viewer.';
