-- needs: common/visible

-- none: text
create function notes(
    only_about text, as_of timestamptz, known_at timestamptz, max_rows int default 100, only_kind text default null
)
returns table (
    kind text, about text, text text, author text, occurred_at timestamptz, source text, event_id text, ledger_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select n.kind, n.about, n.text, n.author, n.occurred_at, n.source, n.event_id, n.ledger_seq
    from (select muster.my_labels() as labels offset 0) viewer, _visible_note($2, $3, viewer.labels) n
    where ($1 is null or n.about = $1) and ($5 is null or n.kind = $5)
    order by n.occurred_at desc, n.sequence desc, n.source desc, n.event_id desc
    limit least($4, 10000);
end $$;
comment on function notes is 'What did people write about something, which alerts have they seen, which reviews have they named? Newest first.';

-- none: text
create function notes_on_page(page text, as_of timestamptz, known_at timestamptz, max_rows int default 200)
returns table (
    kind text, about text, text text, author text, occurred_at timestamptz, ledger_seq bigint, in_all bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select n.kind, n.about, n.text, n.author, n.occurred_at, n.ledger_seq, count(*) over ()
    from (select muster.my_labels() as labels offset 0) viewer, _visible_note($2, $3, viewer.labels) n
    -- `$` is the character after `#`: what is about the page's cards stands between the two.
    where (n.about = $1 collate "C" or (n.about >= $1 || '#' collate "C" and n.about < $1 || '$' collate "C"))
      and n.kind <> 'review'
    order by n.occurred_at desc, n.sequence desc, n.source desc, n.event_id desc
    limit least($4, 10000);
end $$;
comment on function notes_on_page is 'What did people write about a page and the cards on it? Newest first.';
