import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { UPDATE_CHANNELS } from '#shared/contract/areas/update.ts'
import { desktopSettingsSchema } from '#shared/domain/desktop-settings.ts'

/** Where a window is. */
export const placeSchema = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int(), maximized: z.boolean() })

const settingsSchema = z.object({
  /** `local` is the backend that the development commands bring along; its address differs from start to start. */
  backend: z
    .union([z.literal('local'), z.object({ url: z.string(), key: z.string() })])
    .nullable()
    .default(null),
  last_email: z.string().nullable().default(null),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  desktop: desktopSettingsSchema,
  update_channel: z.enum(UPDATE_CHANNELS).default('latest'),
  /** Where the main window was last. */
  window: placeSchema.nullable().default(null),
  /** The same for each arrangement of displays. */
  windows: z.record(z.string().max(500), placeSchema).default({}),
  /** Where a conversation's window was last. */
  popout: placeSchema.nullable().default(null),
})
export type Settings = z.infer<typeof settingsSchema>

/** Preferences of this device in one JSON file. Nothing secret: secrets are in the vault. */
export interface SettingsFile {
  get(): Settings
  /** Writes whole and atomically: a crash leaves the old file or the new one. */
  update(change: Partial<Settings>): void
}

/** @param file absolute path; a missing or unreadable file means the defaults */
export function openSettings(file: string): SettingsFile {
  let settings = read(file)
  return {
    get: () => settings,
    update(change) {
      settings = { ...settings, ...change }
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(`${file}.new`, JSON.stringify(settings, null, 2))
      renameSync(`${file}.new`, file)
    },
  }
}

function read(file: string): Settings {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return settingsSchema.parse({})
  }
}
