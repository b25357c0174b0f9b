import type { ComponentType, ReactNode } from 'react'
import { Rail } from '../features/rail/rail.tsx'
import { StatusPill } from '../features/status/status-pill.tsx'
import { useApp } from '../store/store-context.ts'
import { cx } from '../ui/cx.ts'
import { NARROW, useMedia } from '../ui/use-media.ts'
import { ConversationPane } from './conversation-pane.tsx'
import { useLeadPanel } from './use-lead-panel.ts'

interface BesidePanesProps {
  /** The screen; it shows `status` beside its title. */
  screen: ComponentType<{ status: ReactNode }>
}

/** A screen, and beside it the conversation that was opened from it; in one pane it lies over the screen. */
export function BesidePanes({ screen: Screen }: BesidePanesProps) {
  const openId = useApp((state) => state.openId)
  const panelWidth = useApp((state) => state.preferences.panelWidth)
  const narrow = useMedia(NARROW)
  const covered = narrow && openId !== null
  // There is no room for the lead as well: it lies over the conversation until dismissed.
  const panel = useLeadPanel(openId, true)
  return (
    <div className="flex min-h-0 flex-1">
      <Rail status={covered && <StatusPill compact />} />
      <main className="relative flex min-w-0 flex-1">
        <div inert={covered} className={cx('flex min-w-0 flex-1', covered && 'invisible')}>
          <Screen status={!covered && <StatusPill />} />
        </div>
        {openId !== null && (
          <div
            className={cx(
              'flex min-w-0 border-l border-line',
              narrow ? 'absolute inset-0 z-10' : 'relative w-[max(400px,38%)] shrink-0',
            )}
          >
            <ConversationPane key={openId} id={openId} narrow={narrow} panel={{ ...panel, width: panelWidth }} />
          </div>
        )}
      </main>
    </div>
  )
}
