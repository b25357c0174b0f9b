import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog, LOG_FILE } from './log.ts'
import { logLines } from './log-lines.ts'

const MEGABYTE = 1024 * 1024

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadline-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the log is a line for each event, begins anew at 1 MB and keeps the one before, so that it never grows beyond two', () => {
  const file = join(folder, LOG_FILE)
  const log = createLog(file, { stderr: false })
  for (let n = 0; n < 400; n++) log.warn('test.filled', { n, filling: 'x'.repeat(10_000) })
  log.info('test.last', { n: 1 })

  const names = readdirSync(dirname(file)).toSorted()
  expect(names).toEqual([basename(file), 'main.old.log'].toSorted())
  for (const name of names) expect(statSync(join(dirname(file), name)).size).toBeLessThan(MEGABYTE + 11_000)
})

test('what is written can be read again, whatever its level', async () => {
  const file = join(folder, LOG_FILE)
  const log = createLog(file, { stderr: false })
  log.info('test.begun')
  log.warn('test.failed', { cause: 'network', attempt: 2 })
  log.error('test.broken', { cause: 'a\nb' })
  appendFileSync(file, 'what no event is\n')
  const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown
  expect(await logLines(file)).toEqual([
    { at, level: 'info', event: 'test.begun', data: null },
    { at, level: 'warn', event: 'test.failed', data: { cause: 'network', attempt: 2 } },
    { at, level: 'error', event: 'test.broken', data: { cause: 'a\nb' } },
  ])
  expect(await logLines(join(folder, 'nowhere.log'))).toEqual([])
})
