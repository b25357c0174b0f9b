import { expect, type Locator, type Page } from '@playwright/test'
import type { Desk } from '#shared/contract/ipc.ts'

/** The app as a person at its keyboard sees it: by roles and names only. */

interface Credentials {
  email: string
  password: string
}

/** First run: takes the local demo. */
export async function chooseLocalDemo(window: Page): Promise<void> {
  await window.getByRole('radio', { name: /Demo on this computer/ }).check()
  await window.getByRole('button', { name: 'Open the demo' }).click()
}

/** First run on a hosted project, by its address and anon key. */
export async function connectProject(window: Page, { url, anonKey }: { url: string; anonKey: string }): Promise<void> {
  await window.getByLabel('Project address').fill(url)
  await window.getByLabel('Anon key').fill(anonKey)
  await window.getByRole('button', { name: 'Connect', exact: true }).click()
}

export async function signIn(window: Page, { email, password }: Credentials): Promise<void> {
  await window.getByLabel('E-mail').fill(email)
  await window.getByLabel('Password', { exact: true }).fill(password)
  await window.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** First run and sign-in on the local backend, until the first rows of the inbox are painted. */
export async function signInToInbox(window: Page, user: Credentials): Promise<void> {
  await chooseLocalDemo(window)
  await signIn(window, user)
  await expect(rows(window).first()).toBeVisible({ timeout: 60_000 })
}

/** How many conversations the split All counts, once everything is here and saved. */
export async function countConversations(window: Page): Promise<number> {
  await expect(window.getByRole('button', { name: 'All changes saved' })).toBeVisible({ timeout: 60_000 })
  const tab = await window.getByRole('tab', { name: /^All,/ }).getAttribute('aria-label')
  return Number(/All, ([\d,]+) conversations/.exec(tab ?? '')?.[1]?.replaceAll(',', ''))
}

/** First run, sign-in and the whole first sync; answers how many conversations the rep sees. */
export async function signInAsDemoUser(window: Page, user: Credentials): Promise<number> {
  await signInToInbox(window, user)
  return countConversations(window)
}

/** The painted rows of the inbox list. */
export const rows = (window: Page): Locator =>
  window.getByRole('listbox', { name: /conversations$/ }).getByRole('option')

export const row = (window: Page, name: string): Locator => rows(window).filter({ hasText: name })

export async function openConversation(window: Page, name: string): Promise<void> {
  await row(window, name).click()
  await expect(thread(window, name)).toBeVisible()
}

export const thread = (window: Page, name: string): Locator => window.getByLabel(`Conversation with ${name}`)

/** A message or note in the open thread. */
export const item = (window: Page, text: string): Locator => window.getByRole('article').filter({ hasText: text })

export const composer = (window: Page): Locator => window.getByRole('textbox', { name: /^(Reply to|Note about)/ })

export async function writeReply(window: Page, text: string): Promise<void> {
  await window.getByRole('tab', { name: 'Reply' }).click()
  await composer(window).fill(text)
  await composer(window).press('Control+Enter')
  await expect(item(window, text)).toBeVisible()
}

export async function writeNote(window: Page, text: string): Promise<void> {
  await window.getByRole('tab', { name: 'Note' }).click()
  await composer(window).fill(text)
  await composer(window).press('Control+Enter')
  await expect(item(window, text)).toBeVisible()
}

/** Types into the field that a key or a click has opened, once it is there. */
export async function typeIntoOpened(window: Page, text: string): Promise<void> {
  await expect(window.locator('input:focus, textarea:focus')).toBeVisible()
  await window.keyboard.type(text)
}

/** What is kept of what the rep writes in a conversation, or under another id; null where nothing is. */
export const draftOf = (window: Page, id: string): Promise<string | null> =>
  window.evaluate(async (conversation_id) => {
    const { desk } = globalThis as unknown as { desk: Desk }
    const answer = await desk.command('draft.load', { conversation_id })
    return answer.ok && answer.value ? answer.value.body : null
  }, id)
