import { useId, type ReactNode } from 'react'
import { Checkbox } from './checkbox.tsx'

interface RowProps {
  label: string
  hint?: string | undefined
}

interface ControlIds {
  id: string
  'aria-describedby'?: string
}

const CONTROL = 'h-8 rounded-md border border-control-line bg-surface px-2 text-sm'

/** What ties a control to its label and hint. */
function useControlIds(hint: string | undefined): ControlIds {
  const id = useId()
  return { id, ...(hint && { 'aria-describedby': `${id}-hint` }) }
}

function Row({ label, hint, id, children }: RowProps & { id: string; children: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-6 border-b border-line py-2.5 last:border-b-0">
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="mt-0.5 text-xs text-ink-2">
            {hint}
          </p>
        )}
      </div>
      <div className="flex shrink-0 items-center">{children}</div>
    </div>
  )
}

interface SwitchProps extends RowProps {
  checked: boolean
  onChange: (on: boolean) => Promise<boolean>
}

/** Something that is on or off. */
export function Switch({ label, hint, checked, onChange }: SwitchProps) {
  const ids = useControlIds(hint)
  return (
    <Row label={label} hint={hint} id={ids.id}>
      <Checkbox {...ids} className="size-4.5 accent-accent" checked={checked} onChange={onChange} />
    </Row>
  )
}

interface SelectProps extends RowProps {
  value: string
  choices: readonly (readonly [value: string, label: string])[]
  onChange: (value: string) => void
}

/** One of a few. */
export function Select({ label, hint, value, choices, onChange }: SelectProps) {
  const ids = useControlIds(hint)
  return (
    <Row label={label} hint={hint} id={ids.id}>
      <select {...ids} className={CONTROL} value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map(([choice, name]) => (
          <option key={choice} value={choice}>
            {name}
          </option>
        ))}
      </select>
    </Row>
  )
}

interface ClockProps extends RowProps {
  /** `HH:MM`. */
  value: string
  onChange: (value: string) => void
}

/** A time of the day. */
export function Clock({ label, hint, value, onChange }: ClockProps) {
  const ids = useControlIds(hint)
  return (
    <Row label={label} hint={hint} id={ids.id}>
      <input
        {...ids}
        type="time"
        className={CONTROL}
        value={value}
        onChange={(event) => event.target.value && onChange(event.target.value)}
      />
    </Row>
  )
}
