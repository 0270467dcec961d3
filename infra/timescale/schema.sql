-- The tables as they are today, after all of core/ and world/: to be read, no command runs it.
-- Written by `python -m tests.schema`; a test builds a database of it and finds the same tables.

create schema if not exists muster;
set search_path = muster, public;

CREATE OR REPLACE FUNCTION muster.kind_of(series_id bigint, class text, instrument text, instrument_version text)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    select hashtextextended($2 || '|' || $3 || '|' || $4, $1)
$function$;

-- What people did to rules and alerts: who, when, whose and why. Nothing in it is changed.
create table alert_action (
    number      bigint generated always as identity,  -- Counts those of all viewers; no answer shows it.
    acted_at    timestamptz not null default clock_timestamp(),
    acted_by    text not null,
    viewer      text not null,
    action      text collate "C" not null,
    rule_id     text collate "C",
    episode_id  text collate "C",
    said        text not null default ''::text,
    constraint alert_action_pkey primary key (number),
    constraint alert_action_action_check check (action = any (array['rule added'::text, 'rule removed'::text, 'acknowledged'::text, 'shelved'::text, 'unshelved'::text]))
);

-- One row: up to which event and moment all rules were evaluated.
create table alert_watch (
    one           boolean not null default true,
    seq           bigint not null default 0,
    as_of         timestamptz,
    known_at      timestamptz,
    evaluated_at  timestamptz,
    constraint alert_watch_pkey primary key (one),
    constraint alert_watch_one_check check (one)
);
grant select, update on alert_watch to muster_worker;

-- What people did, and what was refused to them. Nothing here says what an event says, and no secret is here.
create table audit_entry (
    number           bigint not null,  -- Without a gap: who removes an entry leaves one, or breaks what follows.
    happened_at      timestamptz not null,
    act              text collate "C" not null,
    outcome          text collate "C" not null,  -- done: in the same transaction as the act, or after it; begun: before the act, which may have failed since; refused: nothing was done.
    who_kind         text collate "C" not null,  -- A viewer, a user of the machine on which a command ran, the producer whose key it was, a role of the database, or nobody that is known.
    who              text not null,
    origin           text not null,  -- From where: the address of the request, or the host and the command.
    db_role          text not null,  -- The role of the database that wrote it.
    subject          text not null,  -- What it was done to.
    detail           text not null,
    previous_sha256  bytea not null,  -- The hash of the entry before; of the first one 32 zero bytes.
    sha256           bytea not null,  -- Of all that stands in this entry, the hash of the one before it included.
    constraint audit_entry_pkey primary key (number),
    constraint audit_entry_sha256_key unique (sha256),
    constraint audit_entry_act_check check (act ~ '^[a-z-]+(\.[a-z-]+)?$'::text),
    constraint audit_entry_check check (who_kind <> 'nobody'::text or who = ''::text),
    constraint audit_entry_detail_check check (detail is json object),
    constraint audit_entry_number_check check (number >= 1),
    constraint audit_entry_outcome_check check (outcome = any (array['done'::text, 'begun'::text, 'refused'::text])),
    constraint audit_entry_previous_sha256_check check (length(previous_sha256) = 32),
    constraint audit_entry_sha256_check check (length(sha256) = 32),
    constraint audit_entry_who_kind_check check (who_kind = any (array['viewer'::text, 'user'::text, 'producer'::text, 'role'::text, 'nobody'::text]))
);
create index audit_entry_refused on audit_entry (happened_at) where outcome = 'refused'::text;

-- What became of the events that one process of the gateway received, by key. Written each second; what a kill takes is of both sides.
create table gateway_count (
    run_id      uuid not null,  -- One process of the gateway, from its start to its end.
    key_id      text collate "C" not null,  -- Empty for whoever showed no valid key.
    counted_at  timestamptz not null,
    received    bigint not null,  -- Events of requests that have ended; a body that could not be read is one.
    accepted    bigint not null,  -- Kafka has them on disk, and the producer was told so.
    duplicate   bigint not null,  -- The ledger had the same before.
    refused     bigint not null,  -- Of requests with any fault: all of them.
    unanswered  bigint not null,  -- Nothing is known of them: Kafka or the database was away, or the producer hung up. Who sends them again is safe.
    constraint gateway_count_pkey primary key (run_id, key_id),
    constraint gateway_count_is_no_less_than_nothing check (least(received, accepted, duplicate, refused, unanswered) >= 0)
);
create index gateway_count_of_key on gateway_count (key_id);
grant insert, select, update on gateway_count to muster_worker;

-- Where in Kafka the events are that one process of the gateway had acknowledged: the log must reach that far.
create table gateway_log (
    run_id       uuid not null,
    topic        text collate "C" not null,  -- With the prefix of this instance.
    partition    integer not null,
    began_at     timestamptz not null,  -- When this process first counted an event there. A topic made anew since then has other offsets.
    accepted     bigint not null,
    last_offset  bigint not null,  -- The greatest offset that Kafka acknowledged.
    constraint gateway_log_pkey primary key (run_id, topic, partition),
    constraint gateway_log_holds_what_was_accepted check (accepted > 0 and last_offset >= 0)
);
grant insert, select, update on gateway_log to muster_worker;

-- One row: the number and the moment of the last recorded event. Live means known_at = head.recorded_at. Who writes locks it.
create table head (
    one          boolean not null default true,
    seq          bigint not null,
    recorded_at  timestamptz not null,
    world        integer not null default 1,  -- The world in force: workers write its projections, read functions ask them. Who holds the writer lock knows it.
    constraint head_pkey primary key (one),
    constraint head_one_check check (one),
    constraint head_seq_check check (seq >= 0),
    constraint head_world_check check (world >= 1)
);
grant insert, select, update on head to muster_worker;

-- Every confidentiality label ever seen; label_id is the first 63 bits of SHA-256 of its canonical form.
create table label (
    label_id             bigint not null,
    policy               text collate "C" not null,
    classification       text collate "C" not null,
    classification_rank  smallint not null,  -- 0 unclassified, 1 restricted, 2 confidential, 3 secret, 4 cosmic top secret.
    releasable_to        text[] not null default '{}'::text[],  -- Sorted nations or bodies. Empty: the members of the body, no partners.
    recorded_at          timestamptz not null,  -- When the first event with this label was recorded.
    constraint label_pkey primary key (label_id),
    constraint label_policy_classification_releasable_to_key unique (policy, classification, releasable_to),
    constraint label_classification_rank_check check (classification_rank >= 0 and classification_rank <= 4),
    constraint label_label_id_check check (label_id > 0)
);
grant insert, select on label to muster_worker;

-- Every valid event, once, in the order in which it was recorded. Append only; every projection can be folded from it again.
create table ledger (
    seq             bigint not null,  -- Rises with recorded_at, in commit order, without gaps.
    recorded_at     timestamptz not null,  -- When it was recorded here; never the producer's.
    occurred_at     timestamptz not null,  -- When it was true, as the producer says.
    date_precision  text,
    source          text collate "C" not null,
    event_id        text collate "C" not null,
    type            text collate "C" not null,
    version         smallint not null,
    subject         text collate "C" not null,
    label_id        bigint not null,  -- In table label: added by the same transaction. A foreign key would be checked row by row, under the writer lock.
    sequence        bigint not null default 0,
    correlation_id  text collate "C",
    causation_id    text collate "C",
    reliability     text,
    credibility     text,
    root_source     text collate "C",  -- Only amendments: the identity of the event they correct or retract.
    root_id         text collate "C",
    content_sha256  bytea not null,
    event           text not null,  -- The structured JSON as received.
    topic           text collate "C" not null,
    topic_epoch     integer not null,
    partition       integer not null,
    "offset"        bigint not null,
    constraint ledger_pkey primary key (seq),
    constraint ledger_source_event_id_key unique (source, event_id),
    constraint a_root_is_named_in_full check ((root_source is null) = (root_id is null)),
    constraint ledger_content_sha256_check check (length(content_sha256) = 32),
    constraint ledger_credibility_check check (credibility ~ '^[1-6]$'::text),
    constraint ledger_date_precision_check check (date_precision = any (array['day'::text, 'month'::text, 'year'::text])),
    constraint ledger_reliability_check check (reliability ~ '^[A-F]$'::text),
    constraint ledger_seq_check check (seq >= 1),
    constraint ledger_version_check check (version >= 1),
    constraint occurred_in_a_sane_year check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint recorded_in_a_sane_year check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index ledger_causation on ledger (causation_id) where causation_id is not null;
create index ledger_correlation on ledger (correlation_id, seq) where correlation_id is not null;
create index ledger_occurred_at on ledger using brin (occurred_at);
create index ledger_root on ledger (root_source, root_id) where root_id is not null;
create index ledger_subject on ledger (subject, seq);
create index ledger_type on ledger (type, seq) where type <> all (array['org.muster.exercise.result_recorded'::text, 'org.muster.exercise.interop_tested'::text, 'org.muster.capability.resource_level_reported'::text]);
grant insert, select on ledger to muster_worker;

-- Which file was applied to which world; world 0 is the core that all worlds share.
create table migration (
    world       integer not null,
    name        text not null,
    sha256      text not null,
    applied_at  timestamptz not null,
    constraint migration_pkey primary key (world, name),
    constraint migration_world_check check (world >= 0)
);
grant select on migration to muster_worker;

-- One row: how much of the ledger was recorded by a simulated clock, by the owner, before anything else was recorded.
create table recording_clock (
    one           boolean not null default true,
    simulated_at  timestamptz,  -- The last simulated moment; null: none ever.
    began_at      timestamptz,  -- The first simulated moment.
    holds_in      xid8,  -- The only transaction in which the simulated moment is the time of recording.
    seq           bigint not null default 0,  -- Events up to this number were recorded by the simulated clock, all others by the database's.
    ended_at      timestamptz,  -- When the simulated clock was put away for ever; null: it may still be used while nothing else was recorded.
    constraint recording_clock_pkey primary key (one),
    constraint all_or_nothing_was_simulated check ((simulated_at is null) = (began_at is null)),
    constraint recording_clock_one_check check (one),
    constraint recording_clock_seq_check check (seq >= 0)
);
grant select on recording_clock to muster_worker;

-- Reports that were made final: who made each, as whom it was read, at which clocks, by which version of the method.
create table report_edition (
    review_id  text collate "C" not null,
    edition    integer not null,
    final_at   timestamptz not null default clock_timestamp(),
    author     text not null,
    label_id   bigint not null,  -- The highest marking of what is in it.
    actions    integer not null,  -- The number of the last action of the review that is in it.
    content    text not null,  -- Clocks, viewer, clearance, version of the method, and the report itself, block by block.
    constraint report_edition_pkey primary key (review_id, edition),
    constraint report_edition_actions_check check (actions > 0),
    constraint report_edition_content_check check (content is json object),
    constraint report_edition_edition_check check (edition > 0)
);
grant select on report_edition to muster_worker;

-- What was done to each review, in order: made with its scope, a finding added or withdrawn, the review put away.
create table review_action (
    review_id  text collate "C" not null,
    number     integer not null,  -- Counts within its review. No answer shows it: a gap would tell of an action that is hidden.
    acted_at   timestamptz not null default clock_timestamp(),
    author     text not null,  -- The viewer who did it.
    label_id   bigint not null,  -- Marked as what its author was shown. In table label: added by the same transaction, as for the ledger.
    action     text collate "C" not null,
    content    text not null,  -- Of a review its name and scope, of a finding what was found, of the others which finding is meant.
    constraint review_action_pkey primary key (review_id, number),
    constraint review_action_action_check check (action = any (array['created'::text, 'found'::text, 'withdrawn'::text, 'deleted'::text])),
    constraint review_action_content_check check (content is json object),
    constraint review_action_number_check check (number > 0),
    constraint review_action_review_id_check check (review_id ~ '^[0-9a-f]{12}$'::text)
);
grant select on review_action to muster_worker;

-- How often signing in failed, by account and by address, as hashes: what was typed as a name may have been a password.
create table sign_in_attempt (
    kind       text collate "C" not null,
    of_sha256  bytea not null,
    failed     integer not null default 0,  -- Counted before a password is looked at and taken back when it was right: nobody gets more tries by asking at once.
    last_at    timestamptz not null default clock_timestamp(),
    constraint sign_in_attempt_pkey primary key (kind, of_sha256),
    constraint sign_in_attempt_failed_check check (failed >= 0),
    constraint sign_in_attempt_kind_check check (kind = any (array['account'::text, 'address'::text])),
    constraint sign_in_attempt_of_sha256_check check (length(of_sha256) = 32)
);

-- Sources of which half of the last records were dead letters, at least 100. Their good records are stored like any; `muster worker --resume-source` ends it.
create table source_set_aside (
    topic      text collate "C" not null,
    source     text collate "C" not null,  -- Empty: records whose source could not be read.
    since      timestamptz not null,
    newest_at  timestamptz not null,
    reason     text collate "C" not null,  -- Of the newest dead letter.
    detail     text not null,
    constraint source_set_aside_pkey primary key (topic, source)
);
grant delete, insert, select, update on source_set_aside to muster_worker;

-- The identity of each topic as the broker gave it. A topic made anew gets the next epoch, once somebody accepts it.
create table topic_epoch (
    topic        text collate "C" not null,
    epoch        integer not null,
    cluster_id   text collate "C" not null,
    topic_id     text collate "C" not null,
    accepted_at  timestamptz not null,
    constraint topic_epoch_pkey primary key (topic, epoch),
    constraint topic_epoch_epoch_check check (epoch >= 1)
);
grant insert, select on topic_epoch to muster_worker;

-- What `muster verify` found, one row for each comparison; old runs are forgotten after 30 days.
create table verification (
    verified_at       timestamptz not null,
    "position"        integer not null,
    seq               bigint not null,  -- The newest event of the moment that was verified.
    check_name        text not null,
    of_what           text not null,
    expected          text not null,
    found             text not null,
    first_difference  text,
    is_ok             boolean not null,
    constraint verification_pkey primary key (verified_at, "position"),
    constraint verification_position_check check ("position" >= 1),
    constraint verification_seq_check check (seq >= 0)
);
grant delete, insert, select on verification to muster_worker;

-- Who may read what. clearance_rank follows label.classification_rank.
create table viewer (
    name            text not null,
    clearance_rank  smallint not null,
    nation          text collate "C",  -- Null: the headquarters' own staff, every release. Else only labels that name this nation.
    db_role         text collate "C",  -- The database role that reads as this viewer when no session is set.
    roles           text[] not null default '{viewer}'::text[],  -- viewer looks at pages; analyst also takes files away and makes what-ifs; recorder also writes; administrator also sees what operators see.
    subject         text collate "C",  -- Whom an identity provider means: its issuer and its own name for that person; null for a local account.
    revoked_at      timestamptz,  -- Since when nobody reads as this viewer. The row stays: what was written names it.
    constraint viewer_pkey primary key (name),
    constraint viewer_db_role_key unique (db_role),
    constraint viewer_subject_key unique (subject),
    constraint viewer_clearance_rank_check check (clearance_rank >= 0 and clearance_rank <= 4),
    constraint viewer_roles_check check (roles <@ '{viewer,analyst,recorder,administrator}'::text[] and ('viewer'::text = any (roles)))
);
grant select on viewer to muster_worker;

-- Screens that show a code and wait to be paired. The token of the device becomes its session's; only hashes are kept.
create table wall_code (
    token_sha256  bytea not null,
    code_sha256   bytea not null,
    origin        text not null,  -- The address from which the screen asked.
    ends_at       timestamptz not null,
    constraint wall_code_pkey primary key (token_sha256),
    constraint wall_code_code_sha256_key unique (code_sha256),
    constraint wall_code_code_sha256_check check (length(code_sha256) = 32),
    constraint wall_code_token_sha256_check check (length(token_sha256) = 32)
);

-- Every what-if there is: what is edited in it, and as of which event it is frozen.
create table whatif (
    whatif_id  text collate "C" not null,
    name       text not null,
    author     text not null,  -- The viewer who made it. It holds what that viewer might see, and no other event is edited.
    made_at    timestamptz not null default clock_timestamp(),
    label_ids  bigint[] not null,  -- The label of every event that is left out, changed or added: who may not see one of them does not see that there is a what-if.
    edits      text not null,  -- What is edited, as it is written in a file of edits.
    world      integer not null,  -- The world whose rows it reads where nothing is edited.
    seq        bigint not null,  -- The last event of the ledger that it knows of.
    known_at   timestamptz not null,  -- When that was recorded.
    heard_at   timestamptz not null,  -- When what is added counts as heard: right after. In the comparison with the history, all edits.
    ends_at    timestamptz not null,  -- The newest moment that anything in it is known at.
    constraint whatif_pkey primary key (whatif_id),
    constraint whatif_check check (heard_at > known_at),
    constraint whatif_check1 check (ends_at = known_at or ends_at = heard_at),
    constraint whatif_edits_check check (edits is json array),
    constraint whatif_label_ids_check check (cardinality(label_ids) > 0),
    constraint whatif_name_check check (name <> ''::text),
    constraint whatif_seq_check check (seq >= 0),
    constraint whatif_whatif_id_check check (whatif_id ~ '^[0-9a-f]{12}$'::text)
);

-- The last worker of each slot: when it was last seen, and why it stopped.
create table worker (
    slot            integer not null,
    host            text not null,
    pid             integer not null,
    started_at      timestamptz not null,
    seen_at         timestamptz not null,
    stopped_reason  text,
    clock_ahead_s   double precision,  -- How many seconds the clock of the worker's host is ahead of the database's; negative: behind. Nothing is judged by it.
    constraint worker_pkey primary key (slot),
    constraint worker_slot_check check (slot >= 0)
);
grant delete, insert, select, update on worker to muster_worker;

-- Every world there is. One is in force, at most one is being filled, at most one is kept as it was when it was left.
create table world (
    number         integer not null,
    state          text collate "C" not null,
    began_at       timestamptz not null default clock_timestamp(),
    until_seq      bigint,  -- The last event that is folded by slices, in several processes; null while its tables are not all made.
    caught_up_seq  bigint,  -- It holds the rows of all events up to here; null while slices are open, and of the world in force, which always holds all.
    is_indexed     boolean not null default false,
    is_compared    boolean not null default false,
    seen_at        timestamptz not null default clock_timestamp(),  -- When a process was last seen filling it.
    switched_at    timestamptz,  -- When it came into force, or was left.
    constraint world_pkey primary key (number),
    constraint world_check check (caught_up_seq >= until_seq),
    constraint world_number_check check (number >= 1),
    constraint world_state_check check (state = any (array['filling'::text, 'in force'::text, 'former'::text])),
    constraint world_until_seq_check check (until_seq >= 0)
);
create unique index world_filling on world (state) where state = 'filling'::text;
grant select on world to muster_worker;

-- What goes out: written with its whole content before it is sent first, sent until it is taken, always under the same id.
create table alert_message (
    message_id    text collate "C" not null,
    viewer        text not null,
    channel       text collate "C" not null,
    address       text not null,
    labels        bigint[] not null,
    made_at       timestamptz not null default clock_timestamp(),
    content       text not null,
    tries         integer not null default 0,
    next_try_at   timestamptz not null default clock_timestamp(),
    last_error    text,
    delivered_at  timestamptz,
    withheld_at   timestamptz,  -- Not sent: by then its viewer was not allowed to read it any more.
    constraint alert_message_pkey primary key (message_id),
    constraint alert_message_viewer_fkey foreign key (viewer) references viewer(name),
    constraint alert_message_channel_check check (channel = any (array['webhook'::text, 'e-mail'::text])),
    constraint alert_message_check check (delivered_at is null or withheld_at is null),
    constraint alert_message_content_check check (content is json object),
    constraint alert_message_message_id_check check (message_id ~ '^[0-9a-f]{32}$'::text),
    constraint alert_message_tries_check check (tries >= 0)
);
create index alert_message_waiting on alert_message (next_try_at) where delivered_at is null and withheld_at is null;
grant insert, select, update on alert_message to muster_worker;

-- What somebody wants to be told of, the decision that hangs on it, and what is then to be done. At most ten in force a viewer.
create table alert_rule (
    rule_id       text collate "C" not null,
    viewer        text not null,
    name          text collate "C" not null,
    kind          text collate "C" not null,
    about         text not null,  -- What the kind needs: body, actor, area, level, hours, seconds.
    priority      text collate "C" not null,
    decision      text not null,
    response      text not null,
    hold_s        integer not null,  -- So long it must hold before it is raised, and so long be gone before it is cleared.
    group_s       integer not null,  -- So long a change waits for others that go to the same address.
    channel       text collate "C" not null,
    address       text,
    ceiling_rank  smallint not null,  -- The highest classification of what may go to the address; above it only numbers and a link are sent.
    made_at       timestamptz not null default clock_timestamp(),
    removed_at    timestamptz,
    constraint alert_rule_pkey primary key (rule_id),
    constraint alert_rule_viewer_fkey foreign key (viewer) references viewer(name),
    constraint alert_rule_about_check check (about is json object),
    constraint alert_rule_ceiling_rank_check check (ceiling_rank >= 0 and ceiling_rank <= 4),
    constraint alert_rule_channel_check check (channel = any (array['screen'::text, 'webhook'::text, 'e-mail'::text])),
    constraint alert_rule_check check ((channel = 'screen'::text) = (address is null)),
    constraint alert_rule_decision_check check (decision <> ''::text),
    constraint alert_rule_group_s_check check (group_s >= 0 and group_s <= 3600),
    constraint alert_rule_hold_s_check check (hold_s >= 0 and hold_s <= 86400),
    constraint alert_rule_kind_check check (kind = any (array['level'::text, 'report'::text, 'silence'::text, 'commitment'::text, 'partition'::text, 'feed'::text])),
    constraint alert_rule_name_check check (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text),
    constraint alert_rule_priority_check check (priority = any (array['high'::text, 'medium'::text, 'low'::text])),
    constraint alert_rule_response_check check (response <> ''::text),
    constraint alert_rule_rule_id_check check (rule_id ~ '^[0-9a-f]{12}$'::text)
);
create unique index alert_rule_name on alert_rule (viewer, name) where removed_at is null;
grant select on alert_rule to muster_worker;

-- How far each partition has been read, moved in the same transaction as the rows it stands for.
create table checkpoint (
    topic            text collate "C" not null,
    epoch            integer not null,
    partition        integer not null,
    first_offset     bigint not null,
    next_offset      bigint not null,
    stored           bigint not null default 0,
    duplicates       bigint not null default 0,
    dead             bigint not null default 0,
    gaps             bigint not null default 0,  -- Offsets that hold no record, for example control records.
    recent_outcomes  bytea not null default '\x'::bytea,  -- One byte for each of the last records of the partition, newest last: 0 good, 64 dead letter, 128 dead letter perhaps by our fault, plus a number that stands for its source.
    paused_at        timestamptz,
    pause_reason     text,
    updated_at       timestamptz not null default clock_timestamp(),
    looked_at_until  bigint not null default 0,  -- Somebody resumed the partition and had seen what lies before this offset: none of it stops the partition again.
    constraint checkpoint_pkey primary key (topic, epoch, partition),
    constraint checkpoint_topic_epoch_fkey foreign key (topic, epoch) references topic_epoch(topic, epoch),
    constraint a_pause_has_a_reason check ((paused_at is null) = (pause_reason is null)),
    constraint checkpoint_dead_check check (dead >= 0),
    constraint checkpoint_duplicates_check check (duplicates >= 0),
    constraint checkpoint_first_offset_check check (first_offset >= 0),
    constraint checkpoint_gaps_check check (gaps >= 0),
    constraint checkpoint_looked_at_until_check check (looked_at_until >= 0),
    constraint checkpoint_partition_check check (partition >= 0),
    constraint checkpoint_stored_check check (stored >= 0),
    constraint every_offset_is_accounted_for check ((next_offset - first_offset) = (stored + duplicates + dead + gaps))
);
grant insert, select, update on checkpoint to muster_worker;

-- Every record that could not become an event, with its reason and its bytes.
create table dead_letter (
    topic              text collate "C" not null,
    epoch              integer not null,
    partition          integer not null,
    "offset"           bigint not null,
    recorded_at        timestamptz not null,
    reason             text collate "C" not null,
    detail             text not null,
    size_bytes         bigint not null,
    sha256             bytea not null,
    bytes              bytea not null,  -- What was received; of an oversize record the first 64 KiB (sha256 and size_bytes are of the whole).
    source             text collate "C",  -- What it says its source is, as far as that could be read.
    event_id           text collate "C",  -- What it says its id is, as far as that could be read.
    header_names       text[] not null default '{}'::text[],  -- The headers it came with, in their order; at most 64 KiB of them.
    header_values      bytea[] not null default '{}'::bytea[],  -- Their values; null where a header had none.
    key                bytea,  -- The key it came with; null where it had none, or came before keys were kept.
    are_headers_whole  boolean not null default true,  -- False: it had more headers than are kept, so it cannot be sent again as it came.
    constraint dead_letter_pkey primary key (topic, epoch, partition, "offset"),
    constraint dead_letter_topic_epoch_fkey foreign key (topic, epoch) references topic_epoch(topic, epoch),
    constraint a_header_has_a_value check (cardinality(header_names) = cardinality(header_values)),
    constraint dead_letter_sha256_check check (length(sha256) = 32),
    constraint dead_letter_size_bytes_check check (size_bytes >= 0)
);
create index dead_letter_identity on dead_letter (source, event_id) where event_id is not null;
create index dead_letter_recorded_at on dead_letter (recorded_at);
create index dead_letter_source on dead_letter (source, recorded_at);
grant insert, select on dead_letter to muster_worker;

-- Where each partition's log ended when a worker looked: the newest look, and those from which the age of what is unread follows.
create table log_end (
    topic          text collate "C" not null,
    epoch          integer not null,
    partition      integer not null,
    end_offset     bigint not null,
    first_seen_at  timestamptz not null,  -- The log was at least this long by then: a record below end_offset is no younger.
    seen_at        timestamptz not null,
    constraint log_end_pkey primary key (topic, epoch, partition, end_offset),
    constraint log_end_topic_epoch_fkey foreign key (topic, epoch) references topic_epoch(topic, epoch),
    constraint log_end_end_offset_check check (end_offset >= 0),
    constraint log_end_partition_check check (partition >= 0)
);
grant delete, insert, select on log_end to muster_worker;
grant update (seen_at) on log_end to muster_worker;

-- Keys of producers, with what each may send. The secret itself is kept nowhere: it is 256 random bits, so its SHA-256 gives nothing away.
create table producer_key (
    key_id         text collate "C" not null,
    secret_sha256  bytea not null,
    producer       text not null,
    sources        text[] not null,  -- Sources it may speak for and ask about; one that ends with * means all that begin so.
    types          text[] not null default '{}'::text[],  -- Types it may send; one that ends with * means all that begin so. Empty: all.
    actors         text[] not null default '{}'::text[],  -- Actors its events may name. Empty: all.
    bodies         text[] not null default '{}'::text[],  -- Bodies its events may name. Empty: all.
    highest_rank   smallint not null,  -- The highest classification of its events; follows label.classification_rank.
    events_per_s   integer not null,  -- How many events a second it may send for long.
    created_at     timestamptz not null default clock_timestamp(),
    expires_at     timestamptz not null,
    revoked_at     timestamptz,
    last_used_at   timestamptz,  -- To the minute.
    viewer         text,  -- With whose rights it is told which readings an event moved. Null: it is told of none.
    constraint producer_key_pkey primary key (key_id),
    constraint producer_key_viewer_fkey foreign key (viewer) references viewer(name),
    constraint producer_key_events_per_s_check check (events_per_s > 0),
    constraint producer_key_highest_rank_check check (highest_rank >= 0 and highest_rank <= 4),
    constraint producer_key_key_id_check check (key_id ~ '^[a-z0-9]{12}$'::text),
    constraint producer_key_secret_sha256_check check (length(secret_sha256) = 32),
    constraint producer_key_sources_check check (cardinality(sources) > 0)
);
grant select on producer_key to muster_worker;
grant update (last_used_at) on producer_key to muster_worker;

-- Replays that several screens watch together: where each stood at a moment, and how fast it goes on.
create table replay_clock (
    name         text collate "C" not null,
    holder       text not null,  -- The viewer who may play, pause and move it.
    from_at      timestamptz not null,
    to_at        timestamptz not null,
    known_at     timestamptz,  -- Pinned; null: as then known, so that both axes move together.
    anchor_at    timestamptz not null default clock_timestamp(),  -- The real moment at which it stood at position_at.
    position_at  timestamptz not null,
    rate         integer not null,  -- Seconds of the replay in a second.
    is_playing   boolean not null,
    version      bigint not null,  -- Rises with each change, also over the life of a name; counts nothing.
    constraint replay_clock_pkey primary key (name),
    constraint replay_clock_holder_fkey foreign key (holder) references viewer(name) on delete cascade,
    constraint replay_clock_check check (from_at < to_at),
    constraint replay_clock_check1 check (position_at >= from_at and position_at <= to_at),
    constraint replay_clock_from_at_check check (from_at >= '1900-01-01 00:00:00+00'::timestamptz),
    constraint replay_clock_name_check check (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text),
    constraint replay_clock_rate_check check (rate >= 1 and rate <= 3600),
    constraint replay_clock_to_at_check check (to_at < '2200-01-01 00:00:00+00'::timestamptz)
);

-- The bytes of a final report in each of its formats, with their hash.
create table report_file (
    review_id  text collate "C" not null,
    edition    integer not null,
    format     text collate "C" not null,
    sha256     bytea not null,
    bytes      bytea not null,
    constraint report_file_pkey primary key (review_id, edition, format),
    constraint report_file_review_id_edition_fkey foreign key (review_id, edition) references report_edition(review_id, edition),
    constraint report_file_check check (sha256 = sha256(bytes)),
    constraint report_file_format_check check (format = any (array['html'::text, 'pdf'::text, 'docx'::text, 'xlsx'::text]))
);
grant select on report_file to muster_worker;

-- Signed-in viewers, by the SHA-256 of the random token in the setting muster.session.
create table session (
    token_sha256  bytea not null,
    viewer        text not null,
    expires_at    timestamptz not null,
    began_at      timestamptz not null default clock_timestamp(),
    seen_at       timestamptz not null default clock_timestamp(),  -- When its viewer last did something, to the minute; that a page asks by itself is nothing its viewer does.
    idle_for      interval,  -- It ends when its viewer does nothing for so long; null for a command, which has only its own end.
    wall          text collate "C",  -- The name of the screen, where the session is a wall's; null for people and commands.
    shows         text,  -- The address of the pages that a wall shows in turn.
    paired_by     text,  -- Who paired it: a viewer, or the user who ran the command.
    constraint session_pkey primary key (token_sha256),
    constraint session_wall_key unique (wall),
    constraint session_viewer_fkey foreign key (viewer) references viewer(name) on delete cascade,
    constraint a_wall_says_what_it_shows check (num_nulls(wall, shows, paired_by) = any (array[0, 3])),
    constraint session_idle_for_check check (idle_for > '00:00:00'::interval),
    constraint session_shows_check check (shows ~ '^/[a-z]*\?wall=1&pages=[a-z,]+&every=[0-9]+$'::text),
    constraint session_token_sha256_check check (length(token_sha256) = 32),
    constraint session_wall_check check (wall ~ '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$'::text)
);
create index session_viewer on session (viewer, began_at);

-- Passwords of local accounts, as Argon2id keeps them. A viewer without one cannot sign in by a password.
create table viewer_password (
    viewer  text not null,
    hash    text not null,
    set_at  timestamptz not null default clock_timestamp(),
    constraint viewer_password_pkey primary key (viewer),
    constraint viewer_password_viewer_fkey foreign key (viewer) references viewer(name) on delete cascade,
    constraint viewer_password_hash_check check (hash ~~ '$argon2id$%'::text)
);

-- Stretches of the ledger that are folded into a world, each by one process in one transaction.
create table world_slice (
    world      integer not null,
    first_seq  bigint not null,
    last_seq   bigint not null,
    is_done    boolean not null default false,
    constraint world_slice_pkey primary key (world, first_seq),
    constraint world_slice_world_fkey foreign key (world) references world(number) on delete cascade,
    constraint world_slice_check check (last_seq >= first_seq),
    constraint world_slice_first_seq_check check (first_seq >= 1)
);
create index world_slice_open on world_slice (world, first_seq) where not is_done;
grant select on world_slice to muster_worker;

-- One time that a rule held for one subject, from when it was seen to when it was cleared. Its id is random: a number would count those of others.
create table alert_episode (
    episode_id           text collate "C" not null,
    rule_id              text collate "C" not null,
    subject              text collate "C" not null,
    state                text collate "C" not null,
    since_at             timestamptz not null,  -- Since when it holds, as it was seen; raised once it held long enough.
    ceasing_at           timestamptz,  -- Since when it does not hold any more; cleared once that lasted long enough.
    raised_at            timestamptz,
    cleared_at           timestamptz,
    acknowledged_at      timestamptz,
    acknowledged_by      text,
    said                 text not null,
    cause_seqs           bigint[] not null,  -- The events that raised it; none where time did.
    true_since           timestamptz,  -- When the newest of these events was true: late evidence is known since then, not now.
    labels               bigint[] not null,  -- What its viewer might read when it was said. Whoever may not read all of that any more does not see it.
    classification_rank  smallint not null,  -- The highest classification that its viewer might meet then.
    constraint alert_episode_pkey primary key (episode_id),
    constraint alert_episode_rule_id_fkey foreign key (rule_id) references alert_rule(rule_id),
    constraint alert_episode_check check ((state = 'pending'::text) = (raised_at is null)),
    constraint alert_episode_check1 check ((state = 'cleared'::text) = (cleared_at is not null)),
    constraint alert_episode_check2 check ((acknowledged_at is null) = (acknowledged_by is null)),
    constraint alert_episode_episode_id_check check (episode_id ~ '^[0-9a-f]{16}$'::text),
    constraint alert_episode_state_check check (state = any (array['pending'::text, 'raised'::text, 'cleared'::text])),
    constraint alert_episode_subject_check check (subject <> ''::text)
);
create unique index alert_episode_open on alert_episode (rule_id, subject) where state <> 'cleared'::text;
create index alert_episode_raised on alert_episode (rule_id, raised_at);
grant delete, insert, select, update on alert_episode to muster_worker;

-- What is not sent for a while: one subject of a rule, a rule, or with neither all rules of a viewer. It always ends, after twelve hours at the latest.
create table alert_shelf (
    shelf_id    text collate "C" not null,
    viewer      text not null,
    rule_id     text collate "C",
    subject     text collate "C",
    shelved_at  timestamptz not null default clock_timestamp(),
    until_at    timestamptz not null,
    why         text not null,
    ended_at    timestamptz,
    constraint alert_shelf_pkey primary key (shelf_id),
    constraint alert_shelf_rule_id_fkey foreign key (rule_id) references alert_rule(rule_id),
    constraint alert_shelf_viewer_fkey foreign key (viewer) references viewer(name),
    constraint alert_shelf_check check (until_at > shelved_at and until_at <= (shelved_at + '12:00:00'::interval)),
    constraint alert_shelf_check1 check (subject is null or rule_id is not null),
    constraint alert_shelf_shelf_id_check check (shelf_id ~ '^[0-9a-f]{12}$'::text),
    constraint alert_shelf_why_check check (why <> ''::text)
);
create index alert_shelf_viewer on alert_shelf (viewer, until_at) where ended_at is null;
grant select on alert_shelf to muster_worker;

-- What people did with dead letters, each action with its number. The last one says whether a letter is open, redriven or discarded.
create table dead_letter_action (
    topic           text collate "C" not null,
    epoch           integer not null,
    partition       integer not null,
    "offset"        bigint not null,
    number          integer not null,
    action          text collate "C" not null,  -- redrive begun: about to be sent, and perhaps sent; redriven: the broker has it on disk.
    acted_at        timestamptz not null,
    acted_by        text not null,  -- The user and the host of whoever ran the command.
    why             text,
    sent_topic      text collate "C",
    sent_epoch      integer,
    sent_partition  integer,
    sent_offset     bigint,  -- Where it lies; while a redrive is only begun, where the log ended before: it is there or later, or was not sent.
    sent_sha256     bytea,  -- Of the value that was sent.
    sent_source     text collate "C",
    sent_event_id   text collate "C",
    is_corrected    boolean not null default false,  -- Sent was a corrected copy, not what had come.
    constraint dead_letter_action_pkey primary key (topic, epoch, partition, "offset", number),
    constraint dead_letter_action_topic_epoch_partition_offset_fkey foreign key (topic, epoch, partition, "offset") references dead_letter(topic, epoch, partition, "offset") deferrable initially deferred,
    constraint a_place_is_named_in_full check (num_nulls(sent_topic, sent_epoch, sent_partition, sent_offset, sent_sha256, sent_source, sent_event_id) = any (array[0, 7])),
    constraint dead_letter_action_action_check check (action = any (array['redrive begun'::text, 'redriven'::text, 'discarded'::text, 'restored'::text])),
    constraint dead_letter_action_number_check check (number >= 1),
    constraint dead_letter_action_sent_offset_check check (sent_offset >= 0),
    constraint dead_letter_action_sent_sha256_check check (length(sent_sha256) = 32),
    constraint what_is_sent_has_a_place check ((action = any (array['redrive begun'::text, 'redriven'::text])) = (sent_offset is not null)),
    constraint who_discards_says_why check ((action = 'discarded'::text) = (why is not null))
);
grant insert, select on dead_letter_action to muster_worker;

-- That an episode was raised, and cleared: each once, written in the same transaction, and in one message or kept back for a reason.
create table alert_change (
    episode_id  text collate "C" not null,
    change      text collate "C" not null,
    changed_at  timestamptz not null,
    message_id  text collate "C",
    kept_back   text collate "C",
    constraint alert_change_pkey primary key (episode_id, change),
    constraint alert_change_episode_id_fkey foreign key (episode_id) references alert_episode(episode_id),
    constraint alert_change_message_id_fkey foreign key (message_id) references alert_message(message_id),
    constraint alert_change_change_check check (change = any (array['raised'::text, 'cleared'::text])),
    constraint alert_change_check check (message_id is null or kept_back is null),
    constraint alert_change_kept_back_check check (kept_back = any (array['on the screen'::text, 'shelved'::text, 'rights'::text]))
);
create index alert_change_message on alert_change (message_id);
create index alert_change_waiting on alert_change (episode_id) where message_id is null and kept_back is null;
grant insert, select, update on alert_change to muster_worker;

create schema if not exists muster_1;
set search_path = muster_1, muster, public;

create type item_heard as (
    series_id bigint,
    class text,
    instrument text,
    instrument_version text,
    kind bigint,
    occurred_at timestamp with time zone,
    weight_centi integer,
    value_milli integer,
    is_external boolean,
    ledger_seq bigint,
    sign integer
);

create type mix as (
    series_id bigint,
    i integer,
    star_at timestamp with time zone,
    star_seq bigint,
    mean double precision,
    w double precision,
    w_faded double precision,
    w_left double precision,
    items_left integer,
    external_left integer,
    is_fresh boolean,
    instrument_key text,
    versions text,
    stale_on date,
    lapses_on date
);

-- Where an actor stands on a scale by its votes on one occasion; the latest estimate holds.
create table "position" (
    actor          text collate "C" not null,
    scale          text collate "C" not null,
    scale_version  text collate "C" not null,
    occasion       text collate "C" not null,  -- A session: only positions of the same scale, version and occasion can be compared.
    point          double precision not null,
    low            double precision not null,  -- The 5 % bound of the estimate; high is the 95 % bound.
    high           double precision not null,
    votes          integer,
    occurred_at    timestamptz not null,  -- When it was true.
    recorded_at    timestamptz not null,  -- From when on we knew it so.
    ended_at       timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id       bigint not null,
    ledger_seq     bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq       bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence       bigint not null default 0,
    source         text collate "C" not null,
    event_id       text collate "C" not null,
    constraint position_check check (ended_at > recorded_at),
    constraint position_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint position_point_check check (abs(point) <= 1000::double precision),
    constraint position_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint position_votes_check check (votes >= 0 and votes <= 100000),
    constraint the_point_lies_in_its_bounds check (point >= low and point <= high)
);
create index position_occasion on "position" (scale, occurred_at);
create index position_root on "position" (root_seq);
grant insert, select on "position" to muster_worker;
grant update (ended_at) on "position" to muster_worker;

-- Amendments that are kept without effect, and why: other-source, other-label, other-type, unknown-target.
create table amendment_flag (
    ledger_seq  bigint not null,
    flag        text collate "C" not null,
    constraint amendment_flag_pkey primary key (ledger_seq)
);
grant delete, insert, select, update on amendment_flag to muster_worker;

-- Who attended which meeting, at what rank.
create table attendance (
    meeting_id   text collate "C" not null,
    actor        text collate "C" not null,
    rank         smallint not null,
    occurred_at  timestamptz not null,  -- When it was true.
    recorded_at  timestamptz not null,  -- From when on we knew it so.
    ended_at     timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id     bigint not null,
    ledger_seq   bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq     bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence     bigint not null default 0,
    source       text collate "C" not null,
    event_id     text collate "C" not null,
    constraint attendance_check check (ended_at > recorded_at),
    constraint attendance_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint attendance_rank_check check (rank >= 1 and rank <= 5),
    constraint attendance_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index attendance_meeting on attendance (meeting_id);
create index attendance_root on attendance (root_seq);
grant insert, select on attendance to muster_worker;
grant update (ended_at) on attendance to muster_worker;

-- The spiral of a technical baseline an actor works by; the latest holds.
create table baseline (
    actor        text collate "C" not null,
    baseline     text collate "C" not null,
    level        smallint not null,
    occurred_at  timestamptz not null,  -- When it was true.
    recorded_at  timestamptz not null,  -- From when on we knew it so.
    ended_at     timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id     bigint not null,
    ledger_seq   bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq     bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence     bigint not null default 0,
    source       text collate "C" not null,
    event_id     text collate "C" not null,
    constraint baseline_check check (ended_at > recorded_at),
    constraint baseline_level_check check (level >= 1 and level <= 9),
    constraint baseline_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint baseline_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index baseline_actor on baseline (actor);
create index baseline_root on baseline (root_seq);
grant insert, select on baseline to muster_worker;
grant update (ended_at) on baseline to muster_worker;

-- What actors offer and withdraw; of an actor, code and area the latest holds.
create table capability (
    actor              text collate "C" not null,
    capability_code    text collate "C" not null,
    area               text collate "C" not null,
    is_declared        boolean not null,
    quantity           integer,
    ntm_days           integer,
    available_from_on  date,
    reason             text,
    occurred_at        timestamptz not null,  -- When it was true.
    recorded_at        timestamptz not null,  -- From when on we knew it so.
    ended_at           timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id           bigint not null,
    ledger_seq         bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq           bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence           bigint not null default 0,
    source             text collate "C" not null,
    event_id           text collate "C" not null,
    life_rank          smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    constraint a_declaration_is_complete check (not is_declared or quantity is not null and ntm_days is not null and available_from_on is not null),
    constraint capability_check check (ended_at > recorded_at),
    constraint capability_ntm_days_check check (ntm_days >= 0 and ntm_days <= 365),
    constraint capability_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint capability_quantity_check check (quantity >= 0 and quantity <= 1000000),
    constraint capability_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index capability_actor on capability (actor);
create index capability_root on capability (root_seq);
grant insert, select on capability to muster_worker;
grant update (ended_at) on capability to muster_worker;

-- What was promised, by when; the latest version wins.
create table commitment (
    commitment_id  text collate "C" not null,
    body           text collate "C" not null,
    decision_id    text collate "C",
    title          text not null,
    actors         text[] not null,  -- Who promised; empty: every member of the body.
    metric         text collate "C" not null,
    unit           text collate "C" not null,
    baseline       double precision,  -- Null: for each actor the value observed last at or before start_on.
    target         double precision not null,
    direction      text collate "C" not null,
    start_on       date not null,
    due_on         date not null,
    binding        text collate "C" not null,
    occurred_at    timestamptz not null,  -- When it was true.
    recorded_at    timestamptz not null,  -- From when on we knew it so.
    ended_at       timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id       bigint not null,
    ledger_seq     bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq       bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence       bigint not null default 0,
    source         text collate "C" not null,
    event_id       text collate "C" not null,
    life_rank      smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    constraint commitment_baseline_check check (abs(baseline) <= '1000000000000000'::numeric::double precision),
    constraint commitment_check check (ended_at > recorded_at),
    constraint commitment_direction_check check (direction = any (array['up'::text, 'down'::text])),
    constraint commitment_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint commitment_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint commitment_target_check check (abs(target) <= '1000000000000000'::numeric::double precision),
    constraint due_after_the_start check (due_on > start_on)
);
create index commitment_body on commitment (body);
create index commitment_root on commitment (root_seq);
grant insert, select on commitment to muster_worker;
grant update (ended_at) on commitment to muster_worker;

-- Commitments reaffirmed and withdrawn; a revision is a new row of commitment.
create table commitment_move (
    commitment_id  text collate "C" not null,
    body           text collate "C" not null,
    move           text collate "C" not null,
    meeting_id     text collate "C",
    actors         text[],  -- Who withdrew; empty: everybody.
    reason         text,
    occurred_at    timestamptz not null,  -- When it was true.
    recorded_at    timestamptz not null,  -- From when on we knew it so.
    ended_at       timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id       bigint not null,
    ledger_seq     bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq       bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence       bigint not null default 0,
    source         text collate "C" not null,
    event_id       text collate "C" not null,
    life_rank      smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    constraint commitment_move_check check (ended_at > recorded_at),
    constraint commitment_move_move_check check (move = any (array['reaffirmed'::text, 'withdrawn'::text])),
    constraint commitment_move_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint commitment_move_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index commitment_move_commitment on commitment_move (commitment_id);
create index commitment_move_root on commitment_move (root_seq);
grant insert, select on commitment_move to muster_worker;
grant update (ended_at) on commitment_move to muster_worker;

-- What an actor was observed to have reached on a day.
create table commitment_progress (
    commitment_id   text collate "C" not null,
    actor           text collate "C" not null,
    value           double precision not null,
    observed_on     date not null,
    is_estimate     boolean not null,
    occurred_at     timestamptz not null,  -- When it was true.
    recorded_at     timestamptz not null,  -- From when on we knew it so.
    ended_at        timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id        bigint not null,
    ledger_seq      bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq        bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence        bigint not null default 0,
    source          text collate "C" not null,
    event_id        text collate "C" not null,
    period_ends_on  date not null,  -- The last day of the period that the time of the report names; a value observed later is a forecast.
    constraint commitment_progress_check check (ended_at > recorded_at),
    constraint commitment_progress_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint commitment_progress_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint commitment_progress_value_check check (abs(value) <= '1000000000000000'::numeric::double precision)
);
create index commitment_progress_actor on commitment_progress (commitment_id, actor, observed_on);
create index commitment_progress_root on commitment_progress (root_seq);
grant insert, select on commitment_progress to muster_worker;
grant update (ended_at) on commitment_progress to muster_worker;

-- How assessors judged what actors do about commitments; all are kept.
create table compliance_score (
    commitment_id  text collate "C" not null,
    actor          text collate "C" not null,
    score          smallint not null,
    stage          text collate "C" not null,
    assessor       text not null,
    occurred_at    timestamptz not null,  -- When it was true.
    recorded_at    timestamptz not null,  -- From when on we knew it so.
    ended_at       timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id       bigint not null,
    ledger_seq     bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq       bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence       bigint not null default 0,
    source         text collate "C" not null,
    event_id       text collate "C" not null,
    constraint compliance_score_check check (ended_at > recorded_at),
    constraint compliance_score_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint compliance_score_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint compliance_score_score_check check (score >= '-1'::integer and score <= 1),
    constraint compliance_score_stage_check check (stage = any (array['interim'::text, 'final'::text]))
);
create index compliance_score_commitment on compliance_score (commitment_id, actor);
create index compliance_score_root on compliance_score (root_seq);
grant insert, select on compliance_score to muster_worker;
grant update (ended_at) on compliance_score to muster_worker;

-- How fast a class of evidence fades, and after how many days it no longer counts.
create table decay (
    class            text collate "C" not null,
    half_life_days   integer not null,
    validity_days    integer not null,
    half_life_parts  bigint[],  -- What a weight counts on each day of a half-life, in parts: from one to nearly two. It doubles with every half-life since 1900.
    constraint decay_pkey primary key (class),
    constraint decay_half_life_days_check check (half_life_days > 0),
    constraint decay_validity_days_check check (validity_days > 0)
);
grant select on decay to muster_worker;

-- Decisions as they were adopted.
create table decision (
    decision_id    text collate "C" not null,
    body           text collate "C" not null,
    meeting_id     text collate "C",
    topic          text not null,
    policy_domain  text collate "C" not null,
    mode           text collate "C" not null,
    occurred_at    timestamptz not null,  -- When it was true.
    recorded_at    timestamptz not null,  -- From when on we knew it so.
    ended_at       timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id       bigint not null,
    ledger_seq     bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq       bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence       bigint not null default 0,
    source         text collate "C" not null,
    event_id       text collate "C" not null,
    life_rank      smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    constraint decision_check check (ended_at > recorded_at),
    constraint decision_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint decision_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index decision_body on decision (body, occurred_at);
create index decision_root on decision (root_seq);
grant insert, select on decision to muster_worker;
grant update (ended_at) on decision to muster_worker;

-- What stood in the way of decisions: broken silence, reservations, blocks, rescissions.
create table decision_move (
    decision_id  text collate "C" not null,
    move         text collate "C" not null,
    actor        text collate "C",
    reason       text,
    occurred_at  timestamptz not null,  -- When it was true.
    recorded_at  timestamptz not null,  -- From when on we knew it so.
    ended_at     timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id     bigint not null,
    ledger_seq   bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq     bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence     bigint not null default 0,
    source       text collate "C" not null,
    event_id     text collate "C" not null,
    life_rank    smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    constraint decision_move_check check (ended_at > recorded_at),
    constraint decision_move_move_check check (move = any (array['broken'::text, 'reserved'::text, 'blocked'::text, 'rescinded'::text])),
    constraint decision_move_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint decision_move_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index decision_move_decision on decision_move (decision_id);
create index decision_move_root on decision_move (root_seq);
grant insert, select on decision_move to muster_worker;
grant update (ended_at) on decision_move to muster_worker;

-- Items that add up and fade: ratings, assessments, interoperability tests.
create table evidence (
    series_id           bigint not null,
    class               text collate "C" not null,
    instrument          text collate "C" not null,
    instrument_version  text collate "C" not null,
    value_milli         integer not null,  -- Thousandths: of a point (0..100000) for readiness, of a success (0..1000) for interoperability.
    weight_centi        smallint not null,  -- Hundredths, before fading: quality of the occasion times weight of the evaluator.
    is_external         boolean not null,
    occurred_at         timestamptz not null,  -- When it was true.
    recorded_at         timestamptz not null,  -- From when on we knew it so.
    ended_at            timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id            bigint not null,
    ledger_seq          bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq            bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence            bigint not null default 0,
    source              text collate "C" not null,
    event_id            text collate "C" not null,
    constraint evidence_check check (ended_at > recorded_at),
    constraint evidence_class_check check (class = any (array['exercise'::text, 'external_assessment'::text, 'self_report'::text, 'interop_test'::text])),
    constraint evidence_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint evidence_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint evidence_value_milli_check check (value_milli >= 0 and value_milli <= 100000),
    constraint evidence_weight_centi_check check (weight_centi >= 0 and weight_centi <= 100)
);
select create_hypertable('evidence', 'occurred_at', chunk_time_interval => interval '365 days', create_default_indexes => false);
create index evidence_assessment on evidence (series_id, occurred_at) where class = any (array['external_assessment'::text, 'self_report'::text]);
create index evidence_early on evidence (occurred_at) where occurred_at > recorded_at;
create index evidence_ended_at on evidence (ended_at) where ended_at < 'infinity'::timestamptz;
create index evidence_late on evidence (recorded_at) where (recorded_at - occurred_at) > '14 days'::interval;
create index evidence_recorded_at on evidence using brin (recorded_at) with (pages_per_range='16');
create index evidence_root on evidence (root_seq);
create index evidence_series on evidence (series_id, occurred_at);
grant insert, select on evidence to muster_worker;
grant update (ended_at) on evidence to muster_worker;

-- Exercises as they were conducted.
create table exercise (
    exercise_id     text collate "C" not null,
    name            text,
    series          text,
    domains         text[] not null,
    started_on      date not null,
    ended_on        date not null,
    latitude_deg    double precision,
    longitude_deg   double precision,
    place           text,
    date_precision  text,
    occurred_at     timestamptz not null,  -- When it was true.
    recorded_at     timestamptz not null,  -- From when on we knew it so.
    ended_at        timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id        bigint not null,
    ledger_seq      bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq        bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence        bigint not null default 0,
    source          text collate "C" not null,
    event_id        text collate "C" not null,
    life_rank       smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    kinds           text[] not null,  -- Several: a mix of them; empty: not known.
    constraint exercise_check check (ended_at > recorded_at),
    constraint exercise_latitude_deg_check check (latitude_deg >= '-90'::integer::double precision and latitude_deg <= 90::double precision),
    constraint exercise_longitude_deg_check check (longitude_deg >= '-180'::integer::double precision and longitude_deg <= 180::double precision),
    constraint exercise_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint exercise_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index exercise_id_occurred_at on exercise (exercise_id, occurred_at);
create index exercise_occurred_at on exercise (occurred_at);
create index exercise_root on exercise (root_seq);
grant insert, select on exercise to muster_worker;
grant update (ended_at) on exercise to muster_worker;

-- Exercises as they are planned, moved and cancelled; the latest move holds.
create table exercise_plan (
    exercise_id    text collate "C" not null,
    move           text collate "C" not null,
    name           text,
    series         text,
    domains        text[],
    starts_on      date,
    ends_on        date,
    latitude_deg   double precision,
    longitude_deg  double precision,
    participants   text[],
    place          text,
    reason         text,
    occurred_at    timestamptz not null,  -- When it was true.
    recorded_at    timestamptz not null,  -- From when on we knew it so.
    ended_at       timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id       bigint not null,
    ledger_seq     bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq       bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence       bigint not null default 0,
    source         text collate "C" not null,
    event_id       text collate "C" not null,
    life_rank      smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    kinds          text[],
    constraint a_schedule_has_dates check (move <> 'scheduled'::text or starts_on is not null and ends_on is not null),
    constraint exercise_plan_check check (ended_at > recorded_at),
    constraint exercise_plan_latitude_deg_check check (latitude_deg >= '-90'::integer::double precision and latitude_deg <= 90::double precision),
    constraint exercise_plan_longitude_deg_check check (longitude_deg >= '-180'::integer::double precision and longitude_deg <= 180::double precision),
    constraint exercise_plan_move_check check (move = any (array['scheduled'::text, 'cancelled'::text])),
    constraint exercise_plan_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint exercise_plan_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index exercise_plan_id on exercise_plan (exercise_id);
create index exercise_plan_root on exercise_plan (root_seq);
grant insert, select on exercise_plan to muster_worker;
grant update (ended_at) on exercise_plan to muster_worker;

-- Every recorded result, also those without a rating, for the record of an exercise.
create table exercise_result (
    exercise_id    text collate "C" not null,
    actor          text collate "C" not null,
    area           text collate "C" not null,
    objective_id   text collate "C" not null,
    rating         text collate "C",
    evaluator      text collate "C" not null,
    exercise_kind  text collate "C" not null,
    occurred_at    timestamptz not null,  -- When it was true.
    recorded_at    timestamptz not null,  -- From when on we knew it so.
    ended_at       timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id       bigint not null,
    ledger_seq     bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq       bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence       bigint not null default 0,
    source         text collate "C" not null,
    event_id       text collate "C" not null,
    constraint exercise_result_check check (ended_at > recorded_at),
    constraint exercise_result_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint exercise_result_rating_check check (rating = any (array['P'::text, 'S'::text, 'M'::text, 'U'::text])),
    constraint exercise_result_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index exercise_result_event on exercise_result (source, event_id);
create index exercise_result_exercise on exercise_result (exercise_id);
create index exercise_result_root on exercise_result (root_seq);
grant insert, select on exercise_result to muster_worker;
grant update (ended_at) on exercise_result to muster_worker;

-- How much of something an actor has, as it was counted on a day; the latest of a day holds.
create table figure (
    actor        text collate "C" not null,
    figure       text collate "C" not null,
    unit         text collate "C" not null,
    value        double precision not null,
    currency     text collate "C",
    price_basis  text collate "C",
    price_year   smallint,  -- The year whose prices are meant, of constant prices.
    observed_on  date not null,
    is_estimate  boolean not null,
    reporter     text,
    occurred_at  timestamptz not null,  -- When it was true.
    recorded_at  timestamptz not null,  -- From when on we knew it so.
    ended_at     timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id     bigint not null,
    ledger_seq   bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq     bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence     bigint not null default 0,
    source       text collate "C" not null,
    event_id     text collate "C" not null,
    constraint constant_prices_have_a_year check (coalesce(price_basis = 'constant'::text, false) = (price_year is not null)),
    constraint figure_check check (ended_at > recorded_at),
    constraint figure_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint figure_price_basis_check check (price_basis = any (array['current'::text, 'constant'::text])),
    constraint figure_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint figure_value_check check (value >= 0::double precision and value <= '1000000000000000'::numeric::double precision),
    constraint money_has_a_currency check ((unit = 'money'::text) = (currency is not null))
);
create index figure_actor on figure (actor, figure, observed_on);
create index figure_root on figure (root_seq);
grant insert, select on figure to muster_worker;
grant update (ended_at) on figure to muster_worker;

-- When a pillar of a series was first reported on, whoever may see it and whatever became of it: kept when reports are put beside one another.
create table first_report (
    series_id  bigint not null,
    pillar     text collate "C" not null,
    first_at   timestamptz not null,  -- No report that was ever stored up to that moment is of an earlier one.
    constraint first_report_pkey primary key (series_id, pillar)
);
grant insert, select, update on first_report to muster_worker;

-- That a product went from one actor to another, never what it says.
create table insight (
    from_actor   text collate "C" not null,
    to_actor     text collate "C" not null,
    topic        text collate "C" not null,
    area         text collate "C" not null,
    product_ref  text collate "C" not null,
    occurred_at  timestamptz not null,  -- When it was true.
    recorded_at  timestamptz not null,  -- From when on we knew it so.
    ended_at     timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id     bigint not null,
    ledger_seq   bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq     bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence     bigint not null default 0,
    source       text collate "C" not null,
    event_id     text collate "C" not null,
    constraint insight_check check (ended_at > recorded_at),
    constraint insight_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint insight_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index insight_occurred_at on insight (occurred_at);
create index insight_root on insight (root_seq);
grant insert, select on insight to muster_worker;
grant update (ended_at) on insight to muster_worker;

-- Journal of lessons: identified, validated, learned, or closed without action.
create table lesson (
    lesson_id          text collate "C" not null,
    move               text collate "C" not null,
    observation_ids    text[],
    root_cause         text,
    severity           smallint,
    area               text collate "C",
    actors             text[],
    validating_source  text collate "C",
    validating_id      text collate "C",  -- With validating_source the identity of the exercise result that is named as proof.
    reason             text,
    occurred_at        timestamptz not null,  -- When it was true.
    recorded_at        timestamptz not null,  -- From when on we knew it so.
    ended_at           timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id           bigint not null,
    ledger_seq         bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq           bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence           bigint not null default 0,
    source             text collate "C" not null,
    event_id           text collate "C" not null,
    life_rank          smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    constraint a_validated_lesson_names_a_result check (move <> 'validated'::text or validating_id is not null),
    constraint an_identified_lesson_is_complete check (move <> 'identified'::text or severity is not null and area is not null and actors is not null),
    constraint lesson_check check (ended_at > recorded_at),
    constraint lesson_move_check check (move = any (array['identified'::text, 'validated'::text, 'learned'::text, 'closed'::text])),
    constraint lesson_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint lesson_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint lesson_severity_check check (severity >= 1 and severity <= 4)
);
create index lesson_id on lesson (lesson_id);
create index lesson_root on lesson (root_seq);
grant insert, select on lesson to muster_worker;
grant update (ended_at) on lesson to muster_worker;

-- Levels set by commanders; the latest holds until it expires.
create table level_override (
    actor        text collate "C" not null,
    area         text collate "C" not null,
    level        smallint not null,
    reason       text not null,
    expires_on   date not null,
    occurred_at  timestamptz not null,  -- When it was true.
    recorded_at  timestamptz not null,  -- From when on we knew it so.
    ended_at     timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id     bigint not null,
    ledger_seq   bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq     bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence     bigint not null default 0,
    source       text collate "C" not null,
    event_id     text collate "C" not null,
    constraint level_override_check check (ended_at > recorded_at),
    constraint level_override_level_check check (level >= 1 and level <= 5),
    constraint level_override_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint level_override_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index level_override_actor on level_override (actor, area);
create index level_override_root on level_override (root_seq);
grant insert, select on level_override to muster_worker;
grant update (ended_at) on level_override to muster_worker;

-- Evidence that is added up together: of one class, about one series, by one version of an instrument, under one label.
create table line (
    line_id             bigint generated always as identity,
    class               text collate "C" not null,
    series_id           bigint not null,
    instrument          text collate "C" not null,
    instrument_version  text collate "C" not null,
    label_id            bigint not null,
    last_at             timestamptz,  -- The last moment of its running sums, and what the whole line adds up to; null while it has none.
    parts               numeric,
    value_parts         numeric,
    items               integer,
    external_items      integer,
    last_seq            bigint,
    kind                bigint generated always as (kind_of(series_id, class, instrument, instrument_version)) stored,  -- What the line adds up, whatever its label.
    constraint line_pkey primary key (line_id)
);
create unique index line_series on line (class, series_id, instrument, instrument_version, label_id);
grant insert, select, update on line to muster_worker;

-- Meetings as they were held.
create table meeting (
    meeting_id   text collate "C" not null,
    body         text collate "C" not null,
    level        text collate "C" not null,
    started_on   date not null,
    ended_on     date not null,
    place        text,
    occurred_at  timestamptz not null,  -- When it was true.
    recorded_at  timestamptz not null,  -- From when on we knew it so.
    ended_at     timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id     bigint not null,
    ledger_seq   bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq     bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence     bigint not null default 0,
    source       text collate "C" not null,
    event_id     text collate "C" not null,
    life_rank    smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    constraint meeting_check check (ended_at > recorded_at),
    constraint meeting_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint meeting_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index meeting_body on meeting (body, occurred_at);
create index meeting_root on meeting (root_seq);
grant insert, select on meeting to muster_worker;
grant update (ended_at) on meeting to muster_worker;

-- Meetings as they are planned, postponed and cancelled; the latest move holds.
create table meeting_plan (
    meeting_id   text collate "C" not null,
    move         text collate "C" not null,
    body         text collate "C" not null,
    level        text collate "C",
    starts_on    date,
    ends_on      date,
    place        text,
    invited      text[],
    reason       text,
    occurred_at  timestamptz not null,  -- When it was true.
    recorded_at  timestamptz not null,  -- From when on we knew it so.
    ended_at     timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id     bigint not null,
    ledger_seq   bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq     bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence     bigint not null default 0,
    source       text collate "C" not null,
    event_id     text collate "C" not null,
    life_rank    smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    constraint meeting_plan_check check (ended_at > recorded_at),
    constraint meeting_plan_move_check check (move = any (array['scheduled'::text, 'postponed'::text, 'cancelled'::text])),
    constraint meeting_plan_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint meeting_plan_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index meeting_plan_body on meeting_plan (body, meeting_id);
create index meeting_plan_root on meeting_plan (root_seq);
grant insert, select on meeting_plan to muster_worker;
grant update (ended_at) on meeting_plan to muster_worker;

-- Who joined and left which body; effective_on is the first day it holds.
create table membership (
    actor         text collate "C" not null,
    kind          text collate "C",
    body          text collate "C" not null,
    is_member     boolean not null,
    effective_on  date not null,
    occurred_at   timestamptz not null,  -- When it was true.
    recorded_at   timestamptz not null,  -- From when on we knew it so.
    ended_at      timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id      bigint not null,
    ledger_seq    bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq      bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence      bigint not null default 0,
    source        text collate "C" not null,
    event_id      text collate "C" not null,
    constraint a_member_has_a_kind check (kind is not null or not is_member),
    constraint membership_check check (ended_at > recorded_at),
    constraint membership_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint membership_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index membership_body on membership (body, actor, effective_on);
create index membership_root on membership (root_seq);
grant insert, select on membership to muster_worker;
grant update (ended_at) on membership to muster_worker;

-- Single numbers of the method, by their dotted name in schemas/method.toml.
create table method_constant (
    name   text collate "C" not null,
    value  double precision not null,
    constraint method_constant_pkey primary key (name)
);
grant select on method_constant to muster_worker;

-- What people at the screens write: notes, acknowledged alerts, named reviews.
create table note (
    kind         text collate "C" not null,
    about        text collate "C" not null,
    text         text,
    author       text not null,
    occurred_at  timestamptz not null,  -- When it was true.
    recorded_at  timestamptz not null,  -- From when on we knew it so.
    ended_at     timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id     bigint not null,
    ledger_seq   bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq     bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence     bigint not null default 0,
    source       text collate "C" not null,
    event_id     text collate "C" not null,
    constraint note_check check (ended_at > recorded_at),
    constraint note_kind_check check (kind = any (array['note'::text, 'acknowledgement'::text, 'review'::text])),
    constraint note_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint note_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index note_about on note (about, occurred_at);
create index note_root on note (root_seq);
grant insert, select on note to muster_worker;
grant update (ended_at) on note to muster_worker;

-- Journal of observations: submitted, then accepted or rejected.
create table observation (
    observation_id  text collate "C" not null,
    move            text collate "C" not null,
    exercise_id     text collate "C",
    area            text collate "C",
    actors          text[],
    text            text,
    occurred_at     timestamptz not null,  -- When it was true.
    recorded_at     timestamptz not null,  -- From when on we knew it so.
    ended_at        timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id        bigint not null,
    ledger_seq      bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq        bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence        bigint not null default 0,
    source          text collate "C" not null,
    event_id        text collate "C" not null,
    life_rank       smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    constraint observation_check check (ended_at > recorded_at),
    constraint observation_move_check check (move = any (array['submitted'::text, 'accepted'::text, 'rejected'::text])),
    constraint observation_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint observation_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index observation_id on observation (observation_id);
create index observation_root on observation (root_seq);
grant insert, select on observation to muster_worker;
grant update (ended_at) on observation to muster_worker;

-- Who took part in which exercise, with how many people.
create table participation (
    exercise_id  text collate "C" not null,
    actor        text collate "C" not null,
    personnel    integer,
    started_on   date not null,
    occurred_at  timestamptz not null,  -- When it was true.
    recorded_at  timestamptz not null,  -- From when on we knew it so.
    ended_at     timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id     bigint not null,
    ledger_seq   bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq     bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence     bigint not null default 0,
    source       text collate "C" not null,
    event_id     text collate "C" not null,
    constraint participation_check check (ended_at > recorded_at),
    constraint participation_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint participation_personnel_check check (personnel >= 0 and personnel <= 1000000),
    constraint participation_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index participation_exercise on participation (exercise_id);
create index participation_root on participation (root_seq);
grant insert, select on participation to muster_worker;
grant update (ended_at) on participation to muster_worker;

-- By which version of its fold the rows of a projection were made; 0: the ledger was never folded into it.
create table projection_version (
    projection  text collate "C" not null,
    version     integer not null,
    constraint projection_version_pkey primary key (projection),
    constraint projection_version_version_check check (version >= 0)
);
grant select on projection_version to muster_worker;

-- Decisions put to a body; the silence procedure ends at the deadline.
create table proposal (
    decision_id          text collate "C" not null,
    body                 text collate "C" not null,
    meeting_id           text collate "C",
    topic                text not null,
    policy_domain        text collate "C" not null,
    silence_deadline_at  timestamptz,
    occurred_at          timestamptz not null,  -- When it was true.
    recorded_at          timestamptz not null,  -- From when on we knew it so.
    ended_at             timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id             bigint not null,
    ledger_seq           bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq             bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence             bigint not null default 0,
    source               text collate "C" not null,
    event_id             text collate "C" not null,
    life_rank            smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    constraint proposal_check check (ended_at > recorded_at),
    constraint proposal_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint proposal_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint proposal_silence_deadline_at_check check (silence_deadline_at >= '1900-01-01 00:00:00+00'::timestamptz and silence_deadline_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index proposal_body on proposal (body, decision_id);
create index proposal_deadline on proposal (silence_deadline_at) where silence_deadline_at is not null;
create index proposal_root on proposal (root_seq);
grant insert, select on proposal to muster_worker;
grant update (ended_at) on proposal to muster_worker;

-- Journal of remedial actions: tasked, then implemented.
create table remedial_action (
    action_id        text collate "C" not null,
    lesson_id        text collate "C" not null,
    move             text collate "C" not null,
    action_body      text,
    element          text collate "C",
    due_on           date,  -- Null: so many days after the task as the method says.
    cost_amount      double precision,
    occurred_at      timestamptz not null,  -- When it was true.
    recorded_at      timestamptz not null,  -- From when on we knew it so.
    ended_at         timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id         bigint not null,
    ledger_seq       bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq         bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence         bigint not null default 0,
    source           text collate "C" not null,
    event_id         text collate "C" not null,
    life_rank        smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    cost_currency    text collate "C",
    cost_price_year  smallint,  -- The year whose prices are meant; null: not said.
    constraint a_cost_has_a_currency check ((cost_amount is null) = (cost_currency is null)),
    constraint remedial_action_check check (ended_at > recorded_at),
    constraint remedial_action_cost_amount_check check (cost_amount >= 0::double precision and cost_amount <= '1000000000000000'::numeric::double precision),
    constraint remedial_action_move_check check (move = any (array['tasked'::text, 'implemented'::text])),
    constraint remedial_action_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint remedial_action_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
create index remedial_action_lesson on remedial_action (lesson_id);
create index remedial_action_root on remedial_action (root_seq);
grant insert, select on remedial_action to muster_worker;
grant update (ended_at) on remedial_action to muster_worker;

-- A stretch of the reports on a pillar of a series, the last of each moment, so that the one in force is found at a place.
create table report_run (
    series_id   bigint not null,
    pillar      text collate "C" not null,
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    next_at     timestamptz not null,  -- When the next stretch begins; infinity if none does.
    moments     timestamptz[] storage main not null,
    pcts_milli  integer[] storage main not null,
    label_ids   bigint[] storage main not null,
    constraint report_run_pkey primary key (series_id, pillar, first_at),
    constraint report_run_check check (next_at > last_at),
    constraint report_run_moments_check check (cardinality(moments) > 0)
) with (toast_tuple_target=8160);
grant delete, insert, select on report_run to muster_worker;

-- How ready actors have to be; an actor's own before ALL's, then the latest.
create table requirement (
    actor         text collate "C" not null,
    body          text collate "C" not null,
    area          text collate "C" not null,
    target_index  double precision not null,
    set_by        text not null,
    occurred_at   timestamptz not null,  -- When it was true.
    recorded_at   timestamptz not null,  -- From when on we knew it so.
    ended_at      timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id      bigint not null,
    ledger_seq    bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq      bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence      bigint not null default 0,
    source        text collate "C" not null,
    event_id      text collate "C" not null,
    constraint requirement_check check (ended_at > recorded_at),
    constraint requirement_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint requirement_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint requirement_target_index_check check (target_index >= 0::double precision and target_index <= 100::double precision)
);
create index requirement_body on requirement (body);
create index requirement_root on requirement (root_seq);
grant insert, select on requirement to muster_worker;
grant update (ended_at) on requirement to muster_worker;

-- What an actor reports of a pillar; the latest unexpired report wins.
create table resource_level (
    series_id    bigint not null,
    pillar       text collate "C" not null,
    pct_milli    integer not null,
    ntm_days     integer,
    reporter     text collate "C" not null,
    occurred_at  timestamptz not null,  -- When it was true.
    recorded_at  timestamptz not null,  -- From when on we knew it so.
    ended_at     timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id     bigint not null,
    ledger_seq   bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq     bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence     bigint not null default 0,
    source       text collate "C" not null,
    event_id     text collate "C" not null,
    constraint resource_level_check check (ended_at > recorded_at),
    constraint resource_level_ntm_days_check check (ntm_days >= 0 and ntm_days <= 365),
    constraint resource_level_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint resource_level_pct_milli_check check (pct_milli >= 0 and pct_milli <= 100000),
    constraint resource_level_pillar_check check (pillar = any (array['P'::text, 'S'::text, 'R'::text, 'T'::text])),
    constraint resource_level_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz)
);
select create_hypertable('resource_level', 'occurred_at', chunk_time_interval => interval '365 days', create_default_indexes => false);
create index resource_level_early on resource_level (occurred_at) where occurred_at > recorded_at;
create index resource_level_ended_at on resource_level (ended_at) where ended_at < 'infinity'::timestamptz;
create index resource_level_late on resource_level (recorded_at) where (recorded_at - occurred_at) > '14 days'::interval;
create index resource_level_recorded_at on resource_level using brin (recorded_at) with (pages_per_range='16');
create index resource_level_root on resource_level (root_seq);
create index resource_level_series on resource_level (series_id, pillar, occurred_at);
grant insert, select on resource_level to muster_worker;
grant update (ended_at) on resource_level to muster_worker;

-- A stretch of a line: what it adds up to from the first item of the line to each moment of the stretch.
create table running_sum (
    line_id               bigint not null,
    first_at              timestamptz not null,
    last_at               timestamptz not null,
    next_at               timestamptz not null,  -- When the next stretch of the line begins; infinity if none does.
    moments               timestamptz[] storage main not null,  -- Every occurred_at of the items, rising; each place of the other arrays is about all up to it.
    parts_until           numeric[] storage main not null,  -- Weights in hundredths, in parts as of 2000: exact, so that no order of adding up matters.
    value_parts_until     numeric[] storage main not null,  -- The same times the value in thousandths.
    items_until           integer[] storage main not null,
    external_items_until  integer[] storage main not null,
    seqs                  bigint[] storage main not null,  -- The event of the item of that moment; null where there are several.
    constraint running_sum_pkey primary key (line_id, first_at),
    constraint running_sum_check check (next_at > last_at),
    constraint running_sum_moments_check check (cardinality(moments) > 0)
) with (toast_tuple_target=8160);
grant delete, insert, select on running_sum to muster_worker;

-- What evidence is about: an actor in an area, or a pair of actors in a dimension.
create table series (
    series_id    bigint not null,  -- First 63 bits of SHA-256 of readiness|EST|logistics or interop|EST|FIN|technical.
    kind         text collate "C" not null,
    actor        text collate "C" not null,
    other_actor  text collate "C",
    area         text collate "C",
    dimension    text collate "C",
    constraint series_pkey primary key (series_id),
    constraint a_readiness_series_has_an_area check (kind <> 'readiness'::text or area is not null and other_actor is null and dimension is null),
    constraint an_interop_series_is_an_ordered_pair check (kind <> 'interop'::text or other_actor > actor and dimension is not null and area is null),
    constraint series_kind_check check (kind = any (array['readiness'::text, 'interop'::text])),
    constraint series_series_id_check check (series_id > 0)
);
create index series_actor on series (actor);
grant insert, select on series to muster_worker;

-- Which editions of standards actors agreed to, work by, or will not take up.
create table standard (
    actor        text collate "C" not null,
    standard_id  text collate "C" not null,
    edition      text collate "C" not null,
    dimension    text collate "C" not null,
    state        text collate "C" not null,
    reason       text,
    occurred_at  timestamptz not null,  -- When it was true.
    recorded_at  timestamptz not null,  -- From when on we knew it so.
    ended_at     timestamptz not null default 'infinity'::timestamptz,  -- Until when we knew it so; infinity while in force.
    label_id     bigint not null,
    ledger_seq   bigint not null,  -- The event that says so: the root, or its correction in force.
    root_seq     bigint not null,  -- The root event; sequence, source and event_id are the root's too and order equal moments.
    sequence     bigint not null default 0,
    source       text collate "C" not null,
    event_id     text collate "C" not null,
    life_rank    smallint not null,  -- Rank of the root's type in the order of life: orders equal moments after sequence, before source and event_id.
    constraint standard_check check (ended_at > recorded_at),
    constraint standard_occurred_at_check check (occurred_at >= '1900-01-01 00:00:00+00'::timestamptz and occurred_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint standard_recorded_at_check check (recorded_at >= '1970-01-01 00:00:00+00'::timestamptz and recorded_at < '2200-01-01 00:00:00+00'::timestamptz),
    constraint standard_state_check check (state = any (array['ratified'::text, 'implemented'::text, 'reserved'::text]))
);
create index standard_actor on standard (actor);
create index standard_root on standard (root_seq);
grant insert, select on standard to muster_worker;
grant update (ended_at) on standard to muster_worker;

-- States by their ISO 3166 alpha-3 code: those of today, the dissolved, and Kosovo. Each is a known actor.
create table state (
    code       text collate "C" not null,
    alpha_2    text collate "C" not null,
    name       text not null,
    is_in_use  boolean not null,  -- False for codes that ISO 3166-3 has withdrawn: events of the past name them.
    constraint state_pkey primary key (code)
);
grant select on state to muster_worker;

-- One row, or none yet: up to which moment of recording and number of the ledger, and with which half-lives, lines are summed up.
create table summed_up (
    is_only     boolean not null default true,
    until       timestamptz not null,
    seq         bigint not null,
    half_lives  jsonb not null,
    constraint summed_up_pkey primary key (is_only),
    constraint summed_up_is_only_check check (is_only)
);
grant delete, insert, select on summed_up to muster_worker;
