/** The contract of the app as a part of the desktop: notifications, tray, windows, and how they behave. */
import { z } from 'zod'
import { targetSchema } from '../../domain/app-link.ts'
import { desktopChangeSchema, type DesktopSettings } from '../../domain/desktop-settings.ts'
import { EVENT_SPLITS, TOLD_EVENTS, type NotificationChoice } from '../../domain/notification-rules.ts'
import { SPLITS } from '../../domain/conversation.ts'
import { PLACE_COMMANDS, type Place, type PlaceCommandOutputs } from './place.ts'
import { POP_OUT_COMMANDS } from './pop-outs.ts'
import { PRINT_COMMANDS, type PrintCommandOutputs } from './print.ts'

const nothing = z.object({}).strict()

export const DESKTOP_COMMANDS = {
  ...PLACE_COMMANDS,
  ...POP_OUT_COMMANDS,
  ...PRINT_COMMANDS,
  /** What a notification, link or other window asked the main window to show; null once it has been asked for. */
  'window.take_request': nothing,
  /** Shows something in the main window; `reply` begins an answer there. */
  'window.show': z.object({ target: targetSchema, reply: z.boolean() }).strict(),
  /** Shows the compact window with the hot leads, or hides it. */
  'panel.toggle': nothing,
  'panel.hide': nothing,
  'desktop.set': desktopChangeSchema,
  /** The languages that the spelling can be checked in; none where the system finds out by itself. */
  'desktop.spell_languages': nothing,
  /** `invalid_input` for an event that does not happen in that split. */
  'notification.choose': z
    .object({ event: z.enum(TOLD_EVENTS), split: z.enum(SPLITS).nullable(), desktop: z.boolean(), sound: z.boolean() })
    .strict()
    .refine(({ event, split }) => EVENT_SPLITS[event].includes(split), 'This does not happen there.'),
  /** Shows a notification and answers what became of it. */
  'notification.test': nothing,
} as const

export const DESKTOP_QUERIES = {
  'desktop.settings': nothing,
  'notification.choices': nothing,
} as const

/** What the main window is to show. `missing`: it is not on this device, or not the rep's to see. */
export type WindowRequest =
  | { kind: 'conversation'; conversation_id: string; message_id: string | null; reply: boolean }
  | { kind: 'lead'; lead_id: string }
  | { kind: 'quick_note' }
  | { kind: 'settings' }
  | { kind: 'screen'; screen: Place['screen']; conversation_id: string | null }
  | { kind: 'missing' }

/** What became of a test notification. `quiet`: the rep's own choice keeps notifications back. */
export type NotificationTest = {
  outcome: 'shown' | 'unsupported' | 'refused' | 'unanswered'
  quiet: 'paused' | 'quiet_hours' | null
}

export interface DesktopCommandOutputs extends PlaceCommandOutputs, PrintCommandOutputs {
  'window.take_request': WindowRequest | null
  'desktop.spell_languages': string[]
  'notification.test': NotificationTest
}

export interface DesktopQueryOutputs {
  'desktop.settings': DesktopSettings
  'notification.choices': NotificationChoice[]
}
