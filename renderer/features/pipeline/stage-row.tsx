import { useDraggable, useDroppable } from '@dnd-kit/core'
import { GripVertical, Trash2 } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { count } from '../../format/time.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Dot } from '../../ui/filter-choices.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { SaveMark } from '../../ui/save-mark.tsx'
import { SavedField } from './saved-field.tsx'
import type { StageEdits } from './use-stage-editor.ts'
import type { PipelineKind } from '#shared/contract/areas/pipeline.ts'
import type { EditedStage } from '#shared/contract/areas/stage-editor.ts'
import type { StageKind } from '#shared/domain/vocabulary.ts'

export const KIND_NAMES: Record<StageKind, string> = { open: 'Open', won: 'Won', lost: 'Lost' }

/** Colours that are told apart, by name. */
const COLORS: readonly [color: string, name: string][] = [
  ['#64748b', 'Slate'],
  ['#4f7df3', 'Blue'],
  ['#0e9bb8', 'Cyan'],
  ['#1fa37a', 'Green'],
  ['#7a9a1c', 'Olive'],
  ['#c99a06', 'Yellow'],
  ['#e08a1e', 'Orange'],
  ['#d14343', 'Red'],
  ['#c2488f', 'Pink'],
  ['#8a63d2', 'Violet'],
]

/** Columns of the editor; on a narrow window the numbers stand below the name. */
export const STAGE_GRID =
  'grid grid-cols-[1.75rem_1.75rem_minmax(0,1fr)_3.5rem_2rem] items-start gap-x-2 gap-y-1.5 md:grid-cols-[1.75rem_1.75rem_minmax(0,1fr)_3.5rem_5rem_6rem_4rem_2rem]'

interface StageRowProps {
  stage: EditedStage
  kind: PipelineKind
  place: number
  places: number
  edits: StageEdits
  /** It is on its way out, here or on the server. */
  leaving: boolean
  /** The handle takes the focus again after it was moved by keyboard. */
  takesFocus: boolean
  onMove: (place: number) => void
  onDelete: () => void
}

/** A stage in the editor: each of its fields is edited where it stands. */
export function StageRow(props: StageRowProps) {
  const { stage, kind, leaving, edits, onDelete } = props
  const { setNodeRef: setTarget } = useDroppable({ id: stage.id })
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: stage.id })
  const whole = (label: string, most: number, field: 'probability' | 'rotting_days') => (typed: string) => {
    const value = typed === '' ? 0 : Number(typed)
    return Number.isInteger(value) && value >= 0 && value <= most
      ? edits.edit(stage, { [field]: value })
      : Promise.resolve(`${label}: a whole number from 0 to ${count(most)}.`)
  }
  return (
    <li
      ref={setTarget}
      aria-label={stage.name}
      className={cx(
        STAGE_GRID,
        'border-b border-line px-3 py-2 last:border-b-0',
        isDragging && 'bg-accent-soft',
        leaving && 'bg-sunken',
      )}
    >
      <span ref={setNodeRef} {...(!leaving && listeners)} className="touch-none">
        <Handle {...props} />
      </span>
      <ColorMenu stage={stage} disabled={leaving} onPick={(color) => void edits.edit(stage, { color })} />
      {leaving ? (
        <p className="min-w-0 self-center text-sm">
          <s dir="auto" className="block truncate">
            {stage.name}
          </s>
          <span className="text-xs text-ink-2">Its cards move when this has reached the team</span>
        </p>
      ) : (
        <SavedField
          label={`Name of ${stage.name}`}
          value={stage.name}
          maxLength={100}
          onSave={(name) => edits.edit(stage, { name })}
        />
      )}
      <span className="flex h-8 items-center gap-1 text-xs text-ink-2">
        {KIND_NAMES[stage.kind]}
        <SaveMark state={stage.save_state} />
      </span>
      <div className="col-span-3 col-start-3 row-start-2 flex items-start gap-2 md:contents">
        {kind === 'deal' && stage.kind === 'open' ? (
          <SavedField
            label={`Chance of ${stage.name} in per cent`}
            value={String(stage.probability)}
            unit="%"
            numeric
            disabled={leaving}
            className="w-20 md:w-auto"
            onSave={whole('The chance', 100, 'probability')}
          />
        ) : (
          <span className="hidden md:block" />
        )}
        {stage.kind === 'open' ? (
          <SavedField
            label={`Days until cards in ${stage.name} rot, 0 for never`}
            value={String(stage.rotting_days)}
            unit="d"
            numeric
            disabled={leaving}
            className="w-24 md:w-auto"
            onSave={whole('Days', 3650, 'rotting_days')}
          />
        ) : (
          <span className="hidden md:block" />
        )}
        <span
          className={cx(
            'tabular text-right text-xs whitespace-nowrap text-ink-2',
            stage.kind === 'open' && 'leading-8',
            'md:leading-8',
          )}
        >
          {count(stage.cards)}
          <span className="md:sr-only"> {stage.cards === 1 ? 'card' : 'cards'}</span>
        </span>
      </div>
      <IconButton
        label={`Delete ${stage.name}`}
        className="col-start-5 row-start-1 md:col-start-auto md:row-start-auto"
        disabled={leaving || props.places < 2}
        onClick={onDelete}
      >
        <Trash2 className="size-4" />
      </IconButton>
    </li>
  )
}

/** Moves the stage: dragged with a pointer, with the arrows from the keyboard. */
function Handle({ stage, place, places, leaving, takesFocus, onMove }: StageRowProps) {
  const button = useRef<HTMLButtonElement>(null)
  // A row that changes its place loses the focus on the way.
  useEffect(() => {
    if (takesFocus && document.activeElement === document.body) button.current?.focus()
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: places - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    onMove(to)
  }
  return (
    <button
      ref={button}
      type="button"
      disabled={leaving}
      aria-label={`Move ${stage.name}, ${place + 1} of ${places}: arrow up or down`}
      onKeyDown={onKeyDown}
      className="grid h-8 w-7 cursor-grab place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-ink disabled:cursor-default"
    >
      <GripVertical aria-hidden className="size-4" />
    </button>
  )
}

interface ColorMenuProps {
  stage: EditedStage
  disabled: boolean
  onPick: (color: string) => void
}

function ColorMenu({ stage, disabled, onPick }: ColorMenuProps) {
  const name = COLORS.find(([color]) => color === stage.color)?.[1] ?? stage.color
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          disabled={disabled}
          aria-label={`Colour of ${stage.name}: ${name}. Change`}
          className="grid h-8 w-7 place-items-center rounded-md hover:bg-hover"
        >
          <Dot color={stage.color} />
        </button>
      }
    >
      {COLORS.map(([color, label]) => (
        <MenuItem
          key={color}
          icon={<Dot color={color} />}
          checked={color === stage.color}
          onSelect={() => onPick(color)}
        >
          {label}
        </MenuItem>
      ))}
    </Menu>
  )
}
