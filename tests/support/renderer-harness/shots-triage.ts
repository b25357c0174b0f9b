import { WIDE, inbox, open, type Shot } from './shot.ts'

/** Claims, saved views, presence, and what a conversation is snoozed, filtered and changed with. */
export const TRIAGE_SHOTS: readonly Shot[] = [
  {
    name: 'views',
    scenario: 'views',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.getByRole('button', { name: 'Trade-ins' }).click()
      await tab.getByRole('button', { name: 'Remove filter vip' }).click()
    },
  },
  ...Object.entries({ choose: null, name: 'save this' }).map(([what, typed]): Shot => ({
    name: `views-${what}`,
    scenario: 'views',
    sizes: WIDE,
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press('v')
      await tab.getByRole('dialog').getByRole('option').first().waitFor()
      if (!typed) return
      await tab.locator('[role=combobox]:focus').waitFor()
      await tab.keyboard.type(typed)
      await tab.keyboard.press('Enter')
      await tab.getByRole('textbox', { name: 'Name' }).waitFor()
    },
  })),
  { name: 'present', scenario: 'present', sizes: ['wide', 'small'], prepare: open(0) },
  { name: 'claim-waiting', scenario: 'claiming', sizes: WIDE, prepare: open(1) },
  { name: 'claim-lost', scenario: 'claim_lost', sizes: ['wide', 'small'], prepare: open(1) },
  ...Object.entries({ h: 'snooze', f: 'filter' }).map(([key, what]): Shot => ({
    name: `pick-${what}`,
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press(key)
      await tab.getByRole('dialog').getByRole('option').first().waitFor()
    },
  })),
  {
    name: 'bulk-won',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press('x')
      await tab.keyboard.press('Shift+J')
      await tab.keyboard.press('s')
      await tab.locator('[role=combobox]:focus').waitFor()
      await tab.keyboard.type('Won')
      await tab.keyboard.press('Enter')
      await tab.getByRole('button', { name: 'Move to Won' }).waitFor()
    },
  },
  {
    name: 'conversation-menu',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await open(1)(tab)
      await tab.getByRole('button', { name: 'More', exact: true }).click()
      await tab.getByRole('menuitem', { name: /Snooze/ }).waitFor()
    },
  },
]
