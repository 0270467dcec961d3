-- What could not become an event is under no label that anybody has checked. Where, when and why it was refused is for
-- operators; what it says itself, and what people say of it, only for those who are cleared for everything.

-- none: detail, source, event_id
create function dead_letters(max_rows int default 100, only_state text default null, only_reason text default null)
returns table (
    topic text, epoch int, is_newest_epoch bool, partition int, "offset" bigint, recorded_at timestamptz, reason text, detail text,
    size_bytes bigint, source text, event_id text, state text
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
declare
    is_covered bool := muster.covers_everything();
begin
    return query
    select
        d.topic::text, d.epoch, d.epoch = (select max(e.epoch) from topic_epoch e where e.topic = d.topic), d.partition,
        d."offset", d.recorded_at, d.reason::text, case when is_covered then d.detail end, d.size_bytes,
        case when is_covered then d.source::text end, case when is_covered then d.event_id::text end,
        coalesce(s.state, 'open')::text
    from dead_letter d
    left join muster.dead_letter_state s using (topic, epoch, partition, "offset")
    where ($2 is null or coalesce(s.state, 'open') = $2) and ($3 is null or d.reason = $3) and muster.is_operator()
    order by d.recorded_at desc, d.topic, d.partition, d."offset" desc
    limit least($1, 10000);
end $$;
comment on function dead_letters is 'Which records could not become events, newest first, and how does each stand?';

create function dead_letter_groups()
returns table (reason text, open bigint, redriven bigint, discarded bigint, newest_at timestamptz)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        d.reason::text,
        count(*) filter (where coalesce(s.state, 'open') = 'open'),
        count(*) filter (where s.state = 'redriven'),
        count(*) filter (where s.state = 'discarded'),
        max(d.recorded_at)
    from dead_letter d
    left join muster.dead_letter_state s using (topic, epoch, partition, "offset")
    where muster.is_operator()
    group by d.reason
    order by 2 desc, d.reason;
end $$;
comment on function dead_letter_groups is 'Why could records not become events, and what is still to be done about how many?';

-- none: detail, source, event_id, key, received, header_names, header_values, header_values[]
create function dead_letter(wanted_topic text, wanted_epoch int, wanted_partition int, wanted_offset bigint)
returns table (
    topic text, epoch int, is_newest_epoch bool, partition int, "offset" bigint, recorded_at timestamptz, reason text, detail text,
    size_bytes bigint, source text, event_id text, state text, is_covered bool, key bytea, received bytea, header_names text[],
    header_values bytea[]
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
declare
    covers bool := muster.covers_everything();
begin
    return query
    select
        d.topic::text, d.epoch, d.epoch = (select max(e.epoch) from topic_epoch e where e.topic = d.topic), d.partition,
        d."offset", d.recorded_at, d.reason::text, case when covers then d.detail end, d.size_bytes,
        case when covers then d.source::text end, case when covers then d.event_id::text end,
        coalesce(s.state, 'open')::text, covers, case when covers then d.key end, case when covers then d.bytes end,
        case when covers then d.header_names end, case when covers then d.header_values end
    from dead_letter d
    left join muster.dead_letter_state s using (topic, epoch, partition, "offset")
    where (d.topic, d.epoch, d.partition, d."offset") = ($1, $2, $3, $4) and muster.is_operator();
end $$;
comment on function dead_letter is 'What is known of one record that could not become an event, and what did it say?';

-- none: why, sent_topic, sent_epoch, sent_partition, sent_offset, became, became_seq, became_reason
create function dead_letter_actions(wanted_topic text, wanted_epoch int, wanted_partition int, wanted_offset bigint)
returns table (
    number int, action text, acted_at timestamptz, acted_by text, why text, is_corrected bool, sent_topic text, sent_epoch int,
    sent_partition int, sent_offset bigint, became text, became_seq bigint, became_reason text
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    if not (muster.covers_everything() and muster.is_operator()) then
        return;
    end if;
    return query
    select
        h.number, h.action::text, h.acted_at, h.acted_by, h.why, h.is_corrected, h.sent_topic::text, h.sent_epoch,
        h.sent_partition, h.sent_offset, h.became, h.became_seq, h.became_reason::text
    from muster.dead_letter_history h
    where (h.topic, h.epoch, h.partition, h."offset") = ($1, $2, $3, $4)
    order by h.number;
end $$;
comment on function dead_letter_actions is 'What did people do with a record that could not become an event, and what became of it?';
