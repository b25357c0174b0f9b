/** The Conflict Centre, the digest and record stories. */
import type { Page } from '@playwright/test'
import { ALL, WIDE, inbox, open, type Shot, type SizeName } from './shot.ts'

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

export const CONFLICTS_SHOTS: readonly Shot[] = [
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
    name: 'conflicts-edit',
    scenario: 'offline',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await centre('Waiting to send', 'Next attempt')(tab)
      await tab
        .getByRole('button', { name: /^Edit:/ })
        .first()
        .click()
      await tab.getByRole('textbox', { name: /^Text of:/ }).waitFor()
    },
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
      await tab.getByRole('button', { name: 'More', exact: true }).click()
      await tab.getByRole('menuitem', { name: /this lead/ }).click()
      await tab.getByRole('table').waitFor()
    },
  },
]
