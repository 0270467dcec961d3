-- A nation's viewer reads what is released to the bodies it belongs to, too. Who belongs is a question of a world: the
-- read functions replace `bodies_of` by theirs (read/01_members.sql); without a world nobody belongs to anything.

create function bodies_of(nation text) returns text[]
language sql stable security definer set search_path = muster, pg_catalog, pg_temp as $$ select '{}'::text[] $$;
comment on function bodies_of is 'Of which bodies is a nation a member now? Partners are no members.';

create or replace function my_labels() returns bigint[]
language sql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
    with viewer as materialized (
        select me.clearance_rank, me.nation, case when me.nation is not null then bodies_of(me.nation) end as bodies
        from me() me
        where me.name is not null
    )
    select coalesce(array_agg(label.label_id order by label.label_id), '{}')
    from viewer
    join label
        on label.classification_rank <= viewer.clearance_rank
        and (
            viewer.nation is null
            or viewer.nation = any (label.releasable_to)
            or label.releasable_to && viewer.bodies
            -- No release means the current members of the event's body. A label names no body, so it is read by the
            -- members of the body its policy is of, and where that is no body's policy by the members of any.
            or label.releasable_to = '{}' and (
                label.policy = 'PUBLIC'
                or case when label.policy = 'NATO' then 'NATO' = any (viewer.bodies) else viewer.bodies <> '{}' end
            )
        )
$$;
comment on function my_labels() is 'Which labels may the asking viewer read? No viewer, no labels; a nation those released to it or to its bodies.';

revoke all on function bodies_of(text) from public;
