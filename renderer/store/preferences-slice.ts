import type { StateCreator } from 'zustand/vanilla'
import { SPLITS, type Split } from '#shared/domain/conversation.ts'
import { SORTS, type Sort } from '#shared/domain/triage.ts'

export const KEY_PRESETS = ['default', 'gmail', 'off'] as const
/** Which keys do what: `off` leaves those that make no text. */
export type KeyPreset = (typeof KEY_PRESETS)[number]

const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const CONTRASTS = ['system', 'more', 'normal'] as const
/** Whether colours keep a greater distance from each other. */
export type Contrast = (typeof CONTRASTS)[number]

const DENSITIES = ['comfortable', 'compact'] as const
/** How high the rows of lists are. */
export type Density = (typeof DENSITIES)[number]

interface Preferences {
  theme: Theme
  contrast: Contrast
  density: Density
  /** The rail shows words beside its icons, where the window is wide enough. */
  railOpen: boolean
  /** Width of the inbox list in px. */
  listWidth: number
  leadPanelOpen: boolean
  /** Width of the lead panel in px. */
  panelWidth: number
  /** Sections of the lead panel that the rep has folded away. */
  foldedSections: readonly string[]
  keyPreset: KeyPreset
  /** Pairs of leads that the rep says are two customers: both ids, the smaller first, with a colon between. */
  notDuplicates: readonly string[]
  /** The order of each split's list; by newest where none is. */
  sorts: Partial<Record<Split, Sort>>
  /** Columns of the board that are folded up, by their stages. */
  collapsedStages: readonly string[]
  /** What the board leaves out of its cards. */
  hiddenCardFields: readonly string[]
  boardCompact: boolean
  boardAsList: boolean
  /** Leads whose e-mails may load their images. */
  imagesOf: readonly string[]
}

export interface PreferencesSlice {
  preferences: Preferences
  setPreference: (change: Partial<Preferences>) => void
  /** Takes what another window has set meanwhile. */
  rereadPreferences: () => void
}

export const LIST_WIDTH = { min: 280, max: 380, initial: 352 } as const
export const PANEL_WIDTH = { min: 280, max: 440, initial: 320 } as const

const KEY = 'leadline.preferences'
const INITIAL: Preferences = {
  theme: 'system',
  contrast: 'system',
  density: 'comfortable',
  railOpen: false,
  listWidth: LIST_WIDTH.initial,
  leadPanelOpen: true,
  panelWidth: PANEL_WIDTH.initial,
  foldedSections: [],
  keyPreset: 'default',
  notDuplicates: [],
  sorts: {},
  collapsedStages: [],
  hiddenCardFields: [],
  boardCompact: false,
  boardAsList: false,
  imagesOf: [],
}

export const createPreferencesSlice =
  (storage: Pick<Storage, 'getItem' | 'setItem'>): StateCreator<PreferencesSlice> =>
  (set) => ({
    preferences: parsePreferences(storage.getItem(KEY)),
    setPreference: (change) => {
      const preferences = { ...parsePreferences(storage.getItem(KEY)), ...change }
      storage.setItem(KEY, JSON.stringify(preferences))
      set({ preferences })
    },
    rereadPreferences: () => set({ preferences: parsePreferences(storage.getItem(KEY)) }),
  })

/** Reads kept preferences; whatever is missing or makes no sense becomes the default. */
export function parsePreferences(kept: string | null): Preferences {
  const record = parseRecord(kept)
  return {
    theme: choiceOf(THEMES, record['theme'], INITIAL.theme),
    contrast: choiceOf(CONTRASTS, record['contrast'], INITIAL.contrast),
    density: choiceOf(DENSITIES, record['density'], INITIAL.density),
    railOpen: flagOf(record['railOpen'], INITIAL.railOpen),
    listWidth: widthOf(record['listWidth'], LIST_WIDTH),
    leadPanelOpen: flagOf(record['leadPanelOpen'], INITIAL.leadPanelOpen),
    panelWidth: widthOf(record['panelWidth'], PANEL_WIDTH),
    imagesOf: wordsOf(record['imagesOf']),
    keyPreset: choiceOf(KEY_PRESETS, record['keyPreset'], INITIAL.keyPreset),
    foldedSections: wordsOf(record['foldedSections']),
    notDuplicates: wordsOf(record['notDuplicates']),
    sorts: parseSorts(record['sorts']),
    collapsedStages: wordsOf(record['collapsedStages']),
    hiddenCardFields: wordsOf(record['hiddenCardFields']),
    boardCompact: flagOf(record['boardCompact'], INITIAL.boardCompact),
    boardAsList: flagOf(record['boardAsList'], INITIAL.boardAsList),
  }
}

function parseSorts(kept: unknown): Preferences['sorts'] {
  if (typeof kept !== 'object' || kept === null) return {}
  const isKnown = ([split, sort]: [string, unknown]) =>
    (SPLITS as readonly string[]).includes(split) && (SORTS as readonly unknown[]).includes(sort)
  return Object.fromEntries(Object.entries(kept).filter(isKnown))
}

const choiceOf = <T extends string>(choices: readonly T[], kept: unknown, otherwise: T): T =>
  choices.find((choice) => choice === kept) ?? otherwise

const flagOf = (kept: unknown, otherwise: boolean): boolean => (typeof kept === 'boolean' ? kept : otherwise)

const widthOf = (kept: unknown, { min, max, initial }: { min: number; max: number; initial: number }): number =>
  typeof kept === 'number' && Number.isFinite(kept) ? Math.round(Math.min(max, Math.max(min, kept))) : initial

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
