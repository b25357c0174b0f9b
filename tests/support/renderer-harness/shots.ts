import { CONFLICTS_SHOTS } from './shots-conflicts.ts'
import { HOT_SHOTS } from './shots-hot.ts'
import { INBOX_SHOTS } from './shots-inbox.ts'
import { LAYOUT_SHOTS } from './shots-layout.ts'
import { LEAD_SHOTS } from './shots-lead.ts'
import { IMPORT_SHOTS } from './shots-import.ts'
import { MENTIONS_SHOTS } from './shots-mentions.ts'
import { PIPELINE_SHOTS } from './shots-pipeline.ts'
import { SESSION_SHOTS } from './shots-session.ts'
import { TASKS_SHOTS } from './shots-tasks.ts'
import { THREAD_SHOTS } from './shots-thread.ts'
import { TRIAGE_SHOTS } from './shots-triage.ts'
import type { Shot } from './shot.ts'

/** Every screen that is looked at, area by area. */
export const SHOTS: readonly Shot[] = [
  ...INBOX_SHOTS,
  ...TRIAGE_SHOTS,
  ...THREAD_SHOTS,
  ...LEAD_SHOTS,
  ...LAYOUT_SHOTS,
  ...IMPORT_SHOTS,
  ...MENTIONS_SHOTS,
  ...PIPELINE_SHOTS,
  ...TASKS_SHOTS,
  ...CONFLICTS_SHOTS,
  ...SESSION_SHOTS,
  ...HOT_SHOTS,
]
