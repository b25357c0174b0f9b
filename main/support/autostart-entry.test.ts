import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { setAutostartEntry } from './autostart-entry.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadline-autostart-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('an entry starts the app hidden, wherever it is installed, and is taken away again', async () => {
  await setAutostartEntry(folder, ['/opt/Lead line/100%/leadline', '--hidden'])
  const file = join(folder, 'autostart/leadline.desktop')
  expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Lead line/100%%/leadline" "--hidden"\n')
  await setAutostartEntry(folder, null)
  await setAutostartEntry(folder, null)
  expect(existsSync(file)).toBe(false)
})
