-- What became of dead letters: sent again, put away, taken up again. Nothing that was written here is ever changed.

alter table dead_letter
    add column key bytea,
    add column are_headers_whole bool not null default true;
comment on column dead_letter.key is 'The key it came with; null where it had none, or came before keys were kept.';
comment on column dead_letter.are_headers_whole is 'False: it had more headers than are kept, so it cannot be sent again as it came.';

create table dead_letter_action (
    topic           text collate "C" not null,
    epoch           int not null,
    partition       int not null,
    "offset"        bigint not null,
    number          int not null check (number >= 1),
    action          text collate "C" not null check (action in ('redrive begun', 'redriven', 'discarded', 'restored')),
    acted_at        timestamptz not null,
    acted_by        text not null,
    why             text,
    sent_topic      text collate "C",
    sent_epoch      int,
    sent_partition  int,
    sent_offset     bigint check (sent_offset >= 0),
    sent_sha256     bytea check (length(sent_sha256) = 32),
    sent_source     text collate "C",
    sent_event_id   text collate "C",
    is_corrected    bool not null default false,
    primary key (topic, epoch, partition, "offset", number),
    -- A restore brings these back before the dead letters they are about.
    foreign key (topic, epoch, partition, "offset") references dead_letter (topic, epoch, partition, "offset")
        deferrable initially deferred,
    constraint who_discards_says_why check ((action = 'discarded') = (why is not null)),
    constraint what_is_sent_has_a_place check ((action in ('redrive begun', 'redriven')) = (sent_offset is not null)),
    constraint a_place_is_named_in_full check (
        num_nulls(sent_topic, sent_epoch, sent_partition, sent_offset, sent_sha256, sent_source, sent_event_id) in (0, 7)
    )
);
comment on table dead_letter_action is 'What people did with dead letters, each action with its number. The last one says whether a letter is open, redriven or discarded.';
comment on column dead_letter_action.action is 'redrive begun: about to be sent, and perhaps sent; redriven: the broker has it on disk.';
comment on column dead_letter_action.acted_by is 'The user and the host of whoever ran the command.';
comment on column dead_letter_action.sent_offset is 'Where it lies; while a redrive is only begun, where the log ended before: it is there or later, or was not sent.';
comment on column dead_letter_action.sent_sha256 is 'Of the value that was sent.';
comment on column dead_letter_action.is_corrected is 'Sent was a corrected copy, not what had come.';
grant select, insert on dead_letter_action to muster_worker;

create view dead_letter_state as
select distinct on (topic, epoch, partition, "offset")
    topic, epoch, partition, "offset", number, action, acted_at,
    case action when 'redriven' then 'redriven' when 'discarded' then 'discarded' else 'open' end as state
from dead_letter_action
order by topic, epoch, partition, "offset", number desc;
comment on view dead_letter_state is 'How each dead letter stands that anybody has done anything with; all others are open.';

create view dead_letter_history as
select
    a.*,
    case
        when a.action <> 'redriven' then null
        when again.reason is not null then 'dead again'
        when (l.topic, l.topic_epoch, l.partition, l."offset") = (a.sent_topic, a.sent_epoch, a.sent_partition, a.sent_offset)
            then 'stored'
        when c.next_offset > a.sent_offset and l.seq is not null then 'known before'
        when c.next_offset > a.sent_offset then 'missing'
        when a.sent_epoch < (select max(e.epoch) from topic_epoch e where e.topic = a.sent_topic) then 'lost'
        else 'not read yet'
    end as became,
    l.seq as became_seq,
    again.reason as became_reason
from dead_letter_action a
left join dead_letter again
    on a.action = 'redriven'
    and (again.topic, again.epoch, again.partition, again."offset")
        = (a.sent_topic, a.sent_epoch, a.sent_partition, a.sent_offset)
left join ledger l on a.action = 'redriven' and l.source = a.sent_source and l.event_id = a.sent_event_id
left join checkpoint c
    on (c.topic, c.epoch, c.partition) = (a.sent_topic, a.sent_epoch, a.sent_partition);
comment on view dead_letter_history is
    'Every action, and what became of what was sent: stored, known before, dead again, not read yet; lost with its topic; missing, which should never be.';
grant select on dead_letter_state, dead_letter_history to muster_worker;

create function covers_everything() returns bool
language plpgsql stable set search_path = muster, pg_catalog, pg_temp as $$
begin
    return coalesce((select me.clearance_rank = 4 and me.nation is null from me()), false);
end $$;
comment on function covers_everything() is
    'May the asking viewer read what is under no label: whatever could not become an event? Only who is cleared for everything, of every release.';
revoke all on function covers_everything() from public;
grant execute on function covers_everything() to muster_worker, muster_reader;
