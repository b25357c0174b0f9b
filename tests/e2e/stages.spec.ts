import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { signInAsDemoUser, typeIntoOpened } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

const column = (window: Page, stage: string): Locator =>
  window.getByRole('listbox', { name: new RegExp(`^${stage}, `) })
const card = (window: Page, stage: string, name: string): Locator =>
  column(window, stage).getByRole('option', { name: new RegExp(`^${name}`) })
const stageRow = (window: Page, name: string): Locator => window.getByRole('listitem', { name, exact: true })

async function openPipeline(window: Page): Promise<void> {
  await window.keyboard.press('g')
  await window.keyboard.press('p')
  await expect(window.getByRole('heading', { name: 'Pipeline' })).toBeVisible()
}

async function choose(window: Page, what: string | RegExp): Promise<void> {
  await window.getByRole('button', { name: /^Pipeline .*Change$/ }).click()
  await window.getByRole('menuitem', { name: what }).click()
}

/** Moves the card that stands in a column, with the keyboard. */
async function move(window: Page, from: string, to: string): Promise<void> {
  await column(window, from).focus()
  await column(window, from).press('s')
  await typeIntoOpened(window, to)
  await window.keyboard.press('Enter')
}

test('an administrator changes the stages by mouse and keyboard, offline too, and takes it back', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const admin = await office.member('admin')
  const { leadId } = await office.enquiry('Ana Lima', 'Which one is faster?', admin.id)
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, admin)
  await openPipeline(window)
  const stored = () => backend.sql<{ name: string; color: string; rotting_days: number; kind: string }[]>`
    select s.name, s.color, s.rotting_days, s.kind from pipeline_stages s join pipelines p on p.id = s.pipeline_id
    where p.organization_id = ${office.organization.id} and p.kind = 'lead' and p.is_default order by s.position`
  const before = (await stored()).map(({ name }) => name)
  await choose(window, 'Edit stages')
  const editor = window.getByRole('region', { name: /^Stages of/ })
  await expect(editor.getByRole('listitem')).toHaveCount(before.length)
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode().analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

  // Offline: a new one, with an emoji, is at the end; a name that there is already is refused at once.
  desk.network.set('cut')
  await editor.getByRole('textbox', { name: 'Name of a new stage' }).fill('qualified')
  await window.keyboard.press('Enter')
  await expect(editor.getByRole('alert')).toContainText('has a stage called “qualified” already')
  await editor.getByRole('textbox', { name: 'Name of a new stage' }).fill('Probefahrt 🚗👩‍🔧')
  await window.keyboard.press('Enter')
  const added = stageRow(window, 'Probefahrt 🚗👩‍🔧')
  await expect(added).toBeVisible()
  await added.getByRole('button', { name: /^Colour of/ }).click()
  await window.getByRole('menuitem', { name: 'Pink' }).click()
  await added.getByRole('textbox', { name: /^Days until/ }).fill('-3')
  await window.keyboard.press('Enter')
  await expect(added.getByRole('alert')).toContainText('a whole number from 0 to 3,650')
  await added.getByRole('textbox', { name: /^Days until/ }).fill('5')
  await window.keyboard.press('Enter')
  await added.getByRole('button', { name: /^Move Probefahrt/ }).focus()
  await window.keyboard.press('Home')
  await expect(editor.getByRole('listitem').first()).toHaveAccessibleName('Probefahrt 🚗👩‍🔧')
  await expect(added.getByRole('button', { name: /^Move Probefahrt/ })).toBeFocused()
  await window.keyboard.press('ArrowDown')
  await expect(editor.getByRole('listitem').nth(1)).toHaveAccessibleName('Probefahrt 🚗👩‍🔧')

  // By mouse below the third.
  const grip = (await added.getByRole('button', { name: /^Move/ }).boundingBox())!
  const third = (await editor.getByRole('listitem').nth(2).boundingBox())!
  await window.mouse.move(grip.x + 8, grip.y + 12)
  await window.mouse.down()
  await window.mouse.move(grip.x + 8, third.y + third.height - 6, { steps: 8 })
  await window.mouse.up()
  await expect(editor.getByRole('listitem').nth(2)).toHaveAccessibleName('Probefahrt 🚗👩‍🔧')

  // Renamed, and that taken back.
  await added.getByRole('textbox', { name: /^Name of/ }).fill('Test drive')
  await window.keyboard.press('Enter')
  await expect(stageRow(window, 'Test drive')).toBeVisible()
  await window.getByRole('button', { name: 'Undo' }).last().click()
  await expect(added).toBeVisible()

  desk.network.set('up')
  await expect
    .poll(stored, { timeout: 30_000 })
    .toMatchObject([
      { name: before[0] },
      { name: before[1] },
      { name: 'Probefahrt 🚗👩‍🔧', color: '#c2488f', rotting_days: 5, kind: 'open' },
      ...before.slice(2).map((name) => ({ name })),
    ])

  // Deleting asks where the cards go; it is undone as if nothing had been, and then done.
  const [stage] = await backend.sql<{ name: string }[]>`
    select s.name from leads l join pipeline_stages s on s.id = l.pipeline_stage_id where l.id = ${leadId}`
  const remove = async () => {
    await editor.getByRole('button', { name: `Delete ${stage!.name}` }).click()
    const dialog = window.getByRole('dialog', { name: `Delete ${stage!.name}` })
    await dialog.getByLabel('Move the leads to').selectOption({ label: 'Probefahrt 🚗👩‍🔧' })
    await dialog.getByRole('button', { name: 'Delete and move' }).click()
  }
  await remove()
  await expect(editor.getByRole('button', { name: `Delete ${stage!.name}` })).toBeDisabled()
  await window.getByRole('button', { name: 'Undo' }).last().click()
  await expect(editor.getByRole('textbox', { name: `Name of ${stage!.name}` })).toBeVisible()
  await remove()
  await window
    .getByRole('status')
    .filter({ hasText: `Stage “${stage!.name}” deleted` })
    .getByRole('button', { name: 'Dismiss' })
    .click()
  await expect(stageRow(window, stage!.name)).toHaveCount(0)
  await editor.getByRole('button', { name: 'Done' }).click()
  await expect(window.getByRole('listbox').first()).toBeFocused()
  await expect(card(window, 'Probefahrt .*', 'Ana Lima')).toBeVisible()
  expect((await stored()).map(({ name }) => name)).not.toContain(stage!.name)

  // A pipeline of one's own, and away with it.
  await choose(window, 'New pipeline…')
  const dialog = window.getByRole('dialog', { name: 'New pipeline' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Wartung')
  await dialog.getByRole('radio', { name: 'Leads' }).check()
  await dialog.getByRole('button', { name: 'Create pipeline' }).click()
  await expect(window.getByRole('region', { name: 'Stages of Wartung' }).getByRole('listitem')).toHaveCount(4)
  const pipelines = () => backend.sql`
    select p.name from pipelines p where p.organization_id = ${office.organization.id} and p.name = 'Wartung'`
  await expect.poll(pipelines).toHaveLength(1)
  await window.getByRole('button', { name: 'Delete this pipeline…' }).click()
  await window.getByRole('button', { name: 'Delete and move' }).click()
  await window
    .getByRole('status')
    .filter({ hasText: 'Pipeline “Wartung” deleted' })
    .getByRole('button', { name: 'Dismiss' })
    .click()
  await expect.poll(pipelines).toHaveLength(0)
  await expect(window.getByRole('region', { name: 'Stages of Wartung' })).toHaveCount(0)
})

test('a stage deleted while a card waits offline to move into it: the rep is told and chooses another, nothing is lost', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  const admin = await office.member('admin')
  const rep = await office.member('sales_rep')
  const { leadId } = await office.enquiry('Ana Lima', 'Which one is faster?', rep.id)
  const stageOf = async () =>
    (
      await backend.sql<{ name: string }[]>`
        select s.name from leads l join pipeline_stages s on s.id = l.pipeline_stage_id where l.id = ${leadId}`
    )[0]!.name
  const start = await stageOf()
  const desks = [await computer(), await computer()]
  const [boss, worker] = [await desks[0]!.start(), await desks[1]!.start()]
  await signInAsDemoUser(boss.window, admin)
  await signInAsDemoUser(worker.window, rep)
  for (const { window } of [boss, worker]) await openPipeline(window)
  // Only administrators edit stages.
  await worker.window.getByRole('button', { name: /^Pipeline .*Change$/ }).click()
  await expect(worker.window.getByRole('menuitem', { name: 'Edit stages' })).toHaveCount(0)
  await worker.window.keyboard.press('Escape')

  desks[1]!.network.set('cut')
  await move(worker.window, start, 'Cold')
  await expect(card(worker.window, 'Cold', 'Ana Lima')).toBeVisible()

  // The administrator, offline as well, deletes the stage: it stays on their board until the server has moved its cards.
  desks[0]!.network.set('cut')
  await choose(boss.window, 'Edit stages')
  await boss.window.getByRole('button', { name: 'Delete Cold' }).click()
  await boss.window
    .getByRole('status')
    .filter({ hasText: 'Stage “Cold” deleted' })
    .getByRole('button', { name: 'Dismiss' })
    .click()
  await expect(stageRow(boss.window, 'Cold')).toContainText('Its cards move when this has reached the team')
  desks[0]!.network.set('up')
  await expect(stageRow(boss.window, 'Cold')).toHaveCount(0, { timeout: 30_000 })

  desks[1]!.network.set('up')
  await worker.window.getByRole('button', { name: 'Conflict Centre, 1 need you' }).click({ timeout: 30_000 })
  await expect(worker.window.getByText('This stage no longer exists. Choose another.').first()).toBeVisible()
  expect(await stageOf()).toBe(start)
  await openPipeline(worker.window)
  await expect(column(worker.window, 'Cold')).toHaveCount(0)
  await expect(card(worker.window, start, 'Ana Lima')).toBeVisible()
})

test('two administrators change the stages at once: name, colour, order and a new stage all stand', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  await office.enquiry('Ana Lima', 'Which one is faster?')
  const desks = [await computer(), await computer()]
  const [first, second] = [await desks[0]!.start(), await desks[1]!.start()]
  await signInAsDemoUser(first.window, await office.member('admin'))
  await signInAsDemoUser(second.window, await office.member('admin'))
  for (const { window } of [first, second]) {
    await openPipeline(window)
    await choose(window, 'Edit stages')
  }
  // One renames a stage, the other gives the same one another colour: both.
  for (const desk of desks) desk.network.set('cut')
  await first.window.getByRole('textbox', { name: 'Name of Cold' }).fill('Asleep')
  await first.window.keyboard.press('Enter')
  await second.window.getByRole('button', { name: /^Colour of Cold/ }).click()
  await second.window.getByRole('menuitem', { name: 'Violet' }).click()
  // One adds a stage while the other puts those they know into another order.
  await first.window.getByRole('textbox', { name: 'Name of a new stage' }).fill('Nurture')
  await first.window.keyboard.press('Enter')
  await expect(stageRow(first.window, 'Nurture')).toBeVisible()
  await second.window.getByRole('button', { name: /^Move Cold/ }).focus()
  await second.window.keyboard.press('Home')
  await expect(
    second.window
      .getByRole('region', { name: /^Stages of/ })
      .getByRole('listitem')
      .first(),
  ).toHaveAccessibleName('Cold')
  desks[0]!.network.set('up')
  await expect(first.window.getByRole('button', { name: 'All changes saved' })).toBeVisible({ timeout: 30_000 })
  desks[1]!.network.set('up')
  for (const { window } of [first, second]) {
    await expect(stageRow(window, 'Asleep').getByRole('button', { name: /^Colour of Asleep: Violet/ })).toBeVisible({
      timeout: 30_000,
    })
    await expect(
      window
        .getByRole('region', { name: /^Stages of/ })
        .getByRole('listitem')
        .last(),
    ).toHaveAccessibleName('Nurture')
  }
  // The order of one, with what the other added behind it, and nobody has to decide anything.
  const names = () => backend.sql<{ name: string }[]>`
    select s.name from pipeline_stages s join pipelines p on p.id = s.pipeline_id
    where p.organization_id = ${office.organization.id} and p.kind = 'lead' and p.is_default order by s.position`
  const [foremost, ...others] = await names()
  expect([foremost?.name, others.at(-1)?.name]).toEqual(['Asleep', 'Nurture'])
  await expect(second.window.getByRole('button', { name: 'All changes saved' })).toBeVisible()
})
