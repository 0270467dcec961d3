create function _baselines(of_body text, as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (baseline text, actor text, level int, adopted_at timestamptz, newest_level int, is_behind bool, ledger_seq bigint)
language sql stable set search_path from current as $$
    with latest as (
        select distinct on (b.actor, b.baseline) b.*
        from baseline b
        where b.occurred_at <= $2 and b.recorded_at <= $3 and b.ended_at > $3 and b.label_id = any ($4)
          and ($1 is null or b.actor in (select m.actor from _members($1, $2, $3, $4) m))
        order by b.actor, b.baseline, b.occurred_at desc, b.sequence desc, b.source desc, b.event_id desc
    )
    select
        baseline, actor, level::int, occurred_at, (max(level) over (partition by baseline))::int,
        level < max(level) over (partition by baseline), ledger_seq
    from latest
$$;
comment on function _baselines is 'Which spiral does each actor work by, and does another one work by a newer?';

create function baselines(of_body text, as_of timestamptz, known_at timestamptz)
returns table (baseline text, actor text, level int, adopted_at timestamptz, newest_level int, is_behind bool, ledger_seq bigint)
language sql stable set search_path from current as $$
    select * from _baselines($1, $2, $3, (select muster.my_labels())) b order by b.baseline collate "C", b.actor collate "C"
$$;
comment on function baselines is 'By which spiral of a baseline does each member work, and is it behind the newest in use among them?';
