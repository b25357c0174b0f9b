import { Flame, LogIn, WifiOff } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { HotLead } from '#shared/domain/hot-lead.ts'
import { useAppearance } from '../../actions/use-appearance.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { pressOf } from '../../keyboard/use-keyboard.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { ToastRegion } from '../../ui/toast-region.tsx'
import { useNow } from '../../ui/use-now.ts'
import { HotCard } from './hot-card.tsx'
import { panelActionOf } from './panel-keys.ts'
import { TakenNotices } from './taken-notices.tsx'
import { useHotActions } from './use-hot-actions.ts'

const NONE: readonly HotLead[] = []

/** The compact window beside the tray: the leads that call, the most urgent first, and what to do about each. */
export function HotPanel() {
  useAppearance()
  const { value: state } = useLive('app.state', {})
  const { value: sync } = useLive('sync.status', {})
  const isReady = state?.phase === 'ready'
  return (
    <div className="flex h-full flex-col bg-surface">
      <header className="flex items-center gap-2 border-b border-line px-4 py-3">
        <Flame className="size-4 text-danger" aria-hidden />
        <h1 className="flex-1 text-sm font-semibold">Hot leads</h1>
        {isReady && sync?.state === 'offline' && (
          <span className="inline-flex items-center gap-1 text-xs text-ink-2">
            <WifiOff className="size-3.5" aria-hidden /> Offline
          </span>
        )}
      </header>
      {isReady ? <Leads /> : state && <SignedOut />}
      <ToastRegion />
    </div>
  )
}

function Leads() {
  const { value: list } = useLive('hot.list', {})
  const leads = list?.leads ?? NONE
  const now = useNow(1000)
  const [picked, setPicked] = useState<string | null>(null)
  const cards = useRef(new Map<string, HTMLButtonElement>())
  const act = useHotActions()
  const command = useCommand()
  const at = Math.max(
    0,
    leads.findIndex(({ key }) => key === picked),
  )
  const current = leads[at]
  useFollowFocus(current, cards)

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const onButton = event.target instanceof Element && event.target.closest('button') !== null
    const action = panelActionOf(pressOf(event), onButton)
    if (action === null || event.defaultPrevented) return
    event.preventDefault()
    if (action === 'close') {
      void command('panel.hide', {})
    } else if (action === 'next' || action === 'previous') {
      const next = leads[Math.min(leads.length - 1, Math.max(0, at + (action === 'next' ? 1 : -1)))]
      if (next) cards.current.get(next.key)?.focus()
    } else if (current) act(current, action)
  })
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])

  if (!list) return null
  return (
    <>
      <output className="sr-only">{leads.length === 1 ? '1 hot lead' : `${leads.length} hot leads`}</output>
      <TakenNotices taken={list.taken} now={now} />
      {leads.length === 0 ? (
        <EmptyState
          icon={<Flame className="size-5" />}
          title="Nobody waits for you"
          text="Leads that turn hot show here: yours, those of the pool, and those you follow."
        />
      ) : (
        <ul aria-label="Hot leads" className="min-h-0 flex-1 overflow-y-auto">
          {leads.map((lead) => (
            <HotCard
              key={lead.key}
              lead={lead}
              now={now}
              current={lead === current}
              onPick={() => setPicked(lead.key)}
              onAction={(action) => act(lead, action)}
              ref={(card) => {
                if (card) cards.current.set(lead.key, card)
                return () => void cards.current.delete(lead.key)
              }}
            />
          ))}
        </ul>
      )}
      <Keys />
    </>
  )
}

/** What the rep was on goes away once it is dealt with: the focus is then on what took its place. */
function useFollowFocus(current: HotLead | undefined, cards: RefObject<Map<string, HTMLButtonElement>>): void {
  const key = current?.key
  useEffect(() => {
    if (key !== undefined && (document.activeElement === document.body || document.activeElement === null)) {
      cards.current.get(key)?.focus()
    }
  }, [cards, key])
}

function Keys() {
  const keys: readonly [string, string][] = [
    ['↑ ↓', 'move'],
    ['I', 'claim'],
    ['D', 'call'],
    ['R', 'reply'],
    ['H', 'snooze'],
    ['P', 'pass'],
  ]
  return (
    <footer className="flex flex-wrap gap-x-3 gap-y-1 border-t border-line px-4 py-2 text-xs text-ink-2">
      {keys.map(([key, what]) => (
        <span key={key} className="inline-flex items-center gap-1">
          <Kbd keys={key} /> {what}
        </span>
      ))}
    </footer>
  )
}

function SignedOut(): ReactNode {
  return (
    <EmptyState
      icon={<LogIn className="size-5" />}
      title="You are signed out"
      text="Open Leadline and sign in: hot leads reach you only then."
    />
  )
}
