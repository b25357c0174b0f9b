/** The app's data folder with `large` in its cache, made once and kept: the first sync of it takes minutes. */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '#build/scripts/build-app.ts'
import { expect } from '@playwright/test'
import type { Sql } from 'postgres'
import { MIGRATIONS } from '#main/db/migrations/all.ts'
import { TABLES } from '#shared/replication/tables.ts'
import { rows, chooseLocalDemo, signIn } from '#tests/support/app-driver.ts'
import { launchApp } from '#tests/support/electron-host.ts'
import { openOffice } from '#tests/support/office.ts'
import { startSeparateBackend } from '#tests/support/separate-backend.ts'
import { fillBulk, LARGE } from './bulk-rows.ts'

const KEPT = join(ROOT, '.local', 'bench')
const PATIENCE_MS = 900_000

/** A port that nothing listens on: what is measured is the desktop by itself, offline. */
export const NO_BACKEND = localBackend({ url: 'http://127.0.0.1:9', anonKey: 'none' })

/**
 * Copies the kept folder to `directory`; fills it first over a real sync when there is none for this schema.
 * @param directory must not exist
 */
export async function largeUserData(directory: string): Promise<void> {
  const kept = join(KEPT, `large-${schemaName()}`)
  if (!existsSync(kept)) await fill(kept)
  cpSync(kept, directory, { recursive: true })
}

async function fill(kept: string): Promise<void> {
  const unfinished = `${kept}.part`
  rmSync(KEPT, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  const backend = await startSeparateBackend()
  try {
    const office = await openOffice(backend, 'Large')
    const rep = await office.member('manager')
    await fillBulk(backend.sql, office.organization, LARGE)
    await shareOut(backend.sql, office.organization.id, rep.id)
    const { app, window } = await launchApp({ userData: unfinished, env: localBackend(backend) })
    await chooseLocalDemo(window)
    await signIn(window, rep)
    await rows(window).first().waitFor({ timeout: PATIENCE_MS })
    await expect(window.getByRole('button', { name: 'All changes saved' })).toBeVisible({ timeout: PATIENCE_MS })
    // What is measured is the app at rest, with its index built.
    await window.keyboard.press('/')
    await expect(window.getByText(/^Searches /)).toBeVisible({ timeout: PATIENCE_MS })
    await app.close()
  } finally {
    await backend.close()
  }
  renameSync(unfinished, kept)
}

/** A quarter of the leads is the rep's own, a third waits for an answer, so that every split has rows; they stand in every stage. */
async function shareOut(sql: Sql, organizationId: string, ownerId: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`
      update leads set owner_id = ${ownerId} where organization_id = ${organizationId} and lead_score % 4 = 0`
    await tx`
      update leads l set pipeline_stage_id = s.ids[1 + (hashtext(l.id::text) & 2147483647) % cardinality(s.ids)]
      from (select array_agg(s.id order by s.position) as ids from pipeline_stages s join pipelines p on p.id = s.pipeline_id
        where p.organization_id = ${organizationId} and p.kind = 'lead' and p.is_default) s
      where l.organization_id = ${organizationId}`
    await tx`
      update conversations c set waiting_since = c.last_message_at
      from leads l where l.id = c.lead_id and l.organization_id = ${organizationId} and l.lead_score % 3 = 0`
  })
  await sql`vacuum analyze leads, conversations`
}

/** What the app is told of a backend on this computer. */
export function localBackend({ url, anonKey }: { url: string; anonKey: string }): { LEADLINE_LOCAL_BACKEND: string } {
  return { LEADLINE_LOCAL_BACKEND: JSON.stringify({ url, anonKey, users: [] }) }
}

/** Changes with the cache's schema and with what the set holds: another one is filled anew. */
function schemaName(): string {
  const fillers = ['bulk-rows.ts', 'large-user-data.ts'].map((file) => readFileSync(join(import.meta.dirname, file)))
  const hash = createHash('sha256').update(JSON.stringify([MIGRATIONS.map(({ name }) => name), TABLES]))
  for (const filler of fillers) hash.update(filler)
  return hash.digest('hex').slice(0, 12)
}
