-- Of which kinds an exercise is: one, a mix of several, or none that is known.

create function _kind_said(kinds text[]) returns text
language sql immutable as $$
    select case cardinality(kinds) when 0 then 'unknown' when 1 then kinds[1] else 'mixed' end
$$;
comment on function _kind_said is 'Of which kind is an exercise, in one word?';

create function _kinds_in(data jsonb) returns text
language sql immutable as $$
    select coalesce(
        data ->> 'kind',
        (select string_agg(k, ' + ') from jsonb_array_elements_text(data -> 'kinds') k),
        'kind not said')
$$;
comment on function _kinds_in is 'Of which kinds is the exercise that an event of any version is about?';
