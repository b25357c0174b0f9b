import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBackendProcess } from '#tests/walls/backend-process.ts'
import type { BackendProcess } from '#tests/walls/backend-process.ts'
import { tryWalls } from '#tests/walls/matrix.ts'

let backend: BackendProcess
beforeAll(async () => {
  backend = await startBackendProcess()
})
afterAll(() => backend.close())

describe('the walls between organisations and roles', () => {
  test('hold against every role on every table, view and function', { timeout: 600_000 }, async () => {
    const report = await tryWalls(backend)
    expect(report.leaks).toEqual([])
    expect(report.attempts).toBeGreaterThanOrEqual(3_000)
    expect(report.roles).toHaveLength(17)
    const { 'Acme owner': owner, 'Acme rep 1': rep, 'Acme suspended': suspended, anon } = report.seen
    expect(rep).toBeGreaterThan(100)
    expect(owner).toBeGreaterThan(rep!)
    expect([suspended, anon]).toEqual([0, 0])
  })
})

describe('a hole in the walls', () => {
  const only = ['notes', 'profiles', 'channel_credentials']
  const damaged = async (damage: string): Promise<string[]> => {
    const own = await startBackendProcess()
    try {
      await own.sql.unsafe(damage)
      return (await tryWalls(own, { only })).leaks
    } finally {
      await own.close()
    }
  }

  test('that shows the notes of all organisations is found', async () => {
    const leaks = await damaged('alter policy members_read on public.notes using (true)')
    expect(leaks).toContainEqual(expect.stringMatching(/^Rival owner: select .* shows notes\..* of Acme/))
    expect(leaks).toContainEqual(expect.stringMatching(/^Acme rep 1: select \* from notes: shows notes\..*/))
  })

  test('that lets people write, or shows a rep what others handle, is found', async () => {
    const leaks = await damaged(`
      alter policy members_read on public.notes using (organization_id = app.org_id());
      grant update (role) on public.profiles to authenticated;
      grant select on public.channel_credentials to authenticated;
      alter policy nobody_reads on public.channel_credentials using (organization_id = app.org_id())`)
    expect(leaks).toContainEqual(
      expect.stringMatching(/^Acme rep 1: select \* from notes: shows notes\..* of Acme, lead/),
    )
    expect(leaks).toContainEqual(expect.stringMatching(/^Acme viewer: a direct write: changed .*profiles \(rights\)/))
    expect(leaks).toContainEqual(
      expect.stringMatching(/^Acme owner: select .* shows channel_credentials\.ciphertext of Acme/),
    )
    expect(leaks).not.toContainEqual(expect.stringContaining('Rival owner: select * from notes'))
  })
})
