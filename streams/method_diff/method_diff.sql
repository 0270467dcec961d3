-- name: see_one_moment
-- Every statement sees the database as it is now, takes its time, and sorts in memory what fits; nothing of it is ever committed.
set transaction isolation level repeatable read;
set local lock_timeout = '10s';
set local idle_in_transaction_session_timeout = 0;
set local client_min_messages = warning;
set local jit = off;
set local work_mem = '128MB';
set local timezone = 'UTC';

-- name: begin_session
-- Let this transaction read as a viewer; no row if there is no such viewer.
insert into muster.session (token_sha256, viewer, expires_at)
select %(token_sha256)s, v.name, clock_timestamp() + interval '1 day'
from muster.viewer v where v.name = %(viewer)s and v.revoked_at is null
returning viewer;

-- name: read_as
-- From here on the viewer of this token reads.
select set_config('muster.session', %(token)s, true);

-- name: copy_constants
-- The constants of the method in force, to be written over, and how far lines are summed up by its half-lives.
create table method_constant (like {trunk}.method_constant including all);
create table decay (like {trunk}.decay including all);
insert into decay table {trunk}.decay;
create table summed_up as table {trunk}.summed_up;

-- name: make_evidence
-- The evidence that is weighed by the other method; what was summed up of the other answers for nothing.
create table evidence (like {trunk}.evidence including defaults including indexes);
delete from summed_up;

-- name: answer_by_two
-- What makes a function that answers by the method in force up to a moment, and by the other one after it, of each of these.
select format(
    $ddl$create function %%I.%%I(%%s) returns %%s language sql stable as %%L$ddl$,
    %(schema)s::text, p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
    format(
        'select * from %%1$I.%%3$I(%%4$s) where $%%6$s <= %%5$L::timestamptz
         union all select * from %%2$I.%%3$I(%%7$s) where $%%6$s > %%5$L::timestamptz',
        %(trunk)s::text, %(other)s::text, p.proname, a.as_they_are, %(known_at)s::timestamptz, a.known_at_place, a.as_of_then))
from pg_proc p
cross join lateral (
    select
        string_agg('$' || i, ', ' order by i) as as_they_are,
        string_agg(
            case when p.proargnames[i] = 'known_at' then format('%%L::timestamptz', %(known_at)s::timestamptz) else '$' || i end,
            ', ' order by i) as as_of_then,
        min(i) filter (where p.proargnames[i] = 'known_at') as known_at_place
    from generate_series(1, p.pronargs) i
) a
where p.pronamespace = %(other)s::regnamespace and p.proname = any(%(names)s::text[]);

-- name: name_the_method
-- Between the two moments nothing happened: whatever differs does so because of the constants.
create function _causes(
    series_ids bigint[], from_stars timestamptz[], to_stars timestamptz[], from_values float8[], to_values float8[],
    from_weights float8[], to_weights float8[], from_factors float8[], to_factors float8[], from_versions text[],
    to_versions text[], from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    labels bigint[], prior float8, classes text[], rest text
)
returns table (
    series_id bigint, cause text, seq bigint, source text, event_id text, at timestamptz, share float8, is_in bool
)
language sql stable as $$
    select u.id, 'other constants', null::bigint, null, null, null::timestamptz, u.is_now - u.was, null::bool
    from unnest($1, $4, $5) as u (id, was, is_now)
$$;
comment on function _causes is 'By how much does the mean of each series differ between the methods?';
create function _ages(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[], classes text[])
returns table (series_id bigint, old_on date, lapsed_on date)
language sql stable as $$ select null::bigint, null::date, null::date where false $$;
comment on function _ages is 'What has grown old between two moments that are the same? Nothing.';
create or replace function _report_causes(
    series_ids bigint[], from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    labels bigint[]
)
returns table (
    series_id bigint, pillar text, cause text, seq bigint, source text, event_id text, at timestamptz, was float8, is_now float8
)
language sql stable set search_path from current as $$
    select a.series_id, p.pillar, 'other constants', null::bigint, null, null, null::timestamptz, p.pct, p.pct
    from _standings($1, $2, $3, $6) a
    join _standings($1, $4, $5, $6) b using (series_id)
    cross join lateral (
        values
            ('P', a.p, a.p_state, a.p_level, b.p_state, b.p_level), ('S', a.s, a.s_state, a.s_level, b.s_state, b.s_level),
            ('R', a.r, a.r_state, a.r_level, b.r_state, b.r_level)
    ) p (pillar, pct, from_state, from_level, to_state, to_level)
    where _pillar_rank(p.from_state, p.from_level, _incomplete_level($3)) <> _pillar_rank(p.to_state, p.to_level, _incomplete_level($5))
$$;
comment on function _report_causes is 'Which pillars do the methods judge otherwise, though what was reported is the same?';

-- name: bodies
-- The bodies that the viewer may have heard of.
select body from readiness.bodies(%(as_of)s, %(known_at)s);

-- name: rollup_there
-- How ready a body is in each area by the method in force.
select area, members, ready, nd from readiness.rollup(%(body)s, %(as_of)s, %(known_at)s)
where area = %(area)s or %(area)s::text is null;

-- name: rollup_here
-- How ready a body is in each area by the other method.
select area, members, ready, nd from rollup(%(body)s, %(as_of)s, %(known_at)s)
where area = %(area)s or %(area)s::text is null;

-- name: readings
-- Which readings of a body are others by the other method, and what of each; causes are the constants.
select
    actor, area, from_level, to_level, from_t, to_t, from_t_level, to_t_level, from_index, to_index, is_clear, measure, pillar
from difference(%(body)s, %(as_of)s, %(known_at)s, %(as_of)s, %(after)s, null, %(area)s);

-- name: pairs
-- Which pairs of a body are others by the other method.
select distinct
    actor_a collate "C", actor_b collate "C", dimension collate "C", from_level, to_level, from_mean, to_mean, is_clear
from interoperability_difference(%(body)s, %(as_of)s, %(known_at)s, %(as_of)s, %(after)s)
order by 1, 2, 3;
