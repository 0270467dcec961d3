-- What read functions hand to each other, and what spares them a search.

create type item_heard as (
    series_id bigint, class text, instrument text, instrument_version text, kind bigint, occurred_at timestamptz, weight_centi int,
    value_milli int, is_external bool, ledger_seq bigint, sign int
);
comment on type item_heard is 'A piece of evidence to be added to what was summed up (sign 1), or taken from it (-1).';

create type mix as (
    series_id bigint, i int, star_at timestamptz, star_seq bigint, mean float8, w float8, w_faded float8, w_left float8,
    items_left int, external_left int, is_fresh bool, instrument_key text, versions text, stale_on date, lapses_on date
);
comment on type mix is 'What the evidence of a series adds up to at its newest item (star), how much its weight (w) has faded at a point (i), and what of it is still valid there (left).';

-- Nearly always a pillar that was not reported on lately was never reported on at all.
create table first_report (
    series_id bigint not null,
    pillar    text collate "C" not null,
    first_at  timestamptz not null,
    primary key (series_id, pillar)
);
comment on table first_report is 'When a pillar of a series was first reported on, whoever may see it and whatever became of it: kept when reports are put beside one another.';
comment on column first_report.first_at is 'No report that was ever stored up to that moment is of an earlier one.';
insert into first_report
select series_id, pillar, min(occurred_at) from resource_level group by series_id, pillar;
grant select, insert, update on first_report to muster_worker;
