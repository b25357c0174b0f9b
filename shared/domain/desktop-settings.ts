/** How the app behaves on this computer, apart from how its screens look. */
import { z } from 'zod'
import { WAITING_MINUTES } from './hot-lead.ts'
import { NO_QUIET_HOURS, quietHoursSchema } from './quiet-hours.ts'

/** Electron's accelerators: modifiers, then one key. */
const accelerator = z.string().regex(/^((Command|Control|CommandOrControl|Alt|Shift|Super)\+){1,4}[A-Z0-9]$/)

export const desktopSettingsSchema = z.object({
  /** Nothing is told aloud before, milliseconds since 1970. */
  paused_until: z.number().nullable().default(null),
  quiet_hours: quietHoursSchema.default(NO_QUIET_HOURS),
  sounds: z.boolean().default(true),
  /** Offline, a customer who waits for longer is told of. */
  waiting_minutes: z.int().min(1).max(240).default(WAITING_MINUTES),
  /** Whether colleagues see in which conversation the rep is. */
  presence: z.enum(['shown', 'hidden']).default('shown'),
  close_to_tray: z.boolean().default(true),
  start_at_login: z.boolean().default(false),
  /** Started at login, it waits in the tray. */
  start_hidden: z.boolean().default(false),
  /** Brings up a quick note from anywhere; null: none. */
  quick_note_shortcut: accelerator.nullable().default('CommandOrControl+Alt+N'),
  spell_check: z.boolean().default(true),
  /** Electron's zoom level: 0 is 100 %, each step 20 % more or less. */
  zoom: z.number().min(-3).max(5).default(0),
})
export type DesktopSettings = z.infer<typeof desktopSettingsSchema>
