-- The projections of one world: rows, never totals. A row is inserted once and only ended_at ever changes.
-- A reader sees a row when occurred_at <= as_of, recorded_at <= known_at < ended_at and its label is one of the viewer's.

-- muster.stamped gives each of them the columns all have; the index on root_seq finds the rows an amendment
-- replaces, and only ever grows at its end.

create table series (
    series_id    bigint primary key check (series_id > 0),
    kind         text collate "C" not null check (kind in ('readiness', 'interop')),
    actor        text collate "C" not null,
    other_actor  text collate "C",
    area         text collate "C",
    dimension    text collate "C",
    constraint a_readiness_series_has_an_area
        check (kind <> 'readiness' or (area is not null and other_actor is null and dimension is null)),
    constraint an_interop_series_is_an_ordered_pair
        check (kind <> 'interop' or (other_actor > actor and dimension is not null and area is null))
);
comment on table series is 'What evidence is about: an actor in an area, or a pair of actors in a dimension.';
comment on column series.series_id is 'First 63 bits of SHA-256 of readiness|EST|logistics or interop|EST|FIN|technical.';
create index series_actor on series (actor);
grant select, insert on series to muster_worker;

create table evidence (
    series_id           bigint not null,
    class               text collate "C" not null
        check (class in ('exercise', 'external_assessment', 'self_report', 'interop_test')),
    instrument          text collate "C" not null,
    instrument_version  text collate "C" not null,
    value_milli         int not null check (value_milli between 0 and 100000),
    weight_centi        smallint not null check (weight_centi between 0 and 100),
    is_external         bool not null
);
select muster.stamped('evidence', 'Items that add up and fade: ratings, assessments, interoperability tests.');
comment on column evidence.value_milli is 'Thousandths: of a point (0..100000) for readiness, of a success (0..1000) for interoperability.';
comment on column evidence.weight_centi is 'Hundredths, before fading: quality of the occasion times weight of the evaluator.';
select create_hypertable('evidence', 'occurred_at', chunk_time_interval => interval '365 days', create_default_indexes => false);
create index evidence_series on evidence (series_id, occurred_at);
create index evidence_root on evidence (root_seq);

create table resource_level (
    series_id  bigint not null,
    pillar     text collate "C" not null check (pillar in ('P', 'S', 'R', 'T')),
    pct_milli  int not null check (pct_milli between 0 and 100000),
    ntm_days   int check (ntm_days between 0 and 365),
    reporter   text collate "C" not null
);
select muster.stamped('resource_level', 'What an actor reports of a pillar; the latest unexpired report wins.');
select create_hypertable('resource_level', 'occurred_at', chunk_time_interval => interval '365 days', create_default_indexes => false);
create index resource_level_series on resource_level (series_id, occurred_at);
create index resource_level_root on resource_level (root_seq);

create table membership (
    actor         text collate "C" not null,
    kind          text collate "C",
    body          text collate "C" not null,
    is_member     bool not null,
    effective_on  date not null,
    constraint a_member_has_a_kind check (kind is not null or not is_member)
);
select muster.stamped('membership', 'Who joined and left which body; effective_on is the first day it holds.');
create index membership_body on membership (body, actor, effective_on);
create index membership_root on membership (root_seq);

create table exercise (
    exercise_id     text collate "C" not null,
    name            text,
    series          text,
    kind            text collate "C" not null,
    domains         text[] not null,
    started_on      date not null,
    ended_on        date not null,
    latitude_deg    float8 check (latitude_deg between -90 and 90),
    longitude_deg   float8 check (longitude_deg between -180 and 180),
    place           text,
    date_precision  text
);
select muster.stamped('exercise', 'Exercises as they were conducted.');
create index exercise_id_occurred_at on exercise (exercise_id, occurred_at);
create index exercise_occurred_at on exercise (occurred_at);
create index exercise_root on exercise (root_seq);

create table participation (
    exercise_id  text collate "C" not null,
    actor        text collate "C" not null,
    personnel    int check (personnel between 0 and 1000000),
    started_on   date not null
);
select muster.stamped('participation', 'Who took part in which exercise, with how many people.');
create index participation_exercise on participation (exercise_id);
create index participation_root on participation (root_seq);

create table exercise_result (
    exercise_id    text collate "C" not null,
    actor          text collate "C" not null,
    area           text collate "C" not null,
    objective_id   text collate "C" not null,
    rating         text collate "C" check (rating in ('P', 'S', 'M', 'U')),
    evaluator      text collate "C" not null,
    exercise_kind  text collate "C" not null
);
select muster.stamped('exercise_result', 'Every recorded result, also those without a rating, for the record of an exercise.');
create index exercise_result_exercise on exercise_result (exercise_id);
create index exercise_result_root on exercise_result (root_seq);

create table meeting (
    meeting_id  text collate "C" not null,
    body        text collate "C" not null,
    level       text collate "C" not null,
    started_on  date not null,
    ended_on    date not null,
    place       text
);
select muster.stamped('meeting', 'Meetings as they were held.');
create index meeting_body on meeting (body, occurred_at);
create index meeting_root on meeting (root_seq);

create table attendance (
    meeting_id  text collate "C" not null,
    actor       text collate "C" not null,
    rank        smallint not null check (rank between 1 and 5)
);
select muster.stamped('attendance', 'Who attended which meeting, at what rank.');
create index attendance_meeting on attendance (meeting_id);
create index attendance_root on attendance (root_seq);

create table decision (
    decision_id    text collate "C" not null,
    body           text collate "C" not null,
    meeting_id     text collate "C",
    topic          text not null,
    policy_domain  text collate "C" not null,
    mode           text collate "C" not null
);
select muster.stamped('decision', 'Decisions as they were adopted.');
create index decision_body on decision (body, occurred_at);
create index decision_root on decision (root_seq);

create table commitment (
    commitment_id  text collate "C" not null,
    body           text collate "C" not null,
    decision_id    text collate "C",
    title          text not null,
    actors         text[] not null,
    metric         text collate "C" not null,
    unit           text collate "C" not null,
    baseline       float8 check (abs(baseline) <= 1e15),
    target         float8 not null check (abs(target) <= 1e15),
    direction      text collate "C" not null check (direction in ('up', 'down')),
    start_on       date not null,
    due_on         date not null,
    binding        text collate "C" not null,
    constraint due_after_the_start check (due_on > start_on)
);
select muster.stamped('commitment', 'What was promised, by when; the latest version wins.');
comment on column commitment.actors is 'Who promised; empty: every member of the body.';
comment on column commitment.baseline is 'Null: for each actor the value observed last at or before start_on.';
create index commitment_body on commitment (body);
create index commitment_root on commitment (root_seq);

create table commitment_progress (
    commitment_id  text collate "C" not null,
    actor          text collate "C" not null,
    value          float8 not null check (abs(value) <= 1e15),
    observed_on    date not null,
    is_estimate    bool not null
);
select muster.stamped('commitment_progress', 'What an actor was observed to have reached on a day.');
create index commitment_progress_actor on commitment_progress (commitment_id, actor, observed_on);
create index commitment_progress_root on commitment_progress (root_seq);
