-- The projections of the rest of the method: plans, journals, declarations, guidance, insight, notes.
-- A journal holds moves; the state of an item is folded from them when asked, in the order
-- (occurred_at, sequence, source, event_id). A register's latest row, in the same order, is what holds.

create table exercise_plan (
    exercise_id    text collate "C" not null,
    move           text collate "C" not null check (move in ('scheduled', 'cancelled')),
    name           text,
    series         text,
    kind           text collate "C",
    domains        text[],
    starts_on      date,
    ends_on        date,
    latitude_deg   float8 check (latitude_deg between -90 and 90),
    longitude_deg  float8 check (longitude_deg between -180 and 180),
    participants   text[],
    place          text,
    reason         text,
    constraint a_schedule_has_dates check (move <> 'scheduled' or (starts_on is not null and ends_on is not null))
);
select muster.stamped('exercise_plan', 'Exercises as they are planned, moved and cancelled; the latest move holds.');
create index exercise_plan_id on exercise_plan (exercise_id);
create index exercise_plan_root on exercise_plan (root_seq);

create table meeting_plan (
    meeting_id  text collate "C" not null,
    move        text collate "C" not null check (move in ('scheduled', 'postponed', 'cancelled')),
    body        text collate "C" not null,
    level       text collate "C",
    starts_on   date,
    ends_on     date,
    place       text,
    invited     text[],
    reason      text
);
select muster.stamped('meeting_plan', 'Meetings as they are planned, postponed and cancelled; the latest move holds.');
create index meeting_plan_body on meeting_plan (body, meeting_id);
create index meeting_plan_root on meeting_plan (root_seq);

create table observation (
    observation_id  text collate "C" not null,
    move            text collate "C" not null check (move in ('submitted', 'accepted', 'rejected')),
    exercise_id     text collate "C",
    area            text collate "C",
    actors          text[],
    text            text
);
select muster.stamped('observation', 'Journal of observations: submitted, then accepted or rejected.');
create index observation_id on observation (observation_id);
create index observation_root on observation (root_seq);

create table lesson (
    lesson_id          text collate "C" not null,
    move               text collate "C" not null check (move in ('identified', 'validated', 'learned', 'closed')),
    observation_ids    text[],
    root_cause         text,
    severity           smallint check (severity between 1 and 4),
    area               text collate "C",
    actors             text[],
    validating_source  text collate "C",
    validating_id      text collate "C",
    reason             text,
    constraint an_identified_lesson_is_complete check (
        move <> 'identified' or (severity is not null and area is not null and actors is not null)),
    constraint a_validated_lesson_names_a_result check (move <> 'validated' or validating_id is not null)
);
select muster.stamped('lesson', 'Journal of lessons: identified, validated, learned, or closed without action.');
comment on column lesson.validating_id is 'With validating_source the identity of the exercise result that is named as proof.';
create index lesson_id on lesson (lesson_id);
create index lesson_root on lesson (root_seq);
create index exercise_result_event on exercise_result (source, event_id);

create table remedial_action (
    action_id    text collate "C" not null,
    lesson_id    text collate "C" not null,
    move         text collate "C" not null check (move in ('tasked', 'implemented')),
    action_body  text,
    element      text collate "C",
    due_on       date,
    cost_eur     float8 check (cost_eur between 0 and 1e15)
);
select muster.stamped('remedial_action', 'Journal of remedial actions: tasked, then implemented.');
comment on column remedial_action.due_on is 'Null: so many days after the task as the method says.';
create index remedial_action_lesson on remedial_action (lesson_id);
create index remedial_action_root on remedial_action (root_seq);

create table capability (
    actor              text collate "C" not null,
    capability_code    text collate "C" not null,
    area               text collate "C" not null,
    is_declared        bool not null,
    quantity           int check (quantity between 0 and 1000000),
    ntm_days           int check (ntm_days between 0 and 365),
    available_from_on  date,
    reason             text,
    constraint a_declaration_is_complete check (
        not is_declared or (quantity is not null and ntm_days is not null and available_from_on is not null))
);
select muster.stamped('capability', 'What actors offer and withdraw; of an actor, code and area the latest holds.');
create index capability_actor on capability (actor);
create index capability_root on capability (root_seq);

create table standard (
    actor        text collate "C" not null,
    standard_id  text collate "C" not null,
    edition      text collate "C" not null,
    dimension    text collate "C" not null,
    state        text collate "C" not null check (state in ('ratified', 'implemented', 'reserved')),
    reason       text
);
select muster.stamped('standard', 'Which editions of standards actors agreed to, work by, or will not take up.');
create index standard_actor on standard (actor);
create index standard_root on standard (root_seq);

create table baseline (
    actor     text collate "C" not null,
    baseline  text collate "C" not null,
    level     smallint not null check (level between 1 and 9)
);
select muster.stamped('baseline', 'The spiral of a technical baseline an actor works by; the latest holds.');
create index baseline_actor on baseline (actor);
create index baseline_root on baseline (root_seq);

create table requirement (
    actor         text collate "C" not null,
    body          text collate "C" not null,
    area          text collate "C" not null,
    target_index  float8 not null check (target_index between 0 and 100),
    set_by        text not null
);
select muster.stamped('requirement', 'How ready actors have to be; an actor''s own before ALL''s, then the latest.');
create index requirement_body on requirement (body);
create index requirement_root on requirement (root_seq);

create table level_override (
    actor       text collate "C" not null,
    area        text collate "C" not null,
    level       smallint not null check (level between 1 and 5),
    reason      text not null,
    expires_on  date not null
);
select muster.stamped('level_override', 'Levels set by commanders; the latest holds until it expires.');
create index level_override_actor on level_override (actor, area);
create index level_override_root on level_override (root_seq);

create table proposal (
    decision_id          text collate "C" not null,
    body                 text collate "C" not null,
    meeting_id           text collate "C",
    topic                text not null,
    policy_domain        text collate "C" not null,
    silence_deadline_at  timestamptz
        check (silence_deadline_at >= '1900-01-01 00:00:00+00' and silence_deadline_at < '2200-01-01 00:00:00+00')
);
select muster.stamped('proposal', 'Decisions put to a body; the silence procedure ends at the deadline.');
create index proposal_body on proposal (body, decision_id);
create index proposal_deadline on proposal (silence_deadline_at) where silence_deadline_at is not null;
create index proposal_root on proposal (root_seq);

create table decision_move (
    decision_id  text collate "C" not null,
    move         text collate "C" not null check (move in ('broken', 'reserved', 'blocked', 'rescinded')),
    actor        text collate "C",
    reason       text
);
select muster.stamped('decision_move', 'What stood in the way of decisions: broken silence, reservations, blocks, rescissions.');
create index decision_move_decision on decision_move (decision_id);
create index decision_move_root on decision_move (root_seq);

create table commitment_move (
    commitment_id  text collate "C" not null,
    body           text collate "C" not null,
    move           text collate "C" not null check (move in ('reaffirmed', 'withdrawn')),
    meeting_id     text collate "C",
    actors         text[],
    reason         text
);
select muster.stamped('commitment_move', 'Commitments reaffirmed and withdrawn; a revision is a new row of commitment.');
comment on column commitment_move.actors is 'Who withdrew; empty: everybody.';
create index commitment_move_commitment on commitment_move (commitment_id);
create index commitment_move_root on commitment_move (root_seq);

create table compliance_score (
    commitment_id  text collate "C" not null,
    actor          text collate "C" not null,
    score          smallint not null check (score between -1 and 1),
    stage          text collate "C" not null check (stage in ('interim', 'final')),
    assessor       text not null
);
select muster.stamped('compliance_score', 'How assessors judged what actors do about commitments; all are kept.');
create index compliance_score_commitment on compliance_score (commitment_id, actor);
create index compliance_score_root on compliance_score (root_seq);

create table insight (
    from_actor   text collate "C" not null,
    to_actor     text collate "C" not null,
    topic        text collate "C" not null,
    area         text collate "C" not null,
    product_ref  text collate "C" not null
);
select muster.stamped('insight', 'That a product went from one actor to another, never what it says.');
create index insight_occurred_at on insight (occurred_at);
create index insight_root on insight (root_seq);

create table note (
    kind    text collate "C" not null check (kind in ('note', 'acknowledgement', 'review')),
    about   text collate "C" not null,
    text    text,
    author  text not null
);
select muster.stamped('note', 'What people at the screens write: notes, acknowledged alerts, named reviews.');
create index note_about on note (about, occurred_at);
create index note_root on note (root_seq);
