import { useId, useState, type KeyboardEvent } from 'react'
import { checkTag } from '#shared/domain/lead-fields.ts'

interface AddTagProps {
  /** What there is already. */
  taken: readonly string[]
  /** What others use, to choose from. */
  known: readonly string[]
  /** Answers what is wrong, or nothing. */
  onAdd: (tag: string) => Promise<string | null> | string | null
}

/** A field for one more tag, known or new: Enter adds it. */
export function AddTag({ taken, known, onAdd }: AddTagProps) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string | null>(null)
  const add = async () => {
    const checked = checkTag(typed, taken)
    if (!checked.ok) return setError(checked.error)
    const wrong = await onAdd(checked.value)
    if (wrong) setError(wrong)
    else setTyped('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      void add()
    }
    if (event.key === 'Escape' && typed !== '') {
      event.stopPropagation()
      setTyped('')
      setError(null)
    }
  }
  return (
    <div className="mt-2">
      <input
        aria-label="Add a tag"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        list={`${id}-known`}
        placeholder="Add a tag"
        dir="auto"
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setError(null)
        }}
        onKeyDown={onKeyDown}
        className="h-7 w-full rounded-md border border-control-line bg-surface px-2 text-sm select-text placeholder:text-ink-3 focus-visible:outline-offset-0"
      />
      <datalist id={`${id}-known`}>
        {known
          .filter((name) => !taken.includes(name))
          .map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
      </datalist>
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1 text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  )
}
