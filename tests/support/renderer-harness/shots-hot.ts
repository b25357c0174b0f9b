/** The window beside the tray, a conversation in its own and on paper, and the settings. */
import { idOf } from './fixture-data.ts'
import { ALL, inbox, open, type Shot } from './shot.ts'

const panel = { document: 'panel.html', sizes: ['panel'] } as const

export const HOT_SHOTS: readonly Shot[] = [
  {
    ...panel,
    name: 'hot-panel',
    scenario: 'hot',
    prepare: async (tab) => {
      await tab.getByRole('button', { name: 'Claim', exact: true }).waitFor()
    },
  },
  {
    ...panel,
    name: 'hot-panel-second',
    scenario: 'hot_offline',
    prepare: async (tab) => {
      await tab.getByRole('button', { name: 'Claim', exact: true }).waitFor()
      await tab.keyboard.press('j')
      await tab.getByRole('button', { name: 'On it', exact: true }).waitFor()
    },
  },
  {
    ...panel,
    name: 'hot-panel-empty',
    scenario: 'inbox',
    prepare: async (tab) => {
      await tab.getByText('Nobody waits for you').waitFor()
    },
  },
  {
    ...panel,
    name: 'hot-panel-signed-out',
    scenario: 'sign_in',
    prepare: async (tab) => {
      await tab.getByText('You are signed out').waitFor()
    },
  },
  {
    document: `popout.html?conversation=${idOf(2, 0)}`,
    name: 'pop-out',
    scenario: 'inbox',
    sizes: ['narrow', 'small', 'panel', 'medium'],
    prepare: async (tab) => {
      await tab.getByRole('region', { name: /Conversation with/ }).waitFor()
      await tab.getByRole('textbox', { name: /^Reply to/ }).waitFor()
    },
  },
  {
    document: `print.html?job=${idOf(9, 0)}&conversation=${idOf(2, 5)}&show=lead&notes=true`,
    name: 'print',
    scenario: 'inbox',
    sizes: ['narrow'],
    prepare: async (tab) => {
      await tab.getByRole('heading', { name: /^Conversation with/ }).waitFor()
    },
  },
  {
    name: 'print-dialog',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await open(0)(tab)
      await tab.keyboard.press('Control+p')
      await tab.getByRole('button', { name: 'Save as PDF…' }).waitFor()
    },
  },
  {
    name: 'settings',
    scenario: 'inbox',
    sizes: ALL,
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press('Control+,')
      await tab.getByRole('table').waitFor()
    },
  },
  {
    name: 'performance',
    scenario: 'offline',
    sizes: ALL,
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press('Control+k')
      await tab.keyboard.type('Go to performance')
      await tab.keyboard.press('Enter')
      await tab.getByRole('row', { name: /^inbox\.page/ }).waitFor()
    },
  },
  {
    name: 'settings-update',
    scenario: 'update_ready',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.getByText('Leadline 0.2.0 is ready').waitFor()
      await tab.keyboard.press('Control+,')
      await tab.getByRole('searchbox', { name: 'Search settings' }).fill('update')
      await tab.getByText('What is new').waitFor()
    },
  },
  {
    name: 'settings-search',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press('Control+,')
      await tab.getByRole('searchbox', { name: 'Search settings' }).fill('quiet')
      await tab.getByLabel('Quiet from').waitFor()
    },
  },
]
