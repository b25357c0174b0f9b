import { ArrowLeftRight } from 'lucide-react'
import { useState } from 'react'
import { useTeam } from '../../actions/use-team.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { useLive } from '../../bridge/use-live.ts'
import { fullTime } from '../../format/time.ts'
import { humanise, nameOf } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { fieldsToPick, movesInWords, type FieldPick, type MergeField } from './merge-fields.ts'
import type { MergeSide } from '#shared/contract/lead-models.ts'

interface MergeDialogProps {
  survivor_id: string
  absorbed_id: string
  onClose: () => void
}

/** Two leads side by side: which stays, whose value stands in each field, and what moves. */
export function MergeDialog({ survivor_id, absorbed_id, onClose }: MergeDialogProps) {
  const command = useCommand()
  const showToast = useApp((state) => state.showToast)
  const { value: sides } = useLive('lead.merge_sides', { lead_ids: [survivor_id, absorbed_id] })
  const [swapped, setSwapped] = useState(false)
  /** The leads whose value was chosen, by field. */
  const [picked, setPicked] = useState<Partial<Record<MergeField, string>>>({})
  const [error, setError] = useState<string | null>(null)

  if (sides === undefined) return null
  if (sides === null) {
    return (
      <Dialog open onClose={onClose} title="Merge leads">
        <Notice tone="warning">One of these leads is not on this device any more, or was merged already.</Notice>
      </Dialog>
    )
  }
  const [survivor, absorbed] = swapped ? [sides[1], sides[0]] : sides
  const picks = fieldsToPick(survivor, absorbed)
  const isTaken = (field: MergeField) => picked[field] === absorbed.lead_id
  const merge = async () => {
    const fields = picks.map(({ field }) => field).filter(isTaken)
    const input = { survivor_id: survivor.lead_id, absorbed_id: absorbed.lead_id, fields }
    const result = await command('lead.merge', input, { quiet: true })
    if (!result.ok) return setError(result.error.message)
    const { merge_id } = result.value
    showToast({
      tone: 'info',
      text: `${nameOf(absorbed.label)} is a part of ${nameOf(survivor.label)} now`,
      action: { label: 'Undo', run: () => void command('lead.unmerge', { merge_id }) },
    })
    onClose()
  }
  const moves = movesInWords(absorbed.counts)
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Merge leads"
      description="They become one customer. It can be undone from the lead later."
    >
      <div className="grid grid-cols-[1fr_auto_1fr] items-stretch gap-2">
        <Side side={survivor} part="Stays" />
        <Button
          tone="ghost"
          aria-label="Keep the other lead instead"
          className="self-center px-2!"
          onClick={() => setSwapped(!swapped)}
        >
          <ArrowLeftRight aria-hidden className="size-4" />
        </Button>
        <Side side={absorbed} part="Becomes a part of it" />
      </div>
      {picks.length > 0 && (
        <div className="mt-4 flex flex-col gap-2.5">
          <p className="text-sm text-ink-2">They differ here. Choose what stands:</p>
          {picks.map((pick) => (
            <Pick
              key={pick.field}
              pick={pick}
              taken={isTaken(pick.field)}
              onTake={(absorbs) =>
                setPicked({ ...picked, [pick.field]: absorbs ? absorbed.lead_id : survivor.lead_id })
              }
            />
          ))}
        </div>
      )}
      <p className="mt-4 text-sm text-pretty text-ink-2">
        {moves ? `Moves to ${nameOf(survivor.label)}: ${moves}.` : 'Nothing hangs on the other lead.'} What it lacks is
        filled from the other.
      </p>
      {error && (
        <div className="mt-3">
          <Notice tone="danger" alert>
            {error}
          </Notice>
        </div>
      )}
      <DialogActions className="mt-2.5">
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="primary" onClick={() => void merge()}>
          Merge into {nameOf(survivor.label).slice(0, 40)}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function Side({ side, part }: { side: MergeSide; part: string }) {
  const { phone, email } = side.values
  return (
    <div className="min-w-0 rounded-md border border-line px-3 py-2 text-sm">
      <p className="text-xs text-ink-3">{part}</p>
      <p dir="auto" className="line-clamp-2 text-left font-semibold wrap-anywhere">
        {nameOf(side.label)}
      </p>
      {[phone, email].map((handle) =>
        typeof handle === 'string' && handle !== side.label ? (
          <p key={handle} className="truncate text-xs text-ink-2">
            {handle}
          </p>
        ) : null,
      )}
      <p className="mt-1 text-xs text-ink-3">{movesInWords(side.counts) ?? 'Nothing on it'}</p>
    </div>
  )
}

interface PickProps {
  pick: FieldPick
  /** Whether the absorbed lead's value stands. */
  taken: boolean
  onTake: (absorbed: boolean) => void
}

function Pick({ pick: { field, label, values }, taken, onTake }: PickProps) {
  const { nameOf: colleague } = useTeam()
  const textOf = (value: unknown): string => {
    if (field === 'owner_id') return colleague(String(value))
    if (typeof value === 'number') return fullTime(value)
    if (typeof value !== 'string') return JSON.stringify(value)
    return field.endsWith('_status') || field.endsWith('_stage') || field.endsWith('_type') ? humanise(value) : value
  }
  return (
    <fieldset className="text-sm">
      <legend className="mb-1 text-xs text-ink-3">{label}</legend>
      <div className="grid grid-cols-2 gap-2">
        {values.map((value, index) => {
          const isAbsorbed = index === 1
          const isChosen = taken === isAbsorbed
          return (
            <label
              key={isAbsorbed ? 'absorbed' : 'survivor'}
              className={cx(
                'flex min-w-0 items-start gap-2 rounded-md border px-2.5 py-1.5',
                isChosen ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover',
              )}
            >
              <input
                type="radio"
                name={`merge-${field}`}
                checked={isChosen}
                onChange={() => onTake(isAbsorbed)}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span dir="auto" className="line-clamp-3 min-w-0 text-left wrap-anywhere">
                {textOf(value)}
              </span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
