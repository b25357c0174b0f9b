import { MessagesSquare } from 'lucide-react'
import { useBridge } from '../bridge/bridge-context.ts'
import { shownKeys, type KeyAction } from '../keyboard/key-map.ts'
import { useBindings } from '../keyboard/use-bindings.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Kbd } from '../ui/kbd.tsx'

const HINTS: readonly { actions: readonly KeyAction[]; label: string }[] = [
  { actions: ['next', 'previous'], label: 'Move through the list' },
  { actions: ['open'], label: 'Open' },
  { actions: ['reply'], label: 'Reply' },
  { actions: ['done'], label: 'Done' },
  { actions: ['help'], label: 'All shortcuts' },
]

/** The middle of the window before anything is open. */
export function NoConversation() {
  const bindings = useBindings()
  const mac = useBridge().desk.platform === 'darwin'
  return (
    <div className="flex-1 bg-surface">
      <EmptyState
        icon={<MessagesSquare className="size-5" strokeWidth={1.75} />}
        title="Pick a conversation"
        text="Everything here works offline too: read, answer, take notes. It is sent when you are back."
      >
        <dl className="grid grid-cols-[auto_auto] items-center gap-x-5 gap-y-2.5 text-left text-sm text-ink-2">
          {HINTS.filter(({ actions }) => actions.every((action) => shownKeys(action, mac, bindings) !== '')).map(
            ({ actions, label }) => (
              <div key={label} className="contents">
                <dt className="flex justify-end gap-1">
                  {actions.map((action) => (
                    <Kbd key={action} keys={shownKeys(action, mac, bindings)} />
                  ))}
                </dt>
                <dd>{label}</dd>
              </div>
            ),
          )}
        </dl>
      </EmptyState>
    </div>
  )
}
