-- What the gateway took, and what became of each event: counted by one process of it from its start, by key and by partition.

create table gateway_count (
    run_id      uuid not null,
    key_id      text collate "C" not null,
    counted_at  timestamptz not null,
    received    bigint not null,
    accepted    bigint not null,
    duplicate   bigint not null,
    refused     bigint not null,
    unanswered  bigint not null,
    constraint gateway_count_pkey primary key (run_id, key_id),
    constraint gateway_count_is_no_less_than_nothing
    check (least(received, accepted, duplicate, refused, unanswered) >= 0)
);
comment on table gateway_count is 'What became of the events that one process of the gateway received, by key. Written each second; what a kill takes is of both sides.';
comment on column gateway_count.run_id is 'One process of the gateway, from its start to its end.';
comment on column gateway_count.key_id is 'Empty for whoever showed no valid key.';
comment on column gateway_count.received is 'Events of requests that have ended; a body that could not be read is one.';
comment on column gateway_count.accepted is 'Kafka has them on disk, and the producer was told so.';
comment on column gateway_count.duplicate is 'The ledger had the same before.';
comment on column gateway_count.refused is 'Of requests with any fault: all of them.';
comment on column gateway_count.unanswered is 'Nothing is known of them: Kafka or the database was away, or the producer hung up. Who sends them again is safe.';
grant insert, select, update on gateway_count to muster_worker;
create index gateway_count_of_key on gateway_count (key_id);

create table gateway_log (
    run_id       uuid not null,
    topic        text collate "C" not null,
    partition    integer not null,
    began_at     timestamptz not null,
    accepted     bigint not null,
    last_offset  bigint not null,
    constraint gateway_log_pkey primary key (run_id, topic, partition),
    constraint gateway_log_holds_what_was_accepted check (accepted > 0 and last_offset >= 0)
);
comment on table gateway_log is 'Where in Kafka the events are that one process of the gateway had acknowledged: the log must reach that far.';
comment on column gateway_log.topic is 'With the prefix of this instance.';
comment on column gateway_log.began_at is 'When this process first counted an event there. A topic made anew since then has other offsets.';
comment on column gateway_log.last_offset is 'The greatest offset that Kafka acknowledged.';
grant insert, select, update on gateway_log to muster_worker;
