create function _review_actions(known_at timestamptz, labels bigint[])
returns setof muster.review_action
language plpgsql stable set search_path from current as $$
begin
    return query
    select a.*
    from muster.review_action a
    where a.acted_at <= $1 and a.label_id = any ($2)
      -- What was said of a review that the viewer may not see is not seen either, nor what was put away.
      and exists (
          select from muster.review_action c
          where c.review_id = a.review_id and c.action = 'created' and c.acted_at <= $1 and c.label_id = any ($2)
      )
      and not exists (
          select from muster.review_action d
          where d.review_id = a.review_id and d.action = 'deleted' and d.acted_at <= $1 and d.label_id = any ($2)
      );
end $$;
comment on function _review_actions is 'What was done to the reviews that may be seen and are there?';

create function _editions(of_review text, known_at timestamptz, labels bigint[])
returns table (kept_as int, edition int, final_at timestamptz, author text, label_id bigint, actions int, content text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        e.edition,
        -- Counted among those that may be seen: a gap would tell of one that is hidden.
        (row_number() over (order by e.edition))::int, e.final_at, e.author, e.label_id, e.actions, e.content
    from muster.report_edition e
    where e.review_id = $1 and e.final_at <= $2 and e.label_id = any ($3);
end $$;
comment on function _editions is 'Which final reports of one review may be seen?';

-- none: scope_id, from_at, to_at, review_known_at
create function reviews(known_at timestamptz)
returns table (
    review_id text, name text, scope text, scope_id text, body text, from_at timestamptz, to_at timestamptz,
    review_known_at timestamptz, author text, created_at timestamptz, changed_at timestamptz, findings int, editions int
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    action as materialized (
        select a.review_id, a.acted_at, a.author, a.action, a.content::jsonb as content
        from viewer, _review_actions($1, viewer.labels) a
    )
    select
        c.review_id, c.content ->> 'name', c.content ->> 'scope', c.content ->> 'scope_id', c.content ->> 'body',
        (c.content ->> 'from_at')::timestamptz, (c.content ->> 'to_at')::timestamptz,
        (c.content ->> 'known_at')::timestamptz, c.author, c.acted_at, moved.at, found.n, made.n
    from action c, viewer,
        lateral (select max(a.acted_at) as at from action a where a.review_id = c.review_id) moved,
        lateral (
            select count(distinct a.content ->> 'finding_id')::int as n from action a
            where a.review_id = c.review_id and a.action = 'found' and not exists (
                select from action w
                where w.review_id = a.review_id and w.action = 'withdrawn' and w.acted_at >= a.acted_at
                  and w.content ->> 'finding_id' = a.content ->> 'finding_id'
            )
        ) found,
        lateral (
            select count(*)::int as n from _editions(c.review_id, $1, viewer.labels) e
        ) made
    where c.action = 'created'
    order by c.acted_at, c.review_id;
end $$;
comment on function reviews is 'Which reviews are kept, over what, by whom, with how many findings and final reports?';

-- none: reference, area, objective_id, root_cause, explanation
create function review_findings(of_review text, known_at timestamptz)
returns table (
    finding_id text, kind text, observation text, reference text, area text, objective_id text, root_cause text,
    explanation text, elements text[], evidence_seqs bigint[], author text, acted_at timestamptz
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    action as materialized (
        select a.acted_at, a.author, a.action, a.content::jsonb as content, a.content::jsonb ->> 'finding_id' as finding_id
        from viewer, _review_actions($2, viewer.labels) a
        where a.review_id = $1
    ),
    found as (
        select distinct on (a.finding_id) a.*
        from action a
        where a.action = 'found' and not exists (
            select from action w
            where w.action = 'withdrawn' and w.finding_id = a.finding_id and w.acted_at >= a.acted_at
        )
        order by a.finding_id, a.acted_at
    )
    select
        f.finding_id, f.content ->> 'kind', f.content ->> 'observation', f.content ->> 'reference',
        f.content ->> 'area', f.content ->> 'objective_id', f.content ->> 'root_cause', f.content ->> 'explanation',
        array(select jsonb_array_elements_text(f.content -> 'elements')),
        array(
            select l.seq
            from jsonb_array_elements(f.content -> 'evidence') e
            join ledger l on l.source = e ->> 'source' and l.event_id = e ->> 'id'
            where l.label_id = any (viewer.labels)
            order by l.seq
        ),
        f.author, f.acted_at
    from found f, viewer
    order by f.acted_at, f.finding_id;
end $$;
comment on function review_findings is 'What was found in one review, by whom, on which events does it rest?';

create function report_editions(of_review text, known_at timestamptz)
returns table (
    edition int, final_at timestamptz, author text, classification text, content text, is_changed_since bool,
    formats text[], sha256s text[]
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels)
    select
        e.edition, e.final_at, e.author, l.classification, e.content,
        exists (select from _review_actions($2, viewer.labels) a where a.review_id = $1 and a.number > e.actions),
        files.formats, files.hashes
    from viewer, _editions($1, $2, viewer.labels) e join muster.label l using (label_id),
        lateral (
            select array_agg(f.format order by f.format) as formats,
                   array_agg(encode(f.sha256, 'hex') order by f.format) as hashes
            from muster.report_file f
            where f.review_id = $1 and f.edition = e.kept_as
        ) files
    order by e.edition;
end $$;
comment on function report_editions is 'Which reports of one review were made final, by whom, and was anything said since?';

create function report_bytes(of_review text, of_edition int, in_format text, known_at timestamptz)
returns table (sha256 bytea, bytes bytea)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select f.sha256, f.bytes
    from (select muster.my_labels() as labels) viewer, _editions($1, $4, viewer.labels) e
    join muster.report_file f on f.review_id = $1 and f.edition = e.kept_as
    where e.edition = $2 and f.format = $3;
end $$;
comment on function report_bytes is 'What are the bytes of one final report in one format?';
