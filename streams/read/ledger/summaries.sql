-- needs: common/kinds

create function _summary(type text, data jsonb) returns text
language sql immutable as $$
    select case type
        when 'org.muster.member.joined' then concat_ws(' ', data ->> 'actor', 'joined', data ->> 'body', 'on', data ->> 'from_on')
        when 'org.muster.member.left' then concat_ws(' ', data ->> 'actor', 'left', data ->> 'body', 'on', data ->> 'to_on')
        when 'org.muster.exercise.conducted' then concat(
            coalesce(data ->> 'name', data ->> 'exercise_id'), ' (', _kinds_in(data), ') with ',
            jsonb_array_length(data -> 'participants'), ' participants')
        when 'org.muster.exercise.result_recorded' then concat(
            data ->> 'actor', ' ', data ->> 'area', ': ', coalesce('rated ' || (data ->> 'rating'), 'not rated'), ' by ',
            data ->> 'evaluator', ' evaluators in ', data ->> 'exercise_id')
        when 'org.muster.exercise.interop_tested' then concat(
            data ->> 'actor_a', ' with ', data ->> 'actor_b', ', ', data ->> 'dimension', ': ', data ->> 'outcome')
        when 'org.muster.capability.resource_level_reported' then concat(
            data ->> 'actor', ' ', data ->> 'area', ': pillar ', data ->> 'pillar', ' at ', data ->> 'pct', ' %')
        when 'org.muster.capability.assessed' then concat(
            data ->> 'actor', ' ', data ->> 'area', ': ', data ->> 'instrument', ' ', data ->> 'instrument_version', ', ',
            coalesce('score ' || (data ->> 'score'), 'level ' || (data ->> 'level')))
        when 'org.muster.meeting.held' then concat(
            data ->> 'body', ' ', data ->> 'level', ' meeting ', data ->> 'meeting_id', coalesce(' in ' || (data ->> 'place'), ''))
        when 'org.muster.decision.adopted' then concat(data ->> 'body', ' decided: ', data ->> 'topic')
        when 'org.muster.commitment.made' then concat(data ->> 'body', ' committed: ', data ->> 'title')
        when 'org.muster.commitment.progress_reported' then concat(
            data ->> 'actor', ' at ', data ->> 'value', ' on ', data ->> 'observed_on', ' (', data ->> 'commitment_id', ')')
        when 'org.muster.exercise.scheduled' then concat(
            coalesce(data ->> 'name', data ->> 'exercise_id'), ' (', _kinds_in(data), ') is planned from ', data ->> 'starts_on', ' to ', data ->> 'ends_on')
        when 'org.muster.exercise.cancelled' then concat(data ->> 'exercise_id', ' is cancelled: ', data ->> 'reason')
        when 'org.muster.observation.submitted' then concat(data ->> 'observation_id', ', ', data ->> 'area', ': ', data ->> 'text')
        when 'org.muster.observation.validated' then concat(data ->> 'observation_id', ' is accepted')
        when 'org.muster.observation.rejected' then concat(data ->> 'observation_id', ' is rejected: ', data ->> 'reason')
        when 'org.muster.lesson.identified' then concat(
            data ->> 'lesson_id', ', ', data ->> 'area', ', severity ', data ->> 'severity', ': ', data ->> 'root_cause')
        when 'org.muster.lesson.validated' then concat(
            data ->> 'lesson_id', ' is validated by ', data #>> '{validating_result,id}')
        when 'org.muster.lesson.learned' then concat(data ->> 'lesson_id', ' is learned')
        when 'org.muster.lesson.closed_without_action' then concat(
            data ->> 'lesson_id', ' is closed without action: ', data ->> 'reason')
        when 'org.muster.remedial_action.tasked' then concat(
            data ->> 'action_body', ' is tasked with ', data ->> 'action_id', ' (', data ->> 'element', ')',
            coalesce(', due on ' || (data ->> 'due_on'), ''))
        when 'org.muster.remedial_action.implemented' then concat(data ->> 'action_id', ' is implemented')
        when 'org.muster.capability.declared' then concat(
            data ->> 'actor', ' offers ', data ->> 'quantity', ' of ', data ->> 'capability_code', ' at ', data ->> 'ntm_days',
            ' days'' notice from ', data ->> 'available_from_on')
        when 'org.muster.capability.withdrawn' then concat(
            data ->> 'actor', ' withdraws ', data ->> 'capability_code', coalesce(': ' || (data ->> 'reason'), ''))
        when 'org.muster.standard.ratified' then concat(
            data ->> 'actor', ' ratified ', data ->> 'standard_id', ' edition ', data ->> 'edition')
        when 'org.muster.standard.implemented' then concat(
            data ->> 'actor', ' implemented ', data ->> 'standard_id', ' edition ', data ->> 'edition')
        when 'org.muster.standard.reserved' then concat(
            data ->> 'actor', ' made a reservation on ', data ->> 'standard_id', ' edition ', data ->> 'edition')
        when 'org.muster.baseline.adopted' then concat(
            data ->> 'actor', ' adopted ', data ->> 'baseline', ' spiral ', data ->> 'level')
        when 'org.muster.requirement.set' then concat(
            data ->> 'body', ' requires ', data ->> 'target_index', ' of ', data ->> 'actor', ' in ', data ->> 'area')
        when 'org.muster.level.overridden' then concat(
            data ->> 'actor', ' ', data ->> 'area', ': set to ', data ->> 'level', ' until ', data ->> 'expires_on', ': ',
            data ->> 'reason')
        when 'org.muster.meeting.scheduled' then concat(
            data ->> 'body', ' ', data ->> 'level', ' meeting ', data ->> 'meeting_id', ' is planned for ', data ->> 'starts_on')
        when 'org.muster.meeting.postponed' then concat(
            data ->> 'body', ' meeting ', data ->> 'meeting_id', ' is postponed', coalesce(' to ' || (data ->> 'starts_on'), ''))
        when 'org.muster.meeting.cancelled' then concat(data ->> 'body', ' meeting ', data ->> 'meeting_id', ' is cancelled')
        when 'org.muster.decision.proposed' then concat(
            data ->> 'body', ' is asked to decide: ', data ->> 'topic',
            coalesce(', silence until ' || (data ->> 'silence_deadline_at'), ''))
        when 'org.muster.decision.silence_broken' then concat(
            coalesce(data ->> 'actor', 'Somebody'), ' broke silence on ', data ->> 'decision_id', coalesce(': ' || (data ->> 'reason'), ''))
        when 'org.muster.decision.reservation_recorded' then concat(
            data ->> 'actor', ' made a reservation on ', data ->> 'decision_id', coalesce(': ' || (data ->> 'reason'), ''))
        when 'org.muster.decision.blocked' then concat(
            data ->> 'decision_id', ' is blocked', coalesce(' by ' || (data ->> 'actor'), ''), coalesce(': ' || (data ->> 'reason'), ''))
        when 'org.muster.decision.rescinded' then concat(data ->> 'decision_id', ' is rescinded: ', data ->> 'reason')
        when 'org.muster.commitment.reaffirmed' then concat(data ->> 'body', ' reaffirmed ', data ->> 'commitment_id')
        when 'org.muster.commitment.revised' then concat(data ->> 'body', ' revised its commitment: ', data ->> 'title')
        when 'org.muster.commitment.withdrawn' then concat(
            coalesce(nullif(array_to_string(array(select jsonb_array_elements_text(data -> 'actors')), ', '), ''), data ->> 'body'),
            ' withdrew from ', data ->> 'commitment_id')
        when 'org.muster.commitment.compliance_assessed' then concat(
            data ->> 'actor', ' scored ', data ->> 'score', ' on ', data ->> 'commitment_id', ' (', data ->> 'stage', ') by ',
            data ->> 'assessor')
        when 'org.muster.insight.shared' then concat(
            data ->> 'from_actor', ' shared insight on ', data ->> 'topic', ' with ',
            array_to_string(array(select jsonb_array_elements_text(data -> 'to_actors')), ', '))
        when 'org.muster.position.estimated' then concat(
            data ->> 'actor', ' at ', data ->> 'point', ' (', data ->> 'low', ' to ', data ->> 'high', ') on ',
            data ->> 'scale', ', ', data ->> 'occasion')
        when 'org.muster.figure.reported' then concat_ws(' ',
            data ->> 'actor', data ->> 'figure', data ->> 'value', coalesce(data ->> 'currency', data ->> 'unit'),
            'on', data ->> 'observed_on')
        when 'org.muster.note.added' then concat(data ->> 'author', ' on ', data ->> 'about', ': ', data ->> 'text')
        when 'org.muster.alert.acknowledged' then concat(data ->> 'author', ' acknowledged ', data ->> 'about')
        when 'org.muster.review.named' then concat(data ->> 'author', ' named a review: ', data ->> 'text')
        when 'org.muster.event.corrected' then concat('Correction of ', data #>> '{root,id}')
        when 'org.muster.event.retracted' then concat('Retraction of ', data #>> '{amends,id}', ': ', data ->> 'reason')
        else type
    end
$$;
comment on function _summary is 'What does an event say, in one line?';
