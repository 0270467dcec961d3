-- Reviews that people keep, what they found in them, and the reports that were made final. Nothing here is changed or deleted:
-- what somebody takes back stands beside what was said.

create table review_action (
    review_id  text collate "C" not null check (review_id ~ '^[0-9a-f]{12}$'),
    number     int not null check (number > 0),
    acted_at   timestamptz not null default clock_timestamp(),
    author     text not null,
    label_id   bigint not null,
    action     text collate "C" not null check (action in ('created', 'found', 'withdrawn', 'deleted')),
    content    text not null check (content is json object),
    primary key (review_id, number)
);
comment on table review_action is 'What was done to each review, in order: made with its scope, a finding added or withdrawn, the review put away.';
comment on column review_action.number is 'Counts within its review. No answer shows it: a gap would tell of an action that is hidden.';
comment on column review_action.author is 'The viewer who did it.';
comment on column review_action.label_id is 'Marked as what its author was shown. In table label: added by the same transaction, as for the ledger.';
comment on column review_action.content is 'Of a review its name and scope, of a finding what was found, of the others which finding is meant.';

create table report_edition (
    review_id  text collate "C" not null,
    edition    int not null check (edition > 0),
    final_at   timestamptz not null default clock_timestamp(),
    author     text not null,
    label_id   bigint not null,
    actions    int not null check (actions > 0),
    content    text not null check (content is json object),
    primary key (review_id, edition)
);
comment on table report_edition is 'Reports that were made final: who made each, as whom it was read, at which clocks, by which version of the method.';
comment on column report_edition.label_id is 'The highest marking of what is in it.';
comment on column report_edition.actions is 'The number of the last action of the review that is in it.';
comment on column report_edition.content is 'Clocks, viewer, clearance, version of the method, and the report itself, block by block.';

create table report_file (
    review_id  text collate "C" not null,
    edition    int not null,
    format     text collate "C" not null check (format in ('html', 'pdf', 'docx', 'xlsx')),
    sha256     bytea not null,
    bytes      bytea not null,
    primary key (review_id, edition, format),
    foreign key (review_id, edition) references report_edition (review_id, edition),
    check (sha256 = sha256(bytes))
);
comment on table report_file is 'The bytes of a final report in each of its formats, with their hash.';

create function refuse_change() returns trigger
language plpgsql set search_path = muster, pg_catalog, pg_temp as $$
begin
    raise exception '% keeps what was said: nothing in it is changed or deleted', tg_table_name
        using errcode = 'object_not_in_prerequisite_state';
end $$;
comment on function refuse_change() is 'Refuses to change or delete what is only ever added to.';
revoke all on function refuse_change() from public;
create trigger kept before update or delete or truncate on review_action for each statement execute function refuse_change();
create trigger kept before update or delete or truncate on report_edition for each statement execute function refuse_change();
create trigger kept before update or delete or truncate on report_file for each statement execute function refuse_change();

-- An archive is written as a worker.
grant select on review_action, report_edition, report_file to muster_worker;
