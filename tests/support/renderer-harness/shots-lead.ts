/** The lead beside its conversation. */
import { WIDE, inbox, open, type Shot } from './shot.ts'

export const LEAD_SHOTS: readonly Shot[] = [
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
]
