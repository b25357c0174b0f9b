/** Refused and held changes in plain words. */
import { z } from 'zod'
import { mentionsAsTyped } from '#shared/domain/mentions.ts'
import { fieldName } from '#shared/domain/mutation-words.ts'
import { refusalReason } from '#shared/domain/refusals.ts'
import type { Outcome } from '#shared/replication/protocol.ts'
import type { Args } from '../change-target.ts'
import type { ParkedField } from '../parked-fields.ts'
import { whenText } from './value-words.ts'
import type { ValueWords } from './value-words.ts'

const claimSchema = z.object({
  owner_id: z.string().nullish(),
  owner_name: z.string().nullish(),
  claimed_at: z.union([z.number(), z.string()]).nullish(),
})

/** Who took a lead first, and when. */
export interface Claim {
  owner_id: string | null
  name: string | null
  at: number | null
}

export function claimOf({ code, details }: Outcome, person: ValueWords['person']): Claim | null {
  if (code !== 'already_claimed') return null
  const { owner_id = null, owner_name, claimed_at } = claimSchema.catch({}).parse(details)
  const at = new Date(claimed_at ?? Number.NaN).getTime()
  const name = owner_name ?? (owner_id ? person(owner_id) : null)
  return { owner_id, name, at: Number.isNaN(at) ? null : at }
}

/** One sentence about what happened. */
export function reasonOf(outcome: Outcome, fields: readonly ParkedField[], words: ValueWords): string {
  const claim = claimOf(outcome, words.person)
  if (claim) {
    const who = claim.name ?? 'A colleague'
    return claim.at === null
      ? `${who} claimed this lead first.`
      : `${who} claimed this lead first, on ${whenText(claim.at)}.`
  }
  const known = refusalReason(outcome.code)
  if (known) return known
  if (outcome.result === 'conflict') return conflicting(fields)
  return outcome.message ?? 'The server did not accept this change.'
}

function conflicting(fields: readonly ParkedField[]): string {
  const columns = fields.map(({ column }) => fieldName(column).toLowerCase())
  return columns.length === 0
    ? 'Somebody else changed this at the same time.'
    : `Somebody else changed ${columns.join(' and ')} at the same time.`
}

const ACTIONS: Record<string, string> = {
  'conversation.close': 'Mark as done',
  'conversation.reopen': 'Reopen',
  'lead.claim': 'Claim this lead',
  'note.delete': 'Delete this note',
}

const bodySchema = z.object({ title: z.string().nullish(), body: z.string() })

/** What the rep wrote or chose, as text. */
export function mineText(mutation: string, args: Args, valuesText: (side: 'mine') => string): string {
  const written = bodySchema.safeParse(args)
  if (written.success) {
    const { title, body } = written.data
    const text = mentionsAsTyped(body)
    return title ? `${title}\n${text}` : text
  }
  return ACTIONS[mutation] ?? (valuesText('mine') || mutation)
}

/** One value stands for itself, several each with its name. */
export function sideText(fields: readonly { label: string; text: string }[]): string {
  return fields.length === 1 ? fields[0]!.text : fields.map(({ label, text }) => `${label}: ${text}`).join('\n')
}

/** Characters of a text that a list shows. */
const EXCERPT = 400

export const excerpt = (text: string): string => (text.length > EXCERPT ? `${text.slice(0, EXCERPT).trimEnd()}…` : text)
