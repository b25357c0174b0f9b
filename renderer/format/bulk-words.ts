/** What is said of a change of many conversations. */
import { count } from './time.ts'
import type { BulkChange, BulkOutcome } from '#shared/contract/areas/triage.ts'

type Kind = BulkChange['kind']

const ONE: Record<Kind, string> = {
  done: 'conversation',
  snooze: 'conversation',
  assign: 'conversation',
  prioritize: 'conversation',
  claim: 'lead',
  tag: 'lead',
  stage: 'lead',
}

/** Said while it goes on. */
export const BULK_DOING: Record<Kind, string> = {
  done: 'Marking as done',
  snooze: 'Snoozing',
  assign: 'Assigning',
  prioritize: 'Setting the priority',
  claim: 'Claiming',
  tag: 'Tagging',
  stage: 'Moving',
}

/**
 * How it ended, as one or two sentences.
 * @param what was done, such as `snoozed` or `tagged vip`
 */
export function bulkEnded(
  kind: Kind,
  what: string,
  { changed, skipped, total, isCancelled, error }: BulkOutcome,
): string {
  const done = changed === 0 ? `Nothing was ${what}` : `${amount(changed, ONE[kind])} ${what}`
  if (error !== null) return `${done}; it stopped at ${count(changed + skipped)} of ${count(total)}. ${error}`
  if (isCancelled) return `${done}; stopped at ${count(changed + skipped)} of ${count(total)}`
  return skipped > 0 ? `${done}; ${count(skipped)} needed no change` : done
}

/** How undoing ended. */
export function bulkUndone({ changed, total, error }: BulkOutcome): string {
  if (error !== null) return `${count(changed)} of ${count(total)} set back. ${error}`
  return changed === total
    ? `${count(changed)} set back`
    : `${count(changed)} set back; ${count(total - changed)} could not be, and stay as they are`
}

const amount = (n: number, one: string): string => `${count(n)} ${n === 1 ? one : `${one}s`}`
