/** Tasks: the lists, what a task is made of, what a call came to. */
import type { Page } from '@playwright/test'
import { ALL, WIDE, inbox, type Shot } from './shot.ts'

/** Opens the tasks, and does what is asked there. */
const tasks =
  (then: (tab: Page) => Promise<unknown> = () => Promise.resolve()) =>
  async (tab: Page) => {
    await inbox(tab)
    await tab.keyboard.press('g')
    await tab.keyboard.press('t')
    await tab.getByRole('listbox', { name: 'Today tasks' }).getByRole('option').first().waitFor()
    await tab.getByRole('listbox', { name: 'Today tasks' }).focus()
    await then(tab)
  }
const list = (name: string) => async (tab: Page) => {
  await tab.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
  await tab.getByRole('listbox', { name: `${name} tasks` }).focus()
}

const NOTE = `# Test drive on Saturday

Wants the **red** one, *not* the blue. Rang twice: ~~no answer~~ reached at https://example.com.

1. both keys
2. papers
   - licence
- [x] asked the workshop
- [ ] booked the bay

> Only if the boot takes the dog.

| Model | Price |
|---|---|
| GT-Line | £28,990 |

\`VIN 1234\` <b>as typed</b>`

export const TASKS_SHOTS: readonly Shot[] = [
  { name: 'tasks', scenario: 'inbox', sizes: ALL, prepare: tasks() },
  { name: 'tasks-overdue', scenario: 'inbox', sizes: ['wide', 'small'], prepare: tasks(list('Overdue')) },
  { name: 'tasks-upcoming', scenario: 'inbox', sizes: WIDE, prepare: tasks(list('Upcoming')) },
  {
    name: 'tasks-everybody',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: tasks(async (tab) => {
      await tab.keyboard.press('f')
      await tab.getByRole('button', { name: 'Everybody', pressed: true }).waitFor()
      await list('Missed calls')(tab)
    }),
  },
  {
    name: 'tasks-open',
    scenario: 'inbox',
    sizes: ALL,
    prepare: tasks(async (tab) => {
      await tab.keyboard.press('Enter')
      await tab.getByRole('region', { name: /Conversation with/ }).waitFor()
    }),
  },
  {
    name: 'tasks-empty',
    scenario: 'empty',
    sizes: WIDE,
    prepare: async (tab) => {
      await tab.getByRole('button', { name: 'Tasks', exact: true }).click()
      await tab.getByRole('heading', { name: 'Nothing more today' }).waitFor()
    },
  },
  {
    name: 'task-new',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: tasks(async (tab) => {
      await tab.keyboard.press('t')
      await tab.getByLabel('When').fill('next tue 9am')
    }),
  },
  {
    name: 'task-new-finding',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: async (tab) => {
      await inbox(tab)
      await tab.getByRole('button', { name: /^Tasks/ }).click()
      await tab.getByRole('button', { name: 'New task' }).click()
      await tab.getByRole('combobox', { name: 'Lead' }).fill('amel')
      await tab.getByRole('dialog').getByRole('option').first().waitFor()
    },
  },
  {
    name: 'tasks-week',
    scenario: 'inbox',
    sizes: ALL,
    prepare: tasks(async (tab) => {
      await tab.keyboard.press('w')
      await tab
        .getByRole('region', { name: /, today$/ })
        .getByRole('button')
        .first()
        .focus()
    }),
  },
  {
    name: 'note-quick',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: tasks(async (tab) => {
      await tab.keyboard.press('Shift+M')
      await tab.getByRole('textbox', { name: 'Note' }).fill(NOTE)
      for (const tag of ['Price match', 'Decides together with their partner', 'Winter']) {
        await tab.getByRole('combobox', { name: 'Add a tag' }).fill(tag)
        await tab.keyboard.press('Enter')
      }
    }),
  },
  {
    name: 'note-quick-preview',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: tasks(async (tab) => {
      await tab.keyboard.press('Shift+M')
      await tab.getByRole('textbox', { name: 'Note' }).fill(NOTE)
      await tab.getByRole('button', { name: 'Preview' }).click()
      await tab.getByRole('region', { name: 'Preview' }).waitFor()
    }),
  },
  {
    name: 'task-log',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: tasks(async (tab) => {
      await list('Missed calls')(tab)
      await tab.keyboard.press('e')
      await tab.getByLabel('Outcome').selectOption('No answer')
    }),
  },
]
