import type { Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { item, openConversation, rows, signInAsDemoUser } from '#tests/support/app-driver.ts'
import type { Desk } from '#shared/contract/ipc.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a note is written offline about any lead, survives a restart before it is saved, and goes out as Markdown', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  const rep = await office.member('sales_rep')
  const { leadId } = await office.enquiry('Ana Lima', 'Which one is faster?', rep.id)
  await office.enquiry('Otto Maus', 'Never mind.', rep.id)
  const desk = await computer()
  const first = await desk.start()
  await signInAsDemoUser(first.window, rep)
  await openConversation(first.window, 'Otto Maus')
  desk.network.set('cut')

  // About somebody else than the one whose conversation is open.
  await first.window.keyboard.press('Shift+M')
  const dialog = first.window.getByRole('dialog', { name: 'New note' })
  await dialog.getByRole('button', { name: 'Lead Otto Maus. Change' }).click()
  await dialog.getByRole('combobox', { name: 'Lead' }).fill('Ana')
  await dialog.getByRole('option', { name: /^Ana Lima/ }).click()
  await dialog
    .getByRole('textbox', { name: 'Note' })
    .fill('Wants the **red** one.\n\n- two keys\n- <b>winter</b> tyres')
  await dialog.getByRole('button', { name: 'Preview' }).click()
  const preview = dialog.getByRole('region', { name: 'Preview' })
  await expect(preview.locator('strong')).toHaveText('red')
  await expect(preview.getByRole('listitem')).toHaveText(['two keys', '<b>winter</b> tyres'])
  await dialog.getByRole('button', { name: 'Write' }).click()
  await dialog.getByLabel('Type').selectOption('Important note')
  await dialog.getByLabel('Pin it to the lead').check()
  for (const tag of ['price', 'van', 'winter']) {
    await dialog.getByLabel('Add a tag').fill(tag)
    await first.window.keyboard.press('Enter')
  }
  await dialog.getByRole('button', { name: 'Remove tag van' }).click()
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  const keptTags = () =>
    first.window.evaluate(async (conversation_id) => {
      const { desk: page } = globalThis as unknown as { desk: Desk }
      const draft = await page.command('draft.load', { conversation_id })
      return draft.ok && draft.value?.note?.tags
    }, rep.id)
  await expect.poll(keptTags).toEqual(['price', 'winter'])
  await first.app.close()

  const { app, window } = await desk.start()
  await expect(rows(window).first()).toBeVisible({ timeout: 60_000 })
  // Whom it is about, its type, its pin and its tags are as they were left, whoever is at hand.
  await openConversation(window, 'Otto Maus')
  await window.keyboard.press('Shift+M')
  const again = window.getByRole('dialog', { name: 'New note' })
  await expect(again.getByText('Ana Lima')).toBeVisible()
  await expect(again.getByRole('textbox', { name: 'Note' })).toHaveValue(/^Wants the \*\*red\*\* one/)

  // 1 MB from the clipboard is refused at once, and what stood there is had again by taking it back.
  await again.getByRole('textbox', { name: 'Note' }).fill('x'.repeat(1_048_576))
  await expect(again.getByText(/This has 1,048,576 characters and a note takes 100,000/)).toBeVisible()
  await again.getByRole('textbox', { name: 'Note' }).fill('Wants the **red** one.')
  await expect(again.getByLabel('Type').locator('option:checked')).toHaveText('Important note')
  await expect(again.getByLabel('Pin it to the lead')).toBeChecked()
  await expect(again.getByRole('group', { name: 'Tags' }).getByRole('listitem')).toHaveText(['price', 'winter'])
  await again.getByRole('button', { name: 'Save note' }).click()
  await expect(again).toHaveCount(0)
  await openConversation(window, 'Ana Lima')
  const note = item(window, 'Wants the red one.')
  await expect(note).toHaveAccessibleName(/^Important note by/)
  await expect(note.locator('strong')).toHaveText('red')
  await expect(note.getByRole('list', { name: 'Tags' }).getByRole('listitem')).toHaveText(['price', 'winter'])

  // Nothing of it is offered again.
  await window.keyboard.press('Shift+M')
  await expect(window.getByRole('dialog').getByRole('textbox', { name: 'Note' })).toHaveValue('')
  await window.keyboard.press('Escape')

  desk.network.set('up')
  await expect
    .poll(() => backend.sql`select body, type, is_pinned, tags from notes where lead_id = ${leadId}`, {
      timeout: 30_000,
    })
    .toEqual([{ body: 'Wants the **red** one.', type: 'important', is_pinned: true, tags: ['price', 'winter'] }])

  const file = join(desk.userData, 'notes.md')
  await app.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await window.getByRole('button', { name: 'Export all notes as Markdown' }).click()
  await expect(window.getByText('The notes are saved as notes.md')).toBeVisible()
  expect(await readFile(file, 'utf8')).toMatch(
    /^# Notes on Ana Lima\n\n## Important note\n\n.*\n\nWants the \*\*red\*\* one\.\n\nTags: price, winter\n$/,
  )
})

test('two reps edit one note offline: separate paragraphs merge, the same sentence keeps both versions', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  const { leadId } = await office.enquiry('Ana Lima', 'Which one is faster?')
  const desks = [await computer(), await computer()]
  const [first, second] = [await desks[0]!.start(), await desks[1]!.start()]
  await signInAsDemoUser(first.window, await office.member('manager'))
  await signInAsDemoUser(second.window, await office.member('manager'))
  const body = 'Wants the red one.\n\nHas a dog.\n\nPays in cash.'
  await backend.sql`insert into notes (lead_id, body, type) values (${leadId}, ${body}, 'general')`
  for (const { window } of [first, second]) {
    await openConversation(window, 'Ana Lima')
    await expect(item(window, 'Has a dog.')).toBeVisible({ timeout: 30_000 })
  }
  for (const desk of desks) desk.network.set('cut')
  for (const [{ window }, text] of [
    [first, 'Wants the blue one.\n\nHas a dog.\n\nPays in two rates.'],
    [second, 'Wants the red one.\n\nHas a dog and a cat.\n\nPays by card.'],
  ] as const) {
    await rewriteNote(window, 'Has a dog.', text)
  }
  desks[0]!.network.set('up')
  await expect(first.window.getByRole('button', { name: 'All changes saved' })).toBeVisible({ timeout: 30_000 })
  desks[1]!.network.set('up')
  await expect(second.window.getByRole('button', { name: 'Conflict Centre, 1 need you' })).toBeVisible({
    timeout: 30_000,
  })
  // What the first wrote stands, and the second decides over both versions.
  await second.window.getByRole('button', { name: 'Conflict Centre, 1 need you' }).click()
  await expect(second.window.getByText(/Pays in two rates/).first()).toBeVisible()
  await expect(second.window.getByText(/Pays by card/).first()).toBeVisible()
  await second.window.getByRole('listbox').first().focus()
  await second.window.keyboard.press('m')
  await second.window.keyboard.press('Enter')
  await expect(second.window.getByRole('heading', { name: 'Nothing needs you' })).toBeVisible()
  await expect
    .poll(
      async () => (await backend.sql<{ body: string }[]>`select body from notes where lead_id = ${leadId}`)[0]?.body,
      {
        timeout: 30_000,
      },
    )
    .toContain('Pays by card.')

  // Apart from each other, both edits stand.
  const [{ id }] = await backend.sql<[{ id: string }]>`insert into notes (lead_id, body, type)
    values (${leadId}, 'First paragraph.\n\nSecond paragraph.', 'general') returning id`
  for (const { window } of [first, second]) {
    await window.keyboard.press('g')
    await window.keyboard.press('i')
    await openConversation(window, 'Ana Lima')
    await expect(item(window, 'Second paragraph.')).toBeVisible({ timeout: 30_000 })
  }
  for (const desk of desks) desk.network.set('cut')
  for (const [{ window }, text] of [
    [first, 'First paragraph, longer.\n\nSecond paragraph.'],
    [second, 'First paragraph.\n\nSecond paragraph, shorter.'],
  ] as const) {
    await rewriteNote(window, 'Second paragraph.', text)
  }
  for (const desk of desks) desk.network.set('up')
  await expect
    .poll(async () => (await backend.sql<{ body: string }[]>`select body from notes where id = ${id}`)[0]?.body, {
      timeout: 30_000,
    })
    .toBe('First paragraph, longer.\n\nSecond paragraph, shorter.')
})

/** Gives the note in the open thread that has these words another text. */
async function rewriteNote(window: Page, words: string, text: string): Promise<void> {
  const card = item(window, words)
  await card.hover()
  await card.getByRole('button', { name: 'Edit this note' }).click()
  const dialog = window.getByRole('dialog', { name: 'Edit note' })
  await dialog.getByRole('textbox', { name: 'Note' }).fill(text)
  await dialog.getByRole('button', { name: 'Save note' }).click()
  await expect(dialog).toHaveCount(0)
}
