-- needs: common/belonging, common/meetings_held, common/members, common/visible

-- none: members_until_on
create function bodies(as_of timestamptz, known_at timestamptz)
returns table (body text, members int, is_dissolved bool, members_until_on date)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    body as (
        select m.body
        from viewer, _visible_membership($1, $2, viewer.labels) m
        union
        select m.body
        from viewer, _meetings_held(null, $1, $2, viewer.labels) m
    )
    select body.body, counted.members, counted.is_dissolved, case when counted.is_dissolved then left_it.last_on end
    from viewer, body
    cross join lateral (
        select
            (select count(*)::int from _members(body.body, $1, $2, viewer.labels)) as members,
            _is_dissolved(body.body, $1, $2, viewer.labels) as is_dissolved
    ) counted
    cross join lateral (
        select max(m.effective_on) as last_on
        from _visible_membership($1, $2, viewer.labels) m
        where m.body = body.body and not m.is_member and m.effective_on <= $1::date
    ) left_it
    order by body.body collate "C";
end $$;
comment on function bodies is
    'Which bodies are known, and how many members does each have?'
    ' None is left of one that dissolved, or is known of one that only met; members_until_on is the day the last one left.';
