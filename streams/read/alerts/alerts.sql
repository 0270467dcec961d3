create function _my_episodes(known_at timestamptz)
returns table (
    episode_id text, rule_id text, rule text, kind text, priority text, decision text, response text, subject text, said text,
    since_at timestamptz, raised_at timestamptz, cleared_at timestamptz, acknowledged_at timestamptz, acknowledged_by text,
    cause_seqs bigint[], true_since timestamptz
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
declare
    own text := (select me.name from muster.me() me);
    readable bigint[] := muster.my_labels();
begin
    return query
    select
        e.episode_id::text, r.rule_id::text, r.name::text, r.kind::text, r.priority::text, r.decision, r.response, e.subject::text,
        e.said, e.since_at, e.raised_at, case when e.cleared_at <= $1 then e.cleared_at end,
        case when e.acknowledged_at <= $1 then e.acknowledged_at end, case when e.acknowledged_at <= $1 then e.acknowledged_by end,
        e.cause_seqs, e.true_since
    from muster.alert_rule r join muster.alert_episode e using (rule_id)
    where r.viewer = own and e.raised_at <= $1 and e.labels <@ readable;
end $$;
comment on function _my_episodes is 'Which alerts of rules of the viewer who asks were raised by then, of those all of which it may still read?';

-- none: cleared_at, acknowledged_at, acknowledged_by, true_since, shelved_until, delivery, last_error
create function alerts(known_at timestamptz default 'infinity', max_rows int default 200)
returns table (
    episode_id text, rule text, kind text, priority text, decision text, response text, subject text, said text,
    raised_at timestamptz, cleared_at timestamptz, acknowledged_at timestamptz, acknowledged_by text, cause_seqs bigint[],
    true_since timestamptz, shelved_until timestamptz, delivery text, last_error text
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
declare
    own text := (select me.name from muster.me() me);
begin
    return query
    select
        e.episode_id, e.rule, e.kind, e.priority, e.decision, e.response, e.subject, e.said, e.raised_at, e.cleared_at,
        e.acknowledged_at, e.acknowledged_by, e.cause_seqs, e.true_since, shelf.until_at, sent.delivery, sent.last_error
    from _my_episodes($1) e
    left join lateral (
        select max(s.until_at) as until_at
        from muster.alert_shelf s
        where s.viewer = own and (s.rule_id is null or s.rule_id = e.rule_id) and (s.subject is null or s.subject = e.subject)
          and s.ended_at is null and s.until_at > clock_timestamp() and s.shelved_at <= $1
    ) shelf on true
    left join lateral (
        -- Of what was sent last.
        select
            coalesce(
                c.kept_back,
                case
                    when m.delivered_at is not null then 'delivered'
                    when m.withheld_at is not null then 'rights'
                    when m.tries > 0 then 'failing'
                    else 'waiting'
                end
            )::text as delivery,
            m.last_error
        from muster.alert_change c left join muster.alert_message m using (message_id)
        where c.episode_id = e.episode_id and c.changed_at <= $1
        order by c.changed_at desc, c.change
        limit 1
    ) sent on true
    order by e.cleared_at desc nulls first, array_position('{high,medium,low}', e.priority), e.raised_at desc, e.episode_id
    limit least($2, 10000);
end $$;
comment on function alerts is 'Which alerts of the viewer who asks are open, the most urgent first, and which were cleared?';

-- none: highest
create function alert_counts() returns table (open int, unacknowledged int, highest text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        count(*)::int, (count(*) filter (where e.acknowledged_at is null))::int,
        (array_agg(e.priority order by array_position('{high,medium,low}', e.priority)) filter (where e.acknowledged_at is null))[1]
    from _my_episodes('infinity') e
    where e.cleared_at is null;
end $$;
comment on function alert_counts is 'How many alerts of the viewer who asks are open, and how many of them has nobody taken care of yet?';

-- none: address
create function alert_rules()
returns table (
    name text, kind text, about text, priority text, decision text, response text, hold_s int, group_s int, channel text,
    address text, ceiling_rank int, made_at timestamptz
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        r.name::text, r.kind::text, r.about, r.priority::text, r.decision, r.response, r.hold_s, r.group_s, r.channel::text,
        r.address, r.ceiling_rank::int, r.made_at
    from muster.alert_rule r, muster.me() me
    where r.viewer = me.name and r.removed_at is null
    order by array_position('{high,medium,low}', r.priority::text), r.name;
end $$;
comment on function alert_rules is 'Which rules does the viewer who asks have in force?';

-- none: rule, subject
create function alert_shelves()
returns table (shelf_id text, rule text, subject text, shelved_at timestamptz, until_at timestamptz, why text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select s.shelf_id::text, r.name::text, s.subject::text, s.shelved_at, s.until_at, s.why
    from muster.me() me
    join muster.alert_shelf s on s.viewer = me.name
    left join muster.alert_rule r using (rule_id)
    where s.ended_at is null and s.until_at > clock_timestamp()
    order by s.until_at, s.shelf_id;
end $$;
comment on function alert_shelves is 'What does the viewer who asks not want to be sent at the moment, why, and until when?';

-- none: cleared_at, acknowledged_at
create function alert_annunciations(from_at timestamptz, known_at timestamptz default 'infinity')
returns table (
    raised_at timestamptz, rule text, subject text, priority text, cleared_at timestamptz, acknowledged_at timestamptz
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select e.raised_at, e.rule, e.subject, e.priority, e.cleared_at, e.acknowledged_at
    from _my_episodes($2) e
    where e.raised_at >= $1 or e.cleared_at is null
    order by e.raised_at, e.episode_id
    limit 100000;
end $$;
comment on function alert_annunciations is
    'When was the viewer who asks told of what, since a moment, and which alerts still stand? Only what was raised counts as load.';

-- none: evaluated_at, behind_s
create function alert_watch() returns table (evaluated_at timestamptz, behind_s float8)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select w.evaluated_at, extract(epoch from clock_timestamp() - w.evaluated_at)::float8
    from muster.alert_watch w, muster.me() me
    where me.name is not null;
end $$;
comment on function alert_watch is 'When were the rules last evaluated? Without `muster alerts run` they are not.';
