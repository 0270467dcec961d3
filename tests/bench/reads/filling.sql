-- name: be_patient
-- Two processes fill tables at once: one may wait for the other's new chunk, and for itself.
select set_config('lock_timeout', '0', false), set_config('idle_in_transaction_session_timeout', '0', false)

-- name: columns
-- The columns of a table, each with its type.
select column_name::text, data_type::text
from information_schema.columns
where table_schema in ('muster', 'muster_1') and table_name = %(table)s and is_generated = 'NEVER'
order by ordinal_position

-- name: set_head
-- The ledger ends with this event.
update muster.head set seq = %(seq)s, recorded_at = %(recorded_at)s

-- name: set_checkpoint
-- Everything up to here was read and stored.
update muster.checkpoint set next_offset = %(events)s, stored = %(events)s where topic = 'direct'

-- name: analyze
-- Let the planner know the tables as they are.
vacuum (analyze)

-- name: sum_up
-- Sum up every line, of what was known at a moment.
insert into running_sum select * from _running_sums(%(until)s, null, null)

-- name: run_reports
-- Put reports one beside the other, as known at a moment.
insert into report_run select * from _report_runs(%(until)s, null, null, null)

-- name: set_summed_up
-- Up to there lines are summed up.
insert into summed_up (until, seq, half_lives)
select %(until)s, %(seq)s, (select jsonb_object_agg(class, half_life_days) from decay)

-- name: analyze_sums
-- Let the planner know the sums too.
vacuum (analyze) line, running_sum, report_run

-- name: chunks_within
-- How many chunks of evidence, its sums and reports lie between two moments, and how many there are.
select count(*) filter (where range_start <= %(last)s and range_end > %(first)s), count(*)
from timescaledb_information.chunks where hypertable_schema = 'muster_1'

-- name: tell_plans
-- Let this session be told the plan of every statement, also of those inside functions.
load 'auto_explain';
set auto_explain.log_min_duration = 0;
set auto_explain.log_analyze = on;
set auto_explain.log_timing = off;
set auto_explain.log_nested_statements = on;
set auto_explain.log_format = json;
set client_min_messages = log;
set jit = off;
set work_mem = '64MB'

-- name: alone
-- Let one process do all the work of a question, so that its processor time is all of it.
set max_parallel_workers_per_gather = 0

-- name: enter
-- May anybody enter a database? TimescaleDB's own worker sits in every one.
alter database {original} with allow_connections {allowed}

-- name: end_sessions
-- End the sessions of a database, and wait until they have gone.
select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = %(name)s

-- name: copy_database
-- A database with all that another holds; nobody may be connected to that one.
create database {copy} template {original}
