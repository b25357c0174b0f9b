/** A picture to look at, and the steps that most of them begin with. */
import type { Page } from '@playwright/test'
import type { ScenarioName } from './fixture-scenarios.ts'

export const SIZES = {
  wide: { width: 1440, height: 900 },
  medium: { width: 1100, height: 800 },
  narrow: { width: 700, height: 900 },
  small: { width: 480, height: 800 },
  /** The window beside the tray. */
  panel: { width: 380, height: 520 },
} as const
export type SizeName = keyof typeof SIZES

export interface Shot {
  name: string
  scenario: ScenarioName
  /** The document; the main window's unless told otherwise. */
  document?: string
  sizes: readonly SizeName[]
  /** What the rep has chosen before, as the page keeps it. */
  preferences?: object
  /** Brings the page into the state to look at. */
  prepare: (tab: Page, size: SizeName) => Promise<void>
}

export const ALL: readonly SizeName[] = ['wide', 'medium', 'narrow', 'small']
export const WIDE: readonly SizeName[] = ['wide']

/** Conversations, or whatever the list at hand holds. */
export const rows = (tab: Page) => tab.getByRole('option')
export const heading = async (tab: Page, name: string) => tab.getByRole('heading', { name }).first().waitFor()
export const inbox = async (tab: Page) => rows(tab).first().waitFor()
/** Opens a conversation by its place. */
export const open = (row: number) => async (tab: Page) => {
  await inbox(tab)
  await rows(tab).nth(row).click()
  await tab.getByRole('region', { name: /Conversation with/ }).waitFor()
}
