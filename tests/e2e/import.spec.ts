import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { signInAsDemoUser } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('a manager maps a file, tries it, imports it, saves why rows stayed out, and takes it back', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(180_000)
  await office.enquiry('Nadia Other', 'Hi!')
  const manager = await office.member('manager')
  const desk = await computer()
  const { app, window } = await desk.start()
  await signInAsDemoUser(window, manager)
  const files = { open: join(desk.userData, 'fair.csv'), save: join(desk.userData, 'saved.csv') }
  await writeFile(
    files.open,
    'Kunde;Telefon;Modell\r\nJürgen Müller;+44 7700 900101;Golf\r\nAnn Lee;+44 7700 900102;=1+1\r\nBob;nonsense;Polo\r\n',
    'latin1',
  )
  await app.evaluate(({ dialog }, { open, save }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [open] })
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: save })
  }, files)
  const leads = async () =>
    (await backend.sql`select full_name from leads where organization_id = ${manager.organizationId}`).map(
      ({ full_name }) => String(full_name),
    )
  const stages = async () =>
    (
      await backend.sql`
        select s.name from leads l join pipeline_stages s on s.id = l.pipeline_stage_id
        where l.organization_id = ${manager.organizationId} and l.source_details ? 'import_id'`
    ).map(({ name }) => String(name))
  const before = await leads()

  // By keyboard alone as far as the file.
  await window.keyboard.press('g')
  await window.keyboard.press('l')
  const dialog = window.getByRole('dialog', { name: 'Import and export leads' })
  await dialog.getByRole('button', { name: 'Choose a file…' }).press('Enter')
  await expect(dialog.getByRole('combobox', { name: 'What Telefon is' })).toHaveValue('phone')
  await expect(dialog.getByText('Jürgen Müller')).toBeVisible()
  await dialog.getByRole('combobox', { name: 'What Modell is' }).selectOption('Leave out')
  await dialog.getByRole('combobox', { name: 'What Telefon is' }).selectOption('Leave out')
  await dialog.getByRole('button', { name: 'Try it first' }).click()
  await expect(dialog.getByRole('alert')).toContainText('nobody could be reached')
  await dialog.getByRole('combobox', { name: 'What Telefon is' }).selectOption('Phone')
  await dialog.getByRole('combobox', { name: 'What Modell is' }).selectOption('Own field of this name')
  await dialog.getByRole('combobox', { name: 'Stage of new leads' }).selectOption('Leads: Qualified')
  await dialog.getByRole('button', { name: 'Try it first' }).click()
  await expect(dialog.getByText('2 leads would be new')).toBeVisible()
  await expect(dialog.getByText('1 row would be rejected')).toBeVisible()
  expect(await leads()).toEqual(before)

  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByText('2 leads created')).toBeVisible()
  expect(await stages()).toEqual(['Qualified', 'Qualified'])
  expect((await leads()).toSorted()).toEqual([...before, 'Ann Lee', 'Jürgen Müller'].toSorted())
  await dialog.getByRole('button', { name: 'Save the report…' }).click()
  await expect(window.getByText('The report is saved as saved.csv')).toBeVisible()
  expect(await readFile(files.save, 'utf8')).toContain('4,Rejected,Telefon,invalid_phone,')
  await dialog.getByRole('button', { name: 'Done' }).click()

  // What was imported is on this device, and goes into a file that no spreadsheet runs.
  await dialog.getByRole('combobox', { name: 'As' }).selectOption('CSV')
  await expect
    .poll(async () => {
      await dialog.getByRole('button', { name: 'Save…' }).click()
      await expect(dialog.getByRole('button', { name: 'Save…' })).toBeEnabled()
      return readFile(files.save, 'utf8')
    })
    .toContain('Jürgen,Müller')
  expect(await readFile(files.save, 'utf8')).toMatch(/^\uFEFFFirst name,.*"'=1\+1"/s)

  await window.keyboard.press('Escape')
  await window.keyboard.press('g')
  await window.keyboard.press('l')
  await dialog.getByRole('button', { name: 'Undo fair.csv' }).click()
  await expect(dialog.getByText('2 rows taken back')).toBeVisible()
  expect((await leads()).toSorted()).toEqual(before.toSorted())
})

test('a viewer exports, and imports nothing', async ({ office, computer }) => {
  await office.enquiry('Nadia Other', 'Hi!')
  const viewer = await office.member('viewer')
  const { window } = await (await computer()).start()
  await signInAsDemoUser(window, viewer)
  await window.keyboard.press('g')
  await window.keyboard.press('l')
  const dialog = window.getByRole('dialog', { name: 'Import and export leads' })
  await expect(dialog.getByRole('button', { name: 'Save…' })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Choose a file…' })).toBeHidden()
})
