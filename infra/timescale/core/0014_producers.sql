-- Who may send events through the gateway, and what was refused there.

create table producer_key (
    key_id         text collate "C" primary key check (key_id ~ '^[a-z0-9]{12}$'),
    secret_sha256  bytea not null check (length(secret_sha256) = 32),
    producer       text not null,
    sources        text[] not null check (cardinality(sources) > 0),
    types          text[] not null default '{}',
    actors         text[] not null default '{}',
    bodies         text[] not null default '{}',
    highest_rank   smallint not null check (highest_rank between 0 and 4),
    events_per_s   int not null check (events_per_s > 0),
    created_at     timestamptz not null default clock_timestamp(),
    expires_at     timestamptz not null,
    revoked_at     timestamptz,
    last_used_at   timestamptz
);
comment on table producer_key is 'Keys of producers, with what each may send. The secret itself is kept nowhere: it is 256 random bits, so its SHA-256 gives nothing away.';
comment on column producer_key.sources is 'Sources it may speak for and ask about; one that ends with * means all that begin so.';
comment on column producer_key.types is 'Types it may send; one that ends with * means all that begin so. Empty: all.';
comment on column producer_key.actors is 'Actors its events may name. Empty: all.';
comment on column producer_key.bodies is 'Bodies its events may name. Empty: all.';
comment on column producer_key.highest_rank is 'The highest classification of its events; follows label.classification_rank.';
comment on column producer_key.events_per_s is 'How many events a second it may send for long.';
comment on column producer_key.last_used_at is 'To the minute.';

create table producer_refusal (
    refused_at  timestamptz not null default clock_timestamp(),
    key_id      text collate "C",
    producer    text,
    request     text not null,
    status      smallint not null,
    reason      text collate "C" not null,
    events      int check (events >= 0),
    size_bytes  bigint check (size_bytes >= 0),
    sha256      bytea check (length(sha256) = 32)
);
comment on table producer_refusal is 'Every request that the gateway refused: who, when, why, how large. Never what it said.';
comment on column producer_refusal.key_id is 'As the request named it; null where it named none.';
comment on column producer_refusal.producer is 'Whose key it is; null where the request did not prove to have it.';
comment on column producer_refusal.reason is 'The kind of problem, and the reason of its first fault.';
comment on column producer_refusal.events is 'How many events it held, if that could be read.';
comment on column producer_refusal.size_bytes is 'Of the body, as far as it was read.';
comment on column producer_refusal.sha256 is 'Of the same bytes.';
create index producer_refusal_refused_at on producer_refusal (refused_at);

create index dead_letter_identity on dead_letter (source, event_id) where event_id is not null;

grant select, update (last_used_at) on producer_key to muster_worker;
grant select, insert on producer_refusal to muster_worker;
