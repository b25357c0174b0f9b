import { ALL, inbox, open, type Shot } from './shot.ts'

export const MENTIONS_SHOTS: readonly Shot[] = [
  {
    name: 'mentions',
    scenario: 'mentioned',
    sizes: ALL,
    prepare: async (tab) => {
      await inbox(tab)
      await tab.getByRole('button', { name: /^Mentions/ }).click()
      await tab.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'mentions-empty',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.getByRole('button', { name: /^Mentions/ }).click()
      await tab.getByRole('heading', { name: 'Nobody has mentioned you yet' }).waitFor()
    },
  },
  {
    name: 'composer-mention',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await open(0)(tab)
      await tab.keyboard.press('m')
      await tab.keyboard.type('Can you take this? @')
      await tab.getByRole('listbox', { name: 'Colleagues' }).getByRole('option').first().waitFor()
    },
  },
]
