/**
 * A PostgreSQL server of the simulator's own, with workplaces (an organisation, its people and a few leads) made once.
 * Every batch of runs gets a copy of that database, so that a run begins at once in a workplace nobody has used.
 */
import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { startPostgres } from '#build/local-supabase/postgres.ts'
import { scratchFolder } from '#build/local-supabase/scratch.ts'
import { ensureTemplate } from '#build/local-supabase/template.ts'
import { createOrganization } from '#tests/support/database.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const ORIGIN = 'origin'
/** How long a statement waits for rows that an open transaction holds, milliseconds: it never comes while we wait. */
const LOCK_TIMEOUT = 15

/** One organisation for one run. */
export interface Workplace {
  /** Its place among the workplaces of the server. */
  place: number
  organizationId: string
  brandId: string
  channelId: string
  datasetId: string
  /** Two sales reps and a manager. */
  members: string[]
}

/** Connections to the database of a batch. */
export interface Connections {
  /** The desktops' calls. */
  api: Sql
  /** The backend's own writers. */
  server: Sql
  /** A second writer, whose transactions stay open. */
  slow: Sql
}

export interface Site {
  workplaces: Workplace[]
  /** The database that a batch may use up; the one before is gone. `patch` is SQL that plants a fault into it. */
  renew(patch?: string): Promise<Connections>
  /** The database that batches are copied from, to prepare it; closed before the first batch. */
  close(): Promise<void>
}

/**
 * Starts the server.
 * @param count how many workplaces a batch has
 * @param prepare fills what the copies shall have, e.g. caches that have synced
 */
export async function openSite(
  count: number,
  prepare: (connections: Connections, workplaces: Workplace[]) => Promise<void>,
): Promise<Site> {
  const template = await ensureTemplate(join(ROOT, '.local', 'cache', 'clusters'), join(ROOT, 'supabase', 'migrations'))
  const dataDir = await scratchFolder()
  const server = await startPostgres({ dataDir, durable: false, template })
  const at = (database: string) => new URL(`/${database}`, server.url).href
  const admin = connectTo(at('template1'))
  let current: { name: string; connections: Connections } | null = null
  const leave = async () => {
    if (!current) return
    await disconnect(current.connections)
    await admin.unsafe(`drop database ${current.name} with (force)`)
    current = null
  }
  const close = async () => {
    if (current) await disconnect(current.connections)
    await admin.end()
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await copyDatabase(admin, ORIGIN, 'postgres')
    const origin = connectAll(at(ORIGIN))
    const workplaces = await furnish(origin.server, count)
    await prepare(origin, workplaces)
    await disconnect(origin)
    let batch = 0
    return {
      workplaces,
      close,
      async renew(patch) {
        await leave()
        const name = `batch_${++batch}`
        await copyDatabase(admin, name, ORIGIN)
        const connections = connectAll(at(name))
        current = { name, connections }
        if (patch !== undefined) await connections.server.unsafe(patch)
        return connections
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

const copyDatabase = (admin: Sql, name: string, template: string) =>
  admin.unsafe(`create database ${name} template ${template} strategy file_copy`)

function connectTo(url: string): Sql {
  return postgres(url, {
    max: 1,
    onnotice: () => {},
    // Nothing of one run may be decided by what another left to the housekeepers.
    connection: { lock_timeout: LOCK_TIMEOUT, application_name: 'simulator' },
  })
}

const connectAll = (url: string): Connections => ({ api: connectTo(url), server: connectTo(url), slow: connectTo(url) })

async function disconnect({ api, server, slow }: Connections): Promise<void> {
  await Promise.all([api, server, slow].map((sql) => sql.end({ timeout: 1 })))
}

async function furnish(sql: Sql, count: number): Promise<Workplace[]> {
  await sql.unsafe(await readFile(join(import.meta.dirname, 'ground.sql'), 'utf8'))
  const workplaces: Workplace[] = []
  for (let place = 0; place < count; place++) workplaces.push(await furnishOne(sql, place))
  return workplaces
}

/** Ids of what a workplace starts with: below those that a history makes, and in the same order everywhere. */
const startingId = (place: number, kind: number, n: number) =>
  `00000000-0000-4000-8000-${[place, kind, n].map((part) => part.toString(16).padStart(4, '0')).join('')}`

async function furnishOne(sql: Sql, place: number): Promise<Workplace> {
  const { id: organizationId, brandId, channelId } = await createOrganization(sql, `Office ${place}`)
  const members: string[] = []
  for (const [n, role] of ['sales_rep', 'sales_rep', 'manager'].entries()) {
    members.push(await hire(sql, organizationId, startingId(place, 1, n), role))
  }
  const datasetId = startingId(place, 2, 0)
  await sql`insert into datasets (id, organization_id, name) values (${datasetId}, ${organizationId}, 'Trade fair')`
  const owners = [null, null, members[0]!, members[1]!, members[1]!]
  for (const [n, owner_id] of owners.entries()) {
    const lead = startingId(place, 3, n)
    const conversation = startingId(place, 4, n)
    await sql`insert into leads ${sql({ id: lead, organization_id: organizationId, brand_id: brandId, first_name: `Lead ${n}`, owner_id })}`
    await sql`
      insert into conversations (id, organization_id, lead_id, channel_id, platform)
      values (${conversation}, ${organizationId}, ${lead}, ${channelId}, 'sms')`
    await sql`
      insert into messages (id, conversation_id, direction, sender_type, body)
      values (${startingId(place, 5, n)}, ${conversation}, 'inbound', 'customer', 'Is it still there?')`
    await sql`
      insert into notes (id, organization_id, lead_id, body)
      values (${startingId(place, 6, n)}, ${organizationId}, ${lead}, ${'first line\nsecond line\nthird line'})`
  }
  await sql`
    insert into dataset_leads (organization_id, dataset_id, lead_id)
    values (${organizationId}, ${datasetId}, ${startingId(place, 3, 4)})`
  return { place, organizationId, brandId, channelId, datasetId, members }
}

async function hire(sql: Sql, organizationId: string, id: string, role: string): Promise<string> {
  const token = randomUUID()
  const email = `${id}@example.test`
  await sql`
    insert into user_invitations (organization_id, email, role, token_hash)
    values (${organizationId}, ${email}, ${role}, encode(sha256(convert_to(${token}, 'UTF8')), 'hex'))`
  await sql`
    insert into auth.users (id, aud, role, email, raw_user_meta_data)
    values (${id}, 'authenticated', 'authenticated', ${email}, ${sql.json({ invitation_token: token })})`
  return id
}
