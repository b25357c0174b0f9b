import { CheckCheck, ChevronDown, Clock3 } from 'lucide-react'
import { useState } from 'react'
import { useBridge } from '../../bridge/bridge-context.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { MomentPicker } from '../../ui/moment-picker.tsx'
import type { ReplyState } from './reply-state.ts'
import { latestOf } from './send-later.ts'
import type { HowToSend } from './use-send.ts'

interface SendMenuProps {
  state: Extract<ReplyState, { kind: 'ready' }>
  /** Milliseconds since 1970. */
  now: number
  sendable: boolean
  onSend: (how: HowToSend) => void
}

/** The other ways to send, beside the button that sends. */
export function SendMenu({ state, now, sendable, onSend }: SendMenuProps) {
  const { desk } = useBridge()
  const [isChoosing, setChoosing] = useState(false)
  return (
    <>
      <Menu
        side="top"
        trigger={
          <IconButton label="More ways to send" size="sm" side="top" className="-mx-2">
            <ChevronDown aria-hidden className="size-4" />
          </IconButton>
        }
      >
        <MenuItem
          icon={<CheckCheck aria-hidden className="size-4" />}
          disabled={!sendable}
          detail={desk.platform === 'darwin' ? '⌘ ⇧ Enter' : 'Ctrl ⇧ Enter'}
          onSelect={() => onSend({ isDone: true })}
        >
          Send and done
        </MenuItem>
        <MenuItem
          icon={<Clock3 aria-hidden className="size-4" />}
          disabled={!sendable}
          onSelect={() => setChoosing(true)}
        >
          Send later…
        </MenuItem>
      </Menu>
      <MomentPicker
        open={isChoosing}
        title="Send later"
        latest={latestOf(state, now)}
        onPick={(scheduled_for) => onSend({ scheduled_for })}
        onClose={() => setChoosing(false)}
      />
    </>
  )
}
