import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { inspectTable, tableRows } from '#main/import/table.ts'
import { row, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

async function namesIn(path: string): Promise<string[]> {
  const table = await inspectTable(path)
  const names: string[] = []
  for await (const { cells } of tableRows(path, table)) names.push(cells[table.columns.indexOf('First name')] ?? '')
  return names.toSorted()
}

test('whom the inbox shows, and whose cards the pipeline has, are saved as a workbook, without a network', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(120_000)
  const maya = await office.enquiry('Maya', 'Hello')
  await office.enquiry('=Paul', 'Hello')
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where id = ${maya.leadId}`
  const desk = await computer()
  const { app, window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await expect(row(window, '=Paul')).toBeVisible()
  desk.network.set('cut')
  const to = async (name: string) => {
    const filePath = join(desk.userData, name)
    await app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
    }, filePath)
    return filePath
  }

  // From the menu of views.
  const mine = await to('mine.xlsx')
  await window.getByRole('tab', { name: /^Mine,/ }).click()
  await expect(row(window, 'Maya')).toBeVisible()
  await window.getByRole('button', { name: 'Views' }).click()
  await window.getByRole('option', { name: 'Export its leads…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Export leads' })
  await expect(dialog.getByRole('combobox', { name: 'Leads' })).toHaveValue('shown')
  await expect(dialog.getByText('In the inbox now: Mine')).toBeAttached()
  await dialog.getByRole('button', { name: 'Save…' }).click()
  await expect(window.getByText('1 lead is saved as mine.xlsx')).toBeVisible()
  expect(await namesIn(mine)).toEqual(['Maya'])
  await window.keyboard.press('Escape')

  // By a key, and from the palette.
  const board = await to('board.xlsx')
  await window.keyboard.press('g')
  await window.keyboard.press('p')
  await expect(window.getByRole('heading', { name: 'Pipeline' })).toBeVisible()
  await window.keyboard.press('Control+k')
  await window.getByRole('combobox', { name: 'Command palette' }).fill('Export the leads')
  await window.keyboard.press('Enter')
  await expect(dialog.getByText('In the pipeline now')).toBeAttached()
  await dialog.getByRole('button', { name: 'Save…' }).click()
  await expect(window.getByText('2 leads are saved as board.xlsx')).toBeVisible()
  expect(await namesIn(board)).toEqual(['=Paul', 'Maya'])
  expect((await readdir(desk.userData)).filter((name) => name.endsWith('.part'))).toEqual([])
})
