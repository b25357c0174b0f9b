import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { cx } from '../../ui/cx.ts'
import { FieldRow, Nothing, type Mark } from './field-row.tsx'
import type { Checked } from '#shared/domain/lead-fields.ts'

interface InlineTextProps<T> {
  label: string
  /** What stands in the field while it is edited. */
  value: string
  /** How it reads while it is not; the value unless told otherwise. */
  shown?: string | undefined
  mark?: Mark
  canEdit: boolean
  /** What to type it with on devices that care. */
  type?: 'text' | 'email' | 'tel'
  check: (typed: string) => Checked<T>
  /** Says while typing how the text is understood. */
  hint?: (typed: string) => string | null
  /** @returns what was wrong, as a sentence; null when it is saved */
  onSave: (value: T) => Promise<string | null>
  actions?: ReactNode
}

/** A line of text that is edited where it stands: Enter saves, Esc takes what was typed back. */
export function InlineText<T>(props: InlineTextProps<T>) {
  const { label, value, shown = value, mark, canEdit, actions } = props
  const [editing, setEditing] = useState(false)
  const returning = useRef(false)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (editing || !returning.current) return
    returning.current = false
    button.current?.focus()
  }, [editing])
  const close = (refocus: boolean) => {
    returning.current = refocus
    setEditing(false)
  }
  return (
    <FieldRow label={label} mark={editing ? undefined : mark} actions={editing ? null : actions}>
      {editing ? (
        <Editor {...props} onClose={close} />
      ) : canEdit ? (
        <button
          ref={button}
          type="button"
          aria-label={`${label}: ${shown || 'empty'}. Edit`}
          onClick={() => setEditing(true)}
          className="-ml-1.5 block w-full rounded-md px-1.5 py-1 text-left hover:bg-hover"
        >
          <Shown text={shown} placeholder="Add" />
        </button>
      ) : (
        <span className="block py-1">
          <Shown text={shown} placeholder="Not known" />
        </span>
      )}
    </FieldRow>
  )
}

const Shown = ({ text, placeholder }: { text: string; placeholder: string }) =>
  text ? (
    <span dir="auto" className="tabular line-clamp-3 wrap-anywhere select-text">
      {text}
    </span>
  ) : (
    <Nothing>{placeholder}</Nothing>
  )

function Editor<T>({
  label,
  value,
  type = 'text',
  check,
  hint,
  onSave,
  onClose,
}: InlineTextProps<T> & { onClose: (refocus: boolean) => void }) {
  const id = useId()
  const [typed, setTyped] = useState(value)
  const [error, setError] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [])

  const save = async (refocus: boolean) => {
    if (saving) return
    if (typed === value) return onClose(refocus)
    const checked = check(typed)
    if (!checked.ok) return setError(checked.error)
    setSaving(true)
    const wrong = await onSave(checked.value)
    setSaving(false)
    if (wrong) setError(wrong)
    else onClose(refocus)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      void save(true)
    }
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      onClose(true)
    }
  }
  const note = error ?? hint?.(typed) ?? null
  return (
    <>
      <input
        ref={input}
        aria-label={label}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? id : undefined}
        type={type}
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setError(null)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => void save(false)}
        className={cx(
          '-ml-1.5 h-7 w-full rounded-md border bg-surface px-1.5 select-text focus-visible:outline-offset-0',
          error ? 'border-danger' : 'border-control-line',
        )}
      />
      {note && (
        <p
          id={id}
          role={error ? 'alert' : undefined}
          className={cx('mt-1 text-xs text-pretty', error ? 'text-danger' : 'text-ink-3')}
        >
          {note}
        </p>
      )}
    </>
  )
}
