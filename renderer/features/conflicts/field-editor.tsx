import type { KeyboardEvent } from 'react'
import type { FieldValue } from './decision.ts'
import type { FieldEditor as Editor } from '#shared/contract/conflict-models.ts'

interface FieldEditorProps {
  label: string
  editor: Editor
  value: FieldValue
  onChange: (value: FieldValue) => void
  /** Ctrl or ⌘ with Enter; in a single line Enter alone. */
  onApply: () => void
}

const BOX =
  'w-full rounded-md border border-control-line bg-surface px-2.5 text-sm select-text focus-visible:outline-offset-0'

/** Marks what E sends the focus to. */
export const EDITOR_MARK = { 'data-field-editor': '' } as const

/** Takes a new value for a field. */
export function FieldEditor({ label, editor, value, onChange, onApply }: FieldEditorProps) {
  const name = `New value of ${label}`
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = editor.kind === 'line' || event.ctrlKey || event.metaKey
    if (event.key !== 'Enter' || !wanted || event.nativeEvent.isComposing) return
    event.preventDefault()
    onApply()
  }
  if (editor.kind === 'choice') {
    const at = editor.choices.findIndex((choice) => choice.value === value)
    return (
      <select
        {...EDITOR_MARK}
        aria-label={name}
        value={at}
        className={`${BOX} h-8`}
        onChange={(event) => onChange(editor.choices[Number(event.target.value)]?.value ?? null)}
      >
        {at === -1 && <option value={-1}>Choose…</option>}
        {editor.choices.map((choice, index) => (
          <option key={choice.label} value={index}>
            {choice.label}
          </option>
        ))}
      </select>
    )
  }
  const text = typeof value === 'string' ? value : ''
  if (editor.kind === 'line') {
    return (
      <input
        {...EDITOR_MARK}
        aria-label={name}
        dir="auto"
        value={text}
        className={`${BOX} h-8`}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
    )
  }
  return (
    <textarea
      {...EDITOR_MARK}
      aria-label={name}
      dir="auto"
      rows={Math.min(12, Math.max(3, text.split('\n').length))}
      value={text}
      className={`${BOX} py-1.5`}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
    />
  )
}
