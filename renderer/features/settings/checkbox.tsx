import { useState, type ComponentProps } from 'react'

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'checked' | 'onChange' | 'type'> {
  checked: boolean
  /** Resolves to whether it was kept. */
  onChange: (on: boolean) => Promise<boolean>
}

/** A box that shows at once what was asked for, and what stands again when that could not be kept. */
export function Checkbox({ checked, onChange, ...rest }: CheckboxProps) {
  const [asked, setAsked] = useState<{ on: boolean; instead: boolean } | null>(null)
  const change = async (on: boolean) => {
    setAsked({ on, instead: checked })
    if (!(await onChange(on))) setAsked(null)
  }
  return (
    <input
      {...rest}
      type="checkbox"
      checked={asked?.instead === checked ? asked.on : checked}
      onChange={(event) => void change(event.target.checked)}
    />
  )
}
