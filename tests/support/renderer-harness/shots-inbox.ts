/** The list, triage, search and the palette. */
import { ALL, WIDE, heading, inbox, open, type Shot } from './shot.ts'

export const INBOX_SHOTS: readonly Shot[] = [
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
]
