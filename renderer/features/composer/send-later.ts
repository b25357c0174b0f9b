import { PLATFORM_NAMES } from '../../format/vocabulary.ts'
import { dateTime } from '../../format/time.ts'
import type { ReplyState } from './reply-state.ts'
import { MAX_WAIT_MS } from '#shared/domain/outgoing.ts'

/** Until when a reply can wait: the server keeps one for a year, and some channels take an answer only for so long. */
export function latestOf(
  { via, window }: Extract<ReplyState, { kind: 'ready' }>,
  now: number,
): { at: number; sentence: string } {
  if (window.state !== 'open') return { at: now + MAX_WAIT_MS, sentence: 'A message can wait for a year at most.' }
  const channel = PLATFORM_NAMES[via.platform]
  return { at: window.until, sentence: `${channel} takes this answer only until ${dateTime(window.until)}.` }
}
