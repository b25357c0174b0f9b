import { WIDE, heading, inbox, open, rows, type Shot } from './shot.ts'

/** How the rep has set the window up, and what is not there. */
export const LAYOUT_SHOTS: readonly Shot[] = [
  { name: 'rail-open', scenario: 'attention', sizes: WIDE, preferences: { railOpen: true }, prepare: open(0) },
  { name: 'compact', scenario: 'inbox', sizes: ['wide', 'small'], preferences: { density: 'compact' }, prepare: inbox },
  {
    name: 'keep-offline',
    scenario: 'kept',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.getByRole('button', { name: /^Kept offline/ }).click()
      await tab.getByRole('region', { name: 'Also kept on this device' }).waitFor()
    },
  },
  {
    name: 'missing',
    scenario: 'missing',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await rows(tab).first().click()
      await heading(tab, 'Not yours to see')
    },
  },
  {
    name: 'appearance',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: async (tab) => {
      await inbox(tab)
      await tab.getByRole('button', { name: 'Appearance' }).click()
      await tab.getByRole('menu').waitFor()
    },
  },
]
