import type { Page } from '@playwright/test'
import { row, rows, signInAsDemoUser, typeIntoOpened } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

const list = (window: Page) => window.getByRole('listbox', { name: /conversations$/ })
const chips = (window: Page) => window.getByRole('list', { name: 'Saved views' })
const choose = async (window: Page, text: string) => {
  await list(window).focus()
  await window.keyboard.press('v')
  await window.getByRole('combobox', { name: 'Saved views' }).fill(text)
  await window.keyboard.press('Enter')
}

test('offline: a view is saved by key, chosen, changed, renamed and deleted with undo; a colleague has it once shared', async ({
  backend,
  office,
  computer,
}) => {
  const owner = await office.member('manager')
  const colleague = await office.member('manager')
  await office.enquiry('Ida Jahn', 'Hello', owner.id)
  await office.enquiry('Jon Kern', 'Hello')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, owner)
  desk.network.set('cut')
  await expect(window.getByRole('button', { name: /Offline since/ })).toBeVisible()

  // Saved: the filter and the order under a name.
  await list(window).focus()
  await window.keyboard.press('f')
  await typeIntoOpened(window, 'owner me')
  await window.keyboard.press('Enter')
  await window.keyboard.press('Escape')
  await expect(rows(window)).toHaveCount(1)
  await choose(window, 'save this')
  await window.getByRole('textbox', { name: 'Name' }).fill('My own')
  await window.keyboard.press('Enter')
  await expect(chips(window).getByRole('button', { name: 'My own', pressed: true })).toBeVisible()
  await expect(list(window)).toBeFocused()

  // Left and had again, by the chip and by the palette.
  await chips(window).getByRole('button', { name: 'My own' }).click()
  await expect(rows(window)).toHaveCount(2)
  await window.keyboard.press('Control+k')
  await window.getByRole('combobox', { name: 'Command palette' }).fill('my own')
  await window.keyboard.press('Enter')
  await expect(rows(window)).toHaveCount(1)

  // Changed: the order is kept in it, and nowhere else.
  await window.getByRole('button', { name: /^Sorted by newest/ }).click()
  await window.getByRole('menuitemradio', { name: 'Longest waiting' }).click()
  await expect(chips(window).getByRole('button', { name: /My own\s*changed/ })).toBeVisible()
  await choose(window, 'save changes')
  await expect(chips(window).getByRole('button', { name: 'My own', exact: true })).toBeVisible()
  await chips(window).getByRole('button', { name: 'My own' }).click()
  await expect(window.getByRole('button', { name: /^Sorted by newest/ })).toBeVisible()
  await chips(window).getByRole('button', { name: 'My own' }).click()
  await expect(window.getByRole('button', { name: /^Sorted by longest waiting/ })).toBeVisible()

  // A second one of that name is refused in words; renamed and shared.
  await choose(window, 'save this')
  await window.getByRole('textbox', { name: 'Name' }).fill('My own')
  await window.keyboard.press('Enter')
  await expect(window.getByText('You have a view called “My own” already.')).toBeVisible()
  await window.keyboard.press('Escape')
  await choose(window, 'rename')
  await window.getByRole('textbox', { name: 'Name' }).fill('Mine, longest first')
  await window.getByRole('checkbox', { name: /Share with the team/ }).check()
  await window.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(chips(window).getByRole('button', { name: 'Mine, longest first' })).toBeVisible()

  // Deleted, and back again by Z.
  await choose(window, 'delete')
  await expect(chips(window)).toBeHidden()
  await list(window).focus()
  await window.keyboard.press('z')
  await expect(chips(window).getByRole('button', { name: 'Mine, longest first' })).toBeVisible()

  desk.network.set('up')
  const stored = () => backend.sql`select name, is_shared from saved_views where owner_id = ${owner.id}`
  await expect.poll(stored).toEqual([{ name: 'Mine, longest first', is_shared: true }])
  const other = (await (await computer()).start()).window
  await signInAsDemoUser(other, colleague)
  await chips(other).getByRole('button', { name: 'Mine, longest first' }).click()
  await expect(row(other, 'Ida Jahn')).toBeVisible()
  await expect(rows(other)).toHaveCount(1)
  await choose(other, 'delete')
  await expect(other.getByText('There is no view “delete”.')).toBeVisible()
})

test('offline: the board is narrowed by the same views, and saves them', async ({ office, computer }) => {
  const owner = await office.member('manager')
  await office.enquiry('Ida Jahn', 'Hello', owner.id)
  await office.enquiry('Jon Kern', 'Hello')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, owner)
  await window.getByRole('button', { name: 'Pipeline', exact: true }).click()
  const card = (name: string) => window.getByRole('option', { name: new RegExp(`^${name}`) })
  await expect(card('Ida Jahn')).toBeVisible()
  await expect(card('Jon Kern')).toBeVisible()
  desk.network.set('cut')

  await card('Ida Jahn').locator('xpath=ancestor::*[@role="listbox"]').focus()
  await window.keyboard.press('f')
  await typeIntoOpened(window, 'owner me')
  await window.keyboard.press('Enter')
  await window.keyboard.press('Escape')
  await expect(card('Jon Kern')).toHaveCount(0)
  await window.getByRole('button', { name: 'Views' }).click()
  await window.getByRole('combobox', { name: 'Saved views' }).fill('save this')
  await window.keyboard.press('Enter')
  await window.getByRole('textbox', { name: 'Name' }).fill('My own')
  await window.keyboard.press('Enter')
  await window.getByRole('button', { name: 'Clear filters' }).click()
  await expect(card('Jon Kern')).toBeVisible()

  await window.keyboard.press('v')
  await window.getByRole('combobox', { name: 'Saved views' }).fill('my own')
  await window.keyboard.press('Enter')
  await expect(card('Jon Kern')).toHaveCount(0)
  await expect(card('Ida Jahn')).toBeVisible()
})
