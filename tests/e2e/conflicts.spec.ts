import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { Desk } from '#shared/contract/ipc.ts'
import { item, openConversation, signInAsDemoUser, writeNote } from '#tests/support/app-driver.ts'
import { command } from '#tests/support/conflict-scene.ts'
import { expect, test } from '#tests/support/e2e.ts'

const calm = (window: Page) => expect(window.getByRole('button', { name: 'All changes saved' })).toBeVisible()
const list = (window: Page) => window.getByRole('listbox', { name: /need/ })

test('two reps change the same offline; the second settles by mine, theirs and edit, and all agree', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  const { leadId, conversationId } = await office.enquiry('Ana Lima', 'Which one is faster?')
  const [firstRep, secondRep] = [await office.member('manager'), await office.member('manager')]
  const desks = [await computer(), await computer()]
  const [first, second] = [await desks[0]!.start(), await desks[1]!.start()]
  await signInAsDemoUser(first.window, firstRep)
  await openConversation(first.window, 'Ana Lima')
  await writeNote(first.window, 'Likes the red one.')
  await writeNote(first.window, 'Has a dog.')
  await calm(first.window)
  await signInAsDemoUser(second.window, secondRep)
  await openConversation(second.window, 'Ana Lima')
  await expect(item(second.window, 'Has a dog.')).toBeVisible()
  const notes = await backend.sql<{ id: string; body: string }[]>`select id, body from notes where lead_id = ${leadId}`
  const noteId = (body: string) => notes.find((note) => note.body === body)!.id
  const [red, dog] = [noteId('Likes the red one.'), noteId('Has a dog.')]

  // Both go offline and change the same three things.
  for (const desk of desks) desk.network.set('cut')
  const change = async (window: Page, who: string, assignee: string) => {
    await command(window, 'note.edit', { note_id: red, set: { body: `Likes the ${who} one.` } })
    await command(window, 'note.edit', { note_id: dog, set: { body: `Has a ${who} dog.` } })
    await command(window, 'conversation.assign', { conversation_id: conversationId, assigned_to: assignee })
  }
  await change(first.window, 'first', firstRep.id)
  await change(second.window, 'second', secondRep.id)
  desks[0]!.network.set('up')
  await calm(first.window)
  desks[1]!.network.set('up')

  // The second comes back to three conflicts, which nothing else waits for.
  await second.window.getByRole('button', { name: 'Conflict Centre, 3 need you' }).click()
  await expect(list(second.window).getByRole('option')).toHaveCount(3)
  const { violations } = await new AxeBuilder({ page: second.window }).setLegacyMode().analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

  // Edit: a text of both. By mouse.
  await list(second.window).getByRole('option').filter({ hasText: 'second dog' }).click()
  await expect(second.window.getByText('Has a first dog.')).toBeVisible()
  await second.window.getByRole('radio', { name: /Something else/ }).check()
  await second.window.getByRole('textbox', { name: 'New value of Text' }).fill('Has two dogs.')
  await second.window.getByRole('button', { name: 'Save the edited value' }).click()
  await expect(list(second.window).getByRole('option')).toHaveCount(2)

  // Mine. By keyboard.
  await list(second.window).getByRole('option').filter({ hasText: 'second one' }).click()
  await list(second.window).focus()
  await second.window.keyboard.press('m')
  await second.window.keyboard.press('Enter')
  await expect(list(second.window).getByRole('option')).toHaveCount(1)
  await expect(second.window.getByRole('heading', { name: 'Assignee of Ana Lima' })).toBeVisible()

  // Theirs, which comes back when it is undone, and theirs again.
  await second.window.keyboard.press('t')
  await second.window.keyboard.press('Enter')
  await expect(second.window.getByRole('heading', { name: 'Nothing needs you' })).toBeVisible()
  await second.window.getByRole('button', { name: 'Undo' }).last().click()
  await expect(list(second.window).getByRole('option')).toHaveCount(1)
  await list(second.window).focus()
  await second.window.keyboard.press('t')
  await second.window.getByRole('button', { name: 'Take theirs' }).click()
  await expect(second.window.getByRole('heading', { name: 'Nothing needs you' })).toBeVisible()
  await calm(second.window)

  const stored = await backend.sql<{ body: string }[]>`select body from notes where lead_id = ${leadId} order by body`
  expect(stored.map(({ body }) => body)).toEqual(['Has two dogs.', 'Likes the second one.'])
  const [conversation] = await backend.sql`select assigned_to from conversations where id = ${conversationId}`
  expect(conversation).toMatchObject({ assigned_to: firstRep.id })

  await second.window.getByRole('button', { name: 'Inbox', exact: true }).click()
  for (const { window } of [first, second]) {
    await expect(item(window, 'Has two dogs.')).toBeVisible()
    await expect(item(window, 'Likes the second one.')).toBeVisible()
    const shown = await window.evaluate(
      (conversation_id) =>
        new Promise<string | null | undefined>((resolve) => {
          ;(globalThis as unknown as { desk: Desk }).desk.live(
            'conversation.view',
            { conversation_id, limit: 1 },
            (result) => resolve(result.ok ? result.value?.conversation.assigned_to : undefined),
          )
        }),
      conversationId,
    )
    expect(shown).toBe(firstRep.id)
  }
})

test('a change that waits is listed with the reason, goes out when asked to, and tells why its record looks as it does', async ({
  backend,
  office,
  computer,
}) => {
  const { leadId } = await office.enquiry('Otto Maus', 'Hello')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('manager'))
  await openConversation(window, 'Otto Maus')
  // That it was read has to be saved first: it would wait too.
  const unread = async () => (await backend.sql`select unread_count from conversations where lead_id = ${leadId}`)[0]
  await expect.poll(unread).toEqual({ unread_count: 0 })
  await calm(window)
  desk.network.set('one-way')
  await writeNote(window, 'Never mind this.')
  await expect(window.getByRole('button', { name: /Offline since/ })).toBeVisible()

  await item(window, 'Never mind this.').hover()
  await item(window, 'Never mind this.').getByRole('button', { name: 'Why does it look like this?' }).click()
  await expect(window.getByRole('dialog')).toContainText('The server does not have this record yet.')
  await window.keyboard.press('Escape')

  await window.getByRole('button', { name: 'Conflict Centre' }).click()
  await expect(window.getByRole('heading', { name: 'Nothing needs you' })).toBeVisible()
  await window.getByRole('tab', { name: /Waiting to send/ }).click()
  await expect(window.getByText(/1 change waits on this device/)).toBeVisible()
  await expect(window.getByRole('listitem').filter({ hasText: 'Never mind this.' })).toContainText('Note on Otto Maus')
  // It was sent and never answered: nobody knows whether it arrived, so it is not offered to be taken back.
  await expect(window.getByText(/may already be saved/)).toBeVisible()
  await expect(window.getByRole('button', { name: /^Discard/ })).toHaveCount(0)

  desk.network.set('up')
  await window.getByRole('button', { name: 'Try now' }).click()
  await expect(window.getByRole('heading', { name: 'Nothing is waiting' })).toBeVisible()
  await calm(window)
  expect(await backend.sql`select body from notes where lead_id = ${leadId}`).toEqual([{ body: 'Never mind this.' }])
})
