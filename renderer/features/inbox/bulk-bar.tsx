import { AlarmClock, Check, Flag, Hand, Milestone, Tag, UserRoundPlus, X } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { useBulk } from '../../actions/use-bulk.ts'
import { useBridge } from '../../bridge/bridge-context.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { BULK_DOING } from '../../format/bulk-words.ts'
import { count } from '../../format/time.ts'
import { shownKeys, type KeyAction } from '../../keyboard/key-map.ts'
import { useBindings } from '../../keyboard/use-bindings.ts'
import type { BulkPicking } from '../../store/selection-slice.ts'
import { useApp } from '../../store/store-context.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { BulkProgress } from '#shared/contract/areas/triage.ts'

const ICON = { className: 'size-4', 'aria-hidden': true } as const

/**
 * Under the list: what can be done with the selected conversations, or how far that is. Mount once per view: with it goes
 * the selection.
 */
export function BulkBar({ total }: { total: number }) {
  const { value: progress } = useLive('inbox.bulk_progress', {})
  const { ids, all } = useApp((state) => state.selection)
  const clearSelection = useApp((state) => state.clearSelection)
  useEffect(() => clearSelection, [clearSelection])
  const selected = all ? total : ids.size
  return (
    <>
      {/* Always there, so that a screen reader hears what comes into it. */}
      <output className="sr-only">
        {progress ? doing(progress) : selected > 0 ? `${count(selected)} selected` : ''}
      </output>
      {progress ? (
        <Running progress={progress} />
      ) : (
        selected > 0 && <Selected selected={selected} hasMore={!all && total > ids.size} total={total} />
      )}
    </>
  )
}

const doing = ({ kind, isUndo }: BulkProgress): string => (isUndo ? 'Setting back' : BULK_DOING[kind])

const BAR = 'flex shrink-0 flex-col gap-1.5 border-t border-line bg-surface px-3 py-2'

function Running({ progress }: { progress: BulkProgress }) {
  const command = useCommand()
  const { done, total } = progress
  return (
    <section aria-label="Change of many" className={BAR}>
      <div className="flex h-7 items-center gap-2 text-xs">
        <span className="tabular min-w-0 flex-1 truncate">
          {doing(progress)}… {total > 0 && `${count(done)} of ${count(total)}`}
        </span>
        <Button size="sm" onClick={() => void command('inbox.bulk_cancel', {})}>
          Cancel
        </Button>
      </div>
      <ProgressBar label={doing(progress)} value={done} max={total > 0 ? total : null} />
    </section>
  )
}

interface SelectedProps {
  selected: number
  /** More match the view than are selected. */
  hasMore: boolean
  total: number
}

function Selected({ selected, hasMore, total }: SelectedProps) {
  const bulk = useBulk()
  const setBulkPicking = useApp((state) => state.setBulkPicking)
  const selectAll = useApp((state) => state.selectAll)
  const clearSelection = useApp((state) => state.clearSelection)
  const focusOn = useApp((state) => state.focusOn)
  const pick = (what: Exclude<BulkPicking['what'], 'close'>) => () => setBulkPicking({ what })
  return (
    <section aria-label="Selected conversations" className={BAR}>
      <div className="flex h-7 items-center gap-1 text-xs">
        <span className="tabular min-w-0 flex-1 truncate font-medium">{count(selected)} selected</span>
        {hasMore && (
          <Button
            tone="ghost"
            size="sm"
            onClick={() => {
              selectAll()
              focusOn('list')
            }}
          >
            Select all {count(total)}
          </Button>
        )}
        <IconButton
          label="Clear selection"
          keys="Esc"
          size="sm"
          side="top"
          onClick={() => {
            clearSelection()
            focusOn('list')
          }}
        >
          <X className="size-3.5" />
        </IconButton>
      </div>
      <div className="flex items-center justify-between gap-0.5">
        <Action action="done" label="Done" onClick={() => void bulk({ kind: 'done' })}>
          <Check {...ICON} />
        </Action>
        <Action action="snooze" label="Snooze" onClick={pick('snooze')}>
          <AlarmClock {...ICON} />
        </Action>
        <Action action="assign" label="Assign" onClick={pick('assign')}>
          <UserRoundPlus {...ICON} />
        </Action>
        <Action action="claim" label="Claim" onClick={() => void bulk({ kind: 'claim' })}>
          <Hand {...ICON} />
        </Action>
        <Action action="stage" label="Stage" onClick={pick('stage')}>
          <Milestone {...ICON} />
        </Action>
        <Action action="tags" label="Tag" onClick={pick('tags')}>
          <Tag {...ICON} />
        </Action>
        <Action action="priority" label="Priority" onClick={pick('priority')}>
          <Flag {...ICON} />
        </Action>
      </div>
    </section>
  )
}

interface ActionProps {
  action: KeyAction
  label: string
  onClick: () => void
  children: ReactNode
}

function Action({ action, label, onClick, children }: ActionProps) {
  const mac = useBridge().desk.platform === 'darwin'
  const keys = shownKeys(action, mac, useBindings())
  return (
    <IconButton label={label} keys={keys || undefined} side="top" onClick={onClick}>
      {children}
    </IconButton>
  )
}
