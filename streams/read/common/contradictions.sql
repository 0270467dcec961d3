-- needs: common/visible

-- What contradicts itself is shown, never settled by the spelling of ids: the opposite of what somebody else says of the
-- same moment, and moves that presuppose what is not there.

create function _opposite(move text) returns text
language sql immutable as $$
    select case move
        when 'accepted' then 'rejected' when 'rejected' then 'accepted'
        when 'learned' then 'closed' when 'closed' then 'learned'
        when 'implemented' then 'reserved' when 'reserved' then 'implemented'
        when 'joined' then 'left' when 'left' then 'joined'
    end
$$;
comment on function _opposite is 'Which move of the same rank can a move not stand beside? Of one moment the two decide nothing.';

create function _two_sources(
    projection text, keys text[], as_of timestamptz, known_at timestamptz, labels bigint[]
)
returns table (item text, newest_seq bigint)
language plpgsql stable set search_path from current as $$
declare
    names text := (select string_agg(quote_ident(k), ', ') from unnest(keys) k);
    item_names text := (select string_agg(quote_ident(k), ', ') from unnest(keys) k where k <> 'life_rank');
    visible text := '_visible_' || projection;
    is_told_twice bool;
begin
    -- Hardly ever do two sources speak of one moment: most often this is all that is asked.
    execute format($query$
        select exists (select from %1$I($1, $2, $3) p group by %2$s, p.occurred_at having min(p.source) <> max(p.source))
    $query$, visible, names) into is_told_twice using as_of, known_at, labels;
    if not is_told_twice then
        return;
    end if;
    return query execute format($query$
        with tie as (
            select %2$s, p.occurred_at from %1$I($1, $2, $3) p group by %2$s, p.occurred_at having min(p.source) <> max(p.source)
        ),
        -- The last word of each source; what is only worded otherwise is no contradiction.
        word as (
            select distinct on (%2$s, occurred_at, p.source) %2$s, occurred_at, p.ledger_seq, to_jsonb(p) - array[
                'occurred_at', 'recorded_at', 'ended_at', 'label_id', 'ledger_seq', 'root_seq', 'sequence', 'source', 'event_id',
                'reason', 'text', 'root_cause', 'title', 'date_precision', 'participants'] as told
            from %1$I($1, $2, $3) p join tie using (%2$s, occurred_at)
            order by %2$s, occurred_at, p.source, p.sequence desc, p.event_id desc
        ),
        disputed as (
            select concat_ws(' ', %3$s) as item, max(ledger_seq) as newest_seq
            from word group by %2$s, occurred_at having count(distinct told) > 1
        )
        select d.item, max(d.newest_seq) from disputed d group by d.item
    $query$, visible, names, item_names) using as_of, known_at, labels;
end $$;
comment on function _two_sources is 'About which items do the last words of two sources on one moment contradict each other?';

create function _standards_held(as_of timestamptz, known_at timestamptz, labels bigint[]) returns setof standard
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    -- Taken up and reserved in one moment: neither is known, so what was so before stands.
    select distinct on (s.actor, s.standard_id, s.edition, s.dimension) (s.step).*
    from (
        select s.actor, s.standard_id, s.edition, s.dimension, s as step, min(s.state) over tie = max(s.state) over tie as is_clear
        from _visible_standard($1, $2, $3) s
        window tie as (
            partition by s.actor, s.standard_id, s.edition, s.dimension, s.occurred_at, s.sequence, s.life_rank)
    ) s
    where s.is_clear
    order by
        s.actor, s.standard_id, s.edition, s.dimension, (s.step).occurred_at desc, (s.step).sequence desc,
        (s.step).life_rank desc, (s.step).source desc, (s.step).event_id desc;
end $$;
comment on function _standards_held is 'Where does each actor stand on each edition of a standard?';
