import type { StateCreator } from 'zustand/vanilla'
import { SPLITS, type Split } from '#shared/domain/conversation.ts'
import { SORTS, type Sort } from '#shared/domain/triage.ts'

export const KEY_PRESETS = ['default', 'gmail', 'off'] as const
/** Which keys do what: `off` leaves those that make no text. */
export type KeyPreset = (typeof KEY_PRESETS)[number]

export type Theme = 'system' | 'light' | 'dark'

interface Preferences {
  theme: Theme
  /** Width of the inbox list in px. */
  listWidth: number
  leadPanelOpen: boolean
  /** Sections of the lead panel that the rep has folded away. */
  foldedSections: readonly string[]
  keyPreset: KeyPreset
  /** Pairs of leads that the rep says are two customers: both ids, the smaller first, with a colon between. */
  notDuplicates: readonly string[]
  /** The order of each split's list; by newest where none is. */
  sorts: Partial<Record<Split, Sort>>
  /** Leads whose e-mails may load their images. */
  imagesOf: readonly string[]
}

export interface PreferencesSlice {
  preferences: Preferences
  setPreference: (change: Partial<Preferences>) => void
}

export const LIST_WIDTH = { min: 280, max: 380, initial: 352 } as const

const KEY = 'leadline.preferences'
const INITIAL: Preferences = {
  theme: 'system',
  listWidth: LIST_WIDTH.initial,
  leadPanelOpen: true,
  foldedSections: [],
  keyPreset: 'default',
  notDuplicates: [],
  sorts: {},
  imagesOf: [],
}

export const createPreferencesSlice =
  (storage: Pick<Storage, 'getItem' | 'setItem'>): StateCreator<PreferencesSlice> =>
  (set, get) => ({
    preferences: parsePreferences(storage.getItem(KEY)),
    setPreference: (change) => {
      const preferences = { ...get().preferences, ...change }
      storage.setItem(KEY, JSON.stringify(preferences))
      set({ preferences })
    },
  })

/** Reads kept preferences; whatever is missing or makes no sense becomes the default. */
export function parsePreferences(kept: string | null): Preferences {
  const { theme, listWidth, leadPanelOpen, foldedSections, keyPreset, notDuplicates, sorts, imagesOf } =
    parseRecord(kept)
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : INITIAL.theme,
    listWidth: typeof listWidth === 'number' ? clampListWidth(listWidth) : INITIAL.listWidth,
    leadPanelOpen: typeof leadPanelOpen === 'boolean' ? leadPanelOpen : INITIAL.leadPanelOpen,
    imagesOf: wordsOf(imagesOf),
    keyPreset: KEY_PRESETS.find((preset) => preset === keyPreset) ?? INITIAL.keyPreset,
    foldedSections: wordsOf(foldedSections),
    notDuplicates: wordsOf(notDuplicates),
    sorts: parseSorts(sorts),
  }
}

function parseSorts(kept: unknown): Preferences['sorts'] {
  if (typeof kept !== 'object' || kept === null) return {}
  const isKnown = ([split, sort]: [string, unknown]) =>
    (SPLITS as readonly string[]).includes(split) && (SORTS as readonly unknown[]).includes(sort)
  return Object.fromEntries(Object.entries(kept).filter(isKnown))
}

export function clampListWidth(width: number): number {
  return Math.round(Math.min(LIST_WIDTH.max, Math.max(LIST_WIDTH.min, width)))
}

const wordsOf = (kept: unknown): string[] =>
  Array.isArray(kept) ? kept.filter((word) => typeof word === 'string') : []

function parseRecord(kept: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(kept ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
