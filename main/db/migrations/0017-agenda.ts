/**
 * The agenda: `agenda` has of everything that waits for somebody (a planned activity, the follow-up of a lead, a call that
 * nobody took) and of every booking where and when it stands, so that a page of a list or a week is a range of one index;
 * `agenda_days` counts them by day. Triggers keep both. `reminded` remembers of what the rep has been reminded.
 *
 * No column of the server is new, so the cursor stays; what is derived here is derived from the rows that are cached.
 */
import type { Migration } from '../migrate.ts'

/** Of an activity without a time: after all others. */
const NEVER = 9_000_000_000_000_000
const DAY = 86_400_000

const SOURCE = { activity: 0, follow_up: 1, booking: 2, call: 3 } as const
const LIST = { due: 0, missed: 1, booking: 2 } as const
/** The counts of everybody's stand under this owner. */
const EVERYBODY = 0

const TABLES = `
create table agenda (
  -- 0: activity, 1: follow-up of a lead, 2: booking, 3: call of a customer; and the row's number in its table.
  source integer not null,
  rid integer not null,
  -- 0: to be done, 1: missed, 2: booking.
  list integer not null,
  owner integer not null,
  -- Milliseconds since 1970; of what was missed negative, for the latest comes first.
  rank integer not null,
  primary key (source, rid)
) strict, without rowid;
create table agenda_days (
  owner integer not null,
  list integer not null,
  day integer not null,
  items integer not null,
  primary key (owner, list, day)
) strict, without rowid;
-- Calls that nobody took, whether or not somebody has called back since.
create table missed_calls (
  rid integer primary key,
  lead_id text not null,
  conversation_id text not null,
  at integer not null
) strict;
create index missed_calls_by_lead on missed_calls (lead_id);
create table reminded (
  source integer not null,
  rid integer not null,
  at integer not null,
  primary key (source, rid)
) strict, without rowid;
`

const INDEXES = `
create index agenda_of_owner on agenda (owner, list, rank, source, rid);
create index agenda_of_everybody on agenda (list, rank, source, rid, owner);
`

const count = (row: 'new' | 'old', owner: string): string => `
  insert into agenda_days values (${owner}, ${row}.list, ${row}.rank / ${DAY}, ${row === 'new' ? 1 : -1})
    on conflict (owner, list, day) do update set items = items + excluded.items;`

const counted = (row: 'new' | 'old'): string => count(row, `${row}.owner`) + count(row, String(EVERYBODY))

const COUNTS = `
insert into agenda_days select owner, list, rank / ${DAY}, count(*) from agenda group by 1, 2, 3;
insert into agenda_days select ${EVERYBODY}, list, rank / ${DAY}, count(*) from agenda group by 1, 2, 3;
create trigger agenda_insert after insert on agenda begin
  ${counted('new')}
end;
create trigger agenda_delete after delete on agenda begin
  ${counted('old')}
  delete from agenda_days where (owner, list, day) in (
    values (old.owner, old.list, old.rank / ${DAY}), (${EVERYBODY}, old.list, old.rank / ${DAY})) and items = 0;
end;
`

const numberOf = (value: string): string => `(select no from inbox_values where value = ${value})`
const ownerOfLead = (leadId: string): string => `(select l.owner_id from leads as l where l.id = ${leadId})`

/** What enters the agenda from a table: which of its rows, whose they are, in which list and where. */
interface Entry {
  source: number
  when: (row: string) => string
  owner: (row: string) => string
  list: (row: string) => string
  rank: (row: string) => string
}

const ACTIVITY: Entry = {
  source: SOURCE.activity,
  when: (row) => `${row}.status in ('planned', 'missed')`,
  owner: (row) => `coalesce(${row}.assigned_to, ${ownerOfLead(`${row}.lead_id`)}, '')`,
  list: (row) => `case ${row}.status when 'missed' then ${LIST.missed} else ${LIST.due} end`,
  rank: (row) =>
    `case ${row}.status when 'missed' then -coalesce(${row}.due_at, ${row}.created_at)
      else coalesce(${row}.due_at, ${NEVER}) end`,
}
const FOLLOW_UP: Entry = {
  source: SOURCE.follow_up,
  when: (row) => `(${row}.next_follow_up_at is not null and ${row}.merged_into is null and ${row}.archived_at is null)`,
  owner: (row) => `coalesce(${row}.owner_id, '')`,
  list: () => String(LIST.due),
  rank: (row) => `${row}.next_follow_up_at`,
}
const BOOKING: Entry = {
  source: SOURCE.booking,
  when: (row) => `${row}.status <> 'cancelled'`,
  owner: (row) => `coalesce(${row}.assigned_to, ${ownerOfLead(`${row}.lead_id`)}, '')`,
  list: () => String(LIST.booking),
  rank: (row) => `${row}.starts_at`,
}
/** Until the customer has been answered or called, or a call is planned. */
const CALL: Entry = {
  source: SOURCE.call,
  when: (row) => `exists (select 1 from conversations as c where c.id = ${row}.conversation_id
      and c.status in ('open', 'snoozed') and c.waiting_since <= ${row}.at)
    and not exists (select 1 from activities as a where a.lead_id = ${row}.lead_id and a.type = 'call'
      and a.status in ('planned', 'completed') and a.created_at >= ${row}.at)`,
  owner: (row) => `coalesce((select c.assigned_to from conversations as c where c.id = ${row}.conversation_id),
    ${ownerOfLead(`${row}.lead_id`)}, '')`,
  list: () => String(LIST.missed),
  rank: (row) => `-${row}.at`,
}

/** A trigger takes the conflict clause of what fires it, so none is relied on here. */
function enter(entry: Entry, row: string, from: string): string {
  const rows = `${from} ${from.includes(' where ') ? 'and' : 'where'} ${entry.when(row)}`
  const owner = entry.owner(row)
  return `
  insert into inbox_values (value) select distinct ${owner} ${rows}
    and not exists (select 1 from inbox_values where value = ${owner});
  insert into agenda (source, rid, list, owner, rank)
    select ${entry.source}, ${row}.rid, ${entry.list(row)}, ${numberOf(owner)}, ${entry.rank(row)} ${rows};`
}

const leave = ({ source }: Entry, row: string): string =>
  `delete from agenda where source = ${source} and rid = ${row}.rid;`

/** Takes in anew all of a lead that a table has. */
const renew = (entry: Entry, table: string, leadId: string): string => `
  delete from agenda where source = ${entry.source} and rid in (select rid from ${table} where lead_id = ${leadId});
  ${enter(entry, 'x', `from ${table} as x where x.lead_id = ${leadId}`)}`

const renewCalls = (leadId: string): string => renew(CALL, 'missed_calls', leadId)
const hasMissed = (leadId: string): string => `exists (select 1 from missed_calls where lead_id = ${leadId})`

/** The triggers of a table whose rows enter one by one. */
function triggers(entry: Entry, table: string, columns: string[]): string {
  const values = (row: string): string => `(${columns.map((column) => `${row}.${column}`).join(', ')})`
  return `
create trigger ${table}_agenda_insert after insert on ${table} when ${entry.when('new')} begin
  ${enter(entry, 'new', '')}
end;
create trigger ${table}_agenda_update after update on ${table}
  when (${entry.when('old')} or ${entry.when('new')}) and ${values('old')} is not ${values('new')} begin
  ${leave(entry, 'old')}
  ${enter(entry, 'new', '')}
end;
create trigger ${table}_agenda_delete after delete on ${table} when ${entry.when('old')} begin
  ${leave(entry, 'old')}
end;
`
}

const ROWS = [
  triggers(ACTIVITY, 'activities', ['status', 'due_at', 'assigned_to', 'lead_id']),
  triggers(FOLLOW_UP, 'leads', ['next_follow_up_at', 'merged_into', 'archived_at', 'owner_id']),
  triggers(BOOKING, 'bookings', ['status', 'starts_at', 'assigned_to', 'lead_id']),
].join('\n')

/** What is nobody's in particular is the lead's owner's; a lead may come after what hangs on it. */
const ofLead = `
  ${renew(ACTIVITY, 'activities', 'new.id')}
  ${renew(BOOKING, 'bookings', 'new.id')}
  ${renewCalls('new.id')}`
const OWNERS = `
create trigger leads_agenda_come after insert on leads
  when exists (select 1 from activities where lead_id = new.id) or exists (select 1 from bookings where lead_id = new.id)
    or ${hasMissed('new.id')} begin
  ${ofLead}
end;
create trigger leads_agenda_owner after update of owner_id on leads when old.owner_id is not new.owner_id begin
  ${ofLead}
end;
`

/** How telephony says that nobody took a call (supabase/functions/ingest/twilio-voice.ts, and the demo's). */
const isMissed = (row: string): string => `(${row}.content_type = 'call' and ${row}.direction = 'inbound'
  and (json_extract(${row}.metadata, '$.status') in ('no-answer', 'canceled', 'busy')
    or json_extract(${row}.metadata, '$.outcome') = 'missed'))`

const isCall = (row: string): string => `(${row}.type = 'call' and ${row}.status in ('planned', 'completed'))`

const CALLS = `
create trigger messages_missed_insert after insert on messages when ${isMissed('new')} begin
  insert into missed_calls values (new.rid, new.lead_id, new.conversation_id, new.created_at);
  ${renewCalls('new.lead_id')}
end;
create trigger messages_missed_move after update of lead_id, conversation_id on messages
  when ${isMissed('new')} and (old.lead_id, old.conversation_id) is not (new.lead_id, new.conversation_id) begin
  update missed_calls set lead_id = new.lead_id, conversation_id = new.conversation_id where rid = new.rid;
  ${renewCalls('old.lead_id')}
  ${renewCalls('new.lead_id')}
end;
create trigger messages_missed_delete after delete on messages when ${isMissed('old')} begin
  delete from agenda where source = ${SOURCE.call} and rid = old.rid;
  delete from missed_calls where rid = old.rid;
end;
create trigger conversations_missed_insert after insert on conversations when ${hasMissed('new.lead_id')} begin
  ${renewCalls('new.lead_id')}
end;
create trigger conversations_missed_update after update of status, waiting_since, assigned_to, lead_id on conversations
  when (old.status, old.waiting_since, old.assigned_to, old.lead_id)
    is not (new.status, new.waiting_since, new.assigned_to, new.lead_id) and ${hasMissed('new.lead_id')} begin
  ${renewCalls('new.lead_id')}
end;
create trigger conversations_missed_delete after delete on conversations when ${hasMissed('old.lead_id')} begin
  ${renewCalls('old.lead_id')}
end;
create trigger activities_called_insert after insert on activities
  when ${isCall('new')} and ${hasMissed('new.lead_id')} begin
  ${renewCalls('new.lead_id')}
end;
create trigger activities_called_update after update on activities
  when (${isCall('old')} or ${isCall('new')}) and ${hasMissed('new.lead_id')} begin
  ${renewCalls('new.lead_id')}
end;
create trigger activities_called_delete after delete on activities
  when ${isCall('old')} and ${hasMissed('old.lead_id')} begin
  ${renewCalls('old.lead_id')}
end;
`

const FILL = `
${enter(ACTIVITY, 'x', 'from activities as x')}
${enter(FOLLOW_UP, 'x', 'from leads as x')}
${enter(BOOKING, 'x', 'from bookings as x')}
insert into missed_calls select m.rid, m.lead_id, m.conversation_id, m.created_at from messages as m where ${isMissed('m')};
${enter(CALL, 'x', 'from missed_calls as x')}
`

export const agenda: Migration = {
  version: 17,
  name: 'agenda',
  up: (db) => db.exec([TABLES, FILL, INDEXES, COUNTS, ROWS, OWNERS, CALLS].join('\n')),
}
