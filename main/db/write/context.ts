import type { Connection } from '../connection.ts'
import type { Meta } from '../meta.ts'
import type { Touched } from '../touched.ts'
import type { Absence } from './absence.ts'
import type { Arrivals } from './arrivals.ts'
import type { CacheRows } from './cache-rows.ts'
import type { Drafts } from './drafts.ts'
import type { MergeLog } from './merge-log.ts'
import type { Discarded } from './discarded.ts'
import type { OutgoingFiles } from './outgoing-files.ts'
import type { Outbox } from './outbox.ts'
import type { Rebase } from './rebase.ts'
import type { Redirects } from './redirects.ts'
import type { SaveStates } from './save-state.ts'
import type { Shadows } from './shadows.ts'
import type { Vault } from './vault.ts'

/** What the writer's operations work on, all over one connection. */
export interface WriteContext {
  db: Connection
  meta: Meta
  rows: CacheRows
  outbox: Outbox
  shadows: Shadows
  rebase: Rebase
  saveStates: SaveStates
  vault: Vault
  mergeLog: MergeLog
  redirects: Redirects
  drafts: Drafts
  outgoingFiles: OutgoingFiles
  discarded: Discarded
  arrivals: Arrivals
  absence: Absence
  touched: Touched
}
