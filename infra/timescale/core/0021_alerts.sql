-- Alerts: rules that viewers made, what came of them, and what was sent. Evaluated by `muster alerts run` alone, of the present
-- alone; each rule with what its own viewer may read at that moment (decision 0039).

-- What my_labels() says of who asks, said of anybody: one rule, asked by reading and by watching.
create function labels_for(rank int, of_nation text) returns bigint[]
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    bodies text[] := case when of_nation is not null then bodies_of(of_nation) end;
begin
    return (
        select coalesce(array_agg(label.label_id order by label.label_id), '{}')
        from label
        where label.classification_rank <= rank
          and (
              of_nation is null
              or of_nation = any (label.releasable_to)
              or label.releasable_to && bodies
              -- No release means the current members of the event's body. A label names no body, so it is read by the
              -- members of the body its policy is of, and where that is no body's policy by the members of any.
              or label.releasable_to = '{}' and (
                  label.policy = 'PUBLIC'
                  or case when label.policy = 'NATO' then 'NATO' = any (bodies) else bodies <> '{}' end
              )
          )
    );
end $$;
comment on function labels_for(int, text) is 'Which labels may somebody of this clearance and nation read? A nation of null is all nations.';

create or replace function my_labels() returns bigint[]
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    asking record;
begin
    select me.name, me.nation, me.clearance_rank into asking from me();
    if asking.name is null then
        return '{}'::bigint[];
    end if;
    return labels_for(asking.clearance_rank, asking.nation);
end $$;

create table alert_rule (
    rule_id       text collate "C" primary key check (rule_id ~ '^[0-9a-f]{12}$'),
    viewer        text not null references viewer (name),
    name          text collate "C" not null check (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    kind          text collate "C" not null check (kind in ('level', 'report', 'silence', 'commitment', 'partition', 'feed')),
    about         text not null check (about is json object),
    priority      text collate "C" not null check (priority in ('high', 'medium', 'low')),
    decision      text not null check (decision <> ''),
    response      text not null check (response <> ''),
    hold_s        int not null check (hold_s between 0 and 86400),
    group_s       int not null check (group_s between 0 and 3600),
    channel       text collate "C" not null check (channel in ('screen', 'webhook', 'e-mail')),
    address       text,
    ceiling_rank  smallint not null check (ceiling_rank between 0 and 4),
    made_at       timestamptz not null default clock_timestamp(),
    removed_at    timestamptz,
    check ((channel = 'screen') = (address is null))
);
comment on table alert_rule is 'What somebody wants to be told of, the decision that hangs on it, and what is then to be done. At most ten in force a viewer.';
comment on column alert_rule.about is 'What the kind needs: body, actor, area, level, hours, seconds.';
comment on column alert_rule.hold_s is 'So long it must hold before it is raised, and so long be gone before it is cleared.';
comment on column alert_rule.group_s is 'So long a change waits for others that go to the same address.';
comment on column alert_rule.ceiling_rank is 'The highest classification of what may go to the address; above it only numbers and a link are sent.';
create unique index alert_rule_name on alert_rule (viewer, name) where removed_at is null;

create function limit_alert_rules() returns trigger
language plpgsql set search_path = muster, pg_catalog, pg_temp as $$
begin
    -- Two at once are counted one after the other.
    perform pg_advisory_xact_lock(7305021, hashtext(new.viewer));
    if (select count(*) from alert_rule r where r.viewer = new.viewer and r.removed_at is null) >= 10 then
        raise exception 'ten rules are in force' using errcode = 'configuration_limit_exceeded';
    end if;
    return new;
end $$;
comment on function limit_alert_rules() is 'Refuses the eleventh rule of a viewer.';
revoke all on function limit_alert_rules() from public;
create trigger at_most_ten before insert on alert_rule for each row execute function limit_alert_rules();

create table alert_episode (
    episode_id           text collate "C" primary key check (episode_id ~ '^[0-9a-f]{16}$'),
    rule_id              text collate "C" not null references alert_rule (rule_id),
    subject              text collate "C" not null check (subject <> ''),
    state                text collate "C" not null check (state in ('pending', 'raised', 'cleared')),
    since_at             timestamptz not null,
    ceasing_at           timestamptz,
    raised_at            timestamptz,
    cleared_at           timestamptz,
    acknowledged_at      timestamptz,
    acknowledged_by      text,
    said                 text not null,
    cause_seqs           bigint[] not null,
    true_since           timestamptz,
    labels               bigint[] not null,
    classification_rank  smallint not null,
    check ((state = 'pending') = (raised_at is null)),
    check ((state = 'cleared') = (cleared_at is not null)),
    check ((acknowledged_at is null) = (acknowledged_by is null))
);
comment on table alert_episode is 'One time that a rule held for one subject, from when it was seen to when it was cleared. Its id is random: a number would count those of others.';
comment on column alert_episode.since_at is 'Since when it holds, as it was seen; raised once it held long enough.';
comment on column alert_episode.ceasing_at is 'Since when it does not hold any more; cleared once that lasted long enough.';
comment on column alert_episode.cause_seqs is 'The events that raised it; none where time did.';
comment on column alert_episode.true_since is 'When the newest of these events was true: late evidence is known since then, not now.';
comment on column alert_episode.labels is 'What its viewer might read when it was said. Whoever may not read all of that any more does not see it.';
comment on column alert_episode.classification_rank is 'The highest classification that its viewer might meet then.';
create unique index alert_episode_open on alert_episode (rule_id, subject) where state <> 'cleared';
create index alert_episode_raised on alert_episode (rule_id, raised_at);

create table alert_message (
    message_id    text collate "C" primary key check (message_id ~ '^[0-9a-f]{32}$'),
    viewer        text not null references viewer (name),
    channel       text collate "C" not null check (channel in ('webhook', 'e-mail')),
    address       text not null,
    labels        bigint[] not null,
    made_at       timestamptz not null default clock_timestamp(),
    content       text not null check (content is json object),
    tries         int not null default 0 check (tries >= 0),
    next_try_at   timestamptz not null default clock_timestamp(),
    last_error    text,
    delivered_at  timestamptz,
    withheld_at   timestamptz,
    check (delivered_at is null or withheld_at is null)
);
comment on table alert_message is 'What goes out: written with its whole content before it is sent first, sent until it is taken, always under the same id.';
comment on column alert_message.withheld_at is 'Not sent: by then its viewer was not allowed to read it any more.';
create index alert_message_waiting on alert_message (next_try_at) where delivered_at is null and withheld_at is null;

create table alert_change (
    episode_id  text collate "C" not null references alert_episode (episode_id),
    change      text collate "C" not null check (change in ('raised', 'cleared')),
    changed_at  timestamptz not null,
    message_id  text collate "C" references alert_message (message_id),
    kept_back   text collate "C" check (kept_back in ('on the screen', 'shelved', 'rights')),
    primary key (episode_id, change),
    check (message_id is null or kept_back is null)
);
comment on table alert_change is 'That an episode was raised, and cleared: each once, written in the same transaction, and in one message or kept back for a reason.';
create index alert_change_waiting on alert_change (episode_id) where message_id is null and kept_back is null;
create index alert_change_message on alert_change (message_id);

create table alert_shelf (
    shelf_id    text collate "C" primary key check (shelf_id ~ '^[0-9a-f]{12}$'),
    viewer      text not null references viewer (name),
    rule_id     text collate "C" references alert_rule (rule_id),
    subject     text collate "C",
    shelved_at  timestamptz not null default clock_timestamp(),
    until_at    timestamptz not null,
    why         text not null check (why <> ''),
    ended_at    timestamptz,
    check (until_at > shelved_at and until_at <= shelved_at + interval '12 hours'),
    check (subject is null or rule_id is not null)
);
comment on table alert_shelf is 'What is not sent for a while: one subject of a rule, a rule, or with neither all rules of a viewer. It always ends, after twelve hours at the latest.';
create index alert_shelf_viewer on alert_shelf (viewer, until_at) where ended_at is null;

create table alert_action (
    number      bigint generated always as identity primary key,
    acted_at    timestamptz not null default clock_timestamp(),
    acted_by    text not null,
    viewer      text not null,
    action      text collate "C" not null check (action in ('rule added', 'rule removed', 'acknowledged', 'shelved', 'unshelved')),
    rule_id     text collate "C",
    episode_id  text collate "C",
    said        text not null default ''
);
comment on table alert_action is 'What people did to rules and alerts: who, when, whose and why. Nothing in it is changed.';
comment on column alert_action.number is 'Counts those of all viewers; no answer shows it.';
create trigger kept before update or delete or truncate on alert_action for each statement execute function refuse_change();

create table alert_watch (
    one           bool primary key default true check (one),
    seq           bigint not null default 0,
    as_of         timestamptz,
    known_at      timestamptz,
    evaluated_at  timestamptz
);
comment on table alert_watch is 'One row: up to which event and moment all rules were evaluated.';
insert into alert_watch default values;

create function begin_alert_session(account text, new_sha256 bytea) returns bool
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    delete from session s where s.expires_at < clock_timestamp();
    insert into session (token_sha256, viewer, expires_at)
    select new_sha256, v.name, clock_timestamp() + interval '15 minutes'
    from viewer v where v.name = account and v.revoked_at is null;
    return found;
end $$;
comment on function begin_alert_session(text, bytea) is 'Lets whoever watches read as the viewer whose rules are asked about; false where that viewer is nobody any more.';

create function acknowledge_alert(as_viewer text, of_episode text, why text) returns text
language plpgsql set search_path = muster, pg_catalog, pg_temp as $$
declare
    of_rule text;
begin
    select e.rule_id into of_rule
    from alert_episode e join alert_rule r using (rule_id) join viewer v on v.name = r.viewer
    where e.episode_id = of_episode and e.state <> 'pending' and r.viewer = as_viewer
      and e.labels <@ labels_for(v.clearance_rank, v.nation);
    if of_rule is null then
        return 'unknown';
    end if;
    update alert_episode e set acknowledged_at = clock_timestamp(), acknowledged_by = as_viewer
    where e.episode_id = of_episode and e.acknowledged_at is null;
    if not found then
        return 'already';
    end if;
    insert into alert_action (acted_by, viewer, action, rule_id, episode_id, said)
    values (as_viewer, as_viewer, 'acknowledged', of_rule, of_episode, coalesce(why, ''));
    return 'done';
end $$;
comment on function acknowledge_alert(text, text, text) is 'Says that a viewer takes care of an alert: done, done already, or unknown. It is not cleared by that.';

create function shelve_alerts(as_viewer text, of_rule text, of_episode text, new_id text, lasts interval, why text) returns text
language plpgsql set search_path = muster, pg_catalog, pg_temp as $$
declare
    wanted_rule text;
    wanted_subject text;
begin
    if of_episode is not null then
        select e.rule_id, e.subject into wanted_rule, wanted_subject
        from alert_episode e join alert_rule r using (rule_id) join viewer v on v.name = r.viewer
        where e.episode_id = of_episode and e.state <> 'pending' and r.viewer = as_viewer and r.removed_at is null
          and e.labels <@ labels_for(v.clearance_rank, v.nation);
    elsif of_rule is not null then
        select r.rule_id into wanted_rule from alert_rule r
        where r.name = of_rule and r.viewer = as_viewer and r.removed_at is null;
    end if;
    if wanted_rule is null and (of_episode is not null or of_rule is not null) then
        return 'unknown';
    end if;
    if lasts is null or lasts < interval '1 minute' or lasts > interval '12 hours' then
        return 'too long';
    end if;
    insert into alert_shelf (shelf_id, viewer, rule_id, subject, until_at, why)
    values (new_id, as_viewer, wanted_rule, wanted_subject, clock_timestamp() + lasts - interval '1 millisecond', why);
    insert into alert_action (acted_by, viewer, action, rule_id, episode_id, said)
    values (as_viewer, as_viewer, 'shelved', wanted_rule, of_episode, format('%s, for %s', why, lasts));
    return 'done';
end $$;
comment on function shelve_alerts(text, text, text, text, interval, text) is
    'Sends nothing of an alert, a rule or all rules of a viewer for a while: done; or unknown, or not from one minute to twelve hours.';

create function unshelve_alerts(as_viewer text, of_shelf text) returns text
language plpgsql set search_path = muster, pg_catalog, pg_temp as $$
declare
    ended alert_shelf;
begin
    update alert_shelf s set ended_at = clock_timestamp()
    where s.shelf_id = of_shelf and s.viewer = as_viewer and s.ended_at is null and s.until_at > clock_timestamp()
    returning * into ended;
    if ended.shelf_id is null then
        return 'unknown';
    end if;
    insert into alert_action (acted_by, viewer, action, rule_id) values (as_viewer, as_viewer, 'unshelved', ended.rule_id);
    return 'done';
end $$;
comment on function unshelve_alerts(text, text) is 'Ends shelving before its time: done, or unknown.';

-- What a reader may change: only alerts of its own rules. Where people sign in, those who write, like notes.
create function act_on_my_alert(act text, of_episode text, of_shelf text, new_id text, lasts interval, why text) returns text
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    own record;
begin
    select me.name, me.roles into own from me();
    if own.name is null then
        return 'unknown';
    end if;
    if coalesce(current_setting('muster.session', true), '') <> '' and not own.roles && '{recorder,administrator}'::text[] then
        return 'not allowed';
    end if;
    return case act
        when 'acknowledge' then acknowledge_alert(own.name, of_episode, why)
        when 'shelve' then shelve_alerts(own.name, null, coalesce(of_episode, ''), new_id, lasts, why)
        when 'unshelve' then unshelve_alerts(own.name, of_shelf)
        else 'unknown'
    end;
end $$;
comment on function act_on_my_alert(text, text, text, text, interval, text) is
    'Acknowledges or shelves an alert as the viewer who asks, or ends shelving: done; or unknown, already, too long, not allowed.';

revoke all on function
    labels_for(int, text), begin_alert_session(text, bytea), acknowledge_alert(text, text, text),
    shelve_alerts(text, text, text, text, interval, text), unshelve_alerts(text, text),
    act_on_my_alert(text, text, text, text, interval, text)
from public;
grant execute on function labels_for(int, text), begin_alert_session(text, bytea) to muster_worker;
grant execute on function act_on_my_alert(text, text, text, text, interval, text) to muster_reader;
grant select on alert_rule, alert_shelf, viewer to muster_worker;
grant select, insert, update, delete on alert_episode to muster_worker;
grant select, insert, update on alert_change, alert_message to muster_worker;
grant select, update on alert_watch to muster_worker;
