/** What a rep does, chosen among what their cache shows. */
import type { NewMutation } from '#main/db/calls.ts'
import type { Connection } from '#main/db/connection.ts'
import type { Desk } from './desk.ts'
import { vaultKey } from './desk.ts'
import type { REP_STEPS, Step } from './history.ts'
import { material, merge, unmerge } from './material-steps.ts'
import { idOf } from './random.ts'
import type { Playing } from './random.ts'

export type RepStepName = keyof typeof REP_STEPS

const MATERIAL_STEPS: Partial<Record<RepStepName, 'make' | 'edit' | 'remove'>> = {
  'material.make': 'make',
  'material.edit': 'edit',
  'material.remove': 'remove',
}

/** Few numbers, so that two reps now and then give the same one to two leads. */
const phone = (n: number) => `+44 7700 90000${n % 4}`

/** Takes a rep's step at a desk; returns what came of it. */
export function takeRepStep(desk: Desk, name: RepStepName, step: Step, playing: Playing, members: string[]): string {
  if (name === 'retry' || name === 'discard') return decide(desk, name, step)
  const mutation = mutationOf(desk.db, name, step, playing, members)
  return mutation ? desk.commit(mutation) : 'nothing to do it to'
}

function decide(desk: Desk, name: 'retry' | 'discard', { pick }: Step): string {
  const parked = desk.db.prepare<[], number>(`select seq from outbox where state = 'parked' order by seq`).pluck().all()
  const vaulted = desk.db
    .prepare<[], { id: number; name: string; args: string; at: number }>('select * from vault order by id')
    .all()
  const choices = [...parked, ...vaulted.map(({ id }) => -id)]
  const seq = choices[pick % choices.length]
  if (seq === undefined) return 'nothing parked'
  const before = queuedIds(desk.db)
  const outcome = desk.own(({ handlers }) =>
    name === 'retry'
      ? void handlers.retryParked({ seq })
      : void handlers.discardParked({ seq, at: desk.options.now() }),
  )
  // What the rep gave up, and what goes on under another id, is accounted for by the rep.
  const after = new Set(queuedIds(desk.db))
  for (const id of before) if (!after.has(id)) desk.decided.add(id)
  const gone = vaulted.find(({ id }) => seq === -id)
  if (gone && name === 'discard') desk.discarded.add(vaultKey(gone))
  return `${name} of ${seq}: ${outcome}`
}

const queuedIds = (db: Connection) => db.prepare<[], string>('select id from outbox').pluck().all()

function mutationOf(
  db: Connection,
  name: Exclude<RepStepName, 'retry' | 'discard'>,
  { n, pick, variant }: Step,
  playing: Playing,
  members: string[],
): NewMutation | null {
  const one = (table: string): string | undefined => {
    const ids = db.prepare<[], string>(`select id from ${table} order by id`).pluck().all()
    return ids[pick % ids.length]
  }
  const lead_id = one('leads')
  const step = { n, pick, variant }
  if (name === 'lead.merge') return merge(db, step, playing)
  if (name === 'lead.unmerge') return unmerge(db, step)
  const how = MATERIAL_STEPS[name]
  if (how) return material(db, how, step, playing)
  const conversation_id = one('conversations')
  const note_id = one('notes')
  if (name.startsWith('conversation') || name === 'send') {
    return conversation_id === undefined
      ? null
      : inConversation(db, name, conversation_id, { n, variant }, playing, members)
  }
  if (name === 'note.edit') return note_id === undefined ? null : noteEdit(db, note_id, n, variant)
  if (name === 'note.delete') return note_id === undefined ? null : { name, args: { note_id } }
  if (name === 'lead.create') return newLead(db, idOf(playing, n, 0), n, variant)
  if (lead_id === undefined) return null
  if (name === 'note.create') {
    const args = {
      note_id: idOf(playing, n, 0),
      lead_id,
      title: null,
      body: `one ${n}\ntwo\nthree`,
      type: 'general' as const,
    }
    return { name, args }
  }
  if (name === 'lead.claim') return { name, args: { lead_id } }
  return { name: 'lead.edit', args: { lead_id, set: leadFields(n, variant) } }
}

function inConversation(
  db: Connection,
  name: RepStepName,
  conversation_id: string,
  { n, variant }: Pick<Step, 'n' | 'variant'>,
  playing: Playing,
  members: string[],
): NewMutation {
  const seen = db
    .prepare<[string], string>('select last_inbound_id from conversations where id = ?')
    .pluck()
    .get(conversation_id)
  const precondition = variant % 4 === 0 ? {} : { seen_inbound_id: seen ?? null }
  switch (name) {
    case 'send':
      return {
        name: 'message.send',
        args: { message_id: idOf(playing, n, 0), conversation_id, body: `reply ${n}`, ...precondition },
      }
    case 'conversation.assign': {
      const assigned_to = [null, ...members][variant % (members.length + 1)] ?? null
      return { name, args: { conversation_id, assigned_to } }
    }
    case 'conversation.read':
    case 'conversation.close':
      return { name, args: { conversation_id, ...precondition } }
    default:
      return { name: 'conversation.reopen', args: { conversation_id } }
  }
}

/** A lead that now and then has a number which another has already. */
function newLead(db: Connection, lead_id: string, n: number, variant: number): NewMutation | null {
  const brand_id = db.prepare<[], string>('select id from brands').pluck().get()
  const fields = { first_name: `new ${n}`, ...(variant % 3 === 0 && { phone: phone(variant) }) }
  return brand_id === undefined ? null : { name: 'lead.create', args: { lead_id, brand_id, fields } }
}

/** Changes one line, or the title, so that two writers meet now on the same line and now on different ones. */
function noteEdit(db: Connection, note_id: string, n: number, variant: number): NewMutation {
  if (variant % 5 === 0) return { name: 'note.edit', args: { note_id, set: { title: `title ${n}` } } }
  const body = db.prepare<[string], string>('select body from notes where id = ?').pluck().get(note_id) ?? ''
  const lines = body.split('\n')
  lines[variant % lines.length] = `rep ${n}`
  return { name: 'note.edit', args: { note_id, set: { body: lines.join('\n') } } }
}

function leadFields(n: number, variant: number) {
  if (variant % 4 === 0) return { phone: phone(variant >> 2) }
  if (variant % 4 === 1) return { last_name: `rep ${n}`, company_name: `company ${n}` }
  return { first_name: `rep ${n}` }
}
