import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { Imports } from '#main/import/imports.ts'
import { importRemote } from '#main/sync/import-remote.ts'
import { createOrganization, joinAs } from '#tests/support/database.ts'
import { startSeparateBackend } from '#tests/support/separate-backend.ts'

const ROWS = 6_000

test(
  'an import during which the server restarts waits for it, and has every row once',
  { timeout: 120_000 },
  async () => {
    const backend = await startSeparateBackend()
    const folder = await mkdtemp(join(tmpdir(), 'leadline-restart-'))
    try {
      const { id } = await createOrganization(backend.sql, 'Acme')
      const { client } = await joinAs(backend, id, 'admin')
      const path = join(folder, 'leads.csv')
      const lines = Array.from({ length: ROWS }, (_, n) => `Customer ${n},+4474${10_000_000 + n}`)
      await writeFile(path, `Name,Phone\n${lines.join('\n')}\n`)
      const told = new Set<string | undefined>()
      const imports: Imports = new Imports({
        remote: importRemote({ client, ensureSession: async () => {}, signal: new AbortController().signal }),
        store: { keptImport: async () => null, keepImport: async () => {} },
        country: async () => 'GB',
        rest: (ms, signal) => delay(ms / 10, undefined, { signal }),
        now: Date.now,
        random: () => 0.5,
        log: { info: () => {}, warn: () => {}, error: () => {} },
        onChange: () => told.add(imports.state.job?.state),
        onWritten: () => {},
      })
      await imports.choose(path)
      const mapping = imports.state.file!.suggested
      const options = {
        duplicate_action: null,
        list: null,
        owner_id: null,
        stage_id: null,
        tags: [],
        is_dry_run: false,
      }
      await imports.run({ ...options, mapping })
      await vi.waitUntil(() => (imports.state.job?.done ?? 0) > 0, { timeout: 30_000, interval: 1 })
      await backend.restart()
      await vi.waitUntil(() => ['done', 'failed'].includes(imports.state.job!.state), { timeout: 60_000, interval: 20 })
      expect(imports.state.job).toMatchObject({ state: 'done', counts: { created: ROWS }, done: ROWS })
      expect(told).toContain('waiting')
      const [found] = await backend.sql`
      select count(*)::integer as leads, count(distinct phone_normalized)::integer as numbers from leads`
      expect(found).toEqual({ leads: ROWS, numbers: ROWS })
    } finally {
      await rm(folder, { recursive: true })
      await backend.close()
    }
  },
)
