-- name: see_one_moment
-- Let every statement of the transaction see the same rows, take its time, and sort in memory what fits.
set transaction isolation level repeatable read;
set local idle_in_transaction_session_timeout = 0;
set local work_mem = '128MB';
set local timezone = 'UTC';

-- name: acquire_turn
-- Does nobody else sum up?
select pg_try_advisory_xact_lock(7305006);

-- name: progress
-- Where the ledger ends, and up to which number lines are summed up: zero when they never were.
select head.seq, coalesce(summed_up.seq, 0) from muster.head left join summed_up on true;

-- name: add_lines
-- Note every line that evidence has come for, since lines were summed up or ever.
insert into line (class, series_id, instrument, instrument_version, label_id)
select distinct class, series_id, instrument, instrument_version, label_id
from evidence
where recorded_at > coalesce((select until from summed_up), '-infinity')
on conflict do nothing;

-- name: note_first_reports
-- Note when each pillar was first reported on, of what has come since lines were summed up or ever.
insert into first_report
select series_id, pillar, min(occurred_at)
from resource_level
where recorded_at > coalesce((select until from summed_up), '-infinity')
group by series_id, pillar
on conflict (series_id, pillar) do update set first_at = excluded.first_at where first_report.first_at > excluded.first_at;

-- name: forget_touched
-- Take away what lines add up to from where a row has come or ended since, and say from where that is for each.
with touched as (
    select class, series_id, instrument, instrument_version, label_id, min(occurred_at) as at
    from (
        select class, series_id, instrument, instrument_version, label_id, occurred_at
        from evidence, summed_up where recorded_at > summed_up.until
        union all
        select class, series_id, instrument, instrument_version, label_id, occurred_at
        from evidence, summed_up where ended_at > summed_up.until and ended_at < 'infinity'
    ) item
    group by class, series_id, instrument, instrument_version, label_id
),
-- A stretch that begins before it will begin there again, and the one before that need not know. Nothing is older
-- than 1900.
changed as materialized (
    select
        line_id,
        coalesce(
            (select max(r.first_at) from running_sum r where r.line_id = l.line_id and r.first_at < t.at),
            '1900-01-01') as from_at
    from touched t join line l using (class, series_id, instrument, instrument_version, label_id)
),
gone as (
    delete from running_sum r using changed c where r.line_id = c.line_id and r.first_at >= c.from_at
)
select coalesce(array_agg(line_id), '{}'), coalesce(array_agg(from_at), '{}') from changed;

-- name: forget_touched_reports
-- Take away the runs of reports from where a row has come or ended since, and say from where that is for each.
with touched as (
    select series_id, pillar, min(occurred_at) as at
    from (
        select series_id, pillar, occurred_at from resource_level, summed_up where recorded_at > summed_up.until
        union all
        select series_id, pillar, occurred_at
        from resource_level, summed_up where ended_at > summed_up.until and ended_at < 'infinity'
    ) report
    where pillar <> 'T'
    group by series_id, pillar
),
changed as materialized (
    select
        series_id, pillar,
        coalesce(
            (select max(r.first_at) from report_run r
             where (r.series_id, r.pillar) = (t.series_id, t.pillar) and r.first_at < t.at),
            '1900-01-01') as from_at
    from touched t
),
gone as (
    delete from report_run r using changed c
    where (r.series_id, r.pillar) = (c.series_id, c.pillar) and r.first_at >= c.from_at
)
select coalesce(array_agg(series_id), '{}'), coalesce(array_agg(pillar), '{}'), coalesce(array_agg(from_at), '{}') from changed;

-- name: forget_all
-- Take away everything that lines add up to, and every run of reports.
with sums as (delete from running_sum) delete from report_run;

-- name: sum_up
-- Add up what is in force of these lines, each from its moment on, or of all.
insert into running_sum
select * from _running_sums(%(until)s, %(lines)s, %(from_ats)s);

-- name: end_lines
-- Note with each line that has changed, or with all, where it ends and what it adds up to there.
update line
set last_at = r.last_at, parts = r.parts_until[r.last], value_parts = r.value_parts_until[r.last], items = r.items_until[r.last],
    external_items = r.external_items_until[r.last], last_seq = r.seqs[r.last]
from line l
left join (select *, cardinality(moments) as last from running_sum) r on r.line_id = l.line_id and r.next_at = 'infinity'
where line.line_id = l.line_id and (%(lines)s::bigint[] is null or l.line_id = any (%(lines)s::bigint[]));

-- name: run_reports
-- Put the reports that are in force one beside the other, of each pillar from its moment on, or all.
insert into report_run
select * from _report_runs(%(until)s, %(series)s, %(pillars)s, %(from_ats)s);

-- name: forget_progress
-- Up to where lines were summed up before.
delete from summed_up;

-- name: set_progress
-- Up to where they are now.
insert into summed_up (until, seq, half_lives)
select %(until)s, %(seq)s, (select jsonb_object_agg(class, half_life_days) from decay);
