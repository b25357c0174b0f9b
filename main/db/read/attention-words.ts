/** Refused and held changes in plain words. */
import { z } from 'zod'
import type { Outcome } from '#shared/replication/protocol.ts'

type NameOf = (profileId: string) => string | null

/** By the codes of `sync_push`; for any other the server's own sentence stands. */
const REASONS: Record<string, string> = {
  forbidden: 'You are not allowed to change this.',
  not_found: 'It is gone, or no longer yours to see.',
  customer_replied: 'The customer wrote again before this went through. Read it, then decide.',
  duplicate_of: 'Another lead already has this phone number.',
  belongs_to_colleague: "A colleague's lead already has this phone number.",
  invalid_assignee: 'This colleague cannot take conversations.',
  parent_parked: 'It depends on a change of yours that was not accepted. Decide about that one first.',
  unknown_mutation: 'The server does not know this kind of change. Ask your administrator to update it.',
  unsupported_version: 'The server no longer understands this change. Update Leadline.',
  internal: 'The server failed on this change. Try again, or discard it.',
}

const claimSchema = z.object({
  owner_id: z.string().nullish(),
  owner_name: z.string().nullish(),
  claimed_at: z.union([z.number(), z.string()]).nullish(),
})

/** One sentence about what happened. */
export function reasonOf({ result, code, message, details }: Outcome, nameOf: NameOf): string {
  if (code === 'already_claimed') return claimed(details, nameOf)
  const known = code === null ? undefined : REASONS[code]
  if (known) return known
  if (result === 'conflict') return conflicting(details)
  return message ?? 'The server did not accept this change.'
}

function claimed(details: unknown, nameOf: NameOf): string {
  const { owner_id, owner_name, claimed_at } = claimSchema.catch({}).parse(details)
  const who = owner_name ?? (owner_id ? nameOf(owner_id) : null) ?? 'A colleague'
  const at = claimed_at === null || claimed_at === undefined ? Number.NaN : new Date(claimed_at).getTime()
  return Number.isNaN(at) ? `${who} claimed this lead first.` : `${who} claimed this lead first, on ${timeText(at)}.`
}

const timeText = (at: number): string =>
  new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' }).format(at)

const fieldsSchema = z.object({ fields: z.record(z.string(), z.object({ theirs: z.unknown() })) })

function fieldsOf(details: unknown): [column: string, theirs: unknown][] {
  const { data } = fieldsSchema.safeParse(details)
  return data ? Object.entries(data.fields).map(([column, { theirs }]) => [column, theirs]) : []
}

function conflicting(details: unknown): string {
  const columns = fieldsOf(details).map(([column]) => words(column))
  return columns.length === 0
    ? 'Somebody else changed this at the same time.'
    : `Somebody else changed ${columns.join(' and ')} at the same time.`
}

/** What stands on the server, as text; null when the outcome does not say. */
export function theirsOf(details: unknown, nameOf: NameOf): string | null {
  const fields = fieldsOf(details)
  return fields.length === 0 ? null : valuesText(fields, nameOf)
}

const argsSchema = z.object({
  body: z.string().optional(),
  title: z.string().nullish(),
  assigned_to: z.string().nullish(),
  set: z.record(z.string(), z.unknown()).optional(),
})

const ACTIONS: Record<string, string> = {
  'conversation.close': 'Mark as done',
  'conversation.reopen': 'Reopen',
  'lead.claim': 'Claim this lead',
  'note.delete': 'Delete this note',
}

/** What the rep wrote or chose, as text. */
export function mineOf(mutation: string, args: unknown, nameOf: NameOf): string {
  const { body, title, assigned_to, set } = argsSchema.catch({}).parse(args)
  if (set) return valuesText(Object.entries(set), nameOf)
  if (body !== undefined) return title ? `${title}\n${body}` : body
  if (mutation === 'conversation.assign')
    return assigned_to ? `Assign to ${nameOf(assigned_to) ?? 'a colleague'}` : 'Unassign'
  return ACTIONS[mutation] ?? mutation
}

/** One value stands for itself, several each with its name. */
function valuesText(fields: [column: string, value: unknown][], nameOf: NameOf): string {
  const texts = fields.map(([column, value]) => ({ column, text: valueText(column, value, nameOf) }))
  return texts.length === 1 ? texts[0]!.text : texts.map(({ column, text }) => `${words(column)}: ${text}`).join('\n')
}

const PEOPLE: ReadonlySet<string> = new Set(['owner_id', 'assigned_to'])

function valueText(column: string, value: unknown, nameOf: NameOf): string {
  if (value === null || value === undefined) return PEOPLE.has(column) ? 'Nobody' : 'Empty'
  if (typeof value !== 'string') return JSON.stringify(value)
  return PEOPLE.has(column) ? (nameOf(value) ?? 'A colleague') : value
}

const words = (column: string): string => column.replace(/_id$/, '').replaceAll('_', ' ')
