/**
 * Histories of whole processes: two reps at desktops that talk to the HTTP backend through a proxy which mistreats calls,
 * and die by `kill -9` at any moment. Seeded, but in real time: a seed gives the same decisions, not the same history.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { TABLE_NAMES } from '#shared/replication/tables.ts'
import type { Mutation } from '#shared/domain/mutations.ts'
import { writeMessage } from '#tests/support/database.ts'
import { openOffice, type Backend } from '#tests/support/office.ts'
import { shownTo } from '#tests/support/shown.ts'
import { CacheEye } from '../cache-checks.ts'
import { Random } from '../random.ts'
import { Violation } from '../violation.ts'
import { Rep } from './rep.ts'

const STEPS = 24
const LEADS = 3
const ONE_CALL_IN = 3
/** The longest pause between two steps, so that kills and faults meet calls at every stage. */
const PAUSE_MS = 120
/** Rounds of comparison while the last pokes and pulls are on their way. */
const COMPARISONS = 40
const BETWEEN_COMPARISONS_MS = 250

export interface ProcessRun {
  kills: number
  /** Changes that desktops acknowledged. */
  kept: number
  /** Faults that calls met. */
  faults: number
}

interface Enquiry {
  leadId: string
  conversationId: string
}

/** Plays one history and checks it. @throws Violation */
export async function playProcesses(backend: Backend, seed: number): Promise<ProcessRun> {
  const random = new Random(seed)
  const directory = mkdtempSync(join(tmpdir(), 'leadline-processes-'))
  const office = await openOffice(backend, `Processes ${seed}`)
  const members = [await office.member('manager'), await office.member('sales_rep')]
  const enquiries: Enquiry[] = []
  for (let n = 0; n < LEADS; n++) {
    enquiries.push(await office.enquiry(`Lead ${n}`, 'Hello', n === 0 ? members[1]!.id : undefined))
  }
  const chaos = { below: (limit: number) => random.below(limit), oneIn: ONE_CALL_IN }
  const reps = await Promise.all(members.map((member, n) => Rep.at(backend, member, join(directory, String(n)), chaos)))
  const run: ProcessRun = { kills: 0, kept: 0, faults: 0 }
  const changes = new Map<string, Mutation>()
  try {
    await Promise.all(reps.map((rep) => rep.start()))
    for (let step = 0; step < STEPS; step++) {
      await act(backend, { random, step, reps, enquiries, changes, run })
      await setTimeout(random.below(PAUSE_MS))
    }
    for (const rep of reps) rep.proxy.heal()
    for (const rep of reps) if (!rep.isRunning) await rep.start()
    await Promise.all(reps.map(settled))
    await checkKept(backend, reps, changes)
    for (const rep of reps) await checkConverged(rep)
    run.kept = reps.reduce((sum, rep) => sum + rep.kept.size, 0)
    run.faults = reps.reduce((sum, rep) => sum + [...rep.proxy.counts.values()].reduce((all, n) => all + n, 0), 0)
    return run
  } finally {
    await Promise.all(reps.map((rep) => rep.close()))
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface Scene {
  random: Random
  step: number
  reps: Rep[]
  enquiries: Enquiry[]
  changes: Map<string, Mutation>
  run: ProcessRun
}

async function act(backend: Backend, scene: Scene): Promise<void> {
  const { random, reps, enquiries, run } = scene
  const rep = random.pick(reps)
  const enquiry = random.pick(enquiries)
  switch (random.below(8)) {
    case 0:
      if (!rep.isRunning) return rep.start()
      run.kills += 1
      return rep.kill()
    case 1:
      await writeMessage(backend.sql, enquiry.conversationId, `Step ${scene.step}`)
      return
    case 2: {
      const owner = random.pick([null, ...reps.map(({ member }) => member.id)])
      await backend.sql`update leads set owner_id = ${owner} where id = ${enquiry.leadId}`
      return
    }
    default:
      if (!rep.isRunning) await rep.start()
      change(rep, enquiry, scene)
  }
}

/** A note, a reply or an edit, by a rep who may not know that the lead is no longer theirs. */
function change(rep: Rep, { leadId, conversationId }: Enquiry, { random, step, changes }: Scene): void {
  const id = randomUUID()
  const changesOf: Mutation[] = [
    { name: 'note.create', args: { note_id: id, lead_id: leadId, title: null, body: `Note ${step}`, type: 'general' } },
    { name: 'message.send', args: { message_id: id, conversation_id: conversationId, body: `Reply ${step}` } },
    { name: 'lead.edit', args: { lead_id: leadId, set: { company_name: `Company ${step}` }, base: {} } },
  ]
  const chosen = random.pick(changesOf)
  changes.set(id, chosen)
  rep.ask({ do: 'change', id, change: chosen })
}

/** @throws Violation `liveness` when something still waits to be sent */
async function settled(rep: Rep): Promise<void> {
  rep.ask({ do: 'wake' })
  const isSettled = () => rep.state?.state === 'online' && rep.state.pending === 0
  await rep.until(isSettled, 'an empty queue').catch((error: unknown) => {
    throw new Violation('liveness', `${String(error)} (${JSON.stringify(rep.state)})`)
  })
}

/** What a desktop acknowledged is on the server, or still in the rep's hands. */
async function checkKept(backend: Backend, reps: Rep[], changes: Map<string, Mutation>): Promise<void> {
  for (const rep of reps) {
    const cache = rep.cache()
    const atHand = new Set(
      cache
        .prepare<[], string>(`select args from outbox union all select args from vault`)
        .pluck()
        .all()
        .flatMap((args) => Object.values(JSON.parse(args) as Record<string, unknown>)),
    )
    cache.close()
    for (const id of rep.kept) {
      const { name } = changes.get(id)!
      if (atHand.has(id) || name === 'lead.edit') continue
      const table = name === 'note.create' ? 'notes' : 'messages'
      const [row] = await backend.sql`select id from ${backend.sql(table)} where id = ${id}`
      if (!row) throw new Violation('conservation', `${name} ${id} was acknowledged and is nowhere to be found`)
    }
  }
}

/** The cache is what the server shows its rep, once the last pull has come in. */
async function checkConverged(rep: Rep): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const shown = await shownTo(rep.member.client)
    const cache = rep.cache()
    try {
      const eye = new CacheEye(cache, rep.member.id)
      eye.checkFold()
      eye.checkEquals(shown, TABLE_NAMES, 'convergence')
      return
    } catch (error) {
      if (!(error instanceof Violation) || attempt === COMPARISONS) throw error
    } finally {
      cache.close()
    }
    rep.ask({ do: 'wake' })
    await setTimeout(BETWEEN_COMPARISONS_MS)
  }
}
