import { row, rows, signInAsDemoUser, typeIntoOpened } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a rep filters by typing, finds nothing, clears it, and the order of a split survives a restart', async ({
  office,
  computer,
}) => {
  await office.enquiry('Ada Brook', 'Hello')
  await office.enquiry('Ben Cole', 'Hi there')
  const desk = await computer()
  let { app, window } = await desk.start()
  await signInAsDemoUser(window, await office.member('manager'))

  await window.getByRole('listbox').focus()
  await window.keyboard.press('f')
  await typeIntoOpened(window, 'owner me')
  await window.keyboard.press('Enter')
  await window.keyboard.press('Escape')
  await expect(window.getByText('No match')).toBeVisible()
  await window.getByRole('button', { name: 'Clear filters' }).last().click()
  await expect(rows(window)).toHaveCount(2)

  await window.getByRole('button', { name: /^Sorted by newest/ }).click()
  await window.getByRole('menuitemradio', { name: 'Longest waiting' }).click()
  await expect(rows(window).first()).toContainText('Ada Brook')
  await app.close()
  ;({ app, window } = await desk.start())
  await expect(window.getByRole('button', { name: /^Sorted by longest waiting/ })).toBeVisible()
  await expect(rows(window).first()).toContainText('Ada Brook')
})

test('offline: a conversation is snoozed in words, undone, snoozed again, and the team has it once online', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Cora Dane', 'Call me next week')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('manager'))
  desk.network.set('cut')

  const snooze = async (words: string) => {
    await row(window, 'Cora Dane').click()
    await window.getByRole('listbox', { name: /conversations$/ }).focus()
    await window.keyboard.press('h')
    await window.getByRole('combobox', { name: /Snooze Cora Dane/ }).fill(words)
  }
  await snooze('yesterday')
  await expect(window.getByText('That is in the past.')).toBeVisible()
  await window.keyboard.press('Escape')

  await snooze('next tue 9am')
  await window.keyboard.press('Enter')
  await expect(rows(window)).toHaveCount(0)
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(row(window, 'Cora Dane')).toBeVisible()

  await snooze('in 3 days')
  await window.keyboard.press('Enter')
  await window.getByRole('tab', { name: /^Snoozed/ }).click()
  await expect(row(window, 'Cora Dane')).toContainText('09:00')

  desk.network.set('up')
  await expect
    .poll(async () => {
      const [found] = await backend.sql`select status from conversations where id = ${conversationId}`
      return found?.['status'] as string
    })
    .toBe('snoozed')
})

test('offline: priority, stage and tags are set by key; a lost stage asks why; Z undoes; the team has it once online', async ({
  backend,
  office,
  computer,
}) => {
  const { leadId } = await office.enquiry('Dora Ek', 'Too expensive for me')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('manager'))
  desk.network.set('cut')
  const list = window.getByRole('listbox', { name: /conversations$/ })
  await list.focus()

  await window.keyboard.press('p')
  await window.getByRole('combobox', { name: 'Priority of Dora Ek' }).fill('urg')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('option', { name: /Dora Ek.*urgent priority/ })).toBeVisible()
  await expect(list).toBeFocused()
  await window.keyboard.press('z')
  await expect(window.getByRole('option', { name: /urgent priority/ })).toHaveCount(0)

  await window.keyboard.press('l')
  await window.getByRole('combobox', { name: 'Tags of Dora Ek' }).fill('price match')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('option', { name: 'price match', selected: true })).toBeVisible()
  await window.keyboard.press('Escape')

  await window.keyboard.press('s')
  await window.getByRole('combobox', { name: 'Stage of Dora Ek' }).fill('lost')
  await window.keyboard.press('Enter')
  await window.getByRole('button', { name: 'Move to Closed Lost' }).click()
  await expect(window.getByText('Say why in a few words')).toBeVisible()
  await window.getByRole('textbox', { name: 'Reason' }).fill('The price')
  await window.getByRole('button', { name: 'Move to Closed Lost' }).click()
  await expect(row(window, 'Dora Ek')).toContainText('Closed Lost')
  await expect(list).toBeFocused()

  desk.network.set('up')
  await expect
    .poll(async () => {
      const [found] = await backend.sql`
        select s.name, l.tags from leads l join pipeline_stages s on s.id = l.pipeline_stage_id where l.id = ${leadId}`
      return [found?.['name'], found?.['tags']] as unknown
    })
    .toEqual(['Closed Lost', ['price match']])
})

test('several are selected by keyboard and mouse, done together and set back together', async ({
  backend,
  office,
  computer,
}) => {
  const names = ['Eva Falk', 'Finn Gray', 'Gita Hall', 'Hugo Iles']
  for (const name of names) await office.enquiry(name, 'Hello')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('manager'))
  const list = window.getByRole('listbox', { name: /conversations$/ })
  const bar = window.getByRole('region', { name: 'Selected conversations' })
  await list.focus()

  await window.keyboard.press('x')
  await window.keyboard.press('Shift+J')
  await expect(bar).toContainText('2 selected')
  await expect(window.getByRole('option', { checked: true })).toHaveCount(2)
  await rows(window).nth(3).locator('[data-select-box]').click()
  await expect(bar).toContainText('3 selected')
  await window.keyboard.press('Escape')
  await expect(bar).toBeHidden()

  await window.keyboard.press('x')
  await bar.getByRole('button', { name: 'Select all 4' }).click()
  await expect(list).toBeFocused()
  await window.keyboard.press('l')
  await window.getByRole('combobox', { name: 'Tag the selected leads' }).fill('autumn')
  await window.keyboard.press('Enter')
  await expect(window.getByText('4 leads tagged autumn')).toBeVisible()
  await expect(list).toBeFocused()

  await window.keyboard.press('x')
  await window.keyboard.press('Shift+J')
  await window.keyboard.press('e')
  await expect(window.getByText('2 conversations marked as done')).toBeVisible()
  const closed = async () => {
    const [found] = await backend.sql`
      select count(*)::int as n from conversations c join leads l on l.id = c.lead_id
      where c.organization_id = ${office.organization.id} and c.status = 'closed' and 'autumn' = any(l.tags)`
    return found?.['n'] as number
  }
  await expect.poll(closed).toBe(2)
  await window.keyboard.press('z')
  await expect(window.getByText('2 set back')).toBeVisible()
  await expect(rows(window)).toHaveCount(4)
  await expect.poll(closed).toBe(0)
})
