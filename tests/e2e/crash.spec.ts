import type { ElectronApplication, Page } from '@playwright/test'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import type { Desk } from '#shared/contract/ipc.ts'
import { composer, draftOf, item, openConversation, row, signInAsDemoUser, thread } from '#tests/support/app-driver.ts'
import { writeMessage } from '#tests/support/database.ts'
import { expect, test } from '#tests/support/e2e.ts'
import type { Office } from '#tests/support/office.ts'

/** A rep with a long conversation with Maya and another one with Paul. */
async function longConversation(backend: LocalSupabase, office: Office) {
  const maya = await office.enquiry('Maya', 'How much is it?')
  const paul = await office.enquiry('Paul', 'Hello')
  for (let n = 1; n <= 60; n++) await writeMessage(backend.sql, maya.conversationId, `Question number ${n}`)
  const rep = await office.member('sales_rep')
  await backend.sql`update leads set owner_id = ${rep.id} where organization_id = ${office.organization.id}`
  return { maya, paul, rep }
}

/** Scrolls Maya's thread up until its twelfth question is in the middle, or thereabouts. */
async function scrollUp(window: Page): Promise<void> {
  await expect(async () => {
    await thread(window, 'Maya').hover()
    await window.mouse.wheel(0, -600)
    await expect(item(window, 'Question number 12')).toBeInViewport({ timeout: 200 })
  }).toPass()
}

/** What the window shows; after a crash Playwright's own page is gone. */
const screenOf = (app: ElectronApplication): Promise<{ text: string; visible: string }> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(`(() => {
      const box = document.querySelector('[data-region=thread]')?.getBoundingClientRect()
      const isSeen = (element) => {
        const { top, bottom } = element.getBoundingClientRect()
        return box && bottom > box.top && top < box.bottom
      }
      return {
        text: [document.body.innerText, ...[...document.querySelectorAll('textarea')].map(({ value }) => value)].join('|'),
        visible: [...document.querySelectorAll('[data-region=thread] article')].filter(isSeen).map((e) => e.innerText).join('|'),
      }
    })()`),
  )

test('killed without warning, the app comes back where the rep was, with what they were writing; quit, it begins at the inbox', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  const { rep } = await longConversation(backend, office)
  const desk = await computer()
  const first = await desk.start()
  await signInAsDemoUser(first.window, rep)
  await first.window.getByRole('tab', { name: /^Mine,/ }).click()
  await openConversation(first.window, 'Maya')
  await composer(first.window).fill('Half a sentence')
  await scrollUp(first.window)
  await first.window.keyboard.press('Control+\\')
  await expect(first.window.getByRole('complementary')).toHaveCount(0)
  await thread(first.window, 'Maya').focus()
  await first.window.keyboard.press('Shift+M')
  const note = first.window.getByRole('dialog', { name: 'New note' })
  await note.getByRole('textbox', { name: 'Note' }).fill('She wants the red one')
  await expect
    .poll(() => kept(first.window))
    .toMatchObject({ screen: 'inbox', split: 'mine', lead_panel: false, note: { what: 'new' } })
  await expect.poll(() => draftOf(first.window, rep.id)).toBe('She wants the red one')
  const ended = first.app.waitForEvent('close')
  first.app.process().kill('SIGKILL')
  await ended

  const { app, window } = await desk.start()
  const dialog = window.getByRole('dialog', { name: 'New note' })
  await expect(dialog.getByRole('textbox', { name: 'Note' })).toHaveValue('She wants the red one')
  await expect(dialog.getByText('Maya')).toBeVisible()
  await window.keyboard.press('Escape')
  await expect(thread(window, 'Maya')).toBeVisible()
  await expect(item(window, 'Question number 15')).toBeInViewport()
  await expect(composer(window)).toHaveText('Half a sentence')
  await expect(window.getByRole('tab', { name: /^Mine,/ })).toHaveAttribute('aria-selected', 'true')
  await expect(window.getByRole('complementary')).toHaveCount(0)
  await app.close()

  const again = await desk.start()
  await expect(row(again.window, 'Maya')).toBeVisible()
  await expect(again.window.getByRole('tab', { name: /^All,/ })).toHaveAttribute('aria-selected', 'true')
  await expect(thread(again.window, 'Maya')).toHaveCount(0)
})

test('a page that ends is there again as it was; one that ends again and again asks instead of trying for ever', async ({
  backend,
  office,
  computer,
}) => {
  test.setTimeout(240_000)
  const { rep } = await longConversation(backend, office)
  const { app, window } = await (await computer()).start()
  await signInAsDemoUser(window, rep)
  await openConversation(window, 'Maya')
  await composer(window).fill('Half a sentence')
  await scrollUp(window)
  const middle = async () => {
    const place = await kept(window)
    const [message] = await backend.sql<
      { body: string }[]
    >`select body from messages where id = ${place?.around ?? null}`
    return message?.body
  }
  await expect.poll(middle).toMatch(/number 1\d$/)
  await app.evaluate(({ dialog }) => {
    const asked: unknown[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = (...args: unknown[]) => {
      asked.push(args.at(-1))
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }
  })
  const asked = () => app.evaluate(() => (globalThis as unknown as { asked: { message: string }[] }).asked)
  const crash = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer())
  const isBack = () =>
    expect(async () => {
      const { text, visible } = await screenOf(app)
      expect(visible).toContain('Question number 15')
      expect(text).toContain('Half a sentence')
    }).toPass({ timeout: 60_000 })
  for (const times of [0, 0, 1]) {
    await crash()
    await isBack()
    await expect.poll(asked).toHaveLength(times)
  }
  expect(await asked()).toMatchObject([
    { message: 'This window of Leadline keeps ending', buttons: ['Reload', 'Quit'], cancelId: 1 },
  ])
})

/** Where the rep would come back to. */
const kept = (window: Page) =>
  window.evaluate(async () => {
    const { desk } = globalThis as unknown as { desk: Desk }
    const answer = await desk.command('place.load', {})
    return answer.ok ? answer.value : null
  })
