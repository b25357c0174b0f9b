/**
 * Version 2: the rest of the tables that a desktop holds, and the columns that activities and bookings have got since.
 *
 * What version 1 pulled says nothing about them, so the cursor is forgotten and the next round is a scan. Queue, drafts
 * and what is cached stay; the scan fills in what is new. No change that version 1 could queue writes activities or
 * bookings, so no shadow lacks their new columns.
 */
import type { Migration } from '../migrate.ts'
import { ATTENTION } from './0002/attention.ts'
import { COMMERCE } from './0002/commerce.ts'
import { CONTACT } from './0002/contact.ts'
import { OUTREACH } from './0002/outreach.ts'
import { TEACHING } from './0002/teaching.ts'

const ADDED_COLUMNS = `
alter table activities add column deal_id text;
alter table bookings add column ends_at integer;
alter table bookings add column title text;
alter table bookings add column assigned_to text;
alter table bookings add column cancelled_at integer;
alter table bookings add column created_by text;
`

const SCAN_NEXT = `delete from meta where key = 'cursor';`

export const furtherTables: Migration = {
  version: 2,
  name: 'further tables',
  up: (db) => db.exec([CONTACT, COMMERCE, OUTREACH, TEACHING, ATTENTION, ADDED_COLUMNS, SCAN_NEXT].join('\n')),
}
