import { CircleCheck } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useLive } from '../../bridge/use-live.ts'
import { useKeyboard } from '../../keyboard/use-keyboard.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NARROW, useMedia } from '../../ui/use-media.ts'
import { useNow } from '../../ui/use-now.ts'
import { ConflictDetail } from './conflict-detail.tsx'
import { ConflictRow, rowId } from './conflict-row.tsx'
import { proposedDecision, settlementOf, takeAll, type Decision, type Take } from './decision.ts'
import { cursorIn, inFamilies, type Placed } from './order.ts'
import { Failed, Loading } from './tab-states.tsx'
import { useSettle } from './use-settle.ts'
import type { ConflictDetail as Detail } from '#shared/contract/conflict-models.ts'

const NONE: readonly never[] = []

/** Refused and held changes: the list, and beside it the one to decide about. */
export function NeedsYou() {
  const { value, error } = useLive('attention.list', {})
  const placed = useMemo(() => inFamilies(value ?? NONE), [value])
  if (value === undefined) return error ? <Failed message={error.message} /> : <Loading />
  return placed.length === 0 ? <NothingNeedsYou /> : <Decide placed={placed} />
}

function NothingNeedsYou() {
  const showInbox = useApp((state) => state.showInbox)
  const showTab = useApp((state) => state.showConflictTab)
  useKeyboard({ back: showInbox }, 'conflicts')
  return (
    <EmptyState
      icon={<CircleCheck className="size-5" strokeWidth={1.75} />}
      title="Nothing needs you"
      text="Every change of yours was accepted or is on its way. What you discarded can be restored for 30 days."
    >
      <div className="flex gap-2">
        <Button onClick={showInbox}>Back to the inbox</Button>
        <Button tone="ghost" onClick={() => showTab('discarded')}>
          Recently discarded
        </Button>
      </div>
    </EmptyState>
  )
}

function Decide({ placed }: { placed: readonly Placed[] }) {
  const store = useAppStore()
  const chosen = useApp((state) => state.conflictSeq)
  const asked = useApp((state) => state.conflictsOf)
  const setConflict = useApp((state) => state.setConflict)
  const narrow = useMedia(NARROW)
  const now = useNow()
  const list = useRef<HTMLDivElement>(null)
  const [lastIndex, setLastIndex] = useState(0)
  const [showsDetail, setShowsDetail] = useState(false)
  const cursor = cursorIn(placed, chosen, asked, lastIndex)
  const index = placed.findIndex(({ item }) => item.seq === cursor)
  if (index !== -1 && index !== lastIndex) setLastIndex(index)

  useEffect(() => list.current?.focus(), [])
  useEffect(() => {
    if (cursor !== null) document.getElementById(rowId(cursor))?.scrollIntoView({ block: 'nearest' })
  }, [cursor])

  const select = (seq: number) => {
    setConflict(seq)
    setShowsDetail(true)
  }
  const move = (step: number) => {
    const next = placed[Math.min(placed.length - 1, Math.max(0, index + step))]
    if (next) setConflict(next.item.seq)
  }
  const toList = () => {
    setShowsDetail(false)
    list.current?.focus()
  }
  const covered = narrow && showsDetail
  return (
    <div className="relative flex min-h-0 flex-1">
      <div
        ref={list}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select cannot hold such rows
        role="listbox"
        tabIndex={0}
        data-region="list"
        inert={covered}
        aria-label={`${placed.length} ${placed.length === 1 ? 'change needs' : 'changes need'} you`}
        aria-activedescendant={cursor === null ? undefined : rowId(cursor)}
        className={
          narrow
            ? 'cursor-list min-w-0 flex-1 overflow-y-auto outline-none'
            : 'cursor-list w-95 shrink-0 overflow-y-auto border-r border-line outline-none'
        }
      >
        {placed.map((entry) => (
          <ConflictRow
            key={entry.item.seq}
            placed={entry}
            selected={entry.item.seq === cursor}
            now={now}
            onSelect={() => select(entry.item.seq)}
          />
        ))}
      </div>
      <output className="sr-only">
        {`${placed.length} ${placed.length === 1 ? 'change needs' : 'changes need'} you. ${placed[index]?.item.title ?? ''}`}
      </output>
      {cursor !== null && (
        <div className={narrow ? (covered ? 'absolute inset-0 z-10 flex' : 'hidden') : 'flex min-w-0 flex-1'}>
          <Chosen
            key={cursor}
            seq={cursor}
            placed={placed}
            now={now}
            narrow={narrow}
            isOpen={!narrow || covered}
            onOpen={() => setShowsDetail(true)}
            onBack={toList}
            onLeave={() => (covered ? toList() : store.getState().showInbox())}
            onMove={move}
          />
        </div>
      )}
    </div>
  )
}

interface ChosenProps {
  seq: number
  placed: readonly Placed[]
  now: number
  narrow: boolean
  /** Whether it is on the screen, and not behind the list. */
  isOpen: boolean
  onOpen: () => void
  onBack: () => void
  onLeave: () => void
  onMove: (step: number) => void
}

function Chosen({ seq, placed, now, narrow, isOpen, onOpen, onBack, onLeave, onMove }: ChosenProps) {
  const { value: detail, error } = useLive('attention.item', { seq })
  const settle = useSettle()
  const [changed, setChanged] = useState<Decision | null>(null)
  const [busy, setBusy] = useState(false)
  const decision = detail ? (changed ?? proposedDecision(detail)) : null

  const run = async (work: (item: Detail) => Promise<unknown>) => {
    if (!detail || busy) return
    setBusy(true)
    await work(detail)
    setBusy(false)
  }
  const apply = () =>
    void run(async (item) => {
      const settlement = decision && settlementOf(item, decision)
      if (settlement && (await settle.apply(item, settlement))) onBack()
    })
  const discard = () =>
    void run(async (item) => {
      await settle.discard(item)
      onBack()
    })
  const takeEvery = (take: Take) => {
    if (detail && decision) setChanged(takeAll(decision, detail.fields, take))
  }
  const edit = () => {
    if (!detail?.actions.includes('edit')) return
    onOpen()
    takeEvery('value')
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-field-editor]')?.focus())
  }
  useKeyboard(
    {
      next: () => onMove(1),
      previous: () => onMove(-1),
      back: onLeave,
      take_mine: () => detail?.actions.includes('mine') && takeEvery('mine'),
      take_theirs: () => detail?.actions.includes('mine') && takeEvery('theirs'),
      edit_value: edit,
      apply: () => (isOpen ? apply() : onOpen()),
      discard_change: discard,
      undo: settle.undoLast,
    },
    'conflicts',
  )
  if (error) return <Failed message={error.message} />
  if (!detail || !decision) return <div className="flex-1 bg-surface" />
  return (
    <ConflictDetail
      detail={detail}
      dependents={placed.filter(({ item }) => item.parent === seq)}
      decision={decision}
      onDecide={setChanged}
      onApply={apply}
      onDiscard={discard}
      onBack={narrow ? onBack : null}
      now={now}
    />
  )
}
