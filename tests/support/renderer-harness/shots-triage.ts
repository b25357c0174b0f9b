import type { Page } from '@playwright/test'
import type { Shot, SizeName } from './shots.ts'

const WIDE: readonly SizeName[] = ['wide']

interface Steps {
  /** Waits for the rows of the inbox. */
  inbox: (tab: Page) => Promise<void>
  /** Opens a row. */
  open: (row: number) => (tab: Page) => Promise<void>
}

/** Claims, saved views, presence, and what a conversation is snoozed, filtered and changed with. */
export const triageShots = ({ inbox, open }: Steps): readonly Shot[] => [
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
      await tab.keyboard.type(typed)
      await tab.keyboard.press('Enter')
      await tab.getByRole('textbox', { name: 'Name' }).waitFor()
    },
  })),
  { name: 'present', scenario: 'present', sizes: ['wide', 'small'], prepare: open(0) },
  { name: 'claim-waiting', scenario: 'claiming', sizes: WIDE, prepare: open(1) },
  { name: 'claim-lost', scenario: 'claim_lost', sizes: ['wide', 'small'], prepare: open(1) },
]
