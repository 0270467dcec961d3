-- One faulty source stops nobody else; what was looked at is gone past; a dead letter keeps its headers.

alter table checkpoint add column looked_at_until bigint not null default 0 check (looked_at_until >= 0);
comment on column checkpoint.looked_at_until is
    'Somebody resumed the partition and had seen what lies before this offset: none of it stops the partition again.';
-- A byte now says of which source the record was, too: partitions are judged afresh.
update checkpoint set recent_outcomes = '';
comment on column checkpoint.recent_outcomes is
    'One byte for each of the last records of the partition, newest last: 0 good, 64 dead letter, 128 dead letter perhaps by our fault, plus a number that stands for its source.';

create table source_set_aside (
    topic        text collate "C" not null,
    source       text collate "C" not null,
    since        timestamptz not null,
    newest_at    timestamptz not null,
    reason       text collate "C" not null,
    detail       text not null,
    primary key (topic, source)
);
comment on table source_set_aside is
    'Sources of which half of the last records were dead letters, at least 100. Their good records are stored like any; `muster worker --resume-source` ends it.';
comment on column source_set_aside.source is 'Empty: records whose source could not be read.';
comment on column source_set_aside.reason is 'Of the newest dead letter.';
grant select, insert, update, delete on source_set_aside to muster_worker;

alter table dead_letter
    add column header_names text[] not null default '{}',
    add column header_values bytea[] not null default '{}',
    add constraint a_header_has_a_value check (cardinality(header_names) = cardinality(header_values));
comment on column dead_letter.header_names is 'The headers it came with, in their order; at most 64 KiB of them.';
comment on column dead_letter.header_values is 'Their values; null where a header had none.';
comment on column dead_letter.source is 'What it says its source is, as far as that could be read.';
comment on column dead_letter.event_id is 'What it says its id is, as far as that could be read.';
create index dead_letter_source on dead_letter (source, recorded_at);
