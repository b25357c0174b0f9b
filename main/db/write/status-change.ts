/** A conversation's status as the change that sets it: three commands, where other columns have one with a value. */
import { MUTATIONS } from '#shared/domain/mutations.ts'
import type { Args } from '../change-target.ts'

interface Status {
  status: unknown
  snoozed_until: unknown
}

interface Change {
  name: string
  v: number
  args: Args
}

const SET_BY = { closed: 'conversation.close', open: 'conversation.reopen', snoozed: 'conversation.snooze' } as const

const isSettable = (status: unknown): status is keyof typeof SET_BY =>
  typeof status === 'string' && Object.hasOwn(SET_BY, status)

/** What a change makes of a conversation's status; null for one that sets something else. */
export function statusSetBy(name: string, args: Args): Status | null {
  const status = Object.entries(SET_BY).find(([, setter]) => setter === name)?.[0]
  return status === undefined ? null : { status, snoozed_until: args['until'] ?? null }
}

/** The change that sets a status over what stands; null for one that no rep sets. */
export function statusChange(conversation_id: unknown, { status, snoozed_until }: Status, over: Status): Change | null {
  if (!isSettable(status) || (status === 'snoozed' && typeof snoozed_until !== 'number')) return null
  const name = SET_BY[status]
  const base = status === 'snoozed' ? over : { status: over.status }
  const args = { conversation_id, base, ...(status === 'snoozed' && { until: snoozed_until }) }
  return { name, v: MUTATIONS[name].v, args }
}
