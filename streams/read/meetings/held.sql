-- needs: common/meetings_held, common/visible

-- none: level, place, mean_rank
create function meetings(body text, as_of timestamptz, known_at timestamptz)
returns table (
    meeting_id text, level text, started_on date, ended_on date, place text, attendees int, mean_rank float8,
    decisions int, newest_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    latest as (
        select m.* from viewer, _meetings_held($1, $2, $3, viewer.labels) m
    )
    select
        l.meeting_id, l.level, l.started_on, l.ended_on, l.place, present.n, present.mean_rank, decided.n, l.ledger_seq
    from latest l, viewer,
        lateral (
            select count(*)::int as n, avg(a.rank)::float8 as mean_rank
            from _visible_attendance('infinity', $3, viewer.labels) a
            where a.meeting_id = l.meeting_id and a.root_seq = l.root_seq
        ) present,
        lateral (
            select count(distinct d.decision_id)::int as n
            from _visible_decision($2, $3, viewer.labels) d
            where d.meeting_id = l.meeting_id
        ) decided
    order by l.started_on desc, l.meeting_id collate "C";
end $$;
comment on function meetings is 'Which meetings did a body hold, who came, what was decided? Newest first.';
