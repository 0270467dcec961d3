create function reader() returns table (viewer text, clearance_rank int, nation text)
language sql stable set search_path from current as $$
    select me.name, me.clearance_rank::int, me.nation::text
    from muster.me() me
    where me.name is not null
$$;
comment on function reader is 'Who is asking, and what may that viewer see? Nothing for somebody who is no viewer.';

create function event_by_identity(wanted_source text, wanted_id text)
returns table (seq bigint, recorded_at timestamptz, event text)
language sql stable set search_path from current as $$
    select l.seq, l.recorded_at, l.event
    from ledger l
    where (l.source, l.event_id) = ($1 collate "C", $2 collate "C")
      and l.label_id = any ((select muster.my_labels())::bigint[])
$$;
comment on function event_by_identity is 'Which event did this source send under this id?';

create function notes_on_page(page text, as_of timestamptz, known_at timestamptz, max_rows int default 200)
returns table (
    kind text, about text, text text, author text, occurred_at timestamptz, ledger_seq bigint, in_all bigint
)
language sql stable set search_path from current as $$
    select n.kind, n.about, n.text, n.author, n.occurred_at, n.ledger_seq, count(*) over ()
    from note n
    -- `$` is the character after `#`: what is about the page's cards stands between the two.
    where (n.about = $1 collate "C" or (n.about >= $1 || '#' collate "C" and n.about < $1 || '$' collate "C"))
      and n.kind <> 'review'
      and n.occurred_at <= $2 and n.recorded_at <= $3 and n.ended_at > $3
      and n.label_id = any ((select muster.my_labels())::bigint[])
    order by n.occurred_at desc, n.sequence desc, n.source desc, n.event_id desc
    limit least($4, 10000)
$$;
comment on function notes_on_page is 'What did people write about a page and the cards on it? Newest first.';
