-- What the evidence of a line adds up to, from its first item on, kept beside its rows: what counts between two moments
-- is the difference of two places, however many items lie between. It takes the place of sums of months. And the
-- reports on a pillar, one beside the other, so that a trend need not look for each of them.
-- It is a function of the rows and of nothing else. Workers bring it up to date from time to time; what has happened
-- since, and what was heard later than the moment asked about, is read from the rows. So it changes no answer, only how
-- long one takes.

-- With the read functions that gave its rows: every migration makes read functions anew.
drop table month_sum cascade;
drop table summed_up;

alter table decay drop column month_fades;
alter table decay add column half_life_parts bigint[];
comment on column decay.half_life_parts is 'What a weight counts on each day of a half-life, in parts: from one to nearly two. It doubles with every half-life since 1900.';

create table line (
    line_id             bigint primary key generated always as identity,
    class               text collate "C" not null,
    series_id           bigint not null,
    instrument          text collate "C" not null,
    instrument_version  text collate "C" not null,
    label_id            bigint not null,
    last_at             timestamptz,
    parts               numeric,
    value_parts         numeric,
    items               int,
    external_items      int,
    last_seq            bigint
);
comment on table line is 'Evidence that is added up together: of one class, about one series, by one version of an instrument, under one label.';
comment on column line.last_at is 'The last moment of its running sums, and what the whole line adds up to; null while it has none.';
create unique index line_series on line (class, series_id, instrument, instrument_version, label_id);

create table running_sum (
    line_id               bigint not null,
    first_at              timestamptz not null,
    last_at               timestamptz not null,
    next_at               timestamptz not null check (next_at > last_at),
    moments               timestamptz[] not null check (cardinality(moments) > 0),
    parts_until           numeric[] not null,
    value_parts_until     numeric[] not null,
    items_until           int[] not null,
    external_items_until  int[] not null,
    seqs                  bigint[] not null,
    primary key (line_id, first_at)
);
comment on table running_sum is 'A stretch of a line: what it adds up to from the first item of the line to each moment of the stretch.';
comment on column running_sum.next_at is 'When the next stretch of the line begins; infinity if none does.';
comment on column running_sum.moments is 'Every occurred_at of the items, rising; each place of the other arrays is about all up to it.';
comment on column running_sum.parts_until is 'Weights in hundredths, in parts as of 2000: exact, so that no order of adding up matters.';
comment on column running_sum.value_parts_until is 'The same times the value in thousandths.';
comment on column running_sum.seqs is 'The event of the item of that moment; null where there are several.';
-- Short enough to stand in the row, they are read there: compressing them costs more than it saves.
alter table running_sum alter moments set storage main, alter parts_until set storage main,
    alter value_parts_until set storage main, alter items_until set storage main,
    alter external_items_until set storage main, alter seqs set storage main, set (toast_tuple_target = 8160);

create table report_run (
    series_id   bigint not null,
    pillar      text collate "C" not null,
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    next_at     timestamptz not null check (next_at > last_at),
    moments     timestamptz[] not null check (cardinality(moments) > 0),
    pcts_milli  int[] not null,
    label_ids   bigint[] not null,
    primary key (series_id, pillar, first_at)
);
comment on table report_run is 'A stretch of the reports on a pillar of a series, the last of each moment, so that the one in force is found at a place.';
comment on column report_run.next_at is 'When the next stretch begins; infinity if none does.';
alter table report_run alter moments set storage main, alter pcts_milli set storage main, alter label_ids set storage main,
    set (toast_tuple_target = 8160);

create table summed_up (
    is_only     bool primary key default true check (is_only),
    until       timestamptz not null,
    seq         bigint not null,
    half_lives  jsonb not null
);
comment on table summed_up is 'One row, or none yet: up to which moment of recording and number of the ledger, and with which half-lives, lines are summed up.';

grant select, insert, update on line to muster_worker;
grant select, insert, delete on running_sum, report_run, summed_up to muster_worker;

-- What was heard long after it was true, or before, is little, and found by itself.
create index evidence_late on evidence (recorded_at) where recorded_at - occurred_at > interval '14 days';
create index evidence_early on evidence (occurred_at) where occurred_at > recorded_at;
create index resource_level_recorded_at on resource_level using brin (recorded_at) with (pages_per_range = 16);
create index resource_level_ended_at on resource_level (ended_at) where ended_at < 'infinity';
create index resource_level_late on resource_level (recorded_at) where recorded_at - occurred_at > interval '14 days';
create index resource_level_early on resource_level (occurred_at) where occurred_at > recorded_at;
