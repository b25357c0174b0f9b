import { IMPORT_FILE, importJob } from './fixture-import.ts'
import type { ImportState } from '#shared/contract/areas/import.ts'
import { TEAM, idOf } from './fixture-data.ts'
import { lostClaim } from './fixture-triage.ts'
import type { ClaimState } from '#shared/contract/areas/claim.ts'
import type { KeptView } from '#shared/contract/areas/offline.ts'
import type { BulkProgress } from '#shared/contract/areas/triage.ts'
import type { UpdateProgress } from '#shared/contract/areas/update.ts'
import type { CommandName } from '#shared/contract/ipc.ts'
import type { AppState, SyncStatus } from '#shared/contract/read-models.ts'
import type { Role } from '#shared/domain/vocabulary.ts'

/** What of the small world differs from an ordinary day. */
export interface Scenario {
  phase: AppState['phase']
  rows: number
  role: Role
  sync: Partial<SyncStatus>
  attention: number
  /** The rep was away for the night. */
  away?: boolean
  /** Views that are kept on this device. */
  kept?: readonly KeptView[]
  /** How far an update of the app is. */
  update?: UpdateProgress
  /** Conversations went away from under the list. */
  missing?: boolean
  /** A change of many is under way. */
  bulk?: BulkProgress
  views?: boolean
  /** An invitation's link was followed. */
  invited?: boolean
  /** A file of leads was chosen, or an import is under way. */
  import?: ImportState
  /** Colleagues have named the rep in notes. */
  mentioned?: boolean
  /** What calls for the rep. */
  hot?: 'some' | 'none'
  /** Colleagues are in some conversations. */
  present?: boolean
  /** How the rep's claim of a lead stands. */
  claim?: (leadId: string, now: number) => ClaimState
  /** Commands that fail, with what main would say. */
  failing: Partial<Record<CommandName, string>>
}

const NORMAL: Scenario = { phase: 'ready', rows: 2000, role: 'sales_rep', sync: {}, attention: 0, failing: {} }

export const SCENARIOS = {
  import_file: { ...NORMAL, import: { file: IMPORT_FILE, job: null, writing: null } },
  import_running: { ...NORMAL, import: { file: IMPORT_FILE, job: importJob('running'), writing: null } },
  import_tried: { ...NORMAL, import: { file: IMPORT_FILE, job: importJob('done', 'dry_run'), writing: null } },
  import_done: { ...NORMAL, import: { file: IMPORT_FILE, job: importJob('done'), writing: null } },
  export_writing: { ...NORMAL, import: { file: null, job: null, writing: { done: 41_500, total: 96_310 } } },
  import_stopped: { ...NORMAL, import: { file: null, job: importJob('interrupted'), writing: null } },
  inbox: NORMAL,
  offline: { ...NORMAL, sync: { state: 'offline', pending: 3, retry_at: Date.now() + 40_000 } },
  away: { ...NORMAL, away: true },
  missing: { ...NORMAL, missing: true },
  update_ready: {
    ...NORMAL,
    update: {
      phase: 'ready',
      version: '0.2.0',
      notes: 'Pipelines have a stage editor.\n\n• Cards say when they rot\n• A search finds names with a typo',
    },
  },
  kept: {
    ...NORMAL,
    kept: [
      {
        id: 1,
        split: 'all',
        filter: {},
        state: 'fetching',
        done: 640,
        total: 1912,
        messages: 48_310,
        files: 212,
        files_left: 0,
        bytes: 61_400_000,
      },
      {
        id: 2,
        split: 'hot',
        filter: { tags: ['vip'] },
        state: 'kept',
        done: 12,
        total: 12,
        messages: 2310,
        files: 14,
        files_left: 2,
        bytes: 2_900_000,
      },
    ],
  },
  bulk: { ...NORMAL, bulk: { kind: 'snooze', isUndo: false, done: 650, total: 2000 } },
  present: { ...NORMAL, present: true },
  hot: { ...NORMAL, hot: 'some' },
  hot_offline: { ...NORMAL, hot: 'some', sync: { state: 'offline', pending: 1 } },
  views: { ...NORMAL, views: true },
  mentioned: { ...NORMAL, mentioned: true },
  claiming: { ...NORMAL, sync: { state: 'offline', pending: 1 }, claim: () => ({ state: 'waiting' }) },
  claim_lost: { ...NORMAL, claim: lostClaim },
  attention: { ...NORMAL, attention: 8 },
  catching_up: {
    ...NORMAL,
    rows: 0,
    sync: { state: 'catching_up', synced_at: null, progress: { received: 12_400, expected: 40_000 } },
  },
  empty: { ...NORMAL, rows: 0 },
  viewer: { ...NORMAL, role: 'viewer' },
  admin: { ...NORMAL, role: 'admin' },
  storage_full: {
    ...NORMAL,
    failing: { 'message.send': 'The disk is full, so the message could not be kept. Free some space and send again.' },
  },
  setup: { ...NORMAL, phase: 'setup' },
  sign_in: { ...NORMAL, phase: 'signed_out' },
  invited: {
    ...NORMAL,
    phase: 'signed_out',
    invited: true,
    failing: {
      'invitation.accept':
        'This invitation is not valid any more: it was used, taken back or has expired. If you have used it, sign in; else ask for a new one.',
    },
  },
  invited_signed_in: { ...NORMAL, invited: true },
  invited_setup: { ...NORMAL, phase: 'setup', invited: true },
  opening: { ...NORMAL, phase: 'opening' },
  failed: { ...NORMAL, phase: 'failed' },
} satisfies Record<string, Scenario>
export type ScenarioName = keyof typeof SCENARIOS

const BACKEND = { url: 'http://127.0.0.1:54321', is_local: true }
/** The rep at this computer. */
export const USER = TEAM[0]!

export function appState(phase: AppState['phase'], role: Role): AppState {
  switch (phase) {
    case 'setup':
      return { phase, demo_available: true }
    case 'signed_out':
      return { phase, backend: BACKEND, last_email: null, notice: null, demo_users: demoUsers() }
    case 'opening':
      return { phase, backend: BACKEND }
    case 'failed':
      return {
        phase,
        error: { code: 'storage_corrupt', message: 'The copy on this device is damaged and could not be repaired.' },
      }
  }
  return {
    phase,
    backend: BACKEND,
    user: { ...USER, role },
    organization: { id: idOf(9, 1), name: 'Bright Drive' },
    notices: [],
  }
}

function demoUsers() {
  const roles: Role[] = ['owner', 'manager', 'sales_rep', 'viewer']
  return ['Bright Drive', 'Sunpeak Solar'].flatMap((organization) =>
    roles.map((role, index) => ({
      email: `${TEAM[index]?.name.split(' ')[0]?.toLowerCase()}@${organization.split(' ')[0]?.toLowerCase()}.example`,
      password: 'demo',
      role,
      organization,
    })),
  )
}
