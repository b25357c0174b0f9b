import type { z } from 'zod'
import type { DESKTOP_COMMANDS, NotificationTest, WindowRequest } from '#shared/contract/areas/desktop.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import type { DesktopChange, DesktopSettings } from '#shared/domain/desktop-settings.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import { isQuiet } from '#shared/domain/quiet-hours.ts'
import type { AskedFor } from '../../shell/desktop.ts'
import type { AreaContext } from './context.ts'
import { placeHandlers } from './place.ts'
import { printHandlers, type PrintContext } from './print.ts'
import { popOutHandlers, type PopOutsContext } from './pop-outs.ts'

type Handlers = {
  [N in keyof typeof DESKTOP_COMMANDS]: (input: z.output<(typeof DESKTOP_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

export interface DesktopContext extends AreaContext {
  saveAs: PrintContext['saveAs']
  desktop: PopOutsContext & {
    printer: PrintContext['printer']
    spellLanguages: () => string[]
    takeRequest: () => AskedFor | null
    togglePanel: () => void
    hidePanel: () => void
    testNotification: () => Promise<NotificationTest['outcome']>
  }
  settings: () => DesktopSettings
  set: (change: DesktopChange) => void
}

/** Commands about notifications, windows, and how the app behaves on this computer. */
export function desktopHandlers({ workspace, commit, now, desktop, saveAs, settings, set }: DesktopContext): Handlers {
  /** A link says what, the cache says where. */
  async function placed(askedFor: AskedFor): Promise<WindowRequest> {
    if (askedFor.kind !== 'link') return askedFor
    const place = await workspace().db.read('link.place', askedFor.target)
    if (!place) return { kind: 'missing' }
    const { lead_id, conversation_id, message_id } = place
    if (conversation_id === null) return { kind: 'lead', lead_id }
    return { kind: 'conversation', conversation_id, message_id, reply: askedFor.reply }
  }

  return {
    ...placeHandlers({ workspace }),
    ...popOutHandlers(desktop),
    ...printHandlers({ workspace, saveAs, printer: desktop.printer }),
    async 'window.take_request'() {
      const askedFor = desktop.takeRequest()
      return askedFor && placed(askedFor)
    },
    async 'window.show'({ target, reply }) {
      desktop.ask({ kind: 'link', target, reply })
      return null
    },
    async 'panel.toggle'() {
      desktop.togglePanel()
      return null
    },
    async 'panel.hide'() {
      desktop.hidePanel()
      return null
    },
    async 'desktop.set'(change) {
      set(change)
      return null
    },
    'desktop.spell_languages': async () => desktop.spellLanguages(),
    async 'notification.choose'({ event, split, desktop: wanted, sound }) {
      const kept = await workspace().db.read('notification.choices', null)
      const known = kept.find((choice) => choice.event === event && choice.split === split)
      const preference_id = known?.id ?? uuidv7(now())
      return commit({
        name: 'preference.set',
        args: { preference_id, event, split, desktop: wanted, sound, email: false },
      })
    },
    async 'notification.test'() {
      const outcome = await desktop.testNotification()
      const { paused_until, quiet_hours } = settings()
      const isPaused = paused_until !== null && paused_until > now()
      return { outcome, quiet: isPaused ? 'paused' : isQuiet(quiet_hours, now()) ? 'quiet_hours' : null }
    },
  }
}
