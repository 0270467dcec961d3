-- What workers and `muster verify` saw, so that a page can tell how far behind the database is without asking the broker.

create table log_end (
    topic          text collate "C" not null,
    epoch          int not null,
    partition      int not null check (partition >= 0),
    end_offset     bigint not null check (end_offset >= 0),
    first_seen_at  timestamptz not null,
    seen_at        timestamptz not null,
    primary key (topic, epoch, partition, end_offset),
    foreign key (topic, epoch) references topic_epoch (topic, epoch)
);
comment on table log_end is 'Where each partition''s log ended when a worker looked: the newest look, and those from which the age of what is unread follows.';
comment on column log_end.first_seen_at is 'The log was at least this long by then: a record below end_offset is no younger.';

create table verification (
    verified_at       timestamptz not null,
    position          int not null check (position >= 1),
    seq               bigint not null check (seq >= 0),
    check_name        text not null,
    of_what           text not null,
    expected          text not null,
    found             text not null,
    first_difference  text,
    is_ok             bool not null,
    primary key (verified_at, position)
);
comment on table verification is 'What `muster verify` found, one row for each comparison; old runs are forgotten after 30 days.';
comment on column verification.seq is 'The newest event of the moment that was verified.';

grant select, insert, delete on log_end, verification to muster_worker;
grant update (seen_at) on log_end to muster_worker;
