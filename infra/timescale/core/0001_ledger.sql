-- What was said, for ever, and how far each partition has been read.
-- Text that identifies or orders is collated "C": its order is the order of its bytes, the same in SQL and in Python.

create table head (
    one          bool primary key default true check (one),
    seq          bigint not null check (seq >= 0),
    recorded_at  timestamptz not null
);
comment on table head is 'One row: the number and the moment of the last recorded event. Live means known_at = head.recorded_at.';
insert into head (seq, recorded_at) values (0, '1970-01-01 00:00:00+00');

create table label (
    label_id             bigint primary key check (label_id > 0),
    policy               text collate "C" not null,
    classification       text collate "C" not null,
    classification_rank  smallint not null check (classification_rank between 0 and 4),
    releasable_to        text[] not null default '{}',
    unique (policy, classification, releasable_to)
);
comment on table label is 'Every confidentiality label ever seen; label_id is the first 63 bits of SHA-256 of its canonical form.';
comment on column label.classification_rank is '0 unclassified, 1 restricted, 2 confidential, 3 secret, 4 cosmic top secret.';
comment on column label.releasable_to is 'Sorted nations or bodies. Empty: the members of the body, no partners.';

create table topic_epoch (
    topic        text collate "C" not null,
    epoch        int not null check (epoch >= 1),
    cluster_id   text collate "C" not null,
    topic_id     text collate "C" not null,
    accepted_at  timestamptz not null,
    primary key (topic, epoch)
);
comment on table topic_epoch is 'The identity of each topic as the broker gave it. A topic made anew gets the next epoch, once somebody accepts it.';

create table checkpoint (
    topic            text collate "C" not null,
    epoch            int not null,
    partition        int not null check (partition >= 0),
    first_offset     bigint not null check (first_offset >= 0),
    next_offset      bigint not null,
    stored           bigint not null default 0 check (stored >= 0),
    duplicates       bigint not null default 0 check (duplicates >= 0),
    dead             bigint not null default 0 check (dead >= 0),
    gaps             bigint not null default 0 check (gaps >= 0),
    recent_outcomes  bytea not null default '',
    paused_at        timestamptz,
    pause_reason     text,
    updated_at       timestamptz not null default clock_timestamp(),
    primary key (topic, epoch, partition),
    foreign key (topic, epoch) references topic_epoch (topic, epoch),
    constraint every_offset_is_accounted_for
        check (next_offset - first_offset = stored + duplicates + dead + gaps),
    constraint a_pause_has_a_reason check ((paused_at is null) = (pause_reason is null))
);
comment on table checkpoint is 'How far each partition has been read, moved in the same transaction as the rows it stands for.';
comment on column checkpoint.gaps is 'Offsets that hold no record, for example control records.';
comment on column checkpoint.recent_outcomes is 'One byte for each of the last records of the partition, newest last: 0 good, 1 dead letter.';

create table ledger (
    seq             bigint primary key check (seq >= 1),
    recorded_at     timestamptz not null,
    occurred_at     timestamptz not null,
    date_precision  text check (date_precision in ('day', 'month', 'year')),
    source          text collate "C" not null,
    event_id        text collate "C" not null,
    type            text collate "C" not null,
    version         smallint not null check (version >= 1),
    subject         text collate "C" not null,
    label_id        bigint not null,
    sequence        bigint not null default 0,
    correlation_id  text collate "C",
    causation_id    text collate "C",
    reliability     text check (reliability ~ '^[A-F]$'),
    credibility     text check (credibility ~ '^[1-6]$'),
    root_source     text collate "C",
    root_id         text collate "C",
    content_sha256  bytea not null check (length(content_sha256) = 32),
    event           text not null,
    topic           text collate "C" not null,
    topic_epoch     int not null,
    partition       int not null,
    "offset"        bigint not null,
    unique (source, event_id),
    constraint occurred_in_a_sane_year
        check (occurred_at >= '1900-01-01 00:00:00+00' and occurred_at < '2200-01-01 00:00:00+00'),
    constraint recorded_in_a_sane_year
        check (recorded_at >= '1970-01-01 00:00:00+00' and recorded_at < '2200-01-01 00:00:00+00'),
    constraint a_root_is_named_in_full check ((root_source is null) = (root_id is null))
);
comment on table ledger is 'Every valid event, once, in the order in which it was recorded. Append only; every projection can be folded from it again.';
comment on column ledger.seq is 'Rises with recorded_at, in commit order, without gaps.';
comment on column ledger.occurred_at is 'When it was true, as the producer says.';
comment on column ledger.recorded_at is 'When it was recorded here; never the producer''s.';
comment on column ledger.root_source is 'Only amendments: the identity of the event they correct or retract.';
comment on column ledger.event is 'The structured JSON as received.';
create index ledger_root on ledger (root_source, root_id) where root_id is not null;
create index ledger_subject on ledger (subject, seq);
create index ledger_type on ledger (type, seq);
-- What is live arrives nearly in order of time, so block ranges find a period at next to no cost of writing.
create index ledger_occurred_at on ledger using brin (occurred_at);
comment on column ledger.label_id is 'In table label: added by the same transaction. A foreign key would be checked row by row, under the writer lock.';

create table dead_letter (
    topic        text collate "C" not null,
    epoch        int not null,
    partition    int not null,
    "offset"     bigint not null,
    recorded_at  timestamptz not null,
    reason       text collate "C" not null,
    detail       text not null,
    size_bytes   bigint not null check (size_bytes >= 0),
    sha256       bytea not null check (length(sha256) = 32),
    bytes        bytea not null,
    source       text collate "C",
    event_id     text collate "C",
    primary key (topic, epoch, partition, "offset"),
    foreign key (topic, epoch) references topic_epoch (topic, epoch)
);
comment on table dead_letter is 'Every record that could not become an event, with its reason and its bytes.';
comment on column dead_letter.bytes is 'What was received; of an oversize record the first 64 KiB (sha256 and size_bytes are of the whole).';
create index dead_letter_recorded_at on dead_letter (recorded_at);

create table amendment_flag (
    ledger_seq  bigint primary key references ledger (seq),
    flag        text collate "C" not null
);
comment on table amendment_flag is 'Amendments that are kept without effect, and why: other-source, other-label, other-type, unknown-target.';

create table viewer (
    name            text primary key,
    clearance_rank  smallint not null check (clearance_rank between 0 and 4),
    nation          text collate "C",
    db_role         text collate "C" unique
);
comment on table viewer is 'Who may read what. clearance_rank follows label.classification_rank.';
comment on column viewer.nation is 'Null: the headquarters'' own staff, every release. Else only labels that name this nation.';
comment on column viewer.db_role is 'The database role that reads as this viewer when no session is set.';

create table worker (
    slot            int primary key check (slot >= 0),
    host            text not null,
    pid             int not null,
    started_at      timestamptz not null,
    seen_at         timestamptz not null,
    stopped_reason  text
);
comment on table worker is 'The last worker of each slot: when it was last seen, and why it stopped.';

grant usage on schema muster to muster_worker, muster_reader;
grant select, insert on all tables in schema muster to muster_worker;
grant update on head, checkpoint, worker, amendment_flag to muster_worker;
grant delete on amendment_flag, worker to muster_worker;
revoke insert on viewer, migration from muster_worker;
