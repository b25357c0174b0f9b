/** Words for hot leads. */
import type { HotLead } from '#shared/domain/hot-lead.ts'
import { clockTime } from '../../format/time.ts'

/** `42 s`, `12:05`, `3 h 02 min`: seconds for as long as they count. */
export function waitedWords(since: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${String(seconds % 60).padStart(2, '0')}`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

/** Whose it is, and what has become of it. */
export function standingWords(
  {
    relation,
    claiming,
    snoozed_until,
    alert_count,
  }: Pick<HotLead, 'relation' | 'claiming' | 'snoozed_until' | 'alert_count'>,
  now: number,
): string {
  if (claiming) return 'Yours once the server agrees'
  if (snoozed_until !== null && snoozed_until > now) return `Snoozed until ${clockTime(snoozed_until)}`
  if (alert_count > 1) return 'Nobody has claimed it yet'
  if (relation === 'pool') return 'In the pool'
  return relation === 'mine' ? 'Your lead' : 'You follow this lead'
}
