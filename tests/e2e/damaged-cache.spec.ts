import { randomBytes } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { connect } from '#main/db/connection.ts'
import { cacheOf, type AppCache } from '#tests/support/app-cache.ts'
import { item, row, signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

const PAGE_SIZE = 8192

/** Overwrites every page that holds messages, as a failing disk would. */
function damageMessages({ file, key }: AppCache): void {
  const eye = connect(file, { key, readonly: true })
  const pages = eye
    .prepare<[], number>(`select pageno from dbstat where name = 'messages' and pagetype = 'leaf'`)
    .pluck()
    .all()
  eye.close()
  const handle = openSync(file, 'r+')
  for (const page of pages) writeSync(handle, randomBytes(PAGE_SIZE), 0, PAGE_SIZE, (page - 1) * PAGE_SIZE)
  closeSync(handle)
}

test('a cache that proves damaged during work is set aside, the rep is told, and a fresh one takes its place', async ({
  office,
  computer,
}) => {
  await office.enquiry('Hal Stone', 'Are you still there?')
  const desk = await computer()
  const first = await desk.start()
  await signInAsDemoUser(first.window, await office.member('manager'))
  const cache = await cacheOf(first.app, desk.userData)
  await first.app.close()
  damageMessages(cache)

  const { window } = await desk.start()
  await row(window, 'Hal Stone').click()
  await expect(window.getByRole('region', { name: 'Notices' })).toContainText('It held no unsent changes.')
  await expect(async () => {
    await row(window, 'Hal Stone').click()
    await expect(thread(window, 'Hal Stone')).toBeVisible()
    await expect(item(window, 'Are you still there?')).toBeVisible()
  }).toPass()
})
