/** Help, the network, signing in and what goes wrong. */
import { WIDE, heading, inbox, open, type Shot } from './shot.ts'

export const SESSION_SHOTS: readonly Shot[] = [
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
    name: 'licenses',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await inbox(tab)
      await tab.keyboard.press('?')
      await tab.getByRole('button', { name: /^Licences/ }).click()
      await tab.getByText('zustand', { exact: false }).waitFor()
      await tab.getByText('better-sqlite3', { exact: false }).click()
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
    name: 'invitation',
    scenario: 'invited',
    sizes: ['wide', 'small'],
    prepare: async (tab) => heading(tab, 'You are invited'),
  },
  {
    name: 'invitation-refused',
    scenario: 'invited',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await tab.getByLabel('Full name').fill('Ana Lee')
      await tab.getByLabel('Password', { exact: true }).fill('correct horse battery')
      await tab.getByRole('button', { name: 'Accept the invitation' }).click()
      await tab.getByRole('alert').waitFor()
    },
  },
  {
    name: 'invitation-empty',
    scenario: 'invited',
    sizes: WIDE,
    prepare: async (tab) => {
      await tab.getByRole('button', { name: 'Accept the invitation' }).click()
      await tab.getByText('Use at least 8 characters.').waitFor()
    },
  },
  {
    name: 'invitation-signed-in',
    scenario: 'invited_signed_in',
    sizes: ['wide', 'small'],
    prepare: async (tab) => {
      await tab.getByRole('dialog', { name: 'You are signed in already' }).waitFor()
    },
  },
  {
    name: 'invitation-setup',
    scenario: 'invited_setup',
    sizes: WIDE,
    prepare: async (tab) => {
      await tab.getByText('Your invitation is kept.').waitFor()
    },
  },
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
