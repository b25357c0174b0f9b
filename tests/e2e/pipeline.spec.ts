import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { signInAsDemoUser, thread, typeIntoOpened } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

const column = (window: Page, stage: string): Locator =>
  window.getByRole('listbox', { name: new RegExp(`^${stage}, `) })
const card = (window: Page, stage: string, name: string): Locator =>
  column(window, stage).getByRole('option', { name: new RegExp(`^${name}`) })

async function openPipeline(window: Page): Promise<void> {
  await window.keyboard.press('g')
  await window.keyboard.press('p')
  await expect(window.getByRole('heading', { name: 'Pipeline' })).toBeVisible()
}

/** Stands on a card with the arrows' cursor, as a click in its column and the arrows would. */
async function standOn(window: Page, stage: string, name: string): Promise<void> {
  await column(window, stage).focus()
  await column(window, stage).press('Home')
  const wanted = await card(window, stage, name).getAttribute('id')
  const current = () => column(window, stage).getAttribute('aria-activedescendant')
  await expect.poll(current).not.toBe(null)
  for (let at = await current(); at !== wanted; at = await current()) {
    await column(window, stage).press('ArrowDown')
    await expect.poll(current).not.toBe(at)
  }
}

test('cards are moved by keyboard and by mouse, also offline; a lost one says why, and a move is undone', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const rep = await office.member('sales_rep')
  const ana = await office.enquiry('Ana Lima', 'Which one is faster?', rep.id)
  const otto = await office.enquiry('Otto Maus', 'Never mind.', rep.id)
  const stageOf = async (leadId: string) => {
    const [row] = await backend.sql<{ name: string; stage_override: boolean }[]>`
      select s.name, l.stage_override from leads l join pipeline_stages s on s.id = l.pipeline_stage_id where l.id = ${leadId}`
    return row!
  }
  const [first, second] = [(await stageOf(ana.leadId)).name, (await stageOf(otto.leadId)).name]
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await openPipeline(window)
  await expect(card(window, first, 'Ana Lima')).toBeVisible()
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode().analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

  // By keyboard, offline: lifted, carried over other stages, dropped. Escape would have put it back.
  desk.network.set('cut')
  await standOn(window, first, 'Ana Lima')
  await window.keyboard.press('Space')
  await expect(window.getByRole('status').filter({ hasText: `Lifted Ana Lima from ${first}` })).toBeAttached()
  await window.keyboard.press('ArrowRight')
  await window.keyboard.press('Escape')
  await expect(window.getByRole('status').filter({ hasText: `Ana Lima stays in ${first}` })).toBeAttached()
  await window.keyboard.press('s')
  await typeIntoOpened(window, 'Qualified')
  await window.keyboard.press('Enter')
  await expect(card(window, 'Qualified', 'Ana Lima')).toHaveAccessibleName(/set by hand.*(Saved here|Syncing)/)
  await expect(column(window, 'Qualified')).toBeFocused()
  await window.keyboard.press('Space')
  await window.keyboard.press('ArrowRight')
  await window.keyboard.press('Space')
  await expect(card(window, 'High Intent', 'Ana Lima')).toBeVisible()

  // A stage that loses the lead asks why.
  await standOn(window, second, 'Otto Maus')
  await window.keyboard.press('s')
  await typeIntoOpened(window, 'Closed Lost')
  await window.keyboard.press('Enter')
  const dialog = window.getByRole('dialog', { name: 'Move to Closed Lost' })
  await dialog.getByRole('button', { name: 'Move to Closed Lost' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Say why')
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Bought elsewhere')
  await dialog.getByRole('button', { name: 'Move to Closed Lost' }).click()
  await expect(card(window, 'Closed Lost', 'Otto Maus')).toBeAttached()

  desk.network.set('up')
  await expect
    .poll(() => stageOf(ana.leadId), { timeout: 30_000 })
    .toEqual({ name: 'High Intent', stage_override: true })
  await expect
    .poll(
      () => backend.sql`select c.reason, c.changed_by, c.is_automatic from stage_changes c
        join pipeline_stages s on s.id = c.to_stage_id where c.lead_id = ${otto.leadId} and s.name = 'Closed Lost'`,
    )
    .toEqual([{ reason: 'Bought elsewhere', changed_by: rep.id, is_automatic: false }])

  // By mouse, and taken back; the board has followed the lost card.
  await column(window, 'Qualified').scrollIntoViewIfNeeded()
  await card(window, 'High Intent', 'Ana Lima').scrollIntoViewIfNeeded()
  const [from, to] = [
    (await card(window, 'High Intent', 'Ana Lima').boundingBox())!,
    (await column(window, 'Qualified').boundingBox())!,
  ]
  await window.mouse.move(from.x + 40, from.y + 20)
  await window.mouse.down()
  await window.mouse.move(to.x + 120, to.y + 160, { steps: 8 })
  await window.mouse.up()
  await expect(card(window, 'Qualified', 'Ana Lima')).toBeVisible()
  await expect.poll(() => stageOf(ana.leadId)).toMatchObject({ name: 'Qualified' })
  await window.keyboard.press('z')
  await expect(card(window, 'High Intent', 'Ana Lima')).toBeVisible()
  await expect.poll(() => stageOf(ana.leadId)).toMatchObject({ name: 'High Intent' })

  // A card opens the conversation beside the board, and Escape comes back to it.
  await card(window, 'High Intent', 'Ana Lima').click()
  await expect(thread(window, 'Ana Lima')).toBeVisible()
  await window.keyboard.press('Escape')
  await expect(thread(window, 'Ana Lima')).toBeHidden()
  await expect(column(window, 'High Intent')).toBeFocused()
})

test('two reps move one card at the same time: one move stands, both see it, and the other is told', async ({
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  await office.enquiry('Ana Lima', 'Which one is faster?')
  const desks = [await computer(), await computer()]
  const [first, second] = [await desks[0]!.start(), await desks[1]!.start()]
  await signInAsDemoUser(first.window, await office.member('manager'))
  await signInAsDemoUser(second.window, await office.member('manager'))
  const move = async (window: Page, from: RegExp, to: string) => {
    const of = window
      .getByRole('listbox', { name: from })
      .filter({ has: window.getByRole('option', { name: /^Ana Lima/ }) })
    await of.focus()
    await of.press('s')
    await typeIntoOpened(window, to)
    await window.keyboard.press('Enter')
    await expect(card(window, to, 'Ana Lima')).toBeVisible()
  }
  for (const { window } of [first, second]) await openPipeline(window)

  // What one does, the other sees.
  await move(first.window, /./, 'Qualified')
  await expect(card(second.window, 'Qualified', 'Ana Lima')).toBeVisible({ timeout: 30_000 })

  // Both at once, neither knowing of the other.
  for (const desk of desks) desk.network.set('cut')
  await move(first.window, /^Qualified/, 'Engaged')
  await move(second.window, /^Qualified/, 'High Intent')
  desks[0]!.network.set('up')
  await expect(first.window.getByRole('button', { name: 'All changes saved' })).toBeVisible({ timeout: 30_000 })
  desks[1]!.network.set('up')

  await expect(second.window.getByRole('button', { name: 'Conflict Centre, 1 need you' })).toBeVisible({
    timeout: 30_000,
  })
  for (const { window } of [first, second]) await expect(card(window, 'Engaged', 'Ana Lima')).toBeVisible()
  await second.window.getByRole('button', { name: 'Conflict Centre, 1 need you' }).click()
  await expect(second.window.getByRole('heading', { name: 'Stage of Ana Lima' })).toBeVisible()
})

test('cards are moved one after another as fast as the keys are pressed: each time the first that is still there', async ({
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const rep = await office.member('sales_rep')
  const names = ['Ana', 'Ben', 'Cid', 'Dora', 'Eli', 'Fay']
  for (const name of names) await office.enquiry(name, 'Which one is faster?', rep.id)
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await openPipeline(window)
  const columns = window.locator('[data-stage]')
  const full = columns.filter({ has: window.getByRole('option', { name: /^Ana/ }) })
  await expect(full.getByRole('option')).toHaveCount(names.length)
  const stage = await full.getAttribute('data-stage')
  const left = window.locator(`[data-stage="${stage}"]`)

  for (const name of names.slice(1)) {
    await left.focus()
    for (const key of ['Home', 'Space', 'ArrowRight', 'Space']) await window.keyboard.press(key)
    await expect(left.getByRole('option'), `after one more, before ${name}`).toHaveCount(
      names.length - names.indexOf(name),
    )
  }
  await expect(columns.filter({ has: window.getByRole('option', { name: /^\w+, / }) })).toHaveCount(2)
  await expect(window.getByRole('button', { name: 'All changes saved' })).toBeVisible()
  await expect(left.getByRole('option')).toHaveCount(1)
})
