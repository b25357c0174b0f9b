import { fileSize } from '../../format/file-size.ts'
import { ago, count, elapsed } from '../../format/time.ts'
import type { Health } from '#shared/contract/areas/health.ts'
import type { SyncState } from '#shared/contract/read-models.ts'

const STATES: Record<SyncState, string> = {
  connecting: 'Connecting',
  catching_up: 'Catching up',
  online: 'In step with the team',
  offline: 'Offline',
  blocked: 'Blocked',
}

export interface Figure {
  label: string
  value: string
  detail: string
}

/** The figures of how the app does, in the order in which they are shown. */
export function figuresOf({ at, sync, queue, memory, disk }: Health): Figure[] {
  const waiting = queue.pending + queue.attention
  return [
    {
      label: 'Sync',
      value: STATES[sync.state],
      detail: sync.synced_at === null ? 'Not complete yet' : `As of ${ago(sync.synced_at, at)}`,
    },
    {
      label: 'Changes waiting',
      value: count(waiting),
      detail:
        queue.oldest_at === null ? 'All are saved to the team' : `The oldest since ${elapsed(queue.oldest_at, at)}`,
    },
    {
      label: 'Memory',
      value: fileSize(memory.main + memory.pages),
      detail: `${fileSize(memory.main)} data and sync, ${fileSize(memory.pages)} windows`,
    },
    { label: 'On this computer', value: fileSize(disk.caches), detail: `Log ${fileSize(disk.log)}` },
  ]
}

/** Milliseconds with as many digits as mean something. */
export const milliseconds = (ms: number): string => (ms < 10 ? ms.toFixed(1) : count(Math.round(ms)))
