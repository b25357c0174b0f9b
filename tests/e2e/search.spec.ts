import type { Page } from '@playwright/test'
import { writeMessage } from '#tests/support/database.ts'
import { item, openConversation, row, signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

const field = (window: Page) => window.getByRole('combobox', { name: 'Search' })
const results = (window: Page) => window.getByRole('listbox', { name: 'Results' }).getByRole('option')
const palette = (window: Page) => window.getByRole('combobox', { name: 'Command palette' })

async function search(window: Page, text: string): Promise<void> {
  await window.keyboard.press('/')
  await field(window).fill(text)
}

test('a rep finds a message by its words, offline too, and opens it; a lead by its name with a mistake', async ({
  backend,
  office,
  computer,
}) => {
  const { conversationId } = await office.enquiry('Mia Keller', 'Is the turquoise one still available?')
  await office.enquiry('Jörg Lindenbaum', 'What does it cost?')
  await writeMessage(backend.sql, conversationId, 'And do you take my old one in part exchange?')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await expect(row(window, 'Mia Keller')).toContainText('part exchange')
  desk.network.set('cut')

  await search(window, '"turquoise one')
  await expect(results(window)).toHaveCount(1)
  await expect(results(window).locator('mark')).toHaveText(['turquoise one'])
  await expect(window.getByText('Searches everything you can see, also offline.')).toBeVisible()
  await window.keyboard.press('Enter')
  await expect(thread(window, 'Mia Keller')).toBeVisible()
  await expect(item(window, 'Is the turquoise one still available?')).toBeVisible()

  await window.getByRole('button', { name: 'Search', exact: true }).click()
  await field(window).fill('lindenbuam')
  await expect(results(window)).toContainText(['Jörg Lindenbaum'])
  await expect(window.getByText('Also looked for lindenbaum.')).toBeVisible()
})

test('operators are chips that can be taken away, an unknown one is said so, and J and K move in the list', async ({
  office,
  computer,
}) => {
  await office.enquiry('Mia Keller', 'The blue one, please')
  await office.enquiry('Noah Brandt', 'A blue one too')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))

  await search(window, 'blue is:done')
  await expect(window.getByText('Nothing found').first()).toBeVisible()
  await window.getByRole('button', { name: 'Remove is:done' }).click()
  await expect(field(window)).toHaveValue('blue ')
  await expect(results(window)).toHaveCount(2)

  await field(window).fill('colour:blue')
  await expect(window.getByText('There is no operator “colour:”; it was searched as text.')).toBeVisible()

  await field(window).fill('blue')
  await expect(results(window)).toHaveCount(2)
  await field(window).press('Escape')
  await window.keyboard.press('j')
  await expect(results(window).nth(1)).toHaveAttribute('aria-selected', 'true')
  await window.keyboard.press('k')
  await expect(results(window).first()).toHaveAttribute('aria-selected', 'true')
  await window.keyboard.press('Escape')
  await expect(row(window, 'Noah Brandt')).toBeVisible()
})

test('the palette goes, acts on the open conversation with its key shown, and finds a lead', async ({
  office,
  computer,
}) => {
  await office.enquiry('Mia Keller', 'Is it still there?')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, await office.member('sales_rep'))
  await openConversation(window, 'Mia Keller')

  await window.keyboard.press('Control+k')
  await palette(window).fill('note')
  await expect(window.getByRole('option', { name: 'Note, M' })).toBeVisible()
  await window.keyboard.press('Enter')
  await expect(window.getByRole('textbox', { name: /^Note about/ })).toBeFocused()

  await window.keyboard.press('Control+k')
  await palette(window).fill('conflict')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('heading', { name: 'Conflict Centre' })).toBeVisible()

  await window.keyboard.press('Control+k')
  await palette(window).fill('keller')
  await expect(window.getByRole('option', { name: /^Mia Keller/ })).toBeVisible()
  await window.getByRole('option', { name: /^Mia Keller/ }).click()
  await expect(thread(window, 'Mia Keller')).toBeVisible()
})
