import { useId, type Ref } from 'react'

interface SelectFieldProps<T extends string> {
  label: string
  value: T
  choices: readonly { id: T; name: string }[]
  className?: string
  ref?: Ref<HTMLSelectElement>
  onChange: (id: T) => void
}

/** One of a few, in a form. */
export function SelectField<T extends string>({
  label,
  value,
  choices,
  className,
  ref,
  onChange,
}: SelectFieldProps<T>) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        ref={ref}
        className="h-10 w-full rounded-md border border-control-line bg-surface px-2 text-base"
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.id === event.target.value)
          if (chosen) onChange(chosen.id)
        }}
      >
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </select>
    </div>
  )
}
