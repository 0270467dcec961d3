create function whatifs()
returns table (
    whatif_id text, name text, author text, made_at timestamptz, seq bigint, whatif_known_at timestamptz, heard_at timestamptz,
    edits text, is_computed bool
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels)
    select
        w.whatif_id, w.name, w.author, w.made_at, w.seq, w.known_at, w.heard_at, w.edits,
        -- What another version of Muster made, or over a world that is gone, was dropped; its edits are kept.
        to_regnamespace('whatif_' || w.whatif_id) is not null
    from muster.whatif w, viewer
    where w.label_ids <@ viewer.labels
    order by w.made_at, w.whatif_id;
end $$;
comment on function whatifs is
    'Which what-ifs are there, of those all of whose edited events may be seen: as of which event, and are they computed?';
