import { openConversation, rows, signInAsDemoUser, writeNote, typeIntoOpened } from '#tests/support/app-driver.ts'
import { expect, test } from '#tests/support/e2e.ts'

test('offline: how the app does is shown live, and what is copied of it says nothing about a person', async ({
  office,
  computer,
}) => {
  const rep = await office.member('sales_rep')
  await office.enquiry('Xanthippe Quorndon', 'zebrafinch lamplight')
  const desk = await computer()
  const { window } = await desk.start()
  await signInAsDemoUser(window, rep)
  await openConversation(window, 'Xanthippe Quorndon')
  desk.network.set('cut')
  await writeNote(window, 'gossamer trombone')

  await rows(window).first().focus()
  await window.keyboard.press('Control+k')
  await typeIntoOpened(window, 'performance')
  await window.keyboard.press('Enter')
  const sheet = window.getByRole('dialog', { name: 'Performance' })
  const figure = (label: string) =>
    sheet
      .locator('dl > div')
      .filter({ has: window.getByText(label, { exact: true }) })
      .locator('dd')
  await expect(figure('Changes waiting')).toContainText('1')
  await expect(figure('Changes waiting')).toContainText('The oldest since')
  await expect(figure('Sync')).toContainText('Offline')
  await expect(figure('Memory')).toContainText(/[1-9]\d* MB data and sync, [1-9]\d* MB windows/)
  await expect(figure('On this computer')).not.toContainText(/^0/)
  await expect(sheet.getByRole('row', { name: /^conversation\.view / })).toBeVisible()

  // It is measured anew while it stands there.
  desk.network.set('up')
  await expect(figure('Sync')).toContainText('In step with the team', { timeout: 30_000 })
  await expect(figure('Changes waiting')).toContainText('All are saved to the team')

  await sheet.getByRole('button', { name: 'Copy diagnostics' }).click()
  await expect(window.getByText('Diagnostics copied')).toBeVisible()
  await window.keyboard.press('Escape')
  await window.getByRole('tab', { name: 'Note' }).click()
  const note = window.getByRole('textbox', { name: /^Note about/ })
  await note.focus()
  await window.keyboard.press('Control+v')
  await expect(note).toHaveText(
    /Leadline .*Sync: online.*Queue: 0 pending.*conversation\.view.*sync\.pull\.failed network/s,
  )
  const text = await note.inputValue()
  for (const secret of [
    'Xanthippe',
    'zebrafinch',
    'gossamer',
    rep.email,
    office.organization.id,
    office.organization.brandId,
  ]) {
    expect(text).not.toContain(secret)
  }
})
