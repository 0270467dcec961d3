-- Where the moves of one item stand in the order of life: at one moment a move comes after what it presupposes. The rank
-- follows from the type of the root event (schemas/life.py); workers write it, and rows that are there get it here.

create function pg_temp.life_rank(type text) returns smallint language sql immutable as $$
    select case type
        when 'org.muster.exercise.cancelled' then 1
        when 'org.muster.exercise.conducted' then 2
        when 'org.muster.meeting.postponed' then 1
        when 'org.muster.meeting.cancelled' then 2
        when 'org.muster.meeting.held' then 3
        when 'org.muster.decision.silence_broken' then 1
        when 'org.muster.decision.reservation_recorded' then 1
        when 'org.muster.decision.adopted' then 2
        when 'org.muster.decision.blocked' then 2
        when 'org.muster.decision.rescinded' then 3
        when 'org.muster.commitment.reaffirmed' then 1
        when 'org.muster.commitment.revised' then 2
        when 'org.muster.commitment.withdrawn' then 4
        when 'org.muster.observation.validated' then 1
        when 'org.muster.observation.rejected' then 1
        when 'org.muster.remedial_action.tasked' then 1
        when 'org.muster.remedial_action.implemented' then 2
        when 'org.muster.lesson.validated' then 3
        when 'org.muster.lesson.learned' then 4
        when 'org.muster.lesson.closed_without_action' then 4
        when 'org.muster.standard.implemented' then 1
        when 'org.muster.standard.reserved' then 1
        when 'org.muster.capability.withdrawn' then 1
        else 0
    end::smallint
$$;

do $$
declare
    projection text;
begin
    foreach projection in array array[
        'exercise_plan', 'exercise', 'meeting_plan', 'meeting', 'proposal', 'decision_move', 'decision', 'commitment',
        'commitment_move', 'observation', 'lesson', 'remedial_action', 'standard', 'capability'
    ] loop
        execute format('alter table %I add column life_rank smallint', projection);
        execute format(
            'update %I p set life_rank = pg_temp.life_rank(l.type) from ledger l where l.seq = p.root_seq', projection);
        execute format('alter table %I alter column life_rank set not null', projection);
        execute format('comment on column %I.life_rank is %L', projection,
            'Rank of the root''s type in the order of life: orders equal moments after sequence, before source and event_id.');
    end loop;
end $$;

drop function pg_temp.life_rank;
