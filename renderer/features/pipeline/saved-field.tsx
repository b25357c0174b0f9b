import { useId, useState, type KeyboardEvent } from 'react'
import { cx } from '../../ui/cx.ts'

interface SavedFieldProps {
  label: string
  value: string
  disabled?: boolean
  numeric?: boolean
  maxLength?: number
  className?: string
  /** Behind the value, such as a unit. */
  unit?: string
  /** @returns what is wrong, as a sentence; null when it is saved */
  onSave: (value: string) => Promise<string | null>
}

/** A field that saves itself when it is left or on Enter; Escape takes back what was typed. */
export function SavedField({ label, value, disabled, numeric, maxLength, className, unit, onSave }: SavedFieldProps) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const save = async () => {
    if (typed === null) return
    if (typed.trim() === value) {
      setTyped(null)
      return setError(null)
    }
    const wrong = await onSave(typed.trim())
    setError(wrong)
    if (wrong === null) setTyped(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      void save()
    }
    if (event.key === 'Escape' && typed !== null) {
      event.stopPropagation()
      setTyped(null)
      setError(null)
    }
  }
  return (
    <div className={cx('min-w-0', className)}>
      <div className="relative">
        <input
          aria-label={label}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? id : undefined}
          dir="auto"
          autoComplete="off"
          inputMode={numeric ? 'numeric' : undefined}
          maxLength={maxLength}
          disabled={disabled}
          value={typed ?? value}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => void save()}
          onKeyDown={onKeyDown}
          className={cx(
            'h-8 w-full rounded-md border bg-surface px-2 text-sm select-text focus-visible:outline-offset-0 disabled:opacity-60',
            numeric && 'tabular text-right',
            unit && 'pr-7',
            error ? 'border-danger' : 'border-control-line',
          )}
        />
        {unit && (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 right-2 grid place-items-center text-xs text-ink-3"
          >
            {unit}
          </span>
        )}
      </div>
      {error && (
        <p id={id} role="alert" className="mt-1 text-xs text-pretty text-danger">
          {error}
        </p>
      )}
    </div>
  )
}
