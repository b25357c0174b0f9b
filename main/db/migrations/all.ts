import type { Migration } from '../migrate.ts'
import { core } from './0001-core.ts'
import { furtherTables } from './0002-further-tables.ts'
import { settling } from './0003-settling.ts'
import { conflicts } from './0004-conflicts.ts'
import { away } from './0005-away.ts'
import { search } from './0006-search.ts'
import { replies } from './0007-replies.ts'
import { leadKeys } from './0008-lead-keys.ts'
import { triage } from './0009-triage.ts'
import { attachments } from './0010-attachments.ts'
import { board } from './0011-board.ts'
import { keptViews } from './0012-kept-views.ts'
import { outgoingFiles } from './0013-outgoing-files.ts'
import { woken } from './0014-woken.ts'
import { told } from './0015-told.ts'
import { mentions } from './0016-mentions.ts'
import { agenda } from './0017-agenda.ts'
import { stageEditor } from './0018-stage-editor.ts'
import { kept } from './0019-kept.ts'

/** Every version of the cache's schema, oldest first; one is only ever added. */
export const MIGRATIONS: readonly Migration[] = [
  core,
  furtherTables,
  settling,
  conflicts,
  away,
  search,
  replies,
  leadKeys,
  triage,
  attachments,
  board,
  keptViews,
  outgoingFiles,
  woken,
  told,
  mentions,
  agenda,
  stageEditor,
  kept,
]
