/**
 * Version 19: what this device keeps of the rep's own for the next start, such as where they are on screen. No replicated
 * table changes.
 */
import type { Migration } from '../migrate.ts'

const UP = `create table kept (key text primary key, value text not null) strict, without rowid;`

export const kept: Migration = { version: 19, name: 'kept', up: (db) => db.exec(UP) }
