/**
 * The inbox ordered and filtered: `inbox_entries` has of each open or snoozed conversation what the list goes by, in a
 * few dozen bytes of numbers. All of 100,000 fit the page cache, so that orders and filters are found without touching
 * the wide rows; those of the page alone are read. Triggers keep it, the tags as rows, what makes a lead hot, and the
 * counts of the splits Hot and Snoozed.
 *
 * No column of the server is new, so the cursor stays; what is derived here is derived from the rows that are cached.
 */
import type { Migration } from '../migrate.ts'

const SPLITS = ['all', 'mine', 'unassigned', 'hot', 'waiting', 'snoozed'] as const
const SORTS = ['waiting', 'priority', 'score'] as const
const FACETS = ['channel', 'handler', 'stage'] as const

const COLUMNS = `
alter table conversations add column lead_hot integer not null default 0;
alter table conversations add column in_hot integer generated always as (status = 'open' and lead_hot) virtual;
alter table conversations add column in_snoozed integer generated always as (status = 'snoozed') virtual;
drop index inbox_all;
drop index inbox_mine;
drop index inbox_unassigned;
drop index inbox_waiting;
`

const HOT = (lead: string): string => `(${lead}.temperature is 'hot' or ${lead}.contact_status = 'hot')`

const HOT_LEADS = `
update conversations set lead_hot = 1 where lead_id in (select id from leads where ${HOT('leads')});
create trigger leads_hot_insert after insert on leads when ${HOT('new')} begin
  update conversations set lead_hot = 1 where lead_id = new.id;
end;
create trigger leads_hot_update after update on leads when ${HOT('old')} is not ${HOT('new')} begin
  update conversations set lead_hot = ${HOT('new')} where lead_id = new.id;
end;
create trigger leads_hot_delete after delete on leads when ${HOT('old')} begin
  update conversations set lead_hot = 0 where lead_id = old.id;
end;
`

/** What an entry is made of, over a conversation; of the ranks, the greater is the higher in the list. */
const ENTRY: Record<string, (row: string) => string> = {
  rid: (row) => `${row}.rid`,
  at: (row) => `${row}.at`,
  ...Object.fromEntries(SPLITS.map((split) => [`in_${split}`, (row: string) => `${row}.in_${split}`])),
  unread: (row) => `${row}.unread_count > 0`,
  by_waiting: (row) => `coalesce(-${row}.waiting_since, -9000000000000000)`,
  by_priority: (row) => `case ${row}.priority when 'urgent' then 3 when 'high' then 2 when 'normal' then 1 else 0 end`,
  by_score: (row) => `coalesce(${row}.lead_score, 0)`,
  channel: (row) => numberOf(CHANNEL(row)),
  handler: (row) => numberOf(HANDLER(row)),
  stage: (row) => numberOf(STAGE(row)),
}
const CHANNEL = (row: string): string => `${row}.channel_id`
const HANDLER = (row: string): string => `coalesce(${row}.assigned_to, ${row}.lead_owner_id, '')`
const STAGE = (row: string): string => `coalesce(${row}.lead_stage_id, '')`
const numberOf = (value: string): string => `(select no from inbox_values where value = ${value})`
const isListed = (row: string): string => `${row}.status in ('open', 'snoozed')`

/** A trigger takes the conflict clause of what fires it, so none is relied on here. */
const insertEntry = (row: string, from: string): string => `
  insert into inbox_values (value) select value from (
    ${[CHANNEL, HANDLER, STAGE].map((of) => `select ${of(row)} as value ${from} where ${isListed(row)}`).join(' union ')}
  ) where value not in (select value from inbox_values);
  insert into inbox_entries (${Object.keys(ENTRY).join(', ')})
    select ${Object.values(ENTRY)
      .map((of) => of(row))
      .join(', ')} ${from} where ${isListed(row)};`

const differs = `(${['status', ...Object.keys(ENTRY).filter((name) => /^(at|in_|by_|unread)/.test(name))]
  .map((name) => (ENTRY[name] ? ENTRY[name]('old') : `old.${name}`))
  .join(', ')}, ${[CHANNEL, HANDLER, STAGE].map((of) => of('old')).join(', ')})`

const ENTRIES = `
-- Ids of channels, people and stages by a small number; '' for none.
create table inbox_values (no integer primary key, value text not null unique) strict;
create table inbox_entries (
  rid integer primary key,
  ${Object.keys(ENTRY)
    .filter((name) => name !== 'rid')
    .map((name) => `${name} integer not null`)
    .join(',\n  ')}
) strict;
${insertEntry('c', 'from conversations as c')}
-- One per split and order, one per thing to filter by: a page is a range of one.
${SPLITS.map((split) => `create index inbox_${split} on inbox_entries (at, rid) where in_${split};`).join('\n')}
${SPLITS.flatMap((split) =>
  SORTS.map(
    (sort) => `create index inbox_${split}_by_${sort} on inbox_entries (by_${sort}, at, rid) where in_${split};`,
  ),
).join('\n')}
${FACETS.map((facet) => `create index inbox_of_${facet} on inbox_entries (${facet}, at, rid);`).join('\n')}
create trigger conversations_listed_insert after insert on conversations when ${isListed('new')} begin
  ${insertEntry('new', '')}
end;
create trigger conversations_listed_update after update on conversations
  when ${differs} is not ${differs.replaceAll('old.', 'new.')} begin
  delete from inbox_entries where rid = old.rid;
  ${insertEntry('new', '')}
end;
create trigger conversations_listed_delete after delete on conversations begin
  delete from inbox_entries where rid = old.rid;
end;
`

const TAGS = `
-- The conversations of leads with a tag, whatever their state.
create table inbox_tags (tag text not null, rid integer not null, primary key (tag, rid)) strict, without rowid;
create index inbox_tags_by_conversation on inbox_tags (rid);
insert into inbox_tags
  select distinct tag.value, c.rid from leads, json_each(leads.tags) as tag join conversations as c on c.lead_id = leads.id;
create trigger leads_tagged_insert after insert on leads when new.tags <> '[]' begin
  insert into inbox_tags
    select distinct tag.value, c.rid from conversations as c, json_each(new.tags) as tag where c.lead_id = new.id;
end;
create trigger leads_tagged_update after update of tags on leads when old.tags is not new.tags begin
  delete from inbox_tags where rid in (select rid from conversations where lead_id = new.id);
  insert into inbox_tags
    select distinct tag.value, c.rid from conversations as c, json_each(new.tags) as tag where c.lead_id = new.id;
end;
create trigger leads_tagged_delete after delete on leads when old.tags <> '[]' begin
  delete from inbox_tags where rid in (select rid from conversations where lead_id = old.id);
end;
create trigger conversations_tagged_insert after insert on conversations begin
  insert into inbox_tags
    select distinct tag.value, new.rid from leads, json_each(leads.tags) as tag where leads.id = new.lead_id;
end;
-- A merge gives conversations another lead.
create trigger conversations_tagged_update after update of lead_id on conversations
  when old.lead_id is not new.lead_id begin
  delete from inbox_tags where rid = new.rid;
  insert into inbox_tags
    select distinct tag.value, new.rid from leads, json_each(leads.tags) as tag where leads.id = new.lead_id;
end;
create trigger conversations_tagged_delete after delete on conversations begin
  delete from inbox_tags where rid = old.rid;
end;
`

const COUNTS = `
drop trigger conversations_counted_insert;
drop trigger conversations_counted_delete;
drop trigger conversations_counted_update;
insert into split_counts
  select 'hot', count(*), coalesce(sum(unread_count > 0), 0) from conversations where in_hot
  union all select 'snoozed', count(*), coalesce(sum(unread_count > 0), 0) from conversations where in_snoozed;
create trigger conversations_counted_insert after insert on conversations begin ${count((of) => of('new'))} end;
create trigger conversations_counted_delete after delete on conversations begin ${count((of) => `-${of('old')}`)} end;
create trigger conversations_counted_update after update on conversations
  when (${flags('old')}) is not (${flags('new')}) begin ${count((of) => `${of('new')} - ${of('old')}`)} end;
`

function flags(row: 'old' | 'new'): string {
  return [...SPLITS.map((split) => `${row}.in_${split}`), `${row}.unread_count > 0`].join(', ')
}

/** Adds to each split's counts; `by` makes the difference out of what a row counts for. */
function count(by: (of: (row: 'old' | 'new') => string) => string): string {
  const perSplit = (of: (row: 'old' | 'new', split: string) => string) =>
    `case split ${SPLITS.map((split) => `when '${split}' then ${by((row) => `(${of(row, split)})`)}`).join(' ')} end`
  return `update split_counts set
    total = total + ${perSplit((row, split) => `${row}.in_${split}`)},
    unread = unread + ${perSplit((row, split) => `${row}.in_${split} and ${row}.unread_count > 0`)};`
}

export const triage: Migration = {
  version: 9,
  name: 'triage',
  up: (db) => db.exec([COLUMNS, HOT_LEADS, ENTRIES, TAGS, COUNTS].join('\n')),
}
