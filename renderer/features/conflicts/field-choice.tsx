import { useId, type ReactNode } from 'react'
import { count, momentTime } from '../../format/time.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { FieldEditor } from './field-editor.tsx'
import { TextDiff } from './text-diff.tsx'
import type { FieldValue, Take } from './decision.ts'
import type { ConflictDetail, ConflictField } from '#shared/contract/conflict-models.ts'
import { bothTexts } from '#shared/domain/line-diff.ts'

/** A text longer than this is not shown whole beside its choice. */
const SHORT = 600

interface FieldChoiceProps {
  detail: ConflictDetail
  field: ConflictField
  take: Take
  value: FieldValue
  now: number
  onTake: (take: Take) => void
  onChange: (value: FieldValue) => void
  onApply: () => void
}

/** One field of a change: what it was, what each side wants, and which of them it shall be. */
export function FieldChoice(props: FieldChoiceProps) {
  const { detail, field, take, now, onTake } = props
  const { label, base, mine, theirs, editor, suggested } = field
  const name = useId()
  const isConflict = detail.actions.includes('mine')
  const canEdit = detail.actions.includes('edit') && editor !== null
  const canChoose = isConflict || canEdit
  const isLong = editor?.kind === 'lines' && theirs !== null && Math.max(mine.text.length, theirs.text.length) > SHORT
  const option = (value: Take) => ({ name, checked: take === value, disabled: !canChoose, onTake: () => onTake(value) })
  const asIs = isConflict || detail.actions.includes('again') || !canChoose
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm font-semibold">{label}</legend>
      {base && !isLong && (
        <p className="mt-1 flex gap-2 text-xs text-ink-2">
          <span className="shrink-0">Before</span>
          <span dir="auto" className="line-clamp-2 min-w-0 wrap-anywhere select-text">
            {base.text}
          </span>
        </p>
      )}
      <div className="mt-2 flex flex-col gap-1.5">
        {asIs && (
          <Option title="Yours" suggested={isConflict && suggested === 'mine'} {...option('mine')}>
            <Text text={isLong ? sizeOf(mine.text) : mine.text} />
          </Option>
        )}
        {!asIs && <Quiet title="You wanted" text={mine.text} />}
        {theirs && isConflict && (
          <Option title="Theirs" by={authorText(theirs, now)} suggested={suggested === 'theirs'} {...option('theirs')}>
            <Text text={isLong ? sizeOf(theirs.text) : theirs.text} />
          </Option>
        )}
        {theirs && !isConflict && (
          <Quiet
            title={canChoose ? 'On the server' : 'Theirs'}
            by={canChoose ? null : authorText(theirs, now)}
            text={theirs.text}
          />
        )}
        {canEdit && (
          <Option title={isConflict ? 'Something else' : asIs ? 'Edited' : 'Instead'} {...option('value')}>
            {take === 'value' && <Editing {...props} />}
          </Option>
        )}
      </div>
      {isLong && (
        <div className="mt-2">
          <p className="mb-1 text-xs text-ink-2">
            What differs: <span className="text-danger">− theirs</span>, <span className="text-positive">+ yours</span>
          </p>
          <TextDiff before={theirs.text} after={mine.text} beforeName="Theirs" afterName="Yours" />
        </div>
      )}
    </fieldset>
  )
}

function Editing({ field, value, onChange, onApply }: FieldChoiceProps) {
  const { label, editor, mine, theirs } = field
  if (!editor) return null
  const starts = theirs && editor.kind === 'lines'
  return (
    <div className="mt-1.5 flex flex-col gap-1.5">
      <FieldEditor label={label} editor={editor} value={value} onChange={onChange} onApply={onApply} />
      {starts && (
        <div className="flex flex-wrap items-center gap-1.5 text-xs text-ink-2">
          Start from
          <Button size="sm" onClick={() => onChange(mine.text)}>
            Yours
          </Button>
          <Button size="sm" onClick={() => onChange(theirs.text)}>
            Theirs
          </Button>
          <Button size="sm" onClick={() => onChange(bothTexts(theirs.text, mine.text))}>
            Both
          </Button>
        </div>
      )}
    </div>
  )
}

interface OptionProps {
  title: string
  by?: string
  suggested?: boolean
  name: string
  checked: boolean
  disabled: boolean
  onTake: () => void
  children: ReactNode
}

function Option({ title, by, suggested = false, name, checked, disabled, onTake, children }: OptionProps) {
  const id = useId()
  return (
    <div
      className={cx(
        'rounded-md border px-3 py-2',
        checked ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface',
        !checked && !disabled && 'hover:bg-hover',
      )}
    >
      <label htmlFor={id} className="flex min-w-0 items-baseline gap-2">
        <input
          id={id}
          type="radio"
          name={name}
          checked={checked}
          disabled={disabled}
          onChange={onTake}
          className="relative top-0.5 size-3.5 shrink-0 accent-accent"
        />
        <span className="text-xs font-semibold">{title}</span>
        {by && <span className="min-w-0 truncate text-xs text-ink-2">{by}</span>}
        {suggested && <span className="ml-auto shrink-0 text-2xs font-medium text-accent-ink">Suggested</span>}
      </label>
      <div className="pl-5.5">{children}</div>
    </div>
  )
}

function Quiet({ title, text, by = null }: { title: string; text: string; by?: string | null }) {
  return (
    <div className="rounded-md bg-hover px-3 py-2">
      <p className="flex gap-2 text-xs text-ink-2">
        <span className="font-semibold text-ink">{title}</span>
        {by}
      </p>
      <Text text={text} />
    </div>
  )
}

const Text = ({ text }: { text: string }) => (
  <p dir="auto" className="mt-0.5 max-h-60 overflow-y-auto text-sm wrap-anywhere whitespace-pre-wrap select-text">
    {text}
  </p>
)

/** Who and when, as far as that is known, and plainly where it is not. */
function authorText({ by, at }: { by: string | null; at: number | null }, now: number): string {
  const when = at === null ? 'time not known' : momentTime(at, now)
  return by === null ? `The server does not say who · ${when}` : `${by} · ${when}`
}

function sizeOf(text: string): string {
  const lines = text.split('\n').length
  return `${count(lines)} ${lines === 1 ? 'line' : 'lines'}, ${count(text.length)} characters`
}
