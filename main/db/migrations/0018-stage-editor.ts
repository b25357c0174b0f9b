/**
 * Version 18: how long a card may stand in a stage, what deleted stages were called, and the competitor of a deal.
 *
 * What was pulled before says nothing about them, so the cursor is forgotten and the next round is a scan, which fills
 * them in. Queue, drafts and what is cached stay.
 */
import type { Migration } from '../migrate.ts'

const COLUMNS = `
alter table pipeline_stages add column rotting_days integer not null default 14;
alter table stage_changes add column from_name text;
alter table stage_changes add column to_name text;
alter table deals add column competitor text;
update shadows set row = json_set(row, '$.rotting_days', 14) where table_name = 'pipeline_stages' and row is not null;
update shadows set row = json_set(row, '$.competitor', null) where table_name = 'deals' and row is not null;
`

const SCAN_NEXT = `delete from meta where key = 'cursor';`

export const stageEditor: Migration = {
  version: 18,
  name: 'stage editor',
  up: (db) => db.exec(COLUMNS + SCAN_NEXT),
}
