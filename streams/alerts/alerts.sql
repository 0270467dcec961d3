-- name: prepare
-- Names mean the tables that no world has, moments are UTC, and nothing waits for long.
set search_path = muster, pg_catalog;
set timezone = 'UTC';
set statement_timeout = '60s';
set lock_timeout = '10s';

-- name: try_lock
-- One process evaluates rules and sends; the others wait. It holds as long as this connection lives.
select pg_try_advisory_lock(7305021, 0);

-- name: has_tables
-- Whether the database has been brought to what alerts need.
select to_regclass('muster.alert_rule') is not null;

-- name: listen
-- Workers ring after each commit.
listen muster;

-- name: begin_session
-- Read as a viewer for some minutes; false where that is nobody any more.
select muster.begin_alert_session(%(viewer)s, %(token_sha256)s);

-- name: rules
-- Every rule in force of viewers who are there, with what each may read now.
with rights as materialized (
    select v.clearance_rank, v.nation, labels_for(v.clearance_rank, v.nation) as labels
    from (select distinct v.clearance_rank, v.nation from viewer v join alert_rule r on r.viewer = v.name where r.removed_at is null and v.revoked_at is null) v
)
select
    r.rule_id, r.viewer, r.name, r.kind, r.about, r.priority, r.decision, r.response, r.hold_s, r.group_s, r.channel, r.address,
    r.ceiling_rank, r.made_at, rights.labels, 'administrator' = any (v.roles) as is_administrator
from alert_rule r
join viewer v on v.name = r.viewer
join rights on rights.clearance_rank = v.clearance_rank and rights.nation is not distinct from v.nation
where r.removed_at is null and v.revoked_at is null
order by r.rule_id;

-- name: rules_changed
-- Something that differs as soon as a rule, a viewer or a label does.
select md5(concat_ws('|',
    (select string_agg(concat_ws(',', r.rule_id, r.removed_at), ';' order by r.rule_id) from alert_rule r),
    (select string_agg(concat_ws(',', v.name, v.clearance_rank, v.nation, v.roles, v.revoked_at), ';' order by v.name)
     from viewer v where exists (select from alert_rule r where r.viewer = v.name))
));

-- name: episodes
-- Every episode that is not cleared.
select e.episode_id, e.rule_id, e.subject, e.state, e.since_at, e.ceasing_at from alert_episode e where e.state <> 'cleared';

-- name: rights_now
-- The rights of some viewers, which stay as they are to the end of the transaction.
select v.name, v.revoked_at is null, labels_for(v.clearance_rank, v.nation) from viewer v where v.name = any (%(viewers)s);

-- name: begin
-- An episode that is seen: pending, or raised at once.
insert into alert_episode
    (episode_id, rule_id, subject, state, since_at, raised_at, said, cause_seqs, true_since, labels, classification_rank)
values
    (%(episode_id)s, %(rule_id)s, %(subject)s, %(state)s, %(now)s, %(raised_at)s, %(said)s, %(cause_seqs)s, %(true_since)s,
     %(labels)s, %(classification_rank)s);

-- name: raise
-- An episode that has held long enough.
update alert_episode set
    state = 'raised', raised_at = %(raised_at)s, ceasing_at = null, said = %(said)s, cause_seqs = %(cause_seqs)s,
    true_since = %(true_since)s, labels = %(labels)s, classification_rank = %(classification_rank)s
where episode_id = %(episode_id)s;

-- name: waver
-- An episode that seems to cease, or goes on after all.
update alert_episode set ceasing_at = %(ceasing_at)s where episode_id = %(episode_id)s;

-- name: clear
-- An episode that has ceased.
update alert_episode set state = 'cleared', cleared_at = %(now)s, ceasing_at = null where episode_id = %(episode_id)s;

-- name: drop
-- An episode that ceased before it had held long enough.
delete from alert_episode where episode_id = %(episode_id)s;

-- name: change
-- That an episode was raised or cleared: what is on the screen alone is not sent.
insert into alert_change (episode_id, change, changed_at, kept_back)
values (%(episode_id)s, %(change)s, %(now)s, case when %(channel)s = 'screen' then 'on the screen' end);

-- name: evaluated
-- Up to here all rules are evaluated.
update alert_watch set seq = %(seq)s, as_of = %(as_of)s, known_at = %(known_at)s, evaluated_at = clock_timestamp();

-- name: still_watching
-- Nothing has changed since.
update alert_watch set evaluated_at = clock_timestamp();

-- name: watched
-- Up to where all rules are evaluated.
select seq, as_of, known_at from alert_watch;

-- name: keep_back_shelved
-- What was raised and cleared while it was shelved is not sent any more.
update alert_change c set kept_back = 'shelved'
from alert_change o
where o.episode_id = c.episode_id and o.change <> c.change and c.message_id is null and c.kept_back is null
  and o.message_id is null and o.kept_back is null
  and exists (
      select from alert_episode e join alert_rule r using (rule_id)
      join alert_shelf s on s.viewer = r.viewer and (s.rule_id is null or s.rule_id = r.rule_id) and (s.subject is null or s.subject = e.subject)
      where e.episode_id = c.episode_id and s.shelved_at <= e.raised_at and coalesce(s.ended_at, s.until_at) > e.raised_at
        and coalesce(s.ended_at, s.until_at) >= e.cleared_at
  );

-- name: waiting
-- Changes that are to be sent, each with whom it is for and when; those that are shelved wait.
select
    r.viewer, r.channel, r.address, c.changed_at + r.group_s * interval '1 second' as due_at,
    v.revoked_at is null and e.labels <@ rights.labels as is_allowed, e.labels,
    e.episode_id, c.change, c.changed_at, r.name as rule, r.priority, e.subject, e.said, r.decision, r.response, e.cause_seqs,
    e.true_since, e.classification_rank, r.ceiling_rank
from alert_change c
join alert_episode e using (episode_id)
join alert_rule r using (rule_id)
join viewer v on v.name = r.viewer
join (
    select name, labels_for(clearance_rank, nation) as labels from viewer
    where name in (select r.viewer from alert_change c join alert_episode using (episode_id) join alert_rule r using (rule_id)
                   where c.message_id is null and c.kept_back is null)
) rights on rights.name = r.viewer
where c.message_id is null and c.kept_back is null
  and not exists (
      select from alert_shelf s
      where s.viewer = r.viewer and (s.rule_id is null or s.rule_id = r.rule_id) and (s.subject is null or s.subject = e.subject)
        and s.ended_at is null and s.until_at > clock_timestamp()
  );

-- name: message
-- A message with its whole content, before it is sent first.
insert into alert_message (message_id, viewer, channel, address, labels, content)
values (%(message_id)s, %(viewer)s, %(channel)s, %(address)s, %(labels)s, %(content)s);

-- name: assign
-- A change is in this message, and in no other.
update alert_change set message_id = %(message_id)s
where episode_id = %(episode_id)s and change = %(change)s and message_id is null and kept_back is null;

-- name: keep_back
-- A change that its viewer was not allowed to read any more when it was to be sent.
update alert_change set kept_back = 'rights' where episode_id = %(episode_id)s and change = %(change)s and message_id is null;

-- name: due
-- Messages to send now: of each address the oldest alone, or "cleared" might come before "raised".
select
    m.message_id, m.viewer, m.channel, m.address, m.content, m.tries,
    v.revoked_at is null and m.labels <@ labels_for(v.clearance_rank, v.nation) as is_allowed
from (
    select distinct on (o.channel, o.address) o.*
    from alert_message o
    where o.delivered_at is null and o.withheld_at is null
    order by o.channel, o.address, o.made_at, o.message_id
) m
join viewer v on v.name = m.viewer
where not (m.address = any (%(busy)s)) and (m.next_try_at <= clock_timestamp() or m.tries = 0)
order by m.made_at, m.message_id;

-- name: try
-- It is being sent: whoever is killed now has another send it again, under the same id.
update alert_message set tries = tries + 1, next_try_at = clock_timestamp() + %(again_after)s where message_id = %(message_id)s;

-- name: delivered
-- It was taken.
update alert_message set delivered_at = clock_timestamp(), last_error = null where message_id = %(message_id)s and delivered_at is null;

-- name: not_taken
-- It was not taken.
update alert_message set last_error = %(why)s where message_id = %(message_id)s;

-- name: withhold
-- It is not sent: its viewer may not read it any more.
update alert_message set withheld_at = clock_timestamp() where message_id = %(message_id)s;

-- name: head
-- The newest event, and what the time is.
select h.seq, clock_timestamp() from head h;

-- name: add_rule
-- A rule of a viewer; no row if there is no such viewer.
insert into alert_rule
    (rule_id, viewer, name, kind, about, priority, decision, response, hold_s, group_s, channel, address, ceiling_rank)
select
    %(rule_id)s, v.name, %(name)s, %(kind)s, %(about)s, %(priority)s, %(decision)s, %(response)s, %(hold_s)s, %(group_s)s,
    %(channel)s, %(address)s, %(ceiling_rank)s
from viewer v where v.name = %(viewer)s and v.revoked_at is null
returning rule_id;

-- name: remove_rule
-- A rule is in force no more; its open episodes are cleared by whoever watches.
update alert_rule set removed_at = clock_timestamp() where viewer = %(viewer)s and name = %(name)s and removed_at is null returning rule_id;

-- name: rules_of
-- The rules of a viewer that are in force.
select
    r.rule_id, r.viewer, r.name, r.kind, r.about, r.priority, r.decision, r.response, r.hold_s, r.group_s, r.channel, r.address,
    r.ceiling_rank, r.made_at
from alert_rule r where r.viewer = %(viewer)s and r.removed_at is null
order by array_position('{high,medium,low}', r.priority), r.name;

-- name: note
-- What somebody did.
insert into alert_action (acted_by, viewer, action, rule_id, said)
values (%(viewer)s, %(viewer)s, %(action)s, %(rule_id)s, %(said)s);

-- name: actions
-- What was done to the rules and alerts of a viewer, the newest first.
select a.acted_at, a.acted_by, a.action, r.name, a.episode_id, a.said
from alert_action a left join alert_rule r using (rule_id)
where a.viewer = %(viewer)s order by a.number desc limit %(most)s;

-- name: orphans
-- Open episodes of rules that are in force no more, or whose viewer is nobody any more.
select e.episode_id, e.rule_id, e.subject, e.state, e.since_at, e.ceasing_at, r.channel
from alert_episode e join alert_rule r using (rule_id) join viewer v on v.name = r.viewer
where e.state <> 'cleared' and (r.removed_at is not null or v.revoked_at is not null);

-- name: acknowledge
-- Somebody takes care of an alert.
select acknowledge_alert(%(viewer)s, %(episode_id)s, %(why)s);

-- name: shelve
-- Somebody wants nothing of it to be sent for a while.
select shelve_alerts(%(viewer)s, %(rule)s, %(episode_id)s, %(shelf_id)s, %(lasts)s, %(why)s);

-- name: unshelve
-- Somebody wants it to be sent again.
select unshelve_alerts(%(viewer)s, %(shelf_id)s);

-- name: open_as
-- The alerts of the viewer of this session.
select a.* from readiness.alerts(max_rows => %(most)s) a;

-- name: shelves_as
-- What the viewer of this session has shelved.
select s.* from readiness.alert_shelves() s;

-- name: known_at
-- When an event was recorded.
select recorded_at from ledger where seq = %(seq)s;

-- name: heard
-- Under which labels events were recorded since; of very many it may be any.
select distinct l.label_id from ledger l where l.seq > %(after)s and l.seq <= %(until)s;

-- name: evaluated_s_ago
-- How long ago all rules were evaluated.
select extract(epoch from clock_timestamp() - w.evaluated_at)::float8 from muster.alert_watch w;
