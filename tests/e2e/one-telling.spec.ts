import type { ElectronApplication } from '@playwright/test'
import { signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'
import { leaveAlone, titles, tray } from '#tests/support/shown-desktop.ts'

const told = async (...apps: ElectronApplication[]) => (await Promise.all(apps.map(titles))).flat().toSorted()

test('of a rep’s two computers the one in use tells of a hot lead; where none is, one of them does', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  const names = ['Maya', 'Otto', 'Paul', 'Rosa', 'Sam']
  const leads = await Promise.all(names.map((name) => office.enquiry(name, `${name} here`)))
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where organization_id = ${office.organization.id}`
  const [desk, laptop] = [await computer(), await computer()]
  const { app: here, window } = await desk.start()
  const { app: there, window: other } = await laptop.start()
  await signInAsDemoUser(window, rep)
  await signInAsDemoUser(other, rep)
  const turnHot = (name: string) =>
    backend.sql`update leads set lead_score = 91 where id = ${leads[names.indexOf(name)]!.leadId}`
  const bothShow = async (count: number) => {
    for (const app of [here, there]) {
      await expect.poll(async () => (await tray(app)).toolTip).toMatch(new RegExp(`${count} hot lead`))
    }
  }

  await leaveAlone(there, 600)
  await turnHot('Maya')
  await expect.poll(() => told(here)).toEqual(['Hot lead: Maya'])
  await bothShow(1)

  // Nobody can tell the laptop; it hears of both at once, what happened and that it was told.
  laptop.network.set('cut')
  await expect.poll(async () => (await tray(there)).toolTip).toMatch(/offline/)
  await turnHot('Otto')
  await expect.poll(() => told(here)).toEqual(['Hot lead: Maya', 'Hot lead: Otto'])
  await expect
    .poll(() => backend.sql`select action from hot_acknowledgements where lead_id = ${leads[1]!.leadId}`)
    .toEqual([{ action: 'told' }])
  await leaveAlone(there, 0)
  laptop.network.set('up')
  await bothShow(2)

  await leaveAlone(here, 600)
  await turnHot('Paul')
  await expect.poll(() => told(there)).toEqual(['Hot lead: Paul'])
  await bothShow(3)

  await leaveAlone(there, 600)
  await turnHot('Rosa')
  const ofRosa = async () => (await told(here, there)).filter((title) => title.endsWith('Rosa'))
  await expect.poll(ofRosa).toEqual(['Hot lead: Rosa'])

  // Both are in use, as far as anybody can tell: each tells. By then all that could have been told before has been.
  await leaveAlone(here, 0)
  await leaveAlone(there, 0)
  await turnHot('Sam')
  for (const app of [here, there]) await expect.poll(() => told(app)).toContain('Hot lead: Sam')
  expect(await told(here, there)).toEqual(
    ['Maya', 'Otto', 'Paul', 'Rosa', 'Sam', 'Sam'].map((name) => `Hot lead: ${name}`),
  )
})

test('a lead that is hot again later is told again, on the computer that is in use then', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const { leadId } = await office.enquiry('Maya', 'How much is it?')
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where id = ${leadId}`
  const { app: here, window } = await (await computer()).start()
  const { app: there, window: other } = await (await computer()).start()
  await signInAsDemoUser(window, rep)
  await signInAsDemoUser(other, rep)

  await leaveAlone(there, 600)
  await backend.sql`update leads set lead_score = 91 where id = ${leadId}`
  await expect.poll(() => told(here)).toEqual(['Hot lead: Maya'])
  await backend.sql`update hot_events set status = 'resolved', resolved_at = now() where lead_id = ${leadId}`
  await backend.sql`update leads set lead_score = 10 where id = ${leadId}`
  await expect.poll(async () => (await tray(there)).toolTip).not.toMatch(/hot lead/)

  await leaveAlone(here, 600)
  await leaveAlone(there, 0)
  await backend.sql`update leads set lead_score = 92 where id = ${leadId}`
  await expect.poll(() => told(there)).toEqual(['Hot lead: Maya'])
  expect(await told(here)).toHaveLength(1)
})
