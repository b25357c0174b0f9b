/** Plays a support bundle: a cache and a server made up to fit its queue, and the invariants over them. */
import { readFile } from 'node:fs/promises'
import { supportBundleSchema } from '#shared/contract/support-bundle.ts'
import type { SupportBundle } from '#shared/contract/support-bundle.ts'
import type { NewMutation } from '#main/db/calls.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import { isMutationName } from '#shared/domain/mutations.ts'
import type { Statement } from './server-steps.ts'
import type { Workplace } from './site.ts'

/** Rows that the queue of a bundle refers to and did not create. */
export interface Cast {
  leads: string[]
  /** Conversation → its lead. */
  conversations: Map<string, string>
  notes: Map<string, string>
}

/**
 * Reads a support bundle.
 * @throws ExpectedError `invalid_input` when the file is none
 */
export async function readBundle(file: string): Promise<SupportBundle> {
  const text = await readFile(file, 'utf8')
  const parsed = supportBundleSchema.safeParse(parsedJson(text))
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new ExpectedError('invalid_input', `${file} is no support bundle (${where || 'not an object'}).`)
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Who and what has to be there before the queue can be made again. A bundle does not say which lead a row belongs to. */
export function castOf({ touched, outbox }: SupportBundle): Cast {
  const created = new Set(touched.filter(({ effect }) => effect === 'create').map(({ table, id }) => `${table}/${id}`))
  const idsOf = (table: string) => [
    ...new Set(touched.filter((row) => row.table === table && !created.has(`${table}/${row.id}`)).map(({ id }) => id)),
  ]
  const leads = idsOf('leads')
  const conversations = new Map(idsOf('conversations').map((id, n) => [id, leads[n] ?? madeUp(n)]))
  const leadOfNote = new Map(outbox.map(({ args }) => [args['note_id'], args['lead_id']]))
  const notes = new Map(
    idsOf('notes').map((id, n): [string, string] => {
      const known = leadOfNote.get(id)
      return [id, typeof known === 'string' ? known : (leads[n % leads.length] ?? madeUp(n))]
    }),
  )
  return { leads: [...new Set([...leads, ...conversations.values(), ...notes.values()])], conversations, notes }
}

const madeUp = (n: number): string => `e0000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

/** Statements that put the cast on the server, all leads being the rep's own. */
export function castStatements(cast: Cast, { organizationId, brandId, channelId, members }: Workplace): Statement[] {
  return [
    ...cast.leads.map((id) => ({
      text: `insert into public.leads (id, organization_id, brand_id, owner_id) values ($1::uuid, $2::uuid, $3::uuid, $4::uuid)`,
      parameters: [id, organizationId, brandId, members[0]!],
    })),
    ...[...cast.conversations].map(([id, lead]) => ({
      text: `insert into public.conversations (id, organization_id, lead_id, channel_id, platform)
        values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, 'sms')`,
      parameters: [id, organizationId, lead, channelId],
    })),
    ...[...cast.notes].map(([id, lead]) => ({
      text: `insert into public.notes (id, organization_id, lead_id, body) values ($1::uuid, $2::uuid, $3::uuid, 'a note')`,
      parameters: [id, organizationId, lead],
    })),
  ]
}

/** The bundle's queue, oldest first, as a rep would make it again. */
export function queueOf({ outbox }: SupportBundle): NewMutation[] {
  return outbox
    .toSorted((a, b) => a.seq - b.seq)
    .filter(({ name }) => isMutationName(name))
    .map(({ name, args: { seen_inbound_id: _seen, ...args } }) => ({ name, args }) as NewMutation)
}
