/** Conversations and the composer. */
import type { Page } from '@playwright/test'
import { WIDE, open, type Shot } from './shot.ts'

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

export const THREAD_SHOTS: readonly Shot[] = [
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
]
