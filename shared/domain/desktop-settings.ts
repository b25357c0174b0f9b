/** How the app behaves on this computer, apart from how its screens look. */
import { z } from 'zod'
import { WAITING_MINUTES } from './hot-lead.ts'
import { NO_QUIET_HOURS, quietHoursSchema } from './quiet-hours.ts'

/** Electron's accelerators: modifiers, then one key. */
const accelerator = z.string().regex(/^((Command|Control|CommandOrControl|Alt|Shift|Super)\+){1,4}[A-Z0-9]$/)

const settingsFields = z.object({
  /** Nothing is told aloud before, milliseconds since 1970. */
  paused_until: z.number().nullable(),
  quiet_hours: quietHoursSchema,
  sounds: z.boolean(),
  /** Offline, a customer who waits for longer is told of. */
  waiting_minutes: z.int().min(1).max(240),
  /** Whether colleagues see in which conversation the rep is. */
  presence: z.enum(['shown', 'hidden']),
  close_to_tray: z.boolean(),
  start_at_login: z.boolean(),
  /** Started at login, it waits in the tray. */
  start_hidden: z.boolean(),
  /** Brings up a quick note from anywhere; null: none. */
  quick_note_shortcut: accelerator.nullable(),
  spell_check: z.boolean(),
  /** As Chromium names them, `en-GB`; none: the system's. */
  spell_languages: z.array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)).max(2),
  /** Electron's zoom level: 0 is 100 %, each step 20 % more or less. */
  zoom: z.number().min(-3).max(5),
})
export type DesktopSettings = z.infer<typeof settingsFields>

export const DESKTOP_DEFAULTS: DesktopSettings = {
  paused_until: null,
  quiet_hours: NO_QUIET_HOURS,
  sounds: true,
  waiting_minutes: WAITING_MINUTES,
  presence: 'shown',
  close_to_tray: true,
  start_at_login: false,
  start_hidden: false,
  quick_note_shortcut: 'CommandOrControl+Alt+N',
  spell_check: true,
  spell_languages: [],
  zoom: 0,
}

/** As they are kept: what an older version did not know is as usual. */
export const desktopSettingsSchema = settingsFields
  .partial()
  .transform((kept) => withChange(DESKTOP_DEFAULTS, kept))
  .prefault({})

/** Only what is given changes, and of the quiet hours too. */
export const desktopChangeSchema = settingsFields.extend({ quiet_hours: quietHoursSchema.partial() }).partial().strict()
export type DesktopChange = z.infer<typeof desktopChangeSchema>

export function withChange(settings: DesktopSettings, change: DesktopChange): DesktopSettings {
  const { quiet_hours, ...rest } = change
  return { ...settings, ...given(rest), quiet_hours: { ...settings.quiet_hours, ...given(quiet_hours ?? {}) } }
}

/** Without what is there but undefined. */
const given = <T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never
