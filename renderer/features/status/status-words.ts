import { count, momentTime } from '../../format/time.ts'
import type { SyncStatus } from '#shared/contract/read-models.ts'

export interface StatusWords {
  tone: 'quiet' | 'busy' | 'offline' | 'attention'
  /** The pill's text. */
  text: string
}

/** What the status pill says: the one thing that matters most now. */
export function statusWords(status: SyncStatus, now: number): StatusWords {
  const { state, pending, attention, progress } = status
  if (state === 'blocked') return { tone: 'attention', text: 'Sync is blocked' }
  if (attention > 0) return { tone: 'attention', text: `Needs attention ${count(attention)}` }
  if (state === 'offline') {
    const since = `Offline since ${momentTime(status.since, now)}`
    return { tone: 'offline', text: pending > 0 ? `${since} · ${count(pending)} waiting` : since }
  }
  if (state === 'catching_up') {
    if (!progress) return { tone: 'busy', text: 'Catching up' }
    const of = progress.expected === null ? '' : ` of ${count(progress.expected)}`
    return { tone: 'busy', text: `Catching up ${count(progress.received)}${of}` }
  }
  if (pending > 0) return { tone: 'busy', text: `Syncing ${count(pending)}` }
  if (state === 'connecting') return { tone: 'busy', text: 'Connecting' }
  return { tone: 'quiet', text: 'All changes saved' }
}

/** Replication asks once a minute; older than this, something else may stand on the server. */
const FRESH_MS = 3 * 60_000

/** `As of 14:02` while what is shown may be behind the server; null while it is not, and before the first sync. */
export function freshnessWords({ state, synced_at }: SyncStatus, now: number): string | null {
  if (synced_at === null || (state === 'online' && now - synced_at < FRESH_MS)) return null
  // After a start it says so only when there is something to say.
  if (state === 'connecting' && now - synced_at < FRESH_MS) return null
  return `As of ${momentTime(synced_at, now)}`
}

/** The sentences below the title of the status panel: how fresh what the rep sees is, and what happens next. */
export function statusDetail(status: SyncStatus, now: number): string {
  const fresh = status.synced_at === null ? 'Not complete yet.' : `As of ${momentTime(status.synced_at, now)}.`
  const waiting = status.pending === 1 ? '1 change waits' : `${count(status.pending)} changes wait`
  if (status.state === 'blocked')
    return status.error?.message ?? 'The backend answers in a way this version cannot use.'
  if (status.state === 'offline') {
    const safe =
      status.pending > 0
        ? `${waiting} on this device and will be sent by itself.`
        : 'Everything works; changes are kept on this device.'
    return [status.error?.message, fresh, safe].filter(Boolean).join(' ')
  }
  if (status.state === 'catching_up') return `${fresh} You can work while the rest arrives.`
  if (status.pending > 0) return `${waiting} to be saved to the team. ${fresh}`
  if (status.attention > 0) return `The rest of your changes is saved to the team. ${fresh}`
  return `Everything you see is up to date and saved to the team. ${fresh}`
}
