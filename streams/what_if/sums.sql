-- name: keep
-- What the history adds up to as of now; there it goes on. Arrays are short enough to stand in the row, as there.
create table line as table {trunk}.line;
create unique index on line (line_id);
create index on line (series_id);
create table running_sum (like {trunk}.running_sum including storage) with (toast_tuple_target = 8160);
insert into running_sum table {trunk}.running_sum;
create unique index on running_sum (line_id, first_at);
create table report_run (like {trunk}.report_run including storage) with (toast_tuple_target = 8160);
insert into report_run table {trunk}.report_run;
create unique index on report_run (series_id, pillar, first_at);
create table first_report (like {trunk}.first_report);
insert into first_report table {trunk}.first_report;
create index on first_report (series_id, pillar);
create table summed_up as table {trunk}.summed_up;
analyze line;
analyze running_sum (line_id, first_at, last_at, next_at);
analyze report_run (series_id, pillar, first_at, last_at, next_at);
analyze first_report;

-- name: show
-- The comparison begins with the history: there all of it is what the what-if keeps.
create view line as table {whatif}.line;
create view running_sum as table {whatif}.running_sum;
create view report_run as table {whatif}.report_run;
create view first_report as table {whatif}.first_report;
create view summed_up as table {whatif}.summed_up;

-- name: note_others
-- What is in the sums and not in the what-if (sign -1), or the other way round: rows that were in force when they were made.
create table other_evidence as
select e.*, x.sign
from (
    select e.*, -1 as sign from {trunk}.evidence e where e.root_seq in (select h.seq from hidden_root h)
    union all
    select e.*, 1 from own_evidence e
) x, lateral (select x.series_id, x.class, x.instrument, x.instrument_version, x.occurred_at, x.weight_centi, x.value_milli,
              x.is_external, x.label_id, x.ledger_seq, x.recorded_at, x.ended_at) e, summed_up
where x.recorded_at <= summed_up.until and x.ended_at > summed_up.until;
create table other_report as
select e.*, x.sign
from (
    select r.*, -1 as sign from {trunk}.resource_level r where r.root_seq in (select h.seq from hidden_root h)
    union all
    select r.*, 1 from own_resource_level r
) x, lateral (select x.series_id, x.pillar, x.occurred_at, x.pct_milli, x.label_id, x.sequence, x.source, x.event_id,
              x.recorded_at, x.ended_at) e, summed_up
where x.recorded_at <= summed_up.until and x.ended_at > summed_up.until and x.pillar <> 'T';
insert into first_report
select r.series_id, r.pillar, min(r.occurred_at)
from own_resource_level r, summed_up where r.recorded_at <= summed_up.until
group by r.series_id, r.pillar;
analyze other_evidence;
analyze other_report;

-- name: correct
-- Whoever asks what was heard beside the sums is also told what in them is otherwise here. One's own is in none of them:
-- it is added where it is known, and never taken away.
alter function _evidence_heard rename to _evidence_heard_there;
create function _evidence_heard(
    series_ids bigint[], at timestamptz, known_at timestamptz, labels bigint[], classes text[], summed_until timestamptz
)
returns setof item_heard
language plpgsql stable set search_path from current as $$
declare
    last_at timestamptz := case when $3 < $6 then least($2, $3) else $2 end;
begin
    return query
    select h.* from _evidence_heard_there($1, $2, $3, $4, $5, $6) h
    where h.sign > 0 or not exists (
        select from other_evidence o where o.sign > 0 and (o.ledger_seq, o.series_id) = (h.ledger_seq, h.series_id));
    return query
    select
        o.series_id, o.class, o.instrument, o.instrument_version, muster.kind_of(o.series_id, o.class, o.instrument, o.instrument_version),
        o.occurred_at, o.weight_centi::int, o.value_milli, o.is_external, o.ledger_seq, o.sign
    from other_evidence o
    where o.occurred_at <= last_at and o.label_id = any ($4) and o.class = any ($5) and o.series_id = any ($1)
      and (o.sign < 0 or o.recorded_at <= $3 and o.ended_at > $3);
end $$;
comment on function _evidence_heard is
    'Which items are to be added to what was summed up (sign 1), or taken from it (-1), also because they are otherwise here?';
alter function _reports_heard rename to _reports_heard_there;
create function _reports_heard(
    series_ids bigint[], at timestamptz, known_at timestamptz, labels bigint[], summed_until timestamptz
)
returns table (
    series_id bigint, pillar text, occurred_at timestamptz, pct_milli int, sequence bigint, source text, event_id text, sign int
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
declare
    last_at timestamptz := case when $3 < $5 then least($2, $3) else $2 end;
begin
    return query
    select h.* from _reports_heard_there($1, $2, $3, $4, $5) h
    where h.sign > 0 or not exists (
        select from other_report o
        where o.sign > 0
          and (o.series_id, o.pillar, o.occurred_at, o.source, o.event_id)
            = (h.series_id, h.pillar, h.occurred_at, h.source, h.event_id));
    return query
    select o.series_id, o.pillar, o.occurred_at, o.pct_milli, o.sequence, o.source, o.event_id, o.sign
    from other_report o
    where o.occurred_at <= last_at and o.label_id = any ($4) and o.series_id = any ($1)
      and (o.sign < 0 or o.recorded_at <= $3 and o.ended_at > $3);
end $$;
comment on function _reports_heard is
    'Which reports are to be added to the runs (sign 1), or taken from them (-1), also because they are otherwise here?';
