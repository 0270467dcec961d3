-- What evidence adds up to month by month, kept beside its rows: a reading over many items adds up months instead.
-- It is a function of the rows and of nothing else. Workers bring it up to date from time to time; what has happened
-- since, and what it cannot answer for, is read from the rows. So it changes no answer, only how long one takes.

alter table decay add column month_fades bigint[];
comment on column decay.month_fades is 'What a day of a month leaves of a weight at the end of day 31, in parts, by day.';

create table month_sum (
    class                 text collate "C" not null,
    month                 date not null check (extract(day from month) = 1),
    heard_month           date not null check (extract(day from heard_month) = 1),
    series_id             bigint not null,
    label_id              bigint not null,
    instrument            text collate "C" not null,
    instrument_version    text collate "C" not null,
    first_at              timestamptz not null,
    last_at               timestamptz not null,
    parts                 numeric not null,
    value_parts           numeric not null,
    items                 int not null check (items > 0),
    external_items        int not null,
    moments               timestamptz[] not null check (cardinality(moments) > 0),
    parts_until           numeric[] not null,
    value_parts_until     numeric[] not null,
    items_until           int[] not null,
    external_items_until  int[] not null
);
comment on table month_sum is 'What the evidence of one month, heard in one month, adds up to, and how it came to that.';
comment on column month_sum.month is 'Of occurred_at, in UTC.';
comment on column month_sum.heard_month is 'Of recorded_at, in UTC.';
comment on column month_sum.parts is 'Weights in hundredths times decay.month_fades: whole numbers, so that no order of adding up matters.';
comment on column month_sum.value_parts is 'The same times the value in thousandths.';
comment on column month_sum.moments is 'Every occurred_at of the items, rising; each place of the other arrays adds up all up to it.';
-- Short enough to stand in the row, they are read there: compressing them costs more than it saves.
alter table month_sum alter moments set storage main, alter parts_until set storage main,
    alter value_parts_until set storage main, alter items_until set storage main, alter external_items_until set storage main,
    set (toast_tuple_target = 8160);
select create_hypertable('month_sum', 'month', chunk_time_interval => interval '365 days', create_default_indexes => false);
create index month_sum_series on month_sum (series_id, month);
create index month_sum_class on month_sum (class, month);

create table summed_up (
    is_only      bool primary key default true check (is_only),
    until        timestamptz not null,
    seq          bigint not null,
    month_fades  jsonb not null
);
comment on table summed_up is 'One row, or none yet: up to which moment of recording and number of the ledger, and with which fading, months are summed up.';

grant select, insert, delete on month_sum to muster_worker;
grant select, insert, delete on summed_up to muster_worker;

-- What was heard since is found by blocks, which are written in that order; what was ended, by an index of only that.
create index evidence_recorded_at on evidence using brin (recorded_at) with (pages_per_range = 16);
create index evidence_ended_at on evidence (ended_at) where ended_at < 'infinity';
