/** The contract of how the app does on this computer: figures and technical facts, nothing about a person. */
import { z } from 'zod'
import type { SyncState } from '../read-models.ts'

const nothing = z.object({}).strict()

export const HEALTH_COMMANDS = {
  /** How it does now; cheap enough to be asked every second. */
  'health.measure': nothing,
  /** What a developer needs to know about this installation, as text to be sent to them. */
  'health.diagnostics': nothing,
} as const

/** How long the screens waited for one read model, of the latest times it was asked for. Milliseconds. */
export interface ReadTimes {
  name: string
  /** Since the start. */
  count: number
  p50: number
  p95: number
}

/** Sizes are in bytes, moments in milliseconds since 1970. */
export interface Health {
  at: number
  sync: {
    state: SyncState
    /** When the cache last equalled the server; null before the first complete pull. */
    synced_at: number | null
  }
  queue: {
    /** Changes saved here and not yet saved to the team. */
    pending: number
    /** Changes that wait for the rep's decision. */
    attention: number
    /** When the oldest of them was made; null when there is none. */
    oldest_at: number | null
  }
  /** Slowest first. */
  reads: ReadTimes[]
  memory: {
    /** Of the main process with the workers of the cache. */
    main: number
    /** Of all pages together. */
    pages: number
  }
  disk: {
    /** The copies of the team's data on this computer. */
    caches: number
    log: number
  }
}

export interface HealthCommandOutputs {
  'health.measure': Health
  'health.diagnostics': { text: string }
}
