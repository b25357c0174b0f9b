/** The pipeline: its columns, its list, what moving a card asks. */
import type { Page } from '@playwright/test'
import { ALL, WIDE, inbox, open, type Shot } from './shot.ts'

/** Opens the pipeline, and does what is asked there. */
const pipeline =
  (then: (tab: Page) => Promise<unknown> = () => Promise.resolve()) =>
  async (tab: Page) => {
    await inbox(tab)
    await tab.keyboard.press('g')
    await tab.keyboard.press('p')
    await tab.getByRole('listbox', { name: /^New/ }).getByRole('option').first().waitFor()
    await tab.getByRole('listbox', { name: /^New/ }).focus()
    await then(tab)
  }
const display = (name: string) => async (tab: Page) => {
  await tab.getByRole('button', { name: 'Display' }).click()
  await tab.getByRole(name === 'List' ? 'menuitemradio' : 'menuitem', { name }).click()
  await tab.getByRole('menu').waitFor({ state: 'detached' })
}

const editStages = async (tab: Page) => {
  await tab.getByRole('button', { name: /^Pipeline .*Change$/ }).click()
  await tab.getByRole('menuitem', { name: 'Edit stages' }).click()
  await tab.getByRole('region', { name: /^Stages of/ }).waitFor()
}

export const PIPELINE_SHOTS: readonly Shot[] = [
  { name: 'pipeline', scenario: 'inbox', sizes: ALL, prepare: pipeline() },
  { name: 'pipeline-compact', scenario: 'inbox', sizes: WIDE, prepare: pipeline(display('Compact cards')) },
  { name: 'pipeline-list', scenario: 'inbox', sizes: ['wide', 'small'], prepare: pipeline(display('List')) },
  {
    name: 'pipeline-open',
    scenario: 'inbox',
    sizes: ALL,
    prepare: pipeline(async (tab) => {
      await tab.keyboard.press('ArrowDown')
      await tab.keyboard.press('Enter')
      await tab.getByRole('region', { name: /Conversation with/ }).waitFor()
    }),
  },
  {
    name: 'pipeline-lifted',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: pipeline(async (tab) => {
      await tab.keyboard.press(' ')
      await tab.keyboard.press('ArrowRight')
    }),
  },
  {
    name: 'pipeline-move-to',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: pipeline(async (tab) => {
      await tab.keyboard.press('s')
      await tab.getByRole('dialog').getByRole('option').first().waitFor()
    }),
  },
  {
    name: 'pipeline-folded',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: pipeline((tab) => tab.getByRole('button', { name: 'Fold up Engaged' }).click()),
  },
  {
    name: 'pipeline-deals',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: pipeline(async (tab) => {
      await tab.getByRole('button', { name: /^Pipeline Leads/ }).click()
      await tab.getByRole('menuitem', { name: /^Deals/ }).click()
      await tab
        .getByRole('listbox', { name: /^Proposal/ })
        .getByRole('option')
        .first()
        .waitFor()
    }),
  },
  {
    name: 'pipeline-won',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: pipeline(async (tab) => {
      await tab.getByRole('button', { name: /^Pipeline Leads/ }).click()
      await tab.getByRole('menuitem', { name: /^Deals/ }).click()
      await tab.getByRole('listbox', { name: /^Proposal/ }).focus()
      await tab.keyboard.press('s')
      await tab.keyboard.type('Won')
      await tab.keyboard.press('Enter')
      await tab.getByRole('textbox', { name: /^Value/ }).waitFor()
    }),
  },
  {
    name: 'pipeline-won-lead',
    scenario: 'inbox',
    sizes: ['wide', 'narrow', 'small'],
    prepare: pipeline(async (tab) => {
      await tab.keyboard.press('s')
      await tab.keyboard.type('Converted')
      await tab.keyboard.press('Enter')
      await tab.getByLabel('Deal', { exact: true }).selectOption('A new deal')
      await tab.getByRole('button', { name: 'Move to Converted' }).click()
      await tab.getByText('Give the deal a name.').waitFor()
    }),
  },
  { name: 'pipeline-stages', scenario: 'admin', sizes: ALL, prepare: pipeline(editStages) },
  {
    name: 'pipeline-stages-of-deals',
    scenario: 'admin',
    sizes: ['wide', 'small'],
    prepare: pipeline(async (tab) => {
      await tab.getByRole('button', { name: /^Pipeline Leads/ }).click()
      await tab.getByRole('menuitem', { name: /^Deals/ }).click()
      await editStages(tab)
      await tab.getByRole('textbox', { name: 'Chance of Proposal in per cent' }).fill('120')
      await tab.keyboard.press('Enter')
      await tab.getByRole('alert').waitFor()
    }),
  },
  {
    name: 'pipeline-stage-delete',
    scenario: 'admin',
    sizes: ['wide', 'small'],
    prepare: pipeline(async (tab) => {
      await editStages(tab)
      await tab.getByRole('button', { name: 'Delete Engaged' }).click()
      await tab.getByRole('dialog').waitFor()
    }),
  },
  {
    name: 'pipeline-new',
    scenario: 'admin',
    sizes: WIDE,
    prepare: pipeline(async (tab) => {
      await tab.getByRole('button', { name: /^Pipeline Leads/ }).click()
      await tab.getByRole('menuitem', { name: 'New pipeline…' }).click()
      await tab.getByRole('dialog', { name: 'New pipeline' }).waitFor()
    }),
  },
  {
    name: 'deal-edit',
    scenario: 'inbox',
    sizes: ['wide', 'small'],
    prepare: async (tab, size) => {
      await open(0)(tab)
      if (size === 'small') await tab.getByRole('button', { name: 'Lead details' }).click()
      await tab
        .getByRole('button', { name: /^Edit deal/ })
        .first()
        .click()
      await tab.getByRole('region', { name: 'Stages of this deal' }).waitFor()
    },
  },
  {
    name: 'deal-new',
    scenario: 'inbox',
    sizes: WIDE,
    prepare: async (tab) => {
      await open(0)(tab)
      await tab.getByRole('button', { name: 'New deal' }).click()
      await tab.getByRole('button', { name: 'Add an item' }).click()
      await tab.getByRole('menuitem', { name: /^Battery/ }).click()
      await tab.getByRole('menu').waitFor({ state: 'detached' })
    },
  },
]
