import type { Page } from '@playwright/test'
import type { ScenarioName } from './fixture-desk.ts'
import { triageShots } from './shots-triage.ts'

export const SIZES = {
  wide: { width: 1440, height: 900 },
  medium: { width: 1100, height: 800 },
  narrow: { width: 700, height: 900 },
  small: { width: 480, height: 800 },
} as const
export type SizeName = keyof typeof SIZES

export interface Shot {
  name: string
  scenario: ScenarioName
  sizes: readonly SizeName[]
  /** Brings the page into the state to look at. */
  prepare: (tab: Page, size: SizeName) => Promise<void>
}

const ALL: readonly SizeName[] = ['wide', 'medium', 'narrow', 'small']
const WIDE: readonly SizeName[] = ['wide']

const rows = (tab: Page) => tab.getByRole('option')
const heading = async (tab: Page, name: string) => tab.getByRole('heading', { name }).first().waitFor()
const inbox = async (tab: Page) => rows(tab).first().waitFor()
const open = (row: number) => async (tab: Page) => {
  await inbox(tab)
  await rows(tab).nth(row).click()
  await tab.getByRole('region', { name: /Conversation with/ }).waitFor()
}

/** Opens the Conflict Centre on one of its tabs. */
const centre = (name: string, text: string) => async (tab: Page) => {
  await inbox(tab)
  await tab.keyboard.press('Shift+A')
  await tab.getByRole('tab', { name: new RegExp(name) }).click()
  await tab.getByText(text).first().waitFor()
}

/** Goes down to a change by keyboard (null: stays at the list), and presses another key there. */
const conflicts = (down: number | null, key?: string) => async (tab: Page, size: SizeName) => {
  await inbox(tab)
  await tab.keyboard.press('Shift+A')
  await tab.getByRole('listbox', { name: /need you/ }).waitFor()
  for (let step = 0; step < (down ?? 0); step += 1) await tab.keyboard.press('j')
  if (down === null) return
  if (size === 'narrow' || size === 'small') await tab.keyboard.press('Enter')
  await tab.getByRole('article').waitFor()
  if (key) await tab.keyboard.press(key)
}

/** Plans a reply for tomorrow, and stays in the composer. */
const sendLater = async (tab: Page) => {
  await open(3)(tab)
  await tab.keyboard.press('r')
  await tab.keyboard.type('Good morning! Did the papers arrive?')
  await tab.getByRole('button', { name: 'More ways to send' }).click()
  await tab.getByRole('menuitem', { name: 'Send later…' }).click()
  await tab.getByRole('combobox', { name: 'Send later' }).press('Enter')
  await tab.getByRole('button', { name: 'Cancel sending' }).waitFor()
  await tab.getByRole('textbox', { name: /^Reply to/ }).click()
}

export const SHOTS: readonly Shot[] = [
  { name: 'inbox', scenario: 'inbox', sizes: ALL, prepare: inbox },
  { name: 'thread', scenario: 'inbox', sizes: ALL, prepare: open(0) },
  {
    name: 'selection',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press('x')
      await tab.keyboard.press('Shift+J')
      await tab.keyboard.press('Shift+J')
      await tab.getByRole('region', { name: 'Selected conversations' }).waitFor()
    },
  },
  ...triageShots({ inbox, open }),
  { name: 'bulk-running', scenario: 'bulk', sizes: WIDE, prepare: inbox },
  ...Object.entries({ p: 'priority', s: 'stage', l: 'tags' }).map(([key, what]): Shot => ({
    name: `pick-${what}`,
    scenario: 'inbox',
    sizes: WIDE,
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press(key)
      await tab.getByRole('dialog').getByRole('option').first().waitFor()
    },
  })),
  {
    name: 'thread-rtl',
    scenario: 'inbox',
    sizes: ['medium'],
    prepare: async (tab) => {
      await open(0)(tab)
      for (let step = 0; step < 14; step += 1) await tab.keyboard.press('j')
      await tab.keyboard.press('Enter')
      await tab.getByRole('region', { name: /سارة/ }).waitFor()
    },
  },
  {
    name: 'thread-long',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: async (tab) => {
      await open(2)(tab)
      const thread = tab.getByRole('region', { name: /Conversation with/ })
      await thread.evaluate((element) => element.scrollBy(0, -1200))
      await tab.getByRole('button', { name: 'Latest' }).waitFor()
    },
  },
  {
    name: 'thread-files',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await open(5)(tab)
      await tab.getByText('but it is not').waitFor()
      await tab.getByRole('button', { name: 'Show Photo' }).first().waitFor()
    },
  },
  {
    name: 'thread-picture',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await open(5)(tab)
      await tab.getByRole('button', { name: 'Show Photo' }).first().click()
      await tab.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'note',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await open(3)(tab)
      await tab.keyboard.press('m')
      await tab.keyboard.type('Wants the family plan.\nCall back on Thursday after 17:00.')
    },
  },
  {
    name: 'sending',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await sendLater(tab)
      await tab.keyboard.type('See you on Thursday then.')
      await tab.keyboard.press('Control+Enter')
      await tab.getByRole('button', { name: 'Undo sending' }).waitFor()
    },
  },
  {
    name: 'send-menu',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: async (tab) => {
      await open(3)(tab)
      await tab.keyboard.press('r')
      await tab.keyboard.type('See you on Thursday then.')
      await tab.getByRole('button', { name: 'More ways to send' }).click()
      await tab.getByRole('menuitem', { name: 'Send later…' }).waitFor()
    },
  },
  { name: 'composer-blocked', scenario: 'inbox', sizes: ['wide', 'small'], prepare: open(4) },
  { name: 'composer-window', scenario: 'inbox', sizes: ['wide', 'small'], prepare: open(7) },
  {
    name: 'composer-slash',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await open(0)(tab)
      await tab.keyboard.press('r')
      await tab.keyboard.type('/')
      await tab.getByRole('option', { name: /First answer/ }).waitFor()
    },
  },
  { name: 'composer-ai', scenario: 'inbox', sizes: ['wide', 'small'], prepare: open(8) },
  {
    name: 'composer-via',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await open(0)(tab)
      await tab.getByRole('button', { name: /^Reply via/ }).click()
      await tab.getByRole('menu').waitFor()
    },
  },
  {
    name: 'panel',
    scenario: 'inbox',
    sizes: ['medium', 'small'],
    prepare: async (tab) => {
      await open(1)(tab)
      await tab.keyboard.press('Control+\\')
      await tab.getByRole('complementary', { name: 'Lead details' }).waitFor()
    },
  },
  {
    name: 'lead-sections',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: async (tab) => {
      await open(0)(tab)
      const panel = tab.getByRole('complementary', { name: 'Lead details' })
      await panel.getByRole('region', { name: 'Consent' }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'lead-edit',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab, size) => {
      await open(0)(tab)
      if (size !== 'wide') await tab.keyboard.press('Control+\\')
      const panel = tab.getByRole('complementary', { name: 'Lead details' })
      await panel.getByRole('button', { name: /^Phone:/ }).click()
      await panel.getByRole('textbox', { name: 'Phone' }).fill('12')
      await tab.keyboard.press('Enter')
      await panel.getByRole('alert').waitFor()
    },
  },
  {
    name: 'lead-new',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press('n')
      const dialog = tab.getByRole('dialog')
      await dialog.getByLabel('Phone').fill('07700 900123')
      await dialog.getByText('Already in your leads').waitFor()
    },
  },
  {
    name: 'lead-merge',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab, size) => {
      await open(0)(tab)
      if (size !== 'wide') await tab.keyboard.press('Control+\\')
      await tab.getByRole('button', { name: /^Merge with/ }).click()
      await tab.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'lead-timeline',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: async (tab) => {
      await open(0)(tab)
      await tab.getByRole('region', { name: 'Merged into this lead' }).scrollIntoViewIfNeeded()
    },
  },
  { name: 'lead-bare', scenario: 'inbox', sizes: WIDE, prepare: open(2) },
  {
    name: 'assign',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: async (tab) => {
      await open(0)(tab)
      await tab.keyboard.press('a')
      await tab.getByRole('menu').waitFor()
    },
  },
  {
    name: 'done-toast',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: async (tab) => {
      await open(0)(tab)
      await tab.keyboard.press('e')
      await tab.getByText('is done').waitFor()
    },
  },
  {
    name: 'search',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press('/')
      await tab.getByRole('combobox', { name: 'Search' }).fill('is:open th')
      await tab.getByText('older ones are on the server only').waitFor()
      await tab.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'search-empty',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press('/')
      await heading(tab, 'Search leads')
    },
  },
  {
    name: 'palette',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab, size) => {
      await open(0)(tab)
      await tab.keyboard.press('Control+k')
      await tab.getByRole('combobox', { name: 'Command palette' }).fill(size === 'small' ? '' : 'am')
      await tab.getByRole('listbox', { name: 'Commands' }).getByRole('option').first().waitFor()
    },
  },
  {
    name: 'help',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press('?')
      await tab.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'help-off',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press('?')
      await tab.getByText('Off', { exact: true }).click()
    },
  },
  { name: 'offline', scenario: 'offline', sizes: ['wide', 'small'], prepare: inbox },
  { name: 'offline-thread', scenario: 'offline', sizes: ['wide', 'small'], prepare: open(0) },
  {
    name: 'attention',
    scenario: 'attention',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.getByRole('button', { name: /Needs attention/ }).click()
      await tab.getByRole('button', { name: /Decide about/ }).waitFor()
    },
  },
  {
    name: 'away',
    scenario: 'away',
    sizes: ALL,
    prepare: async (tab) => tab.getByRole('region', { name: 'While you were away' }).waitFor(),
  },
  {
    name: 'away-sheet',
    scenario: 'away',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await tab.getByRole('button', { name: 'Walk through' }).click()
      await tab.getByRole('listbox', { name: 'What happened' }).waitFor()
      await tab.keyboard.press('j')
    },
  },
  { name: 'conflicts-held', scenario: 'attention', sizes: ALL, prepare: conflicts(0) },
  { name: 'conflicts-fields', scenario: 'attention', sizes: ['wide', 'medium', 'small'], prepare: conflicts(1, 'e') },
  { name: 'conflicts-text', scenario: 'attention', sizes: ['wide', 'small'], prepare: conflicts(2) },
  { name: 'conflicts-duplicate', scenario: 'attention', sizes: WIDE, prepare: conflicts(3) },
  { name: 'conflicts-family', scenario: 'attention', sizes: WIDE, prepare: conflicts(4) },
  { name: 'conflicts-claim', scenario: 'attention', sizes: WIDE, prepare: conflicts(6) },
  { name: 'conflicts-list', scenario: 'attention', sizes: ['narrow', 'small'], prepare: conflicts(null) },
  {
    name: 'conflicts-toast',
    scenario: 'attention',
    sizes: WIDE,
    prepare: async (tab, size) => {
      await conflicts(1, 't')(tab, size)
      await tab.getByRole('button', { name: 'Take theirs' }).click()
      await tab.getByRole('button', { name: 'Undo' }).waitFor()
    },
  },
  {
    name: 'conflicts-empty',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: centre('Needs you', 'Nothing needs you'),
  },
  {
    name: 'conflicts-waiting',
    scenario: 'offline',
    sizes: ['wide', 'small'],
    prepare: centre('Waiting to send', 'Next attempt'),
  },
  {
    name: 'conflicts-merged',
    scenario: 'attention',
    sizes: ['wide', 'small'],
    prepare: centre('Merged by itself', 'Undone'),
  },
  {
    name: 'conflicts-discarded',
    scenario: 'attention',
    sizes: ['wide', 'small'],
    prepare: centre('Recently discarded', 'left'),
  },
  {
    name: 'story',
    scenario: 'attention',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await open(1)(tab)
      await tab.getByRole('button', { name: 'More' }).click()
      await tab.getByRole('menuitem', { name: /this lead/ }).click()
      await tab.getByRole('table').waitFor()
    },
  },
  {
    name: 'sign-out',
    scenario: 'offline',
    sizes: WIDE,
    prepare: async (tab) => {
      await inbox(tab)
      await tab.getByRole('button', { name: /account menu/ }).click()
      await tab.getByRole('menuitem', { name: /Sign out/ }).click()
      await tab.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'user-menu',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: async (tab) => {
      await inbox(tab)
      await tab.getByRole('button', { name: 'Theme' }).click()
      await tab.getByRole('menu').waitFor()
    },
  },
  {
    name: 'catching-up',
    scenario: 'catching_up',
    sizes: WIDE,
    prepare: async (tab) => {
      await tab.getByText('Catching up').first().waitFor()
    },
  },
  {
    name: 'empty',
    scenario: 'empty',
    sizes: ['wide', 'small'],
    prepare: async (tab) => heading(tab, 'No conversations yet'),
  },
  { name: 'viewer', scenario: 'viewer', sizes: WIDE, prepare: open(0) },
  {
    name: 'storage-full',
    scenario: 'storage_full',
    sizes: WIDE,
    prepare: async (tab) => {
      await open(0)(tab)
      await tab.keyboard.press('r')
      await tab.keyboard.type('Sunday works too. Shall we say 11?')
      await tab.keyboard.press('Control+Enter')
      await tab.getByRole('alert').waitFor()
    },
  },
  { name: 'sign-in', scenario: 'sign_in', sizes: ['wide', 'small'], prepare: async (tab) => heading(tab, 'Sign in') },
  {
    name: 'setup',
    scenario: 'setup',
    sizes: ['wide', 'small'],
    prepare: async (tab) => heading(tab, 'Welcome to Leadline'),
  },
  {
    name: 'setup-hosted',
    scenario: 'setup',
    sizes: WIDE,
    prepare: async (tab) => {
      await tab.getByRole('radio', { name: /project/ }).check()
      await tab.getByLabel('Project address').fill('abcdefgh')
      await tab.getByRole('button', { name: 'Connect' }).click()
      await tab.getByText('This is not an address').waitFor()
    },
  },
  {
    name: 'opening',
    scenario: 'opening',
    sizes: WIDE,
    prepare: async (tab) => {
      await tab.getByText('Opening your inbox').waitFor()
    },
  },
  { name: 'failed', scenario: 'failed', sizes: WIDE, prepare: async (tab) => heading(tab, 'Leadline could not open') },
]
